//! The slow way to find what reaches an item: all records of all containers around it, from the first.

use super::statements::{Says, statements};
use super::stays::{Arrival, Change, State, Stayed, What, follow, says};
use crate::index::Dataset;
use crate::model::{ItemId, Micros, Span};

/// All stays of an item.
pub(super) fn stays(data: &Dataset, item: ItemId) -> Vec<Stayed> {
    let own = statements(data, item);
    let last_own = own.iter().map(|s| s.time).max().unwrap_or(Micros::MIN);
    let mut arrivals: Vec<Arrival> =
        own.into_iter().map(|s| Arrival { at: s.time, via: None, possible: false, what: What::Says(s) }).collect();
    for around in surroundings(data, item) {
        inherit(data, &around, last_own, &mut arrivals);
    }
    follow(data, arrivals)
}

/// A container around the item, at any nesting.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Around {
    container: ItemId,
    span: Span,
    possible: bool,
}

/// The containers around an item with the spans in which they were, each once.
fn surroundings(data: &Dataset, item: ItemId) -> Vec<Around> {
    let mut found: Vec<Around> = Vec::new();
    let mut next = 0;
    let mut inner = Some(Around { container: item, span: Span::ALL, possible: false });
    while let Some(within) = inner {
        for stay in data.containment().around(within.container) {
            let span = within.span.intersect(stay.span());
            let around = Around { container: stay.parent, span, possible: within.possible || stay.observed };
            let covered = |known: &Around| {
                known.container == around.container
                    && known.span.start <= span.start
                    && span.end <= known.span.end
                    && (around.possible || !known.possible)
            };
            // Contradictory records can close a circle: what is covered already is not followed again.
            if around.container != item && !span.is_empty() && !found.iter().any(covered) {
                found.push(around);
            }
        }
        inner = found.get(next).copied();
        next += 1;
    }
    found
}

/// What a container's records say while the item is inside, and where the container was when it went in. That a container ended says
/// nothing about its content; that it was used up as a whole says that its content may have been, unless a later record knows better.
fn inherit(data: &Dataset, around: &Around, last_own: Micros, arrivals: &mut Vec<Arrival>) {
    let all = statements(data, around.container);
    let used_up = all.iter().find(|s| s.says == Says::UsedUp);
    let all = || all.iter().filter(|s| !matches!(s.says, Says::UsedUp | Says::Ended));
    let via = Some(around.container);
    let mut before: Option<State> = None;
    for statement in all().take_while(|s| s.time < around.span.start) {
        if let Change::Now(state) = says(before, statement) {
            before = Some(state);
        }
    }
    let at = around.span.start;
    arrivals.extend(before.map(|state| Arrival { at, via, possible: around.possible, what: What::Carried(state) }));
    // Where a container is unpacked, its content is too.
    let inside = all().filter(|s| around.span.contains(s.time) || s.time == around.span.end);
    arrivals.extend(inside.map(|s| Arrival { at: s.time, via, possible: around.possible, what: What::Says(*s) }));
    let content = used_up.filter(|s| around.span.contains(s.time) && last_own <= s.time);
    arrivals.extend(content.map(|s| Arrival { at: s.time, via, possible: true, what: What::Says(*s) }));
}
