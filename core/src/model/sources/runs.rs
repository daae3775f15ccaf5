//! Which numbers are whose. Records are numbered in the order in which they are read, so those of a file that grew after another one was opened stand in
//! two runs:
//!
//! ```text
//! numbers   0 ─── a ─── 41 │ 42 ── b ── 60 │ 61 ─ a ─ 65
//! records   1 ────────  42 │ 1 ──────── 19 │ 43 ───── 47
//! ```

use super::{FileId, SourceFile, SourceId, Sources};
use std::cmp::Ordering;
use std::ops::Range;

/// Records of one file that are numbered one after the other. A file has one such run, and one more each time it grew after another one was opened.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The number of its first record.
    pub(super) base: u32,
    pub(super) file: u32,
    /// Records of the file before it.
    pub(super) before: u32,
    /// How many it has, once it has an end.
    records: Option<u32>,
}

impl Sources {
    /// The next file's records begin.
    pub(super) fn begin_run(&mut self) {
        self.current = self.files.len();
        self.runs.push(Run { base: self.next, file: self.current as u32, before: 0, records: None });
    }

    /// Goes on with a file that grew: further records are appended to it, numbered behind all others.
    pub(crate) fn resume(&mut self, file: FileId) {
        let Some(before) = self.files.get(file.0 as usize).map(SourceFile::records) else { return };
        let ends_here = |run: &Run| run.file == file.0 && run.base + (before - run.before) == self.next;
        if !self.runs.last().is_some_and(ends_here) {
            if let Some(last) = self.runs.iter_mut().rev().find(|run| run.file == file.0) {
                last.records = Some(before - last.before);
            }
            self.runs.push(Run { base: self.next, file: file.0, before, records: None });
        }
        self.current = file.0 as usize;
    }

    /// Forgets a file, whose facts must be gone already; those after it move up by one. Its records' numbers are not given out again,
    /// unless no record of another file has a higher one.
    pub fn forget(&mut self, file: FileId) {
        if file.0 as usize >= self.files.len() {
            return;
        }
        self.files.remove(file.0 as usize);
        while let Some(last) = self.runs.pop_if(|run| run.file == file.0) {
            self.next = last.base;
        }
        self.runs.retain(|run| run.file != file.0);
        self.runs.iter_mut().for_each(|run| run.file -= u32::from(run.file > file.0));
        self.current = match self.current.cmp(&(file.0 as usize)) {
            Ordering::Less => self.current,
            Ordering::Equal => usize::MAX,
            Ordering::Greater => self.current - 1,
        };
    }

    /// The file that records are appended to.
    pub(crate) fn current(&self) -> Option<FileId> {
        (self.current < self.files.len()).then_some(FileId(self.current as u32))
    }

    pub(super) fn runs_of(&self, file: FileId) -> impl Iterator<Item = &Run> {
        self.runs.iter().filter(move |run| run.file == file.0)
    }

    /// The numbers of a run.
    pub(super) fn numbers(&self, run: &Run) -> Range<u32> {
        let all = self.files.get(run.file as usize).map_or(0, SourceFile::records);
        run.base..run.base + run.records.unwrap_or(all.saturating_sub(run.before))
    }

    /// The numbers of all records of a file.
    pub(crate) fn numbers_of(&self, file: FileId) -> Vec<Range<u32>> {
        self.runs_of(file).map(|run| self.numbers(run)).collect()
    }

    /// The file of a record, and the numbers around it that are of the same file.
    pub(crate) fn numbers_around(&self, id: SourceId) -> Option<(FileId, Range<u32>)> {
        let run = self.run_of(id)?;
        Some((FileId(run.file), self.numbers(run)))
    }

    /// Whether any file has several runs of records.
    pub(crate) fn has_grown(&self) -> bool {
        self.runs.len() > self.files.len()
    }

    /// All records of a file.
    pub fn records_of(&self, file: FileId) -> impl Iterator<Item = SourceId> + use<> {
        self.numbers_of(file).into_iter().flatten().map(SourceId)
    }

    pub(super) fn run_of(&self, id: SourceId) -> Option<&Run> {
        if id.0 >= self.next {
            return None;
        }
        // The last run whose base is not behind the record; blank ones share their base with the next one.
        self.runs.get(self.runs.partition_point(|run| run.base <= id.0).checked_sub(1)?)
    }

    /// The file and record number (from 1) of a record.
    pub fn locate(&self, id: SourceId) -> Option<(FileId, u32)> {
        let run = self.run_of(id)?;
        Some((FileId(run.file), run.before + (id.0 - run.base) + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_of_a_file_that_grew_are_found_by_number_and_number_by_record() {
        let mut s = Sources::default();
        let a = s.open("a", "x", 0);
        for line in 1..=3 {
            s.record(line);
        }
        let b = s.open("b", "x", 0);
        for line in 1..=2 {
            s.record(line);
        }
        s.resume(a);
        let (a4, a5) = (s.record(4), s.record(6));
        assert_eq!((s.locate(a4), s.locate(a5)), (Some((a, 4)), Some((a, 5))));
        assert_eq!(s.reference(a5).map(|r| (r.file, r.record, r.line)), Some(("a".to_owned(), 5, 6)));
        assert_eq!(s.numbers_of(a), [0..3, 5..7]);
        assert_eq!(s.records_of(b).collect::<Vec<_>>(), [SourceId(3), SourceId(4)]);
        assert_eq!(s.records_of(a).count(), 5);
        // Where nothing came in between, it is one run.
        s.resume(a);
        s.record(7);
        assert_eq!(s.numbers_of(a), [0..3, 5..8]);
        s.forget(a);
        assert_eq!(s.files().len(), 1);
        assert_eq!(s.records_of(FileId(0)).collect::<Vec<_>>(), [SourceId(3), SourceId(4)]);
        assert_eq!(s.locate(SourceId(4)), Some((FileId(0), 2)));
        assert_eq!(s.records(), 5, "the last numbers are given out again");
    }
}
