//! A file that was opened again after it had grown.
//!
//! ```text
//! before   ├─────────── read ────────────┤
//! now      ├── compared by fingerprint ──┼─ rows that came ─┤
//! ```
//!
//! Where it is a plain table whose rows simply go on, only these are read, and they become records of the file that is there: nothing starts
//! over, and no hole or doubled row is made at the seam. Where how the rest is read depends on more than the row before it, or the old end was
//! cut off within a row, the file is read anew and takes the old one's place. A file that only has the same name is one of its own.

use super::ranges::{Merge, Merged};
use super::{Bytes, Open, Queued, Session};
use crate::bytes::{ByteSource, Fingerprint, STEP_BYTES};
use crate::import::{self, Met, Recognised, at_most, goes_on_in_ranges};
use crate::model::{FileId, Room};
use std::rc::Rc;

/// Begins to compare the file that is next in the queue with that file, of which it may be a longer version.
pub type Grower = fn(&mut Session, FileId);

/// [`Grower`]: reads what came, or the file anew.
pub fn grow(session: &mut Session, older: FileId) {
    let end = session.data.facts.sources.files().get(older.0 as usize).map_or(0, |file| file.bytes);
    session.work = Some(Box::new(Compare {
        older,
        end,
        at: 0,
        lines: 0,
        ends_with_row: false,
        beginning: Fingerprint::default(),
        whole: Fingerprint::default(),
        room: Vec::new(),
    }));
}

/// Something that takes several steps beside the importer of the open file. It puts itself back until it is done.
pub(super) trait Work {
    /// Does a few megabytes of it.
    fn step(self: Box<Self>, session: &mut Session);
}

/// Where rows go on in a file that grew.
#[derive(Debug, Clone)]
pub(super) struct Tail {
    /// The first byte that came.
    pub(super) from: u64,
    /// Its line.
    pub(super) line: u32,
    /// Records rejected before it.
    pub(super) rejected: u32,
    /// The fingerprint up to `compared`.
    pub(super) fingerprint: Fingerprint,
    pub(super) compared: u64,
}

impl Session {
    /// The file that one of this name and length may be a longer version of. Rows of a book have no bytes to compare.
    pub(super) fn older(&self, name: &str, source: &dyn ByteSource) -> Option<FileId> {
        let (mut longest, mut older) = (0, None);
        for (id, file) in (0..).zip(self.data.facts.sources.files()) {
            if file.name == name && file.fingerprint != 0 && file.bytes > longest && file.bytes < source.len() {
                (longest, older) = (file.bytes, Some(FileId(id)));
            }
        }
        if source.table().is_some() { None } else { older }
    }

    /// Puts the file being read back, to be read from its start in one go.
    pub(super) fn put_back(&mut self) {
        let Some(file) = self.open.as_ref().map(|open| open.file) else { return };
        self.work = None;
        self.tail = None;
        if let Some((name, source)) = self.forget_file(file) {
            self.progress.bytes_done = self.finished_bytes;
            self.queue.push_front(Queued { name, bytes: Bytes::Here(source) });
        }
    }
}

/// Compares the beginning of the file that is next in the queue.
struct Compare {
    older: FileId,
    /// Length of the older one.
    end: u64,
    at: u64,
    lines: u32,
    ends_with_row: bool,
    /// The fingerprint of the bytes that both have, and that of all whole blocks, or of the file.
    beginning: Fingerprint,
    whole: Fingerprint,
    room: Vec<u8>,
}

impl Work for Compare {
    fn step(mut self: Box<Self>, session: &mut Session) {
        let Some(Queued { bytes: Bytes::Here(source), .. }) = session.queue.front() else { return };
        let length = STEP_BYTES.min(source.len() - self.at) as usize;
        self.room.resize(length, 0);
        let mut filled = 0;
        while filled < length {
            match source.read_at(self.at + filled as u64, &mut self.room[filled..]) {
                Ok(read @ 1..) => filled += read,
                // Reading it as any other file meets the same fault, and says so.
                _ => return self.apart(session),
            }
        }
        let both = &self.room[..length.min((self.end - self.at) as usize)];
        let block = Fingerprint::of_block(&self.room);
        let begins = if both.len() == length { block } else { Fingerprint::of_block(both) };
        self.beginning.add_block(begins, both.len() as u64);
        self.whole.add_block(block, length as u64);
        self.lines = self.lines.saturating_add(memchr::memchr_iter(b'\n', both).count() as u32);
        self.ends_with_row = both.ends_with(b"\n");
        self.at += length as u64;
        if self.at < self.end {
            session.work = Some(self);
        } else {
            self.decide(session);
        }
    }
}

impl Compare {
    /// It is a file of its own.
    fn apart(&self, session: &mut Session) {
        if let Some(Queued { name, bytes: Bytes::Here(source) }) = session.queue.pop_front() {
            session.open_new(name, source);
        }
    }

    fn decide(&self, session: &mut Session) {
        let known = session.data.facts.sources.files().get(self.older.0 as usize).map(|file| file.fingerprint);
        if known != Some(self.beginning.get()) || session.speak_of_others(&[self.older]) {
            return self.apart(session);
        }
        let Some(Queued { name, bytes: Bytes::Here(source) }) = session.queue.pop_front() else { return };
        // It is no file more.
        session.progress.files -= 1;
        session.progress.bytes = session.progress.bytes.saturating_sub(self.end);
        if self.ends_with_row && self.go_on(session, &name, &source) {
            return;
        }
        session.forget_file(self.older);
        session.remapped = true;
        session.open_new(name, source);
    }

    /// Opens the older file once more, with the longer one's bytes; `false` if it is to be read anew.
    fn go_on(&self, session: &mut Session, name: &str, source: &Rc<dyn ByteSource>) -> bool {
        let facts = &session.data.facts;
        let place = self.older.0 as usize;
        let Some(file) = facts.sources.files().get(place) else { return false };
        let more = at_most(&file.format, source.as_ref()).saturating_sub(session.held_at_most(self.older));
        let as_it_stands = goes_on_in_ranges(file, &facts.names)
            && facts.sources.repairs(self.older).len() == 0
            && !facts.met_local_times
            && session.recipe.choice(name).is_none()
            && session.load_of(self.older).is_none()
            && session.has_room(more);
        if !as_it_stands {
            return false;
        }
        let rejected = file.counts().rejected;
        let read = Rc::default();
        let opened = import::open(name, Rc::clone(source), Rc::clone(&read), &session.importers);
        let Ok(Met::Importer(Recognised { opened, fingerprint, .. })) = opened else { return false };
        if !opened.importer.is_divisible() || source.table().is_some() || opened.format != file.format {
            return false;
        }
        session.at_most = session.at_most.saturating_add(more);
        session.finished_bytes = session.finished_bytes.saturating_sub(self.end);
        session.progress.files_done = session.progress.files_done.saturating_sub(1);
        session.progress.file = name.to_owned();
        let facts = &mut session.data.facts;
        facts.leave_out = None;
        facts.sources.resume(self.older);
        // Else tables would double for the little that came.
        Room::of(facts, self.older).make(facts, (source.len() - self.end) as f64 / self.end as f64);
        if let Some(file) = facts.sources.file_mut(self.older) {
            // Until it is read to its new end nothing is known of all of its bytes.
            (file.bytes, file.fingerprint) = (source.len(), 0);
        }
        if let Some(held) = session.held.get_mut(place) {
            held.source = Rc::clone(source);
        }
        let importer = opened.importer;
        session.open = Some(Open { importer, file: self.older, read, fingerprint, bytes: source.len(), room: None });
        session.tail = Some(Tail {
            from: self.end,
            line: self.lines.saturating_add(1),
            rejected,
            fingerprint: self.whole.clone(),
            compared: self.at,
        });
        session.work = Some(Box::new(ReadTail(None)));
        true
    }
}

/// Reads what came, unless a driver that has readers takes it over by [`Merge::begin`].
struct ReadTail(Option<Merge>);

impl Work for ReadTail {
    fn step(mut self: Box<Self>, session: &mut Session) {
        let Some(mut merge) = self.0.take().or_else(|| Merge::begin(session)) else { return session.put_back() };
        let mut range = merge.range(merge.next());
        loop {
            let Ok(chunk) = merge.read(range) else { return merge.give_up(session) };
            match merge.take(session, &chunk) {
                Merged::Again(longer) => range = longer,
                Merged::Taken => {
                    self.0 = Some(merge);
                    session.work = Some(self);
                    return;
                }
                Merged::Done | Merged::InOneGo => return,
            }
        }
    }
}

#[cfg(test)]
#[path = "grown_tests.rs"]
mod tests;
