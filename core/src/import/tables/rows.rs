//! Rows of a delimited file with the lines on which they start, in bounded memory whatever the input.
//!
//! ```text
//! buf   …consumed… │ row being read ……… │ not looked at yet │
//!                  start               at               len
//! ```
//!
//! The bytes of the row being read are kept until it is complete. So a quote that is opened and never closed, which would swallow the
//! rest of the file, costs one line: that line is given as [`Next::Unclosed`] and reading goes on with the line after it.
//!
//! A row that lies whole in `buf` and holds no quote, as nearly all do, is cut at its separators without looking at each byte by itself.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use memchr::{memchr, memchr3_iter};
use std::io::{self, Read};

/// The longest row that is kept.
pub(super) const MAX_ROW: usize = 1 << 20;
/// How many unclosed quotes are put right before the file is given up: each one costs reading up to [`MAX_ROW`] twice.
pub(crate) const MAX_UNCLOSED: u32 = 200;
const CHUNK: usize = 1 << 18;

/// What comes next in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Next {
    /// A row that starts on this line; [`Rows::row`] has it.
    Row(u32),
    /// A line with a quote that is never closed.
    Unclosed(u32),
    /// A row longer than [`MAX_ROW`] without a line end inside; it was skipped.
    TooLong(u32),
    /// More unclosed quotes than can be put right, the last one on this line.
    Hopeless(u32),
    /// Nothing more.
    End,
}

/// Reads rows. Blank lines are skipped but counted.
pub(in crate::import) struct Rows<R> {
    inner: R,
    core: Reader,
    delimiter: u8,
    buf: Vec<u8>,
    start: usize,
    at: usize,
    ended: bool,
    /// The line on which `start` lies, from 1.
    line: u32,
    text: Vec<u8>,
    text_len: usize,
    ends: Vec<usize>,
    ends_len: usize,
    unclosed: u32,
    taken: u64,
}

impl<R: Read> Rows<R> {
    /// The rows of `inner`, which must give valid UTF-8 without a byte order mark.
    pub(in crate::import) fn new(inner: R, delimiter: u8) -> Self {
        Self {
            inner,
            core: full_parser(delimiter),
            delimiter,
            buf: Vec::new(),
            start: 0,
            at: 0,
            ended: false,
            line: 1,
            text: vec![0; 4096],
            text_len: 0,
            ends: vec![0; 64],
            ends_len: 0,
            unclosed: 0,
            taken: 0,
        }
    }

    /// Bytes of text taken so far.
    pub(in crate::import) fn taken(&self) -> u64 {
        self.taken
    }

    /// The text of all cells of the row read last, and where each ends.
    pub(in crate::import) fn row(&self) -> (&str, &[usize]) {
        let text = self.text.get(..self.text_len).unwrap_or_default();
        (std::str::from_utf8(text).unwrap_or_default(), self.ends.get(..self.ends_len).unwrap_or_default())
    }

    /// Reads on.
    pub(in crate::import) fn next(&mut self) -> io::Result<Next> {
        if !self.skip_blank_lines()? {
            return Ok(Next::End);
        }
        if let Some(line) = self.plain_row() {
            return Ok(Next::Row(line));
        }
        (self.text_len, self.ends_len, self.at) = (0, 0, self.start);
        loop {
            if self.at == self.buf.len() {
                if self.at - self.start > MAX_ROW {
                    return self.give_up_row();
                }
                if !self.fill()? {
                    return Ok(self.last_row());
                }
            }
            let (result, read) = self.advance(self.at, self.buf.len());
            self.at += read;
            match result {
                // However the bytes came in, so that every way to read a file keeps and gives up the same rows.
                ReadRecordResult::Record | ReadRecordResult::InputEmpty if self.at - self.start > MAX_ROW => {
                    return self.give_up_row();
                }
                ReadRecordResult::Record => return Ok(Next::Row(self.take_row())),
                _ => {}
            }
        }
    }

    /// Takes the row at `start` when it lies whole in `buf` and has neither a quote nor a lone carriage return; gives the line on which it
    /// stands. Anything else is left to the full parser.
    fn plain_row(&mut self) -> Option<u32> {
        let rest = self.buf.get(self.start..)?;
        (self.text_len, self.ends_len) = (0, 0);
        let mut from = 0;
        for hit in memchr3_iter(self.delimiter, b'\n', b'"', rest) {
            let last = match rest[hit] {
                b'"' => return None,
                b'\n' => true,
                _ => false,
            };
            let to = if last && hit > from && rest[hit - 1] == b'\r' { hit - 1 } else { hit };
            if self.ends_len == self.ends.len() {
                self.ends.resize(self.ends.len() * 2, 0);
            }
            if self.text_len + (to - from) + 8 > self.text.len() {
                self.text.resize((self.text.len() + (to - from) + 8) * 2, 0);
            }
            copy(rest, from, to, &mut self.text, self.text_len);
            self.text_len += to - from;
            self.ends[self.ends_len] = self.text_len;
            self.ends_len += 1;
            from = hit + 1;
            if last {
                if from > MAX_ROW || memchr(b'\r', &self.text[..self.text_len]).is_some() {
                    return None;
                }
                let line = self.line;
                self.line = self.line.saturating_add(1);
                self.taken += from as u64;
                self.start += from;
                self.at = self.start;
                return Some(line);
            }
        }
        None
    }

    /// Parses `buf[from..to]` into the row; grows what is full.
    fn advance(&mut self, from: usize, to: usize) -> (ReadRecordResult, usize) {
        let input = self.buf.get(from..to).unwrap_or_default();
        let text = self.text.get_mut(self.text_len..).unwrap_or_default();
        let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
        let (result, read, written, ended) = self.core.read_record(input, text, ends);
        self.text_len += written;
        self.ends_len += ended;
        match result {
            ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
            ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            _ => {}
        }
        (result, read)
    }

    /// The row is complete: moves on behind it and gives the line on which it started.
    fn take_row(&mut self) -> u32 {
        let line = self.line;
        let raw = self.buf.get(self.start..self.at).unwrap_or_default();
        self.line = self.line.saturating_add(count_lines(raw));
        self.taken += raw.len() as u64;
        self.start = self.at;
        line
    }

    /// The file ended inside a row. A line end closes it unless a quote is open.
    fn last_row(&mut self) -> Next {
        loop {
            let text = self.text.get_mut(self.text_len..).unwrap_or_default();
            let ends = self.ends.get_mut(self.ends_len..).unwrap_or_default();
            let (result, _, written, ended) = self.core.read_record(b"\n", text, ends);
            self.text_len += written;
            self.ends_len += ended;
            match result {
                ReadRecordResult::Record => return Next::Row(self.take_row()),
                ReadRecordResult::OutputFull => self.text.resize(self.text.len() * 2, 0),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
                _ => return self.skip_line(),
            }
        }
    }

    /// The row is too long: either a quote is open, or it is one long line, which is skipped to its end.
    fn give_up_row(&mut self) -> io::Result<Next> {
        let raw = self.buf.get(self.start..self.at).unwrap_or_default();
        if has_line_end(raw) {
            return Ok(self.skip_line());
        }
        let line = self.line;
        restart(&mut self.core);
        loop {
            let rest = self.buf.get(self.start..).unwrap_or_default();
            let end = memchr(b'\n', rest);
            self.at = end.map_or(self.buf.len(), |end| self.start + end + 1);
            self.take_row();
            if end.is_some() || !self.fill()? {
                return Ok(Next::TooLong(line));
            }
        }
    }

    /// Leaves the first line of the row being read behind and begins anew with the line after it.
    fn skip_line(&mut self) -> Next {
        let line = self.line;
        let raw = self.buf.get(self.start..).unwrap_or_default();
        let end = raw.iter().position(|b| *b == b'\n').map_or(raw.len(), |end| end + 1);
        self.at = self.start + end;
        self.take_row();
        restart(&mut self.core);
        self.unclosed += 1;
        if self.unclosed > MAX_UNCLOSED { Next::Hopeless(line) } else { Next::Unclosed(line) }
    }

    /// Moves `start` to the next line that holds anything; `false` at the end of the file.
    fn skip_blank_lines(&mut self) -> io::Result<bool> {
        loop {
            while let Some(b'\r' | b'\n') = self.buf.get(self.start) {
                self.at = self.start + 1;
                self.take_row();
            }
            if self.start < self.buf.len() {
                return Ok(true);
            }
            if !self.fill()? {
                return Ok(false);
            }
        }
    }

    /// Reads another chunk behind what is kept; `false` at the end of the file.
    fn fill(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buf.drain(..self.start);
        self.at = self.at.saturating_sub(self.start);
        self.start = 0;
        let kept = self.buf.len();
        self.buf.resize(kept + CHUNK, 0);
        let read = loop {
            match self.inner.read(self.buf.get_mut(kept..).unwrap_or_default()) {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        self.buf.truncate(kept + *read.as_ref().unwrap_or(&0));
        self.ended = read? == 0;
        Ok(!self.ended)
    }
}

/// A parser of any row, which begins at the start of one.
pub(super) fn full_parser(delimiter: u8) -> Reader {
    let mut core = ReaderBuilder::new().delimiter(delimiter).build();
    restart(&mut core);
    core
}

/// Forgets what was read of the row before. The line end keeps csv-core from taking a byte order mark, which may well begin a cell, for the
/// start of a file.
pub(super) fn restart(core: &mut Reader) {
    core.reset();
    core.read_record(b"\n", &mut [0], &mut [0]);
}

/// Whether the part of a row that is looked at before it is given up holds a line end: then a quote is open.
pub(super) fn has_line_end(row: &[u8]) -> bool {
    memchr(b'\n', &row[..row.len().min(MAX_ROW + 1)]).is_some()
}

/// Copies `from[start..end]` to `to[at..]`, which must have room for 8 bytes more: cells are short, and whole words cost less than a call.
fn copy(from: &[u8], start: usize, end: usize, to: &mut [u8], at: usize) {
    let (mut read, mut write) = (start, at);
    while read < end {
        match (from.get(read..read + 8), to.get_mut(write..write + 8)) {
            (Some(word), Some(place)) => place.copy_from_slice(word),
            // The last bytes of the buffer.
            _ => return to[write..write + end - read].copy_from_slice(&from[read..end]),
        }
        read += 8;
        write += 8;
    }
}

fn count_lines(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.iter().filter(|b| **b == b'\n').count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives `step` bytes at a time, so that rows are cut everywhere.
    struct Drip<'a>(&'a [u8], usize);

    impl Read for Drip<'_> {
        fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(buf.len());
            buf[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn all(text: &[u8], step: usize) -> Vec<(Next, Vec<String>)> {
        let mut rows = Rows::new(Drip(text, step), b',');
        let mut out = Vec::new();
        loop {
            let next = rows.next().unwrap();
            let cells = match next {
                Next::Row(_) => {
                    let (text, ends) = rows.row();
                    let starts = std::iter::once(0).chain(ends.iter().copied());
                    starts.zip(ends).map(|(from, to)| text[from..*to].to_owned()).collect()
                }
                _ => Vec::new(),
            };
            out.push((next, cells));
            if matches!(next, Next::End | Next::Hopeless(_)) {
                return out;
            }
        }
    }

    fn lines(text: &str) -> Vec<(u32, String)> {
        let row = |(next, cells): (Next, Vec<String>)| match next {
            Next::Row(line) => Some((line, cells.join("/"))),
            Next::Unclosed(line) => Some((line, "unclosed".to_owned())),
            Next::TooLong(line) => Some((line, "too long".to_owned())),
            _ => None,
        };
        all(text.as_bytes(), 3).into_iter().filter_map(row).collect()
    }

    fn at(rows: &[(u32, &str)]) -> Vec<(u32, String)> {
        rows.iter().map(|(line, text)| (*line, (*text).to_owned())).collect()
    }

    #[test]
    fn a_row_knows_the_line_on_which_it_starts() {
        let text = "a,b\r\n\r\n\r\n1,\"two\nlines\"\n\n3,4\r\n5,\"six \"\"quoted\"\"\"";
        let expected = at(&[(1, "a/b"), (4, "1/two\nlines"), (7, "3/4"), (8, "5/six \"quoted\"")]);
        assert_eq!(lines(text), expected);
        assert_eq!(lines(""), []);
        assert_eq!(lines("\n\n"), []);
        assert_eq!(lines("x"), at(&[(1, "x")]));
    }

    #[test]
    fn a_quote_that_is_never_closed_costs_one_line() {
        let expected = at(&[(1, "a/b"), (2, "unclosed"), (3, "2/y"), (4, "3/z")]);
        assert_eq!(lines("a,b\n1,\"x\n2,y\n3,z\n"), expected);
        assert_eq!(lines("a,b\n1,\"x"), at(&[(1, "a/b"), (2, "unclosed")]));
    }

    #[test]
    fn an_open_quote_far_from_the_end_is_noticed_in_bounded_memory() {
        let mut text = b"a,b\n1,\"x\n".to_vec();
        for _ in 0..400_000 {
            text.extend_from_slice(b"2,yyyy\n");
        }
        let mut rows = Rows::new(&text[..], b',');
        let (mut good, mut bad) = (0, 0);
        loop {
            match rows.next().unwrap() {
                Next::Row(_) => good += 1,
                Next::Unclosed(2) => bad += 1,
                Next::End => break,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!((good, bad), (400_001, 1));
        assert!(rows.buf.capacity() < 4 * MAX_ROW);
    }

    #[test]
    fn a_line_of_100_mb_is_skipped_in_bounded_memory() {
        let long = io::repeat(b'x').take(100 << 20);
        let mut rows = Rows::new((&b"a,b\n"[..]).chain(long).chain(&b"\n3,4\n"[..]), b',');
        let seen: Vec<Next> = std::iter::from_fn(|| Some(rows.next().unwrap()).filter(|n| *n != Next::End)).collect();
        assert_eq!(seen, [Next::Row(1), Next::TooLong(2), Next::Row(3)]);
        assert!(rows.buf.capacity() < 4 * MAX_ROW);
    }

    #[test]
    fn a_file_full_of_open_quotes_is_given_up() {
        let text = "\"x\"y\n\"".repeat(2000).replace("\"x\"y", "a,\"\"\"");
        let last = all(text.as_bytes(), 1000).pop().map(|(next, _)| next);
        assert!(matches!(last, Some(Next::Hopeless(_) | Next::End)), "{last:?}");
    }

    /// The same rows by the full parser alone: one byte at a time never leaves a row whole in the buffer.
    fn slowly(text: &[u8]) -> Vec<(Next, Vec<String>)> {
        all(text, 1)
    }

    proptest! {
        #[test]
        fn plain_rows_are_those_of_the_full_parser(text in "[ab,\r\n]{0,60}|([a-z]{0,30},){0,4}[a-z\"]{0,20}\r?\n[a-c,\n]{0,20}") {
            prop_assert_eq!(all(text.as_bytes(), 1000), slowly(text.as_bytes()));
        }

        #[test]
        fn rows_are_the_same_however_the_file_is_cut(text in "[a,\"\n\r]{0,40}", step in 1usize..5) {
            prop_assert_eq!(all(text.as_bytes(), step), all(text.as_bytes(), 1000));
        }

        #[test]
        fn cells_come_back_as_they_were_written(cells in prop::collection::vec("[ -~\n]{1,8}", 1..6)) {
            let quoted: Vec<String> = cells.iter().map(|c| format!("\"{}\"", c.replace('"', "\"\""))).collect();
            let text = format!("{}\n", quoted.join(","));
            prop_assert_eq!(&all(text.as_bytes(), 1)[0], &(Next::Row(1), cells));
        }
    }
}
