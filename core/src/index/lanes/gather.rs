//! Rows of facts → per asset the rows of its lane, and then pieces with a start and an end.

use super::holes::Hole;
use super::lane::{Cause, RowRef};
use super::select::Selection;
use crate::index::categories::{Categories, Category};
use crate::model::tables::Unlogged;
use crate::model::{AssetId, Facts, Micros, NameId, SourceId, Span, Until};
use crate::recipe::Recipe;
use std::collections::BTreeMap;

/// One row's claim to time.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    pub(super) start: Micros,
    /// [`Until::OPEN`]: it holds until the next piece.
    pub(super) end: Until,
    /// Orders pieces of one start: by file (upper half) and record, whatever the load order.
    pub(super) order: u64,
    /// True for a data item of a machine log, whose file opens with last-known values.
    pub(super) keyed: bool,
    pub(super) row: RowRef,
    pub(super) state: NameId,
    pub(super) category: Category,
}

/// The rows of one asset's lane.
pub(super) struct AssetPieces {
    /// In time order; the later record of one time comes last.
    pub(super) pieces: Vec<Piece>,
    /// What time without a row is.
    pub(super) fill: Unlogged,
    /// The time of the asset's last record of any kind.
    pub(super) last: Micros,
    /// Where its files do not go on, in time order.
    pub(super) holes: Vec<Hole>,
}

impl AssetPieces {
    /// From the first row of the lane to the last record.
    pub(super) fn bounds(&self) -> Option<Span> {
        self.pieces.first().map(|first| Span::new(first.start, self.last))
    }
}

/// What is known of an asset before its pieces are made: 4 bytes per row, so that only one asset's pieces exist at a time.
pub(super) struct AssetRows {
    rows: Vec<RowRef>,
    fill: Unlogged,
    last: Micros,
}

impl AssetRows {
    fn new() -> Self {
        Self { rows: Vec::new(), fill: Unlogged::NoData, last: Micros::MIN }
    }
}

/// The rows of every asset that has a lane.
pub(super) fn gather(facts: &Facts, recipe: &Recipe, selection: &Selection) -> BTreeMap<AssetId, AssetRows> {
    let mut all: BTreeMap<AssetId, AssetRows> = BTreeMap::new();
    let states = &facts.states;
    for (row, asset) in states.asset.iter().enumerate() {
        if selection.is_lane(*asset, states.key.get(row)) {
            all.entry(*asset).or_insert_with(AssetRows::new).rows.push(RowRef::state(row));
        }
    }
    if selection.uses_measurements() {
        for (row, channel) in facts.measurements.channel.iter().enumerate() {
            let asset = facts.measurements.asset.get(row);
            if facts.measurements.text.get(row).some().is_some() && selection.is_measured_lane(asset, *channel) {
                all.entry(asset).or_insert_with(AssetRows::new).rows.push(RowRef::measurement(row));
            }
        }
    }
    for (asset, fill) in unlogged(facts, recipe) {
        if fill == Unlogged::Running {
            all.entry(asset).or_insert_with(AssetRows::new).fill = fill;
        }
    }
    last_records(facts, &mut all);
    all
}

/// What unlogged time of an asset means: the recipe fills gaps, and a record that says "running" is not overridden.
fn unlogged(facts: &Facts, recipe: &Recipe) -> BTreeMap<AssetId, Unlogged> {
    let mut fills = BTreeMap::new();
    for (asset, fill) in &recipe.unlogged {
        let asset = facts.names.find(asset).and_then(|name| facts.assets.find(name));
        if let (Some(asset), "running") = (asset, fill.trim().to_lowercase().as_str()) {
            fills.insert(asset, Unlogged::Running);
        }
    }
    for (row, asset) in facts.asset_facts.asset.iter().enumerate() {
        if facts.asset_facts.unlogged.get(row) == Unlogged::Running {
            fills.insert(*asset, Unlogged::Running);
        }
    }
    fills
}

/// The last instant that any record of the asset names.
fn last_records(facts: &Facts, all: &mut BTreeMap<AssetId, AssetRows>) {
    let mut last = vec![Micros::MIN; facts.assets.len()];
    let mut see = |asset: AssetId, at: Micros| {
        if let Some(slot) = last.get_mut(asset.0 as usize) {
            *slot = at.max(*slot);
        }
    };
    let end = |start: Micros, end: Until| end.get().map_or(start, |end| end.max(start));
    for (row, asset) in facts.states.asset.iter().enumerate() {
        see(*asset, end(facts.states.start[row], facts.states.end.get(row)));
    }
    for (row, time) in facts.measurements.time.iter().enumerate() {
        see(facts.measurements.asset.get(row), *time);
    }
    for (row, asset) in facts.counts.asset.iter().enumerate() {
        see(*asset, facts.counts.time[row]);
    }
    for row in facts.alarms.rows() {
        see(row.asset, end(row.start, row.end));
    }
    for row in facts.operations.rows() {
        see(row.asset, end(row.start, row.end));
    }
    for (asset, rows) in all {
        rows.last = last.get(asset.0 as usize).copied().unwrap_or(Micros::MIN);
    }
}

/// The place of every file in the order that answers use, by file number: records of one time are ordered by it, whatever the load order.
pub(super) fn file_ranks(facts: &Facts) -> Vec<u64> {
    let mut ranks = vec![0; facts.sources.files().len()];
    for (rank, file) in facts.sources.sorted().into_iter().enumerate() {
        if let Some(slot) = ranks.get_mut(file.0 as usize) {
            *slot = rank as u64;
        }
    }
    ranks
}

/// Makes the pieces of one asset.
pub(super) fn pieces(facts: &Facts, rows: AssetRows, ranks: &[u64], categories: &mut Categories) -> AssetPieces {
    let order = |source: SourceId| {
        let file = facts.sources.locate(source).map_or(0, |(file, _)| file.0 as usize);
        ranks.get(file).copied().unwrap_or(0) << 32 | u64::from(source.0)
    };
    let mut pieces: Vec<Piece> = Vec::with_capacity(rows.rows.len());
    for row in rows.rows {
        let (start, end, state, source, keyed) = match row.cause() {
            Cause::State(i) => {
                let s = &facts.states;
                (s.start[i], s.end.get(i), s.state[i], s.source[i], s.key.get(i) != NameId::NONE)
            }
            Cause::Measurement(i) => {
                let m = &facts.measurements;
                (m.time[i], Until::OPEN, m.text.get(i), m.source[i], true)
            }
            Cause::NoData | Cause::Unlogged => continue,
        };
        let category = categories.of(state, &facts.names);
        pieces.push(Piece { start, end, order: order(source), keyed, row, state, category });
    }
    let key = |p: &Piece| (p.start, p.order);
    if !pieces.is_sorted_by_key(key) {
        // Stable: two rows of one record keep the order in which the record gives them.
        pieces.sort_by_key(key);
    }
    AssetPieces { pieces, fill: rows.fill, last: rows.last, holes: Vec::new() }
}
