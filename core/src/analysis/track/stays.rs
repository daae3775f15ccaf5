//! Statements about an item and the containers around it → stays at places.
//!
//! ```text
//! item       seen A ────────┐ packed                    unpacked
//! pallet     ·····seen B····│===== moved C ======│ seen D
//! stays      [A            )[B? no: A is newer  ) [C                 …  the last inherited place holds after unpacking
//! ```
//!
//! The latest record among the item and the containers around it wins. A container's place is inherited from the moment the item goes
//! in, if that record is newer than what is known of the item itself.

use super::statements::{Says, Statement, said_order, source_order, statements};
use crate::index::Dataset;
use crate::model::{ItemId, Micros, NameId, OPEN_END, SourceId, Span};
use crate::order::Order;
use crate::protocol::Certainty;

/// One stay, `[since, until)`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stayed {
    /// Where; none while only its end or its departure is known.
    pub(super) place: Option<NameId>,
    /// The machine in which it was used up, where a record names it.
    pub(super) used_in: Option<NameId>,
    pub(super) since: Micros,
    pub(super) until: Micros,
    pub(super) certainty: Certainty,
    pub(super) how: How,
    /// The container it was inherited from.
    pub(super) via: Option<ItemId>,
    pub(super) reads: u64,
    /// How many of those records count after a repair.
    pub(super) repaired: u64,
    /// The record that opened it.
    pub(super) source: SourceId,
}

/// How a stay is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Seen,
    Passed,
    OnItsWay,
    Received,
    Moved,
    Worked,
    AfterWork,
    UsedUp,
    Ended,
}

impl How {
    /// In words.
    pub(super) fn words(self) -> &'static str {
        match self {
            How::Seen => "seen",
            How::Passed => "passed",
            How::OnItsWay => "on its way",
            How::Received => "received",
            How::Moved => "moved",
            How::Worked => "worked on",
            How::AfterWork => "not seen since work ended",
            How::UsedUp => "used up",
            How::Ended => "ended",
        }
    }
}

/// What is known at a moment.
#[derive(Debug, Clone, Copy, PartialEq)]
struct State {
    /// When it was recorded, which may be before it applied to the item.
    recorded: Micros,
    place: Option<NameId>,
    used_in: Option<NameId>,
    certainty: Certainty,
    how: How,
    /// The operation that put it here.
    work: Option<u32>,
    source: SourceId,
}

/// A statement as it reaches the item.
struct Arrival {
    /// When it begins to apply.
    at: Micros,
    /// By which container; none = the item's own record.
    via: Option<ItemId>,
    /// Whether the containment itself is only possible.
    possible: bool,
    what: What,
}

enum What {
    Says(Statement),
    /// Where a container was when the item went in.
    Carried(State),
}

/// All stays of an item, in time order, without overlap.
pub(super) fn stays(data: &Dataset, item: ItemId) -> Vec<Stayed> {
    let own = statements(data, item);
    let last_own = own.iter().map(|s| s.time).max().unwrap_or(Micros::MIN);
    let mut arrivals: Vec<Arrival> =
        own.into_iter().map(|s| Arrival { at: s.time, via: None, possible: false, what: What::Says(s) }).collect();
    for around in surroundings(data, item) {
        inherit(data, &around, last_own, &mut arrivals);
    }
    arrivals.order_by(|a, b| a.order(b, data));
    let mut state: Option<State> = None;
    let mut stays: Vec<Stayed> = Vec::new();
    for arrival in &arrivals {
        match arrival.apply(state) {
            Change::Nothing => {}
            Change::Confirmed => {
                if let Some(last) = stays.last_mut() {
                    last.reads += 1;
                    last.repaired += u64::from(arrival.is_repaired(data));
                }
            }
            Change::Now(new) => {
                note(data, &mut stays, arrival, &new);
                state = Some(new);
            }
        }
    }
    stays.retain(|stay| stay.since < stay.until);
    join(stays)
}

/// Ends the last stay where the new one begins.
fn note(data: &Dataset, stays: &mut Vec<Stayed>, arrival: &Arrival, new: &State) {
    if let Some(last) = stays.last_mut() {
        last.until = arrival.at;
    }
    stays.push(Stayed {
        place: new.place,
        used_in: new.used_in,
        since: arrival.at,
        until: OPEN_END,
        certainty: new.certainty,
        how: new.how,
        via: arrival.via,
        reads: 1,
        repaired: u64::from(data.facts.sources.is_repaired(new.source)),
        source: new.source,
    });
}

/// Consecutive stays at one place that are equally sure are one stay; the first names how, and its record.
fn join(stays: Vec<Stayed>) -> Vec<Stayed> {
    let mut joined: Vec<Stayed> = Vec::with_capacity(stays.len());
    for stay in stays {
        match joined.last_mut() {
            Some(last) if stay.place.is_some() && (last.place, last.certainty) == (stay.place, stay.certainty) => {
                last.until = stay.until;
                last.reads += stay.reads;
                last.repaired += stay.repaired;
            }
            _ => joined.push(stay),
        }
    }
    joined
}

enum Change {
    Nothing,
    Confirmed,
    Now(State),
}

impl Arrival {
    fn is_repaired(&self, data: &Dataset) -> bool {
        data.facts.sources.is_repaired(match &self.what {
            What::Says(statement) => statement.source,
            What::Carried(state) => state.source,
        })
    }

    fn order(&self, other: &Self, data: &Dataset) -> std::cmp::Ordering {
        let recorded = |a: &Arrival| match &a.what {
            What::Says(s) => s.time,
            What::Carried(state) => state.recorded,
        };
        // At one moment: what was carried in by age, then what containers' records say, then the item's own.
        let kind = |a: &Arrival| match &a.what {
            What::Carried(_) => 0,
            What::Says(_) if a.via.is_some() => 1,
            What::Says(_) => 2,
        };
        (self.at, kind(self), recorded(self)).cmp(&(other.at, kind(other), recorded(other))).then_with(|| {
            let name = |a: &Arrival| a.via.map(|item| data.facts.names.text(data.facts.items.key(item)));
            match (&self.what, &other.what) {
                // The container before the record: the order of records carries no meaning, so it may not decide by which container.
                (What::Says(a), What::Says(b)) => said_order(data, a, b)
                    .then_with(|| name(self).cmp(&name(other)))
                    .then_with(|| source_order(data, a, b)),
                _ => name(self).cmp(&name(other)),
            }
        })
    }

    fn apply(&self, state: Option<State>) -> Change {
        let ended = state.is_some_and(|s| matches!(s.how, How::UsedUp | How::Ended));
        if ended && self.via.is_some() {
            return Change::Nothing;
        }
        let doubt =
            |certainty| if self.possible && certainty == Certainty::Definite { Certainty::Possible } else { certainty };
        match &self.what {
            What::Carried(carried) => match state {
                Some(known) if known.recorded >= carried.recorded => Change::Nothing,
                _ => Change::Now(State { certainty: doubt(carried.certainty), ..*carried }),
            },
            What::Says(statement) => match says(state, statement) {
                Change::Now(new) => Change::Now(State { certainty: doubt(new.certainty), ..new }),
                other => other,
            },
        }
    }
}

/// What a statement makes of what was known.
fn says(state: Option<State>, statement: &Statement) -> Change {
    let now = |how, certainty, work| {
        let (mut place, mut used_in) = (statement.place.some(), None);
        if how == How::UsedUp {
            std::mem::swap(&mut place, &mut used_in);
        }
        Change::Now(State { recorded: statement.time, place, used_in, certainty, how, work, source: statement.source })
    };
    match statement.says {
        Says::Seen => now(How::Seen, Certainty::Definite, None),
        Says::Received => now(How::Received, Certainty::Definite, None),
        Says::Moved => now(How::Moved, Certainty::Definite, None),
        Says::Worked => now(How::AfterWork, Certainty::Possible, None),
        Says::WorkBegan(row) => now(How::Worked, Certainty::Definite, Some(row)),
        // Passing the place where it is for sure confirms that.
        Says::Passed => match state {
            Some(known) if known.certainty == Certainty::Definite && known.place == statement.place.some() => {
                Change::Confirmed
            }
            _ => now(How::Passed, Certainty::Possible, None),
        },
        Says::Shipped => match statement.place.some() {
            Some(_) => now(How::OnItsWay, Certainty::Possible, None),
            None => now(How::OnItsWay, Certainty::Unknown, None),
        },
        // Only if nothing else was recorded since the work began.
        Says::WorkEnded(row) => match state {
            Some(known) if known.work == Some(row) => Change::Now(State {
                recorded: statement.time,
                certainty: Certainty::Possible,
                how: How::AfterWork,
                work: None,
                ..known
            }),
            _ => Change::Nothing,
        },
        Says::UsedUp => now(How::UsedUp, Certainty::Definite, None),
        Says::Ended => now(How::Ended, Certainty::Definite, None),
    }
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
