//! Owns a dataset: import step by step, ask a question, get an answer.

use crate::analysis;
use crate::bytes::{ByteSource, ReadError};
use crate::import::{self, ImportError, Importer, Recognised, Sink, Step};
use crate::index::Dataset;
use crate::model::{Facts, FileId, Severity, Span, Zones};
use crate::protocol::{Answer, AskError, Envelope, Question, VERSION};
use crate::recipe::Recipe;
use crate::view;
use std::cell::Cell;
use std::collections::VecDeque;
use std::rc::Rc;

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Progress {
    /// Files read to their end.
    pub files_done: u32,
    /// Files added in all.
    pub files: u32,
    /// The file being read.
    pub file: String,
    /// Bytes read of all files.
    pub bytes_done: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Records read.
    pub records: u64,
    /// True when everything has been read and every question can be asked.
    pub done: bool,
}

struct Queued {
    name: String,
    source: Rc<dyn ByteSource>,
}

struct Open {
    importer: Box<dyn Importer>,
    file: FileId,
    read: Rc<Cell<u64>>,
    fingerprint: Rc<Cell<u64>>,
    bytes: u64,
}

/// A dataset with its imports and its recipe.
#[derive(Default)]
pub struct Session {
    data: Dataset,
    recipe: Recipe,
    queue: VecDeque<Queued>,
    open: Option<Open>,
    progress: Progress,
    /// Bytes of the files that were read to their end.
    finished_bytes: u64,
    /// Kept so that a record can be shown as it stands in its file; indexed by [`FileId`].
    sources: Vec<Rc<dyn ByteSource>>,
    stale: bool,
}

impl Session {
    /// An empty session.
    pub fn new() -> Self {
        Self::default()
    }

    /// Queues a file. Call [`Session::step`] until it says done.
    pub fn add(&mut self, name: &str, source: Rc<dyn ByteSource>) {
        self.progress.files += 1;
        self.progress.bytes += source.len();
        self.progress.done = false;
        self.stale = true;
        self.queue.push_back(Queued { name: name.to_owned(), source });
    }

    /// Notes a file whose bytes the driver could not get, such as an address that does not answer: the ledger says why.
    pub fn add_unreadable(&mut self, name: &str, reason: &str) {
        self.progress.files += 1;
        self.progress.done = false;
        self.stale = true;
        let file = self.data.facts.sources.open(name, "unknown", 0);
        self.end_file(file, 0, Some(ImportError::Read(ReadError(reason.to_owned()))));
        self.sources.push(Rc::new(Vec::new()));
    }

    /// Does a few megabytes of work and says how far it is. The last step builds the indexes.
    pub fn step(&mut self) -> Progress {
        match self.open.take() {
            Some(open) => self.continue_file(open),
            None => match self.queue.pop_front() {
                Some(next) => self.open_file(next),
                None => self.finish(),
            },
        }
        self.progress.clone()
    }

    /// Reads everything that was added. For drivers that need no progress.
    pub fn run(&mut self) -> Progress {
        loop {
            let progress = self.step();
            if progress.done {
                return progress;
            }
        }
    }

    /// Forgets what is queued and stops reading the open file; what was read stays, and the file's ledger says that it was cut short.
    pub fn cancel(&mut self) {
        if let Some(open) = self.open.take() {
            let mut sink = Sink::new(&mut self.data.facts, open.file);
            sink.note(
                Severity::Warning,
                "Reading was cancelled: the rest of this file is missing. Open it again to read it all.",
            );
            self.finished_bytes += open.bytes;
        }
        self.queue.clear();
    }

    fn open_file(&mut self, next: Queued) {
        let bytes = next.source.len();
        let read = Rc::new(Cell::new(0));
        self.progress.file.clone_from(&next.name);
        match import::open(&next.name, Rc::clone(&next.source), Rc::clone(&read)) {
            Ok(Recognised { opened, fingerprint }) => {
                let file = self.data.facts.sources.open(&next.name, opened.format, bytes);
                self.open = Some(Open { importer: opened.importer, file, read, fingerprint, bytes });
            }
            Err(error) => {
                let file = self.data.facts.sources.open(&next.name, "unknown", bytes);
                self.end_file(file, bytes, Some(error));
            }
        }
        self.sources.push(next.source);
    }

    fn continue_file(&mut self, mut open: Open) {
        let mut sink = Sink::new(&mut self.data.facts, open.file);
        match open.importer.step(&mut sink) {
            Ok(Step::More) => {
                self.progress.bytes_done = self.finished_bytes + open.read.get().min(open.bytes);
                self.open = Some(open);
            }
            Ok(Step::Done) => {
                self.fingerprint(&open);
                self.end_file(open.file, open.bytes, None);
            }
            Err(error) => {
                self.fingerprint(&open);
                self.end_file(open.file, open.bytes, Some(error));
            }
        }
        self.progress.records = self.data.facts.sources.files().iter().map(|f| u64::from(f.records())).sum();
    }

    fn fingerprint(&mut self, open: &Open) {
        if let Some(file) = self.data.facts.sources.file_mut(open.file) {
            file.fingerprint = open.fingerprint.get();
        }
    }

    fn end_file(&mut self, file: FileId, bytes: u64, error: Option<ImportError>) {
        if let Some(error) = error {
            Sink::new(&mut self.data.facts, file).note(Severity::Error, &error.to_string());
        }
        self.finished_bytes += bytes;
        self.progress.files_done += 1;
        self.progress.bytes_done = self.finished_bytes;
    }

    fn finish(&mut self) {
        if self.settle_zones() {
            self.read_again();
            return;
        }
        if self.stale {
            self.rebuild();
        }
        self.progress.done = true;
    }

    /// Works out by which zones times without a zone are to be read, now that every recipe and `assets` table is known. True when
    /// some were read by others.
    fn settle_zones(&mut self) -> bool {
        let facts = &mut self.data.facts;
        let mut rows: Vec<_> = facts.asset_facts.rows().filter(|row| row.zone.some().is_some()).collect();
        // Where files contradict each other, the first in the order of answers counts: the last one to enter a map stays.
        rows.sort_by(|a, b| facts.sources.order_key(b.source).cmp(&facts.sources.order_key(a.source)));
        let text = |name| facts.names.text(name);
        let assets = rows.iter().map(|row| (text(facts.assets.name(row.asset)), text(row.zone)));
        let zones = Zones::new(self.recipe.zone.as_deref(), assets);
        let changed = zones != facts.zones;
        facts.zones = zones;
        changed && facts.met_local_times
    }

    /// Reads every file from its start: their times without a zone mean something else than was thought.
    fn read_again(&mut self) {
        let facts = std::mem::take(&mut self.data).facts;
        self.data.facts.zones = facts.zones;
        let names = facts.sources.files().iter().map(|file| file.name.clone());
        let sources = std::mem::take(&mut self.sources);
        self.queue = names.zip(sources).map(|(name, source)| Queued { name, source }).collect();
        self.progress.files_done = 0;
        self.finished_bytes = 0;
        self.stale = true;
    }

    fn rebuild(&mut self) {
        let facts: Facts = std::mem::take(&mut self.data.facts);
        self.data = Dataset::build(facts, &self.recipe);
        self.stale = false;
    }

    /// What a person said about the data.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Replaces the recipe and rebuilds what depends on it. With another zone, files that hold times without one are read again.
    pub fn set_recipe(&mut self, recipe: Recipe) {
        if recipe == self.recipe {
            return;
        }
        self.recipe = recipe;
        // While files are being read, the last step settles everything.
        let reading = self.open.is_some() || !self.queue.is_empty();
        if reading {
            self.stale = true;
        } else if self.settle_zones() {
            self.read_again();
            self.run();
        } else {
            self.rebuild();
        }
    }

    /// The dataset, for drivers that draw (the raster) rather than ask.
    pub fn data(&self) -> &Dataset {
        &self.data
    }

    /// Answers a question.
    pub fn ask(&self, question: &Question) -> Result<Answer, AskError> {
        match question {
            Question::Inspect {} => Ok(Answer::Inspect(analysis::data::inspect(&self.data))),
            Question::Locate { item, at } => {
                analysis::track::locate(&self.data, item, at.map(|at| at.0)).map(Answer::Locate)
            }
            Question::Context { item } => analysis::trace::context(&self.data, item).map(Answer::Context),
            Question::Journey { item } => analysis::track::journey(&self.data, item).map(Answer::Journey),
            Question::Place { place, at } => {
                analysis::track::place(&self.data, place, at.map(|at| at.0)).map(Answer::Place)
            }
            Question::Places { at } => Ok(Answer::Places(analysis::track::places(&self.data, at.map(|at| at.0)))),
            Question::InMachine { asset, from, to } => {
                analysis::track::in_machine(&self.data, asset, Span::new(from.0, to.0)).map(Answer::InMachine)
            }
            Question::Tree { item, direction, expanded, pages, limit } => {
                let params = view::tree::TreeParams { expanded, pages: Some(pages), limit: *limit };
                view::tree::tree(&self.data, item, *direction, &params).map(Answer::Tree)
            }
            Question::Record { file, record } => {
                analysis::data::record(&self.data, &self.sources, file, *record).map(Answer::Record)
            }
            Question::Rejects { file, after } => {
                analysis::data::rejects(&self.data, &self.sources, file, after.unwrap_or(0)).map(Answer::Rejects)
            }
            Question::Find { text, limit } => Ok(Answer::Find(analysis::data::find(&self.data, text, *limit))),
            Question::Trace { item, direction } => {
                analysis::trace::trace(&self.data, item, *direction).map(Answer::Trace)
            }
            Question::States { asset, from, to } => {
                analysis::monitor::states(&self.data, asset.as_deref(), *from, *to).map(Answer::States)
            }
            Question::Cycles { asset } => analysis::monitor::cycles(&self.data, asset.as_deref()).map(Answer::Cycles),
            Question::StateAt { asset, at } => analysis::monitor::state_at(&self.data, asset, *at).map(Answer::StateAt),
            Question::Oee { assets, from, to, definition } => {
                analysis::monitor::oee(&self.data, &self.recipe, assets, *from, *to, definition.as_deref())
                    .map(Answer::Oee)
            }
            Question::Losses { assets, from, to, definition } => {
                analysis::monitor::losses(&self.data, &self.recipe, assets, *from, *to, definition.as_deref())
                    .map(Answer::Losses)
            }
            Question::Trend { assets, from, to, bucket, definition } => {
                analysis::monitor::trend(&self.data, &self.recipe, assets, *from, *to, *bucket, definition.as_deref())
                    .map(Answer::Trend)
            }
            Question::Needs {} => analysis::monitor::needs(&self.data, &self.recipe).map(Answer::Needs),
            Question::Timeline { from, to } => {
                analysis::monitor::timeline(&self.data, *from, *to).map(Answer::Timeline)
            }
        }
    }

    /// Answers a question given as JSON; the answer, or an object with the field `error`, is JSON too.
    pub fn ask_json(&self, question: &str) -> Result<String, AskError> {
        let envelope: Envelope =
            serde_json::from_str(question).map_err(|e| AskError::new(format!("The question is not valid: {e}.")))?;
        if envelope.version > VERSION {
            return Err(AskError::new(format!(
                "The question is of version {}; this program speaks version {VERSION}.",
                envelope.version
            )));
        }
        let answer = self.ask(&envelope.question)?;
        serde_json::to_string(&answer).map_err(|e| AskError::new(format!("The answer cannot be written as JSON: {e}.")))
    }
}
