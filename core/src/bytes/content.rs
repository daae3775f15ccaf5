//! The content of a source as text: unpacked and decoded on the way, from its start, as often as wanted.

use super::books::{Books, Table};
use super::fingerprint::Mixer;
use super::gzip::{UnpackError, Unpackers, is_gzip};
use super::lines::Lines;
use super::source::{ByteSource, Marks, Packing, SourceReader};
use super::text::{Encoding, TextReader, sniff_encoding};
use std::borrow::Cow;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// How much of the unpacked content is looked at to tell its format.
const HEAD_BYTES: usize = 64 << 10;

/// The beginning of a file, unpacked, by which its format is told.
#[derive(Debug, Clone)]
pub struct Head {
    /// The file's name as it was dropped.
    pub name: String,
    /// The first 64 KiB, unpacked, as they stand.
    pub raw: Vec<u8>,
    /// The same as text.
    pub text: String,
    /// True when the file holds nothing more.
    pub complete: bool,
    /// Why no more of it could be unpacked, as a sentence. Whoever reads it meets the same.
    pub fault: Option<String>,
}

impl Head {
    /// The lines of the text without their ends. The last one may be cut off unless [`Head::complete`].
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines()
    }

    /// The text from its first visible character on.
    pub fn trimmed(&self) -> &str {
        self.text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}')
    }

    /// The local name of the root element, when the text is XML.
    pub fn xml_root(&self) -> Option<&str> {
        let mut text = self.trimmed();
        if !text.starts_with('<') {
            return None;
        }
        // The first tag that is neither a declaration nor a comment, nor inside of one.
        loop {
            text = text.split_once('<')?.1;
            if let Some(comment) = text.strip_prefix("!--") {
                text = comment.split_once("-->")?.1;
                continue;
            }
            let name = text.split(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '/')).next()?;
            if !name.is_empty() && !name.starts_with(['?', '!']) {
                return name.rsplit(':').next();
            }
        }
    }

    /// True when zero bytes or control characters say that this is not text.
    pub fn is_binary(&self) -> bool {
        let odd = self.text.chars().filter(|c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')).count();
        odd * 50 > self.text.chars().count()
    }
}

/// A source with what must be known to read it as text.
#[derive(Clone)]
pub struct Content {
    source: Rc<dyn ByteSource>,
    read: Rc<Cell<u64>>,
    fingerprint: Rc<Cell<u64>>,
    strange: Rc<Cell<u64>>,
    marks: Marks,
    gzip: bool,
    /// Lines end as on old Macs.
    returns: bool,
    unpacking: Unpacking,
    encoding: Encoding,
}

fn returned(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// The code for what is packed, as far as it is there.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unpacking {
    /// Unpacks gzip and zip.
    pub unpackers: Option<&'static Unpackers>,
    /// Reads workbooks and Parquet.
    pub books: Option<&'static Books>,
}

/// Unpacked, decoded text.
pub type ContentReader = TextReader<Box<dyn Read>>;

impl Content {
    /// Looks at the beginning of `source`. `read` follows how many bytes of the source were taken. A packed source needs `unpacking`.
    pub fn open(
        name: &str,
        source: Rc<dyn ByteSource>,
        read: Rc<Cell<u64>>,
        unpacking: Unpacking,
    ) -> io::Result<(Self, Head)> {
        let cell = || Rc::new(Cell::new(0));
        let mut content = Self {
            source,
            read,
            fingerprint: cell(),
            strange: cell(),
            marks: Marks::default(),
            gzip: false,
            returns: false,
            unpacking,
            encoding: Encoding::Utf8,
        };
        let mut magic = [0; 3];
        content.look().take(3).read_exact(&mut magic).or_else(short)?;
        content.gzip = is_gzip(&magic);
        let (mut raw, complete, fault) = content.head()?;
        if raw.contains(&b'\r') && !raw.contains(&b'\n') {
            content.returns = true;
            returned(&mut raw);
        }
        if content.source.packing() != Packing::Table {
            content.encoding = sniff_encoding(&raw);
        }
        let mut text = Vec::new();
        TextReader::new(&raw[..], content.encoding, cell()).read_to_end(&mut text)?;
        let mut text = String::from_utf8_lossy(&text).into_owned();
        if !complete {
            // The last character may be cut in half, which the decoder takes for strange bytes.
            let end = text.rfind('\n').map_or(text.len(), |at| at + 1);
            text.truncate(end);
        }
        let head = Head { name: name.to_owned(), raw, text, complete, fault };
        Ok((content, head))
    }

    /// The unpacked bytes, from the start, without moving the cells that follow the reading.
    fn look(&self) -> Box<dyn Read> {
        Self { read: Rc::default(), fingerprint: Rc::default(), marks: Marks::default(), ..self.clone() }.bytes()
    }

    fn head(&self) -> io::Result<(Vec<u8>, bool, Option<String>)> {
        let mut raw = Vec::new();
        let read = self.look().take(HEAD_BYTES as u64 + 1).read_to_end(&mut raw);
        let fault = match read {
            // What was unpacked before the damage is worth reading; the importer meets the same error later and says so.
            Err(error) if !raw.is_empty() => Some(error.to_string()),
            other => other.map(|_| None)?,
        };
        let complete = raw.len() <= HEAD_BYTES;
        raw.truncate(HEAD_BYTES);
        Ok((raw, complete, fault))
    }

    /// The unpacked bytes, from the start.
    pub fn bytes(&self) -> Box<dyn Read> {
        if let Some(table) = self.source.table() {
            return self.rows(table);
        }
        let reader = SourceReader::new(Rc::clone(&self.source), Rc::clone(&self.read), Rc::clone(&self.fingerprint));
        let lacking = || Box::new(Passing { from: None, mixer: None, returns: false });
        let plain: Box<dyn Read> = match (self.source.packing(), self.unpacking.unpackers) {
            (Packing::Plain, _) if self.lines_are_bytes() => Box::new(reader.marking(Rc::clone(&self.marks))),
            (Packing::Plain, _) => Box::new(reader),
            (Packing::Member { deflate, size, crc }, Some(unpackers)) => {
                (unpackers.unzip)(reader, deflate, size, crc, Rc::clone(&self.read))
            }
            (Packing::Member { .. } | Packing::Table, _) => lacking() as Box<dyn Read>,
        };
        let unpacked = match (self.gzip, self.unpacking.unpackers) {
            (false, _) => plain,
            (true, Some(unpackers)) => (unpackers.gunzip)(plain, Rc::clone(&self.read)),
            (true, None) => lacking(),
        };
        if self.returns { Box::new(Passing { from: Some(unpacked), mixer: None, returns: true }) } else { unpacked }
    }

    fn rows(&self, table: &Table) -> Box<dyn Read> {
        let from = self.unpacking.books.map(|books| (books.rows)(table, Rc::clone(&self.read)));
        Box::new(Passing { from, mixer: Some(Mixer::new(Rc::clone(&self.fingerprint))), returns: false })
    }

    /// True when a line end is one byte of the file as it stands, so that lines can be found without unpacking and decoding.
    pub(crate) fn lines_are_bytes(&self) -> bool {
        let plain = !self.gzip && self.source.packing() == Packing::Plain;
        plain && !self.returns && matches!(self.encoding, Encoding::Utf8 | Encoding::Windows1252)
    }

    /// True when it is UTF-8 as it stands.
    pub(crate) fn is_utf8(&self) -> bool {
        !self.gzip && self.encoding == Encoding::Utf8
    }

    /// True when it is gzipped UTF-8, and no member of an archive besides.
    pub(crate) fn is_packed_utf8(&self) -> bool {
        self.gzip && self.source.packing() == Packing::Plain && self.encoding == Encoding::Utf8
    }

    /// True when it is a table of a book, whose rows become text in their order only.
    pub(crate) fn is_table(&self) -> bool {
        self.source.packing() == Packing::Table
    }

    /// The text from shortly before `line` (from 1) on, as far as `marks` of an earlier reading know where that is, and the number of the
    /// line in which it begins: possibly in its middle, but before `line`, or at the start of the file.
    pub fn reader_near(&self, line: u32, marks: &Marks) -> (ContentReader, u32) {
        let marks = marks.borrow();
        let before = marks.partition_point(|(_, lines)| lines.saturating_add(1) < line);
        let near = before.checked_sub(1).and_then(|i| marks.get(i));
        match near.filter(|(offset, _)| *offset > 0 && self.lines_are_bytes()) {
            Some((offset, lines)) => {
                let reader = SourceReader::new(Rc::clone(&self.source), Rc::default(), Rc::default()).from(*offset);
                (TextReader::new(Box::new(reader), self.encoding, Rc::default()), lines + 1)
            }
            None => (self.reader(), 1),
        }
    }

    /// Where line numbers are noted while the content is read.
    pub fn marks(&self) -> Marks {
        Rc::clone(&self.marks)
    }

    /// The text, from the start.
    pub fn reader(&self) -> ContentReader {
        self.strange.set(0);
        TextReader::new(self.bytes(), self.encoding, Rc::clone(&self.strange))
    }

    /// A stretch of the file as text, and how many of its bytes are none in the file's encoding. A byte order mark is one at the start only.
    pub(crate) fn decode<'a>(&self, bytes: &'a [u8], at_start: bool) -> (Cow<'a, str>, u64) {
        let bytes = if at_start { bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes) } else { bytes };
        let plain = self.encoding == Encoding::Utf8 || bytes.is_ascii();
        if let Some(text) = std::str::from_utf8(bytes).ok().filter(|_| plain) {
            return (Cow::Borrowed(text), 0);
        }
        let strange = Rc::new(Cell::new(0));
        let mut text = String::new();
        // Bytes in memory do not fail, and decoded text is valid.
        let _ = TextReader::new(bytes, self.encoding, Rc::clone(&strange)).behind_the_start().read_to_string(&mut text);
        (Cow::Owned(text), strange.get())
    }

    /// The lines, from the start.
    pub fn lines(&self) -> Lines<ContentReader> {
        Lines::new(self.reader())
    }

    /// Bytes met so far that are no valid text in the file's encoding; they were read as Windows-1252.
    pub fn strange_bytes(&self) -> u64 {
        self.strange.get()
    }

    /// A cell with the fingerprint of the bytes read so far: after the whole source was read, equal content has equal ones.
    pub fn fingerprint(&self) -> Rc<Cell<u64>> {
        Rc::clone(&self.fingerprint)
    }
}

/// Bytes with something done to them on their way. One for all that may be done: each kind of reader brings a kilobyte of its own.
struct Passing {
    /// `None` where what unpacks them is not there.
    from: Option<Box<dyn Read>>,
    /// Takes the fingerprint of a table's rows: its own, not its file's.
    mixer: Option<Mixer>,
    /// Lines end in a carriage return alone, as old Macs write them, and are to end as others do.
    returns: bool,
}

impl Read for Passing {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let Some(from) = &mut self.from else { return Err(io::Error::other(UnpackError::Lacking)) };
        let n = from.read(buf)?;
        let bytes = buf.get_mut(..n).unwrap_or_default();
        if let Some(mixer) = &mut self.mixer {
            mixer.mix(bytes);
        }
        if self.returns {
            returned(bytes);
        }
        Ok(n)
    }
}

/// A file may be shorter than its magic number.
fn short(error: io::Error) -> io::Result<()> {
    if error.kind() == io::ErrorKind::UnexpectedEof { Ok(()) } else { Err(error) }
}
