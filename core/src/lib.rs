//! Floorlens analytics: bytes → records → facts → indexes → answers.
//!
//! Pure functions from data to answer. No browser, no file system, no clock, no randomness: the same bytes and the same
//! recipe give the same answers, bit for bit, in the page and in the CLI.
//!
//! The folders are the stations that data passes, in order; each may only know those above it:
//!
//! ```text
//! bytes/      ByteSource (len, read_at), sniffing, gzip, lines
//! model/      facts in columns, one table per file; names; time; sources and the ledger of every record
//! import/     one file per format: bytes → records → facts, appended straight into a Sink
//! index/      what makes questions cheap: lanes, genealogy both ways, containment, journeys
//! analysis/   pure functions: fn(&Dataset, &Params) -> plain struct. monitor/, track/, trace/
//! view/       answers cut to what is on screen: timeline raster, tree layout
//! recipe.rs   what a person said about the data: ideal cycles, planned time, state meanings
//! protocol/   Question and Answer, the only language that page, CLI and embedders speak
//! order.rs    sorting in little code
//! session/    owns a Dataset: import step by step, ask(&Question) -> Answer
//! link.rs     a view as a URL fragment, versioned
//! ```

pub mod analysis;
pub mod bytes;
pub mod import;
pub mod index;
pub mod link;
pub mod model;
pub mod order;
pub mod protocol;
pub mod recipe;
pub mod session;
#[cfg(test)]
mod testing;
pub mod view;

pub use session::Session;
