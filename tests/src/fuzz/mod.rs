//! Broken input on purpose: seeds of every format, mutated by seeded chance, through the whole import.
//!
//! ```text
//! seeds.rs   per target a few valid files
//! mutate.rs  one file → a broken one
//! check.rs   what must hold of any input whatever
//! ```
//!
//! It runs on the stable toolchain and the same seed gives the same inputs. `cargo run --profile native -p floorlens-tests --bin fuzz` looks for
//! findings as long as it is told; what it finds is written to `tests/fuzz/<target>/`, and every file there is replayed as a normal test.

mod check;
mod mutate;
mod seeds;

pub use check::check;
pub use mutate::mutate;
pub use seeds::{Target, targets};
