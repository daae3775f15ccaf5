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
//! links/      transformations.csv: N rows
//! plant/      states, counts, calendars, products, transformations, operations, sightings: N rows in all
//! ```
//!
//! ```text
//! writer.rs     a file being written, times as text
//! machines.rs   states, counts, calendars, products
//! material.rs   transformations, operations, sightings
//! documents.rs  SHDR, Streams XML, EPCIS
//! ```

mod documents;
mod machines;
mod material;
mod writer;

use std::io;
use std::path::Path;

pub use machines::LANES;
pub use material::{ASSEMBLY_ROWS, UNITS_PER_LOT};

/// The states of `csv/` in memory.
pub fn states(rows: u64) -> io::Result<Vec<u8>> {
    machines::states_text(rows)
}

/// Writes every folder for `events` events under `out`.
pub fn write(out: &Path, events: u64) -> io::Result<()> {
    machines::states_csv(&out.join("csv/states.csv"), events)?;
    machines::states_gz(&out.join("gz/states.csv.gz"), events / 4)?;
    machines::states_ndjson(&out.join("ndjson/states.ndjson"), events / 4)?;
    documents::shdr(&out.join("shdr/M00.txt"), events / 4)?;
    documents::streams(&out.join("streams/streams.xml"), events / 10)?;
    documents::epcis(&out.join("epcis/events.json"), events / 20)?;
    material::transformations(&out.join("links/transformations.csv"), events)?;
    let plant = out.join("plant");
    machines::states_csv(&plant.join("states.csv"), events / 2)?;
    machines::counts(&plant.join("counts.csv"), events / 20, events / 2)?;
    machines::calendars(&plant.join("calendars.csv"), events / 2)?;
    machines::products(&plant.join("products.csv"))?;
    material::transformations(&plant.join("transformations.csv"), events / 4)?;
    material::operations(&plant.join("operations.csv"), events / 10)?;
    material::sightings(&plant.join("sightings.csv"), events / 10)
}
