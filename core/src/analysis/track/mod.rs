//! Where items are and were: reads, bookings and work turned into stays, inherited through containment.
//!
//! ```text
//! statements.rs  what one record says about where its item is
//! used.rs        the use that leaves nothing of an item
//! stays.rs       the statements about an item and its containers, in time order → stays
//! quick.rs       where an item is at a time by its last record, where that is enough
//! known.rs       how much is known of it: coverage, reads after a time without data
//! answers.rs     Question::Locate, Question::Journey
//! places.rs      Question::Place, Question::Places, Question::InMachine
//! ```

mod answers;
mod known;
mod places;
mod quick;
mod statements;
mod stays;
#[cfg(test)]
mod tests;
mod used;

pub use answers::{journey, locate};
pub(crate) use places::{end_of_data, place_counts, place_names};
pub use places::{in_machine, place};
