//! What the product is tested with: a plant simulator that knows the truth, golden cases, conformance, browser tests.
//!
//! ```text
//! books.rs workbooks part by part, odd ones too
//! bench/  data to measure with
//! corpus.rs real exports by others, where they are at hand
//! factory/ plants with known truth, from a few lines of text
//! fuzz/   broken input on purpose
//! golden/ cases as directories: inputs, questions, expected answers
//! load.rs opens what a test has in memory
//! repeated.rs long documents that exist nowhere
//! schema.rs JSON schemas and docs of the Floorlens tables
//! sim/    the plant simulator: seeded, byte-reproducible
//! xls.rs  workbooks of before 2007
//! zip.rs  zip archives byte by byte, odd ones too
//! ```

pub mod bench;
pub mod books;
pub mod corpus;
pub mod factory;
pub mod fuzz;
pub mod golden;
pub mod load;
pub mod repeated;
pub mod schema;
pub mod sim;
pub mod xls;
pub mod zip;
