//! What one record says about where its item is.

use super::used::used_up;
use crate::index::Dataset;
use crate::model::tables::{MovementKind, SightingKind};
use crate::model::{ItemId, Micros, NameId, SourceId};
use crate::order::Order;

/// What a record says. The order is the order in which records of one instant are read: work ends before the item is seen, it is seen
/// before it leaves, and what ends it comes last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Says {
    /// The operation in this row ended.
    WorkEnded(u32),
    /// Read here, and here until contradicted.
    Seen,
    /// Came by here; where it stayed is not said.
    Passed,
    /// Left for here.
    Shipped,
    /// Booked as arrived here.
    Received,
    /// Booked as moved here.
    Moved,
    /// An operation began and ended here at once: the record tells an instant, and not how long the work took.
    Worked,
    /// The operation in this row began here.
    WorkBegan(u32),
    /// Went into something else, and nothing is left of it; the place is the machine in which it did.
    UsedUp,
    /// Decommissioned or destroyed.
    Ended,
}

/// One statement.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Statement {
    pub(super) time: Micros,
    pub(super) says: Says,
    /// Where; none for ends, and for shipments to nowhere. For what was used up, where that happened.
    pub(super) place: NameId,
    pub(super) source: SourceId,
}

/// All statements whose record names the item itself, by time.
pub(super) fn statements(data: &Dataset, item: ItemId) -> Vec<Statement> {
    let (facts, journeys) = (&data.facts, data.journeys());
    let mut all = Vec::new();
    #[cfg(test)]
    crate::testing::work::look(journeys.sightings(item).len());
    for row in journeys.sightings(item) {
        let row = facts.sightings.row(*row as usize);
        let says = match row.kind {
            SightingKind::At => Says::Seen,
            SightingKind::Passed => Says::Passed,
        };
        all.push(Statement { time: row.time, says, place: row.place, source: row.source });
    }
    for row in journeys.movements(item) {
        let row = facts.movements.row(*row as usize);
        let says = match row.kind {
            MovementKind::Ship => Says::Shipped,
            MovementKind::Receive => Says::Received,
            MovementKind::Move => Says::Moved,
        };
        // An arrival that does not say where tells nothing about places; a departure ends the stay all the same.
        if row.to.some().is_some() || says == Says::Shipped {
            all.push(Statement { time: row.time, says, place: row.to, source: row.source });
        }
    }
    for number in journeys.operations(item) {
        let row = facts.operations.row(*number as usize);
        let Some(asset) = row.asset.some() else { continue };
        let (place, source, end) = (journeys.asset_place(asset), row.source, row.end.get());
        let at_once = end.is_some_and(|end| end <= row.start);
        let says = if at_once { Says::Worked } else { Says::WorkBegan(*number) };
        all.push(Statement { time: row.start, says, place, source });
        if let Some(time) = end.filter(|_| !at_once) {
            all.push(Statement { time, says: Says::WorkEnded(*number), place: NameId::NONE, source });
        }
    }
    for row in journeys.deaths(item) {
        let row = facts.lifecycles.row(*row as usize);
        all.push(Statement { time: row.time, says: Says::Ended, place: NameId::NONE, source: row.source });
    }
    all.extend(used_up(data, item, &all));
    all.order_by(|a, b| order(data, a, b));
    // The same record read twice says nothing new.
    all.dedup_by(|b, a| (a.time, a.says, a.place, a.source) == (b.time, b.says, b.place, b.source));
    all
}

/// Time first, then what the records say, then which record says it; never the order of loading.
fn order(data: &Dataset, a: &Statement, b: &Statement) -> std::cmp::Ordering {
    said_order(data, a, b).then_with(|| source_order(data, a, b))
}

/// By time and by what the records say, whichever records they are.
pub(super) fn said_order(data: &Dataset, a: &Statement, b: &Statement) -> std::cmp::Ordering {
    let text = |s: &Statement| data.facts.names.text(s.place);
    (a.time, a.says.rank(), text(a)).cmp(&(b.time, b.says.rank(), text(b)))
}

/// By record: which of two that say the same is named as evidence.
pub(super) fn source_order(data: &Dataset, a: &Statement, b: &Statement) -> std::cmp::Ordering {
    data.facts.sources.order_key(a.source).cmp(&data.facts.sources.order_key(b.source))
}

impl Says {
    /// That the item is no more.
    pub(super) fn is_end(self) -> bool {
        matches!(self, Says::UsedUp | Says::Ended)
    }

    /// Whether it says where the item is, whatever was known before.
    pub(super) fn stands_alone(self) -> bool {
        !matches!(self, Says::WorkEnded(_) | Says::Passed)
    }

    /// The order within one instant, whatever the row.
    fn rank(self) -> u8 {
        match self {
            Says::WorkEnded(_) => 0,
            Says::Seen => 1,
            Says::Passed => 2,
            Says::Shipped => 3,
            Says::Received => 4,
            Says::Moved => 5,
            Says::Worked => 6,
            Says::WorkBegan(_) => 7,
            Says::UsedUp => 8,
            Says::Ended => 9,
        }
    }
}
