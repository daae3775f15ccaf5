//! Golden cases: a directory with a `case.toml`, inputs and expected answers (see `tests/golden/README.md`).
//!
//! ```text
//! case.rs     what a case.toml says
//! compare.rs  JSON against JSON, numbers within a tolerance
//! run.rs      loads the inputs, asks, compares or rewrites
//! ```

mod case;
mod compare;
mod run;

pub use case::{Ask, Case};
pub use compare::difference;
pub use run::{Outcome, run};
