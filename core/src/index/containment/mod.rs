//! What was inside what, as intervals of time.
//!
//! ```text
//! pallet P   |== load 1: a b ==|        |=== load 2: c d ====…      a reused pallet has disjoint intervals
//! box a            |=== in P ==|   |== in Q ==…                     a child has one packing at a time
//! ```
//!
//! `build.rs` reads the containment records in time order; this file answers "in what" and "with what" at a time or over a window, with
//! the help of `side.rs` (an item's stays at given times) and `spread.rs` (from item to item).

mod build;
mod side;
mod spread;
#[cfg(test)]
mod tests;

pub use spread::Spans;

use crate::model::{ItemId, Micros, SourceId, Span};
use crate::order::Order;
use side::Side;
use spread::Spread;
use std::collections::BTreeSet;

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
    of_child: Side,
    of_parent: Side,
    unpack_never_seen: Vec<(ItemId, SourceId)>,
}

impl Containment {
    /// Stays of a child, by time.
    pub fn around(&self, child: ItemId) -> impl Iterator<Item = &Inside> {
        self.of_child.of(child).iter().filter_map(|i| self.stays.get(*i as usize))
    }

    /// Stays of a child that share time with a span, by time.
    pub fn around_in(&self, child: ItemId, span: Span) -> Vec<&Inside> {
        self.of_child.meeting(&self.stays, child, &[span]).collect()
    }

    /// Stays in a parent, by time.
    pub fn within(&self, parent: ItemId) -> impl Iterator<Item = &Inside> {
        self.of_parent.of(parent).iter().filter_map(|i| self.stays.get(*i as usize))
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
        let now = Span::new(at, at.saturating_add(1));
        let mut chain: Vec<Inside> = Vec::new();
        let mut seen = BTreeSet::from([item]);
        let mut next = 0;
        let mut inner = Some(item);
        while let Some(child) = inner {
            let mut here: Vec<Inside> = self.around_in(child, now).into_iter().copied().collect();
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
        let now = [Span::new(at, at.saturating_add(1))];
        let mut found: Vec<Inside> = Vec::new();
        let mut seen = BTreeSet::from([parent]);
        let mut next = 0;
        let mut outer = Some(parent);
        while let Some(container) = outer {
            let here = self.of_parent.meeting(&self.stays, container, &now);
            found.extend(here.filter(|s| seen.insert(s.child)));
            outer = found.get(next).map(|s| s.child);
            next += 1;
        }
        found
    }

    /// The containers that were around any of `items` during its span, at any nesting, each with the spans in which it was.
    pub fn containers(&self, items: impl IntoIterator<Item = (ItemId, Span)>, packing_only: bool) -> Spans {
        let (stays, side, other) = (self.stays.as_slice(), &self.of_child, |s: &Inside| s.parent);
        Spread { stays, side, other, packing_only, all_spans: true }.run(&mut items.into_iter())
    }

    /// What was inside any of `containers` during its span, at any nesting, each once, by number.
    pub fn contained(&self, containers: impl IntoIterator<Item = (ItemId, Span)>, packing_only: bool) -> Vec<ItemId> {
        let (stays, side, other) = (self.stays.as_slice(), &self.of_parent, |s: &Inside| s.child);
        let spread = Spread { stays, side, other, packing_only, all_spans: false };
        spread.run(&mut containers.into_iter()).into_keys().collect()
    }
}
