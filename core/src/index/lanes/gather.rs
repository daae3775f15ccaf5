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

/// What is known of an asset before its pieces are made.
#[derive(Clone, Copy)]
pub(super) struct AssetPlan {
    /// How many rows its lane has.
    rows: usize,
    fill: Unlogged,
    last: Micros,
}

impl AssetPlan {
    const NOTHING: Self = Self { rows: 0, fill: Unlogged::NoData, last: Micros::MIN };

    pub(super) fn fill(&self) -> Unlogged {
        self.fill
    }

    /// The time of its last record of any kind.
    pub(super) fn last(&self) -> Micros {
        self.last
    }

    /// Whether the asset has a lane at all.
    fn has_lane(&self) -> bool {
        self.rows > 0 || self.fill == Unlogged::Running
    }
}

/// The plan of every asset, by its number.
pub(super) fn plan(facts: &Facts, recipe: &Recipe, selection: &Selection) -> Vec<AssetPlan> {
    let mut plans = vec![AssetPlan::NOTHING; facts.assets.len()];
    survey(facts, selection, &mut plans);
    for (asset, fill) in unlogged(facts, recipe) {
        if let Some(plan) = plans.get_mut(asset.0 as usize) {
            plan.fill = fill;
        }
    }
    plans
}

/// How many rows the lanes of these assets have.
pub(super) fn rows(plans: &[AssetPlan], assets: &[AssetId]) -> usize {
    assets.iter().filter_map(|asset| plans.get(asset.0 as usize)).map(|plan| plan.rows).sum()
}

/// Every row that is part of a lane, table by table in the order of their records.
fn each_row(facts: &Facts, selection: &Selection, mut see: impl FnMut(AssetId, RowRef)) {
    let (states, measurements) = (&facts.states, &facts.measurements);
    for (row, asset) in states.asset.iter().enumerate() {
        if selection.is_lane(asset, states.key.get(row)) {
            see(asset, RowRef::state(row));
        }
    }
    if selection.uses_measurements() {
        for (row, channel) in measurements.channel.iter().enumerate() {
            let asset = measurements.asset.get(row);
            if is_measured(facts, selection, row, asset, channel) {
                see(asset, RowRef::measurement(row));
            }
        }
    }
}

/// About so many passes over the log make all pieces; each holds its share of them at a time, unless one asset alone has more.
const PASSES: usize = 8;
/// Below so many rows a pass is not worth having.
const LEAST: usize = 1 << 15;

/// Cuts the assets that have a lane into groups whose pieces fit into memory together. Machines take turns in a log, so that going through
/// it once for each of them would fetch every cache line once for each of them.
pub(super) fn groups(plans: &[AssetPlan], assets: Vec<AssetId>) -> Vec<Vec<(AssetId, AssetPlan)>> {
    let mut groups: Vec<Vec<(AssetId, AssetPlan)>> = Vec::new();
    let at_once = (rows(plans, &assets) / PASSES).max(LEAST);
    let mut room = 0;
    for asset in assets {
        let Some(plan) = plans.get(asset.0 as usize).filter(|plan| plan.has_lane()) else { continue };
        match groups.last_mut() {
            Some(group) if plan.rows <= room => group.push((asset, *plan)),
            _ => {
                room = at_once;
                groups.push(vec![(asset, *plan)]);
            }
        }
        room = room.saturating_sub(plan.rows);
    }
    groups
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
            fills.insert(asset, Unlogged::Running);
        }
    }
    fills
}

/// Counts the rows of every lane, and finds the last instant that any record of an asset names.
#[inline(never)]
fn survey(facts: &Facts, selection: &Selection, plans: &mut [AssetPlan]) {
    let mut see = |asset: AssetId, at: Micros, is_lane: bool| {
        if let Some(plan) = plans.get_mut(asset.0 as usize) {
            plan.last = at.max(plan.last);
            plan.rows += usize::from(is_lane);
        }
    };
    let end = |start: Micros, end: Until| end.get().map_or(start, |end| end.max(start));
    let (states, measurements) = (&facts.states, &facts.measurements);
    for (row, (asset, start)) in states.asset.iter().zip(&states.start).enumerate() {
        see(asset, end(*start, states.end.get(row)), selection.is_lane(asset, states.key.get(row)));
    }
    for (row, (channel, time)) in measurements.channel.iter().zip(&measurements.time).enumerate() {
        let asset = measurements.asset.get(row);
        see(asset, *time, is_measured(facts, selection, row, asset, channel));
    }
    for (row, asset) in facts.counts.asset.iter().enumerate() {
        see(asset, facts.counts.time[row], false);
    }
    for row in facts.alarms.rows() {
        see(row.asset, end(row.start, row.end), false);
    }
    for row in facts.operations.rows() {
        see(row.asset, end(row.start, row.end), false);
    }
}

/// Whether a row of `measurements` is part of its asset's lane.
fn is_measured(facts: &Facts, selection: &Selection, row: usize, asset: AssetId, channel: NameId) -> bool {
    selection.uses_measurements()
        && facts.measurements.text.get(row).some().is_some()
        && selection.is_measured_lane(asset, channel)
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

/// Makes the pieces of a group of assets, in their order.
#[inline(never)]
pub(super) fn pieces(
    facts: &Facts,
    group: &[(AssetId, AssetPlan)],
    selection: &Selection,
    ranks: &[u64],
    categories: &mut Categories,
) -> Vec<AssetPieces> {
    let order = |source: SourceId| {
        let file = facts.sources.locate(source).map_or(0, |(file, _)| file.0 as usize);
        ranks.get(file).copied().unwrap_or(0) << 32 | u64::from(source.0)
    };
    let mut slots = vec![usize::MAX; facts.assets.len()];
    let mut all: Vec<AssetPieces> = Vec::with_capacity(group.len());
    for (slot, (asset, plan)) in group.iter().enumerate() {
        slots[asset.0 as usize] = slot;
        let pieces = Vec::with_capacity(plan.rows);
        all.push(AssetPieces { pieces, fill: plan.fill, last: plan.last, holes: Vec::new() });
    }
    each_row(facts, selection, |asset, row| {
        let slot = slots.get(asset.0 as usize).copied().unwrap_or(usize::MAX);
        let Some(of_asset) = all.get_mut(slot) else { return };
        let (start, end, state, source, keyed) = match row.cause() {
            Cause::State(i) => {
                let s = &facts.states;
                (s.start[i], s.end.get(i), s.state.at(i), s.source.at(i), s.key.get(i) != NameId::NONE)
            }
            Cause::Measurement(i) => {
                let m = &facts.measurements;
                (m.time[i], Until::OPEN, m.text.get(i), m.source.at(i), true)
            }
            Cause::NoData | Cause::Unlogged => return,
        };
        let category = categories.of(state, &facts.names);
        of_asset.pieces.push(Piece { start, end, order: order(source), keyed, row, state, category });
    });
    let key = |p: &Piece| (p.start, p.order);
    for of_asset in &mut all {
        if !of_asset.pieces.is_sorted_by_key(key) {
            // Stable: two rows of one record keep the order in which the record gives them.
            of_asset.pieces.sort_by_key(key);
        }
    }
    all
}
