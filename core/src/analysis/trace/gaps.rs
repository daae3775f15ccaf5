//! What is missing or contradicts itself along a trace. Gaps are results.
//!
//! | kind | what it means |
//! |---|---|
//! | `consumed_before_made` | used before any record says that it was made, commissioned or received |
//! | `born_nowhere` | no record of its making, though the data has one for others of its product or GS1 class; a raw material that never has one is an origin, not a gap |
//! | `unpack_never_seen` | put into another container while still in an earlier one |
//! | `shipped_after_consumed` | shipped after it was used as a whole (a use without a quantity) |
//! | `retracted_input` | an error declaration withdrew the record of a use |

use super::search::Search;
use crate::analysis::items::{key, source};
use crate::index::Dataset;
use crate::model::tables::MovementKind;
use crate::model::{ItemId, SourceId};
use crate::protocol::{Direction, Gap};
use std::collections::BTreeSet;

/// The gaps of a trace, ordered by kind, item and record. `reached` holds the anchor too.
pub(super) fn gaps(search: &Search<'_>, reached: &[ItemId]) -> Vec<Gap> {
    let data = search.data;
    let mut found: BTreeSet<(&'static str, ItemId, SourceId)> = BTreeSet::new();
    found.extend(search.contradictions.iter().map(|(item, at)| ("consumed_before_made", *item, *at)));
    let unpacked = data.containment.unpack_never_seen().iter().filter(|(item, _)| search.reached.contains_key(item));
    found.extend(unpacked.map(|(item, at)| ("unpack_never_seen", *item, *at)));
    for item in reached {
        found.extend(born_nowhere(data, *item).map(|at| ("born_nowhere", *item, at)));
        found.extend(shipped_after_consumed(data, *item).map(|at| ("shipped_after_consumed", *item, at)));
    }
    found.extend(retracted_inputs(search).into_iter().map(|(item, at)| ("retracted_input", item, at)));
    let mut gaps: Vec<Gap> = found
        .into_iter()
        .map(|(kind, item, at)| Gap {
            kind: kind.to_owned(),
            item: key(data, item).to_owned(),
            source: source(data, at),
        })
        .collect();
    gaps.sort();
    gaps.dedup();
    gaps
}

/// The first use of an item that nothing made though others of its class have a birth.
fn born_nowhere(data: &Dataset, item: ItemId) -> Option<SourceId> {
    let used = data.genealogy.consumed(item).first()?;
    let missing = data.genealogy.first_birth(item).is_none() && data.products.births_are_recorded(&data.facts, item);
    let lines = &data.facts.transformations;
    let time = lines.time[*used as usize];
    let uses = data.genealogy.consumed(item).iter().take_while(|row| lines.time[**row as usize] == time);
    let first = uses.map(|row| lines.source[*row as usize]).min_by_key(|at| data.facts.sources.order_key(*at));
    first.filter(|_| missing)
}

/// Shipments after the item was used as a whole.
fn shipped_after_consumed(data: &Dataset, item: ItemId) -> impl Iterator<Item = SourceId> {
    let (lines, movements) = (&data.facts.transformations, &data.facts.movements);
    let whole = |row: &&u32| lines.quantity.get(**row as usize).get().is_none();
    let used = data.genealogy.consumed(item).iter().find(whole).map(|row| lines.time[*row as usize]);
    let rows = data.journeys.movements(item).iter().map(|row| *row as usize);
    rows.filter(|row| movements.kind.get(*row) == MovementKind::Ship)
        .filter(move |row| used.is_some_and(|used| used < movements.time[*row]))
        .map(|row| movements.source[row])
}

/// Withdrawn uses of items of the trace; going back, also of items that only a withdrawn record led to.
fn retracted_inputs(search: &Search<'_>) -> Vec<(ItemId, SourceId)> {
    let data = search.data;
    let lines = &data.facts.transformations;
    let relevant = |row: &&u32| {
        let known = |item: ItemId| search.reached.contains_key(&item);
        let led_here = search.direction == Direction::Back
            && data.genealogy.withdrawn_outputs(data.genealogy.event(**row)).any(known);
        led_here || known(lines.item[**row as usize])
    };
    let rows = data.genealogy.withdrawn_inputs().iter().filter(relevant);
    rows.map(|row| (lines.item[*row as usize], lines.source[*row as usize])).collect()
}
