//! Records that count after something in them was put right.

use super::{FileId, RecordStatus, Run, Severity, SourceId, Sources};
use crate::model::{NameId, Names, Repair, RepairKind};
use std::collections::BTreeMap;

impl Sources {
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

    /// The record that is being read counts: as it is, or after a repair that was made in it before.
    pub(crate) fn as_read(&self, id: SourceId) -> RecordStatus {
        let repaired = self.locate(id).is_some_and(|(file, record)| {
            self.files[file.0 as usize].repairs.last().is_some_and(|(last, _)| *last == record)
        });
        if repaired { RecordStatus::Repaired } else { RecordStatus::Used }
    }

    /// True when a record counts only after a repair of one of these kinds.
    pub(crate) fn needed_repair(&self, id: SourceId, kinds: &[RepairKind]) -> bool {
        let Some((file, record)) = self.locate(id).filter(|_| !kinds.is_empty()) else { return false };
        let of = &self.files[file.0 as usize].repairs;
        let found = of.binary_search_by_key(&record, |(record, _)| *record).ok();
        found.is_some_and(|at| kinds.contains(&self.repairs[of[at].1 as usize].kind))
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
            let runs: Vec<Run> = self.runs_of(FileId(file as u32)).cloned().collect();
            for (record, number) in self.files[file].repairs.clone() {
                let Repair { kind, reason, .. } = self.repairs[number as usize];
                let Some(run) = runs.iter().rev().find(|run| run.before < record) else { continue };
                let id = SourceId(run.base + (record - run.before - 1));
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
                self.reject_repaired(id);
                self.message(id, Severity::Error, reason);
            }
        }
    }
}
