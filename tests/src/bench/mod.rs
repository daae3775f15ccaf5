//! Data to measure with: large, quickly made, the same on every machine, and plain enough that another program can be asked the same.
//!
//! The plants of [`crate::sim`] are true to life and cost a simulation; these cost a loop. Every folder is one load:
//!
//! ```text
//! csv/        states.csv: N rows of five columns on 50 machines
//! gz/         the same, a quarter of the rows, gzipped
//! ndjson/     the same as lines of JSON, a quarter of the rows
//! shdr/       M00.txt: N/4 observations of one machine
//! streams/    streams.xml: N/10 observations
//! epcis/      events.json: N/20 events
//! epcis-xml/  the same as XML
//! ocel/       log.json: N/10 events
//! ocel-xml/   log.xml: N/20 events
//! xes/        log.xes: N/10 events
//! qif/        results.qif: N/20 results
//! xlsx/       states.xlsx: N/20 rows of five columns
//! parquet/    states.parquet: N/2 rows of them
//! links/      transformations.csv: N rows
//! tree/       transformations.csv: one lot and what became of it, 2,600 things
//! plant/      states, counts, calendars, products, transformations, operations, sightings: N rows in all
//! ```
//!
//! ```text
//! writer.rs     a file being written, times as text
//! machines.rs   states, counts, calendars, products
//! material.rs   transformations, operations, sightings
//! documents.rs  SHDR, Streams XML
//! epcis.rs      EPCIS, JSON and XML
//! logs.rs       OCEL, XES, QIF
//! books.rs      a workbook, Parquet
//! ```

mod books;
mod documents;
mod epcis;
mod logs;
mod machines;
mod material;
mod writer;

use floorlens_core::protocol::{Direction, Question};
use std::io;
use std::path::Path;

pub use machines::LANES;
pub use material::{ASSEMBLY_ROWS, UNITS_PER_LOT};

/// The states of `csv/` in memory.
pub fn states(rows: u64) -> io::Result<Vec<u8>> {
    machines::states_text(rows)
}

/// The transformations of `tree/`.
pub fn tree() -> String {
    material::tree()
}

/// The question for a picture of so many boxes of it.
pub fn wide_tree(boxes: u32) -> Question {
    let open: Vec<String> =
        std::iter::once("ROOT".to_owned()).chain((0..52).map(|part| format!("A{part:02}"))).collect();
    let pages = open.iter().map(|item| (item.clone(), 9)).collect();
    Question::Tree { item: "ROOT".to_owned(), direction: Direction::Forward, expanded: open, pages, limit: Some(boxes) }
}

/// Writes every folder for `events` events under `out`.
pub fn write(out: &Path, events: u64) -> io::Result<()> {
    machines::states_csv(&out.join("csv/states.csv"), events)?;
    machines::states_gz(&out.join("gz/states.csv.gz"), events / 4)?;
    machines::states_ndjson(&out.join("ndjson/states.ndjson"), events / 4)?;
    documents::shdr(&out.join("shdr/M00.txt"), events / 4)?;
    documents::streams(&out.join("streams/streams.xml"), events / 10)?;
    epcis::json(&out.join("epcis/events.json"), events / 20)?;
    epcis::xml(&out.join("epcis-xml/events.xml"), events / 20)?;
    logs::ocel_json(&out.join("ocel/log.json"), events / 10)?;
    logs::ocel_xml(&out.join("ocel-xml/log.xml"), events / 20)?;
    logs::xes(&out.join("xes/log.xes"), events / 10)?;
    logs::qif(&out.join("qif/results.qif"), events / 20)?;
    books::xlsx(&out.join("xlsx/states.xlsx"), events / 20)?;
    books::parquet(&out.join("parquet/states.parquet"), events / 2)?;
    material::transformations(&out.join("links/transformations.csv"), events)?;
    std::fs::create_dir_all(out.join("tree"))?;
    std::fs::write(out.join("tree/transformations.csv"), tree())?;
    let plant = out.join("plant");
    machines::states_csv(&plant.join("states.csv"), events / 2)?;
    machines::counts(&plant.join("counts.csv"), events / 20, events / 2)?;
    machines::calendars(&plant.join("calendars.csv"), events / 2)?;
    machines::products(&plant.join("products.csv"))?;
    material::transformations(&plant.join("transformations.csv"), events / 4)?;
    material::operations(&plant.join("operations.csv"), events / 10)?;
    material::sightings(&plant.join("sightings.csv"), events / 10)
}
