//! Rows of a text that lies whole in memory: a stretch of a long file between two line ends.
//!
//! ```text
//! text   M1,2026-…Z,RUN\n M2,"2026-…Z",STOP\n …        cells stay where they are; starts and ends say where
//! ```
//!
//! Gives the very rows that [`Rows`](super::Rows) gives for the same bytes, with the same lines. Rows of plain cells, and of quoted cells without
//! quotes or line ends in them, are cut at their separators; anything else goes through the full parser.

use super::marks::Marks;
use super::rows::{MAX_ROW, MAX_UNCLOSED, Next, full_parser, has_line_end, restart};
use csv_core::{ReadRecordResult, Reader};
use memchr::{memchr, memchr3};

/// What comes next in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// As in a file.
    Is(Next),
    /// The text ends inside a row, and the file goes on behind it.
    Torn,
}

/// Cuts a text into rows.
pub(super) struct Cutter<'a> {
    text: &'a str,
    /// Whether the file ends with the text.
    last: bool,
    delimiter: u8,
    marks: Marks<'a>,
    at: usize,
    line: u32,
    starts: Vec<usize>,
    ends: Vec<usize>,
    core: Reader,
    /// Cells of a row that the full parser read, one behind the other.
    parsed: Vec<u8>,
    parsed_len: usize,
    parsed_ends: usize,
    is_parsed: bool,
    unclosed: u32,
}

impl<'a> Cutter<'a> {
    /// The rows of `text`, which begins at a row. `unclosed` quotes were put right before it.
    pub(super) fn new(text: &'a str, last: bool, delimiter: u8, unclosed: u32) -> Self {
        Self {
            text,
            last,
            delimiter,
            marks: Marks::new(text.as_bytes(), delimiter),
            at: 0,
            line: 1,
            starts: vec![0; 64],
            ends: vec![0; 64],
            core: full_parser(delimiter),
            parsed: Vec::new(),
            parsed_len: 0,
            parsed_ends: 0,
            is_parsed: false,
            unclosed,
        }
    }

    /// Quotes put right so far, those before the text included.
    pub(super) fn unclosed(&self) -> u32 {
        self.unclosed
    }

    /// The text of the row read last, where its cells start (none = each where the one before it ends) and where they end.
    pub(super) fn row(&self) -> (&str, &[usize], &[usize]) {
        let ends = self.ends.get(..self.parsed_ends).unwrap_or_default();
        if self.is_parsed {
            let parsed = self.parsed.get(..self.parsed_len).unwrap_or_default();
            return (std::str::from_utf8(parsed).unwrap_or_default(), &[], ends);
        }
        (self.text, self.starts.get(..self.parsed_ends).unwrap_or_default(), ends)
    }

    /// Reads on.
    pub(super) fn next(&mut self) -> Cut {
        let bytes = self.text.as_bytes();
        while let Some(b @ (b'\r' | b'\n')) = bytes.get(self.at) {
            self.line = self.line.saturating_add(u32::from(*b == b'\n'));
            self.at += 1;
        }
        if self.at == bytes.len() {
            return Cut::Is(Next::End);
        }
        match self.plain() {
            Some(line) => Cut::Is(Next::Row(line)),
            None => self.full(),
        }
    }

    /// Takes the row at `at` if it ends in the text and is plain; gives its line.
    fn plain(&mut self) -> Option<u32> {
        let bytes = self.text.as_bytes();
        (self.is_parsed, self.parsed_ends) = (false, 0);
        let mut from = self.at;
        loop {
            let mut hit = self.marks.next(from)?;
            let (mut start, mut end) = (from, hit);
            if bytes[hit] == b'"' {
                // A quoted cell: plain if the next quote closes it and no line end lies between.
                start = hit + 1;
                end = start + memchr3(b'"', b'\n', b'\r', bytes.get(start..)?)?;
                if hit > from || bytes[end] != b'"' {
                    return None;
                }
                hit = end + 1;
            }
            let next = match (bytes.get(hit)?, bytes.get(hit + 1)) {
                (b'\r', Some(b'\n')) => hit + 2,
                (b'\n', _) => hit + 1,
                (b, _) if *b == self.delimiter => hit + 1,
                // Text behind a quote, or a lone carriage return, which ends a row.
                _ => return None,
            };
            if self.parsed_ends == self.ends.len() {
                self.starts.resize(self.ends.len() * 2, 0);
                self.ends.resize(self.ends.len() * 2, 0);
            }
            self.starts[self.parsed_ends] = start;
            self.ends[self.parsed_ends] = end;
            self.parsed_ends += 1;
            from = next;
            if bytes[next - 1] == b'\n' {
                if next - self.at > MAX_ROW {
                    return None;
                }
                let line = self.line;
                self.line = line.saturating_add(1);
                self.at = next;
                return Some(line);
            }
        }
    }

    /// Takes the row at `at`, whatever it holds.
    fn full(&mut self) -> Cut {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(self.at..).unwrap_or_default();
        let row = &rest[..rest.len().min(MAX_ROW + 1)];
        restart(&mut self.core);
        (self.is_parsed, self.parsed_len, self.parsed_ends) = (true, 0, 0);
        let read = self.parse(row);
        match read {
            Some(read) if read <= MAX_ROW => return Cut::Is(Next::Row(self.take(read))),
            None if row.len() <= MAX_ROW => {
                if !self.last {
                    return Cut::Torn;
                }
                // A line end closes the last row unless a quote is open.
                if self.parse(b"\n").is_some() {
                    return Cut::Is(Next::Row(self.take(row.len())));
                }
                return self.skip_line();
            }
            _ => {}
        }
        if has_line_end(row) {
            return self.skip_line();
        }
        match memchr(b'\n', rest) {
            Some(end) => Cut::Is(Next::TooLong(self.take(end + 1))),
            None if self.last => Cut::Is(Next::TooLong(self.take(rest.len()))),
            None => Cut::Torn,
        }
    }

    /// Parses `input` behind what was parsed of the row; gives how much of it the row took, if it ended.
    fn parse(&mut self, input: &[u8]) -> Option<usize> {
        let mut read = 0;
        loop {
            let text = self.parsed.get_mut(self.parsed_len..).unwrap_or_default();
            let ends = self.ends.get_mut(self.parsed_ends..).unwrap_or_default();
            let (result, took, written, ended) = self.core.read_record(&input[read..], text, ends);
            read += took;
            self.parsed_len += written;
            self.parsed_ends += ended;
            match result {
                ReadRecordResult::Record => return Some(read),
                ReadRecordResult::OutputFull => self.parsed.resize((self.parsed.len() * 2).max(4096), 0),
                ReadRecordResult::OutputEndsFull => {
                    self.ends.resize(self.ends.len() * 2, 0);
                    self.starts.resize(self.ends.len(), 0);
                }
                ReadRecordResult::InputEmpty | ReadRecordResult::End => return None,
            }
        }
    }

    /// Leaves so many bytes behind; gives the line on which they began.
    fn take(&mut self, bytes: usize) -> u32 {
        let line = self.line;
        let raw = self.text.as_bytes().get(self.at..self.at + bytes).unwrap_or_default();
        self.line = line.saturating_add(line_ends(raw));
        self.at += bytes;
        line
    }

    /// Leaves the first line of a row with an open quote behind.
    fn skip_line(&mut self) -> Cut {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let line = self.take(memchr(b'\n', rest).map_or(rest.len(), |end| end + 1));
        self.unclosed += 1;
        Cut::Is(if self.unclosed > MAX_UNCLOSED { Next::Hopeless(line) } else { Next::Unclosed(line) })
    }
}

/// How many line ends there are.
fn line_ends(bytes: &[u8]) -> u32 {
    u32::try_from(memchr::memchr_iter(b'\n', bytes).count()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::Rows;
    use super::*;
    use proptest::prelude::*;

    /// What a row says, and how much of it.
    type Said = (Next, Vec<String>);

    fn by_rows(text: &str) -> Vec<Said> {
        let mut rows = Rows::new(text.as_bytes(), b',');
        let mut all = Vec::new();
        loop {
            let next = rows.next().unwrap();
            let (text, ends) = rows.row();
            let starts = std::iter::once(0).chain(ends.iter().copied());
            let cells = match next {
                Next::Row(_) => starts.zip(ends).map(|(a, b)| text[a..*b].to_owned()).collect(),
                _ => Vec::new(),
            };
            all.push((next, cells));
            if matches!(next, Next::End | Next::Hopeless(_)) {
                return all;
            }
        }
    }

    fn by_cuts(text: &str) -> Vec<Said> {
        let mut cutter = Cutter::new(text, true, b',', 0);
        let mut all = Vec::new();
        loop {
            let Cut::Is(next) = cutter.next() else { panic!("the last text is never torn") };
            let (text, starts, ends) = cutter.row();
            let start = |i: usize| starts.get(i).copied().unwrap_or_else(|| if i == 0 { 0 } else { ends[i - 1] });
            let cells = match next {
                Next::Row(_) => ends.iter().enumerate().map(|(i, end)| text[start(i)..*end].to_owned()).collect(),
                _ => Vec::new(),
            };
            all.push((next, cells));
            if matches!(next, Next::End | Next::Hopeless(_)) {
                return all;
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn a_text_in_memory_has_the_rows_of_a_file(text in "([ab\",\n\r]|\"\"|\r\n|\",\"|\u{feff}|é){0,40}") {
            prop_assert_eq!(by_cuts(&text), by_rows(&text));
        }
    }

    #[test]
    fn rows_at_the_limit_are_kept_and_given_up_alike() {
        for over in 0..3 {
            let cell = "x".repeat(MAX_ROW - 2 + over);
            for text in [
                format!("a,b\n{cell},\nc,d\n"),
                format!("a,b\n{cell},\r\nc,d\r\n"),
                format!("a\n\"{cell}\"\nc,d\n"),
                format!("a\n\"{}\n{}\"\nc,d\n", &cell[..10], &cell[14..]),
                format!("a\n\"{cell}"),
                format!("a\n{cell}"),
            ] {
                assert_eq!(by_cuts(&text), by_rows(&text), "{over} {:?}", &text[..16]);
            }
        }
    }

    #[test]
    fn a_text_that_ends_inside_a_quote_is_torn_unless_the_file_ends_there() {
        let mut cutter = Cutter::new("a,b\nc,\"d\n", false, b',', 0);
        assert_eq!(cutter.next(), Cut::Is(Next::Row(1)));
        assert_eq!(cutter.next(), Cut::Torn);
    }
}
