//! Moved with: what shared a container with the item or its relatives. Exposure, never ancestry.

use super::search::Search;
use crate::analysis::items::key;
use crate::index::Spans;
use crate::model::{ItemId, Span};
use crate::order::Order;
use std::collections::BTreeMap;

/// What was in the same packing at an overlapping time, at any nesting, ordered by id. Containers of an item are not exposed to it, and
/// what is derived is not listed again.
pub(super) fn exposed<'a>(search: &Search<'a>, reached: &[ItemId]) -> Vec<(ItemId, &'a str)> {
    let data = search.data;
    if data.containment().is_empty() {
        return Vec::new();
    }
    let around: Spans = data.containment().containers(reached.iter().map(|item| (*item, Span::ALL)), true);
    let mut by: BTreeMap<ItemId, &str> = BTreeMap::new();
    for (container, spans) in &around {
        let name = key(data, *container);
        let inside = data.containment().contained(spans.iter().map(|span| (*container, *span)), true);
        for item in inside {
            // A container of a relative is its surroundings, not its neighbour.
            if search.reached.contains_key(&item) || around.contains_key(&item) {
                continue;
            }
            by.entry(item).and_modify(|known| *known = name.min(known)).or_insert(name);
        }
    }
    let mut exposed: Vec<(ItemId, &str)> = by.into_iter().collect();
    exposed.order_by(|a, b| key(data, a.0).cmp(key(data, b.0)));
    exposed
}
