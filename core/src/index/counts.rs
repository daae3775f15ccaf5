//! Pieces per asset in time order: counters turned into pieces, each row given the instant it belongs to.
//!
//! A row counts what was made *before* its time ("pieces since the previous row"), so a row stamped exactly at the end of a shift
//! belongs to that shift and not to the next. Some sources stamp the beginning instead. They are told apart by where their rows touch
//! planned time (or, without a calendar, the asset's states): rows that sit on a beginning and never on an end are stamped at the
//! beginning.
//!
//! ```text
//! planned        ███████████      ███████████
//! end stamps     ·         ▲      ·         ▲     belong to the instant before
//! begin stamps   ▲         ·      ▲         ·     belong to their own instant
//! ```

use super::counter::{Reading, read_counter};
use super::{CalendarIndex, SpanSet};
use crate::model::tables::{CountKind, CountRow};
use crate::model::{Amount, AssetId, Facts, Micros, NameId, SourceId, Span};
use crate::order::Order;
use std::collections::BTreeMap;

/// Pieces that one record counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Count {
    /// The instant the pieces belong to.
    pub at: Micros,
    /// The product, where the row names one.
    pub product: NameId,
    /// All pieces.
    pub total: Option<f64>,
    /// Good pieces.
    pub good: Option<f64>,
    /// Scrap.
    pub scrap: Option<f64>,
    /// Rework.
    pub rework: Option<f64>,
    /// The record that says so.
    pub source: SourceId,
}

/// The counts of one asset.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct AssetCounts {
    /// In time order.
    pub counts: Vec<Count>,
    /// Counter readings that were left out as spikes.
    pub spikes: Vec<SourceId>,
    /// How often a counter was reset.
    pub resets: u32,
    /// How often a counter went back by a few steps.
    pub corrections: u32,
    /// How often a counter wrapped at its end.
    pub rollovers: u32,
}

impl AssetCounts {
    /// The counts whose instant lies in `window`.
    pub fn within(&self, window: Span) -> &[Count] {
        let from = self.counts.partition_point(|c| c.at < window.start);
        let to = self.counts.partition_point(|c| c.at < window.end);
        self.counts.get(from..to.max(from)).unwrap_or_default()
    }
}

/// Counts by asset; an asset without counts is absent.
#[derive(Debug, Default)]
pub struct CountIndex {
    by_asset: BTreeMap<AssetId, AssetCounts>,
}

impl CountIndex {
    /// Reads the counts table. What is said twice has been settled with the ledger.
    #[inline(never)]
    pub fn build(facts: &Facts, calendars: &CalendarIndex) -> Self {
        let mut rows: BTreeMap<AssetId, Vec<CountRow>> = BTreeMap::new();
        for row in facts.counts.rows() {
            rows.entry(row.asset).or_default().push(row);
        }
        let mut observed = if rows.is_empty() { BTreeMap::new() } else { observed(facts) };
        let by_asset = rows
            .into_iter()
            .map(|(asset, mut rows)| {
                rows.order_by(|a, b| {
                    let key = |r: &CountRow| (r.time, facts.sources.order_key(r.source));
                    key(a).cmp(&key(b))
                });
                let observed = observed.remove(&asset).map(SpanSet::from);
                let planned = calendars.of(asset).map(|c| &c.planned).filter(|p| is_bounded(p));
                let active = planned.cloned().or(observed).unwrap_or_default();
                (asset, asset_counts(&rows, &active))
            })
            .collect();
        Self { by_asset }
    }

    /// The counts of an asset.
    pub fn of(&self, asset: AssetId) -> Option<&AssetCounts> {
        self.by_asset.get(&asset)
    }

    /// From the first count to the last, over all assets.
    pub fn extent(&self) -> Option<Span> {
        let ends = self.by_asset.values().filter_map(|c| Some((c.counts.first()?.at, c.counts.last()?.at)));
        ends.map(|(a, b)| Span::new(a, b.saturating_add(1)))
            .reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))
    }
}

/// From the first state of each asset to its last.
fn observed(facts: &Facts) -> BTreeMap<AssetId, Span> {
    let mut hulls: Vec<Option<Span>> = vec![None; facts.assets.len()];
    for (row, (asset, start)) in facts.states.asset.iter().zip(&facts.states.start).enumerate() {
        let Some(hull) = hulls.get_mut(asset.0 as usize) else { continue };
        let end = facts.states.end.get(row).0;
        *hull = Some(hull.map_or(Span::new(*start, end), |hull| Span::new(hull.start.min(*start), hull.end.max(end))));
    }
    (0..).map(AssetId).zip(hulls).filter_map(|(asset, hull)| Some((asset, hull?))).collect()
}

fn is_bounded(set: &SpanSet) -> bool {
    set.extent().is_some_and(|e| e.start != Span::ALL.start && e.end != Span::ALL.end)
}

fn asset_counts(rows: &[CountRow], active: &SpanSet) -> AssetCounts {
    let (deltas, readings): (Vec<&CountRow>, Vec<&CountRow>) = rows.iter().partition(|r| r.kind == CountKind::Delta);
    let begins = |t: Micros| !active.contains(t.saturating_sub(1)) && active.contains(t);
    let ends = |t: Micros| active.contains(t.saturating_sub(1)) && !active.contains(t);
    let stamped_at_beginning = deltas.iter().any(|r| begins(r.time)) && !deltas.iter().any(|r| ends(r.time));
    let shift = if stamped_at_beginning { 0 } else { 1 };

    let mut found = AssetCounts::default();
    found.counts.extend(deltas.iter().map(|r| Count {
        at: r.time.saturating_sub(shift),
        product: r.product,
        total: r.total.get(),
        good: r.good.get(),
        scrap: r.scrap.get(),
        rework: r.rework.get(),
        source: r.source,
    }));
    read_counters(&readings, &mut found);
    // Stable: rows of the same instant stay ordered by file and record.
    found.counts.order_by_key(|c| c.at);
    found
}

/// The counters of an asset, one per data item and figure, over all its rows: a counter does not stop when the product changes, and that of one
/// spindle knows nothing of the other's.
fn read_counters(rows: &[&CountRow], found: &mut AssetCounts) {
    let columns: [fn(&CountRow) -> Amount; 4] = [|r| r.total, |r| r.good, |r| r.scrap, |r| r.rework];
    let mut pieces = vec![[None; 4]; rows.len()];
    let mut spikes = vec![false; rows.len()];
    let mut by_key: Vec<usize> = (0..rows.len()).collect();
    by_key.order_by_key(|i| (rows[*i].key, *i));
    let of_keys = by_key.chunk_by(|a, b| rows[*a].key == rows[*b].key);
    for (of_key, (column, figure)) in of_keys.flat_map(|key| columns.iter().enumerate().map(move |c| (key, c))) {
        let given: Vec<(usize, f64)> = of_key.iter().filter_map(|i| Some((*i, figure(rows[*i]).get()?))).collect();
        let values: Vec<f64> = given.iter().map(|(_, value)| *value).collect();
        for ((row, _), reading) in given.iter().zip(read_counter(&values)) {
            match reading {
                Reading::Spike => spikes[*row] = true,
                Reading::Reset(_) => found.resets += 1,
                Reading::Corrected => found.corrections += 1,
                Reading::Rollover(_) => found.rollovers += 1,
                Reading::Baseline | Reading::Pieces(_) => {}
            }
            pieces[*row][column] = reading.pieces();
        }
    }
    for ((row, [total, good, scrap, rework]), spike) in rows.iter().zip(pieces).zip(spikes) {
        if spike {
            found.spikes.push(row.source);
        }
        if [total, good, scrap, rework].iter().any(Option::is_some) {
            let at = row.time.saturating_sub(1);
            found.counts.push(Count { at, product: row.product, total, good, scrap, rework, source: row.source });
        }
    }
    found.spikes.dedup();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::tables::{CalendarKind, CalendarRow};
    use crate::recipe::Recipe;

    fn plant(files: &[&[(Micros, f64)]], kind: CountKind, planned: &[(Micros, Micros)]) -> Facts {
        let mut facts = Facts::default();
        let name = facts.names.intern("saw");
        let asset = facts.assets.intern(name);
        for (i, rows) in files.iter().enumerate() {
            facts.sources.open(&format!("{i}.csv"), "floorlens-counts", 0);
            for (time, total) in *rows {
                let source = facts.sources.record(1);
                facts.counts.push(CountRow {
                    asset,
                    time: *time,
                    total: Amount::new(*total),
                    source,
                    good: Amount::NONE,
                    scrap: Amount::NONE,
                    rework: Amount::NONE,
                    kind,
                    product: NameId::NONE,
                    order: NameId::NONE,
                    key: NameId::NONE,
                });
            }
        }
        facts.sources.open("plan.csv", "floorlens-calendars", 0);
        for (start, end) in planned {
            let source = facts.sources.record(1);
            let (start, end) = (*start, *end);
            let kind = CalendarKind::Planned;
            facts.calendars.push(CalendarRow { asset, start, end, kind, source, shift: NameId::NONE });
        }
        facts
    }

    fn made(facts: &mut Facts, window: Span) -> f64 {
        let calendars = CalendarIndex::build(facts, &Recipe::default());
        let index = CountIndex::build(facts, &calendars);
        index.of(AssetId(0)).map_or(0.0, |c| c.within(window).iter().filter_map(|c| c.total).sum())
    }

    #[test]
    fn two_counters_of_one_machine_do_not_know_each_other() {
        let rows: Vec<(Micros, f64)> =
            (0..20).map(|i| (i64::from(i) * 10, f64::from([100, 50][i as usize % 2] + i / 2))).collect();
        let mut facts = plant(&[&rows], CountKind::Counter, &[]);
        let keys = ["p1PartCount", "p2PartCount"].map(|key| facts.names.intern(key));
        for row in 0..rows.len() {
            facts.counts.key.set(row, keys[row % 2]);
        }
        assert_eq!(made(&mut facts, Span::new(0, 1_000)), 18.0);
    }

    #[test]
    fn a_count_stamped_at_the_end_of_a_shift_belongs_to_it_and_not_to_the_next() {
        let mut facts = plant(&[&[(200, 5.0), (300, 7.0)]], CountKind::Delta, &[(100, 300)]);
        assert_eq!(made(&mut facts, Span::new(100, 200)), 5.0);
        assert_eq!(made(&mut facts, Span::new(200, 300)), 7.0);
    }

    #[test]
    fn a_count_stamped_at_the_beginning_of_a_shift_belongs_to_it() {
        let mut facts = plant(&[&[(100, 5.0), (400, 7.0)]], CountKind::Delta, &[(100, 300), (400, 600)]);
        assert_eq!(made(&mut facts, Span::new(100, 300)), 5.0);
        assert_eq!(made(&mut facts, Span::new(400, 600)), 7.0);
    }

    #[test]
    fn a_counter_gives_the_pieces_between_its_readings() {
        let mut facts = plant(&[&[(100, 50.0), (200, 60.0), (300, 75.0)]], CountKind::Counter, &[(100, 300)]);
        assert_eq!(made(&mut facts, Span::ALL), 25.0);
        assert_eq!(made(&mut facts, Span::new(200, 300)), 15.0);
    }
}
