//! Lanes: what each asset was doing, as a true partition of time.
//!
//! ```text
//! select.rs     which data item of a machine log is its state lane
//! cycles.rs     ACTIVE → PROGRAM_COMPLETED
//! gather.rs     rows of facts → pieces with a start and an end
//! holes.rs      where the files of a log do not go on
//! partition.rs  pieces → spans that tile time; overlaps resolved and listed
//! lane.rs       one lane as a view: spans of a window, state at a time, times by category
//! ```
//!
//! ```text
//! records        A────────────B──C───────────A──────|last record of the asset
//! spans  NO_DATA │     A      │B │     C     │  A   │ NO_DATA …
//! ```
//!
//! An observation holds until the next one; after the asset's last record UNAVAILABLE stays and anything else becomes `NO_DATA`. Rows with
//! an end are intervals; what no row covers is `NO_DATA`, or `RUNNING` where a person said that the log lists only stops.

mod cycles;
mod gather;
mod holes;
mod lane;
mod partition;
mod plain;
mod select;
#[cfg(test)]
mod tests;

pub use cycles::MachineCycle;
pub use holes::Hole;
pub(crate) use lane::RowRef;
pub use lane::{CategoryTimes, Cause, Lane, StateSpan, StateSpans};

use super::categories::{Categories, Category};
use crate::model::tables::Unlogged;
use crate::model::{AssetId, Facts, FileId, Micros, RecordStatus, SourceId, Span};
use crate::order::Order;
use crate::recipe::Recipe;
use holes::Covers;
use lane::CHECKPOINT;
use std::collections::BTreeMap;

/// The name of time about which nothing is known.
pub const NO_DATA: &str = "NO_DATA";
/// The name of unlogged time where the log lists only stops.
pub const RUNNING: &str = "RUNNING";

/// Two rows that claim the same time of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Overlap {
    /// The asset.
    pub asset: AssetId,
    /// The time that both claim.
    pub span: Span,
    /// The record that got it.
    pub kept: SourceId,
    /// The record that did not.
    pub hidden: SourceId,
}

/// A sentence about how lanes were built.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LaneNote {
    /// The file it is about; `None` = the recipe.
    pub file: Option<FileId>,
    /// The sentence.
    pub text: String,
}

/// Where one lane lies in the flat columns.
#[derive(Debug, Clone)]
struct LaneRange {
    asset: AssetId,
    /// Spans `from..to`.
    from: usize,
    to: usize,
    /// First checkpoint.
    sums: usize,
    /// What time before the first span is.
    fill: Unlogged,
}

/// All lanes of a dataset. 13 bytes per span, plus 2.5 for the checkpoints.
#[derive(Default)]
pub struct Lanes {
    /// Ordered by the assets' names.
    lanes: Vec<LaneRange>,
    by_asset: BTreeMap<AssetId, usize>,
    starts: Vec<Micros>,
    rows: Vec<RowRef>,
    categories: Vec<Category>,
    /// Every [`CHECKPOINT`] spans of a lane, the times by category before it.
    sums: Vec<CategoryTimes>,
    overlaps: Vec<Overlap>,
    notes: Vec<LaneNote>,
    /// By asset name, then time.
    holes: Vec<Hole>,
    cycles: BTreeMap<AssetId, Vec<MachineCycle>>,
    extent: Option<Span>,
    /// Every row behind a span is a record of its own.
    row_is_record: bool,
}

impl Lanes {
    /// Builds all lanes, and tells the ledger which records said the same as another or were replaced by a later one.
    #[inline(never)]
    pub(super) fn build(facts: &mut Facts, recipe: &Recipe) -> Self {
        Self::build_by(facts, recipe, true)
    }

    /// With or without the short way of plain logs.
    fn build_by(facts: &mut Facts, recipe: &Recipe, short_way: bool) -> Self {
        let mut all = Self::default();
        let mut categories = Categories::new(recipe);
        all.notes.extend(categories.warnings.drain(..).map(|text| LaneNote { file: None, text }));
        let selection = select::select(facts);
        all.notes.extend(selection.notes(facts));
        let plans = gather::plan(facts, recipe, &selection);
        let plain = match short_way {
            true => plain::write(&mut all, facts, &plans, &selection, &mut categories),
            false => vec![false; facts.assets.len()],
        };
        let is_plain = |asset: AssetId| plain.get(asset.0 as usize).copied().unwrap_or(false);
        let others: Vec<AssetId> = facts.assets.sorted(&facts.names).into_iter().filter(|a| !is_plain(*a)).collect();
        // Nearly every row becomes a span; gaps may add some.
        let rows = gather::rows(&plans, &others);
        all.starts.reserve_exact(rows);
        all.rows.reserve_exact(rows);
        all.categories.reserve_exact(rows);
        all.sums.reserve_exact(rows / CHECKPOINT + others.len());
        let (ranks, by_rank) = (gather::file_ranks(facts), facts.sources.sorted());
        let covers = Covers::read(facts, &selection);
        let mut settled = Vec::new();
        for group in gather::groups(&plans, others) {
            let all_pieces = gather::pieces(facts, &group, &selection, &ranks, &mut categories);
            for ((asset, _), mut pieces) in group.into_iter().zip(all_pieces) {
                pieces.holes = covers.holes(asset, &pieces, &by_rank);
                all.holes.extend(&pieces.holes);
                all.add(facts, asset, pieces, &mut settled);
            }
        }
        all.order(facts);
        all.shrink();
        // Rows are appended in record order, so the rows of a record stand together.
        let observed = || all.rows.iter().any(|row| matches!(row.cause(), Cause::Measurement(_)));
        all.row_is_record = !facts.states.source.repeat() && !observed();
        settle(facts, settled);
        all
    }

    /// Gives back what growing took too much: lanes are as long as the data and never grow again.
    fn shrink(&mut self) {
        self.starts.shrink_to_fit();
        self.rows.shrink_to_fit();
        self.categories.shrink_to_fit();
        self.sums.shrink_to_fit();
    }

    fn add(
        &mut self,
        facts: &Facts,
        asset: AssetId,
        pieces: gather::AssetPieces,
        settled: &mut Vec<(SourceId, RecordStatus)>,
    ) {
        let (from, fill) = (self.starts.len(), pieces.fill);
        let bounds = pieces.bounds();
        let cycles = cycles::find(facts, &pieces);
        if !cycles.is_empty() {
            self.cycles.insert(asset, cycles);
        }
        let mut tiles = partition::partition(facts, pieces, settled);
        for tile in &tiles.spans {
            self.starts.push(tile.start);
            self.rows.push(tile.row);
            self.categories.push(tile.category);
        }
        self.overlaps.extend(tiles.overlaps.drain(..).map(|o| Overlap { asset, ..o }));
        self.close(asset, fill, from..self.starts.len(), bounds);
    }

    /// Sums up the tiles of a lane and adds it to the list.
    #[inline(never)]
    fn close(&mut self, asset: AssetId, fill: Unlogged, tiles: std::ops::Range<usize>, bounds: Option<Span>) {
        let sums = self.sums.len();
        let mut sum = CategoryTimes::default();
        for i in tiles.clone() {
            if (i - tiles.start).is_multiple_of(CHECKPOINT) {
                self.sums.push(sum);
            }
            if i + 1 < tiles.end {
                sum.add(self.categories[i], self.starts[i + 1] - self.starts[i]);
            }
        }
        self.extent = match (self.extent, bounds) {
            (Some(a), Some(b)) => Some(Span::new(a.start.min(b.start), a.end.max(b.end))),
            (a, b) => a.or(b),
        };
        self.lanes.push(LaneRange { asset, from: tiles.start, to: tiles.end, sums, fill });
    }

    /// Puts the list of lanes into the order of the assets' names.
    fn order(&mut self, facts: &Facts) {
        let name = |lane: &LaneRange| facts.names.text(facts.assets.name(lane.asset));
        self.lanes.order_by(|a, b| name(a).cmp(name(b)));
        for (at, lane) in self.lanes.iter().enumerate() {
            self.by_asset.insert(lane.asset, at);
        }
    }

    /// All lanes, ordered by the assets' names.
    pub fn iter<'a>(&'a self, facts: &'a Facts) -> impl ExactSizeIterator<Item = Lane<'a>> {
        self.lanes.iter().map(|range| self.view(facts, range))
    }

    /// The lane of an asset.
    pub fn get<'a>(&'a self, facts: &'a Facts, asset: AssetId) -> Option<Lane<'a>> {
        let range = self.lanes.get(*self.by_asset.get(&asset)?)?;
        Some(self.view(facts, range))
    }

    fn view<'a>(&'a self, facts: &'a Facts, range: &LaneRange) -> Lane<'a> {
        Lane {
            facts,
            asset: range.asset,
            fill: range.fill,
            starts: &self.starts[range.from..range.to],
            rows: &self.rows[range.from..range.to],
            categories: &self.categories[range.from..range.to],
            sums: &self.sums[range.sums..],
        }
    }

    /// True when two spans that differ in their row differ in their record, too.
    pub(crate) fn row_is_record(&self) -> bool {
        self.row_is_record
    }

    /// The cycles of an asset's controller, in time order.
    pub fn cycles(&self, asset: AssetId) -> &[MachineCycle] {
        self.cycles.get(&asset).map_or(&[], Vec::as_slice)
    }

    /// From the first record of any asset with a lane to the last.
    pub fn extent(&self) -> Option<Span> {
        self.extent
    }

    /// Rows that claimed time which another row got, by asset and time.
    pub fn overlaps(&self) -> &[Overlap] {
        &self.overlaps
    }

    /// How the lanes were chosen and built, as far as it was a guess.
    pub fn notes(&self) -> &[LaneNote] {
        &self.notes
    }

    /// Where the files of a log do not go on, by asset and time.
    pub fn holes(&self) -> &[Hole] {
        &self.holes
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.starts.capacity() * size_of::<Micros>()
            + self.rows.capacity() * size_of::<RowRef>()
            + self.categories.capacity()
            + self.sums.capacity() * size_of::<CategoryTimes>()
    }
}

/// Gives the ledger what the lanes found out, for records that state nothing else.
fn settle(facts: &mut Facts, settled: Vec<(SourceId, RecordStatus)>) {
    for (source, status) in settled {
        // Rows are appended in record order, so a record with other facts is found by bisection.
        let says_more = facts.measurements.source.contains(source)
            || facts.counts.source.contains(source)
            || facts.alarms.source.contains(source);
        if !says_more && facts.sources.status(source) == Some(RecordStatus::Used) {
            facts.sources.set_status(source, status);
        }
    }
}
