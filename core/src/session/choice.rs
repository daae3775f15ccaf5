//! What a person does not want of files: applied when a file is opened, and when the person chooses anew.

use super::{Held, Session};
use crate::bytes::{ByteSource, Marks};
use crate::import::{Candidate, Importer, Part, Sink, at_most};
use crate::model::{Choice, FileId, LeaveOut, NameId, Severity, SourceId};
use crate::protocol::{AskError, FileLoad, Instant, LoadAnswer};
use crate::recipe::Recipe;
use std::rc::Rc;

/// What the ledger says of a file that nobody wants.
const SKIPPED: &str = "Nothing of this file is loaded, by choice.";

/// What a program of wasm can use: of its 4 GiB of addresses some are lost between what is larger and smaller than before.
const ADDRESSES: u64 = 7 << 29;

/// Whether there is room for a file.
pub(super) enum RoomFor {
    /// There is, or nobody knows, or a person wants it in any case.
    It,
    /// What would tell is not there.
    Unknown,
    /// There is not, and nobody has said what to do.
    NotIt(FileLoad),
}

impl Session {
    /// Says how many bytes of memory there are: by what a person says, or the machine tells. A file that is estimated not to fit then waits
    /// for a choice. `None` = as much as the program can address: 3.5 GiB in a browser, no limit elsewhere.
    pub fn set_memory(&mut self, bytes: Option<u64>) {
        self.memory = bytes;
    }

    fn limit(&self) -> Option<u64> {
        let addresses = cfg!(target_arch = "wasm32").then_some(ADDRESSES);
        self.memory.into_iter().chain(addresses).min()
    }

    /// Whether so much more fits in any case.
    pub(super) fn has_room(&self, more: u64) -> bool {
        self.limit().is_none_or(|limit| self.at_most.saturating_add(more) <= limit)
    }

    /// What a file that was read may hold at most.
    pub(super) fn held_at_most(&self, file: FileId) -> u64 {
        let place = file.0 as usize;
        let format = self.data.facts.sources.files().get(place).map(|file| file.format.as_str());
        format.zip(self.held.get(place)).map_or(0, |(format, held)| at_most(format, held.source.as_ref()))
    }

    fn candidate<'a>(&'a self, name: &'a str, source: &'a Rc<dyn ByteSource>) -> Candidate<'a> {
        let (zones, mappings) = (&self.data.facts.zones, &self.recipe.mappings);
        Candidate { name, source, importers: &self.importers, zones, mappings }
    }

    /// Whether a file that is about to be read fits, beside what there is.
    pub(super) fn room_for(&mut self, name: &str, source: &Rc<dyn ByteSource>, format: &str) -> RoomFor {
        let Some(limit) = self.limit() else { return RoomFor::It };
        let choice = self.recipe.choice(name).cloned();
        let most = at_most(format, source.as_ref());
        let fits_in_any_case = self.at_most.saturating_add(most) <= limit;
        if fits_in_any_case || choice.as_ref().is_some_and(|choice| choice.anyway) {
            self.at_most = self.at_most.saturating_add(most);
            return RoomFor::It;
        }
        let Some(estimators) = self.importers.estimators() else {
            // Without it reading goes on as it can.
            return if self.without.take_if(|(part, _)| *part == Part::Memory).is_some() {
                RoomFor::It
            } else {
                RoomFor::Unknown
            };
        };
        let held = (estimators.held)(&self.data.facts);
        let free = limit.saturating_sub(held);
        let wanted = choice.clone().unwrap_or_default();
        match (estimators.file)(&self.candidate(name, source), &wanted) {
            Ok(estimate) if estimate.peak > free => {
                RoomFor::NotIt(FileLoad { waiting: true, choice, needs: Some(estimate.peak), free: Some(free) })
            }
            // What cannot be judged is told when it is read.
            _ => {
                self.at_most = self.at_most.saturating_add(most);
                RoomFor::It
            }
        }
    }

    /// Notes a file that would not fit: a person is to choose what of it is loaded.
    pub(super) fn wait_for_choice(&mut self, name: &str, source: Rc<dyn ByteSource>, format: &str, load: FileLoad) {
        let bytes = source.len();
        let file = self.data.facts.sources.open(name, format, bytes);
        let [needs, free] = [load.needs, load.free].map(|bytes| megabytes(bytes.unwrap_or_default()));
        let sentence = format!(
            "Nothing of this file is loaded yet: it is estimated to need {needs} of memory, and {free} are free. Choose what is left out: a time, \
             a sample, columns; or load it all the same. On the Data screen, or by `load` in a recipe (docs/memory.md)."
        );
        Sink::new(&mut self.data.facts, file).note(Severity::Warning, &sentence);
        self.loads.push((file, load));
        self.held.push(Held { source, marks: Marks::default() });
        self.mappings.push(None);
        self.end_file(file, bytes, None);
    }

    /// How much memory a file needs as it is chosen, or would need.
    pub(super) fn load(&self, name: &str, draft: Option<&Choice>) -> Result<LoadAnswer, AskError> {
        let files = self.data.facts.sources.files();
        let named = |place: &usize| files.get(*place).is_some_and(|file| file.name == name);
        let waits = |place: &usize| self.load_of(FileId(*place as u32)).is_some_and(|load| load.waiting);
        let place = (0..files.len()).filter(named).find(waits).or_else(|| (0..files.len()).find(named));
        let held = place.and_then(|place| Some((FileId(place as u32), files.get(place)?, self.held.get(place)?)));
        let (id, file, held) = held.ok_or_else(|| AskError::new(format!("No file called `{name}` was loaded.")))?;
        if let Some(fault) = draft.and_then(Choice::fault) {
            return Err(AskError::new(format!("This cannot be chosen: {fault}.")));
        }
        let estimators = self
            .importers
            .estimators()
            .ok_or_else(|| AskError::new("This program was built without what estimates memory."))?;
        let now = self.recipe.choice(name).cloned().unwrap_or_default();
        let choice = draft.cloned().unwrap_or_else(|| now.clone());
        let estimate_of = |choice: &Choice| {
            (estimators.file)(&self.candidate(name, &held.source), choice)
                .map_err(|error| AskError::new(error.to_string()))
        };
        let estimate = estimate_of(&choice)?;
        let waiting = waits(&(id.0 as usize));
        let free = match self.limit() {
            Some(limit) => {
                // What it holds now is free for what it will hold.
                let own = if waiting || file.records() == 0 { 0 } else { estimate_of(&now)?.rest };
                Some(limit.saturating_sub((estimators.held)(&self.data.facts).saturating_sub(own)))
            }
            None => None,
        };
        Ok(LoadAnswer {
            file: name.to_owned(),
            format: estimate.format,
            bytes: file.bytes,
            waiting,
            needs: if choice.skip { 0 } else { estimate.peak },
            rest: estimate.rest,
            fits: choice.skip || free.is_none_or(|free| estimate.peak <= free),
            free,
            choice,
            records: estimate.records,
            wanted: estimate.wanted,
            from: estimate.span.map(|(from, _)| Instant(from)),
            to: estimate.span.map(|(_, to)| Instant(to)),
            columns: estimate.columns,
            samples: estimate.is_table,
            machines: estimate.machines,
            items: estimate.items,
        })
    }

    /// What was chosen, or is to be chosen, of a file.
    pub(super) fn load_of(&self, file: FileId) -> Option<&FileLoad> {
        self.loads.iter().find(|(of, _)| *of == file).map(|(_, load)| load)
    }

    /// The file that was just opened is read as a person chose.
    pub(super) fn choose(&mut self, file: FileId, name: &str, importer: &mut dyn Importer) {
        let choice = self.recipe.choice(name).filter(|choice| !choice.is_everything() || choice.anyway).cloned();
        let chosen = choice.as_ref().and_then(LeaveOut::of);
        if let Some(chosen) = &chosen {
            importer.use_choice(chosen);
        }
        if choice.is_some() {
            self.loads.push((file, FileLoad { choice, ..FileLoad::default() }));
        }
        self.data.facts.sources.set_cut(file, chosen.as_ref().and_then(|chosen| chosen.range().1));
        self.data.facts.leave_out = chosen.map(Box::new);
    }

    /// Notes a file that a person does not want. Its bytes are kept, in case the person changes their mind.
    pub(super) fn skip(&mut self, name: &str, source: Rc<dyn ByteSource>) {
        let bytes = source.len();
        let file = self.data.facts.sources.open(name, "not loaded", bytes);
        Sink::new(&mut self.data.facts, file).note(Severity::Info, SKIPPED);
        self.loads.push((file, FileLoad { choice: self.recipe.choice(name).cloned(), ..FileLoad::default() }));
        self.held.push(Held { source, marks: Marks::default() });
        self.mappings.push(None);
        self.end_file(file, bytes, None);
    }

    /// The files of which another recipe loads something else.
    pub(super) fn chosen_anew(&self, recipe: &Recipe) -> Vec<FileId> {
        let effect =
            |choice: Option<&Choice>| (choice.is_some_and(|choice| choice.skip), choice.and_then(LeaveOut::of));
        let anew = |file: &FileId| {
            let name = self.data.facts.sources.files().get(file.0 as usize).map_or("", |file| &file.name);
            let (before, after) = (self.recipe.choice(name), recipe.choice(name));
            let waits = self.load_of(*file).is_some_and(|load| load.waiting);
            !self.unread.contains_key(file)
                && (effect(before) != effect(after) || (waits && after.is_some_and(|choice| choice.anyway)))
        };
        (0..self.data.facts.sources.files().len() as u32).map(FileId).filter(anew).collect()
    }

    /// Whether files say anything of records of other files, which cannot be forgotten with them.
    pub(super) fn speak_of_others(&self, files: &[FileId]) -> bool {
        let facts = &self.data.facts;
        let speaks = |source: &SourceId| facts.sources.locate(*source).is_some_and(|(file, _)| files.contains(&file));
        facts.retractions.source.iter().any(|source| speaks(&source))
            || facts.event_ids.rows().any(|row| row.event != NameId::NONE && speaks(&row.source))
    }

    /// Puts files back, to be read as they are chosen now.
    pub(super) fn load_again(&mut self, files: &[FileId], remapped: &[FileId]) {
        let facts = &self.data.facts;
        if self.speak_of_others(files) {
            let waiting = std::mem::take(&mut self.queue);
            self.open = None;
            self.read_again();
            self.queue.extend(waiting);
            self.progress.done = false;
            return;
        }
        let all = (0..facts.sources.files().len() as u32).map(FileId);
        let files: Vec<FileId> = all.filter(|file| files.contains(file) || remapped.contains(file)).collect();
        self.map_again(&files);
    }
}

/// Bytes for people.
fn megabytes(bytes: u64) -> String {
    match bytes as f64 / 1e6 {
        mb if mb >= 1000.0 => format!("{:.1} GB", mb / 1e3),
        mb => format!("{mb:.0} MB"),
    }
}

#[cfg(test)]
#[path = "choice_tests.rs"]
mod tests;
