//! The pages that nearly all writers make, read by us: dictionaries and plain values.
//!
//! A text of a dictionary is made once, however often it comes, and nothing is made of a value but its text.

use super::cells::Cells;
use super::hybrid::Hybrid;
use super::pages::Pages;
use super::values::Writer;
use bytes::Bytes;
use parquet::basic::{Encoding, Type};
use parquet::column::page::{Page, PageReader};
use parquet::schema::types::ColumnDescriptor;

/// Larger dictionaries are left to the library: their texts would take more room than they save.
const MOST_KNOWN: u32 = 1 << 20;

/// What came of asking for rows.
pub(super) enum Read {
    /// Some more rows; none = the column has ended.
    Rows(usize),
    /// Nothing, and the pages begin with one that only the library reads.
    Others,
}

/// Reads a column's pages.
pub(super) struct Own {
    pages: Pages,
    physical: Type,
    /// Bytes of a value where all have as many.
    width: usize,
    /// The level of a value that is there; 0 = all are.
    full: u32,
    /// The page of the dictionary, for the library.
    dictionary: Option<Page>,
    page: Option<DataPage>,
    levels: Vec<u32>,
    places: Vec<u32>,
}

/// A page that is being read.
struct DataPage {
    left: usize,
    /// `None` where every row has a value.
    levels: Option<Hybrid>,
    values: Values,
}

enum Values {
    Known(Hybrid),
    Plain(Bytes),
}

impl Own {
    /// A column of which `pages` has not given any yet.
    pub(super) fn new(about: &ColumnDescriptor, pages: Pages) -> Self {
        let width = match about.physical_type() {
            Type::INT32 | Type::FLOAT => 4,
            Type::INT64 | Type::DOUBLE => 8,
            Type::INT96 => 12,
            Type::FIXED_LEN_BYTE_ARRAY => usize::try_from(about.type_length()).unwrap_or(0),
            Type::BOOLEAN | Type::BYTE_ARRAY => 0,
        };
        let full = u32::from(about.max_def_level().unsigned_abs());
        let physical = about.physical_type();
        Self { pages, physical, width, full, dictionary: None, page: None, levels: Vec::new(), places: Vec::new() }
    }

    /// The pages from the one on that is not ours, with their dictionary.
    pub(super) fn into_pages(mut self) -> Pages {
        if let Some(dictionary) = self.dictionary {
            self.pages.put_back(dictionary);
        }
        self.pages
    }

    /// Reads at most `wanted` rows, all of one page.
    pub(super) fn read(&mut self, wanted: usize, writer: &mut Writer, cells: &mut Cells) -> Result<Read, String> {
        while self.page.as_ref().is_none_or(|page| page.left == 0) {
            let Some(page) = self.pages.get_next_page().map_err(|e| e.to_string())? else { return Ok(Read::Rows(0)) };
            if !self.begin(page, writer, cells)? {
                return Ok(Read::Others);
            }
        }
        let Some(page) = &mut self.page else { return Ok(Read::Rows(0)) };
        let rows = wanted.min(page.left);
        page.left -= rows;
        let here = match &mut page.levels {
            None => rows,
            Some(levels) => {
                self.levels.clear();
                levels.take(rows, &mut self.levels).ok_or("a page has fewer levels than values")?;
                self.levels.iter().filter(|level| **level == self.full).count()
            }
        };
        let has_all = here == rows;
        let is_here = |row: usize| has_all || self.levels.get(row) == Some(&self.full);
        match &mut page.values {
            Values::Known(places) => {
                self.places.clear();
                places.take(here, &mut self.places).ok_or(FEWER)?;
                let pushed = if has_all {
                    cells.push_known(&self.places)
                } else {
                    cells.push_known_where((0..rows).map(is_here), &self.places)
                };
                pushed.ok_or("a value is not in the dictionary")?;
            }
            Values::Plain(bytes) => {
                let mut rest: &[u8] = bytes;
                for row in 0..rows {
                    if is_here(row) {
                        let value = value(&mut rest, self.physical, self.width).ok_or(FEWER)?;
                        cells.push(|out| write(value, self.physical, writer, out)).ok_or(TOO_LONG)?;
                    } else {
                        cells.push_blank();
                    }
                }
                let taken = bytes.len() - rest.len();
                *bytes = bytes.slice(taken..);
            }
        }
        Ok(Read::Rows(rows))
    }

    /// Begins a page; `false` when it is not for us, and was put back.
    fn begin(&mut self, page: Page, writer: &mut Writer, cells: &mut Cells) -> Result<bool, String> {
        let begun = match &page {
            Page::DictionaryPage { buf, num_values, encoding, .. } => {
                let plain = matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY);
                if !plain || *num_values > MOST_KNOWN || self.dictionary.is_some() || !self.is_ours() {
                    self.pages.put_back(page);
                    return Ok(false);
                }
                let mut rest: &[u8] = buf;
                for _ in 0..*num_values {
                    let value = value(&mut rest, self.physical, self.width).ok_or("its dictionary is cut off")?;
                    cells.know(|out| write(value, self.physical, writer, out)).ok_or(TOO_LONG)?;
                }
                self.dictionary = Some(page);
                return Ok(true);
            }
            Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                let levels_are_ours = self.full == 0 || *def_level_encoding == Encoding::RLE;
                if levels_are_ours && self.reads(*encoding) {
                    Some(self.data(buf, None, *num_values, *encoding)?)
                } else {
                    None
                }
            }
            Page::DataPageV2 { buf, num_values, encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let levels = (*rep_levels_byte_len as usize, *def_levels_byte_len as usize);
                if self.reads(*encoding) { Some(self.data(buf, Some(levels), *num_values, *encoding)?) } else { None }
            }
        };
        if begun.is_none() {
            self.pages.put_back(page);
            return Ok(false);
        }
        self.page = begun;
        Ok(true)
    }

    fn is_ours(&self) -> bool {
        self.width > 0 || self.physical == Type::BYTE_ARRAY
    }

    fn reads(&self, encoding: Encoding) -> bool {
        match encoding {
            Encoding::PLAIN => self.is_ours(),
            Encoding::PLAIN_DICTIONARY | Encoding::RLE_DICTIONARY => self.dictionary.is_some(),
            _ => false,
        }
    }

    /// A page of so many rows. In the second version, the lengths of its levels of repetition, of which we have none, and of definition are told.
    fn data(
        &self,
        bytes: &Bytes,
        levels: Option<(usize, usize)>,
        values: u32,
        encoding: Encoding,
    ) -> Result<DataPage, String> {
        let cut = "the levels of a page are longer than the page";
        let (skipped, length) = match levels {
            Some(lengths) => lengths,
            None if self.full == 0 => (0, 0),
            None => (4, u32::from_le_bytes(*bytes.first_chunk().ok_or(cut)?) as usize),
        };
        let behind = skipped.checked_add(length).filter(|behind| *behind <= bytes.len()).ok_or(cut)?;
        let width = (u32::BITS - self.full.leading_zeros()) as u8;
        let read = (self.full > 0).then(|| Hybrid::new(bytes.slice(skipped..behind), width));
        let rest = bytes.slice(behind..);
        let values_of = if encoding == Encoding::PLAIN {
            Values::Plain(rest)
        } else {
            // A page without any value may leave even the width out.
            let width = rest.first().copied().unwrap_or(0);
            let places = rest.slice(rest.len().min(1)..);
            Values::Known(Hybrid::new(places, width).ok_or("its dictionary is larger than can be")?)
        };
        Ok(DataPage { left: values as usize, levels: read.flatten(), values: values_of })
    }
}

const FEWER: &str = "a page has fewer values than it says";
const TOO_LONG: &str = "its texts are longer than can be counted";

/// Takes a plain value off the front.
#[inline(always)]
fn value<'a>(rest: &mut &'a [u8], physical: Type, width: usize) -> Option<&'a [u8]> {
    let mut width = width;
    if physical == Type::BYTE_ARRAY {
        let (length, behind) = rest.split_first_chunk()?;
        width = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        *rest = behind;
    }
    let (value, behind) = rest.split_at_checked(width)?;
    *rest = behind;
    Some(value)
}

/// Writes a value that takes the bytes that its type does.
#[inline(always)]
fn write(value: &[u8], physical: Type, writer: &mut Writer, out: &mut Vec<u8>) {
    match (physical, value) {
        (Type::INT32, [a, b, c, d]) => writer.int(i32::from_le_bytes([*a, *b, *c, *d]), out),
        (Type::FLOAT, [a, b, c, d]) => writer.float(f32::from_le_bytes([*a, *b, *c, *d]), out),
        (Type::INT64 | Type::DOUBLE, value) => {
            let Some(bytes) = value.first_chunk() else { return };
            match physical {
                Type::INT64 => writer.long(i64::from_le_bytes(*bytes), out),
                _ => writer.double(f64::from_le_bytes(*bytes), out),
            }
        }
        (Type::INT96, value) => {
            let (words, _) = value.as_chunks();
            if let [a, b, c] = words {
                writer.int96([a, b, c].map(|word| u32::from_le_bytes(*word)), out);
            }
        }
        (_, value) => writer.bytes(value, out),
    }
}
