//! Tables that are no text: sheets of a workbook, the table of a Parquet file.
//!
//! What reads them is a program of its own (`books/`), which a driver brings along or fetches. It gives rows as comma-separated text, one
//! line per row, so that line 7 of a sheet is its row 7; everything after that is the same as for any other table.

use super::gzip::{Bytes, Taken};
use super::source::{ByteSource, Packing, ReadError};
use std::rc::Rc;

/// One table of a book, as a source of its own.
pub struct Table {
    /// The whole file.
    pub book: Rc<dyn ByteSource>,
    /// Which table of it, as its reader counts.
    pub number: u32,
    /// Its name; blank where the file holds one table only.
    pub name: String,
    /// How many bytes of the file are its own, about.
    pub bytes: u64,
    /// How many rows it says it has, where it says so: they need not take bytes.
    pub rows: Option<u64>,
    /// What a person should know of it: sentences for its ledger.
    pub remarks: Vec<String>,
}

/// The tables of a book, or why there are none, as a sentence.
pub type Tables = Result<Vec<Table>, String>;

/// The code that reads books, handed about as pointers, so that a program can fetch it when it first meets one.
#[derive(Debug)]
pub struct Books {
    /// Lists the tables of a file.
    pub tables: fn(&Rc<dyn ByteSource>) -> Tables,
    /// The rows of one as UTF-8; errors are [`super::UnpackError::Table`]. Tells how many of its bytes were taken.
    pub rows: fn(&Table, Taken) -> Bytes,
}

impl ByteSource for Table {
    fn packing(&self) -> Packing {
        Packing::Table
    }

    fn table(&self) -> Option<&Table> {
        Some(self)
    }

    fn len(&self) -> u64 {
        self.bytes
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        self.book.read_at(offset, buf)
    }
}

/// True when a source begins as Parquet does, or as what Excel wrote before it wrote archives.
pub fn is_book(source: &dyn ByteSource) -> bool {
    let mut magic = [0; 4];
    source.packing() == Packing::Plain
        // Bytes that cannot be had are told by whoever reads them next.
        && source.read_at(0, &mut magic) == Ok(4)
        && [b"PAR1", b"PARE", b"\xD0\xCF\x11\xE0"].contains(&&magic)
}
