//! A long file whose ranges are read by others and put together here.
//!
//! ```text
//! readers   ├─ range 1 ─┤ ├─ range 3 ─┤ …      any number, anywhere, in any order
//!                 ├─ range 2 ─┤
//! here      chunk 1 │ chunk 2 │ chunk 3         in the order of the file
//! ```
//!
//! What comes out is what reading the file in one go gives, number for number (`ranges_tests.rs`).

use super::Session;
use super::grown::Tail;
use crate::bytes::{ByteSource, Fingerprint, STEP_BYTES};
use crate::import::{Chunk, Divided, FULL_SENTENCES, ImportError, MAX_UNCLOSED, Range, Sink};
use crate::model::FileId;
use std::rc::Rc;

/// A range of a file of this length is [`STEP_BYTES`] long, that of a longer one twice as much: a call to the source costs the same however
/// much it reads.
const SHORT: u64 = 16 * STEP_BYTES;

/// Ranges that are torn are read again as one, up to this many times as long; then the file is read in one go.
const LONGEST: u64 = 8;

/// A file whose chunks are being put together.
pub struct Merge {
    divided: Divided,
    file: FileId,
    length: u64,
    /// Length of a range.
    step: u64,
    /// Where the first range begins, if others read what is before it.
    start: u64,
    /// What lies before is in `fingerprint` already.
    compared: u64,
    /// Start of the range that is next.
    next: u64,
    /// Where the row that is next begins.
    at: u64,
    /// Its line.
    line: u32,
    rejected: u32,
    unclosed: u32,
    strange: u64,
    local_times: u64,
    fingerprint: Fingerprint,
    /// The text is made from the file, in order: where its end lies is not known before, and whoever makes it takes the fingerprint.
    made: bool,
}

/// What became of a chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merged {
    /// Its facts are part of the dataset.
    Taken,
    /// That was the last one; the file is read.
    Done,
    /// It rests on something that turned out otherwise: this range is to be read in its stead.
    Again(Range),
    /// The file cannot be read in ranges; it was put back to be read in one go.
    InOneGo,
}

impl Session {
    /// The file that was just opened, if others may read it: in ranges ([`Merge::begin`]), or unpacked by them ([`Merge::of_packed`]).
    pub fn readable_by_others(&self) -> Option<Rc<dyn ByteSource>> {
        let open = self.open.as_ref()?;
        let others = open.importer.is_divisible() || open.importer.is_packed_text();
        self.held.get(open.file.0 as usize).filter(|_| others).map(|held| Rc::clone(&held.source))
    }

    /// The file that was just opened, if it may as well be read in ranges: see [`Merge::begin`].
    pub fn divisible(&self) -> Option<Rc<dyn ByteSource>> {
        let open = self.open.as_ref().filter(|open| open.importer.is_divisible())?;
        self.held.get(open.file.0 as usize).map(|held| Rc::clone(&held.source))
    }
}

impl Merge {
    /// Begins to put together the file that was just opened.
    pub fn begin(session: &mut Session) -> Option<Self> {
        // Behind a part that is there, ranges are to end where blocks of the fingerprint do.
        let long = session.divisible()?.len() > SHORT && session.tail.is_none();
        Self::with_ranges_of(session, if long { 2 * STEP_BYTES } else { STEP_BYTES })
    }

    /// With ranges of any length, for tests; the fingerprint of the file is right only with multiples of [`STEP_BYTES`].
    pub fn with_ranges_of(session: &mut Session, step: u64) -> Option<Self> {
        let source = session.divisible()?;
        let file = session.open.as_ref()?.file;
        let name = session.data.facts.sources.files().get(file.0 as usize)?.name.clone();
        let divided = Divided::open(&name, Rc::clone(&source), session.data.facts.leave_out.clone())?;
        let tail = session.tail.take();
        session.work = None;
        if tail.is_none() {
            divided.announce(&mut Sink::new(&mut session.data.facts, file));
        }
        let beginning = Tail { from: 0, line: 1, rejected: 0, fingerprint: Fingerprint::default(), compared: 0 };
        let Tail { from, line, rejected, fingerprint, compared } = tail.unwrap_or(beginning);
        Some(Self {
            divided,
            file,
            length: source.len(),
            step,
            start: from,
            compared,
            next: from,
            at: from,
            line,
            rejected,
            unclosed: 0,
            strange: 0,
            local_times: 0,
            fingerprint,
            made: false,
        })
    }

    /// Begins to put together the text of the file that was just opened, which begins so.
    pub(super) fn of_text(session: &mut Session, beginning: &[u8]) -> Option<Self> {
        let file = session.open.as_ref()?.file;
        let name = session.data.facts.sources.files().get(file.0 as usize)?.name.clone();
        let divided = Divided::of_text(&name, beginning.to_vec(), session.data.facts.leave_out.clone())?;
        divided.announce(&mut Sink::new(&mut session.data.facts, file));
        Some(Self {
            divided,
            file,
            length: u64::MAX,
            // Its ranges are as long as they come, and none is read twice.
            step: 0,
            start: 0,
            compared: 0,
            next: 0,
            at: 0,
            line: 1,
            rejected: 0,
            unclosed: 0,
            strange: 0,
            local_times: 0,
            fingerprint: Fingerprint::default(),
            made: true,
        })
    }

    /// Begins to put together a gzipped table that was just opened and that somebody else unpacks: its text begins so. `None` for whatever is
    /// none, or has not enough text for its header.
    pub fn of_packed(session: &mut Session, beginning: &[u8]) -> Option<Self> {
        session.open.as_ref().filter(|open| open.importer.is_packed_text())?;
        session.work = None;
        Self::of_text(session, beginning)
    }

    /// The range of a piece of a text that others unpack: it begins `from` bytes behind the start, is so long, and may be the last one. Pieces may
    /// be read in any order, and are taken in theirs.
    pub fn piece_at(&mut self, from: u64, length: u64, last: bool) -> Range {
        let to = from + length;
        if last {
            self.length = to;
        }
        Range { from, to, rejected: self.rejected, unclosed: self.unclosed }
    }

    /// So many bytes of the packed file were read, and this is their fingerprint.
    pub fn set_read(&self, session: &Session, bytes: u64, fingerprint: u64) {
        if let Some(open) = session.open.as_ref().filter(|open| open.file == self.file) {
            open.read.set(bytes);
            open.fingerprint.set(fingerprint);
        }
    }

    /// The next `length` bytes of a text that is made, with the faults counted so far; says whether they are the last.
    pub(super) fn piece(&mut self, length: u64, last: bool) -> Range {
        self.piece_at(self.next, length, last)
    }

    /// How many ranges there are.
    pub fn ranges(&self) -> u64 {
        self.length.div_ceil(self.step)
    }

    /// Range number `i`, from 0, with the faults counted so far.
    pub fn range(&self, i: u64) -> Range {
        let from = i * self.step;
        Range { from: from.max(self.start), to: from + self.step, rejected: self.rejected, unclosed: self.unclosed }
    }

    /// The number of the range whose chunk is next. Chunks of ranges before it are not needed any more.
    pub fn next(&self) -> u64 {
        // Only the first one may begin anywhere.
        if self.next == self.start { self.next / self.step } else { self.next.div_ceil(self.step) }
    }

    /// Reads a range here.
    pub fn read(&self, range: Range) -> Result<Vec<u8>, ImportError> {
        self.divided.read(range)
    }

    /// Whether the file is still the one that the session reads: it may have been cancelled.
    pub fn goes_on(&self, session: &Session) -> bool {
        session.open.as_ref().is_some_and(|open| open.file == self.file)
    }

    /// Appends the chunk of the range that is next.
    pub fn take(&mut self, session: &mut Session, chunk: &[u8]) -> Merged {
        let Some(chunk) = Chunk::open(chunk).filter(|chunk| chunk.range.from == self.next && chunk.from == self.at)
        else {
            return self.in_one_go(session);
        };
        let exact = Range { rejected: self.rejected, unclosed: self.unclosed, ..chunk.range };
        let rejects = chunk.rejected - chunk.range.rejected;
        let same_sentences = |before: u32| (before >= FULL_SENTENCES, before + rejects <= FULL_SENTENCES);
        let told_alike = rejects == 0
            || self.rejected == chunk.range.rejected
            || (same_sentences(self.rejected) == same_sentences(chunk.range.rejected)
                && same_sentences(self.rejected) != (false, false));
        let put_right = chunk.unclosed - chunk.range.unclosed;
        let hopeless = chunk.failed || self.unclosed + put_right > MAX_UNCLOSED;
        if !told_alike || (hopeless && chunk.range != exact) {
            return Merged::Again(exact);
        }
        if chunk.torn && !hopeless && chunk.range.to < self.length {
            let length = chunk.range.to - chunk.range.from;
            if length < self.step * LONGEST && length.is_multiple_of(self.step) {
                return Merged::Again(Range { to: chunk.range.to + length, ..exact });
            }
        }
        let facts = &mut session.data.facts;
        // Readers of ranges know no zones.
        let other_zone = chunk.local_times > 0 && !facts.zones.is_empty();
        // What is said of them is said once, of the whole file.
        let told = self.start > 0 && chunk.strange + chunk.local_times > 0;
        if hopeless || chunk.torn || other_zone || told {
            return self.in_one_go(session);
        }
        self.next = chunk.range.to;
        self.at = chunk.to;
        self.rejected += rejects;
        self.unclosed += put_right;
        self.strange += chunk.strange;
        self.local_times += chunk.local_times;
        if chunk.range.from >= self.compared {
            chunk.blocks.iter().for_each(|(fingerprint, length)| self.fingerprint.add_block(*fingerprint, *length));
        }
        let (from, line) = (chunk.from, self.line);
        self.line = line.saturating_add(chunk.lines);
        if chunk.absorb(facts, self.file, line).is_none() {
            return self.in_one_go(session);
        }
        if let Some(held) = session.held.get(self.file.0 as usize).filter(|_| !self.made) {
            held.marks.borrow_mut().push((from, line - 1));
        }
        self.tell(session);
        if self.next < self.length { Merged::Taken } else { self.finish(session) }
    }

    /// A sentence about the file.
    pub fn remark(&self, session: &mut Session, sentence: &str) {
        Sink::new(&mut session.data.facts, self.file).note(crate::model::Severity::Info, sentence);
    }

    /// Puts the file back, to be read in one go: a range cannot be read, and reading it again will say why.
    pub fn give_up(&self, session: &mut Session) {
        self.in_one_go(session);
    }

    fn tell(&self, session: &mut Session) {
        let Some(open) = &mut session.open else { return };
        if !self.made {
            open.read.set(self.next.min(self.length));
        }
        let read = open.read.get().min(open.bytes);
        session.progress.bytes_done = session.finished_bytes + read;
        if read > 0
            && let Some(room) = open.room.take()
        {
            room.make(&mut session.data.facts, (open.bytes - read) as f64 / read as f64);
        }
        session.count_records();
    }

    fn finish(&mut self, session: &mut Session) -> Merged {
        self.divided.close(self.strange, self.local_times, &mut Sink::new(&mut session.data.facts, self.file));
        if let Some(open) = session.open.take() {
            if !self.made {
                open.fingerprint.set(self.fingerprint.get());
            }
            session.fingerprint(&open);
            session.end_file(open.file, open.bytes, None);
        }
        Merged::Done
    }

    /// Forgets what was read of the file and puts it back, to be read from its start.
    fn in_one_go(&self, session: &mut Session) -> Merged {
        if self.goes_on(session) {
            session.put_back();
        }
        Merged::InOneGo
    }
}

#[cfg(test)]
#[path = "ranges_tests.rs"]
mod tests;
