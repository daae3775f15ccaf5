//! What makes questions cheap: lanes with prefix sums, genealogy both ways, containment, item journeys.
//!
//! ```text
//! data_items.rs what device files say of data items
//! ledger.rs    what becomes of each record once all others are known
//! spans.rs     sets of time and their algebra
//! search.rs    names of places and work orders
//! calendar.rs  planned time per asset
//! categories.rs what a state's own name means
//! lanes/       per asset what it was doing, as a partition of time
//! counter.rs   running counters → pieces: resets, rollovers, spikes
//! counts.rs    pieces per asset in time order
//! genealogy.rs transformations both ways, births
//! containment/ what was inside what, as intervals
//! journeys.rs  per item, machine and place: what was recorded, by time
//! products.rs  item → product
//! csr.rs       rows grouped by a key
//! ```
//!
//! Built from [`Facts`] after each import; duplicates and withdrawn records are taken out here, and the ledger says so.

mod calendar;
mod categories;
mod containment;
mod counter;
mod counts;
mod csr;
mod data_items;
mod genealogy;
mod journeys;
mod lanes;
mod ledger;
mod products;
mod repaired;
mod search;
mod spans;

pub use calendar::{AssetCalendar, CalendarIndex};
pub use categories::{Categories, Category};
pub use containment::{Containment, Inside, Spans};
pub use counts::{AssetCounts, Count, CountIndex};
pub use csr::Csr;
pub use genealogy::{EventNo, Genealogy};
pub use journeys::Journeys;
pub(crate) use lanes::RowRef;
pub use lanes::{
    CategoryTimes, Cause, Hole, Lane, LaneNote, Lanes, MachineCycle, NO_DATA, Overlap, RUNNING, StateSpan, StateSpans,
};
pub use products::ItemProducts;
pub use search::SearchIndex;
pub use spans::SpanSet;

use crate::model::{AssetId, Facts};
use crate::recipe::Recipe;
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// Facts and the indexes over them: what every analysis reads.
#[derive(Default)]
pub struct Dataset {
    /// Everything that was read.
    pub facts: Facts,
    /// Planned time per asset.
    pub calendars: CalendarIndex,
    /// What each asset was doing.
    pub lanes: Lanes,
    /// When the lane of an asset rests on repaired records.
    pub repaired: BTreeMap<AssetId, SpanSet>,
    /// Pieces per asset.
    pub counts: CountIndex,
    /// Names of places and work orders.
    pub search: SearchIndex,
    /// How many records were left out by choice: every answer that may rest on them says so.
    pub left_out: u64,
    material: Material,
}

/// What is needed to follow items: each made when it is first asked for, by code that a view of machines can be without.
#[derive(Default)]
struct Material {
    genealogy: OnceCell<Genealogy>,
    containment: OnceCell<Containment>,
    journeys: OnceCell<Journeys>,
    products: OnceCell<ItemProducts>,
}

impl Dataset {
    /// Builds the indexes, but for those to follow items. `recipe` decides what unlogged time and states mean.
    pub fn build(mut facts: Facts, recipe: &Recipe) -> Self {
        // First what counts at all; lanes then say which of it was superseded.
        ledger::settle(&mut facts, &recipe.switched_off());
        let lanes = Lanes::build(&mut facts, recipe);
        let calendars = CalendarIndex::build(&facts, recipe);
        let counts = CountIndex::build(&facts, &calendars);
        let repaired = repaired::find(&facts, &lanes);
        let search = SearchIndex::build(&facts);
        let left_out = facts.sources.left_out();
        Self { left_out, counts, search, material: Material::default(), calendars, lanes, repaired, facts }
    }

    /// Transformations both ways.
    pub fn genealogy(&self) -> &Genealogy {
        self.material.genealogy.get_or_init(|| Genealogy::build(&self.facts))
    }

    /// What was inside what.
    pub fn containment(&self) -> &Containment {
        self.material.containment.get_or_init(|| Containment::build(&self.facts))
    }

    /// What was recorded of each item, machine and place.
    pub fn journeys(&self) -> &Journeys {
        self.material.journeys.get_or_init(|| Journeys::build(&self.facts))
    }

    /// Which product an item is.
    pub fn products(&self) -> &ItemProducts {
        self.material.products.get_or_init(|| ItemProducts::build(&self.facts, self.genealogy()))
    }

    /// Makes one of the indexes to follow items that nobody asked for yet. `false` when all are there.
    pub fn prepare_to_follow(&self) -> bool {
        let made = &self.material;
        if made.genealogy.get().is_none() {
            self.genealogy();
        } else if made.containment.get().is_none() {
            self.containment();
        } else if made.journeys.get().is_none() {
            self.journeys();
        } else if made.products.get().is_none() {
            self.products();
        } else {
            return false;
        }
        true
    }

    /// Whether items were moved, packed, seen or made into others, so that people will follow them.
    pub fn has_material(&self) -> bool {
        let facts = &self.facts;
        !(facts.transformations.is_empty()
            && facts.containments.is_empty()
            && facts.movements.is_empty()
            && facts.sightings.is_empty())
    }

    /// All lanes, ordered by the assets' names.
    pub fn lanes(&self) -> impl ExactSizeIterator<Item = Lane<'_>> {
        self.lanes.iter(&self.facts)
    }

    /// The lane of an asset.
    pub fn lane(&self, asset: AssetId) -> Option<Lane<'_>> {
        self.lanes.get(&self.facts, asset)
    }
}
