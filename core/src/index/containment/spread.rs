//! Stays followed from item to item, at any nesting, with the spans of time cut at each.
//!
//! Round by round: of each item only the spans that are new go on, so a carrier with thousands of loads costs its loads once, and
//! contradictory records that close a circle come to an end.

use super::Inside;
use super::side::Side;
use crate::index::SpanSet;
use crate::model::{ItemId, Micros, Span};
use std::collections::BTreeMap;
use std::ops::Bound::{Excluded, Included};

/// Items with the spans of time that matter: disjoint, ascending.
pub type Spans = BTreeMap<ItemId, Vec<Span>>;

/// Which stays are followed, and how.
pub(super) struct Spread<'a> {
    pub(super) stays: &'a [Inside],
    pub(super) side: &'a Side,
    /// The item at the other end of a stay.
    pub(super) other: fn(&Inside) -> ItemId,
    pub(super) packing_only: bool,
    /// Whether all spans are wanted of what leads no further, or only one that shows that it was met.
    pub(super) all_spans: bool,
}

impl Spread<'_> {
    /// What is met from these items in their spans. They themselves are not part of it unless they are met again.
    pub(super) fn run(&self, from: &mut dyn Iterator<Item = (ItemId, Span)>) -> Spans {
        let mut reached = Reached::default();
        let mut new = Spans::new();
        from.for_each(|(item, span)| new.entry(item).or_default().push(span));
        while !new.is_empty() {
            let mut next = Spans::new();
            for (item, spans) in new {
                let spans = SpanSet::new(spans);
                for stay in self.side.meeting(self.stays, item, spans.spans()) {
                    if !(self.packing_only && stay.association) {
                        self.meet(stay, spans.spans(), &mut reached, &mut next);
                    }
                }
            }
            new = next;
        }
        reached.spans()
    }

    /// Takes note of what shares a stay during `spans`, of which some meet it.
    fn meet(&self, stay: &Inside, spans: &[Span], reached: &mut Reached, next: &mut Spans) {
        let other = (self.other)(stay);
        let leads_on = self.all_spans || !self.side.of(other).is_empty();
        if !leads_on && reached.has(other) {
            return;
        }
        let first = spans.partition_point(|span| span.end <= stay.from);
        let shared = spans.iter().skip(first).take_while(|span| span.start < stay.to);
        for span in shared.take(if leads_on { usize::MAX } else { 1 }) {
            let mut new = Vec::new();
            reached.add(other, span.intersect(stay.span()), &mut new);
            if !new.is_empty() {
                next.entry(other).or_default().append(&mut new);
            }
        }
    }
}

/// `(item, start)` → end, of spans that do not touch each other.
#[derive(Default)]
struct Reached(BTreeMap<(ItemId, Micros), Micros>);

impl Reached {
    fn has(&self, item: ItemId) -> bool {
        self.0.range((item, Micros::MIN)..=(item, Micros::MAX)).next().is_some()
    }

    /// Adds a span that is not empty; what of it was not covered is appended to `new`.
    fn add(&mut self, item: ItemId, span: Span, new: &mut Vec<Span>) {
        let (mut start, mut covered) = (span.start, span.start);
        if let Some(((_, from), to)) = self.0.range((item, Micros::MIN)..=(item, span.start)).next_back()
            && *to >= span.start
        {
            (start, covered) = (*from, *to);
        }
        if covered >= span.end {
            return;
        }
        let later = (Excluded((item, span.start)), Included((item, span.end)));
        while let Some((key, to)) = self.0.range(later).next().map(|(key, to)| (*key, *to)) {
            new.push(Span::new(covered, key.1));
            covered = to;
            self.0.remove(&key);
        }
        if covered < span.end {
            new.push(Span::new(covered, span.end));
            covered = span.end;
        }
        self.0.insert((item, start), covered);
    }

    fn spans(self) -> Spans {
        let mut spans = Spans::new();
        for ((item, start), end) in self.0 {
            spans.entry(item).or_default().push(Span { start, end });
        }
        spans
    }
}
