//! What becomes of each record once all others are known: withdrawn events, copies of files, and facts that are said twice.
//!
//! ```text
//! 1. everything set aside comes back; statuses return to what reading alone found; device files correct what was guessed
//!    (records that needed a repair which the recipe switches off are rejected)
//! 2. files whose bytes equal those of another file: their records are merged
//! 3. events that an error declaration withdraws: their records are retracted
//! 4. rows that say exactly what a row of another record says: one record keeps it; a record that keeps nothing is merged
//! ```
//!
//! Which record keeps a row: one of the file that is first by `Sources::order_key`; within that file the last one, because in a log
//! that says RUN, STOP, RUN at one instant the order of lines carries meaning, and the machine runs.
//!
//! Rows that add up ([`Table::adds`]: pieces counted since the row before) are things of their own within a file: two pieces that leave a
//! machine in one second are two. Across files they are the same things, exported twice: as many of them count as the file that has most.
//!
//! The facts of 2–4 are set aside, not thrown away, and each build settles everything anew: so the outcome does not depend on the order in
//! which files were loaded. Rows of one record are never merged with each other: an event may well name the same lot twice.

use crate::model::{Facts, FileId, NameId, RecordStatus, Records, RepairKind, SourceId, Sources, Table, TableWork};
use crate::order::{Gather, Order};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BTreeSet};

/// Settles the ledger of all files.
#[inline(never)]
pub(super) fn settle(facts: &mut Facts, off: &[RepairKind]) {
    facts.sources.forget_others();
    facts.sources.switch_off(off, &mut facts.names);
    facts.each_table(&mut Restore);
    super::data_items::correct(facts);
    for file in copies(&facts.sources) {
        for record in facts.sources.records_of(file) {
            set(&mut facts.sources, record, RecordStatus::Merged);
        }
    }
    for record in withdrawn(facts) {
        set(&mut facts.sources, record, RecordStatus::Retracted);
    }
    let mut settle = Settle { ranks: ranks(&facts.sources), lost: Vec::new() };
    facts.each_table(&mut settle);
    if settle.lost.is_empty() {
        return;
    }
    let mut live = Live(Bitmap::new(facts.sources.records() as usize));
    facts.each_table(&mut live);
    for record in settle.lost {
        if !live.0.contains(record.0 as usize) {
            set(&mut facts.sources, record, RecordStatus::Merged);
        }
    }
}

/// Changes what became of a record whose facts counted so far.
fn set(sources: &mut Sources, record: SourceId, status: RecordStatus) {
    if sources.status(record).is_some_and(RecordStatus::counts) {
        sources.set_status(record, status);
    }
}

/// The records of events that an error declaration names, by event id or by content hash; never the declaration itself.
fn withdrawn(facts: &Facts) -> Vec<SourceId> {
    let declarations: BTreeSet<SourceId> = facts.retractions.source.iter().gather_set();
    let events: BTreeSet<NameId> = facts.retractions.event.iter().filter(|e| *e != NameId::NONE).gather_set();
    let named = facts.event_ids.rows().filter(|row| events.contains(&row.event) || events.contains(&row.hash));
    named.map(|row| row.source).filter(|source| !declarations.contains(source)).collect()
}

/// Files with the same bytes as a file that comes before them in the order of answers.
fn copies(sources: &Sources) -> Vec<FileId> {
    let mut seen = BTreeSet::new();
    let mut copies = Vec::new();
    for id in sources.sorted() {
        // Without a fingerprint nothing is known of the bytes.
        if let Some(file) = sources.files().get(id.0 as usize)
            && file.records() > 0
            && file.fingerprint != 0
            && !seen.insert((file.fingerprint, file.bytes))
        {
            copies.push(id);
        }
    }
    copies
}

/// The place of each file in the order of answers.
fn ranks(sources: &Sources) -> BTreeMap<FileId, usize> {
    sources.sorted().into_iter().enumerate().map(|(rank, file)| (file, rank)).gather_map()
}

/// Brings all rows back.
struct Restore;

impl TableWork for Restore {
    fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, _: &Sources) {
        table.merge(aside);
    }
}

/// Sets rows aside that do not count.
struct Settle {
    ranks: BTreeMap<FileId, usize>,
    /// Records that lost a row to another record.
    lost: Vec<SourceId>,
}

impl TableWork for Settle {
    fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, sources: &Sources) {
        if sources.all_count(table.sources()) && table.all_differ() {
            return;
        }
        let keep = self.kept(
            &Rows {
                records: table.sources(),
                hashes: table.hashes(),
                same: &|a, b| table.same(a, b),
                adds: &|row| table.adds(row),
            },
            sources,
        );
        if keep.contains(&false) {
            table.keep(&keep, aside);
        }
    }
}

/// The records that keep a row.
struct Live(Bitmap);

impl TableWork for Live {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        self.0.insert_all(table.sources());
    }
}

fn counts(sources: &Sources, record: SourceId) -> bool {
    sources.status(record).is_some_and(RecordStatus::counts)
}

/// What has to be known of a table's rows, whatever they hold: one copy of the code below instead of one per table.
struct Rows<'a> {
    records: &'a Records,
    hashes: Vec<u64>,
    same: &'a dyn Fn(usize, usize) -> bool,
    adds: &'a dyn Fn(usize) -> bool,
}

impl Settle {
    /// Marks the rows that count and say what no row of another record says.
    #[inline(never)]
    fn kept(&mut self, rows: &Rows<'_>, sources: &Sources) -> Vec<bool> {
        let mut keep: Vec<bool> = rows.records.iter().map(|s| s == SourceId::NONE || counts(sources, s)).collect();
        self.merge(rows, &mut keep, sources);
        keep
    }

    /// Takes the mark off rows that say what a row of another record says.
    fn merge(&mut self, table: &Rows<'_>, keep: &mut [bool], sources: &Sources) {
        let mut candidates = twice(&table.hashes, keep);
        // Rows with equal hashes stand together. Nearly always they are equal; a row that only shares the hash waits for the next round.
        candidates.order();
        for group in candidates.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
            let mut rest: Vec<usize> = group.iter().map(|(_, row)| *row as usize).collect();
            while let Some(first) = rest.first().copied() {
                let (same, others): (Vec<usize>, Vec<usize>) =
                    rest.into_iter().partition(|row| (table.same)(first, *row));
                match (table.adds)(first) {
                    true => self.merge_pieces(table.records, &same, keep, sources),
                    false => self.merge_same(table.records, &same, keep, sources),
                }
                rest = others;
            }
        }
    }

    fn merge_same(&mut self, records: &Records, same: &[usize], keep: &mut [bool], sources: &Sources) {
        let first = same.iter().map(|row| records.at(*row)).min_by(|a, b| self.order(*a, *b, sources));
        for row in same {
            if Some(records.at(*row)) != first {
                keep[*row] = false;
                self.lost.push(records.at(*row));
            }
        }
    }

    /// One file keeps all of its rows: the one that has most of them, of those the first.
    fn merge_pieces(&mut self, records: &Records, same: &[usize], keep: &mut [bool], sources: &Sources) {
        let rank = |row: usize| sources.locate(records.at(row)).and_then(|(file, _)| self.ranks.get(&file).copied());
        let mut rows: BTreeMap<Option<usize>, usize> = BTreeMap::new();
        for row in same {
            *rows.entry(rank(*row)).or_default() += 1;
        }
        let most = rows.iter().max_by_key(|(rank, rows)| (**rows, Reverse(**rank))).and_then(|(rank, _)| *rank);
        for row in same.iter().copied().filter(|row| rank(*row) != most) {
            keep[row] = false;
            self.lost.push(records.at(row));
        }
    }

    /// Files by the order of answers, records of one file backwards.
    fn order(&self, a: SourceId, b: SourceId, sources: &Sources) -> Ordering {
        let key = |id| sources.locate(id).map(|(file, record)| (self.ranks.get(&file).copied(), Reverse(record)));
        key(a).cmp(&key(b))
    }
}

/// The kept rows whose hash may occur more than once, with it: all that do, and a few that only share some bits of it. Sixteen bits per row tell
/// fast that there are none, as is usual.
fn twice(hashes: &[u64], keep: &[bool]) -> Vec<(u64, u32)> {
    let bits = (hashes.len() * 16).next_power_of_two().max(64);
    // The upper bits are mixed best.
    let slot = |hash: u64| (hash >> (64 - bits.trailing_zeros())) as usize;
    let (mut seen, mut again) = (Bitmap::new(bits), Bitmap::new(bits));
    let mut any = false;
    for (hash, _) in hashes.iter().zip(keep).filter(|(_, keep)| **keep) {
        let slot = slot(*hash);
        if seen.contains(slot) {
            again.insert(slot);
            any = true;
        }
        seen.insert(slot);
    }
    if !any {
        return Vec::new();
    }
    let rows = hashes.iter().zip(0..).zip(keep).filter(|((hash, _), keep)| **keep && again.contains(slot(**hash)));
    rows.map(|((hash, row), _)| (*hash, row)).collect()
}

/// A set of small numbers, one bit each.
struct Bitmap(Vec<u64>);

impl Bitmap {
    fn new(numbers: usize) -> Self {
        Self(vec![0; numbers / 64 + 1])
    }

    fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number / 64) {
            *word |= 1 << (number % 64);
        }
    }

    #[inline(never)]
    fn insert_all(&mut self, records: &Records) {
        records.iter().for_each(|record| self.insert(record.0 as usize));
    }

    fn contains(&self, number: usize) -> bool {
        self.0.get(number / 64).is_some_and(|word| word & (1 << (number % 64)) != 0)
    }
}

#[cfg(test)]
#[path = "ledger_tests.rs"]
mod tests;
