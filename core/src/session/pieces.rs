//! A long table of a book: its text is made in order, piece by piece, read like the ranges of a file, and put together here.
//!
//! ```text
//! text    header row row … row │ row … row │ row … row      whole rows, some megabytes of them
//! chunks  chunk 1              │ chunk 2   │ chunk 3
//! ```
//!
//! What comes out is what reading the table in one go gives, number for number (`pieces_tests.rs`).

use super::Session;
use super::ranges::{Merge, Merged};
use crate::bytes::STEP_BYTES;
use crate::import::Range;
use std::io::Read;

/// A row that is longer is none of a table that is read so.
const MOST_ROW: usize = 4 * STEP_BYTES as usize;
/// Text is asked for in such parts.
const PART: usize = 1 << 20;

/// A table whose text is read piece by piece.
pub struct Pieces {
    merge: Merge,
    text: Text,
}

/// Text as it comes.
struct Text {
    from: Box<dyn Read>,
    bytes: Vec<u8>,
    /// So many of `bytes` are text; what stands behind them is left from before.
    filled: usize,
    /// The first ones, whole rows, are the piece that is next.
    piece: usize,
    /// Least bytes of a piece but the last.
    least: usize,
    ended: bool,
}

impl Text {
    /// Goes on to the next piece; `None` where the text cannot be had, or not in pieces.
    fn advance(&mut self) -> Option<()> {
        self.bytes.copy_within(self.piece..self.filled, 0);
        self.filled -= self.piece;
        self.piece = 0;
        loop {
            let text = self.bytes.get(..self.filled).unwrap_or_default();
            if self.ended {
                self.piece = self.filled;
                return Some(());
            }
            if self.filled >= self.least
                && let Some(end) = memchr::memrchr(b'\n', text)
            {
                self.piece = end + 1;
                return Some(());
            }
            if self.filled > MOST_ROW {
                return None;
            }
            if self.bytes.len() < self.filled + PART {
                self.bytes.resize(self.filled + PART, 0);
            }
            let read = self.from.read(self.bytes.get_mut(self.filled..)?).ok()?;
            self.filled += read;
            self.ended = read == 0;
        }
    }
}

impl Pieces {
    /// Begins to put together the table that was just opened. `None` for whatever is not a plain Floorlens table of a book.
    pub fn begin(session: &mut Session) -> Option<Self> {
        Self::with_pieces_of(session, STEP_BYTES as usize)
    }

    /// With pieces of at least so many bytes, for tests.
    pub fn with_pieces_of(session: &mut Session, least: usize) -> Option<Self> {
        let importer = &session.open.as_ref().filter(|open| open.importer.is_divisible())?.importer;
        let from = importer.text()?;
        let mut text = Text { from, bytes: Vec::new(), filled: 0, piece: 0, least, ended: false };
        text.advance()?;
        let merge = Merge::of_text(session, text.bytes.get(..text.piece)?)?;
        Some(Self { merge, text })
    }

    /// The piece that is next: whole rows, where they stand in the text, and whether they are the last. The first one says what the table is.
    pub fn piece(&mut self) -> (&[u8], Range, bool) {
        // Whether more comes is known only where the text has ended.
        let last = self.text.ended && self.text.piece == self.text.filled;
        let range = self.merge.piece(self.text.piece as u64, last);
        (self.text.bytes.get(..self.text.piece).unwrap_or_default(), range, last)
    }

    /// Whether the file is still the one that the session reads: it may have been cancelled.
    pub fn goes_on(&self, session: &Session) -> bool {
        self.merge.goes_on(session)
    }

    /// Appends the chunk of the piece that is next, and goes on to the one after it.
    pub fn take(&mut self, session: &mut Session, chunk: &[u8]) -> Merged {
        match self.merge.take(session, chunk) {
            Merged::Taken if self.text.advance().is_none() => self.give_up(session),
            Merged::Again(_) => self.give_up(session),
            merged => merged,
        }
    }

    /// Puts the table back, to be read in one go, which meets what there is to meet and says so.
    pub fn give_up(&self, session: &mut Session) -> Merged {
        self.merge.give_up(session);
        Merged::InOneGo
    }
}

#[cfg(test)]
#[path = "pieces_tests.rs"]
mod tests;
