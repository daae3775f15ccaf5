//! Owns a dataset: import step by step, ask a question, get an answer.
//!
//! ```text
//! mod.rs      what a driver calls: adding files, stepping, cancelling, the recipe
//! opening.rs  opening what waits: files, members of archives, tables of books
//! settling.rs when everything is read: zones, reading again, indexes
//! ranges.rs   long tables whose ranges others read
//! pieces.rs   tables whose text is made in order
//! grown.rs    files that grew
//! choice.rs   what a person does not want of files
//! mapping.rs  tables that are none of ours
//! ask.rs      questions
//! ```
//!
//! A driver that fetches its code in parts makes a session with the importers that it has, adds others when a step says that they
//! are lacking, and asks by the functions of [`ask`], each of which needs the analyses of its own questions only.

pub mod ask;
mod choice;
pub mod grown;
mod mapping;
mod opening;
pub mod pieces;
pub mod ranges;
mod settling;

use crate::analysis::data::{Held, Originals};
use crate::bytes::{ByteSource, ReadError};
use crate::import::{ImportError, Importer, Importers, Part, Sink, Step};
use crate::index::Dataset;
use crate::model::{FileId, Room, Severity};
use crate::protocol::{FileLoad, FileMapping};
use crate::recipe::Recipe;
use grown::{Grower, Tail, Work};
use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

/// What the ledger says of a file whose turn never came.
const CANCELLED: &str = "Not read: reading was cancelled before its turn. Open it again to read it.";

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
    /// Records that answers cover: those read before the last [`Session::look`], in the end all.
    pub seen: u64,
    /// True when everything has been read and every question can be asked.
    pub done: bool,
    /// The importers that the next file needs and that are not there: nothing goes on before [`Session::add_importers`] or
    /// [`Session::go_without`].
    #[serde(skip)]
    pub lacks: Option<Part>,
}

struct Queued {
    name: String,
    bytes: Bytes,
}

/// What there is of a file.
enum Bytes {
    Here(Rc<dyn ByteSource>),
    /// They could not be had, or nobody wants them any more: why, as a sentence.
    None(String),
}

struct Open {
    importer: Box<dyn Importer>,
    file: FileId,
    read: Rc<Cell<u64>>,
    fingerprint: Rc<Cell<u64>>,
    bytes: u64,
    /// Until the first part was read.
    room: Option<Room>,
}

/// A dataset with its imports and its recipe.
pub struct Session {
    importers: Importers,
    /// Importers that could not be had for the next file, and why.
    without: Option<(Part, String)>,
    data: Dataset,
    recipe: Recipe,
    queue: VecDeque<Queued>,
    open: Option<Open>,
    /// What knows files that grew.
    grower: Option<Grower>,
    /// What is done instead of reading on.
    work: Option<Box<dyn Work>>,
    /// Where the open file goes on, if it grew and nobody has begun to read what came.
    tail: Option<Tail>,
    progress: Progress,
    /// Bytes of the files that were read to their end.
    finished_bytes: u64,
    /// Kept so that a record can be shown as it stands in its file; indexed by [`FileId`].
    held: Vec<Held>,
    /// Files of which nothing was read, and why.
    unread: BTreeMap<FileId, String>,
    /// How each file is mapped, if it is a table that is none of ours; indexed by [`FileId`].
    mappings: Vec<Option<FileMapping>>,
    /// What was chosen, or is to be chosen, of files.
    loads: Vec<(FileId, FileLoad)>,
    /// How many bytes of memory a driver says that there are.
    memory: Option<u64>,
    /// What the files read so far may hold at most, whatever is in them.
    at_most: u64,
    /// True after a file was read again under another mapping.
    remapped: bool,
    stale: bool,
}

impl Session {
    /// An empty session that reads every format.
    pub fn new() -> Self {
        let mut session = Self::with_importers(Importers::all());
        session.add_grower(grown::grow);
        session
    }

    /// An empty session that reads some formats; others can be added.
    pub fn with_importers(importers: Importers) -> Self {
        let mut data = Dataset::default();
        data.facts.zones.find_by(importers.zones());
        Self {
            importers,
            without: None,
            data,
            recipe: Recipe::default(),
            queue: VecDeque::new(),
            open: None,
            grower: None,
            work: None,
            tail: None,
            progress: Progress::default(),
            finished_bytes: 0,
            held: Vec::new(),
            unread: BTreeMap::new(),
            mappings: Vec::new(),
            loads: Vec::new(),
            memory: None,
            at_most: 0,
            remapped: false,
            stale: false,
        }
    }

    /// Adds importers, which [`Progress::lacks`] may have asked for.
    pub fn add_importers(&mut self, more: &Importers) {
        self.importers.add(more);
        self.data.facts.zones.find_by(self.importers.zones());
    }

    /// Adds what reads on in files that grew, which [`Progress::lacks`] may have asked for as [`Part::Grown`].
    pub fn add_grower(&mut self, grower: Grower) {
        self.grower = Some(grower);
    }

    fn originals(&self) -> Originals<'_> {
        Originals { held: &self.held, unpacking: self.importers.unpacking() }
    }

    /// The importers that [`Progress::lacks`] asked for cannot be had: the next file that needs them is not read, and its ledger says
    /// why. The one after it asks for them again.
    pub fn go_without(&mut self, part: Part, reason: &str) {
        self.without = Some((part, reason.to_owned()));
    }

    /// Queues a file. Call [`Session::step`] until it says done.
    pub fn add(&mut self, name: &str, source: Rc<dyn ByteSource>) {
        self.progress.files += 1;
        self.progress.bytes += source.len();
        self.progress.done = false;
        self.stale = true;
        self.queue.push_back(Queued { name: name.to_owned(), bytes: Bytes::Here(source) });
    }

    /// Notes a file whose bytes the driver could not get, such as an address that does not answer: the ledger says why.
    pub fn add_unreadable(&mut self, name: &str, reason: &str) {
        self.progress.files += 1;
        self.progress.done = false;
        self.stale = true;
        let reason = ImportError::Read(ReadError(reason.to_owned())).to_string();
        self.queue.push_back(Queued { name: name.to_owned(), bytes: Bytes::None(reason) });
    }

    /// Notes a file that was asked for, but nobody waits for any more.
    pub fn add_cancelled(&mut self, name: &str) {
        self.progress.files += 1;
        self.progress.done = false;
        self.stale = true;
        self.queue.push_back(Queued { name: name.to_owned(), bytes: Bytes::None(CANCELLED.to_owned()) });
    }

    /// Does a few megabytes of work and says how far it is. The last step builds the indexes.
    pub fn step(&mut self) -> Progress {
        self.progress.lacks = None;
        if let Some(work) = self.work.take() {
            work.step(self);
            return self.progress.clone();
        }
        match self.open.take() {
            Some(open) => self.continue_file(open),
            None => match self.queue.pop_front() {
                Some(next) => self.open_file(next),
                None => self.finish(),
            },
        }
        self.progress.clone()
    }

    /// How far reading is.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Reads everything that was added. For drivers that need no progress.
    pub fn run(&mut self) -> Progress {
        loop {
            let progress = self.step();
            if let Some(part) = progress.lacks {
                self.go_without(part, "this program was built without what reads its format.");
            }
            if progress.done {
                return progress;
            }
        }
    }

    /// Builds the indexes over what has been read so far, so that questions can be asked while reading goes on. It takes as long as the last
    /// step would for as much data: look early, then rarely. What is read in the end does not depend on it.
    pub fn look(&mut self) -> Progress {
        self.rebuild();
        self.stale = true;
        self.progress.clone()
    }

    /// Stops reading: what was read stays, the ledger of the open file says that it was cut short, and that of those that still wait, that
    /// nothing of them was read.
    pub fn cancel(&mut self) {
        self.work = None;
        self.tail = None;
        if let Some(open) = self.open.take() {
            let mut sink = Sink::new(&mut self.data.facts, open.file);
            sink.note(
                Severity::Warning,
                "Reading was cancelled: the rest of this file is missing. Open it again to read it all.",
            );
            self.end_file(open.file, open.bytes, None);
        }
        for waiting in std::mem::take(&mut self.queue) {
            let (bytes, reason) = match waiting.bytes {
                Bytes::Here(source) => (source.len(), CANCELLED.to_owned()),
                Bytes::None(reason) => (0, reason),
            };
            self.leave_out(&waiting.name, bytes, reason);
        }
    }

    fn continue_file(&mut self, mut open: Open) {
        let mut sink = Sink::new(&mut self.data.facts, open.file);
        let stepped = open.importer.step(&mut sink);
        if let (Some(slot), Some(mapping)) = (self.mappings.get_mut(open.file.0 as usize), open.importer.mapping()) {
            *slot = Some(mapping);
        }
        match stepped {
            Ok(Step::More) => {
                let read = open.read.get().min(open.bytes);
                self.progress.bytes_done = self.finished_bytes + read;
                if read > 0
                    && let Some(room) = open.room.take()
                {
                    room.make(&mut self.data.facts, (open.bytes - read) as f64 / read as f64);
                }
                self.open = Some(open);
            }
            Ok(Step::Done) => {
                self.fingerprint(&open);
                self.end_file(open.file, open.bytes, None);
            }
            Err(error) => {
                self.fingerprint(&open);
                self.end_file(open.file, open.bytes, Some(error.to_string()));
            }
        }
        self.count_records();
    }

    fn count_records(&mut self) {
        self.progress.records = self.data.facts.sources.files().iter().map(|f| u64::from(f.records())).sum();
    }

    fn fingerprint(&mut self, open: &Open) {
        if let Some(file) = self.data.facts.sources.file_mut(open.file) {
            file.fingerprint = open.fingerprint.get();
        }
    }

    fn end_file(&mut self, file: FileId, bytes: u64, error: Option<String>) {
        if let Some(error) = error {
            Sink::new(&mut self.data.facts, file).note(Severity::Error, &error);
        }
        self.finished_bytes += bytes;
        self.progress.files_done += 1;
        self.count_records();
        self.progress.bytes_done = self.finished_bytes;
    }

    /// What a person said about the data.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// Replaces the recipe and rebuilds what depends on it. With another zone, mapping or choice of what is loaded, files are read again by the
    /// steps that follow: [`Session::step`] until it says done.
    pub fn set_recipe(&mut self, recipe: Recipe) {
        if recipe == self.recipe {
            return;
        }
        let remapped = self.remapped(&recipe);
        let chosen = self.chosen_anew(&recipe);
        self.recipe = recipe;
        if !chosen.is_empty() {
            return self.load_again(&chosen, &remapped);
        }
        // While files are being read, the last step settles everything.
        let reading = self.open.is_some() || !self.queue.is_empty();
        if !remapped.is_empty() {
            self.map_again(&remapped);
        } else if reading {
            self.stale = true;
        } else if self.lacks_zones() {
            // A driver that fetches code in parts adds what knows zones before, or takes further steps.
            self.stale = true;
            self.progress.done = false;
        } else if self.settle_zones() {
            self.read_again();
        } else {
            self.rebuild();
        }
    }

    /// The dataset, for drivers that draw (the raster) rather than ask.
    pub fn data(&self) -> &Dataset {
        &self.data
    }
}

impl Default for Session {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests;
