//! What the product is tested with: a plant simulator that knows the truth, golden cases, conformance, browser tests.
//!
//! ```text
//! corpus.rs real exports by others, where they are at hand
//! load.rs opens what a test has in memory
//! sim/    the plant simulator: seeded, byte-reproducible
//! ```

pub mod corpus;
pub mod load;
pub mod sim;
