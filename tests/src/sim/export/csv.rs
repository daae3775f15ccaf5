//! A CSV writer: quotes only where it must.

use floorlens_core::model::{Micros, format_rfc3339};
use std::fmt::Write;

/// A table being written.
pub(super) struct Csv {
    text: String,
    columns: usize,
}

impl Csv {
    pub(super) fn new(header: &str) -> Self {
        Self { text: format!("{header}\n"), columns: header.split(',').count() }
    }

    /// Appends a row; it must have as many cells as the header.
    pub(super) fn row(&mut self, cells: &[&str]) {
        assert_eq!(cells.len(), self.columns, "a row has the header's columns: {cells:?}");
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.text.push(',');
            }
            if cell.contains([',', '"', '\n']) {
                let _ = write!(self.text, "\"{}\"", cell.replace('"', "\"\""));
            } else {
                self.text.push_str(cell);
            }
        }
        self.text.push('\n');
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// A time as the exports write it.
pub(super) fn time(at: Micros) -> String {
    format_rfc3339(at)
}
