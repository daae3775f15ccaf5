//! Where every fact came from, and what became of every record: the ledger.
//!
//! A *record* is what one importer step reads as one thing: a data row, an SHDR line, an MTConnect observation, an EPCIS event.
//! Records of all files are numbered through, so that a fact carries its source in 4 bytes.

use super::chunk::{Input, put};
use super::{Lazy, LeftOut, NameId, Names, Records, Repair, RepairKind};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

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
    /// The number of its first record.
    base: u32,
    /// `(record, line)` where `line - record` changes, ascending; records and lines from 1.
    lines: Vec<(u32, u32)>,
    /// What became of each record; costs nothing while all are used.
    status: Lazy<RecordStatus>,
    /// Records that were repaired and then merged, superseded, retracted or switched off, so that this can be taken back.
    repaired: BTreeSet<u32>,
    /// Records that were repaired, ascending, and which of [`Sources::repair`] it was.
    repairs: Vec<(u32, u32)>,
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

/// All files, in load order.
#[derive(Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    next: u32,
    /// Each repair that was made, once; a log may need one and the same a million times.
    repairs: Vec<Repair>,
    known_repairs: BTreeMap<Repair, u32>,
}

impl Sources {
    /// Opens a file; records are appended to the file opened last.
    pub fn open(&mut self, name: &str, format: &str, bytes: u64) -> FileId {
        self.files.push(SourceFile {
            name: name.to_owned(),
            format: format.to_owned(),
            bytes,
            fingerprint: 0,
            base: self.next,
            lines: Vec::new(),
            status: Lazy::default(),
            repaired: BTreeSet::new(),
            repairs: Vec::new(),
            messages: Vec::new(),
        });
        FileId(self.files.len() as u32 - 1)
    }

    /// Forgets a file, whose facts must be gone already; those after it move up by one. Its records' numbers are not given out again,
    /// unless no file came after it.
    pub fn forget(&mut self, file: FileId) {
        if file.0 as usize + 1 == self.files.len() {
            self.next = self.files.pop().map_or(self.next, |file| file.base);
        } else if (file.0 as usize) < self.files.len() {
            self.files.remove(file.0 as usize);
        }
    }

    /// Appends a record that starts on `line` to the file opened last; it is `Used` until something else is said.
    ///
    /// At most 2³² − 2 records fit; the importer asks [`Sources::is_full`] first.
    pub fn record(&mut self, line: u32) -> SourceId {
        let id = SourceId(self.next);
        if let Some(file) = self.files.last_mut() {
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
        if let Some(file) = self.files.last_mut() {
            file.status.reserve(more);
        }
    }

    /// True when no further record can be numbered.
    pub fn is_full(&self) -> bool {
        self.next == u32::MAX
    }

    /// Says what became of a record.
    pub fn set_status(&mut self, id: SourceId, status: RecordStatus) {
        if let Some((file, record)) = self.locate(id) {
            let file = &mut self.files[file.0 as usize];
            let row = record as usize - 1;
            if file.status.get(row) == RecordStatus::Repaired && status != RecordStatus::Repaired {
                file.repaired.insert(record);
            }
            file.status.set(row, status);
        }
    }

    /// Forgets what other records did to each record: only what was found while reading it remains. Indexes then settle it anew.
    pub fn forget_others(&mut self) {
        for file in &mut self.files {
            let repaired = std::mem::take(&mut file.repaired);
            // What was switched off is said of records that had been repaired, and reading says no such thing of them.
            file.messages.retain(|m| m.severity != Severity::Error || !repaired.contains(&m.record));
            for (record, status) in (1..).zip(file.status.written_mut()) {
                if repaired.contains(&record) {
                    *status = RecordStatus::Repaired;
                } else if status.depends_on_others() {
                    *status = RecordStatus::Used;
                }
            }
        }
    }

    /// Notes that a record counts after a repair; the first one of a record is kept.
    pub fn repair(&mut self, id: SourceId, repair: Repair) {
        let next = self.repairs.len() as u32;
        let number = *self.known_repairs.entry(repair).or_insert(next);
        if number == next {
            self.repairs.push(repair);
        }
        self.set_status(id, RecordStatus::Repaired);
        if let Some((file, record)) = self.locate(id) {
            let repairs = &mut self.files[file.0 as usize].repairs;
            if repairs.last().is_none_or(|(last, _)| *last < record) {
                repairs.push((record, number));
            }
        }
    }

    /// True when any record was put right. Costs nothing: ask it before looking at each record.
    pub fn has_repairs(&self) -> bool {
        !self.repairs.is_empty()
    }

    /// True when a record counts after a repair.
    pub fn is_repaired(&self, id: SourceId) -> bool {
        self.has_repairs() && self.status(id) == Some(RecordStatus::Repaired)
    }

    /// What was put right in a record (from 1) that counts after it.
    pub fn repair_of(&self, file: FileId, record: u32) -> Option<&Repair> {
        let of = self.files.get(file.0 as usize).filter(|of| of.status_of(record) == Some(RecordStatus::Repaired))?;
        let at = of.repairs.binary_search_by_key(&record, |(record, _)| *record).ok()?;
        self.repairs.get(of.repairs[at].1 as usize)
    }

    /// What was put right in a file: records, ascending, and what was done to them.
    pub fn repairs(&self, file: FileId) -> impl ExactSizeIterator<Item = (u32, &Repair)> {
        let repairs = self.files.get(file.0 as usize).map_or(&[][..], |file| &file.repairs);
        repairs.iter().map(|(record, number)| (*record, &self.repairs[*number as usize]))
    }

    /// Rejects the records that count after a repair of one of these kinds. [`Sources::forget_others`] takes it back.
    pub fn switch_off(&mut self, kinds: &[RepairKind], names: &mut Names) {
        if kinds.is_empty() {
            return;
        }
        let mut reasons: BTreeMap<u32, NameId> = BTreeMap::new();
        for file in 0..self.files.len() {
            let base = self.files[file].base;
            for (record, number) in self.files[file].repairs.clone() {
                let Repair { kind, reason, .. } = self.repairs[number as usize];
                let id = SourceId(base + record - 1);
                if !kinds.contains(&kind) || self.status(id) != Some(RecordStatus::Repaired) {
                    continue;
                }
                let reason = *reasons.entry(number).or_insert_with(|| {
                    let text = format!(
                        "Repair switched off: the recipe lets no record count that needed `{}`. {}",
                        kind.name(),
                        names.text(reason)
                    );
                    names.intern(&text)
                });
                self.set_status(id, RecordStatus::Rejected);
                self.message(id, Severity::Error, reason);
            }
        }
    }

    /// How many records of all files were left out by choice.
    pub fn left_out(&self) -> u64 {
        self.files.iter().map(|file| u64::from(file.counts().left_out())).sum()
    }

    /// All records of a file.
    pub fn records_of(&self, file: FileId) -> impl Iterator<Item = SourceId> + use<> {
        let range = self.files.get(file.0 as usize).map_or(0..0, |f| f.base..f.base + f.records());
        range.map(SourceId)
    }

    /// How many records there are in all files: every [`SourceId`] is below it.
    pub fn records(&self) -> u32 {
        self.next
    }

    /// What became of a record.
    pub fn status(&self, id: SourceId) -> Option<RecordStatus> {
        let (file, record) = self.locate(id)?;
        self.files[file.0 as usize].status_of(record)
    }

    /// True when the facts of all these records, in ascending order, may count.
    pub fn all_count(&self, records: &Records) -> bool {
        if self.files.iter().all(|file| file.status.is_all_default()) {
            return true;
        }
        // Records of one file stand together: it is looked up once.
        let (mut base, mut file) = (0, None);
        records.iter().all(|id| {
            if id == SourceId::NONE {
                return true;
            }
            let known = file.filter(|file: &&SourceFile| id.0 >= base && ((id.0 - base) as usize) < file.status.len());
            let Some(of) = known.or_else(|| {
                let (at, record) = self.locate(id)?;
                base = id.0 + 1 - record;
                self.files.get(at.0 as usize)
            }) else {
                return false;
            };
            file = Some(of);
            of.status.get((id.0 - base) as usize).counts()
        })
    }

    /// Adds a sentence about a record.
    pub fn message(&mut self, id: SourceId, severity: Severity, reason: NameId) {
        if let Some((file, record)) = self.locate(id) {
            let file = &mut self.files[file.0 as usize];
            let line = file.line_of(record);
            file.messages.push(Message { record, line, severity, reason });
        }
    }

    /// Adds a sentence about a whole file.
    pub fn file_message(&mut self, file: FileId, severity: Severity, reason: NameId) {
        if let Some(file) = self.files.get_mut(file.0 as usize) {
            file.messages.push(Message { record: 0, line: 0, severity, reason });
        }
    }

    /// The file and record number (from 1) of a record.
    pub fn locate(&self, id: SourceId) -> Option<(FileId, u32)> {
        if id.0 >= self.next {
            return None;
        }
        // The last file whose base is not behind the record; empty files share their base with the next one.
        let file = self.files.partition_point(|f| f.base <= id.0).checked_sub(1)?;
        Some((FileId(file as u32), id.0 - self.files[file].base + 1))
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

    /// Writes down what [`Stretch::read`] reads: the records of the file opened last, which read nothing but the stretch.
    pub(crate) fn write_stretch(&self, out: &mut Vec<u8>) {
        let Some(file) = self.files.last() else { return };
        put(out, file.records());
        put(out, file.lines.len() as u32);
        file.lines.iter().for_each(|(record, line)| [*record, *line].into_iter().for_each(|n| put(out, n)));
        // What is not said of a record while it is read is not known yet.
        let special = |status: &RecordStatus| *status != RecordStatus::Used;
        // Of those left out many stand together.
        let mut stretches: Vec<(u32, u32, RecordStatus)> = Vec::new();
        for (record, status) in (0..).zip(file.status.written()).filter(|(_, status)| special(status)) {
            match stretches.last_mut() {
                Some((first, count, like)) if *first + *count == record && like == status => *count += 1,
                _ => stretches.push((record, 1, *status)),
            }
        }
        put(out, stretches.len() as u32);
        for (first, count, status) in stretches {
            put(out, first);
            put(out, count);
            put(out, code(status));
        }
        put(out, file.messages.len() as u32);
        for message in &file.messages {
            put(out, message.record);
            put(out, message.line);
            put(out, message.severity as u32);
            put(out, message.reason.0);
        }
    }

    /// Appends the records of a stretch that begins on `line` to the file opened last; `name` gives the names of its sentences. `None`,
    /// and nothing is appended, if there are more than can be numbered.
    pub(crate) fn absorb(&mut self, stretch: &Stretch, line: u32, name: impl Fn(NameId) -> NameId) -> Option<()> {
        let file = self.files.last_mut()?;
        let next = self.next.checked_add(stretch.records).filter(|next| *next < u32::MAX)?;
        let before = file.records();
        file.status.extend_default(stretch.records as usize);
        self.next = next;
        // Within the stretch a record stands on the line of its number until something else is said.
        let first =
            (stretch.records > 0 && stretch.lines.first().is_none_or(|(record, _)| *record > 1)).then_some((1, 1));
        for (record, at) in first.iter().chain(&stretch.lines) {
            let (record, at) = (before + record, at.saturating_add(line - 1));
            if file.line_of(record) != at {
                file.lines.push((record, at));
            }
        }
        for (first, count, status) in &stretch.statuses {
            (*first..first.saturating_add(*count).min(stretch.records))
                .for_each(|record| file.status.set((before + record) as usize, *status));
        }
        file.messages.extend(stretch.messages.iter().map(|message| Message {
            record: if message.record == 0 { 0 } else { message.record + before },
            line: message.line.saturating_add(line - 1),
            reason: name(message.reason),
            ..*message
        }));
        Some(())
    }

    /// The text of a message.
    pub fn reason<'a>(message: &Message, names: &'a Names) -> &'a str {
        names.text(message.reason)
    }
}

/// From this number on: left out, and why.
const LEFT_OUT: u32 = 2;

/// What is said of a record while it is read, as a number.
fn code(status: RecordStatus) -> u32 {
    match status {
        RecordStatus::Repaired => 1,
        RecordStatus::LeftOut(why) => LEFT_OUT + why as u32,
        _ => 0,
    }
}

/// The records of a stretch of a file, numbered and with lines from 1.
pub(crate) struct Stretch {
    records: u32,
    lines: Vec<(u32, u32)>,
    /// The first one, from 0 as in [`SourceFile::status`], and how many; all others are used.
    statuses: Vec<(u32, u32, RecordStatus)>,
    messages: Vec<Message>,
}

impl Stretch {
    pub(crate) fn read(from: &mut Input<'_>) -> Option<Self> {
        let records = from.u32()?;
        let mut stretch = Self { records, lines: Vec::new(), statuses: Vec::new(), messages: Vec::new() };
        for _ in 0..from.u32()? {
            stretch.lines.push((from.u32()?, from.u32()?));
        }
        for _ in 0..from.u32()? {
            let (first, count) = (from.u32()?, from.u32()?);
            let code = from.u32()?;
            let status = match code.checked_sub(LEFT_OUT).and_then(|why| LeftOut::ALL.get(why as usize)) {
                Some(why) => RecordStatus::LeftOut(*why),
                None if code == 1 => RecordStatus::Repaired,
                None => RecordStatus::Rejected,
            };
            stretch.statuses.push((first, count, status));
        }
        for _ in 0..from.u32()? {
            let (record, line) = (from.u32()?, from.u32()?);
            let severity = match from.u32()? {
                0 => Severity::Info,
                1 => Severity::Warning,
                _ => Severity::Error,
            };
            stretch.messages.push(Message { record, line, severity, reason: NameId(from.u32()?) });
        }
        Some(stretch)
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
