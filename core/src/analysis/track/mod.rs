//! Where items are and were: reads, bookings and work turned into stays, inherited through containment.
//!
//! ```text
//! statements.rs  what one record says about where its item is
//! stays.rs       the statements about an item and its containers, in time order → stays
//! answers.rs     Question::Locate, Question::Journey
//! places.rs      Question::Place, Question::Places, Question::InMachine
//! ```

mod answers;
mod places;
mod statements;
mod stays;
#[cfg(test)]
mod tests;

pub use answers::{journey, locate};
pub use places::{in_machine, place, places};
