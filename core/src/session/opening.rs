//! Opening what waits: plain files, the members of an archive, the tables of a book; and files that cannot be opened.

use super::choice::RoomFor;
use super::{Bytes, Open, Queued, Session};
use crate::analysis::data::Held;
use crate::bytes::{Archive, ByteSource, Marks, Member, ReadError, STEP_BYTES, Table, is_archive, is_book};
use crate::import::{self, ImportError, Met, Part, Recognised, Sink};
use crate::model::{Room, Severity};
use std::cell::Cell;
use std::rc::Rc;

/// Files from this length on are worth making room for.
const ROOM_FROM: u64 = 4 * STEP_BYTES;

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

impl Session {
    /// Notes a file of which nothing is read, while none is open: records go to the file that was opened last.
    pub(super) fn leave_out(&mut self, name: &str, bytes: u64, reason: String) {
        let file = self.data.facts.sources.open(name, "unknown", bytes);
        self.end_file(file, bytes, Some(reason.clone()));
        self.unread.insert(file, reason);
        self.held.push(Held { source: Rc::new(Vec::new()), marks: Marks::default() });
        self.mappings.push(None);
    }

    pub(super) fn open_file(&mut self, next: Queued) {
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
    pub(super) fn open_new(&mut self, name: String, source: Rc<dyn ByteSource>) {
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
    pub(super) fn lack(&mut self, name: String, source: Rc<dyn ByteSource>, part: Part) {
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
    pub(super) fn open_members(&mut self, archive: &str, bytes: u64, members: Vec<Member>) {
        let named = |member: Member| (format!("{archive}/{}", member.name), member.source);
        self.queue_parts(bytes, members.into_iter().map(named).collect());
    }

    /// Puts the parts of a file of so many bytes in front of the queue.
    pub(super) fn queue_parts(&mut self, bytes: u64, parts: Vec<FilePart>) {
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
    pub(super) fn open_book(&mut self, name: String, source: Rc<dyn ByteSource>) {
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

    pub(super) fn refuse_file(&mut self, name: &str, bytes: u64, error: &ImportError) {
        let file = self.data.facts.sources.open(name, "unknown", bytes);
        self.end_file(file, bytes, Some(error.to_string()));
    }
}
