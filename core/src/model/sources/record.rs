//! One record: how it is named, what became of it, and what is said of it.

use crate::model::{LeftOut, NameId};

/// A loaded file. Dense, in load order; answers name files by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One record of one file, numbered through all files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

impl SourceId {
    /// "No record": for facts that a person typed into the recipe.
    pub const NONE: SourceId = SourceId(u32::MAX);
}

impl Default for SourceId {
    fn default() -> Self {
        Self::NONE
    }
}

/// A record as an answer names it. Lines and records count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct SourceRef {
    /// Name of the file as it was dropped.
    pub file: String,
    /// Record number in the file, from 1.
    pub record: u32,
    /// Line on which the record starts, from 1.
    pub line: u32,
    /// True when it counts after a repair.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repaired: bool,
}

/// What became of a record. Every record ends in exactly one of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RecordStatus {
    /// Its facts count (also a record that legitimately states nothing countable, such as a heartbeat).
    #[default]
    Used,
    /// It says what another record already said.
    Merged,
    /// A later statement about the same thing and time replaced it.
    Superseded,
    /// An error declaration withdrew it.
    Retracted,
    /// It counts after a correction that a message names.
    Repaired,
    /// It could not be read; a message says why.
    Rejected,
    /// It was read and left out, because a person chose so.
    LeftOut(LeftOut),
}

impl RecordStatus {
    /// True when other records decided it, so that it may change when another file is loaded.
    pub fn depends_on_others(self) -> bool {
        matches!(self, RecordStatus::Merged | RecordStatus::Superseded | RecordStatus::Retracted)
    }

    /// True when its facts may count.
    pub fn counts(self) -> bool {
        matches!(self, RecordStatus::Used | RecordStatus::Repaired)
    }
}

/// How much a message matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Good to know.
    Info,
    /// The record counts, but look at it.
    Warning,
    /// The record was rejected.
    Error,
}

/// One sentence about one record, or about the whole file (`record` 0).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Message {
    /// Record number from 1; 0 = the whole file.
    pub record: u32,
    /// Line from 1; 0 = the whole file.
    pub line: u32,
    /// How much it matters.
    pub severity: Severity,
    /// What happened and what to do.
    pub reason: NameId,
}
