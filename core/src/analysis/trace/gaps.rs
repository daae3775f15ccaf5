//! What is missing or contradicts itself along a trace. Gaps are results.
//!
//! | kind | what it means |
//! |---|---|
//! | `consumed_before_made` | used before any record says that it was made, commissioned or received |
//! | `input_after_output` | went into an event after something had come out of it |
//! | `born_nowhere` | no record of its making, though the data has one for others of its product or GS1 class; a raw material that never has one is an origin, not a gap |
//! | `unpack_never_seen` | put into another container while still in an earlier one |
//! | `shipped_after_consumed` | shipped after it was used as a whole (a use without a quantity) |
//! | `product_only` | an event names a product without lot or serial where a thing was meant |
//! | `retracted_input` | an error declaration withdrew the record of a use |

use super::search::Search;
use crate::analysis::items::{key, source};
use crate::index::Dataset;
use crate::model::tables::{MentionRole, MovementKind, ProductMention, Role, TransformationLine};
use crate::model::{ItemId, NameId, SourceId};
use crate::order::Order;
use crate::protocol::{Direction, Gap};
use std::collections::BTreeSet;

/// The gaps of a trace, ordered by kind, item and record. `reached` holds the anchor too.
pub(super) fn gaps(search: &Search<'_>, reached: &[ItemId]) -> Vec<Gap> {
    let data = search.data;
    let mut found: BTreeSet<(&'static str, ItemId, SourceId)> = BTreeSet::new();
    found.extend(search.contradictions.iter().map(|(item, at)| ("consumed_before_made", *item, *at)));
    let late = search.late_inputs.iter().filter(|(item, _)| search.reached.contains_key(item));
    found.extend(late.map(|(item, at)| ("input_after_output", *item, *at)));
    let unpacked = data.containment().unpack_never_seen().iter().filter(|(item, _)| search.reached.contains_key(item));
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
    gaps.extend(product_only(search).into_iter().map(|(product, at)| Gap {
        kind: "product_only".to_owned(),
        item: data.facts.names.text(product).to_owned(),
        source: source(data, at),
    }));
    gaps.order();
    gaps.dedup();
    gaps
}

/// The first use of an item that nothing made though others of its class have a birth.
fn born_nowhere(data: &Dataset, item: ItemId) -> Option<SourceId> {
    let used = data.genealogy().consumed(item).first()?;
    let missing =
        data.genealogy().first_birth(item).is_none() && data.products().births_are_recorded(&data.facts, item);
    let lines = &data.facts.transformations;
    let time = lines.time[*used as usize];
    let uses = data.genealogy().consumed(item).iter().take_while(|row| lines.time[**row as usize] == time);
    let first = uses.map(|row| lines.source.at(*row as usize)).min_by_key(|at| data.facts.sources.order_key(*at));
    first.filter(|_| missing)
}

/// Shipments after the item was used as a whole.
fn shipped_after_consumed(data: &Dataset, item: ItemId) -> impl Iterator<Item = SourceId> {
    let (lines, movements) = (&data.facts.transformations, &data.facts.movements);
    let whole = |row: &&u32| lines.quantity.get(**row as usize).get().is_none();
    let used = data.genealogy().consumed(item).iter().find(whole).map(|row| lines.time[*row as usize]);
    let rows = data.journeys().movements(item).iter().map(|row| *row as usize);
    rows.filter(|row| movements.kind.get(*row) == MovementKind::Ship)
        .filter(move |row| used.is_some_and(|used| used < movements.time[*row]))
        .map(|row| movements.source.at(row))
}

/// Withdrawn uses of items of the trace; going back, also of items that only a withdrawn record led to.
fn retracted_inputs(search: &Search<'_>) -> Vec<(ItemId, SourceId)> {
    let known = |line: &TransformationLine| search.reached.contains_key(&line.item);
    let mut gaps = Vec::new();
    for event in search.data.genealogy().withdrawn().chunk_by(|a, b| a.event == b.event) {
        let led_here = search.direction == Direction::Back && event.iter().any(|l| l.role == Role::Output && known(l));
        let inputs = event.iter().filter(|line| line.role == Role::Input && (led_here || known(line)));
        gaps.extend(inputs.map(|line| (line.item, line.source)));
    }
    gaps
}

/// Products that events of the trace, or packings into items of it, name without lot or serial: the trace cannot follow them.
fn product_only(search: &Search<'_>) -> Vec<(NameId, SourceId)> {
    let data = search.data;
    let (mentions, genealogy) = (&data.facts.product_mentions, data.genealogy());
    if mentions.is_empty() {
        return Vec::new();
    }
    let events: BTreeSet<NameId> = search.events().map(|event| genealogy.identity(event)).collect();
    let groups: BTreeSet<NameId> = search.events().filter_map(|event| genealogy.shared_id(event)).collect();
    let met = |mention: &ProductMention| match mention.role {
        MentionRole::Input | MentionRole::Output => events.contains(&mention.event) || groups.contains(&mention.group),
        MentionRole::Child => search.reached.contains_key(&mention.item),
        MentionRole::Seen | MentionRole::Parent => false,
    };
    mentions.rows().filter(met).map(|mention| (mention.product, mention.source)).collect()
}
