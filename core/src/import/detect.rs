//! Recognises a format by its content, never by the file's name alone, and opens its importer.

use super::{ESTIMATORS, Estimators, ImportError, Importer};
use crate::bytes::{Books, ByteSource, Content, Head, Marks, Packing, UNPACKERS, UnpackError, Unpacking, looks_like};
use crate::model::{FindZone, find_zone};
use std::cell::Cell;
use std::rc::Rc;

/// Every format there is, the most specific first: the first that recognises the beginning of a file reads it. A format is added by
/// writing its module with a `pub(super) const FORMAT: Format` and listing it here, with the part of the program that reads it.
const FORMATS: [(Part, Format); 16] = [
    (Part::Tables, super::tables::FORMAT),
    (Part::ItemTables, super::tables::ITEMS_FORMAT),
    (Part::First, super::manifest::FORMAT),
    (Part::Epcis, super::epcis::FORMAT),
    (Part::Epcis, super::epcis::XML_FORMAT),
    (Part::Xml, super::mtconnect::DEVICES_FORMAT),
    (Part::Xml, super::mtconnect::STREAMS_FORMAT),
    (Part::Xml, super::mtconnect::OTHER_FORMAT),
    (Part::Xml, super::mtconnect::JSON_FORMAT),
    (Part::Xml, super::qif::FORMAT),
    (Part::Epcis, super::ocel::JSON_FORMAT),
    (Part::Epcis, super::ocel::CSV_FORMAT),
    (Part::Xml, super::ocel::XML_FORMAT),
    (Part::Xml, super::xes::FORMAT),
    (Part::Shdr, super::shdr::FORMAT),
    // Any table at all, so nothing can come after it.
    (Part::Mapped, super::mapping::FORMAT),
];

/// One format, as its module describes it.
pub(super) struct Format {
    /// The name for people, such as `MTConnect SHDR adapter log`.
    pub(super) title: &'static str,
    /// True when the beginning of a file is of this format. Looks at content only and never fails.
    pub(super) recognises: fn(&Head) -> bool,
    /// Opens the importer over the content.
    pub(super) open: OpenFormat,
}

type OpenFormat = fn(&Head, Content) -> Result<Opened, ImportError>;

/// Importers that a driver can have apart from others. A page fetches most of them when it first meets a file of theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// What needs hardly any code.
    First,
    /// Floorlens tables of machines and plans.
    Tables,
    /// Floorlens tables that name items.
    ItemTables,
    /// SHDR logs.
    Shdr,
    /// EPCIS, OCEL JSON and CSV.
    Epcis,
    /// XML: machines, inspection, logs of cases and objects; and JSON of machines.
    Xml,
    /// Tables that are none of ours.
    Mapped,
    /// Gzip and zip around any of them.
    Packed,
    /// Workbooks and Parquet. Only a driver can have it: [`Importers::with_books`].
    Books,
    /// Time zones, for assets and recipes that name one.
    Zones,
    /// How much memory a file is going to need.
    Memory,
    /// Reading on in files that grew. Only a session can have it: [`crate::Session::add_grower`].
    Grown,
}

/// What recognises a format; all of these are always there.
struct Recogniser {
    part: Part,
    title: &'static str,
    recognises: fn(&Head) -> bool,
}

// Copied out of the list while compiling, so that recognising a format does not keep its importer in a program.
static RECOGNISERS: [Recogniser; FORMATS.len()] = {
    let mut all = [const { Recogniser { part: Part::First, title: "", recognises: |_| false } }; FORMATS.len()];
    let mut at = 0;
    while at < all.len() {
        let (part, format) = &FORMATS[at];
        all[at] = Recogniser { part: *part, title: format.title, recognises: format.recognises };
        at += 1;
    }
    all
};

/// The code for reading that is there. For a program that is to hold only some of it, make it in a `static` of one [`Part`].
#[derive(Clone)]
pub struct Importers {
    open: [Option<OpenFormat>; FORMATS.len()],
    unpacking: Unpacking,
    zones: Option<FindZone>,
    estimators: Option<&'static Estimators>,
}

impl Importers {
    /// That of one part.
    pub const fn of(part: Part) -> Self {
        let mut open = [None; FORMATS.len()];
        let mut at = 0;
        while at < open.len() {
            let (of, format) = &FORMATS[at];
            if *of as u8 == part as u8 {
                open[at] = Some(format.open);
            }
            at += 1;
        }
        Self {
            open,
            unpacking: Unpacking {
                unpackers: if matches!(part, Part::Packed) { Some(&UNPACKERS) } else { None },
                books: None,
            },
            zones: if matches!(part, Part::Zones) { Some(find_zone) } else { None },
            estimators: if matches!(part, Part::Memory) { Some(&ESTIMATORS) } else { None },
        }
    }

    /// All of it but what reads books.
    pub const fn all() -> Self {
        let mut open = [None; FORMATS.len()];
        let mut at = 0;
        while at < open.len() {
            open[at] = Some(FORMATS[at].1.open);
            at += 1;
        }
        Self {
            open,
            unpacking: Unpacking { unpackers: Some(&UNPACKERS), books: None },
            zones: Some(find_zone),
            estimators: Some(&ESTIMATORS),
        }
    }

    /// With what reads workbooks and Parquet.
    #[must_use]
    pub const fn with_books(mut self, books: &'static Books) -> Self {
        self.unpacking.books = Some(books);
        self
    }

    /// Adds that of another part.
    pub fn add(&mut self, more: &Self) {
        for (own, other) in self.open.iter_mut().zip(more.open) {
            *own = own.or(other);
        }
        self.unpacking.unpackers = self.unpacking.unpackers.or(more.unpacking.unpackers);
        self.unpacking.books = self.unpacking.books.or(more.unpacking.books);
        self.zones = self.zones.or(more.zones);
        self.estimators = self.estimators.or(more.estimators);
    }

    /// What unpacks.
    pub fn unpacking(&self) -> Unpacking {
        self.unpacking
    }

    /// What tells how much memory files are going to need.
    pub fn estimators(&self) -> Option<&'static Estimators> {
        self.estimators
    }

    /// What finds zones.
    pub fn zones(&self) -> Option<FindZone> {
        self.zones
    }
}

/// An importer and what it read the content as.
pub struct Opened {
    /// The format, such as `mtconnect-shdr`.
    pub format: &'static str,
    /// Reads it.
    pub importer: Box<dyn Importer>,
}

/// What [`open`] gives the session: the importer and the fingerprint of the bytes it has read so far.
pub struct Recognised {
    /// The importer.
    pub opened: Opened,
    /// Complete once the importer is done.
    pub fingerprint: Rc<Cell<u64>>,
    /// Line numbers by place in the file, as far as it has been read.
    pub marks: Marks,
}

/// What [`open`] found out.
pub enum Met {
    /// The importer, ready to read.
    Importer(Recognised),
    /// The format is known, but the importers of this part are not there.
    Lacks(Part),
}

/// Looks at the first bytes of `source` and opens the importer that recognises them. `read` follows how far the file was read.
pub fn open(
    name: &str,
    source: Rc<dyn ByteSource>,
    read: Rc<Cell<u64>>,
    importers: &Importers,
) -> Result<Met, ImportError> {
    if source.is_empty() {
        return Err(ImportError::Empty);
    }
    let packed = if source.packing() == Packing::Table { Part::Books } else { Part::Packed };
    let (content, head) = match Content::open(name, source, read, importers.unpacking) {
        Ok(opened) => opened,
        Err(error) if is_lacking(&error) => return Ok(Met::Lacks(packed)),
        Err(error) => return Err(error.into()),
    };
    if head.raw.is_empty() {
        return Err(ImportError::Empty);
    }
    let (fingerprint, marks) = (content.fingerprint(), content.marks());
    let met = RECOGNISERS.iter().zip(importers.open).find(|(format, _)| (format.recognises)(&head));
    match met {
        Some((_, Some(open))) => {
            let opened = open(&head, content)?;
            if opened.importer.needs_zones() && importers.zones.is_none() {
                return Ok(Met::Lacks(Part::Zones));
            }
            Ok(Met::Importer(Recognised { opened, fingerprint, marks }))
        }
        Some((format, None)) => Ok(Met::Lacks(format.part)),
        None => Err(ImportError::Unknown(unknown(&head))),
    }
}

fn is_lacking(error: &std::io::Error) -> bool {
    error.get_ref().and_then(|inner| inner.downcast_ref()) == Some(&UnpackError::Lacking)
}

/// What is said of a file that nobody recognises.
pub(super) fn unknown(head: &Head) -> String {
    let tried: Vec<&str> = RECOGNISERS.iter().map(|format| format.title).collect();
    let fault = head.fault.as_ref().map_or(String::new(), |fault| format!(" {fault}"));
    format!(
        "This file is of no format that Floorlens knows, so nothing of it was read. It looks like {}. Tried: {}.{}{fault}",
        looks_like(head),
        tried.join(", "),
        advice(head)
    )
}

/// What to do with tables that are not read as they are.
fn advice(head: &Head) -> &'static str {
    let begins = |magic: &[u8]| head.raw.starts_with(magic);
    if begins(b"SQLite") {
        " Export its tables as CSV and open those; save an OCEL log as JSON or XML (pm4py: write_ocel2_json)."
    } else if begins(b"PAR1") || begins(b"PK\x03\x04") || begins(b"\xD0\xCF\x11\xE0") {
        // As files of their own they are read before it comes to this.
        " Inside of an archive, workbooks, Parquet files and other archives are not read: unpack it and open what comes out."
    } else {
        ""
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        match open("export", Rc::new(bytes.to_vec()), Rc::default(), &Importers::all()) {
            Err(error) => error.to_string(),
            Ok(Met::Importer(recognised)) => format!("recognised as {}", recognised.opened.format),
            Ok(Met::Lacks(part)) => format!("lacks {part:?}"),
        }
    }

    #[test]
    fn a_format_whose_importer_is_not_there_is_told_by_its_part_until_it_is_added() {
        let mut some = Importers::of(Part::First);
        let met = |importers: &Importers| match open(
            "devices.xml",
            Rc::new(b"<MTConnectDevices/>".to_vec()),
            Rc::default(),
            importers,
        ) {
            Ok(Met::Importer(recognised)) => Ok(recognised.opened.format),
            Ok(Met::Lacks(part)) => Err(Some(part)),
            Err(_) => Err(None),
        };
        assert_eq!(met(&some), Err(Some(Part::Xml)));
        some.add(&Importers::of(Part::Epcis));
        assert_eq!(met(&some), Err(Some(Part::Xml)));
        some.add(&Importers::of(Part::Xml));
        assert_eq!(met(&some), Ok("mtconnect-devices"));
    }

    #[test]
    fn a_file_that_nobody_knows_is_named_for_what_it_looks_like() {
        for (bytes, looks) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "looks like a PNG image"),
            (b"PK\x03\x04rest", "looks like a ZIP archive"),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><a:Invoice xmlns:a='u'/>", "root <Invoice>"),
            (b"<!DOCTYPE html>\n<html>", "a web page"),
            (b"\x00\x01\x02\x03\xFF\xFE\xFD\xFC", "binary data"),
            (b"SQLite format 3\0rest", "save an OCEL log as JSON"),
            (b"ocel:eid,ocel:timestamp,ocel:activity,ocel:type:a\ne,2026-01-01,x,['o']\n", "recognised as ocel-csv"),
            (b"ocel:eid;ocel:timestamp;ocel:activity\ne;2026-01-01;x\n", "names no objects"),
            (b"ocel:oid,ocel:type,weight\no1,order,3\n", "table of objects or of relations"),
            (b"\x90\xDD\x94\xF5,\x93\xFA\x8E\x9E\n\x83v\x83\x8C,1\n\x90\xDD\x94\xF5,2\n", "save it as UTF-8"),
            (b"when;what;who\n1;2;3\n", "recognised as mapped-table"),
            (b"when;what;who\n", "a table with 3 columns separated by semicolons"),
            (b"Dear all,\nplease find attached", "looks like a table with 2 columns separated by commas"),
            (b"nothing in particular", "plain text beginning with `nothing in particular`"),
            (b" \n\n", "blank text"),
        ] {
            let said = refused(bytes);
            assert!(said.contains(looks), "{said}");
        }
    }

    #[test]
    fn an_empty_file_is_called_empty_even_inside_gzip() {
        assert_eq!(refused(b""), ImportError::Empty.to_string());
        let gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()).finish().expect("in memory");
        assert_eq!(refused(&gz), ImportError::Empty.to_string());
    }
}
