//! Moved with: what shared a container with the item or its relatives. Exposure, never ancestry.

use super::answer::traced;
use super::search::Search;
use crate::analysis::items::key;
use crate::index::Spans;
use crate::model::{ItemId, Span};
use crate::order::Order;
use crate::protocol::{Certainty, TracedItem};
use std::collections::BTreeMap;

/// What was in the same packing at an overlapping time, at any nesting, ordered by id. Containers of an item are not exposed to it, and
/// what is derived is not listed again. Depth has no meaning here and is 0.
pub(super) fn exposed(search: &Search<'_>, reached: &[ItemId]) -> Vec<TracedItem> {
    let data = search.data;
    if data.containment.is_empty() {
        return Vec::new();
    }
    let around: Spans = data.containment.containers(reached.iter().map(|item| (*item, Span::ALL)), true);
    let mut by: BTreeMap<ItemId, &str> = BTreeMap::new();
    for (container, spans) in &around {
        let name = key(data, *container);
        let inside = data.containment.contained(spans.iter().map(|span| (*container, *span)), true);
        for item in inside.into_keys() {
            // A container of a relative is its surroundings, not its neighbour.
            if search.reached.contains_key(&item) || around.contains_key(&item) {
                continue;
            }
            by.entry(item).and_modify(|known| *known = name.min(known)).or_insert(name);
        }
    }
    let mut exposed: Vec<TracedItem> = by
        .into_iter()
        .map(|(item, container)| TracedItem {
            reason: format!("It was in {container} at the same time."),
            ..traced(data, item, Certainty::Exposed, 0)
        })
        .collect();
    exposed.order_by(|a, b| a.id.cmp(&b.id));
    exposed
}
