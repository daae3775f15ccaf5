//! Where an item is and was, what is at a place.

use super::{Certainty, Instant};
use crate::model::SourceRef;
use serde::{Deserialize, Serialize};

/// A container around an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Container {
    /// The container.
    pub id: String,
    /// Inside since.
    pub since: Instant,
    /// The record that says so.
    pub source: Option<SourceRef>,
}

/// Where an item is or was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocateAnswer {
    /// The item's canonical key.
    pub item: String,
    /// Where; null when nothing is known.
    pub place: Option<String>,
    /// Since when.
    pub since: Option<Instant>,
    /// Until when; null = still there.
    pub until: Option<Instant>,
    /// How sure.
    pub certainty: Certainty,
    /// The record that says so.
    pub source: Option<SourceRef>,
    /// Containers around it, innermost first.
    pub inside: Vec<Container>,
    /// Why it is nowhere: `on its way`, `used up`, `ended`; absent while it has a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone: Option<String>,
    /// The machine in which it was used up, where a record names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_in: Option<String>,
    /// As in [`Stay::after_no_data`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_no_data: bool,
    /// As in [`JourneyAnswer::coverage`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// One stay of an item at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stay {
    /// Where; null while nothing is known (on its way, or gone).
    pub place: Option<String>,
    /// From.
    pub since: Instant,
    /// To; null = still there.
    pub until: Option<Instant>,
    /// How sure.
    pub certainty: Certainty,
    /// In words: seen, inherited from a container, on its way, worked on, used up …
    pub how: String,
    /// The machine in which it was used up, where a record names it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used_in: Option<String>,
    /// The container it was inherited from.
    pub via: Option<String>,
    /// How many records say so.
    pub reads: u64,
    /// How many of them count after a repair.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub repaired: u64,
    /// True when it begins with a read at a machine of which nothing was known right before: it may have come earlier.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_no_data: bool,
    /// The first of them.
    pub source: Option<SourceRef>,
}

/// Stays of an item, in time order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct JourneyAnswer {
    /// The item's canonical key.
    pub item: String,
    /// Other spellings.
    pub aliases: Vec<String>,
    /// In time order, from the one asked for on.
    pub stays: Vec<Stay>,
    /// How many there are in all.
    pub total: u64,
    /// Share of the time between its first and its last stay's beginning for which is known for sure where it was, over all stays; absent
    /// where no time lies between them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<f64>,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// An item at a place or in a machine.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedItem {
    /// The item's canonical key.
    pub id: String,
    /// Since when.
    pub since: Instant,
    /// Until when; null = still there.
    pub until: Option<Instant>,
    /// How sure.
    pub certainty: Certainty,
    /// As in [`Stay::after_no_data`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_no_data: bool,
    /// The record that says so.
    pub source: Option<SourceRef>,
}

/// What is at a place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceAnswer {
    /// The place.
    pub place: String,
    /// When.
    pub at: Instant,
    /// Ordered by id, from the one asked for on.
    pub items: Vec<PlacedItem>,
    /// How many there are in all.
    pub total: u64,
    /// How many of them are there for sure.
    #[serde(default)]
    pub definite: u64,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// What was in a machine during a span.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InMachineAnswer {
    /// By when they came, then by id, from the one asked for on.
    pub items: Vec<PlacedItem>,
    /// How many there are in all.
    pub total: u64,
}

/// Places and how many items are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacesAnswer {
    /// When.
    pub at: Instant,
    /// Ordered by name, from the one asked for on.
    pub places: Vec<PlaceCount>,
    /// How many places there are in all.
    pub total: u64,
    /// How many records of the data were left out by choice.
    #[serde(default, skip_serializing_if = "super::is_zero")]
    pub left_out: u64,
}

/// A place and how many items are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlaceCount {
    /// The place.
    pub place: String,
    /// Items that are there for sure.
    pub definite: u64,
    /// Items that may be there: passed, on their way, or seen in a container whose content is not certain.
    pub possible: u64,
}
