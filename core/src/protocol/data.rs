//! What was loaded, the ledger, finding things, opening a source record.

use super::{FileMapping, Instant};
use crate::model::{Choice, Severity, SourceRef};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was loaded and what became of every record.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct InspectAnswer {
    /// Per file, ordered by name.
    pub files: Vec<FileReport>,
    /// Facts per table; tables without facts are left out.
    pub facts: BTreeMap<String, u64>,
    /// The IANA zone in which most assets stand, as an `assets` table says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

/// The ledger of one file; `used + merged + superseded + retracted + repaired + rejected + left_out = records`.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names are RecordStatus's")]
pub struct FileReport {
    pub name: String,
    pub format: String,
    pub bytes: u64,
    pub records: u32,
    pub used: u32,
    pub merged: u32,
    pub superseded: u32,
    pub retracted: u32,
    pub repaired: u32,
    pub rejected: u32,
    /// Left out because a person chose so; absent where nothing was.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: u32,
    /// The first 1,000, whole-file sentences first, then by record.
    pub messages: Vec<MessageReport>,
    /// How many there are in all.
    pub messages_total: u64,
    /// How it is mapped, if it is a table that is none of ours.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<FileMapping>,
    /// What was chosen of it, or is to be chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub load: Option<FileLoad>,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

/// What of a file is loaded, where that is not all of it, or not yet.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FileLoad {
    /// True while nothing of it is loaded, because it would not fit into memory and nobody has chosen yet.
    #[serde(default)]
    pub waiting: bool,
    /// What a person chose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// How many bytes of memory it is estimated to need at most while it is loaded, where that was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub needs: Option<u64>,
    /// How many were free for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<u64>,
}

/// How much memory a file needs under a choice, judged by its first part.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct LoadAnswer {
    /// File name.
    pub file: String,
    /// What it was recognised as.
    pub format: String,
    /// Its length in bytes, as it was dropped.
    pub bytes: u64,
    /// True while nothing of it is loaded because nobody has chosen yet.
    pub waiting: bool,
    /// The choice that this is about.
    pub choice: Choice,
    /// Bytes that it needs at most while it is loaded.
    pub needs: u64,
    /// Bytes that it holds once it is loaded.
    pub rest: u64,
    /// Bytes that are free for it; absent where memory has no limit that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub free: Option<u64>,
    /// True when it fits.
    pub fits: bool,
    /// How many records it holds, about.
    pub records: u64,
    /// How many of them are loaded, about.
    pub wanted: u64,
    /// From when it tells, about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Instant>,
    /// Until when it tells, about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
    /// What [`Choice::without`] may name.
    pub columns: Vec<String>,
    /// True when a sample can be taken: each of its rows speaks of one machine or one item.
    pub samples: bool,
    /// Machines in the part that was looked at, and how many of them the choice takes.
    pub machines: [u64; 2],
    /// The same of items.
    pub items: [u64; 2],
}

/// One sentence of the ledger.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MessageReport {
    /// Record number from 1; 0 = the whole file.
    pub record: u32,
    /// Line from 1; 0 = the whole file.
    pub line: u32,
    /// How much it matters.
    pub severity: Severity,
    /// What happened and what to do.
    pub reason: String,
    /// True when the record counts after a repair.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

/// The text of one source record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordAnswer {
    /// File name.
    pub file: String,
    /// Record number from 1.
    pub record: u32,
    /// Line from 1.
    pub line: u32,
    /// The record as it stands in the file; cut off (and said so in `truncated`) when it is very long.
    pub text: String,
    /// True when `text` is only the beginning.
    pub truncated: bool,
    /// What was put right in it, where it counts after a repair.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repair: Option<String>,
}

/// The records of a file that were rejected, as a table to put right and load again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RejectsAnswer {
    /// File name.
    pub file: String,
    /// CSV with the columns `record, line, reason, text`; `text` is the record as it stands in the file.
    pub csv: String,
    /// How many records `csv` holds.
    pub records: u32,
    /// The last of them when there are more: ask again with it as `after`.
    pub more_after: Option<u32>,
}

/// Records that were put right while they were read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairsAnswer {
    /// The kinds that were met, in a fixed order.
    pub kinds: Vec<RepairKindReport>,
    /// By file and record.
    pub repairs: Vec<RepairReport>,
    /// How many there are in all.
    pub total: u64,
}

/// One kind of repair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairKindReport {
    /// Its name, as in `repairs_off` of a recipe.
    pub kind: String,
    /// What is done.
    pub title: String,
    /// How many records needed it.
    pub records: u64,
    /// True when the recipe switches it off.
    pub off: bool,
}

/// What was put right in one record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairReport {
    /// The record.
    pub source: SourceRef,
    /// Name of the kind.
    pub kind: String,
    /// What stands in the file, where it is a single value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it was read as; absent where it was left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What happened.
    pub reason: String,
}

/// What a name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum FoundKind {
    Asset,
    Item,
    Place,
    Order,
}

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What it is.
    pub kind: FoundKind,
    /// Its name or canonical key.
    pub id: String,
    /// The spelling that matched, when it is another one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alias: Option<String>,
}

/// What was found: exact matches first, then prefixes, then anything that holds the text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindAnswer {
    /// At most as many as asked for.
    pub found: Vec<Found>,
    /// How many there are in all.
    pub total: u64,
}
