//! What an item is made of, where it went, and what machines did meanwhile.
//!
//! Three relations that are never mixed: *derived from* (transformations), *inside* (containment), *moved with* (shared a container).
//!
//! ```text
//! search.rs    reach: which items, how deep, how sure; linear in the events reached
//! links.rs     the links of one reached item, on demand
//! answer.rs    everything together: Question::Trace
//! reasons.rs   why an item is only possible
//! exposed.rs   what shared a container
//! context/     what machines did during its operations: Question::Context
//! gaps.rs      what is missing or contradicts itself
//! ```

mod answer;
mod context;
mod exposed;
mod gaps;
mod links;
#[cfg(test)]
mod oracle;
mod reasons;
mod search;
#[cfg(test)]
mod tests;

pub use answer::trace;
pub(crate) use answer::{Whole, dedupe, edge};
pub use context::context;
pub(crate) use links::Link;
pub(crate) use search::Search;
