//! How many rows of a pixel column each category gets.
//!
//! A share is rarely a whole number of rows. Each category gets the whole rows of its share; the rows that are left go, one each, to the
//! categories that are owed most, and what a category is still owed is carried to the next column. So in every column each category is less
//! than one row away from its share, the rows always fill the column, and over the whole view nothing is lost: a state of 1 % in a lane of
//! 28 rows fills one row in about every fourth column rather than none.
//!
//! ```text
//! share      0.28  0.28  0.28  0.28  0.28  0.28  0.28   rows
//! owed       0.28  0.56  0.84 −0.88…
//! rows          0     0     0     1     0     0     0
//! ```

use crate::model::Micros;

/// Gives out the rows of the columns of one lane, from left to right.
pub(super) struct Rows<const N: usize> {
    height: u32,
    /// What each category is owed, in rows.
    owed: [f64; N],
    /// Categories that get a row wherever they occur.
    pinned: [bool; N],
}

impl<const N: usize> Rows<N> {
    pub(super) fn new(height: u32, pinned: [bool; N]) -> Self {
        Self { height, owed: [0.0; N], pinned }
    }

    /// Rows per category; they add up to the height. `shares` are times in any unit that add up to more than nothing.
    pub(super) fn give(&mut self, shares: &[Micros; N]) -> [u32; N] {
        let whole: Micros = shares.iter().sum();
        let mut rows = [0; N];
        if let Some(only) = shares.iter().position(|s| *s == whole) {
            // One category fills the column: the usual case when zoomed in.
            if let Some(slot) = rows.get_mut(only) {
                *slot = self.height;
            }
            return rows;
        }
        let mut left = self.height;
        let mut fractions = [0.0; N];
        let scale = f64::from(self.height) / whole as f64;
        for k in 0..N {
            let exact = shares[k] as f64 * scale;
            // Floats may land a hair above a whole number; `left` never goes below zero all the same.
            let floor = (libm::floor(exact) as u32).min(left);
            rows[k] = floor;
            left -= floor;
            fractions[k] = exact - f64::from(floor);
            self.owed[k] += fractions[k];
        }
        let mut given = [false; N];
        while left > 0 {
            // Only a category with a part of a row may get another; the first in order wins a tie.
            let next = (0..N)
                .filter(|k| fractions[*k] > 0.0 && !given[*k])
                .reduce(|best, k| if self.owed[k] > self.owed[best] { k } else { best });
            let Some(k) = next.or_else(|| (0..N).find(|k| shares[*k] > 0)) else { break };
            given[k] = true;
            rows[k] += 1;
            self.owed[k] -= 1.0;
            left -= 1;
        }
        self.keep_pinned(shares, rows)
    }

    /// A pinned category that occurs gets at least one row, taken from the tallest.
    fn keep_pinned(&self, shares: &[Micros; N], mut rows: [u32; N]) -> [u32; N] {
        for k in 0..N {
            if self.pinned[k] && shares[k] > 0 && rows[k] == 0 {
                let tallest = (0..N).filter(|i| rows[*i] > 1).reduce(|a, b| if rows[b] > rows[a] { b } else { a });
                if let Some(tallest) = tallest {
                    rows[tallest] -= 1;
                    rows[k] = 1;
                }
            }
        }
        rows
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_column_is_full_each_share_is_within_a_row_and_the_view_adds_up(
            height in 1u32..40,
            columns in prop::collection::vec([0i64..1000, 0i64..30, 0i64..1000, 0i64..5], 1..300),
        ) {
            let columns: Vec<_> = columns.into_iter().filter(|c| c.iter().sum::<i64>() > 0).collect();
            let mut rows = Rows::<4>::new(height, [false; 4]);
            let mut drawn = [0.0; 4];
            let mut exact = [0.0; 4];
            for shares in &columns {
                let whole: i64 = shares.iter().sum();
                let given = rows.give(shares);
                prop_assert_eq!(given.iter().sum::<u32>(), height);
                for k in 0..4 {
                    let share = shares[k] as f64 * f64::from(height) / whole as f64;
                    prop_assert!((f64::from(given[k]) - share).abs() < 1.0 + 1e-9, "{given:?} for {shares:?}");
                    drawn[k] += f64::from(given[k]);
                    exact[k] += share;
                }
            }
            for k in 0..4 {
                prop_assert!((drawn[k] - exact[k]).abs() <= 4.0, "category {k}: {} rows for {}", drawn[k], exact[k]);
            }
        }

        #[test]
        fn a_pinned_category_never_disappears(height in 4u32..40, shares in [1i64..1000, 0i64..3, 0i64..1000, 0i64..3]) {
            let mut rows = Rows::<4>::new(height, [false, true, false, true]);
            for _ in 0..20 {
                let given = rows.give(&shares);
                prop_assert_eq!(given.iter().sum::<u32>(), height);
                for k in [1, 3] {
                    prop_assert!(shares[k] == 0 || given[k] > 0);
                }
            }
        }
    }
}
