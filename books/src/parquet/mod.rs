//! Parquet: its footer and its rarer encodings by the `parquet` library, its pages by us, so that only what unpacks comes along and a text of a
//! dictionary is made once.
//!
//! ```text
//! thrift.rs  the few structures in front of pages
//! pages.rs   the pages of a column, read when they are needed
//! unpack.rs  snappy, gzip, lz4, brotli, zstd
//! own.rs     dictionaries and plain values, which is what nearly all writers make
//! hybrid.rs  runs and bit-packed groups: levels, and places in dictionaries
//! library.rs every other encoding
//! values.rs  values as text
//! cells.rs   the texts of a column that wait to be written
//! column.rs  a column → the texts of its values
//! ```
//!
//! Rows come group by group; of each column one page is in memory.

mod cells;
mod column;
mod hybrid;
mod library;
mod own;
mod pages;
mod thrift;
mod unpack;
mod values;

use crate::book::Rows;
use crate::text;
use column::Column;
use floorlens_core::bytes::ByteSource;
use pages::Pages;
use parquet::file::metadata::{ParquetMetaData, ParquetMetaDataReader};
use parquet::schema::types::SchemaDescriptor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;

/// Text with its rows that is let through whatever the file's length: it can be read in seconds.
const FREE: u64 = 512 << 20;
/// What a row counts besides its text.
const PER_ROW: u64 = 16;
/// Beyond, so many bytes per byte of the file. Columns that repeat one value cost a file some hundred bytes per million rows; real files have
/// others beside them.
const MAX_RATIO: u64 = 5_000;
/// Longer footers are of no table.
const MOST_FOOTER: u32 = 64 << 20;
/// Rows that are taken at a time.
const BATCH: usize = 1024;
/// Text that is made at a time, or a row more: a dictionary may hold a long text that every row has.
const MOST_TEXT: usize = 1 << 20;
/// So many rows without any value follow each other in no table; a few bytes may well promise thousands of millions.
const MOST_BLANK: u64 = 1 << 20;

/// A Parquet file: what its footer says.
pub struct Parquet {
    source: Rc<dyn ByteSource>,
    about: Rc<ParquetMetaData>,
}

impl Parquet {
    /// Reads the footer.
    pub(crate) fn open(source: &Rc<dyn ByteSource>) -> Result<Self, String> {
        let cut = || "The Parquet file has no footer: it was cut off. Copy or export it again.".to_owned();
        let failed = |e| format!("The file could not be read: {e}");
        let mut end = [0; 8];
        let at = source.len().checked_sub(8).ok_or_else(cut)?;
        if fill(source.as_ref(), at, &mut end).map_err(failed)? < 8 || &end[4..] != b"PAR1" {
            let encrypted = &end[4..] == b"PARE";
            return Err(if encrypted {
                "The Parquet file is encrypted. Write it without encryption and open that.".to_owned()
            } else {
                cut()
            });
        }
        let length = u32::from_le_bytes([end[0], end[1], end[2], end[3]]);
        let at = at.checked_sub(u64::from(length)).filter(|_| length <= MOST_FOOTER).ok_or_else(cut)?;
        let mut footer = vec![0; length as usize];
        if fill(source.as_ref(), at, &mut footer).map_err(failed)? < footer.len() {
            return Err(cut());
        }
        let about =
            guarded(|| ParquetMetaDataReader::decode_metadata(&footer).map_err(|e| unreadable(&e.to_string())))?;
        let file = Self { source: Rc::clone(source), about: Rc::new(about) };
        if file.schema().num_columns() == 0 {
            return Err(unreadable("it has no columns"));
        }
        if file.flat().count() == 0 {
            return Err("Every column of the Parquet file holds lists, and none of them is a cell of a table. Write one row per element.".to_owned());
        }
        Ok(file)
    }

    fn schema(&self) -> &SchemaDescriptor {
        self.about.file_metadata().schema_descr()
    }

    /// The columns that have one value in each row: those of records inside of records too, but not those of lists.
    fn flat(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.schema().num_columns()).filter(|at| self.schema().column(*at).max_rep_level() == 0)
    }

    /// Which columns are left out.
    pub(crate) fn remarks(&self) -> Vec<String> {
        let lists = (0..self.schema().num_columns()).filter(|at| self.schema().column(*at).max_rep_level() > 0);
        let names: Vec<String> = lists.map(|at| format!("`{}`", self.schema().column(at).path().string())).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let text = "These columns hold lists, which are no cells of a table, and were left out: ";
        vec![format!("{text}{}. Write one row per element if they matter.", names.join(", "))]
    }

    /// How many rows its groups say they have, which is what is read.
    pub(crate) fn count(&self) -> u64 {
        let rows = self.about.row_groups().iter().map(|group| u64::try_from(group.num_rows()).unwrap_or_default());
        rows.fold(0, u64::saturating_add)
    }

    /// Its rows, below a line of names.
    pub(crate) fn rows(&self) -> ParquetRows {
        ParquetRows {
            source: Rc::clone(&self.source),
            about: Rc::clone(&self.about),
            flat: self.flat().collect(),
            group: 0,
            columns: None,
            left: 0,
            count: self.count(),
            given: 0,
            done: 0,
            blank: 0,
        }
    }
}

/// Reads rows.
pub(crate) struct ParquetRows {
    source: Rc<dyn ByteSource>,
    about: Rc<ParquetMetaData>,
    flat: Vec<usize>,
    /// The group that comes next.
    group: usize,
    /// Of the group that is being read; `None` before the names were written.
    columns: Option<Vec<Column>>,
    /// Rows of the group that are still to come.
    left: u64,
    /// Rows of all groups.
    count: u64,
    /// Bytes of text so far.
    given: u64,
    done: u64,
    /// Rows without any value that came last, in whole batches.
    blank: u64,
}

impl ParquetRows {
    fn names(&self, out: &mut Vec<u8>) {
        let schema = self.about.file_metadata().schema_descr();
        for (place, at) in self.flat.iter().enumerate() {
            if place > 0 {
                out.push(b',');
            }
            text::quote(&schema.column(*at).path().parts().join("."), out);
        }
        out.push(b'\n');
    }

    /// Begins the next group; `false` after the last.
    fn begin(&mut self) -> Result<bool, String> {
        if self.group >= self.about.num_row_groups() {
            return Ok(false);
        }
        let group = self.about.row_group(self.group);
        self.group += 1;
        self.left = u64::try_from(group.num_rows()).map_err(|_| unreadable("a group has fewer rows than none"))?;
        let mut columns = Vec::with_capacity(self.flat.len());
        for at in &self.flat {
            let chunk = group.columns().get(*at).ok_or_else(|| unreadable("a group lacks a column"))?;
            let pages = Pages::new(&self.source, chunk, self.flat.len())?;
            columns.push(Column::new(chunk.column_descr_ptr(), pages));
        }
        self.columns = Some(columns);
        Ok(true)
    }

    fn batch(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        if self.columns.is_none() {
            self.names(out);
            self.columns = Some(Vec::new());
        }
        while self.left == 0 {
            if !self.begin()? {
                return Ok(false);
            }
        }
        let columns = self.columns.as_mut().map_or(&mut [][..], |columns| columns);
        let mut rows = BATCH.min(usize::try_from(self.left).unwrap_or(BATCH));
        for column in columns.iter_mut() {
            column.fill(rows)?;
            rows = rows.min(column.cells.waiting());
        }
        let before = out.len();
        let written = write(columns, rows, out);
        self.left -= written as u64;
        self.done += written as u64;
        // Nothing was written but what stands between values.
        self.blank = if out.len() - before == written * self.flat.len() { self.blank + written as u64 } else { 0 };
        if self.blank > MOST_BLANK {
            return Err(format!(
                "More than {MOST_BLANK} rows of the Parquet file follow each other without a value in any column, so reading stopped there. \
                 What stands before was read. Leave out empty rows where the file is written."
            ));
        }
        Ok(true)
    }
}

/// Writes at most so many rows, as many of which wait in every column; gives how many.
fn write(columns: &mut [Column], rows: usize, out: &mut Vec<u8>) -> usize {
    let begin = out.len();
    let mut at = begin;
    for row in 0..rows {
        let length: usize = columns.iter().map(|column| column.cells.next_length() + 1).sum();
        // A cell is written in whole words.
        if out.len() < at + length + 8 {
            out.resize((at + length + 8).max(begin + (at + length - begin) * 2), 0);
        }
        for column in columns.iter_mut() {
            at = column.cells.write(out, at);
            if let Some(byte) = out.get_mut(at) {
                *byte = b',';
            }
            at += 1;
        }
        if let Some(byte) = out.get_mut(at - 1) {
            *byte = b'\n';
        }
        if at - begin > MOST_TEXT {
            out.truncate(at);
            return row + 1;
        }
    }
    out.truncate(at);
    rows
}

impl Rows for ParquetRows {
    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        let length = out.len();
        let read = guarded(|| self.batch(out));
        if read.is_err() {
            // A row that was half written is none.
            let whole = out.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            out.truncate(whole.max(length));
        }
        self.given += (out.len() - length) as u64;
        read.and_then(|more| self.guard().map(|()| more))
    }

    fn taken(&self) -> u64 {
        (self.source.len() as f64 * (self.done as f64 / self.count.max(1) as f64).min(1.0)) as u64
    }
}

impl ParquetRows {
    /// Stops a file that holds next to nothing and promises more than can be read.
    fn guard(&self) -> Result<(), String> {
        let (given, length) = (self.given.saturating_add(self.done.saturating_mul(PER_ROW)), self.source.len().max(1));
        if given > FREE && given / length > MAX_RATIO {
            return Err(format!(
                "Reading the Parquet file stopped after {} rows: with {} bytes of text they came from {length} bytes, more than any real log. What \
                 stands before was read. If the file is what it should be, save it as CSV and open that.",
                self.done, self.given
            ));
        }
        Ok(())
    }
}

/// The library trusts files in places; what contradicts itself there is one fault of one file. In the page the program that reads it ends,
/// which its engine notices; elsewhere it is caught here.
fn guarded<T>(read: impl FnOnce() -> Result<T, String>) -> Result<T, String> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err(unreadable("it contradicts itself")))
}

/// What is said of a file that breaks off.
fn unreadable(why: &str) -> String {
    let why = why.trim_start_matches("Parquet error: ").trim_end_matches('.');
    format!(
        "The Parquet file cannot be read any further ({why}). What stands before was read. Copy or export it again."
    )
}

/// Reads as much of `buf` as there is.
fn fill(source: &dyn ByteSource, at: u64, buf: &mut [u8]) -> Result<usize, floorlens_core::bytes::ReadError> {
    let mut filled = 0;
    while filled < buf.len() {
        match source.read_at(at + filled as u64, &mut buf[filled..])? {
            0 => break,
            n => filled += n,
        }
    }
    Ok(filled)
}

#[cfg(all(test, not(target_arch = "wasm32")))]
#[path = "oracle.rs"]
mod tests;
