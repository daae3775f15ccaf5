//! Sets of time: sorted, disjoint, non-touching spans, with their algebra.
//!
//! ```text
//! a            ███████      ████
//! b               ██████████
//! a ∪ b        █████████████████
//! a ∩ b           ████      █        (b is half-open: touching spans share nothing)
//! a − b        ███           ███
//! ```

use crate::model::{Micros, Span};
use crate::order::Order;

/// A set of instants as sorted, disjoint spans that do not touch each other; prefix sums make "how much of it lies in this window"
/// two binary searches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SpanSet {
    spans: Vec<Span>,
    /// `before[i]` is the length of the spans before `i`. Wraps around on unbounded sets; differences that fit are exact anyway.
    before: Vec<Micros>,
}

impl SpanSet {
    /// The union of any spans: unsorted, overlapping, empty ones allowed.
    pub fn new(mut spans: Vec<Span>) -> Self {
        spans.retain(|s| !s.is_empty());
        spans.order();
        let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
        for span in spans {
            match joined.last_mut() {
                Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
                _ => joined.push(span),
            }
        }
        Self::from_disjoint(joined)
    }

    fn from_disjoint(spans: Vec<Span>) -> Self {
        let mut sum: Micros = 0;
        let before = spans
            .iter()
            .map(|s| {
                let here = sum;
                sum = sum.wrapping_add(s.end.wrapping_sub(s.start));
                here
            })
            .collect();
        Self { spans, before }
    }

    /// The spans in time order.
    pub fn spans(&self) -> &[Span] {
        &self.spans
    }

    /// True when no instant is inside.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// From the first instant to the last.
    pub fn extent(&self) -> Option<Span> {
        Some(Span::new(self.spans.first()?.start, self.spans.last()?.end))
    }

    /// True when `at` is inside.
    pub fn contains(&self, at: Micros) -> bool {
        let i = self.spans.partition_point(|s| s.end <= at);
        self.spans.get(i).is_some_and(|s| s.contains(at))
    }

    /// How much of the set lies before `at`; wraps around on unbounded sets, where differences that fit are exact anyway.
    pub fn length_before(&self, at: Micros) -> Micros {
        let i = self.spans.partition_point(|s| s.start < at);
        match i.checked_sub(1).and_then(|i| Some((self.spans.get(i)?, self.before.get(i)?))) {
            Some((span, before)) => before.wrapping_add(span.end.min(at).wrapping_sub(span.start)),
            None => 0,
        }
    }

    /// How much of the set lies inside `window`, in microseconds; O(log n).
    pub fn length_in(&self, window: Span) -> Micros {
        self.length_before(window.end).wrapping_sub(self.length_before(window.start))
    }

    /// The parts inside `window`.
    pub fn clip(&self, window: Span) -> Self {
        let from = self.spans.partition_point(|s| s.end <= window.start);
        let inside = self.spans.get(from..).unwrap_or_default().iter().take_while(|s| s.start < window.end);
        Self::from_disjoint(inside.map(|s| s.intersect(window)).filter(|s| !s.is_empty()).collect())
    }

    /// What is in either.
    pub fn union(&self, other: &Self) -> Self {
        Self::new(self.spans.iter().chain(&other.spans).copied().collect())
    }

    /// What is in both.
    pub fn intersection(&self, other: &Self) -> Self {
        let (mut a, mut b) = (self.spans.iter().copied().peekable(), other.spans.iter().copied().peekable());
        let mut both = Vec::new();
        while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
            let shared = x.intersect(*y);
            if !shared.is_empty() {
                both.push(shared);
            }
            if x.end <= y.end {
                a.next()
            } else {
                b.next()
            };
        }
        Self::from_disjoint(both)
    }

    /// What is here but not in `other`.
    pub fn difference(&self, other: &Self) -> Self {
        let mut rest = Vec::new();
        let mut holes = other.spans.iter().copied().peekable();
        for span in &self.spans {
            let mut start = span.start;
            while let Some(hole) = holes.peek().copied() {
                if hole.start >= span.end {
                    break;
                }
                if hole.start > start {
                    rest.push(Span::new(start, hole.start));
                }
                start = start.max(hole.end);
                if hole.end > span.end {
                    break;
                }
                holes.next();
            }
            if start < span.end {
                rest.push(Span::new(start, span.end));
            }
        }
        Self::from_disjoint(rest)
    }
}

impl From<Span> for SpanSet {
    fn from(span: Span) -> Self {
        Self::new(vec![span])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const END: Micros = 60;

    fn any_spans() -> impl Strategy<Value = Vec<Span>> {
        prop::collection::vec((0..END, 0i64..12), 0..9)
            .prop_map(|v| v.into_iter().map(|(s, n)| Span::new(s, (s + n).min(END))).collect())
    }

    /// Membership of each instant, from the definition.
    fn slow(spans: &[Span]) -> Vec<bool> {
        (0..END).map(|at| spans.iter().any(|s| s.contains(at))).collect()
    }

    fn members(set: &SpanSet) -> Vec<bool> {
        (0..END).map(|at| set.contains(at)).collect()
    }

    fn is_normal(set: &SpanSet) -> bool {
        set.spans().iter().all(|s| !s.is_empty()) && set.spans().windows(2).all(|w| w[0].end < w[1].start)
    }

    proptest! {
        #[test]
        fn the_algebra_agrees_with_counting_instants(a in any_spans(), b in any_spans()) {
            let (x, y) = (SpanSet::new(a.clone()), SpanSet::new(b.clone()));
            let (in_a, in_b) = (slow(&a), slow(&b));
            prop_assert_eq!(members(&x), in_a.clone());
            let cases = [
                (x.union(&y), (|p, q| p || q) as fn(bool, bool) -> bool),
                (x.intersection(&y), |p, q| p && q),
                (x.difference(&y), |p, q| p && !q),
            ];
            for (set, law) in cases {
                prop_assert!(is_normal(&set));
                let expected: Vec<bool> = in_a.iter().zip(&in_b).map(|(p, q)| law(*p, *q)).collect();
                prop_assert_eq!(members(&set), expected);
            }
        }

        #[test]
        fn lengths_and_clips_agree_with_counting_instants(a in any_spans(), s in 0..END, n in 0..END) {
            let window = Span::new(s, (s + n).min(END));
            let set = SpanSet::new(a.clone());
            let expected = (window.start..window.end).filter(|at| slow(&a)[*at as usize]).count() as i64;
            prop_assert_eq!(set.length_in(window), expected);
            let clipped = set.clip(window);
            prop_assert!(is_normal(&clipped));
            prop_assert_eq!(clipped, set.intersection(&SpanSet::from(window)));
        }
    }

    #[test]
    fn an_unbounded_set_still_measures_a_window_exactly() {
        let set = SpanSet::from(Span::ALL).difference(&SpanSet::from(Span::new(10, 20)));
        assert_eq!(set.length_in(Span::new(0, 100)), 90);
        assert_eq!(set.length_in(Span::new(1_000, 5_000)), 4_000);
    }
}
