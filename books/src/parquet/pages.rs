//! The pages of a column of one group, read when they are needed.

use super::thrift::{self, Fault, Header};
use super::unpack::unpack;
use super::{fill, unreadable};
use bytes::Bytes;
use floorlens_core::bytes::ByteSource;
use parquet::basic::{CompressionCodec, Encoding};
use parquet::column::page::{Page, PageMetadata, PageReader};
use parquet::errors::{ParquetError, Result as Read};
use parquet::file::metadata::ColumnChunkMetaData;
use send_wrapper::SendWrapper;
use std::rc::Rc;

/// What writers make is about a megabyte long.
const MOST_PAGE: i64 = 256 << 20;
/// A header with the longest statistics that anybody writes.
const MOST_HEADER: usize = 1 << 20;

/// Bytes that all columns together read ahead.
const AHEAD: usize = 16 << 20;
const LEAST_AHEAD: usize = 4 << 10;
const MOST_AHEAD: usize = 2 << 20;

/// Reads pages one after the other.
pub(super) struct Pages {
    /// The library wants what may move between threads; this never does.
    source: SendWrapper<Rc<dyn ByteSource>>,
    at: u64,
    end: u64,
    /// Bytes of the column read ahead, and where they lie: columns take turns, and each call to a browser costs the same however little it reads.
    ahead: (u64, Vec<u8>),
    /// So many are read ahead.
    room: usize,
    codec: CompressionCodec,
    /// Values that are still to come.
    left: i64,
    /// Pages that come before those in the file, the first one last.
    next: Vec<Page>,
}

impl Pages {
    /// The pages of a chunk, one of so many that are read by turns.
    pub(super) fn new(
        source: &Rc<dyn ByteSource>,
        chunk: &ColumnChunkMetaData,
        columns: usize,
    ) -> Result<Self, String> {
        if chunk.file_path().is_some() {
            return Err(unreadable("its columns lie in other files"));
        }
        // Some writers give 0 where there is no dictionary.
        let first =
            chunk.dictionary_page_offset().filter(|at| *at > 0).unwrap_or(i64::MAX).min(chunk.data_page_offset());
        let at = u64::try_from(first).map_err(|_| unreadable("a column lies before the file"))?;
        let length =
            u64::try_from(chunk.compressed_size()).map_err(|_| unreadable("a column is shorter than nothing"))?;
        let end = at.checked_add(length).filter(|end| *end <= source.len());
        let end = end.ok_or_else(|| unreadable("a column reaches past the end of the file"))?;
        let source = SendWrapper::new(Rc::clone(source));
        let room = (AHEAD / columns.max(1)).clamp(LEAST_AHEAD, MOST_AHEAD);
        let (ahead, codec, left) = ((at, Vec::new()), chunk.compression_codec(), chunk.num_values());
        Ok(Self { source, at, end, ahead, room, codec, left, next: Vec::new() })
    }

    /// Up to `length` bytes from `at` on, fewer only where the file ends.
    fn bytes(&mut self, length: usize) -> Result<&[u8], String> {
        let have = |(from, bytes): &(u64, Vec<u8>), at: u64| {
            let start = usize::try_from(at.checked_sub(*from)?).ok()?;
            (start.checked_add(length)? <= bytes.len()).then_some(start)
        };
        let start = match have(&self.ahead, self.at) {
            Some(start) => start,
            None => {
                let rest = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
                let wanted = length.max(self.room.min(rest));
                let (from, bytes) = &mut self.ahead;
                *from = self.at;
                bytes.resize(wanted, 0);
                let read = fill(&**self.source, self.at, bytes);
                bytes.truncate(*read.as_ref().unwrap_or(&0));
                read.map_err(|e| e.to_string())?;
                0
            }
        };
        let bytes = self.ahead.1.get(start..).unwrap_or_default();
        Ok(bytes.get(..length).unwrap_or(bytes))
    }

    /// Gives a page back, to come before those that are still to come.
    pub(super) fn put_back(&mut self, page: Page) {
        self.next.push(page);
    }

    fn header(&mut self) -> Result<(Header, usize), String> {
        let room = usize::try_from(self.end - self.at).unwrap_or(usize::MAX);
        let mut length = 256;
        loop {
            match thrift::header(self.bytes(length.min(room))?) {
                Ok(found) => return Ok(found),
                Err(Fault::Short) if length < room.min(MOST_HEADER) => length *= 16,
                Err(_) => return Err("the header of a page is damaged".to_owned()),
            }
        }
    }

    fn read(&mut self) -> Result<Option<Page>, String> {
        while self.left > 0 && self.at < self.end {
            let (header, length) = self.header()?;
            self.at += length as u64;
            let room = self.end - self.at;
            if header.packed < 0 || header.packed as u64 > room || !(0..=MOST_PAGE).contains(&header.unpacked) {
                return Err("a page is longer than its column, or than any that writers make".to_owned());
            }
            let length = header.packed as usize;
            if self.bytes(length)?.len() < length {
                return Err("the file ends in the middle of a page".to_owned());
            }
            let (from, ahead) = std::mem::take(&mut self.ahead);
            let start = usize::try_from(self.at - from).unwrap_or(usize::MAX);
            let page = self.page(&header, ahead.get(start..).and_then(|rest| rest.get(..length)).unwrap_or_default());
            self.ahead = (from, ahead);
            self.at += length as u64;
            // An index page, or a kind that is yet to be invented, holds no values.
            if let Some(page) = page? {
                return Ok(Some(page));
            }
        }
        Ok(None)
    }

    fn page(&mut self, header: &Header, packed: &[u8]) -> Result<Option<Page>, String> {
        let length = header.unpacked as usize;
        let count = |number: i64| u32::try_from(number).ok().filter(|n| *n <= i32::MAX as u32);
        let values = || count(header.values).ok_or("a page has fewer values than none");
        Ok(match header.kind {
            0 => {
                let num_values = values()?;
                self.left -= i64::from(num_values);
                Some(Page::DataPage {
                    buf: Bytes::from(unpack(self.codec, packed, length)?),
                    num_values,
                    encoding: encoding(header.encoding)?,
                    def_level_encoding: encoding(header.levels)?,
                    rep_level_encoding: encoding(header.levels)?,
                    statistics: None,
                })
            }
            2 => {
                let num_values = values()?;
                // A value takes a byte at least, so that a header cannot ask for more room than its page has.
                if num_values as usize > length {
                    return Err("a dictionary has more values than bytes".to_owned());
                }
                Some(Page::DictionaryPage {
                    buf: Bytes::from(unpack(self.codec, packed, length)?),
                    num_values,
                    encoding: encoding(header.encoding)?,
                    is_sorted: false,
                })
            }
            3 => {
                let num_values = values()?;
                self.left -= i64::from(num_values);
                let (definitions, repetitions) = (count(header.definition_bytes), count(header.repetition_bytes));
                let (Some(definitions), Some(repetitions)) = (definitions, repetitions) else {
                    return Err("a page has levels shorter than nothing".to_owned());
                };
                // Levels stand in front, never packed.
                let levels = definitions as usize + repetitions as usize;
                let (levels, rest) = match (packed.split_at_checked(levels), length.checked_sub(levels)) {
                    (Some((levels, rest)), Some(length)) if header.is_packed && length > 0 => {
                        (levels, unpack(self.codec, rest, length)?)
                    }
                    (Some((levels, rest)), Some(_)) => (levels, rest.to_vec()),
                    _ => return Err("the levels of a page are longer than the page".to_owned()),
                };
                Some(Page::DataPageV2 {
                    buf: Bytes::from([levels, &rest].concat()),
                    num_values,
                    encoding: encoding(header.encoding)?,
                    num_nulls: count(header.nulls).unwrap_or(0),
                    num_rows: count(header.rows).unwrap_or(num_values),
                    def_levels_byte_len: definitions,
                    rep_levels_byte_len: repetitions,
                    is_compressed: false,
                    statistics: None,
                })
            }
            _ => None,
        })
    }
}

fn encoding(number: i64) -> Result<Encoding, String> {
    Ok(match number {
        0 => Encoding::PLAIN,
        2 => Encoding::PLAIN_DICTIONARY,
        3 => Encoding::RLE,
        #[allow(deprecated, reason = "old files have it")]
        4 => Encoding::BIT_PACKED,
        5 => Encoding::DELTA_BINARY_PACKED,
        6 => Encoding::DELTA_LENGTH_BYTE_ARRAY,
        7 => Encoding::DELTA_BYTE_ARRAY,
        8 => Encoding::RLE_DICTIONARY,
        9 => Encoding::BYTE_STREAM_SPLIT,
        other => return Err(format!("values are written in the way of number {other}, which is not known")),
    })
}

impl Iterator for Pages {
    type Item = Read<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        self.get_next_page().transpose()
    }
}

impl PageReader for Pages {
    fn get_next_page(&mut self) -> Read<Option<Page>> {
        match self.next.pop() {
            Some(page) => Ok(Some(page)),
            None => self.read().map_err(ParquetError::General),
        }
    }

    fn peek_next_page(&mut self) -> Read<Option<PageMetadata>> {
        if self.next.is_empty() {
            let page = self.read().map_err(ParquetError::General)?;
            self.next.extend(page);
        }
        Ok(self.next.last().map(|page| PageMetadata {
            num_rows: match page {
                Page::DataPageV2 { num_rows, .. } => Some(*num_rows as usize),
                _ => None,
            },
            num_levels: (!page.is_dictionary_page()).then_some(page.num_values() as usize),
            is_dict: page.is_dictionary_page(),
        }))
    }

    fn skip_next_page(&mut self) -> Read<()> {
        self.get_next_page().map(drop)
    }
}
