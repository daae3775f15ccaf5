//! States, cycles, OEE, losses, trend.
//!
//! ```text
//! scope.rs   the asset and the window that a question is about
//! states.rs  seconds per state; the state at a time
//! cycles.rs  machine cycles
//! ```

mod cycles;
mod scope;
mod states;

pub use cycles::cycles;
pub use states::{state_at, states};
