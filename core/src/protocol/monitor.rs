//! States, cycles, OEE, losses, trend, timeline.

use super::Instant;
use crate::model::SourceRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Seconds per state of one asset; they add up to `total`, the length of the window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StateLane {
    /// The asset.
    pub asset: String,
    /// Window start.
    pub from: Instant,
    /// Window end.
    pub to: Instant,
    /// Seconds by the source's own state names, plus `NO_DATA`.
    pub states: BTreeMap<String, f64>,
    /// Seconds in the window.
    pub total: f64,
}

/// One machine cycle.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct Cycle {
    pub asset: String,
    pub start: Instant,
    pub end: Instant,
    pub seconds: f64,
}

/// One figure, opened up: its value, what it was computed from, and what is missing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// The value; null where something is needed.
    pub value: Option<f64>,
    /// Inputs by name; times in seconds.
    pub inputs: BTreeMap<String, f64>,
    /// What must be known to compute it, in plain words.
    pub needs: Vec<String>,
    /// How it is computed, in the names of `inputs`.
    pub formula: String,
}

/// The figures of OEE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct OeeFigures {
    pub availability: Figure,
    pub performance: Figure,
    pub quality: Figure,
    pub oee: Figure,
    /// OEE × planned busy time / all time.
    pub teep: Figure,
    /// Share of the planned time for which something is known.
    pub coverage: Figure,
}

/// OEE of one asset.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AssetOee {
    /// The asset.
    pub asset: String,
    /// Its figures.
    #[serde(flatten)]
    pub figures: OeeFigures,
    /// Source records of the inputs, by input name; at most a hundred each, `sources_total` says how many there are.
    pub sources: BTreeMap<String, Vec<SourceRef>>,
    /// How many source records each input has.
    pub sources_total: BTreeMap<String, u64>,
}

/// OEE per asset and in total.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct OeeAnswer {
    /// The definition used.
    pub definition: String,
    /// Per asset, ordered by name.
    pub assets: Vec<AssetOee>,
    /// Times and quantities added up, then divided; not a line OEE.
    pub total: OeeFigures,
    /// What to doubt.
    pub warnings: Vec<String>,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// One cause of loss.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Loss {
    /// Reason, else the state's name, else the kind of loss.
    pub cause: String,
    /// Which of the losses it counts to, such as `breakdown`, `setup`, `minor_stop`, `speed`, `defect`.
    pub category: String,
    /// Seconds lost.
    pub seconds: f64,
    /// How many stops.
    pub count: u64,
}

/// Losses by cause, largest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LossesAnswer {
    /// Planned time in seconds, from which the losses are taken; null when unknown.
    pub planned: Option<f64>,
    /// Largest first.
    pub losses: Vec<Loss>,
    /// Good time in seconds: what is left; null when unknown.
    pub good: Option<f64>,
    /// What must be known for the losses to be complete, in plain words.
    pub needs: Vec<String>,
    /// Share of the planned time for which something is known, as in [`OeeFigures::coverage`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// What kind of thing is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NeedKind {
    /// When the machine was to work: a calendar, or `planned` in a recipe.
    PlannedTime,
    /// What the machine did: states, or that its log lists only stops.
    States,
    /// What a state means: `states` in a recipe.
    StateMeaning,
    /// Pieces, or one of the figures of them.
    Counts,
    /// How fast a product can be made: `ideal_cycles` in a recipe.
    IdealCycle,
    /// Which of several products the counts mean.
    Product,
}

/// One thing that must be known before OEE can be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Need {
    /// The machine.
    pub asset: String,
    /// What kind of thing.
    pub kind: NeedKind,
    /// The product it is about, where it is about one.
    pub product: Option<String>,
    /// The state it is about, where it is about one.
    pub state: Option<String>,
    /// How long the machine was in that state.
    pub seconds: Option<f64>,
    /// The need as a sentence.
    pub text: String,
}

/// What is missing for OEE.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct NeedsAnswer {
    /// Ordered by machine.
    pub needs: Vec<Need>,
}

/// OEE of one bucket of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct TrendPoint {
    pub from: Instant,
    pub to: Instant,
    pub oee: Option<f64>,
    pub availability: Option<f64>,
    pub performance: Option<f64>,
    pub quality: Option<f64>,
    /// Share of its planned time for which something is known, as in [`OeeFigures::coverage`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// The shift's name, where the bucket is a shift that has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<String>,
    /// Performance is above 1, and the pieces were counted since then, before the bucket began: it is credited with what was made earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted_since: Option<Instant>,
}

/// Where the buckets of a trend begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrendBy {
    /// With every planned row of the calendar.
    Shift,
    /// With the first shift of each local day.
    Day,
    /// With shifts, else with days, as long as they make a chart (4 to 48 points).
    Auto,
}

/// OEE per bucket of time.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TrendAnswer {
    /// What the buckets are; absent = even ones, from the start of the window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<TrendBy>,
    /// In time order.
    pub points: Vec<TrendPoint>,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// One lane of the timeline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lane {
    /// The asset.
    pub asset: String,
    /// Name for people.
    pub name: String,
    /// How many state intervals it has.
    pub spans: u64,
}

/// What the timeline needs besides its raster.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineAnswer {
    /// Extent of all data.
    pub extent: Option<(Instant, Instant)>,
    /// Window shown.
    pub from: Instant,
    /// Window shown.
    pub to: Instant,
    /// Lanes in the order drawn.
    pub lanes: Vec<Lane>,
    /// Seconds per category over all lanes in the window.
    pub legend: BTreeMap<String, f64>,
}

/// One state interval of a lane.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LaneSpan {
    /// The asset.
    pub asset: String,
    /// The source's own name, or `NO_DATA`.
    pub state: String,
    /// Category, such as `production` or `unplanned_down`.
    pub category: String,
    /// When it began.
    pub start: Instant,
    /// When it ended.
    pub end: Instant,
    /// Seconds.
    pub seconds: f64,
    /// Stop reason, order and product where given.
    pub reason: Option<String>,
    /// The work order.
    pub order: Option<String>,
    /// The product.
    pub product: Option<String>,
    /// The record behind it.
    pub source: Option<SourceRef>,
    /// Start of the previous interval, to step back.
    pub previous: Option<Instant>,
    /// Start of the next interval, to step on.
    pub next: Option<Instant>,
}
