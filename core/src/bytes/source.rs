//! A source of bytes that the driver (page, CLI, test) provides; core itself never opens anything.

use std::cell::Cell;
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

/// Bytes with a known length that can be read at any offset, again and again.
pub trait ByteSource {
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

/// Reads a [`ByteSource`] from its start as [`std::io::Read`], and tells through a shared cell how far it got, so that progress
/// is measured in bytes of the file itself even when a decompressor sits in between.
pub struct SourceReader {
    source: Rc<dyn ByteSource>,
    offset: u64,
    read: Rc<Cell<u64>>,
}

impl SourceReader {
    /// A reader at the start of `source`; `read` is set to the number of bytes read so far.
    pub fn new(source: Rc<dyn ByteSource>, read: Rc<Cell<u64>>) -> Self {
        Self { source, offset: 0, read }
    }
}

impl Read for SourceReader {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read_at(self.offset, buf).map_err(io::Error::other)?;
        self.offset += n as u64;
        self.read.set(self.offset);
        Ok(n)
    }
}
