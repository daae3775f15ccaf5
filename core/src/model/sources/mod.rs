//! Where every fact came from, and what became of every record: the ledger.
//!
//! ```text
//! record.rs   a record: its number, its place as answers name it, its outcome, sentences about it
//! file.rs     a file: its records, their lines, their outcomes, its counts
//! mod.rs      all files: numbering records, finding them again
//! ledger.rs   saying what became of a record
//! runs.rs     which numbers are whose: files that grow
//! repairs.rs  saying what was put right in it
//! stretch.rs  the records of a part of a file as bytes
//! ```
//!
//! A *record* is what one importer step reads as one thing: a data row, an SHDR line, an MTConnect observation, an EPCIS event.
//! Records of all files are numbered through, so that a fact carries its source in 4 bytes.

mod file;
mod ledger;
mod record;
mod repairs;
mod runs;
mod stretch;

pub use file::{FileCounts, SourceFile};
pub use record::{FileId, Message, RecordStatus, Severity, SourceId, SourceRef};
use runs::Run;
pub(crate) use stretch::Stretch;

use super::{Lazy, Micros, Repair};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

/// All files, in load order.
#[derive(Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    /// By their bases, ascending.
    runs: Vec<Run>,
    /// The file that records are appended to.
    current: usize,
    next: u32,
    /// Each repair that was made, once; a log may need one and the same a million times.
    repairs: Vec<Repair>,
    known_repairs: BTreeMap<Repair, u32>,
}

impl Sources {
    /// Opens a file; records are appended to the file opened or gone on with last.
    pub fn open(&mut self, name: &str, format: &str, bytes: u64) -> FileId {
        self.begin_run();
        self.files.push(SourceFile {
            name: name.to_owned(),
            format: format.to_owned(),
            bytes,
            fingerprint: 0,
            cut: None,
            lines: Vec::new(),
            status: Lazy::default(),
            repaired: BTreeSet::new(),
            repairs: Vec::new(),
            messages: Vec::new(),
        });
        FileId(self.files.len() as u32 - 1)
    }

    /// Appends a record that starts on `line` to the file opened last; it is `Used` until something else is said.
    ///
    /// At most 2³² − 2 records fit; the importer asks [`Sources::is_full`] first.
    pub fn record(&mut self, line: u32) -> SourceId {
        let id = SourceId(self.next);
        if let Some(file) = self.files.get_mut(self.current) {
            self.next = self.next.saturating_add(1);
            file.status.push(RecordStatus::Used);
            let record = file.status.len() as u32;
            let expected = file.lines.last().map_or(record, |(first, at)| at + (record - first));
            if expected != line {
                file.lines.push((record, line));
            }
        }
        id
    }

    /// Makes room for so many more records of the file opened last.
    pub(crate) fn reserve(&mut self, more: usize) {
        if let Some(file) = self.files.get_mut(self.current) {
            file.status.reserve(more);
        }
    }

    /// True when no further record can be numbered.
    pub fn is_full(&self) -> bool {
        self.next == u32::MAX
    }

    /// How many records there are in all files: every [`SourceId`] is below it.
    pub fn records(&self) -> u32 {
        self.next
    }

    /// A record as an answer names it.
    pub fn reference(&self, id: SourceId) -> Option<SourceRef> {
        let (file, record) = self.locate(id)?;
        let file = &self.files[file.0 as usize];
        let repaired = file.status_of(record) == Some(RecordStatus::Repaired);
        Some(SourceRef { file: file.name.clone(), record, line: file.line_of(record), repaired })
    }

    /// A key that orders records the same way whatever the load order: file name, fingerprint, record number.
    pub fn order_key(&self, id: SourceId) -> (&str, u64, u32) {
        match self.locate(id) {
            Some((file, record)) => {
                let file = &self.files[file.0 as usize];
                (&file.name, file.fingerprint, record)
            }
            None => ("", 0, 0),
        }
    }

    /// All files in load order.
    pub fn files(&self) -> &[SourceFile] {
        &self.files
    }

    /// Of a file nothing is loaded from an instant on.
    pub(crate) fn set_cut(&mut self, file: FileId, cut: Option<Micros>) {
        if let Some(file) = self.files.get_mut(file.0 as usize) {
            file.cut = cut;
        }
    }

    /// Whether the end of any file was not loaded.
    pub(crate) fn has_cuts(&self) -> bool {
        self.files.iter().any(|file| file.cut.is_some())
    }

    /// From when on nothing was loaded of the file of a record.
    pub(crate) fn cut(&self, id: SourceId) -> Option<Micros> {
        let (file, _) = self.locate(id)?;
        self.files.get(file.0 as usize)?.cut
    }

    /// One file, to complete what is known of it.
    pub fn file_mut(&mut self, file: FileId) -> Option<&mut SourceFile> {
        self.files.get_mut(file.0 as usize)
    }

    /// All files ordered by name, then fingerprint: the order every answer uses.
    pub fn sorted(&self) -> Vec<FileId> {
        let mut ids: Vec<FileId> = (0..self.files.len() as u32).map(FileId).collect();
        ids.order_by(|a, b| {
            let key = |id: &FileId| {
                let f = &self.files[id.0 as usize];
                (&f.name, f.fingerprint)
            };
            key(a).cmp(&key(b))
        });
        ids
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_found_again_by_file_record_and_line() {
        let mut s = Sources::default();
        s.open("empty", "x", 0);
        s.open("a", "x", 10);
        let (a1, a2, a3) = (s.record(2), s.record(3), s.record(7));
        s.open("b", "x", 10);
        let b1 = s.record(1);
        let at = |id| s.reference(id).map(|r| (r.file, r.record, r.line));
        assert_eq!(at(a1), Some(("a".into(), 1, 2)));
        assert_eq!(at(a2), Some(("a".into(), 2, 3)));
        assert_eq!(at(a3), Some(("a".into(), 3, 7)));
        assert_eq!(at(b1), Some(("b".into(), 1, 1)));
        assert_eq!(at(SourceId::NONE), None);
    }

    #[test]
    fn the_counts_of_a_file_add_up() {
        let mut s = Sources::default();
        let file = s.open("a", "x", 0);
        let ids: Vec<_> = (1..=4).map(|line| s.record(line)).collect();
        s.set_status(ids[1], RecordStatus::Rejected);
        s.set_status(ids[2], RecordStatus::Merged);
        let c = s.files()[file.0 as usize].counts();
        assert_eq!((c.records, c.used, c.merged, c.rejected), (4, 2, 1, 1));
    }
}
