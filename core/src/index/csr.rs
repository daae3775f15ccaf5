//! Rows grouped by a dense key, in two flat arrays.

use crate::model::NameId;

/// Rows of a table grouped by a dense key (compressed sparse rows):
///
/// ```text
/// starts  0   2  2     5      rows of key 0, 1, 2 …
/// rows    4 9    1 3 7
/// ```
#[derive(Debug, Clone, Default)]
pub struct Csr {
    starts: Vec<u32>,
    rows: Vec<u32>,
}

impl Csr {
    /// Groups rows by key, then orders the rows of each key by `order`; rows of keys from `keys` on ("no item") are left out.
    pub(crate) fn group<O: Ord>(
        keys: usize,
        pairs: impl Iterator<Item = (u32, u32)> + Clone,
        mut order: impl FnMut(u32) -> O,
    ) -> Self {
        let inside = pairs.filter(|(key, _)| (*key as usize) < keys);
        let mut starts = vec![0_u32; keys + 1];
        for (key, _) in inside.clone() {
            starts[key as usize + 1] += 1;
        }
        for key in 0..keys {
            starts[key + 1] += starts[key];
        }
        let mut next = starts.clone();
        let mut rows = vec![0_u32; starts.last().map_or(0, |n| *n as usize)];
        for (key, row) in inside {
            let slot = &mut next[key as usize];
            rows[*slot as usize] = row;
            *slot += 1;
        }
        for bounds in starts.windows(2) {
            // Data mostly arrives in time order, where a stable sort costs one pass.
            rows[bounds[0] as usize..bounds[1] as usize].sort_by_key(|row| order(*row));
        }
        Self { starts, rows }
    }

    /// The rows of a key; none for a key that is not known.
    pub fn of(&self, key: u32) -> &[u32] {
        self.rows.get(self.range(key)).unwrap_or_default()
    }

    /// Where in [`Csr::rows`] the rows of a key stand.
    pub(crate) fn range(&self, key: u32) -> std::ops::Range<usize> {
        let bounds = self.starts.get(key as usize).zip(self.starts.get((key as usize).saturating_add(1)));
        bounds.map_or(0..0, |(from, to)| *from as usize..*to as usize)
    }

    /// The rows of all keys, one key after the other.
    pub(crate) fn rows(&self) -> &[u32] {
        &self.rows
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.starts.len().saturating_sub(1) as u32
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        (self.starts.capacity() + self.rows.capacity()) * size_of::<u32>()
    }
}

/// Dense numbers for names, in the order they are first met.
#[derive(Default)]
pub(crate) struct Numbering {
    numbers: hashbrown::HashMap<NameId, u32>,
    names: Vec<NameId>,
}

impl Numbering {
    /// The number of a name, new or known.
    pub(crate) fn number(&mut self, name: NameId) -> u32 {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.names.len() as u32 - 1
        })
    }

    /// The numbers by name, and the names by number.
    pub(crate) fn into_parts(self) -> (hashbrown::HashMap<NameId, u32>, Vec<NameId>) {
        (self.numbers, self.names)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_grouped_by_key_and_ordered_inside() {
        let times = [30, 10, 20, 5];
        let pairs = [(1, 0), (1, 1), (u32::MAX, 2), (3, 3), (1, 2)];
        let csr = Csr::group(4, pairs.iter().copied(), |row| times[row as usize]);
        assert_eq!(csr.of(0), [0_u32; 0]);
        assert_eq!(csr.of(1), [1, 2, 0]);
        assert_eq!(csr.of(3), [3]);
        assert_eq!(csr.of(4), [0_u32; 0]);
        assert_eq!(csr.of(u32::MAX), [0_u32; 0]);
    }
}
