//! One file: its records, their lines and what became of them.

use super::{Message, RecordStatus};
use crate::model::{Lazy, Micros};
use std::collections::BTreeSet;

/// The counts of one file. `used + merged + superseded + retracted + repaired + rejected + left_out() = records`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are RecordStatus's")]
pub struct FileCounts {
    pub records: u32,
    pub used: u32,
    pub merged: u32,
    pub superseded: u32,
    pub retracted: u32,
    pub repaired: u32,
    pub rejected: u32,
    /// Left out by choice, for each of [`LeftOut::ALL`].
    pub left_out: [u32; 3],
}

impl FileCounts {
    /// How many records were left out by choice.
    pub fn left_out(&self) -> u32 {
        self.left_out.iter().sum()
    }
}

/// One file that was loaded.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// Name as it was dropped (with its folder, if any).
    pub name: String,
    /// What it was read as, such as `mtconnect-shdr` or `floorlens-states`.
    pub format: String,
    /// Length in bytes as it was dropped (compressed, if it was).
    pub bytes: u64,
    /// Fingerprint of its bytes: equal files have equal ones.
    pub fingerprint: u64,
    /// Nothing from this instant on was loaded of it, by choice.
    pub(super) cut: Option<Micros>,
    /// `(record, line)` where `line - record` changes, ascending; records and lines from 1.
    pub(super) lines: Vec<(u32, u32)>,
    /// What became of each record; costs nothing while all are used.
    pub(super) status: Lazy<RecordStatus>,
    /// Records that were repaired and then merged, superseded, retracted or switched off, so that this can be taken back.
    pub(super) repaired: BTreeSet<u32>,
    /// Records that were repaired, ascending, and which of [`Sources::repair`] it was.
    pub(super) repairs: Vec<(u32, u32)>,
    /// Sentences about its records, in the order they were found.
    pub messages: Vec<Message>,
}

impl SourceFile {
    /// Number of records.
    pub fn records(&self) -> u32 {
        self.status.len() as u32
    }

    /// The line (from 1) on which a record (from 1) starts.
    pub fn line_of(&self, record: u32) -> u32 {
        let i = self.lines.partition_point(|(r, _)| *r <= record);
        match i.checked_sub(1).and_then(|i| self.lines.get(i)) {
            Some((r, line)) => line + (record - r),
            None => record,
        }
    }

    /// What became of a record (from 1).
    pub fn status_of(&self, record: u32) -> Option<RecordStatus> {
        let row = record.checked_sub(1)? as usize;
        (row < self.status.len()).then(|| self.status.get(row))
    }

    /// The ledger of this file.
    pub fn counts(&self) -> FileCounts {
        let mut c = FileCounts { records: self.records(), ..FileCounts::default() };
        // What is not written down is used.
        c.used = self.records() - self.status.written().len() as u32;
        for status in self.status.written() {
            match status {
                RecordStatus::Used => c.used += 1,
                RecordStatus::Merged => c.merged += 1,
                RecordStatus::Superseded => c.superseded += 1,
                RecordStatus::Retracted => c.retracted += 1,
                RecordStatus::Repaired => c.repaired += 1,
                RecordStatus::Rejected => c.rejected += 1,
                RecordStatus::LeftOut(why) => c.left_out[*why as usize] += 1,
            }
        }
        c
    }
}
