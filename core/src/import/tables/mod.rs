//! Floorlens tables: one fact per row, recognised by the header alone.
//!
//! ```text
//! table.rs     what a table is: its columns
//! facts.rs     how a row becomes a fact
//! machines.rs  states, counts, alarms, measurements
//! plan.rs      products, calendars, assets
//! places.rs    operations, sightings, movements
//! materials.rs transformations, containment, quality, items
//! header.rs    delimiter and table from the header
//! rows.rs      rows with their lines, in bounded memory whatever the input
//! cut.rs       rows of a text that lies whole in memory
//! marks.rs     finding the bytes at which rows are cut
//! json.rs      the same rows from NDJSON and arrays
//! object.rs    an object on a line, quickly where it looks like the one before
//! cells.rs     cells as names, times, numbers and words; what is wrong with them
//! reader.rs    rows with what is wrong with them, CSV and NDJSON alike
//! importer.rs  rows → records → facts
//! range.rs     the rows of a range → records → facts
//! ```

mod cells;
mod cut;
mod facts;
mod header;
mod importer;
mod json;
mod machines;
mod marks;
mod materials;
mod object;
mod places;
mod plan;
mod range;
mod reader;
mod rows;
mod table;

pub(super) use cells::{Fault, Row};
pub(super) use facts::{ToFact, to_fact};
pub(super) use header::{Layout, normal};
pub(super) use importer::announce;
pub(super) use json::{as_lines as json_lines, is_list as json_is_list, keys as json_keys};
pub(super) use range::{divisible_layout, read_rows};
pub(crate) use reader::{FULL_SENTENCES, goes_on_in_ranges};
pub(super) use reader::{Reader, check_room, check_width, close, refuse};
pub(crate) use rows::MAX_UNCLOSED;
pub(super) use rows::{Next, Rows};
pub(super) use table::{Column, Table, find_table};
pub use table::{ColumnDoc, TableDoc, all_tables};

use super::ImportError;
use super::detect::{Format, Opened};
use crate::bytes::{Content, Head};

/// How the registry knows Floorlens tables of machines and plans.
pub(super) const FORMAT: Format =
    Format { title: "Floorlens table (CSV, TSV, JSON)", recognises: of_machines, open: open_of_machines };

/// How it knows those of items.
pub(super) const ITEMS_FORMAT: Format =
    Format { title: "Floorlens table of items", recognises: of_items, open: open_of_items };

fn of_machines(head: &Head) -> bool {
    recognises(head, false)
}

fn of_items(head: &Head) -> bool {
    recognises(head, true)
}

fn recognises(head: &Head, items: bool) -> bool {
    match header::find(head) {
        header::Finding::Layout(layout) => {
            facts::names_items(layout.table.name) == items && !has_foreign_times(&layout, head)
        }
        // Either half says why it is refused.
        header::Finding::Ambiguous(_) => true,
        header::Finding::Nothing => false,
    }
}

/// True when the columns bear our names but none of the first times is written our way, as in `asset;start;state` with `23.03.2026 06:15`:
/// such a table is mapped like any other.
fn has_foreign_times(layout: &header::Layout, head: &Head) -> bool {
    let header::Form::Delimited { delimiter, .. } = layout.form else { return false };
    let times: Vec<usize> = layout
        .columns
        .iter()
        .zip(&layout.places)
        .filter(|(c, _)| c.kind == table::Kind::Time)
        .map(|(_, place)| *place)
        .collect();
    let mut rows = Rows::new(head.text.as_bytes(), delimiter);
    let mut foreign = 0;
    for _ in 0..40 {
        let Ok(next) = rows.next() else { break };
        if next == Next::End {
            break;
        }
        let (text, ends) = rows.row();
        for place in &times {
            let end = ends.get(*place).copied().unwrap_or(0);
            let start = place.checked_sub(1).and_then(|i| ends.get(i)).copied().unwrap_or(0);
            let cell = text.get(start..end).unwrap_or_default();
            if crate::model::parse_iso8601(cell).is_ok() {
                return false;
            }
            // Two marks of a date that does not begin with its year, such as 23.03.2026 or 3/23/2026.
            let marks = cell.bytes().take(10).filter(|b| matches!(b, b'.' | b'/')).count();
            foreign += u32::from(marks == 2 && cell.starts_with(|c: char| c.is_ascii_digit()));
        }
    }
    foreign > 0
}

fn open_of_machines(head: &Head, content: Content) -> Result<Opened, ImportError> {
    open(head, content, facts::of_machines)
}

fn open_of_items(head: &Head, content: Content) -> Result<Opened, ImportError> {
    open(head, content, facts::of_items)
}

fn open(head: &Head, content: Content, to_fact: fn(&str) -> Option<ToFact>) -> Result<Opened, ImportError> {
    let nothing = || ImportError::Unknown("The header names no Floorlens table.".to_owned());
    match header::find(head) {
        header::Finding::Layout(layout) => {
            let format = layout.table.format;
            let to_fact = to_fact(layout.table.name).ok_or_else(nothing)?;
            Ok(Opened { format, importer: Box::new(importer::TableImporter::new(layout, content, to_fact)) })
        }
        header::Finding::Ambiguous(sentence) => Err(ImportError::Unknown(sentence)),
        header::Finding::Nothing => Err(nothing()),
    }
}
