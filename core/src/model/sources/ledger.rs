//! What importing, other records and a person make of a record, and sentences about it.

use super::{FileId, Message, RecordStatus, Severity, SourceFile, SourceId, Sources};
use crate::model::{NameId, Names, Records};

impl Sources {
    /// Says what became of a record.
    pub fn set_status(&mut self, id: SourceId, status: RecordStatus) {
        if let Some((file, record)) = self.locate(id) {
            let file = &mut self.files[file.0 as usize];
            let row = record as usize - 1;
            if file.status.get(row) == RecordStatus::Repaired {
                if status.depends_on_others() {
                    file.repaired.insert(record);
                }
                // While it is read it may turn out that nothing of it counts, whatever was put right before.
                if status == RecordStatus::Rejected {
                    file.repairs.pop_if(|(last, _)| *last == record);
                }
            }
            file.status.set(row, status);
        }
    }

    /// Rejects a record that counted after a repair, until [`Sources::forget_others`] takes it back.
    pub(super) fn reject_repaired(&mut self, id: SourceId) {
        if let Some((file, record)) = self.locate(id) {
            let file = &mut self.files[file.0 as usize];
            file.repaired.insert(record);
            file.status.set(record as usize - 1, RecordStatus::Rejected);
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
        let (mut numbers, mut before, mut file) = (0..0, 0, None);
        records.iter().all(|id| {
            if id == SourceId::NONE {
                return true;
            }
            let known = file.filter(|_: &&SourceFile| numbers.contains(&id.0));
            let Some(of) = known.or_else(|| {
                let run = self.run_of(id)?;
                (numbers, before) = (self.numbers(run), run.before);
                self.files.get(run.file as usize).filter(|_| numbers.contains(&id.0))
            }) else {
                return false;
            };
            file = Some(of);
            of.status.get((before + (id.0 - numbers.start)) as usize).counts()
        })
    }

    /// How many records of all files were left out by choice.
    pub fn left_out(&self) -> u64 {
        self.files.iter().map(|file| u64::from(file.counts().left_out())).sum()
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

    /// The text of a message.
    pub fn reason<'a>(message: &Message, names: &'a Names) -> &'a str {
        names.text(message.reason)
    }
}
