//! A source of bytes that the driver (page, CLI, test) provides; core itself never opens anything.

use super::fingerprint::Mixer;
use std::any::Any;
use std::cell::{Cell, RefCell};
use std::io::{self, Read};
use std::rc::Rc;

/// How much one import step reads before it returns to the driver: 4 MiB slices read fastest in browsers, and a
/// step that long still lets the engine hear "cancel" several times a second.
pub const STEP_BYTES: u64 = 4 << 20;

/// Why bytes could not be read: a full sentence for a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError(pub String);

impl std::fmt::Display for ReadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for ReadError {}

/// How the bytes of a source are to be unpacked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packing {
    /// They stand as they are.
    #[default]
    Plain,
    /// They are a member of an archive.
    Member {
        /// Packed by deflate; else stored.
        deflate: bool,
        /// Length after unpacking.
        size: u64,
        /// CRC-32 of what they unpack to.
        crc: u32,
    },
    /// They are a table of a book: see [`ByteSource::table`].
    Table,
}

/// Bytes with a known length that can be read at any offset, again and again.
pub trait ByteSource {
    /// How the bytes are to be unpacked.
    fn packing(&self) -> Packing {
        Packing::Plain
    }

    /// The table that this is, where [`ByteSource::packing`] says so.
    fn table(&self) -> Option<&super::Table> {
        None
    }

    /// What the driver made this of, for code of the driver's own.
    fn native(&self) -> Option<&dyn Any> {
        None
    }

    /// Length in bytes.
    fn len(&self) -> u64;
    /// True when there are no bytes at all.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Reads up to `buf.len()` bytes at `offset` and returns how many were read; 0 only at or after the end.
    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError>;
}

impl ByteSource for Vec<u8> {
    fn len(&self) -> u64 {
        self.as_slice().len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        let rest = usize::try_from(offset).ok().and_then(|at| self.get(at..)).unwrap_or(&[]);
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

/// Places in a source where a line number is known: `(offset, line ends before it)`, ascending, one per read of some megabytes. From them a record
/// is found again without counting lines from the start of the file.
pub type Marks = Rc<RefCell<Vec<(u64, u32)>>>;

/// Reads a [`ByteSource`] from its start as [`std::io::Read`], and tells through shared cells how far it got (so that progress
/// is measured in bytes of the file itself even when a decompressor sits in between) and the fingerprint of what it read.
pub struct SourceReader {
    source: Rc<dyn ByteSource>,
    /// Where the next byte to give out lies in the source.
    offset: u64,
    /// Bytes read ahead: a browser answers each read through a round trip, so few large ones are much faster than many small ones.
    ahead: Vec<u8>,
    /// `ahead[taken..]` is still to give out.
    taken: usize,
    read: Rc<Cell<u64>>,
    mixer: Mixer,
    /// Where line numbers are noted, if they are.
    marks: Option<Marks>,
    /// Line ends read so far.
    lines: u32,
}

impl SourceReader {
    /// A reader at the start of `source`; `read` is set to the number of bytes read so far, `fingerprint` to their fingerprint.
    pub fn new(source: Rc<dyn ByteSource>, read: Rc<Cell<u64>>, fingerprint: Rc<Cell<u64>>) -> Self {
        let (ahead, mixer) = (Vec::new(), Mixer::new(fingerprint));
        Self { source, offset: 0, ahead, taken: 0, read, mixer, marks: None, lines: 0 }
    }

    /// Begins at `offset` instead; what was read then has no fingerprint worth the name.
    pub fn from(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// Notes line numbers while reading.
    pub fn marking(mut self, marks: Marks) -> Self {
        marks.borrow_mut().clear();
        self.marks = Some(marks);
        self
    }
}

impl Read for SourceReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        if self.taken == self.ahead.len() {
            self.read_ahead()?;
        }
        let n = (&self.ahead[self.taken..]).read(buf)?;
        self.mixer.mix(&buf[..n]);
        self.taken += n;
        self.offset += n as u64;
        self.read.set(self.offset);
        Ok(n)
    }
}

/// The first read: enough to tell a format. The following ones grow up to [`STEP_BYTES`].
const FIRST_READ: usize = 64 << 10;

impl SourceReader {
    fn read_ahead(&mut self) -> io::Result<()> {
        let rest = usize::try_from(self.source.len().saturating_sub(self.offset)).unwrap_or(usize::MAX);
        let size = (self.ahead.len() * 4).clamp(FIRST_READ, STEP_BYTES as usize).min(rest);
        self.ahead.resize(size, 0);
        self.taken = 0;
        if size > 0 {
            let n = self.source.read_at(self.offset, &mut self.ahead);
            self.ahead.truncate(*n.as_ref().unwrap_or(&0));
            n.map_err(io::Error::other)?;
            if let Some(marks) = &self.marks {
                marks.borrow_mut().push((self.offset, self.lines));
                self.lines = self.lines.saturating_add(line_ends(&self.ahead));
            }
        }
        Ok(())
    }
}

/// How many line ends there are.
fn line_ends(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}
