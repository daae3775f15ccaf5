//! Recognises a format by its content, never by the file's name alone, and opens its importer.

use super::{ImportError, Importer};
use crate::bytes::{ByteSource, Content, Head, looks_like};
use std::cell::Cell;
use std::rc::Rc;

/// Every format there is, the most specific first: the first that recognises the beginning of a file reads it. A format is added by
/// writing its module with a `pub(super) const FORMAT: Format` and listing it here.
const FORMATS: &[Format] = &[
    super::tables::FORMAT,
    super::manifest::FORMAT,
    super::epcis::FORMAT,
    super::devices::FORMAT,
    super::streams::FORMAT,
    super::shdr::FORMAT,
];

/// One format, as its module describes it.
pub(super) struct Format {
    /// The name for people, such as `MTConnect SHDR adapter log`.
    pub(super) title: &'static str,
    /// True when the beginning of a file is of this format. Looks at content only and never fails.
    pub(super) recognises: fn(&Head) -> bool,
    /// Opens the importer over the content.
    pub(super) open: fn(&Head, Content) -> Result<Opened, ImportError>,
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
}

/// Looks at the first bytes of `source` and opens the importer that recognises them. `read` follows how far the file was read.
pub fn open(name: &str, source: Rc<dyn ByteSource>, read: Rc<Cell<u64>>) -> Result<Recognised, ImportError> {
    if source.is_empty() {
        return Err(ImportError::Empty);
    }
    let (content, head) = Content::open(name, source, read)?;
    if head.raw.is_empty() {
        return Err(ImportError::Empty);
    }
    let fingerprint = content.fingerprint();
    match FORMATS.iter().find(|format| (format.recognises)(&head)) {
        Some(format) => Ok(Recognised { opened: (format.open)(&head, content)?, fingerprint }),
        None => Err(ImportError::Unknown(unknown(&head))),
    }
}

fn unknown(head: &Head) -> String {
    let tried: Vec<&str> = FORMATS.iter().map(|format| format.title).collect();
    format!(
        "This file is of no format that Floorlens knows, so nothing of it was read. It looks like {}. Tried: {}. If it is a table, \
         give its columns the names of a Floorlens table (docs/tables.md).",
        looks_like(head),
        tried.join(", ")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(bytes: &[u8]) -> String {
        match open("export", Rc::new(bytes.to_vec()), Rc::default()) {
            Err(error) => error.to_string(),
            Ok(recognised) => format!("recognised as {}", recognised.opened.format),
        }
    }

    #[test]
    fn a_file_that_nobody_knows_is_named_for_what_it_looks_like() {
        for (bytes, looks) in [
            (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], "looks like a PNG image"),
            (b"PK\x03\x04rest", "looks like a ZIP archive"),
            (b"<?xml version=\"1.0\"?>\n<!-- x --><a:Invoice xmlns:a='u'/>", "root <Invoice>"),
            (b"<!DOCTYPE html>\n<html>", "a web page"),
            (b"\x00\x01\x02\x03\xFF\xFE\xFD\xFC", "binary data"),
            (b"when;what;who\n1;2;3\n", "a table with 3 columns separated by semicolons"),
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
