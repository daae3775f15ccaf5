//! Owns a dataset: import step by step, ask a question, get an answer.
//!
//! A driver that fetches its code in parts makes a session with the importers that it has, adds others when a step says that they
//! are lacking, and asks by the functions of [`ask`], each of which needs the analyses of its own questions only.

pub mod ask;
mod choice;
pub mod grown;
mod mapping;
pub mod pieces;
pub mod ranges;

use crate::analysis::data::{Held, Originals};
use crate::bytes::{Archive, ByteSource, Marks, Member, ReadError, STEP_BYTES, Table, is_archive, is_book};
use crate::import::{self, ImportError, Importer, Importers, Met, Part, Recognised, Sink, Step};
use crate::index::Dataset;
use crate::model::{Facts, FileId, Room, Severity, Zones};
use crate::order::Order;
use crate::protocol::{FileLoad, FileMapping};
use crate::recipe::Recipe;
use choice::RoomFor;
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

/// Files from this length on are worth making room for.
const ROOM_FROM: u64 = 4 * STEP_BYTES;

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

/// A file inside of a file: its name, and its bytes or why they cannot be had.
type FilePart = (String, Result<Rc<dyn ByteSource>, String>);

/// A member of an archive that cannot be unpacked: reading it gives the reason.
struct Refused(String);

impl ByteSource for Refused {
    fn len(&self) -> u64 {
        1
    }

    fn read_at(&self, _: u64, _: &mut [u8]) -> Result<usize, ReadError> {
        Err(ReadError(self.0.clone()))
    }
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

    /// Notes a file of which nothing is read, while none is open: records go to the file that was opened last.
    fn leave_out(&mut self, name: &str, bytes: u64, reason: String) {
        let file = self.data.facts.sources.open(name, "unknown", bytes);
        self.end_file(file, bytes, Some(reason.clone()));
        self.unread.insert(file, reason);
        self.held.push(Held { source: Rc::new(Vec::new()), marks: Marks::default() });
        self.mappings.push(None);
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

    fn open_file(&mut self, next: Queued) {
        let Queued { name, bytes } = next;
        let source = match bytes {
            Bytes::Here(source) => source,
            Bytes::None(reason) => return self.leave_out(&name, 0, reason),
        };
        if self.recipe.choice(&name).is_some_and(|choice| choice.skip) {
            return self.skip(&name, source);
        }
        if let Some(older) = self.older(&name, source.as_ref()) {
            match self.grower {
                Some(grow) => {
                    self.queue.push_front(Queued { name, bytes: Bytes::Here(source) });
                    return grow(self, older);
                }
                // Without it a file that grew is one more file, whose rows say much again.
                None if self.without.take_if(|(part, _)| *part == Part::Grown).is_some() => {}
                None => return self.lack(name, source, Part::Grown),
            }
        }
        self.open_new(name, source);
    }

    /// Opens a file that is none that was read before.
    fn open_new(&mut self, name: String, source: Rc<dyn ByteSource>) {
        let bytes = source.len();
        let mut marks = Marks::default();
        let archive = match (is_archive(source.as_ref()), self.importers.unpacking().unpackers) {
            (false, _) if is_book(source.as_ref()) => Ok(Archive::Book),
            (false, _) => Ok(Archive::No),
            (true, Some(unpackers)) => (unpackers.list)(&source),
            (true, None) => return self.lack(name, source, Part::Packed),
        };
        match archive {
            Ok(Archive::No) => {}
            Ok(Archive::Book) => return self.open_book(name, source),
            Ok(Archive::Members(members)) if members.is_empty() => {
                let file = self.data.facts.sources.open(&name, "zip", bytes);
                Sink::new(&mut self.data.facts, file).note(Severity::Warning, "The archive holds no files.");
                self.held.push(Held { source, marks });
                self.mappings.push(None);
                return self.end_file(file, bytes, None);
            }
            Ok(Archive::Members(members)) => return self.open_members(&name, bytes, members),
            Err(error) => {
                let file = self.data.facts.sources.open(&name, "zip", bytes);
                self.held.push(Held { source, marks });
                self.mappings.push(None);
                return self.end_file(file, bytes, Some(ImportError::Archive(error).to_string()));
            }
        }
        let read = Rc::new(Cell::new(0));
        self.progress.file.clone_from(&name);
        match import::open(&name, Rc::clone(&source), Rc::clone(&read), &self.importers) {
            Ok(Met::Importer(Recognised { mut opened, fingerprint, marks: noted })) => {
                marks = noted;
                match self.room_for(&name, &source, opened.format) {
                    RoomFor::It => {}
                    RoomFor::Unknown => return self.lack(name, source, Part::Memory),
                    RoomFor::NotIt(load) => return self.wait_for_choice(&name, source, opened.format, load),
                }
                let file = self.data.facts.sources.open(&name, opened.format, bytes);
                self.choose(file, &name, &mut *opened.importer);
                opened.importer.use_mappings(&self.recipe.mappings);
                for remark in source.table().map_or(&[][..], |table| &table.remarks) {
                    Sink::new(&mut self.data.facts, file).note(Severity::Warning, remark);
                }
                // Under a choice of time the first part says nothing of the others.
                let even = self.data.facts.leave_out.as_ref().is_none_or(|chosen| chosen.range() == (None, None));
                let room = (even && bytes > ROOM_FROM).then(|| Room::note(&mut self.data.facts));
                self.open = Some(Open { importer: opened.importer, file, read, fingerprint, bytes, room });
            }
            Ok(Met::Lacks(part)) => return self.lack(name, source, part),
            Err(error) => self.refuse_file(&name, bytes, &error),
        }
        self.held.push(Held { source, marks });
        self.mappings.push(None);
    }

    /// The file waits for what reads it, or is refused where that is not to be had.
    fn lack(&mut self, name: String, source: Rc<dyn ByteSource>, part: Part) {
        match self.without.take() {
            Some((without, reason)) if without == part => {
                self.refuse_file(&name, source.len(), &ImportError::Read(ReadError(reason)));
                self.held.push(Held { source, marks: Marks::default() });
                self.mappings.push(None);
            }
            _ => {
                self.progress.lacks = Some(part);
                self.queue.push_front(Queued { name, bytes: Bytes::Here(source) });
            }
        }
    }

    /// The members of an archive take its place in the queue; the archive itself is no file of the ledger.
    fn open_members(&mut self, archive: &str, bytes: u64, members: Vec<Member>) {
        let named = |member: Member| (format!("{archive}/{}", member.name), member.source);
        self.queue_parts(bytes, members.into_iter().map(named).collect());
    }

    /// Puts the parts of a file of so many bytes in front of the queue.
    fn queue_parts(&mut self, bytes: u64, parts: Vec<FilePart>) {
        self.progress.files = self.progress.files.saturating_add(parts.len() as u32) - 1;
        // What is no part's (headers, the directory) counts as read.
        let mut rest = bytes;
        for (name, source) in parts.into_iter().rev() {
            let source = source.unwrap_or_else(|sentence| Rc::new(Refused(sentence)));
            rest = rest.saturating_sub(source.len());
            self.queue.push_front(Queued { name, bytes: Bytes::Here(source) });
        }
        self.finished_bytes += rest;
    }

    /// The tables of a workbook or a Parquet file take its place in the queue, as members of an archive do.
    fn open_book(&mut self, name: String, source: Rc<dyn ByteSource>) {
        let Some(books) = self.importers.unpacking().books else { return self.lack(name, source, Part::Books) };
        let bytes = source.len();
        let refusal = match (books.tables)(&source) {
            Ok(tables) if !tables.is_empty() => {
                let named = |table: Table| {
                    let name = if table.name.is_empty() { name.clone() } else { format!("{name}/{}", table.name) };
                    (name, Ok(Rc::new(table) as Rc<dyn ByteSource>))
                };
                return self.queue_parts(bytes, tables.into_iter().map(named).collect());
            }
            Ok(_) => "No sheet of the workbook holds anything.".to_owned(),
            Err(sentence) => sentence,
        };
        self.refuse_file(&name, bytes, &ImportError::Broken(refusal));
        self.held.push(Held { source, marks: Marks::default() });
        self.mappings.push(None);
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

    fn refuse_file(&mut self, name: &str, bytes: u64, error: &ImportError) {
        let file = self.data.facts.sources.open(name, "unknown", bytes);
        self.end_file(file, bytes, Some(error.to_string()));
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

    fn finish(&mut self) {
        if self.lacks_zones() {
            match self.without.take() {
                Some((Part::Zones, reason)) => self.tell_zone_is_not_used(&reason),
                _ => {
                    self.progress.lacks = Some(Part::Zones);
                    return;
                }
            }
        }
        if self.settle_zones() {
            self.read_again();
            return;
        }
        if std::mem::take(&mut self.remapped) && self.data.facts.has_orphans() {
            self.read_again();
            return;
        }
        if self.stale {
            self.rebuild();
        }
        self.progress.done = true;
    }

    /// Whether times without a zone are to be read by that of the recipe and nothing is there that knows it.
    fn lacks_zones(&self) -> bool {
        self.recipe.zone.is_some() && self.data.facts.met_local_times && self.importers.zones().is_none()
    }

    fn tell_zone_is_not_used(&mut self, reason: &str) {
        let files = self.data.facts.sources.files().len();
        for file in (0..).map(FileId).take(files) {
            let mut sink = Sink::new(&mut self.data.facts, file);
            sink.note(
                Severity::Error,
                &format!("Times without a zone were read as UTC, not by the recipe's zone: {reason}"),
            );
        }
    }

    /// Works out by which zones times without a zone are to be read, now that every recipe and `assets` table is known. True when
    /// some were read by others.
    fn settle_zones(&mut self) -> bool {
        let facts = &mut self.data.facts;
        // Rows that were set aside too: what a file says of zones must not depend on whether somebody looked before it was read to its end.
        let all = facts.asset_facts.rows().chain(facts.set_aside.asset_facts.rows());
        let off = self.recipe.switched_off();
        let counts = |source| !facts.sources.needed_repair(source, &off);
        let mut rows: Vec<_> = all.filter(|row| row.zone.some().is_some() && counts(row.source)).collect();
        // Where files contradict each other, the first in the order of answers counts: the last one to enter a map stays.
        rows.order_by(|a, b| facts.sources.order_key(b.source).cmp(&facts.sources.order_key(a.source)));
        let text = |name| facts.names.text(name);
        let assets = rows.iter().map(|row| (text(facts.assets.name(row.asset)), text(row.zone)));
        let zones = Zones::new(self.importers.zones(), self.recipe.zone.as_deref(), assets);
        let changed = !zones.is_like(&facts.zones);
        facts.zones = zones;
        changed && facts.met_local_times
    }

    /// Reads every file from its start: their times without a zone mean something else than was thought.
    fn read_again(&mut self) {
        (self.work, self.tail) = (None, None);
        let facts = std::mem::take(&mut self.data).facts;
        self.data.facts.zones = facts.zones;
        let names = facts.sources.files().iter().map(|file| file.name.clone());
        self.mappings.clear();
        self.loads.clear();
        self.remapped = false;
        let held = std::mem::take(&mut self.held);
        let unread = std::mem::take(&mut self.unread);
        let bytes = (0..).zip(held).map(|(file, held)| match unread.get(&FileId(file)) {
            Some(reason) => Bytes::None(reason.clone()),
            None => Bytes::Here(held.source),
        });
        self.at_most = 0;
        self.queue = names.zip(bytes).map(|(name, bytes)| Queued { name, bytes }).collect();
        self.progress.files_done = 0;
        self.progress.bytes_done = 0;
        self.finished_bytes = 0;
        self.progress.done = false;
        self.stale = true;
    }

    fn rebuild(&mut self) {
        // The indexes of an earlier look go before the new ones are made.
        let facts: Facts = std::mem::take(&mut self.data).facts;
        self.data = Dataset::build(facts, &self.recipe);
        self.stale = false;
        self.progress.seen = self.progress.records;
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
