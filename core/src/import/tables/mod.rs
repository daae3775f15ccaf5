//! Floorlens tables: one fact per row, recognised by the header alone.
//!
//! ```text
//! table.rs     what a table is: its columns, and how a row becomes a fact
//! machines.rs  states, counts, alarms, measurements
//! plan.rs      products, calendars, assets
//! places.rs    operations, sightings, movements
//! materials.rs transformations, containment, quality, items
//! header.rs    delimiter and table from the header
//! rows.rs      rows with their lines, in bounded memory whatever the input
//! json.rs      the same rows from NDJSON
//! cells.rs     cells as names, times, numbers and words; what is wrong with them
//! importer.rs  rows → records → facts
//! ```

mod cells;
mod header;
mod importer;
mod json;
mod machines;
mod materials;
mod places;
mod plan;
mod rows;
mod table;

pub use table::{ColumnDoc, TableDoc, all_tables};

use super::ImportError;
use super::detect::{Format, Opened};
use crate::bytes::{Content, Head};

/// How the registry knows Floorlens tables.
pub(super) const FORMAT: Format = Format { title: "Floorlens table (CSV, TSV, NDJSON)", recognises, open };

fn recognises(head: &Head) -> bool {
    !matches!(header::find(head), header::Finding::Nothing)
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    match header::find(head) {
        header::Finding::Layout(layout) => {
            let format = layout.table.format;
            Ok(Opened { format, importer: Box::new(importer::TableImporter::new(layout, content)) })
        }
        header::Finding::Ambiguous(sentence) => Err(ImportError::Unknown(sentence)),
        header::Finding::Nothing => Err(ImportError::Unknown("The header names no Floorlens table.".to_owned())),
    }
}
