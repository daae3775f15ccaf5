//! Sorting in little code.
//!
//! The standard sort is generated anew for every type and comparison, six kilobytes each time, and collecting into a map
//! does the same: together a seventh of what a browser had to download. Here one copy sorts row numbers through a
//! dynamic comparison and the rows follow. It costs four bytes per row and some speed, so the innermost loops over
//! millions of rows (lanes, adjacency, visits) keep the standard sort.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Stable sorting of slices.
pub trait Order<T> {
    /// Like `sort_by`.
    fn order_by(&mut self, compare: impl FnMut(&T, &T) -> Ordering);

    /// Like `sort`.
    fn order(&mut self)
    where
        T: Ord,
    {
        self.order_by(T::cmp);
    }

    /// Like `sort_by_key`.
    fn order_by_key<K: Ord>(&mut self, mut key: impl FnMut(&T) -> K) {
        self.order_by(|a, b| key(a).cmp(&key(b)));
    }
}

impl<T> Order<T> for [T] {
    fn order_by(&mut self, mut compare: impl FnMut(&T, &T) -> Ordering) {
        let rows = &*self;
        let mut order = permutation(rows.len(), &mut |a, b| match (rows.get(a), rows.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        // Follows each cycle once: what belongs to `at` comes there, what was there moves one further along the cycle.
        for start in 0..order.len() {
            let mut at = start;
            loop {
                let from = std::mem::replace(&mut order[at], at);
                if from == start {
                    break;
                }
                self.swap(at, from);
                at = from;
            }
        }
    }
}

/// The row numbers in the order that `compare` gives them; the only instance of the sort.
fn permutation(rows: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..rows).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// `collect` into maps and sets without a sort of its own for every type; a later entry replaces an earlier one.
pub trait Gather: Iterator + Sized {
    /// Into a map.
    fn gather_map<K: Ord, V>(self) -> BTreeMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        let mut map = BTreeMap::new();
        for (key, value) in self {
            map.insert(key, value);
        }
        map
    }

    /// Into a set.
    fn gather_set(self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        let mut set = BTreeSet::new();
        for item in self {
            set.insert(item);
        }
        set
    }
}

impl<I: Iterator> Gather for I {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_come_in_the_order_of_the_standard_stable_sort(keys in proptest::collection::vec(0u8..6, 0..80)) {
            let rows: Vec<(u8, usize)> = keys.into_iter().zip(0..).collect();
            let (mut by, mut by_key, mut expected) = (rows.clone(), rows.clone(), rows);
            by.order_by(|a, b| b.0.cmp(&a.0));
            expected.sort_by_key(|row| std::cmp::Reverse(row.0));
            prop_assert_eq!(&by, &expected);
            by_key.order_by_key(|row| row.0);
            expected.sort_by_key(|row| row.1);
            expected.sort_by_key(|row| row.0);
            prop_assert_eq!(by_key, expected);
        }

        #[test]
        fn maps_and_sets_are_those_of_collect(pairs in proptest::collection::vec((0u8..9, 0u8..9), 0..40)) {
            let map: BTreeMap<u8, u8> = pairs.iter().copied().collect();
            prop_assert_eq!(pairs.iter().copied().gather_map(), map);
            let set: BTreeSet<(u8, u8)> = pairs.iter().copied().collect();
            prop_assert_eq!(pairs.into_iter().gather_set(), set);
        }
    }
}
