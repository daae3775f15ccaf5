//! The history as the files a plant would have.
//!
//! ```text
//! lanes.rs     states per machine in wall time
//! tables/      Floorlens tables: machines, material, logistics, plan
//! mtconnect.rs adapter logs and Streams documents
//! epcis.rs     what happened as EPCIS events; as JSON and as XML
//! readers.rs   what readers log
//! mes.rs       tables of a manufacturing execution system, foreign headers
//! ```

mod epcis;
mod epcis_xml;
pub mod lanes;
mod mes;
mod mtconnect;
mod readers;
mod tables;

pub use mtconnect::execution;

use super::Plant;
use super::scenario::Style;
use floorlens_core::model::{Micros, format_rfc3339};

/// A file.
pub enum File {
    /// Rows under a header, which dirt may change.
    Table(Table),
    /// Anything else.
    Text {
        /// Name, with folders.
        name: String,
        /// Content.
        text: String,
    },
}

/// A table, one text per row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name without its ending.
    pub name: String,
    /// Separator.
    pub separator: char,
    /// First line.
    pub header: String,
    /// The others.
    pub rows: Vec<String>,
}

impl Table {
    fn new(name: &str, header: &str) -> Self {
        let separator = if header.contains(';') { ';' } else { ',' };
        Self { name: name.to_owned(), separator, header: header.to_owned(), rows: Vec::new() }
    }

    /// Appends a row; it must have as many cells as the header.
    fn row(&mut self, cells: &[&str]) {
        debug_assert_eq!(cells.len(), self.header.split(self.separator).count(), "{cells:?}");
        let mut row = String::with_capacity(cells.iter().map(|cell| cell.len() + 1).sum());
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                row.push(self.separator);
            }
            if cell.contains([self.separator, '"', '\n']) {
                row.push('"');
                row.push_str(&cell.replace('"', "\"\""));
                row.push('"');
            } else {
                row.push_str(cell);
            }
        }
        self.rows.push(row);
    }

    /// The file.
    pub fn text(&self) -> String {
        let mut text =
            String::with_capacity(self.header.len() + 1 + self.rows.iter().map(|r| r.len() + 1).sum::<usize>());
        text.push_str(&self.header);
        text.push('\n');
        for row in &self.rows {
            text.push_str(row);
            text.push('\n');
        }
        text
    }

    /// Name with its ending.
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }
}

/// Hands over every file of a plant in its styles, one after the other, so that only one is in memory.
pub fn each(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    let styles = &plant.scenario.exports;
    let only_tables = [Style::Tables];
    for style in if styles.is_empty() { &only_tables } else { styles.as_slice() } {
        match style {
            Style::Tables => tables::each(plant, hand_over),
            Style::Shdr => mtconnect::shdr(plant, hand_over),
            Style::Streams => mtconnect::streams(plant, hand_over),
            Style::EpcisJson => hand_over(epcis::json(plant)),
            Style::EpcisXml => hand_over(epcis_xml::xml(plant)),
            Style::ReaderLogs => readers::each(plant, hand_over),
            Style::Mes => mes::each(plant, hand_over),
        }
    }
}

/// An instant of working time as the exports write it; `ending`: of something that ends.
fn time(plant: &Plant, worked: Micros, ending: bool) -> String {
    format_rfc3339(plant.clock.wall(worked, ending))
}

/// A figure with at most six decimals, without trailing zeros.
fn number(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
