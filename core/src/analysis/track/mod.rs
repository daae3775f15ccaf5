//! Where items are and were: reads, bookings and work turned into stays, inherited through containment.
//!
//! ```text
//! statements.rs  what one record says about where its item is
//! used.rs        the use that leaves nothing of an item
//! inherit.rs     what reaches an item: its own statements, and those of the containers around it
//! stays.rs       all of that, in time order → stays
//! quick.rs       where an item is at a time by its last record, where that is enough
//! known.rs       how much is known of it: coverage, reads after a time without data
//! answers.rs     Question::Locate, Question::Journey
//! places.rs      Question::Place, Question::Places, Question::InMachine
//! ```

mod answers;
mod inherit;
mod known;
#[cfg(test)]
mod oracle;
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
