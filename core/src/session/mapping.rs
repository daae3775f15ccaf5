//! Tables that are none of ours: which are mapped how, what changes with another recipe, and what the reports say.

use super::{Bytes, Queued, Session};
use crate::analysis;
use crate::bytes::ByteSource;
use crate::import;
use crate::model::FileId;
use crate::order::Gather;
use crate::protocol::{AskError, FileMapping, InspectAnswer, MappingAnswer, MappingQuestionKind};
use crate::recipe::Recipe;
use std::rc::Rc;

impl Session {
    /// The files that another recipe maps in another way.
    pub(super) fn remapped(&self, recipe: &Recipe) -> Vec<FileId> {
        let other = |how: &FileMapping| {
            let header: Vec<String> = how.mapping.columns.iter().map(|column| column.name.clone()).collect();
            match recipe.mappings.iter().find(|mapping| mapping.fits(&header)) {
                Some(saved) => (how.guessed && how.waiting) || *saved != how.mapping,
                None => !how.guessed,
            }
        };
        let files = (0..).zip(&self.mappings).filter(|(_, how)| how.as_ref().is_some_and(other));
        files.map(|(file, _)| FileId(file)).collect()
    }

    /// Reads files again whose mapping is another one now, and no others: what they said is forgotten first. Should an asset or an item be
    /// left that nothing speaks of any more, [`Session::finish`] reads everything again, so that no trace of the old mapping stays.
    pub(super) fn map_again(&mut self, files: &[FileId]) {
        self.progress.done = false;
        self.stale = true;
        self.remapped = true;
        // A file that is compared still stands in the queue. One whose ranges are put together begins anew, because whoever does that knows
        // it by its number, and its importer knows nothing of what was read.
        self.work = None;
        let mut files = files.to_vec();
        let open = self.open.as_ref().filter(|open| open.importer.is_divisible());
        if let Some(own) = open.map(|open| open.file) {
            self.put_back();
            // Those behind it moved up.
            files.retain(|file| *file != own);
            files.iter_mut().for_each(|file| file.0 -= u32::from(*file > own));
        }
        for file in files.iter().rev() {
            if let Some((name, source)) = self.forget_file(*file) {
                self.queue.push_front(Queued { name, bytes: Bytes::Here(source) });
            }
        }
    }

    /// Forgets a file and all it said; the files after it move up. Gives its name and its bytes.
    pub(super) fn forget_file(&mut self, file: FileId) -> Option<(String, Rc<dyn ByteSource>)> {
        let place = file.0 as usize;
        let name = self.data.facts.sources.files().get(place).map(|f| f.name.clone())?;
        self.data.facts.forget(file);
        self.mappings.remove(place);
        let source = self.held.remove(place).source;
        let unread = std::mem::take(&mut self.unread);
        let moved = |at: FileId| FileId(at.0 - u32::from(at > file));
        self.unread = unread.into_iter().map(|(at, reason)| (moved(at), reason)).gather_map();
        self.loads.retain(|(at, _)| *at != file);
        self.loads.iter_mut().for_each(|(at, _)| *at = moved(*at));
        if self.open.take_if(|open| open.file == file).is_none() {
            self.finished_bytes = self.finished_bytes.saturating_sub(source.len());
            self.progress.files_done = self.progress.files_done.saturating_sub(1);
            if let Some(open) = &mut self.open {
                open.file = moved(open.file);
            }
        }
        Some((name, source))
    }

    /// What was loaded, and how tables that are none of ours were read.
    pub(super) fn inspect(&self) -> InspectAnswer {
        let mut answer = analysis::data::inspect(&self.data);
        let zoned = !self.data.facts.zones.is_empty();
        for (report, file) in answer.files.iter_mut().zip(self.data.facts.sources.sorted()) {
            report.mapping = self.mappings.get(file.0 as usize).cloned().flatten();
            report.load = self.load_of(file).cloned();
            if let Some(how) = &mut report.mapping
                && zoned
            {
                how.questions.retain(|question| question.kind != MappingQuestionKind::Zone);
            }
        }
        answer
    }

    /// How the file is read, or would be read under a draft.
    pub(super) fn mapping(&self, file: &str, draft: &import::Draft<'_>) -> Result<MappingAnswer, AskError> {
        let files = self.data.facts.sources.files();
        let named = |place: &usize| files.get(*place).is_some_and(|f| f.name == file);
        let mapped = |place: &usize| self.mappings.get(*place).is_some_and(Option::is_some);
        // Of several files of one name, one that is mapped.
        let place = (0..files.len()).filter(named).find(mapped).or_else(|| (0..files.len()).find(named));
        let place = place.ok_or_else(|| AskError::new(format!("No file called `{file}` was loaded.")))?;
        let Some(known) = self.mappings.get(place).and_then(Option::as_ref) else {
            return Err(AskError::new(format!(
                "`{file}` was read as {}; only tables of other formats are mapped.",
                files.get(place).map_or("unknown", |f| f.format.as_str())
            )));
        };
        let held = self.held.get(place).map(|held| Rc::clone(&held.source));
        let source = held.unwrap_or_else(|| Rc::new(Vec::new()));
        import::mapping_answer(file, source, Some(known), draft, &self.data.facts.zones, self.importers.unpacking())
    }
}
