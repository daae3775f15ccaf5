//! Ranges of a long table, read apart from each other.
//!
//! ```text
//! ranges  0────────────4 MiB────────────8 MiB────────────12 MiB
//! rows     header row row row┊ro│w row "row┊ row" row│ row row
//!                            a        b                      a range is read from the first row after its start to the first after its end
//! ```
//!
//! Where a range's first row begins cannot be known without what is before it: the line end after its start may lie inside quotes. It is taken for
//! the end of a row, and whoever puts chunks together sees whether the range before ended there with a row. If it did not, it
//! is torn, and both are read again as one. In the same way a chunk says from which counts of earlier faults it was made, because
//! they decide how later ones are told.

use super::tables::{Layout, announce, close, divisible_layout, read_rows};
use super::{ImportError, Sink};
use crate::bytes::{ByteSource, Content, Fingerprint, STEP_BYTES, Unpacking};
use crate::model::chunk::{self, Input, put};
use crate::model::{Facts, FileId, LeaveOut};
use std::cell::RefCell;
use std::rc::Rc;

/// A line end is looked for so far behind the end of a range; rows are shorter.
const FARTHEST: u64 = 2 << 20;
/// Read behind a range at first, for the end of its last row.
const BEHIND: u64 = 4 << 10;

/// A part of a file, and what was counted before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// First byte.
    pub from: u64,
    /// Byte behind the last one.
    pub to: u64,
    /// Records rejected before it, as far as known.
    pub rejected: u32,
    /// Unclosed quotes put right before it, as far as known.
    pub unclosed: u32,
}

/// A long table whose ranges can be read apart.
pub struct Divided {
    source: Rc<dyn ByteSource>,
    content: Content,
    layout: Box<Layout>,
    leave_out: Option<Box<LeaveOut>>,
    /// Room for a range. Kept, because new room would have to be cleared for each.
    room: RefCell<Vec<u8>>,
}

impl Divided {
    /// Looks at the header; `leave_out` says what a person does not want of the file. `None` for whatever is not a plain Floorlens table,
    /// delimited or of objects on lines.
    pub fn open(name: &str, source: Rc<dyn ByteSource>, leave_out: Option<Box<LeaveOut>>) -> Option<Self> {
        let (content, head) = Content::open(name, Rc::clone(&source), Rc::default(), Unpacking::default()).ok()?;
        let mut layout = divisible_layout(&head, &content).filter(|_| content.lines_are_bytes())?;
        if let Some(chosen) = &leave_out {
            layout.leave_out(chosen);
        }
        Some(Self { source, content, layout, leave_out, room: RefCell::default() })
    }

    /// Says what there is to say of the header.
    pub(crate) fn announce(&self, sink: &mut Sink<'_>) {
        announce(&self.layout, sink);
    }

    /// Says what there is to say of the whole file.
    pub(crate) fn close(&self, strange: u64, local_times: u64, sink: &mut Sink<'_>) {
        close(strange, local_times, sink);
    }

    /// The table whose text begins so: rows of a book or of what is packed, which come in their order only. Read by [`Divided::read_text`].
    pub fn of_text(name: &str, beginning: Vec<u8>, leave_out: Option<Box<LeaveOut>>) -> Option<Self> {
        let divided = Self::open(name, Rc::new(beginning), leave_out)?;
        divided.content.is_utf8().then_some(divided)
    }

    /// Reads some whole rows of a text to a chunk; the range says where they stand in it.
    pub fn read_text(&self, text: &[u8], range: Range, last: bool) -> Vec<u8> {
        let (first, ends) = (range.from == 0, (range.from, range.to));
        self.chunk(text, &[], range, ends, (first, last))
    }

    /// From where to where [`Divided::read`] is going to read the source, unless the last row of the range is a long one.
    pub fn extent(&self, range: Range) -> (u64, u64) {
        (range.from.saturating_sub(1), range.to.saturating_add(BEHIND).min(self.source.len()))
    }

    /// Reads one range to a chunk: its facts in bytes, for [`crate::session::ranges::Merge`].
    pub fn read(&self, range: Range) -> Result<Vec<u8>, ImportError> {
        let length = self.source.len();
        let mut room = self.room.borrow_mut();
        let (from, to) = self.extent(range);
        let mut window = Window { source: self.source.as_ref(), from, bytes: &mut room, filled: 0 };
        window.read_to(to)?;
        let from = if range.from == 0 { 0 } else { window.row_at(range.from)? };
        let to = if range.to >= length { length } else { window.row_at(range.to)?.max(from) };
        let range = Range { to: range.to.min(length), ..range };
        let whole = window.slice(range.from, range.to);
        Ok(self.chunk(window.slice(from, to), whole, range, (from, to), (from == 0, to == length)))
    }

    /// The rows of `raw`, which stand from where to where it is told, perhaps as the first and last ones. `whole` are the bytes of the range.
    fn chunk(
        &self,
        raw: &[u8],
        whole: &[u8],
        range: Range,
        (from, to): (u64, u64),
        (first, last): (bool, bool),
    ) -> Vec<u8> {
        let (text, strange) = self.content.decode(raw, first);
        let mut facts = Facts { leave_out: self.leave_out.clone(), ..Facts::default() };
        let file = facts.sources.open("", "", 0);
        let mut sink = Sink::new(&mut facts, file);
        let end = read_rows(&self.layout, &text, (first, last), (range.rejected, range.unclosed), &mut sink);
        let local_times = sink.take_local_times();
        // Chunks do not say what was put right; a file that needs it is read in one go.
        let failed = end.failed || facts.sources.repairs(file).len() > 0;
        let mut out = Vec::with_capacity(raw.len());
        for number in [range.from, range.to, from, to, strange, local_times] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        let lines = memchr::memchr_iter(b'\n', raw).count() as u32;
        for number in [range.rejected, end.rejected, range.unclosed, end.unclosed, lines] {
            put(&mut out, number);
        }
        put(&mut out, u32::from(end.torn) | u32::from(failed) << 1);
        let blocks = whole.chunks(STEP_BYTES as usize);
        put(&mut out, blocks.len() as u32);
        for block in blocks {
            out.extend_from_slice(&Fingerprint::of_block(block).to_le_bytes());
            put(&mut out, block.len() as u32);
        }
        chunk::write_facts(&mut facts, &mut out);
        out
    }
}

/// What was read of the source so far.
struct Window<'a> {
    source: &'a dyn ByteSource,
    from: u64,
    bytes: &'a mut Vec<u8>,
    /// So many of `bytes` were read; what stands behind them is left from the range before.
    filled: usize,
}

impl Window<'_> {
    fn end(&self) -> u64 {
        self.from + self.filled as u64
    }

    fn read_to(&mut self, to: u64) -> Result<(), ImportError> {
        let to = to.min(self.source.len());
        while self.end() < to {
            let wanted = self.filled + usize::try_from(to - self.end()).unwrap_or(usize::MAX);
            if self.bytes.len() < wanted {
                self.bytes.resize(wanted, 0);
            }
            let read = self.source.read_at(self.end(), &mut self.bytes[self.filled..wanted])?;
            self.filled += read;
            if read == 0 {
                return Err(ImportError::Broken(
                    "The file became shorter while it was read. Open it again.".to_owned(),
                ));
            }
        }
        Ok(())
    }

    fn slice(&self, from: u64, to: u64) -> &[u8] {
        let at = |offset: u64| usize::try_from(offset - self.from).unwrap_or(usize::MAX);
        self.bytes[..self.filled].get(at(from)..at(to)).unwrap_or_default()
    }

    /// The first row that begins at `at` or behind it, if no line end lies in quotes. The same whoever asks.
    fn row_at(&mut self, at: u64) -> Result<u64, ImportError> {
        let farthest = at.saturating_add(FARTHEST).min(self.source.len());
        let mut from = at - 1;
        loop {
            if let Some(end) = memchr::memchr(b'\n', self.slice(from, self.end().min(farthest))) {
                return Ok(from + end as u64 + 1);
            }
            from = self.end().min(farthest);
            if from == farthest {
                return Ok(farthest);
            }
            self.read_to(from + (BEHIND << 4))?;
        }
    }
}

/// A range that was read.
pub(crate) struct Chunk<'a> {
    /// The range.
    pub(crate) range: Range,
    /// Where its first row begins.
    pub(crate) from: u64,
    /// Where the row after its last one begins.
    pub(crate) to: u64,
    pub(crate) strange: u64,
    pub(crate) local_times: u64,
    pub(crate) rejected: u32,
    pub(crate) unclosed: u32,
    pub(crate) lines: u32,
    /// It ends inside a row.
    pub(crate) torn: bool,
    /// Nothing more of the file can be read.
    pub(crate) failed: bool,
    pub(crate) blocks: Vec<(u64, u64)>,
    facts: Input<'a>,
}

impl<'a> Chunk<'a> {
    /// Reads what [`Divided::read`] wrote, but for its facts.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let mut input = Input::new(bytes);
        let [mut range_from, mut range_to, mut from, mut to, mut strange, mut local_times] = [0; 6];
        for number in [&mut range_from, &mut range_to, &mut from, &mut to, &mut strange, &mut local_times] {
            *number = input.u64()?;
        }
        let [mut before, mut rejected, mut unclosed_before, mut unclosed, mut lines, mut flags] = [0; 6];
        for number in [&mut before, &mut rejected, &mut unclosed_before, &mut unclosed, &mut lines, &mut flags] {
            *number = input.u32()?;
        }
        let mut blocks = Vec::new();
        for _ in 0..input.u32()? {
            blocks.push((input.u64()?, u64::from(input.u32()?)));
        }
        let range = Range { from: range_from, to: range_to, rejected: before, unclosed: unclosed_before };
        let (torn, failed) = (flags & 1 != 0, flags & 2 != 0);
        Some(Self {
            range,
            from,
            to,
            strange,
            local_times,
            rejected,
            unclosed,
            lines,
            torn,
            failed,
            blocks,
            facts: input,
        })
    }

    /// Appends its facts to those of the file that records are appended to; its first row stands on `line`.
    pub(crate) fn absorb(mut self, facts: &mut Facts, file: FileId, line: u32) -> Option<()> {
        if facts.sources.current() != Some(file) {
            return None;
        }
        chunk::absorb(facts, &mut self.facts, line)
    }
}
