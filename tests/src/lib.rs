//! What the product is tested with: a plant simulator that knows the truth, golden cases, conformance, browser tests.
//!
//! ```text
//! load.rs opens what a test has in memory
//! sim/    the plant simulator: seeded, byte-reproducible
//! ```

pub mod load;
pub mod sim;
