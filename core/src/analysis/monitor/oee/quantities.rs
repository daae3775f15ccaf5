//! Pieces made, good and lost, from rows that each give only some of the figures.
//!
//! A row that gives two of the figures gives the third. Rows that give one figure (the machine counts all, inspection counts scrap)
//! complete each other over the window: good = total − scrap − rework, total = good + scrap + rework.

use crate::index::Count;

/// Pieces of one product on one asset in one window.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::analysis::monitor) struct Quantities {
    /// Rows that give total, good and lost.
    full: Sums,
    /// Rows that give the total alone.
    total_only: Option<f64>,
    /// Rows that give good pieces alone.
    good_only: Option<f64>,
    /// Rows that give scrap or rework alone.
    lost_only: Option<f64>,
    rows: u64,
}

#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Sums {
    rows: u64,
    total: f64,
    good: f64,
}

/// What the rows of a window say together.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::analysis::monitor) struct Pieces {
    /// PQ: all pieces.
    pub(in crate::analysis::monitor) total: Option<f64>,
    /// GQ: good pieces.
    pub(in crate::analysis::monitor) good: Option<f64>,
    /// True when rows without scrap stand beside rows with scrap and were taken as having none.
    pub(in crate::analysis::monitor) blank_is_none: bool,
}

impl Quantities {
    /// Adds a row.
    pub(in crate::analysis::monitor) fn add(&mut self, row: &Count) {
        let lost = match (row.scrap, row.rework) {
            (None, None) => None,
            (scrap, rework) => Some(scrap.unwrap_or(0.0) + rework.unwrap_or(0.0)),
        };
        let mut full = |total: f64, good: f64| {
            self.full.rows += 1;
            self.full.total += total;
            self.full.good += good;
        };
        let add = |sum: &mut Option<f64>, n: f64| *sum = Some(sum.unwrap_or(0.0) + n);
        match (row.total, row.good, lost) {
            (Some(total), Some(good), _) => full(total, good),
            (Some(total), None, Some(lost)) => full(total, total - lost),
            (None, Some(good), Some(lost)) => full(good + lost, good),
            (Some(total), None, None) => add(&mut self.total_only, total),
            (None, Some(good), None) => add(&mut self.good_only, good),
            (None, None, Some(lost)) => add(&mut self.lost_only, lost),
            (None, None, None) => return,
        }
        self.rows += 1;
    }

    /// How many rows were added.
    pub(in crate::analysis::monitor) fn rows(&self) -> u64 {
        self.rows
    }

    /// What the rows say together; a figure that they do not give is none.
    pub(in crate::analysis::monitor) fn pieces(&self) -> Pieces {
        let Sums { rows, total, good } = self.full;
        let some = |total, good| Pieces { total: Some(total), good: Some(good), blank_is_none: false };
        match (self.total_only, self.good_only, self.lost_only) {
            (Some(t), None, Some(lost)) => some(total + t, good + t - lost),
            (Some(t), Some(g), _) => some(total + t, good + g),
            (None, Some(g), Some(lost)) => some(total + g + lost, good + g),
            (None, None, None) if rows > 0 => some(total, good),
            // Scrap that came to light later is taken off what was thought good.
            (None, None, Some(lost)) if rows > 0 => some(total, good - lost),
            // A blank beside rows that do give scrap means that there was none.
            (Some(t), None, None) if rows > 0 => Pieces { blank_is_none: true, ..some(total + t, good + t) },
            (None, Some(g), None) if rows > 0 => Pieces { blank_is_none: true, ..some(total + g, good + g) },
            (Some(t), None, None) => Pieces { total: Some(t), ..Pieces::default() },
            (None, Some(g), None) => Pieces { good: Some(g), ..Pieces::default() },
            (None, None, _) => Pieces::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{NameId, SourceId};

    type Maybe = Option<f64>;

    /// `(total, good, scrap, rework)` per row → (PQ, GQ).
    fn of(rows: &[(Maybe, Maybe, Maybe, Maybe)]) -> (Maybe, Maybe) {
        let mut q = Quantities::default();
        for &(total, good, scrap, rework) in rows {
            q.add(&Count { at: 0, product: NameId::NONE, total, good, scrap, rework, source: SourceId::NONE });
        }
        (q.pieces().total, q.pieces().good)
    }

    #[test]
    fn two_figures_give_the_third() {
        let whole = (Some(100.0), Some(90.0));
        assert_eq!(of(&[(Some(100.0), Some(90.0), None, None)]), whole);
        assert_eq!(of(&[(Some(100.0), None, Some(10.0), None)]), whole);
        assert_eq!(of(&[(None, Some(90.0), Some(10.0), None)]), whole);
        assert_eq!(of(&[(Some(100.0), None, Some(6.0), Some(4.0))]), whole);
    }

    #[test]
    fn rows_of_different_sources_complete_each_other() {
        let whole = (Some(100.0), Some(90.0));
        assert_eq!(
            of(&[(Some(60.0), None, None, None), (Some(40.0), None, None, None), (None, None, Some(10.0), None)]),
            whole
        );
        assert_eq!(of(&[(Some(100.0), None, None, None), (None, Some(90.0), None, None)]), whole);
        assert_eq!(of(&[(None, Some(90.0), None, None), (None, None, Some(10.0), None)]), whole);
    }

    #[test]
    fn a_figure_that_no_row_gives_stays_unknown() {
        assert_eq!(of(&[(Some(100.0), None, None, None)]), (Some(100.0), None));
        assert_eq!(of(&[(None, Some(90.0), None, None)]), (None, Some(90.0)));
        assert_eq!(of(&[(None, None, Some(10.0), None)]), (None, None));
        assert_eq!(of(&[]), (None, None));
    }

    #[test]
    fn a_blank_beside_rows_with_scrap_is_no_scrap_and_says_so() {
        let mut q = Quantities::default();
        let row = |total, scrap| Count {
            at: 0,
            product: NameId::NONE,
            total,
            good: None,
            scrap,
            rework: None,
            source: SourceId::NONE,
        };
        q.add(&row(Some(50.0), Some(10.0)));
        q.add(&row(Some(50.0), None));
        assert_eq!(q.pieces(), Pieces { total: Some(100.0), good: Some(90.0), blank_is_none: true });
    }
}
