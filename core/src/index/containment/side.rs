//! The stays of an item on one side (around a child, or within a parent), and those of them that meet given times without a look at the others.
//!
//! ```text
//! asked                 ▒▒▒▒            ▒▒
//! stays  ──── ── ───  ─────    ── ───  ──── ───  by beginning
//!        └ over before: passed over, sixteen at a time, 256 at a time, …
//! ```

use super::Inside;
use crate::index::Csr;
use crate::model::{ItemId, Micros, Span};

/// How many entries of one level stand for one of the next.
const RUN: usize = 16;

/// Stays by item and beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct Side {
    rows: Csr,
    /// When the last of each sixteen rows is over, then of each sixteen of those, and so on.
    over: Vec<Vec<Micros>>,
}

impl Side {
    /// Builds the side; `key` is the item that a stay is listed under.
    pub(super) fn build(items: usize, stays: &[Inside], key: fn(&Inside) -> ItemId) -> Self {
        let pairs = stays.iter().enumerate().map(|(i, stay)| (key(stay).0, i as u32));
        let rows = Csr::group(items, pairs, |i| stays[i as usize].from);
        let mut over: Vec<Vec<Micros>> = Vec::new();
        let mut level: Vec<Micros> = rows.rows().iter().map(|i| stays[*i as usize].to).collect();
        while level.len() > RUN {
            level = level.chunks(RUN).filter_map(|run| run.iter().copied().max()).collect();
            over.push(level.clone());
        }
        Self { rows, over }
    }

    /// The rows of an item.
    pub(super) fn of(&self, item: ItemId) -> &[u32] {
        self.rows.of(item.0)
    }

    /// The stays of an item that meet any of these spans (ascending, disjoint), each once, by beginning.
    pub(super) fn meeting<'a, 'b>(
        &'a self,
        stays: &'a [Inside],
        item: ItemId,
        spans: &'b [Span],
    ) -> impl Iterator<Item = &'a Inside> + use<'a, 'b> {
        let range = self.rows.range(item.0);
        let stay = |at: usize| self.rows.rows().get(at).and_then(|row| stays.get(*row as usize));
        let (mut at, end) = (range.start, range.end);
        let mut spans = spans;
        std::iter::from_fn(move || {
            loop {
                // A stay that is over before the next span meets neither this span nor a later one.
                at = self.lasting(stays, at, end, spans.first()?.start);
                let here = stay(at).filter(|_| at < end)?;
                // Later stays begin later still, so spans that are over by now are done with.
                spans = spans.get(spans.partition_point(|span| span.end <= here.from)..)?;
                if spans.first()?.start < here.to {
                    at += 1;
                    return Some(here);
                }
            }
        })
    }

    /// The first row from `at` on, before `end`, whose stay lasts beyond `time`; `end` when there is none.
    fn lasting(&self, stays: &[Inside], mut at: usize, end: usize, time: Micros) -> usize {
        while at < end {
            #[cfg(test)]
            crate::testing::work::look(1);
            let mut width = 1;
            for level in &self.over {
                let wider = width * RUN;
                if !at.is_multiple_of(wider) || level.get(at / wider).is_none_or(|over| *over > time) {
                    break;
                }
                width = wider;
            }
            let row = self.rows.rows().get(at).and_then(|row| stays.get(*row as usize));
            if width == 1 && row.is_some_and(|stay| stay.to > time) {
                return at;
            }
            at += width;
        }
        end
    }
}
