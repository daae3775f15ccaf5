//! Transformations both ways: item → events → items, never item × item.
//!
//! ```text
//! produced(item)   rows of lines where it came out, by time        inputs(event)    rows of lines that went in
//! consumed(item)   rows of lines where it went in, by time         outputs(event)   rows of lines that came out
//! ```
//!
//! A *row* is a row of [`TransformationLines`]. Lines with the same event identity are one event, in whatever files they stand; inside
//! one event no order is assumed. Withdrawn and duplicate records are left out.

use super::csr::{Csr, Numbering, counts};
use crate::model::tables::{MovementKind, Role, TransformationLines};
use crate::model::{Facts, ItemId, Micros, NameId, OPEN_END, RecordStatus};

/// An event of [`Genealogy`], numbered in load order: never sort an answer by it.
pub type EventNo = u32;

/// The index over transformations.
#[derive(Debug, Clone, Default)]
pub struct Genealogy {
    produced: Csr,
    consumed: Csr,
    inputs: Csr,
    outputs: Csr,
    /// Row → its event.
    event_of: Vec<EventNo>,
    /// Event → its identity.
    identity: Vec<NameId>,
    /// Event → its group, if it shares a transformationID with another event.
    group_of: Vec<u32>,
    groups: Csr,
    /// Item → its first birth; [`OPEN_END`] without one.
    first_birth: Vec<Micros>,
    /// Rows that an error declaration withdrew.
    withdrawn_inputs: Vec<u32>,
    /// `(event, item)` of withdrawn outputs, sorted.
    withdrawn_outputs: Vec<(EventNo, ItemId)>,
}

const NO_GROUP: u32 = u32::MAX;

impl Genealogy {
    /// Builds the index.
    pub(crate) fn build(facts: &Facts) -> Self {
        let lines = &facts.transformations;
        let mut numbering = Numbering::default();
        let event_of: Vec<EventNo> = lines.event.iter().map(|event| numbering.number(*event)).collect();
        let (_, identity) = numbering.into_parts();
        let alive: Vec<bool> = lines.source.iter().map(|source| counts(&facts.sources, *source)).collect();
        let rows = |role: Role| {
            let alive = &alive;
            (0..lines.len() as u32).filter(move |r| alive[*r as usize] && lines.role[*r as usize] == role)
        };
        let by_item = |role| {
            let pairs = rows(role).map(|row| (lines.item[row as usize].0, row));
            Csr::group(facts.items.len(), pairs, |row| lines.time[row as usize])
        };
        let by_event = |role| {
            let pairs = rows(role).map(|row| (event_of[row as usize], row));
            Csr::group(identity.len(), pairs, |row| lines.time[row as usize])
        };
        let (group_of, groups) = groups(facts, &event_of, identity.len(), &alive);
        Self {
            produced: by_item(Role::Output),
            consumed: by_item(Role::Input),
            inputs: by_event(Role::Input),
            outputs: by_event(Role::Output),
            group_of,
            groups,
            first_birth: first_births(facts, &alive),
            withdrawn_inputs: withdrawn(facts, Role::Input),
            withdrawn_outputs: withdrawn_outputs(facts, &event_of),
            event_of,
            identity,
        }
    }

    /// Rows in which the item came out, by time.
    pub fn produced(&self, item: ItemId) -> &[u32] {
        self.produced.of(item.0)
    }

    /// Rows in which the item went in, by time.
    pub fn consumed(&self, item: ItemId) -> &[u32] {
        self.consumed.of(item.0)
    }

    /// Rows that went into the event.
    pub fn inputs(&self, event: EventNo) -> &[u32] {
        self.inputs.of(event)
    }

    /// Rows that came out of the event.
    pub fn outputs(&self, event: EventNo) -> &[u32] {
        self.outputs.of(event)
    }

    /// The event of a row.
    pub fn event(&self, row: u32) -> EventNo {
        self.event_of.get(row as usize).copied().unwrap_or(EventNo::MAX)
    }

    /// The identity of an event.
    pub fn identity(&self, event: EventNo) -> NameId {
        self.identity.get(event as usize).copied().unwrap_or_default()
    }

    /// The events that share the event's transformationID, itself included; empty when it stands alone.
    pub fn group(&self, event: EventNo) -> &[EventNo] {
        self.groups.of(self.group_of.get(event as usize).copied().unwrap_or(NO_GROUP))
    }

    /// When the item was first made, commissioned or received; `None` when no record says so.
    pub fn first_birth(&self, item: ItemId) -> Option<Micros> {
        self.first_birth.get(item.0 as usize).copied().filter(|at| *at != OPEN_END)
    }

    /// Input rows that an error declaration withdrew.
    pub fn withdrawn_inputs(&self) -> &[u32] {
        &self.withdrawn_inputs
    }

    /// Items that came out of the event in records that an error declaration withdrew.
    pub fn withdrawn_outputs(&self, event: EventNo) -> impl Iterator<Item = ItemId> {
        let from = self.withdrawn_outputs.partition_point(|(e, _)| *e < event);
        self.withdrawn_outputs.iter().skip(from).take_while(move |(e, _)| *e == event).map(|(_, item)| *item)
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        [&self.produced, &self.consumed, &self.inputs, &self.outputs, &self.groups]
            .iter()
            .map(|c| c.bytes())
            .sum::<usize>()
            + (self.event_of.capacity() + self.identity.capacity() + self.group_of.capacity()) * 4
            + self.first_birth.capacity() * 8
    }
}

/// Event → group and group → events, for transformationIDs that at least two events share.
fn groups(facts: &Facts, event_of: &[EventNo], events: usize, alive: &[bool]) -> (Vec<u32>, Csr) {
    let lines: &TransformationLines = &facts.transformations;
    if lines.group.is_all_default() {
        return (Vec::new(), Csr::default());
    }
    // An event whose lines disagree on the ID (no well-formed source does that) joins the first ID by text.
    let mut name_of = vec![NameId::NONE; events];
    for (row, event) in event_of.iter().enumerate().filter(|(row, _)| alive[*row]) {
        let (mine, known) = (lines.group.get(row), &mut name_of[*event as usize]);
        let text = |name| facts.names.text(name);
        if mine.some().is_some_and(|m| !text(m).is_empty() && known.some().is_none_or(|k| text(m) < text(k))) {
            *known = mine;
        }
    }
    let mut numbering = Numbering::default();
    let group_of: Vec<u32> =
        name_of.iter().map(|name| name.some().map_or(NO_GROUP, |name| numbering.number(name))).collect();
    let count = numbering.into_parts().1.len();
    let groups = Csr::group(count, group_of.iter().enumerate().map(|(event, group)| (*group, event as u32)), |e| e);
    (group_of, groups)
}

fn first_births(facts: &Facts, alive: &[bool]) -> Vec<Micros> {
    let mut first = vec![OPEN_END; facts.items.len()];
    let mut born = |item: ItemId, at: Micros| {
        if let Some(known) = first.get_mut(item.0 as usize) {
            *known = at.min(*known);
        }
    };
    let lines = &facts.transformations;
    for (row, role) in lines.role.iter().enumerate() {
        if *role == Role::Output && alive[row] {
            born(lines.item[row], lines.time[row]);
        }
    }
    for life in facts.lifecycles.rows().filter(|l| l.birth && counts(&facts.sources, l.source)) {
        born(life.item, life.time);
    }
    for m in facts.movements.rows().filter(|m| m.kind == MovementKind::Receive && counts(&facts.sources, m.source)) {
        born(m.item, m.time);
    }
    first
}

fn withdrawn(facts: &Facts, role: Role) -> Vec<u32> {
    let lines = &facts.transformations;
    let is_withdrawn = |row: &u32| {
        let row = *row as usize;
        lines.role[row] == role && facts.sources.status(lines.source[row]) == Some(RecordStatus::Retracted)
    };
    (0..lines.len() as u32).filter(is_withdrawn).collect()
}

fn withdrawn_outputs(facts: &Facts, event_of: &[EventNo]) -> Vec<(EventNo, ItemId)> {
    let rows = withdrawn(facts, Role::Output).into_iter().map(|row| row as usize);
    let mut pairs: Vec<_> = rows.map(|row| (event_of[row], facts.transformations.item[row])).collect();
    pairs.sort_unstable();
    pairs
}
