//! The use that leaves nothing of an item: from then on it is nowhere, because it is inside something else for good.
//!
//! ```text
//! made 10 kg   used 4 kg           used 6 kg          nothing is left: used up here
//! made 10 kg   used 4 kg           seen at the store  some is left, as the record says
//! made         used (no quantity)                     a whole item went in
//! made         used (no quantity)  used again         only the last use can be the one that left nothing
//! ```
//!
//! Something is left after the last use when
//! - any later record sees, moves, packs, works on or makes the item,
//! - or the quantities that were used add up to less than was made or received, or cannot be compared with it. An item of which only one
//!   piece was ever recorded is a piece: using one uses it up.

use super::statements::{Says, Statement, source_order};
use crate::index::Dataset;
use crate::model::{ItemId, Micros, NameId};

/// Quantities are sums of decimals read as binary fractions: a millionth is no rest.
const REST: f64 = 1e-6;

/// The use that left nothing of the item; `told` is everything else that its own records say. The place of the statement is the
/// machine in which it happened, where a record names it.
pub(super) fn used_up(data: &Dataset, item: ItemId, told: &[Statement]) -> Option<Statement> {
    let (lines, genealogy) = (&data.facts.transformations, data.genealogy());
    let time = |row: &u32| lines.time[*row as usize];
    let uses = genealogy.consumed(item);
    let used = time(uses.last()?);
    // Work that was under way goes on until its end, with the item in the machine.
    let at = work_under_way(data, told, used).unwrap_or(used);
    let comes_back = genealogy.produced(item).last().is_some_and(|row| time(row) >= used)
        || data.journeys().births(item).last().is_some_and(|row| data.facts.lifecycles.time[*row as usize] > used)
        || data.containment().around(item).any(|stay| stay.from > at)
        || told.iter().any(|s| s.time > at && is_presence(s.says));
    if comes_back || !leaves_nothing(data, item, uses, used) {
        return None;
    }
    let here = uses.iter().filter(|row| time(row) == used).map(|row| {
        let (row, asset) = (*row as usize, lines.asset.get(*row as usize));
        let place = asset.some().map_or(NameId::NONE, |asset| data.facts.assets.name(asset));
        Statement { time: at, says: Says::UsedUp, place, source: lines.source.at(row) }
    });
    here.min_by(|a, b| source_order(data, a, b))
}

/// A record of this kind needs the item to be there.
fn is_presence(says: Says) -> bool {
    !matches!(says, Says::WorkEnded(_) | Says::UsedUp | Says::Ended)
}

/// The end of the work on the item that began by `used` and went on after it.
fn work_under_way(data: &Dataset, told: &[Statement], used: Micros) -> Option<Micros> {
    let ends = told.iter().filter_map(|s| match s.says {
        Says::WorkBegan(row) if s.time <= used => data.facts.operations.end.get(row as usize).get(),
        _ => None,
    });
    ends.filter(|end| *end > used).max()
}

/// Whether the uses of an item up to and at `used` take all there was of it.
fn leaves_nothing(data: &Dataset, item: ItemId, uses: &[u32], used: Micros) -> bool {
    let (lines, lives) = (&data.facts.transformations, &data.facts.lifecycles);
    let line = |row: &u32| (lines.quantity.get(*row as usize).get(), lines.unit.get(*row as usize));
    let mut last = uses.iter().filter(|row| lines.time[**row as usize] == used);
    if last.any(|row| line(row).0.is_none()) {
        return true;
    }
    let life = |row: &u32| (lives.quantity.get(*row as usize).get(), lives.unit.get(*row as usize));
    let births = || {
        let made = data.genealogy().produced(item).iter().map(line);
        made.chain(data.journeys().births(item).iter().map(life))
    };
    let unit = uses.first().map_or(NameId::NONE, |row| line(row).1);
    let Some(taken) = sum(uses.iter().map(line), unit) else { return false };
    match sum(births(), unit) {
        Some(made) if births().next().is_some() => taken >= made * (1.0 - REST),
        // Nothing says how much there was: one piece taken of what was never more than a piece.
        _ => unit == NameId::NONE && taken == 1.0 && births().all(|(quantity, _)| quantity.is_none()),
    }
}

/// The sum of quantities; none when one is not given or has another unit.
fn sum(mut amounts: impl Iterator<Item = (Option<f64>, NameId)>, unit: NameId) -> Option<f64> {
    amounts.try_fold(0.0, |sum, (quantity, of)| quantity.filter(|_| of == unit).map(|q| sum + q))
}
