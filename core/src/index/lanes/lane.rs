//! One lane as a view.

use super::{NO_DATA, RUNNING};
use crate::index::categories::Category;
use crate::model::tables::Unlogged;
use crate::model::{AssetId, Facts, Micros, NameId, OPEN_END, SourceId, Span};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// Spans between two checkpoints of the sums: a window costs at most so many additions at each end.
pub(super) const CHECKPOINT: usize = 32;

/// The row behind a span, in 4 bytes: a row of `states`, a row of `measurements` (bit 31), or one of two fillers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RowRef(u32);

impl RowRef {
    pub(super) const NO_DATA: RowRef = RowRef(u32::MAX);
    pub(super) const RUNNING: RowRef = RowRef(u32::MAX - 1);

    pub(super) fn state(row: usize) -> Self {
        RowRef(row as u32)
    }

    pub(super) fn measurement(row: usize) -> Self {
        RowRef(row as u32 | 1 << 31)
    }

    pub(super) fn fill(unlogged: Unlogged) -> Self {
        match unlogged {
            Unlogged::NoData => Self::NO_DATA,
            Unlogged::Running => Self::RUNNING,
        }
    }

    /// No row at all.
    pub(crate) fn is_filler(self) -> bool {
        self == Self::NO_DATA || self == Self::RUNNING
    }

    pub(super) fn cause(self) -> Cause {
        match self {
            Self::NO_DATA => Cause::NoData,
            Self::RUNNING => Cause::Unlogged,
            RowRef(row) if row >> 31 == 1 => Cause::Measurement((row & !(1 << 31)) as usize),
            RowRef(row) => Cause::State(row as usize),
        }
    }
}

/// Why a lane is in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// This row of [`Facts::states`] says so.
    State(usize),
    /// This row of [`Facts::measurements`] says so (a data item that a device file named as the state lane later).
    Measurement(usize),
    /// Nothing is known.
    NoData,
    /// Not logged, and the log lists only stops.
    Unlogged,
}

/// Microseconds per [`Category`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CategoryTimes([Micros; Category::COUNT]);

impl CategoryTimes {
    /// The time in one category.
    pub fn get(&self, category: Category) -> Micros {
        self.0[category as usize]
    }

    /// Adds time (wrapping, so that differences over unbounded lanes stay exact).
    pub fn add(&mut self, category: Category, time: Micros) {
        let slot = &mut self.0[category as usize];
        *slot = slot.wrapping_add(time);
    }

    /// All times together.
    pub fn total(&self) -> Micros {
        self.0.iter().fold(0, |sum, t| sum.wrapping_add(*t))
    }
}

/// A stretch of one lane in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateSpan {
    /// When.
    pub span: Span,
    /// What the state means.
    pub category: Category,
    /// Why it is known.
    pub cause: Cause,
}

/// The lane of one asset: spans that tile all of time.
#[derive(Clone, Copy)]
pub struct Lane<'a> {
    pub(super) facts: &'a Facts,
    pub(super) asset: AssetId,
    pub(super) fill: Unlogged,
    pub(super) starts: &'a [Micros],
    pub(super) rows: &'a [RowRef],
    pub(super) categories: &'a [Category],
    pub(super) sums: &'a [CategoryTimes],
}

impl<'a> Lane<'a> {
    /// The asset.
    pub fn asset(&self) -> AssetId {
        self.asset
    }

    /// The asset's name.
    pub fn name(&self) -> &'a str {
        self.facts.names.text(self.facts.assets.name(self.asset))
    }

    /// How many spans it has, fillers between records included.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// True without any span: all of time is filler.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// Start of span `i` (`0` is the filler before the first) and its end.
    fn bounds(&self, i: usize) -> Span {
        let start = i.checked_sub(1).and_then(|i| self.starts.get(i)).copied().unwrap_or(i64::MIN);
        Span { start, end: self.starts.get(i).copied().unwrap_or(OPEN_END) }
    }

    fn span(&self, i: usize) -> StateSpan {
        let filler = (RowRef::fill(self.fill), fill_category(self.fill));
        let known = i.checked_sub(1).and_then(|i| Some((*self.rows.get(i)?, *self.categories.get(i)?)));
        let (row, category) = known.unwrap_or(filler);
        StateSpan { span: self.bounds(i), category, cause: row.cause() }
    }

    /// The number of the span that holds `at`.
    fn index(&self, at: Micros) -> usize {
        self.starts.partition_point(|s| *s <= at)
    }

    /// The spans of a window, cut to it; they tile it exactly.
    pub fn spans(&self, window: Span) -> StateSpans<'a> {
        StateSpans { lane: *self, next: self.index(window.start), window }
    }

    /// Visits the spans of a window whose category is wanted: the part inside the window, and the whole span. Others cost no more than a
    /// look at their category.
    pub fn each_of(&self, window: Span, wanted: &[bool; Category::COUNT], visit: &mut dyn FnMut(Span, StateSpan)) {
        for i in self.range(window) {
            let category = i.checked_sub(1).and_then(|i| self.categories.get(i)).copied();
            if wanted[category.unwrap_or(fill_category(self.fill)) as usize] {
                let whole = self.span(i);
                visit(whole.span.intersect(window), whole);
            }
        }
    }

    /// The category and the row of every span of a window that a record stands behind or a filler fills, in time order.
    pub(crate) fn rows_in(&self, window: Span) -> impl Iterator<Item = (Category, RowRef)> + use<'a> {
        let range = self.range(window);
        // Number 0 is the filler before the first record.
        let inside = range.start.max(1) - 1..range.end.max(1) - 1;
        let (rows, categories) = (self.rows.get(inside.clone()), self.categories.get(inside));
        categories.unwrap_or_default().iter().copied().zip(rows.unwrap_or_default().iter().copied())
    }

    /// The record behind a row; none for fillers.
    pub(crate) fn source_of(&self, row: RowRef) -> Option<SourceId> {
        self.source(&StateSpan { span: Span::new(0, 0), category: Category::NoData, cause: row.cause() })
    }

    /// The numbers of the spans that share time with a window.
    fn range(&self, window: Span) -> std::ops::Range<usize> {
        let first = self.index(window.start);
        let last = self.starts.partition_point(|s| *s < window.end);
        if window.is_empty() { first..first } else { first..last + 1 }
    }

    /// The whole span that holds `at`.
    pub fn at(&self, at: Micros) -> StateSpan {
        self.span(self.index(at))
    }

    /// The spans before and after the one that holds `at`, where there are any.
    pub fn neighbours(&self, at: Micros) -> (Option<StateSpan>, Option<StateSpan>) {
        let i = self.index(at);
        (i.checked_sub(1).map(|i| self.span(i)), (i < self.starts.len()).then(|| self.span(i + 1)))
    }

    /// The source's own name of a span's state, else `NO_DATA` or `RUNNING`.
    pub fn state(&self, span: &StateSpan) -> &'a str {
        match span.cause {
            Cause::State(row) => self.name_of(self.facts.states.state.get(row)),
            Cause::Measurement(row) => self.facts.names.text(self.facts.measurements.text.get(row)),
            Cause::NoData => NO_DATA,
            Cause::Unlogged => RUNNING,
        }
    }

    fn name_of(&self, name: Option<NameId>) -> &'a str {
        name.map_or("", |name| self.facts.names.text(name))
    }

    /// The record behind a span; none for fillers.
    pub fn source(&self, span: &StateSpan) -> Option<SourceId> {
        match span.cause {
            Cause::State(row) => self.facts.states.source.get(row),
            Cause::Measurement(row) => self.facts.measurements.source.get(row),
            Cause::NoData | Cause::Unlogged => None,
        }
    }

    /// What a stop is put down to: the reason where given, else the state's own name; [`NameId::NONE`] for fillers.
    pub fn cause_name(&self, span: &StateSpan) -> NameId {
        match span.cause {
            Cause::State(row) => match self.facts.states.reason.get(row).some() {
                Some(reason) => reason,
                None => self.facts.states.state.get(row).unwrap_or(NameId::NONE),
            },
            Cause::Measurement(row) => self.facts.measurements.text.get(row),
            Cause::NoData | Cause::Unlogged => NameId::NONE,
        }
    }

    /// The stop reason, where given.
    pub fn reason(&self, span: &StateSpan) -> Option<&'a str> {
        self.attribute(span, |row| self.facts.states.reason.get(row))
    }

    /// The product, where given.
    pub fn product(&self, span: &StateSpan) -> Option<&'a str> {
        self.attribute(span, |row| self.facts.states.product.get(row))
    }

    /// The work order, where given.
    pub fn order(&self, span: &StateSpan) -> Option<&'a str> {
        self.attribute(span, |row| self.facts.states.order.get(row))
    }

    fn attribute(&self, span: &StateSpan, column: impl Fn(usize) -> NameId) -> Option<&'a str> {
        match span.cause {
            Cause::State(row) => self.facts.names.get(column(row)),
            _ => None,
        }
    }

    /// Time per state name in a window; the times add up to its length.
    pub fn time_by_state(&self, window: Span) -> BTreeMap<&'a str, Micros> {
        let (mut by_name, mut fillers) = (HashMap::<NameId, Micros>::new(), BTreeMap::<&'a str, Micros>::new());
        for span in self.spans(window) {
            let name = match span.cause {
                Cause::State(row) => self.facts.states.state.get(row),
                Cause::Measurement(row) => Some(self.facts.measurements.text.get(row)),
                Cause::NoData | Cause::Unlogged => None,
            };
            match name {
                Some(name) => *by_name.entry(name).or_default() += span.span.length(),
                None => *fillers.entry(self.state(&span)).or_default() += span.span.length(),
            }
        }
        for (name, time) in by_name {
            *fillers.entry(self.facts.names.text(name)).or_default() += time;
        }
        fillers
    }

    /// Time per category in a window, whatever its length, in some 64 additions.
    pub fn time_by_category(&self, window: Span) -> CategoryTimes {
        let mut times = CategoryTimes::default();
        if window.is_empty() {
            return times;
        }
        let (from, to) = (self.time_before(window.start), self.time_before(window.end));
        for category in Category::ALL {
            times.add(category, to.get(category).wrapping_sub(from.get(category)));
        }
        times
    }

    /// Time per category from the first span to `at`; negative filler when `at` lies before it.
    pub fn time_before(&self, at: Micros) -> CategoryTimes {
        self.time_to(at, self.index(at))
    }

    /// Like [`Lane::time_before`], for a walk from left to right: `near` is 0 at first and is moved on, so that the next instant is found
    /// close by.
    pub fn time_before_near(&self, at: Micros, near: &mut usize) -> CategoryTimes {
        *near = self.index_near(at, *near);
        self.time_to(at, *near)
    }

    /// Like [`Lane::at`], for a walk from left to right; `near` as in [`Lane::time_before_near`].
    pub fn at_near(&self, at: Micros, near: &mut usize) -> StateSpan {
        *near = self.index_near(at, *near);
        self.span(*near)
    }

    /// The number of the span that holds `at`: a gallop from `near`, then bisection of what the last leap passed over.
    fn index_near(&self, at: Micros, near: usize) -> usize {
        let begun = |i: usize| self.starts.get(i).is_some_and(|s| *s <= at);
        if near.checked_sub(1).is_some_and(|last| !begun(last)) {
            return self.index(at);
        }
        // All spans before `low` have begun.
        let (mut low, mut leap) = (near, 1);
        while begun(low + leap - 1) {
            low += leap;
            leap *= 2;
        }
        let high = (low + leap).min(self.starts.len());
        low + self.starts.get(low..high).unwrap_or_default().partition_point(|s| *s <= at)
    }

    /// Time per category from the first span to `at`, which span `i` holds.
    fn time_to(&self, at: Micros, i: usize) -> CategoryTimes {
        let Some(inside) = i.checked_sub(1) else {
            let mut times = CategoryTimes::default();
            times.add(fill_category(self.fill), at.wrapping_sub(self.starts.first().copied().unwrap_or(0)));
            return times;
        };
        let checkpoint = inside / CHECKPOINT;
        let mut times = self.sums.get(checkpoint).copied().unwrap_or_default();
        for k in checkpoint * CHECKPOINT..=inside {
            let end = if k == inside { at } else { self.starts[k + 1] };
            times.add(self.categories[k], end.wrapping_sub(self.starts[k]));
        }
        times
    }
}

pub(super) fn fill_category(unlogged: Unlogged) -> Category {
    match unlogged {
        Unlogged::NoData => Category::NoData,
        Unlogged::Running => Category::Production,
    }
}

/// The spans of a window, in time order.
pub struct StateSpans<'a> {
    lane: Lane<'a>,
    next: usize,
    window: Span,
}

impl Iterator for StateSpans<'_> {
    type Item = StateSpan;

    fn next(&mut self) -> Option<StateSpan> {
        if self.next > self.lane.starts.len() {
            return None;
        }
        let mut span = self.lane.span(self.next);
        if span.span.start >= self.window.end || self.window.is_empty() {
            return None;
        }
        self.next += 1;
        span.span = span.span.intersect(self.window);
        Some(span)
    }
}
