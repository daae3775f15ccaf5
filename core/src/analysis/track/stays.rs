//! Statements about an item and the containers around it → stays at places.
//!
//! ```text
//! item       seen A ────────┐ packed                    unpacked
//! pallet     ·····seen B····│===== moved C ======│ seen D
//! stays      [A            )[B? no: A is newer  ) [C                 …  the last inherited place holds after unpacking
//! ```
//!
//! The latest record among the item and the containers around it wins. A container's place is inherited from the moment the item goes
//! in, if that record is newer than what is known of the item itself. `inherit.rs` finds what reaches the item; here it becomes stays.

use super::inherit::Histories;
use super::statements::{Says, Statement, said_order, source_order};
use crate::index::Dataset;
use crate::model::{ItemId, Micros, NameId, OPEN_END, SourceId};
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
pub(super) struct State {
    /// When it was recorded, which may be before it applied to the item.
    recorded: Micros,
    pub(super) place: Option<NameId>,
    used_in: Option<NameId>,
    pub(super) certainty: Certainty,
    how: How,
    /// The operation that put it here.
    work: Option<u32>,
    source: SourceId,
}

/// A statement as it reaches the item.
pub(super) struct Arrival {
    /// When it begins to apply.
    pub(super) at: Micros,
    /// By which container; none = the item's own record.
    pub(super) via: Option<ItemId>,
    /// Whether the containment itself is only possible.
    pub(super) possible: bool,
    pub(super) what: What,
}

pub(super) enum What {
    Says(Statement),
    /// Where a container was when the item went in.
    Carried(State),
}

/// All stays of an item, in time order, without overlap.
pub(super) fn stays(data: &Dataset, item: ItemId) -> Vec<Stayed> {
    Histories::new(data).stays(item)
}

/// What reached an item → its stays.
pub(super) fn follow(data: &Dataset, mut arrivals: Vec<Arrival>) -> Vec<Stayed> {
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

/// What is known once all of it has reached the item.
pub(super) fn known_after(data: &Dataset, mut arrivals: Vec<Arrival>) -> Option<State> {
    arrivals.order_by(|a, b| a.order(b, data));
    arrivals.iter().fold(None, |state, arrival| arrival.apply(state).after(state))
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

pub(super) enum Change {
    Nothing,
    Confirmed,
    Now(State),
}

impl Change {
    pub(super) fn after(self, before: Option<State>) -> Option<State> {
        if let Change::Now(state) = self { Some(state) } else { before }
    }
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
pub(super) fn says(state: Option<State>, statement: &Statement) -> Change {
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
