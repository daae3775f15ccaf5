//! The simulator of the sample plant; [`crate::factory`] simulates all others: seeded and byte-reproducible, so that anyone can check an answer against what truly happened.
//!
//! ```text
//! rng.rs       the same random numbers on every machine
//! calendar.rs  shifts, breaks, holidays, the clock change; working time ↔ wall time
//! plant.rs     stations, products, lots: what is simulated
//! engine.rs    the discrete-event simulation: units through stations with finite buffers
//! station.rs   one cycle of one station: running, minor stops, breakdowns
//! history.rs   what truly happened
//! export/      the history as the files a plant would have
//! ```

mod calendar;
mod engine;
pub mod export;
mod history;
mod plant;
mod rng;
mod station;

pub use calendar::{Calendar, Kind, SECOND};
pub use engine::simulate;
pub use history::{History, Lot, StateChange, Step, Unit, Verdict};
pub use plant::{Breakdown, Order, Plant, Product, StageKind, Station};
pub use rng::Rng;
