//! What an item is made of, where it went, and what machines did meanwhile.

use super::Instant;
use crate::model::SourceRef;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How sure an answer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A clock-consistent chain of asserted records.
    Definite,
    /// The chain holds a contradiction or a link that is only implied.
    Possible,
    /// It shared a container; never ancestry.
    Exposed,
    /// Nothing is known.
    Unknown,
}

/// Which way to follow material.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// To what it was made of.
    Back,
    /// To what was made of it.
    Forward,
}

/// One item of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TracedItem {
    /// Canonical key.
    pub id: String,
    /// Other spellings met in the data.
    pub aliases: Vec<String>,
    /// How sure.
    pub certainty: Certainty,
    /// Fewest transformations between it and the item asked for.
    pub depth: u32,
    /// Why it is only possible, or how it was exposed; empty when definite.
    #[serde(default)]
    pub reason: String,
    /// Its product, where known.
    #[serde(default)]
    pub product: Option<String>,
    /// True when a record that leads to it counts after a repair.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

/// One link of a trace, input → output.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Edge {
    /// The input.
    pub from: String,
    /// The output.
    pub to: String,
    /// The event's identity.
    pub event: String,
    /// When.
    pub time: Instant,
    /// The record that says so.
    pub source: Option<SourceRef>,
    /// How sure.
    pub certainty: Certainty,
    /// The machine, where known.
    pub asset: Option<String>,
    /// How much went in, where known.
    pub quantity: Option<f64>,
    /// Unit of `quantity`.
    pub unit: Option<String>,
}

/// Something that is missing or contradicts itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// `consumed_before_made`, `born_nowhere`, `product_only` …
    pub kind: String,
    /// The item.
    pub item: String,
    /// The record that shows it.
    pub source: Option<SourceRef>,
}

/// How much of a trace is known: of the items in it, with the one asked for and with products that are only named, those of which no gap says
/// that something is missing or contradicts itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceCoverage {
    /// Items without a gap.
    pub known: u64,
    /// All of them.
    pub items: u64,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// What an item is made of, or what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TraceAnswer {
    /// Canonical key of the item asked for.
    pub item: String,
    /// Which way.
    pub direction: Direction,
    /// Derived-from only, without the item itself; ordered by depth, then id.
    pub items: Vec<TracedItem>,
    /// What shared a container with the item or its relatives; never ancestry.
    pub exposed: Vec<TracedItem>,
    /// Links between them, input → output.
    pub edges: Vec<Edge>,
    /// What is missing or contradicts itself.
    pub gaps: Vec<Gap>,
    /// How much of it is known.
    pub coverage: TraceCoverage,
}

/// A list of a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TracePart {
    /// Derived-from only, without the item itself; ordered by depth, then id.
    Items,
    /// What shared a container with the item or its relatives, ordered by id.
    Exposed,
    /// What is missing or contradicts itself.
    Gaps,
}

/// A page of one list of a trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TracePageAnswer {
    /// Canonical key of the item asked for.
    pub item: String,
    /// Which way.
    pub direction: Direction,
    /// Which list.
    pub part: TracePart,
    /// Rows of `items` or `exposed`, from the one asked for on.
    pub items: Vec<TracedItem>,
    /// Rows of `gaps`.
    pub gaps: Vec<Gap>,
    /// How many rows the list has in all.
    pub total: u64,
    /// How much of the trace is known; with the gaps only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<TraceCoverage>,
}

/// An alarm during an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ContextAlarm {
    pub code: String,
    pub severity: Option<String>,
    pub text: Option<String>,
    pub start: Instant,
    pub end: Option<Instant>,
    pub source: Option<SourceRef>,
}

/// A channel during an operation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ContextMeasurement {
    pub channel: String,
    pub unit: Option<String>,
    pub count: u64,
    pub min: f64,
    pub mean: f64,
    pub max: f64,
    /// How many lay outside their limits, where limits are given.
    pub outside: Option<u64>,
    /// The first record.
    pub source: Option<SourceRef>,
}

/// One operation on an item, with what its machine did meanwhile.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ContextOperation {
    /// The lot or container that the record names instead of the item; absent when it names the item itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    pub step: String,
    pub asset: Option<String>,
    pub start: Instant,
    pub end: Option<Instant>,
    pub order: Option<String>,
    pub operator: Option<String>,
    pub program: Option<String>,
    pub result: Option<String>,
    /// Seconds per machine state during the operation.
    pub states: BTreeMap<String, f64>,
    pub alarms: Vec<ContextAlarm>,
    /// How many alarms there were, where not all are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarms_total: Option<u64>,
    pub measurements: Vec<ContextMeasurement>,
    pub source: Option<SourceRef>,
}

/// The machines, states, alarms and measurements of an item's operations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ContextAnswer {
    /// The item's canonical key.
    pub item: String,
    /// In time order.
    pub operations: Vec<ContextOperation>,
    /// Inspection results of the item.
    pub quality: Vec<ContextQuality>,
    /// Measurements that name the item itself, whenever they were taken.
    #[serde(default)]
    pub measurements: Vec<ContextMeasurement>,
    /// How many operations there are, where not all are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operations_total: Option<u64>,
    /// How many inspections there are, where not all are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_total: Option<u64>,
}

/// One inspection result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say it")]
pub struct ContextQuality {
    pub time: Instant,
    pub result: String,
    pub defect: Option<String>,
    pub source: Option<SourceRef>,
}
