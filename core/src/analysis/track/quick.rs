//! Where an item is at a time by its last record alone: for what was never in a container, used up or ended, there is no need to go through all
//! that was recorded of it. For the others it is what reached them last (`inherit.rs`). `stays.rs` is the slow way, which says the same; the
//! tests hold them together.

use super::inherit::Histories;
use crate::index::Dataset;
use crate::model::tables::{MovementKind, SightingKind};
use crate::model::{ItemId, Micros, NameId, Span};

/// Where an item is at a time, and whether that is for sure. `None` = nowhere.
pub(super) fn whereabouts(histories: &mut Histories<'_>, item: ItemId, at: Micros) -> Option<(NameId, bool)> {
    match last_record(histories.data, item, at) {
        Known::Here(place, definite) => place.some().map(|place| (place, definite)),
        Known::Nothing => None,
        Known::Hard => histories.whereabouts(item, at),
    }
}

/// Whether an item may have been worked on in one of these machines during a span; false only where it was not.
pub(super) fn may_have_been(data: &Dataset, item: ItemId, machines: &[NameId], span: Span) -> bool {
    if !is_simple(data, item) {
        return true;
    }
    let (facts, journeys) = (&data.facts, data.journeys());
    let is_one = |place: NameId| machines.contains(&place);
    let worked = journeys.operations(item).iter().any(|row| {
        let row = facts.operations.row(*row as usize);
        // Work without length at the beginning of the span is in it.
        let ended = row.end.get().is_some_and(|end| end <= span.start && row.start < span.start);
        row.asset.some().is_some_and(|asset| is_one(journeys.asset_place(asset))) && row.start < span.end && !ended
    });
    worked
        || journeys.sightings(item).iter().any(|row| is_one(facts.sightings.place.at(*row as usize)))
        || journeys.movements(item).iter().any(|row| is_one(facts.movements.to.at(*row as usize)))
}

enum Known {
    /// There, and whether for sure; [`NameId::NONE`] = on its way to nobody knows where.
    Here(NameId, bool),
    /// No record yet.
    Nothing,
    /// The last record alone does not say.
    Hard,
}

fn is_simple(data: &Dataset, item: ItemId) -> bool {
    data.journeys().deaths(item).is_empty()
        && data.genealogy().consumed(item).is_empty()
        && data.containment().around(item).next().is_none()
}

fn last_record(data: &Dataset, item: ItemId, at: Micros) -> Known {
    if !is_simple(data, item) {
        return Known::Hard;
    }
    let (facts, journeys) = (&data.facts, data.journeys());
    let mut last: Option<Micros> = None;
    let mut known = Known::Nothing;
    // Records of one instant are read in an order of their own: that is left to the slow way.
    let mut newer = |time: Micros, what: Known| match last {
        Some(before) if before > time => {}
        Some(before) if before == time => known = Known::Hard,
        _ => (last, known) = (Some(time), what),
    };
    for row in until(journeys.sightings(item), at, &|row| facts.sightings.time[row]) {
        let row = facts.sightings.row(*row as usize);
        // Passing a place confirms it or not, which depends on what was known before.
        newer(row.time, if row.kind == SightingKind::At { Known::Here(row.place, true) } else { Known::Hard });
    }
    for row in until(journeys.movements(item), at, &|row| facts.movements.time[row]) {
        let row = facts.movements.row(*row as usize);
        match (row.kind, row.to.some()) {
            (MovementKind::Ship, _) => newer(row.time, Known::Here(row.to, false)),
            (_, Some(to)) => newer(row.time, Known::Here(to, true)),
            // An arrival that does not say where: the one before it counts.
            (_, None) => newer(row.time, Known::Hard),
        }
    }
    for row in until(journeys.operations(item), at, &|row| facts.operations.start[row]) {
        let row = facts.operations.row(*row as usize);
        let place = row.asset.some().map(|asset| journeys.asset_place(asset));
        let what = match (place, row.end.get()) {
            (Some(place), None) => Known::Here(place, true),
            // After the work it may still stand there; so it may from the first, where the work has no length.
            (Some(place), Some(end)) => Known::Here(place, at < end),
            (None, _) => Known::Hard,
        };
        newer(row.start, what);
    }
    known
}

/// The last two of these rows that are not later than `at`: the last one, and one that may be of the same instant.
fn until<'a>(rows: &'a [u32], at: Micros, time: &dyn Fn(usize) -> Micros) -> &'a [u32] {
    let end = rows.partition_point(|row| time(*row as usize) <= at);
    &rows[end.saturating_sub(2)..end]
}
