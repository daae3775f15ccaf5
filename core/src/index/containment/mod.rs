//! What was inside what, as intervals of time.
//!
//! ```text
//! pallet P   |== load 1: a b ==|        |=== load 2: c d ====…      a reused pallet has disjoint intervals
//! box a            |=== in P ==|   |== in Q ==…                     a child has one packing at a time
//! ```
//!
//! `build.rs` reads the containment records in time order; this file answers "in what" and "with what" at a time or over a window.

mod build;
#[cfg(test)]
mod tests;

use super::csr::Csr;
use crate::model::{ItemId, Micros, SourceId, Span};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

/// One stay of a child in a parent, `[from, to)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Inside {
    /// What is inside.
    pub child: ItemId,
    /// The container.
    pub parent: ItemId,
    /// Since when.
    pub from: Micros,
    /// Until when; [`crate::model::OPEN_END`] = still inside.
    pub to: Micros,
    /// The record that opened it.
    pub source: SourceId,
    /// Long-lived (installed) rather than packed.
    pub association: bool,
    /// Nobody saw it go in: it was only seen inside, so the beginning is not known and the stay is only possible.
    pub observed: bool,
}

impl Inside {
    /// Its time.
    pub fn span(&self) -> Span {
        Span { start: self.from, end: self.to }
    }
}

/// The index over containment.
#[derive(Debug, Clone, Default)]
pub struct Containment {
    /// By child, then by time.
    stays: Vec<Inside>,
    of_child: Csr,
    of_parent: Csr,
    unpack_never_seen: Vec<(ItemId, SourceId)>,
}

impl Containment {
    /// Stays of a child, by time.
    pub fn around(&self, child: ItemId) -> impl Iterator<Item = &Inside> {
        self.of_child.of(child.0).iter().filter_map(|i| self.stays.get(*i as usize))
    }

    /// Stays in a parent, by time.
    pub fn within(&self, parent: ItemId) -> impl Iterator<Item = &Inside> {
        self.of_parent.of(parent.0).iter().filter_map(|i| self.stays.get(*i as usize))
    }

    /// Children that were put into another container while the records still had them in an earlier one, with the later record.
    pub fn unpack_never_seen(&self) -> &[(ItemId, SourceId)] {
        &self.unpack_never_seen
    }

    /// True when nothing was ever inside anything.
    pub fn is_empty(&self) -> bool {
        self.stays.is_empty()
    }

    /// The containers around an item at a time, innermost first; packing before association.
    pub fn chain(&self, item: ItemId, at: Micros) -> Vec<Inside> {
        let mut chain: Vec<Inside> = Vec::new();
        let mut seen = BTreeSet::from([item]);
        let mut next = 0;
        let mut inner = Some(item);
        while let Some(child) = inner {
            let mut here: Vec<Inside> = self.around(child).filter(|s| s.span().contains(at)).copied().collect();
            here.order_by_key(|s| (s.association, s.from));
            // Records that contradict each other can close a circle; each container is named once.
            chain.extend(here.into_iter().filter(|s| seen.insert(s.parent)));
            inner = chain.get(next).map(|s| s.parent);
            next += 1;
        }
        chain
    }

    /// Everything inside an item at a time, at any nesting: the stays that put it there.
    pub fn contents(&self, parent: ItemId, at: Micros) -> Vec<Inside> {
        let mut found: Vec<Inside> = Vec::new();
        let mut seen = BTreeSet::from([parent]);
        let mut next = 0;
        let mut outer = Some(parent);
        while let Some(container) = outer {
            let here = self.within(container).take_while(|s| s.from <= at).filter(|s| at < s.to);
            found.extend(here.filter(|s| seen.insert(s.child)));
            outer = found.get(next).map(|s| s.child);
            next += 1;
        }
        found
    }

    /// The containers that were around any of `items` during its span, at any nesting, each with the spans in which it was.
    pub fn containers(&self, items: impl IntoIterator<Item = (ItemId, Span)>, packing_only: bool) -> Spans {
        let step = |item| self.around(item).map(|s| (s.parent, *s)).collect();
        spread(items, packing_only, step)
    }

    /// What was inside any of `containers` during its span, at any nesting, each with the spans in which it was.
    pub fn contained(&self, containers: impl IntoIterator<Item = (ItemId, Span)>, packing_only: bool) -> Spans {
        let step = |item| self.within(item).map(|s| (s.child, *s)).collect();
        spread(containers, packing_only, step)
    }
}

/// Items with the spans of time that matter: disjoint, ascending.
pub type Spans = BTreeMap<ItemId, Vec<Span>>;

/// Follows stays from item to item, cutting the span at each. The starting items are not part of the result unless they are met again.
fn spread(
    from: impl IntoIterator<Item = (ItemId, Span)>,
    packing_only: bool,
    step: impl Fn(ItemId) -> Vec<(ItemId, Inside)>,
) -> Spans {
    let mut reached = Spans::new();
    let mut work: Vec<(ItemId, Span)> = from.into_iter().collect();
    while let Some((item, span)) = work.pop() {
        for (other, stay) in step(item) {
            let shared = span.intersect(stay.span());
            if shared.is_empty() || (packing_only && stay.association) {
                continue;
            }
            // Only what is new is followed, so contradictory records that close a circle come to an end.
            if add(reached.entry(other).or_default(), shared) {
                work.push((other, shared));
            }
        }
    }
    reached
}

/// Joins `new` into disjoint ascending spans; false when it was covered already.
fn add(spans: &mut Vec<Span>, new: Span) -> bool {
    if spans.iter().any(|s| s.start <= new.start && new.end <= s.end) {
        return false;
    }
    let mut joined = new;
    spans.retain(|s| {
        let apart = s.end < joined.start || joined.end < s.start;
        if !apart {
            joined = Span { start: s.start.min(joined.start), end: s.end.max(joined.end) };
        }
        apart
    });
    spans.push(joined);
    spans.order();
    true
}
