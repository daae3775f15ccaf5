//! What reaches an item: its own records, and those of the containers around it while it is inside.
//!
//! Thousands of items were in a tote that was read thousands of times. What the tote's records say is therefore read once per question, in
//! the order of time, and of it only the part is looked at that lies in an item's time inside:
//!
//! ```text
//! tote    r r r r r r r r r r r r r r r r r r
//! item            |== inside ==|                 before: where the tote was when the item went in; then the records inside
//! ```

use super::statements::{Says, Statement, statements};
use super::stays::{Arrival, Change, State, Stayed, What, follow, known_after, says};
use crate::index::Dataset;
use crate::model::{ItemId, Micros, NameId, Span};
use crate::protocol::Certainty;
use hashbrown::HashMap;
use std::collections::BTreeMap;
use std::rc::Rc;

/// How many statements of containers are kept at most while a question goes through items: some 30 MB.
const KEPT: usize = 1 << 20;

/// What the records of containers say, for one question about many items.
pub(super) struct Histories<'a> {
    pub(super) data: &'a Dataset,
    known: HashMap<ItemId, Rc<History>>,
    statements: usize,
}

impl<'a> Histories<'a> {
    pub(super) fn new(data: &'a Dataset) -> Self {
        Self { data, known: HashMap::new(), statements: 0 }
    }

    /// All stays of an item, in time order, without overlap.
    pub(super) fn stays(&mut self, item: ItemId) -> Vec<Stayed> {
        let arrivals = self.arrivals(item, None);
        follow(self.data, arrivals)
    }

    /// Where an item is at a time, and whether that is for sure. `None` = nowhere.
    pub(super) fn whereabouts(&mut self, item: ItemId, at: Micros) -> Option<(NameId, bool)> {
        let arrivals = self.arrivals(item, Some(at));
        let state = known_after(self.data, arrivals)?;
        Some((state.place?, state.certainty == Certainty::Definite))
    }

    /// What reaches an item, in no order; of what is later than `until`, and of what does not matter then any more, some may be missing.
    fn arrivals(&mut self, item: ItemId, until: Option<Micros>) -> Vec<Arrival> {
        let own = statements(self.data, item);
        let around: Vec<(Around, Rc<History>)> =
            surroundings(self.data, item).into_iter().map(|around| (around, self.history(around.container))).collect();
        let last_own = own.iter().map(|s| s.time).max().unwrap_or(Micros::MIN);
        let content = |(around, history): &(Around, Rc<History>)| {
            let used_up = history.used_up.filter(|s| around.span.contains(s.time) && last_own <= s.time)?;
            let what = What::Says(used_up);
            Some(Arrival { at: used_up.time, via: Some(around.container), possible: true, what })
        };
        let mut arrivals: Vec<Arrival> = around.iter().filter_map(content).collect();
        // After its end the records of containers say nothing of an item, so there the last of them that stands for itself does not decide.
        let ends = arrivals.iter().map(|a| a.at).chain(own.iter().filter(|s| s.says.is_end()).map(|s| s.time));
        let decides = until.filter(|until| ends.min().is_none_or(|end| *until < end));
        let since = decides.map_or(Micros::MIN, |until| {
            let own = own.iter().rev().find(|s| s.time <= until && s.says.stands_alone()).map(|s| s.time);
            own.into_iter()
                .chain(around.iter().filter_map(|(a, history)| history.decided(a.span, until)))
                .max()
                .unwrap_or(Micros::MIN)
        });
        let within = Span { start: since, end: until.unwrap_or(Micros::MAX) };
        let matters = |time: Micros| within.start <= time && time <= within.end;
        arrivals.retain(|arrival| matters(arrival.at));
        let own = own.into_iter().filter(|s| matters(s.time));
        arrivals.extend(own.map(|s| Arrival { at: s.time, via: None, possible: false, what: What::Says(s) }));
        for (around, history) in &around {
            history.inherit(around, within, &mut arrivals);
        }
        arrivals
    }

    fn history(&mut self, container: ItemId) -> Rc<History> {
        if let Some(known) = self.known.get(&container) {
            return Rc::clone(known);
        }
        let history = Rc::new(History::of(self.data, container));
        if self.statements > KEPT {
            self.known.clear();
            self.statements = 0;
        }
        self.statements += history.said.len();
        self.known.insert(container, Rc::clone(&history));
        history
    }
}

/// What the records of a container say, by time.
#[derive(Default)]
struct History {
    /// That a container ended says nothing about its content, so ends are left out.
    said: Vec<Statement>,
    /// After each of them: which was the last that changed what was known.
    changed: Vec<u32>,
    /// After each of them: which was the last that stands for itself.
    alone: Vec<Option<u32>>,
    /// That it was used up as a whole says that its content may have been, unless a later record knows better.
    used_up: Option<Statement>,
}

impl History {
    fn of(data: &Dataset, container: ItemId) -> Self {
        let mut history = Self::default();
        let (mut state, mut last, mut alone) = (None, 0, None);
        for statement in statements(data, container) {
            if statement.says.is_end() {
                let used_up = Some(statement).filter(|s| s.says == Says::UsedUp);
                history.used_up = history.used_up.or(used_up);
                continue;
            }
            let here = history.said.len() as u32;
            if let Change::Now(now) = says(state, &statement) {
                (state, last) = (Some(now), here);
            }
            if statement.says.stands_alone() {
                alone = Some(here);
            }
            history.said.push(statement);
            history.changed.push(last);
            history.alone.push(alone);
        }
        history
    }

    /// How many statements are earlier.
    fn before(&self, time: Micros) -> usize {
        self.said.partition_point(|s| s.time < time)
    }

    /// How many statements are not later.
    fn until(&self, time: Micros) -> usize {
        self.said.partition_point(|s| s.time <= time)
    }

    /// What is known after the first so many statements.
    fn after(&self, count: usize) -> Option<State> {
        let last = *self.changed.get(count.checked_sub(1)?)? as usize;
        let statement = self.said.get(last)?;
        // Only the end of work builds on what was known before: on the work that it ends.
        let before = match statement.says {
            Says::WorkEnded(_) => {
                says(None, self.said.get(*self.changed.get(last.checked_sub(1)?)? as usize)?).after(None)
            }
            _ => None,
        };
        says(before, statement).after(None)
    }

    /// When the last statement in a span up to a time was made that says where the container is, whatever was known before.
    fn decided(&self, span: Span, until: Micros) -> Option<Micros> {
        let last = self.until(until.min(span.end)).checked_sub(1)?;
        let time = self.said.get((*self.alone.get(last)?)? as usize)?.time;
        (span.start <= time).then_some(time)
    }

    /// What is said while an item is inside, and where the container was when it went in.
    fn inherit(&self, around: &Around, within: Span, arrivals: &mut Vec<Arrival>) {
        let (via, possible) = (Some(around.container), around.possible);
        let Span { start, end } = around.span;
        let carried = self.after(self.before(start)).filter(|_| within.start <= start && start <= within.end);
        arrivals.extend(carried.map(|state| Arrival { at: start, via, possible, what: What::Carried(state) }));
        // Where a container is unpacked, its content is too.
        let inside = self.before(start.max(within.start))..self.until(end.min(within.end));
        let said = self.said.get(inside).unwrap_or_default();
        #[cfg(test)]
        crate::testing::work::look(said.len());
        arrivals.extend(said.iter().map(|s| Arrival { at: s.time, via, possible, what: What::Says(*s) }));
    }
}

/// A container around the item, at any nesting.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Around {
    container: ItemId,
    span: Span,
    possible: bool,
}

/// The containers around an item with the spans in which they were, each once.
fn surroundings(data: &Dataset, item: ItemId) -> Vec<Around> {
    let mut found: Vec<Around> = Vec::new();
    let (mut sure, mut any) = (Covered::default(), Covered::default());
    let mut next = 0;
    let mut inner = Some(Around { container: item, span: Span::ALL, possible: false });
    while let Some(within) = inner {
        for stay in data.containment().around_in(within.container, within.span) {
            let span = within.span.intersect(stay.span());
            let around = Around { container: stay.parent, span, possible: within.possible || stay.observed };
            // Contradictory records can close a circle: what is covered already is not followed again.
            let covered = if around.possible { &any } else { &sure }.covers(&around);
            if around.container != item && !covered {
                any.add(&around);
                if !around.possible {
                    sure.add(&around);
                }
                found.push(around);
            }
        }
        inner = found.get(next).copied();
        next += 1;
    }
    found
}

/// `(container, start)` → end of spans of which none lies in another, so the later one begins the later it ends.
#[derive(Default)]
struct Covered(BTreeMap<(ItemId, Micros), Micros>);

impl Covered {
    /// Whether one span holds all of this one.
    fn covers(&self, around: &Around) -> bool {
        let earlier = (around.container, Micros::MIN)..=(around.container, around.span.start);
        self.0.range(earlier).next_back().is_some_and(|(_, end)| around.span.end <= *end)
    }

    fn add(&mut self, around: &Around) {
        if self.covers(around) {
            return;
        }
        let later = (around.container, around.span.start)..=(around.container, Micros::MAX);
        while let Some((key, _)) = self.0.range(later.clone()).next().filter(|(_, end)| **end <= around.span.end) {
            let key = *key;
            self.0.remove(&key);
        }
        self.0.insert((around.container, around.span.start), around.span.end);
    }
}
