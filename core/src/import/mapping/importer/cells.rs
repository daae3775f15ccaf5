//! The cells of a row, and rows that are none.

use crate::bytes::Content;
use crate::import::mapping::layout::{Form, Layout, is_decoration};
use crate::import::tables::{Reader, normal};

/// Reads the rows of a table.
pub(in crate::import::mapping) fn reader(content: &Content, layout: &Layout) -> Reader {
    match layout.form {
        Form::Delimited(delimiter) => Reader::rows(content, delimiter),
        Form::Json => Reader::json(content, layout.header.iter().map(|name| normal(name)).collect()),
    }
}

/// The cells of a row as the file has them.
#[derive(Clone, Copy)]
pub(in crate::import::mapping) struct Cells<'a> {
    pub(in crate::import::mapping) text: &'a str,
    pub(in crate::import::mapping) ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// A cell; blank when the row is too short.
    pub(in crate::import::mapping) fn get(&self, place: usize) -> &'a str {
        let Some(end) = self.ends.get(place).copied() else { return "" };
        let start = place.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start..end).unwrap_or("").trim()
    }
}

/// Lines of dashes, and headers that are repeated on every page.
pub(in crate::import::mapping) fn is_frame(cells: &Cells<'_>, header: &[String]) -> bool {
    let first = cells.get(0);
    if first.is_empty() || first.starts_with(['-', '=', '_', '+', '*']) {
        let all: Vec<String> = (0..cells.ends.len()).map(|i| cells.get(i).to_owned()).collect();
        if is_decoration(&all) {
            return true;
        }
    }
    let named =
        |(i, name): (usize, &String)| cells.get(i) == name || (cells.get(i).is_empty() && name.starts_with("column "));
    header.iter().enumerate().all(named)
}

/// Words that begin the last line of a report.
pub(in crate::import::mapping) fn is_total(cells: &Cells<'_>) -> bool {
    const WORDS: &[&str] = &[
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "summe:",
        "total:",
        "gesamt:",
        "σ",
        "∑",
        "*",
        "**",
        "totale",
        "totaal",
        "suma",
        "celkem",
        "anzahl:",
        "total général",
        "total general",
        "end of report",
        "ende",
    ];
    let first = (0..cells.ends.len()).map(|i| cells.get(i)).find(|cell| !cell.is_empty());
    first.is_some_and(|cell| {
        let cell = cell.to_lowercase();
        WORDS.contains(&cell.as_str())
            || cell.starts_with("summe ")
            || cell.starts_with("total ")
            || cell.starts_with("gesamt ")
    })
}
