//! Which record each row of a table comes from.
//!
//! ```text
//! rows      0 1 2 3 4 │ 5 6 7 8 │ …     rows and records count up together,
//! records   7 8 9 …   │ 13 14 … │       so that a stretch of them is kept as where it begins
//! ```
//!
//! In a long table a row is a record, and the column costs next to nothing. Where records have several rows or none, it is a list.

use super::SourceId;
use super::chunk::{Column, Input, Numbers, put};

/// The record of each row.
#[derive(Debug, Clone, Default)]
pub struct Records {
    rows: usize,
    /// The first row of each stretch and its record, ascending by row; empty when there is a list.
    stretches: Vec<(u32, u32)>,
    list: Vec<SourceId>,
}

/// Fewer stretches are never worth a list.
const FEW: usize = 64;
/// Rows per stretch below which a list takes less room and is read faster.
const SHORT: usize = 4;

impl Records {
    /// Appends the record of the next row.
    pub fn push(&mut self, record: SourceId) {
        self.extend(record, 1);
    }

    /// Appends the records of so many rows, of which the first is `record` and each other the one after it.
    pub(crate) fn extend(&mut self, record: SourceId, rows: usize) {
        let first = self.rows;
        self.rows += rows;
        if !self.list.is_empty() {
            return self.list.extend((0..rows as u32).map(|i| SourceId(record.0.wrapping_add(i))));
        }
        match self.stretches.last() {
            Some((row, start)) if start.wrapping_add(first as u32 - row) == record.0 && record != SourceId::NONE => {}
            _ => self.stretches.push((first as u32, record.0)),
        }
        if self.stretches.len() > FEW && self.stretches.len() * SHORT > self.rows {
            self.list = self.iter().collect();
            self.stretches = Vec::new();
        }
    }

    /// The record of a row; [`SourceId::NONE`] for one that is not there.
    pub fn at(&self, row: usize) -> SourceId {
        if row >= self.rows {
            return SourceId::NONE;
        }
        if !self.list.is_empty() {
            return self.list.get(row).copied().unwrap_or_default();
        }
        let stretch = match self.stretches.as_slice() {
            [one] => Some(one),
            all => all.partition_point(|(first, _)| *first as usize <= row).checked_sub(1).and_then(|i| all.get(i)),
        };
        stretch.map_or(SourceId::NONE, |(first, record)| SourceId(record.wrapping_add(row as u32 - first)))
    }

    /// The record of a row.
    pub fn get(&self, row: usize) -> Option<SourceId> {
        (row < self.rows).then(|| self.at(row))
    }

    /// All of them, row by row.
    pub fn iter(&self) -> impl Iterator<Item = SourceId> + '_ {
        let ends = self.stretches.iter().skip(1).map(|(first, _)| *first).chain([self.rows as u32]);
        let stretch = |((first, record), end): (&(u32, u32), u32)| {
            let record = *record;
            (0..end - first).map(move |i| SourceId(record.wrapping_add(i)))
        };
        self.stretches.iter().zip(ends).flat_map(stretch).chain(self.list.iter().copied())
    }

    /// Whether a row comes from the record; rows must stand in the order of their records.
    pub fn contains(&self, record: SourceId) -> bool {
        let (mut low, mut high) = (0, self.rows);
        while low < high {
            let middle = low.midpoint(high);
            if self.at(middle) < record { low = middle + 1 } else { high = middle }
        }
        self.get(low) == Some(record)
    }

    /// Whether a row and the one after it come from one record.
    pub fn repeat(&self) -> bool {
        // Within a stretch records count up.
        let seams = self.stretches.iter().skip(1).any(|(first, record)| {
            (*first as usize).checked_sub(1).is_some_and(|before| self.at(before) == SourceId(*record))
        });
        seams || self.list.windows(2).any(|pair| pair[0] == pair[1])
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.rows == 0
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.stretches.capacity() * 8 + self.list.capacity() * 4
    }

    /// Makes room for so many more rows, where that matters.
    pub(crate) fn reserve(&mut self, more: usize) {
        if !self.list.is_empty() {
            let _ = self.list.try_reserve_exact(more);
        }
    }
}

impl FromIterator<SourceId> for Records {
    fn from_iter<I: IntoIterator<Item = SourceId>>(records: I) -> Self {
        let mut all = Self::default();
        records.into_iter().for_each(|record| all.push(record));
        all
    }
}

impl Column for Records {
    fn held(&self) -> usize {
        self.stretches.len() * 8 + self.list.len() * 4
    }

    fn write(&self, out: &mut Vec<u8>) {
        let mut stretches: Vec<(u32, u32)> = Vec::new();
        for record in self.iter() {
            match stretches.last_mut() {
                Some((first, rows)) if first.wrapping_add(*rows) == record.0 => *rows += 1,
                _ => stretches.push((record.0, 1)),
            }
        }
        put(out, stretches.len() as u32);
        for (first, rows) in stretches {
            put(out, first);
            put(out, rows);
        }
    }

    fn append(&mut self, _: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()> {
        for _ in 0..from.u32()? {
            let first = numbers.record(from.u32()?);
            self.extend(first, from.u32()? as usize);
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_column_holds_what_a_list_holds(steps in prop::collection::vec((0u32..4, 1usize..30), 0..200)) {
            let (mut column, mut list, mut next) = (Records::default(), Vec::new(), 5u32);
            for (gap, rows) in steps {
                // Many rows of one record, next ones, and leaps.
                next = match gap { 0 => next.saturating_sub(1), gap => next + gap - 1 };
                let rows = if gap == 1 { rows } else { 1 };
                column.extend(SourceId(next), rows);
                list.extend((0..rows as u32).map(|i| SourceId(next + i)));
                next += rows as u32;
            }
            prop_assert_eq!(column.len(), list.len());
            prop_assert_eq!(column.iter().collect::<Vec<_>>(), list.clone());
            prop_assert_eq!(column.repeat(), list.windows(2).any(|pair| pair[0] == pair[1]));
            for row in 0..list.len() + 2 {
                prop_assert_eq!(column.get(row), list.get(row).copied());
            }
            for record in 0..next + 2 {
                prop_assert_eq!(column.contains(SourceId(record)), list.binary_search(&SourceId(record)).is_ok());
            }
            let mut bytes = Vec::new();
            column.write(&mut bytes);
            let mut again = Records::default();
            again.append(list.len(), &mut Input::new(&bytes), &Numbers::default());
            prop_assert_eq!(again.iter().collect::<Vec<_>>(), list);
        }
    }

    #[test]
    fn rows_that_are_records_cost_nothing() {
        let column: Records = (0..100_000).map(SourceId).collect();
        assert!(column.bytes() < 100, "{}", column.bytes());
        let of_events: Records = (0..100_000).map(|row| SourceId(row / 3)).collect();
        assert!(of_events.bytes() >= 400_000);
    }
}
