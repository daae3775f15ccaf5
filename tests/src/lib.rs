//! What the product is tested with: a plant simulator that knows the truth, golden cases, conformance, browser tests.
//!
//! ```text
//! sim/    the plant simulator: seeded, byte-reproducible
//! ```

pub mod sim;
