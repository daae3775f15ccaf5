//! Gzip and deflate on the way in, with a guard against archives that unpack to far more than they hold.

use super::source::{ByteSource, SourceReader};
use super::zip::{Archive, ArchiveError, open_archive};
use flate2::Crc;
use flate2::read::{DeflateDecoder, MultiGzDecoder};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// Unpacked bytes that are let through whatever the ratio: a small file cannot hurt.
const FREE_BYTES: u64 = 64 << 20;
/// Deflate reaches about 1030:1 on nothing but repetition; logs of the most monotonous machines stay below 100:1.
const MAX_RATIO: u64 = 300;
/// No single export is larger; a bomb built in layers is.
const MAX_BYTES: u64 = 64 << 30;

/// Why compressed bytes could not be unpacked. Travels inside an [`io::Error`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnpackError {
    /// It unpacks to far more than it holds.
    Bomb {
        /// Bytes unpacked so far.
        unpacked: u64,
        /// Compressed bytes they came from.
        packed: u64,
    },
    /// The compressed bytes end too early.
    Truncated,
    /// The compressed bytes are damaged.
    Damaged(String),
    /// A table of a book cannot be read any further: why, as a sentence.
    Table(String),
    /// The code that unpacks is not there.
    Lacking,
}

impl std::fmt::Display for UnpackError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            UnpackError::Bomb { unpacked, packed } => write!(
                f,
                "Unpacking was stopped: {packed} compressed bytes gave {unpacked} bytes, more than any real log. If the file is what \
                 it should be, unpack it first and open the result."
            ),
            UnpackError::Truncated => f.write_str(
                "The compressed file ends too early: what could be unpacked was read, the rest is missing. Copy the file again.",
            ),
            UnpackError::Table(why) => f.write_str(why),
            UnpackError::Lacking => f.write_str("This program was built without what unpacks it."),
            UnpackError::Damaged(why) => write!(
                f,
                "The compressed file is damaged ({why}): what could be unpacked before was read, the rest is missing. Copy the file \
                 again."
            ),
        }
    }
}

impl std::error::Error for UnpackError {}

/// True when `bytes` begin like a gzip member.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 0x08])
}

/// Bytes in their order.
pub type Bytes = Box<dyn Read>;

/// How many packed bytes were taken so far.
pub type Taken = Rc<Cell<u64>>;

/// The code that unpacks, handed about as pointers, so that a program can fetch it when it first meets a packed file.
#[derive(Debug)]
pub struct Unpackers {
    /// Unpacks gzip.
    pub gunzip: fn(Bytes, Taken) -> Bytes,
    /// Unpacks a member of a zip archive: whether by deflate, its length and its checksum after unpacking.
    pub unzip: fn(SourceReader, bool, u64, u32, Taken) -> Bytes,
    /// Lists the members of an archive.
    pub list: fn(&Rc<dyn ByteSource>) -> Result<Archive, ArchiveError>,
}

/// All that unpacks.
pub static UNPACKERS: Unpackers = Unpackers {
    gunzip: |packed, read| Box::new(Gunzip::new(io::BufReader::with_capacity(1 << 16, packed), read)),
    unzip: |packed, deflate, size, crc, read| Box::new(Unzip::new(packed, deflate, size, crc, read)),
    list: open_archive,
};

/// Unpacks gzip members one after the other. `read` tells how many compressed bytes were taken so far.
struct Gunzip<R> {
    decoder: MultiGzDecoder<R>,
    read: Rc<Cell<u64>>,
    unpacked: u64,
}

impl<R: Read> Gunzip<R> {
    fn new(packed: R, read: Rc<Cell<u64>>) -> Self {
        Self { decoder: MultiGzDecoder::new(packed), read, unpacked: 0 }
    }
}

impl<R: Read> Read for Gunzip<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.decoder.read(buf).map_err(explain)?;
        self.unpacked += n as u64;
        guard(self.unpacked, self.read.get())?;
        Ok(n)
    }
}

/// Stops what unpacks to far more than it holds.
fn guard(unpacked: u64, packed: u64) -> io::Result<()> {
    let packed = packed.max(1);
    if unpacked > MAX_BYTES || (unpacked > FREE_BYTES && unpacked / packed > MAX_RATIO) {
        return Err(io::Error::other(UnpackError::Bomb { unpacked, packed }));
    }
    Ok(())
}

/// Unpacks a member of a zip archive and checks it against what the archive's directory says of it.
struct Unzip {
    inner: Box<dyn Read>,
    read: Rc<Cell<u64>>,
    size: u64,
    crc: u32,
    sum: Crc,
    unpacked: u64,
}

impl Unzip {
    fn new(packed: impl Read + 'static, deflate: bool, size: u64, crc: u32, read: Rc<Cell<u64>>) -> Self {
        let inner: Box<dyn Read> = if deflate { Box::new(DeflateDecoder::new(packed)) } else { Box::new(packed) };
        Self { inner, read, size, crc, sum: Crc::new(), unpacked: 0 }
    }
}

impl Read for Unzip {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if buf.is_empty() {
            return Ok(0);
        }
        let n = self.inner.read(buf).map_err(explain)?;
        self.sum.update(buf.get(..n).unwrap_or_default());
        self.unpacked += n as u64;
        guard(self.unpacked, self.read.get())?;
        if n == 0 && self.unpacked < self.size {
            return Err(io::Error::other(UnpackError::Truncated));
        }
        if self.unpacked > self.size || (n == 0 && self.sum.sum() != self.crc) {
            let why = "length or checksum differ from the archive's directory".to_owned();
            return Err(io::Error::other(UnpackError::Damaged(why)));
        }
        Ok(n)
    }
}

fn explain(error: io::Error) -> io::Error {
    match error.kind() {
        io::ErrorKind::UnexpectedEof => io::Error::other(UnpackError::Truncated),
        // The source's own error passes unchanged.
        io::ErrorKind::Other => error,
        _ => io::Error::other(UnpackError::Damaged(error.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn pack(bytes: &[u8]) -> Vec<u8> {
        let mut gz = GzEncoder::new(Vec::new(), Compression::best());
        gz.write_all(bytes).expect("in memory");
        gz.finish().expect("in memory")
    }

    fn unpack(packed: Vec<u8>) -> (Vec<u8>, Option<UnpackError>) {
        let read = Rc::new(Cell::new(packed.len() as u64));
        let mut gunzip = Gunzip::new(io::Cursor::new(packed), read);
        let (mut out, mut buf) = (Vec::new(), vec![0; 1 << 16]);
        loop {
            match gunzip.read(&mut buf) {
                Ok(0) => return (out, None),
                Ok(n) => out.extend_from_slice(&buf[..n]),
                Err(e) => return (out, e.downcast::<UnpackError>().ok()),
            }
        }
    }

    #[test]
    fn members_after_each_other_are_one_text() {
        let mut packed = pack(b"one\n");
        packed.extend(pack(b"two\n"));
        assert_eq!(unpack(packed), (b"one\ntwo\n".to_vec(), None));
    }

    #[test]
    fn a_truncated_member_gives_what_it_held() {
        let text: Vec<u8> = (0..60_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut packed = pack(&text);
        packed.truncate(packed.len() / 2);
        let (out, error) = unpack(packed);
        assert_eq!(error, Some(UnpackError::Truncated));
        assert!(!out.is_empty() && text.starts_with(&out));
    }

    #[test]
    fn a_bomb_is_stopped_long_before_it_is_unpacked() {
        let (out, error) = unpack(pack(&vec![0; 200 << 20]));
        assert!(matches!(error, Some(UnpackError::Bomb { .. })), "{error:?}");
        assert!(out.len() <= (FREE_BYTES as usize) + (1 << 20));
    }
}
