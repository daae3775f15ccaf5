//! What makes questions cheap: lanes with prefix sums, genealogy both ways, containment, item journeys.
//!
//! ```text
//! spans.rs     sets of time and their algebra
//! calendar.rs  planned time per asset
//! ```
//!
//! Built from [`Facts`] after each import; duplicates and withdrawn records are taken out here, and the ledger says so.

mod calendar;
mod spans;

pub use calendar::{AssetCalendar, CalendarIndex};
pub use spans::SpanSet;

use crate::model::Facts;
use crate::recipe::Recipe;

/// Facts and the indexes over them: what every analysis reads.
#[derive(Default)]
pub struct Dataset {
    /// Everything that was read.
    pub facts: Facts,
    /// Planned time per asset.
    pub calendars: CalendarIndex,
}

impl Dataset {
    /// Builds all indexes. `recipe` decides what unlogged time and states mean.
    pub fn build(facts: Facts, recipe: &Recipe) -> Self {
        let calendars = CalendarIndex::build(&facts, recipe);
        Self { facts, calendars }
    }
}
