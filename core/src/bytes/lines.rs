//! Lines with their numbers, in bounded memory whatever the input.

use std::io::{self, BufRead, Read};

/// The longest line that is kept. A longer one is skipped to its end and reported, so that no input can fill the memory.
pub const MAX_LINE: usize = 16 << 20;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// Its number in the file, from 1.
    pub number: u32,
    /// Its text without the line end; only the beginning when the line is [too long](Line::too_long).
    pub text: &'a str,
    /// The whole length in bytes when it is above [`MAX_LINE`].
    pub too_long: Option<u64>,
    /// False when the file ends without a line end, so that the line may be cut off.
    pub ended: bool,
}

/// Reads lines. Not an [`Iterator`], because the text of a line is lent until the next one is read.
pub struct Lines<R> {
    reader: R,
    buf: Vec<u8>,
    number: u32,
    taken: u64,
    failed: Option<io::Error>,
}

impl<R: BufRead> Lines<R> {
    /// The lines of `reader`, which must give valid UTF-8.
    pub fn new(reader: R) -> Self {
        Self { reader, buf: Vec::new(), number: 0, taken: 0, failed: None }
    }

    /// Bytes of text taken so far.
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// The next line, `None` at the end. When reading fails, what was read of the line before is given first.
    #[allow(clippy::should_implement_trait, reason = "the line is lent, which Iterator cannot say")]
    pub fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        self.buf.clear();
        let read = self.reader.by_ref().take(MAX_LINE as u64 + 1).read_until(b'\n', &mut self.buf);
        if let Err(error) = read {
            if self.buf.is_empty() {
                return Err(error);
            }
            self.failed = Some(error);
        }
        if self.buf.is_empty() {
            return Ok(None);
        }
        self.number = self.number.saturating_add(1);
        let mut ended = self.buf.last() == Some(&b'\n');
        let mut length = self.buf.len() as u64;
        if !ended && self.buf.len() > MAX_LINE && self.failed.is_none() {
            ended = self.skip_rest(&mut length);
        }
        self.taken += length;
        let mut text = self.buf.strip_suffix(b"\n").unwrap_or(&self.buf);
        text = text.strip_suffix(b"\r").unwrap_or(text);
        let too_long = (length > MAX_LINE as u64).then_some(length);
        let text = match std::str::from_utf8(text) {
            Ok(text) => text,
            // Only the cut of a line that is too long, or a failing reader, can split a character.
            Err(e) => std::str::from_utf8(&text[..e.valid_up_to()]).unwrap_or_default(),
        };
        Ok(Some(Line { number: self.number, text, too_long, ended }))
    }

    /// Skips to the line end and says whether there is one.
    fn skip_rest(&mut self, length: &mut u64) -> bool {
        loop {
            let (n, found) = match self.reader.fill_buf() {
                Ok([]) => return false,
                Ok(chunk) => match memchr::memchr(b'\n', chunk) {
                    Some(at) => (at + 1, true),
                    None => (chunk.len(), false),
                },
                Err(error) => {
                    self.failed = Some(error);
                    return false;
                }
            };
            self.reader.consume(n);
            *length += n as u64;
            if found {
                return true;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<(u32, String, bool)> {
        let mut lines = Lines::new(bytes);
        let mut out = Vec::new();
        while let Some(line) = lines.next().expect("memory does not fail") {
            out.push((line.number, line.text.to_owned(), line.ended));
        }
        assert_eq!(lines.taken(), bytes.len() as u64);
        out
    }

    #[test]
    fn lines_keep_their_numbers_whatever_ends_them() {
        let lines = all(b"a\r\n\nb\nlast");
        let expected = [(1, "a", true), (2, "", true), (3, "b", true), (4, "last", false)];
        assert_eq!(lines, expected.map(|(n, t, e)| (n, t.to_owned(), e)));
        assert_eq!(all(b""), []);
    }

    #[test]
    fn a_line_of_100_mb_is_skipped_in_bounded_memory() {
        let endless =
            io::Cursor::new(b"head\n").chain(io::repeat(b'x').take(100 << 20)).chain(io::Cursor::new(b"\ntail\n"));
        let mut lines = Lines::new(io::BufReader::new(endless));
        let mut seen = Vec::new();
        while let Some(line) = lines.next().expect("memory does not fail") {
            seen.push((line.number, line.too_long));
        }
        assert_eq!(seen, [(1, None), (2, Some((100 << 20) + 1)), (3, None)]);
        assert!(lines.buf.capacity() <= 3 * MAX_LINE, "{}", lines.buf.capacity());
    }
}
