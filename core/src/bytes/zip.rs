//! The members of a zip archive, each a source of its own. Format: PKWARE APPNOTE 6.3.
//!
//! ```text
//! local header, data │ local header, data │ … │ directory: one entry per member │ [zip64 end] │ end: where the directory is
//! ```
//!
//! Only the directory is read; members are unpacked while they are imported. Lengths come from the directory, so members that are followed by
//! a data descriptor need no special care.

use super::source::{ByteSource, Packing, ReadError};
use std::rc::Rc;

/// More members than any export has.
const MAX_MEMBERS: u64 = 20_000;
/// A directory of that many members is shorter.
const MAX_DIRECTORY: u64 = 64 << 20;
/// The end record with the longest comment.
const TAIL: u64 = 22 + 0xFFFF;

/// Why the members of an archive could not be listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArchiveError {
    /// The bytes could not be had.
    Read(ReadError),
    /// The directory is missing: the archive was cut off, or continues in another file.
    NoDirectory,
    /// The directory contradicts itself.
    Damaged(&'static str),
    /// There are more members than any export has.
    TooMany(u64),
    /// Members share their bytes, which only bombs do.
    Overlap,
}

impl std::fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ArchiveError::Read(e) => write!(f, "The archive could not be read: {e}"),
            ArchiveError::NoDirectory => f.write_str(
                "The archive has no directory at its end: it was cut off, or is one part of several. Copy it again, or unpack it and \
                 open what comes out.",
            ),
            ArchiveError::Damaged(why) => {
                write!(f, "The archive's directory is damaged ({why}). Copy it again, or unpack it and open what comes out.")
            }
            ArchiveError::TooMany(members) => write!(
                f,
                "The archive has {members} members, more than the {MAX_MEMBERS} that are read. Unpack it and open the files that matter."
            ),
            ArchiveError::Overlap => f.write_str(
                "Members of the archive share their bytes, as only archives do that unpack without end. Nothing of it was read. If it is \
                 what it should be, unpack it and open what comes out.",
            ),
        }
    }
}

impl std::error::Error for ArchiveError {}

impl From<ReadError> for ArchiveError {
    fn from(e: ReadError) -> Self {
        ArchiveError::Read(e)
    }
}

/// One file in an archive.
pub struct Member {
    /// Its path in the archive, with `/`.
    pub name: String,
    /// Its bytes as they are packed, or a sentence why they cannot be had.
    pub source: Result<Rc<dyn ByteSource>, String>,
}

/// What a source is.
pub enum Archive {
    /// No archive, or an Office document, which is one inside but is read as a whole.
    No,
    /// A workbook.
    Book,
    /// An archive with these files, in the order of its directory.
    Members(Vec<Member>),
}

/// Whether a source begins as an archive does.
pub fn is_archive(source: &dyn ByteSource) -> bool {
    let mut magic = [0; 4];
    // An empty archive begins with its end. Bytes that cannot be had are told by whoever reads them next.
    source.packing() == Packing::Plain
        && source.len() >= 22
        && fill(source, 0, &mut magic).is_ok_and(|filled| filled == 4)
        && (&magic == b"PK\x03\x04" || &magic == b"PK\x05\x06")
}

/// Lists the members of an archive.
pub fn open_archive(source: &Rc<dyn ByteSource>) -> Result<Archive, ArchiveError> {
    if !is_archive(source.as_ref()) {
        return Ok(Archive::No);
    }
    let directory = Directory::find(source.as_ref())?;
    let entries = directory.entries(source.as_ref())?;
    let office = |entry: &Entry| matches!(entry.name.as_str(), "[Content_Types].xml" | "mimetype");
    if entries.iter().any(office) {
        // Of Excel and of OpenDocument, which names the kind of document in its first, stored member.
        let sheets = entries.iter().any(|entry| entry.name.starts_with("xl/") || opens_sheets(source.as_ref(), entry));
        return Ok(if sheets { Archive::Book } else { Archive::No });
    }
    no_overlap(&entries)?;
    let wanted = entries.into_iter().filter(|entry| !entry.name.ends_with('/') && !is_clutter(&entry.name));
    Ok(Archive::Members(wanted.map(|entry| entry.member(source)).collect()))
}

fn opens_sheets(source: &dyn ByteSource, entry: &Entry) -> bool {
    let mut kind = [0; 46];
    entry.name == "mimetype"
        && fill(source, entry.at, &mut kind) == Ok(kind.len())
        && &kind == b"application/vnd.oasis.opendocument.spreadsheet"
}

/// The members of an archive whatever it stands for; those of a workbook among them.
pub fn archive_members(source: &Rc<dyn ByteSource>) -> Result<Vec<Member>, ArchiveError> {
    let entries = Directory::find(source.as_ref())?.entries(source.as_ref())?;
    no_overlap(&entries)?;
    Ok(entries.into_iter().map(|entry| entry.member(source)).collect())
}

/// What operating systems leave in archives.
fn is_clutter(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or(name);
    name.starts_with("__MACOSX/") || matches!(last, ".DS_Store" | "Thumbs.db" | "desktop.ini")
}

/// Reads as much of `buf` as there is.
fn fill(source: &dyn ByteSource, at: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
    let mut filled = 0;
    while filled < buf.len() {
        match source.read_at(at + filled as u64, &mut buf[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|b| b.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|b| b.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|b| b.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// Where the directory is.
struct Directory {
    at: u64,
    size: u64,
    entries: u64,
}

impl Directory {
    fn find(source: &dyn ByteSource) -> Result<Self, ArchiveError> {
        let from = source.len().saturating_sub(TAIL);
        let mut tail = vec![0; (source.len() - from) as usize];
        let read = fill(source, from, &mut tail)?;
        tail.truncate(read);
        // The last end record whose comment reaches the end of the file.
        let ends = |at: &usize| {
            tail.get(*at..*at + 4) == Some(b"PK\x05\x06") && at + 22 + usize::from(u16_at(&tail, at + 20)) <= tail.len()
        };
        let last = tail.len().checked_sub(22).ok_or(ArchiveError::NoDirectory)?;
        let end = (0..=last).rev().find(ends).ok_or(ArchiveError::NoDirectory)?;
        let record = &tail[end..];
        let (entries, size, at) =
            (u64::from(u16_at(record, 10)), u64::from(u32_at(record, 12)), u64::from(u32_at(record, 16)));
        let found = match end.checked_sub(20).map(|at| &tail[at..end]) {
            Some(locator) if locator.starts_with(b"PK\x06\x07") => {
                let mut zip64 = [0; 56];
                if fill(source, u64_at(locator, 8), &mut zip64)? < 56 || !zip64.starts_with(b"PK\x06\x06") {
                    return Err(ArchiveError::Damaged("its zip64 record is not where it should be"));
                }
                Directory { entries: u64_at(&zip64, 32), size: u64_at(&zip64, 40), at: u64_at(&zip64, 48) }
            }
            _ => Directory { at, size, entries },
        };
        if found.entries > MAX_MEMBERS || found.size > MAX_DIRECTORY {
            return Err(ArchiveError::TooMany(found.entries));
        }
        if found.at.checked_add(found.size).is_none_or(|end| end > source.len()) {
            return Err(ArchiveError::Damaged("it reaches past the end of the file"));
        }
        Ok(found)
    }

    fn entries(&self, source: &dyn ByteSource) -> Result<Vec<Entry>, ArchiveError> {
        let mut bytes = vec![0; self.size as usize];
        if fill(source, self.at, &mut bytes)? < bytes.len() {
            return Err(ArchiveError::NoDirectory);
        }
        let (mut out, mut rest) = (Vec::new(), bytes.as_slice());
        for _ in 0..self.entries {
            if !rest.starts_with(b"PK\x01\x02") || rest.len() < 46 {
                return Err(ArchiveError::Damaged("an entry is not where it should be"));
            }
            let (name, extra, comment) =
                (usize::from(u16_at(rest, 28)), usize::from(u16_at(rest, 30)), usize::from(u16_at(rest, 32)));
            let extras = rest.get(46 + name..46 + name + extra).ok_or(ArchiveError::Damaged("an entry is cut off"))?;
            let mut entry = Entry {
                name: spelled(&rest[46..46 + name]),
                flags: u16_at(rest, 8),
                method: u16_at(rest, 10),
                crc: u32_at(rest, 16),
                packed: u64::from(u32_at(rest, 20)),
                size: u64::from(u32_at(rest, 24)),
                at: u64::from(u32_at(rest, 42)),
            };
            entry.zip64(extras);
            let end = entry.at.checked_add(30).and_then(|at| at.checked_add(entry.packed));
            if end.is_none_or(|end| end > source.len()) {
                return Err(ArchiveError::Damaged("a member reaches past the end of the file"));
            }
            let mut local = [0; 30];
            if fill(source, entry.at, &mut local)? < 30 || !local.starts_with(b"PK\x03\x04") {
                return Err(ArchiveError::Damaged("a member is not where it should be"));
            }
            entry.at += 30 + u64::from(u16_at(&local, 26)) + u64::from(u16_at(&local, 28));
            out.push(entry);
            rest = rest.get(46 + name + extra + comment..).unwrap_or_default();
        }
        Ok(out)
    }
}

/// The upper half of code page 437, in which names stand that do not say otherwise (APPNOTE 4.4.4, Appendix D).
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// A name with `/`; in UTF-8, whether it says so or not, or else in code page 437.
fn spelled(name: &[u8]) -> String {
    let letter = |byte: &u8| match byte.checked_sub(128) {
        Some(upper) => CP437.chars().nth(upper.into()).unwrap_or_default(),
        None => char::from(*byte),
    };
    let text = std::str::from_utf8(name).map_or_else(|_| name.iter().map(letter).collect(), str::to_owned);
    text.replace('\\', "/")
}

struct Entry {
    name: String,
    flags: u16,
    method: u16,
    crc: u32,
    packed: u64,
    size: u64,
    /// Of its data.
    at: u64,
}

impl Entry {
    /// Lengths that do not fit 32 bits stand in an extra field, in this order, each only if it does not fit.
    fn zip64(&mut self, mut extras: &[u8]) {
        while extras.len() >= 4 {
            let (id, size) = (u16_at(extras, 0), usize::from(u16_at(extras, 2)));
            let mut field = extras.get(4..4 + size).unwrap_or_default();
            if id == 1 {
                for slot in [&mut self.size, &mut self.packed, &mut self.at] {
                    if *slot == u64::from(u32::MAX) && field.len() >= 8 {
                        *slot = u64_at(field, 0);
                        field = &field[8..];
                    }
                }
            }
            extras = extras.get(4 + size..).unwrap_or_default();
        }
    }

    fn member(self, archive: &Rc<dyn ByteSource>) -> Member {
        let refused = if self.flags & 1 != 0 || self.method == 99 {
            Some("This member of the archive is encrypted. Unpack the archive with its password and open what comes out.".to_owned())
        } else if !matches!(self.method, 0 | 8) {
            let by = match self.method {
                9 => "Deflate64".to_owned(),
                12 => "bzip2".to_owned(),
                14 => "LZMA".to_owned(),
                93 => "Zstandard".to_owned(),
                95 => "XZ".to_owned(),
                method => format!("method {method}"),
            };
            Some(format!(
                "This member of the archive is packed by {by}, which is not read here. Unpack the archive and open what comes out."
            ))
        } else {
            None
        };
        let source = match refused {
            Some(sentence) => Err(sentence),
            None => Ok(Rc::new(Slice {
                archive: Rc::clone(archive),
                at: self.at,
                len: self.packed,
                packing: Packing::Member { deflate: self.method == 8, size: self.size, crc: self.crc },
            }) as Rc<dyn ByteSource>),
        };
        Member { name: self.name, source }
    }
}

fn no_overlap(entries: &[Entry]) -> Result<(), ArchiveError> {
    let mut spans: Vec<(u64, u64)> = entries.iter().filter(|e| e.packed > 0).map(|e| (e.at, e.at + e.packed)).collect();
    spans.sort_unstable();
    match spans.windows(2).any(|pair| pair[1].0 < pair[0].1) {
        true => Err(ArchiveError::Overlap),
        false => Ok(()),
    }
}

/// The packed bytes of a member.
struct Slice {
    archive: Rc<dyn ByteSource>,
    at: u64,
    len: u64,
    packing: Packing,
}

impl ByteSource for Slice {
    fn packing(&self) -> Packing {
        self.packing
    }

    fn len(&self) -> u64 {
        self.len
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        let rest = usize::try_from(self.len.saturating_sub(offset)).unwrap_or(usize::MAX);
        let n = buf.len().min(rest);
        self.archive.read_at(self.at + offset, &mut buf[..n])
    }
}
