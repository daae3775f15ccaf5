//! The slow way to trace, straight from the facts: every state (item, time, certainty) that can be reached, explored until nothing gets
//! better. For small data only.

use crate::model::tables::{ContainAction, MovementKind, Role, TransformationLine};
use crate::model::{Facts, ItemId, Micros};
use crate::protocol::Direction;
use std::collections::{BTreeMap, BTreeSet};

/// What the slow way finds, by names.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Truth {
    /// Item → fewest hops, definite.
    pub(super) items: BTreeMap<String, (u32, bool)>,
    /// `(from, to, event, time)` → definite.
    pub(super) edges: BTreeMap<(String, String, String, Micros), bool>,
}

/// An item, the time it is asked about (none for the anchor: all of its events count), and whether only definite links led here.
type State = (ItemId, Option<Micros>, bool);

pub(super) fn trace(facts: &Facts, anchor: ItemId, direction: Direction) -> Truth {
    let name = |item: ItemId| facts.names.text(facts.items.key(item)).to_owned();
    let mut truth = Truth::default();
    let mut best: BTreeMap<State, u32> = BTreeMap::from([((anchor, None, true), 0)]);
    let mut work: Vec<State> = vec![(anchor, None, true)];
    while let Some(state) = work.pop() {
        let depth = best[&state];
        for step in steps(facts, state, direction) {
            let (from, to) = match direction {
                Direction::Back => (step.next.0, state.0),
                Direction::Forward => (state.0, step.next.0),
            };
            let edge = (name(from), name(to), facts.names.text(step.input.event).to_owned(), step.input.time);
            *truth.edges.entry(edge).or_default() |= step.next.2;
            if best.get(&step.next).is_none_or(|known| depth + 1 < *known) {
                best.insert(step.next, depth + 1);
                work.push(step.next);
            }
        }
    }
    for ((item, _, definite), depth) in best {
        if item != anchor {
            let known = truth.items.entry(name(item)).or_insert((depth, definite));
            *known = (known.0.min(depth), known.1 || definite);
        }
    }
    truth
}

struct Step {
    /// The input line of the link.
    input: TransformationLine,
    next: State,
}

fn steps(facts: &Facts, (item, at, definite): State, direction: Direction) -> Vec<Step> {
    let lines: Vec<TransformationLine> = facts.transformations.rows().collect();
    let births = births(facts, item);
    let mut steps = Vec::new();
    match direction {
        Direction::Back => {
            for made in lines.iter().filter(|l| l.role == Role::Output && l.item == item) {
                let in_time = at.is_none_or(|at| made.time <= at);
                let unborn = at.is_some_and(|at| births.iter().all(|birth| at < *birth));
                if !in_time && !unborn {
                    continue;
                }
                for input in lines.iter().filter(|l| l.role == Role::Input) {
                    let same = input.event == made.event;
                    if !same && !joined(input, made) {
                        continue;
                    }
                    let sure = definite && in_time && same && input.time <= made.time;
                    steps.push(Step { input: *input, next: (input.item, Some(input.time), sure) });
                    for content in inside(facts, input.item, input.time) {
                        steps.push(Step { input: *input, next: (content, Some(input.time), false) });
                    }
                }
            }
        }
        Direction::Forward => {
            for input in lines.iter().filter(|l| l.role == Role::Input) {
                let direct = input.item == item;
                if !direct && !inside(facts, input.item, input.time).contains(&item) {
                    continue;
                }
                let in_time = at.is_none_or(|at| at <= input.time);
                let unborn = births.iter().all(|birth| input.time < *birth);
                if !in_time && !unborn {
                    continue;
                }
                for made in lines.iter().filter(|l| l.role == Role::Output) {
                    let same = input.event == made.event;
                    if same || joined(input, made) {
                        let sure = definite && in_time && same && direct && input.time <= made.time;
                        steps.push(Step { input: *input, next: (made.item, Some(made.time), sure) });
                    }
                }
            }
        }
    }
    steps
}

fn joined(a: &TransformationLine, b: &TransformationLine) -> bool {
    a.group.some().is_some() && a.group == b.group
}

fn births(facts: &Facts, item: ItemId) -> Vec<Micros> {
    let made = facts.transformations.rows().filter(|l| l.role == Role::Output && l.item == item).map(|l| l.time);
    let born = facts.lifecycles.rows().filter(|l| l.birth && l.item == item).map(|l| l.time);
    let came = facts.movements.rows().filter(|m| m.kind == MovementKind::Receive && m.item == item).map(|m| m.time);
    made.chain(born).chain(came).collect()
}

/// What is inside a container at a time, by replaying every record up to then. Only for records at different times.
fn inside(facts: &Facts, container: ItemId, at: Micros) -> BTreeSet<ItemId> {
    let mut records: Vec<_> = facts.containments.rows().filter(|r| r.time <= at).collect();
    records.sort_by_key(|r| r.time);
    let mut parent: BTreeMap<ItemId, ItemId> = BTreeMap::new();
    for r in records {
        match (r.action, r.child.some()) {
            (ContainAction::Delete, None) => parent.retain(|_, p| *p != r.parent),
            (ContainAction::Delete, Some(child)) => parent.retain(|c, p| *c != child || *p != r.parent),
            (_, Some(child)) if child != r.parent => {
                parent.insert(child, r.parent);
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    let mut work = vec![container];
    while let Some(outer) = work.pop() {
        for (child, _) in parent.iter().filter(|(_, p)| **p == outer) {
            if *child != container && found.insert(*child) {
                work.push(*child);
            }
        }
    }
    found
}
