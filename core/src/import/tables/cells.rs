//! Cells as names, times, numbers and words; what is wrong with them, in sentences.

use super::table::{Column, Kind};
use crate::import::Sink;
use crate::model::{Amount, LeftOut, Micros, Moment, NameId, TimeFault, Until, parse_number};
use std::fmt::Write;

/// One data row: its cells in the order of the table's columns.
pub(in crate::import) struct Row<'a> {
    /// The text of all cells of the file's row.
    pub(in crate::import) text: &'a str,
    /// Where each cell of the file's row starts in `text`; empty = where the one before it ends.
    pub(in crate::import) starts: &'a [usize],
    /// Where each cell of the file's row ends in `text`.
    pub(in crate::import) ends: &'a [usize],
    /// Table column → cell of the file's row; `usize::MAX` where the file has no such column.
    pub(in crate::import) places: &'a [usize],
    /// The table's columns.
    pub(in crate::import) columns: &'a [&'static Column],
    /// True when `1,5` may stand for 1.5.
    pub(in crate::import) decimal_comma: bool,
}

impl<'a> Row<'a> {
    /// The cells of the table's columns, in their order; `N` must be how many it has.
    pub(super) fn cells<const N: usize>(&self) -> [Cell<'a>; N] {
        std::array::from_fn(|i| Cell {
            text: self.places.get(i).map_or("", |place| self.raw(*place)),
            column: self.columns.get(i).copied().unwrap_or(&UNKNOWN),
            decimal_comma: self.decimal_comma,
        })
    }

    /// A cell of the file's row; blank when the row is too short.
    fn raw(&self, place: usize) -> &'a str {
        let Some(end) = self.ends.get(place).copied() else { return "" };
        let start = match self.starts.get(place) {
            Some(start) => *start,
            None => place.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0),
        };
        let cell = self.text.get(start..end).unwrap_or("");
        match cell.as_bytes() {
            // Nearly all cells: nothing to take off.
            [first, .., last] if (b'!'..=b'~').contains(first) && (b'!'..=b'~').contains(last) => cell,
            // Spreadsheets and web pages put no-break and thin spaces around what they show.
            _ => cell.trim(),
        }
    }
}

const UNKNOWN: Column = Column { name: "?", kind: Kind::Name, doc: "" };

/// One cell, without the blanks around it.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) text: &'a str,
    column: &'static Column,
    decimal_comma: bool,
}

/// Why a row cannot be read.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::import) enum Fault {
    /// A column that every row needs is blank.
    Blank(&'static str),
    /// A cell does not hold what its column is for: the column, the cell, what is wrong and what would be right.
    Cell(&'static str, String, String),
    /// Cells contradict each other, or the row as a whole is not a row.
    Row(String),
    /// Nothing is wrong with it: a person chose not to load it.
    LeftOut(LeftOut),
}

impl From<LeftOut> for Fault {
    fn from(why: LeftOut) -> Self {
        Fault::LeftOut(why)
    }
}

impl Fault {
    /// The column that it is about.
    pub(in crate::import) fn column(&self) -> Option<&'static str> {
        match self {
            Fault::Blank(column) | Fault::Cell(column, ..) => Some(column),
            Fault::Row(_) | Fault::LeftOut(_) => None,
        }
    }

    /// The sentence for the ledger; without the cell's text when `short`, so that a million like it are one sentence.
    pub(in crate::import) fn sentence(&self, short: bool) -> String {
        match self {
            Fault::Blank(column) => format!("Column `{column}` is empty; every row of this table needs it."),
            Fault::Cell(column, _, wrong) if short => format!("Column `{column}`: the value {wrong}."),
            Fault::Cell(column, text, wrong) => format!("Column `{column}`: `{}` {wrong}.", excerpt(text)),
            Fault::Row(sentence) => sentence.clone(),
            Fault::LeftOut(_) => "The row was left out by choice.".to_owned(),
        }
    }
}

/// The beginning of a long text.
fn excerpt(text: &str) -> String {
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl<'a> Cell<'a> {
    /// The text; blank is a fault.
    pub(super) fn required(&self) -> Result<&'a str, Fault> {
        if self.text.is_empty() { Err(Fault::Blank(self.column.name)) } else { Ok(self.text) }
    }

    /// A fault of this cell.
    pub(super) fn fault(&self, wrong: impl Into<String>) -> Fault {
        Fault::Cell(self.column.name, self.text.to_owned(), wrong.into())
    }

    /// A time; a wall clock without zone is that of `asset`.
    pub(super) fn time(&self, sink: &mut Sink<'_>, asset: &str) -> Result<Micros, Fault> {
        match sink.parse_time(self.required()?) {
            Ok(Moment::Zoned(at)) => Ok(at),
            Ok(Moment::Local(at)) => Ok(sink.local_time(at, asset)),
            Err(TimeFault::Shape) if self.text.bytes().all(|b| b.is_ascii_digit()) => Err(self.fault(
                "is a plain number, which may be seconds or milliseconds; write a time such as 2026-03-23T06:00:00Z",
            )),
            // As databases write it.
            Err(fault) => match self.text.strip_suffix("UTC").map(|bare| sink.parse_time(bare.trim_end())) {
                Some(Ok(Moment::Local(at))) => Ok(at),
                _ => Err(self.fault(fault.to_string())),
            },
        }
    }

    /// The end of something that began at `start`; blank = it has not ended.
    pub(super) fn until(&self, sink: &mut Sink<'_>, asset: &str, start: Micros) -> Result<Until, Fault> {
        if self.text.is_empty() {
            return Ok(Until::OPEN);
        }
        let end = self.time(sink, asset)?;
        if end < start {
            return Err(self.fault("lies before the start of the row; start and end may be swapped"));
        }
        Ok(Until(end))
    }

    /// A finite number; blank = not given.
    pub(super) fn number(&self) -> Result<Amount, Fault> {
        if self.text.is_empty() {
            return Ok(Amount::NONE);
        }
        let Some(value) = self.parsed() else {
            return Err(self.fault(if self.decimal_comma {
                "is not a number such as 12,5 or 12.5"
            } else {
                "is not a number such as 12.5"
            }));
        };
        match self.column.kind {
            Kind::Amount if value < 0.0 => Err(self.fault("is negative; it must be 0 or more")),
            Kind::Positive if value <= 0.0 => Err(self.fault("must be more than 0")),
            _ => Ok(Amount::new(value)),
        }
    }

    /// The number that the cell holds, if it is one.
    pub(super) fn parsed(&self) -> Option<f64> {
        parse_number(self.text).or_else(|| {
            let decimal = self.decimal_comma && !self.text.contains('.') && self.text.matches(',').count() == 1;
            decimal.then(|| parse_number(&self.text.replace(',', ".")))?
        })
    }

    /// One of the column's words: its place among them. Blank = `None`. Upper case, blanks and hyphens do not matter.
    pub(super) fn word(&self) -> Result<Option<usize>, Fault> {
        let Kind::Word(words) = self.column.kind else { return Ok(None) };
        if self.text.is_empty() {
            return Ok(None);
        }
        let same = |word: &str| {
            word.len() == self.text.len()
                && word.bytes().zip(self.text.bytes()).all(|(a, b)| match b {
                    b' ' | b'-' => a == b'_',
                    _ => a == b.to_ascii_lowercase(),
                })
        };
        match words.iter().position(|word| same(word)) {
            Some(place) => Ok(Some(place)),
            None => {
                let mut allowed = String::new();
                for (i, word) in words.iter().enumerate() {
                    let separator = if i == 0 {
                        ""
                    } else if i + 1 == words.len() {
                        " or "
                    } else {
                        ", "
                    };
                    let _ = write!(allowed, "{separator}`{word}`");
                }
                Err(self.fault(format!("is not one of the words allowed here: {allowed}")))
            }
        }
    }

    /// A word that every row needs.
    pub(super) fn required_word(&self) -> Result<usize, Fault> {
        self.required()?;
        self.word()?.ok_or(Fault::Blank(self.column.name))
    }

    /// The id of the text; blank is [`NameId::NONE`].
    pub(super) fn name(&self, sink: &mut Sink<'_>) -> NameId {
        if self.text.is_empty() { NameId::NONE } else { sink.name(self.text) }
    }

    /// The id of the place that the text names in any spelling; blank is [`NameId::NONE`].
    pub(super) fn place(&self, sink: &mut Sink<'_>) -> NameId {
        if self.text.is_empty() { NameId::NONE } else { sink.place(self.text) }
    }
}
