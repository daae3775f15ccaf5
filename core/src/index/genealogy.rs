//! Transformations both ways: item → events → items, never item × item.
//!
//! ```text
//! produced(item)   rows of lines where it came out, by time        inputs(event)    rows of lines that went in
//! consumed(item)   rows of lines where it went in, by time         outputs(event)   rows of lines that came out
//! ```
//!
//! A *row* is a row of [`TransformationLines`]. Lines with the same event identity are one event, in whatever files they stand; inside
//! one event no order is assumed. Withdrawn and repeated lines are not in the table any more.

use super::csr::{Csr, Numbering};
use crate::model::tables::{MovementKind, Role, TransformationLine, TransformationLines};
use crate::model::{Facts, ItemId, Micros, NameId, OPEN_END, RecordStatus};
use crate::order::Order;

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
    /// Group → its transformationID.
    group_names: Vec<NameId>,
    /// Item → its first birth; [`OPEN_END`] without one.
    first_birth: Vec<Micros>,
    /// Lines that an error declaration withdrew.
    withdrawn: Vec<TransformationLine>,
}

const NO_GROUP: u32 = u32::MAX;

impl Genealogy {
    /// Builds the index.
    pub(crate) fn build(facts: &Facts) -> Self {
        let lines = &facts.transformations;
        let mut numbering = Numbering::default();
        let event_of: Vec<EventNo> = lines.event.iter().map(|event| numbering.number(event)).collect();
        let (_, identity) = numbering.into_parts();
        let rows = |role: Role| (0..lines.len() as u32).filter(move |r| lines.role[*r as usize] == role);
        let by_item = |role| {
            let pairs = rows(role).map(|row| (lines.item.at(row as usize).0, row));
            Csr::group(facts.items.len(), pairs, |row| lines.time[row as usize])
        };
        let by_event = |role| {
            let pairs = rows(role).map(|row| (event_of[row as usize], row));
            Csr::group(identity.len(), pairs, |row| lines.time[row as usize])
        };
        let (group_of, groups, group_names) = groups(facts, &event_of, identity.len());
        Self {
            produced: by_item(Role::Output),
            consumed: by_item(Role::Input),
            inputs: by_event(Role::Input),
            outputs: by_event(Role::Output),
            group_of,
            groups,
            group_names,
            first_birth: first_births(facts),
            withdrawn: withdrawn(facts),
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

    /// The transformationID of an event, if it has one.
    pub fn shared_id(&self, event: EventNo) -> Option<NameId> {
        let group = self.group_of.get(event as usize)?;
        self.group_names.get(*group as usize).copied()
    }

    /// When the item was first made, commissioned or received; `None` when no record says so.
    pub fn first_birth(&self, item: ItemId) -> Option<Micros> {
        self.first_birth.get(item.0 as usize).copied().filter(|at| *at != OPEN_END)
    }

    /// Lines that an error declaration withdrew, ordered by event.
    pub fn withdrawn(&self) -> &[TransformationLine] {
        &self.withdrawn
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
fn groups(facts: &Facts, event_of: &[EventNo], events: usize) -> (Vec<u32>, Csr, Vec<NameId>) {
    let lines: &TransformationLines = &facts.transformations;
    if lines.group.is_all_default() {
        return (Vec::new(), Csr::default(), Vec::new());
    }
    // An event whose lines disagree on the ID (no well-formed source does that) joins the first ID by text.
    let mut name_of = vec![NameId::NONE; events];
    for (row, event) in event_of.iter().enumerate() {
        let (mine, known) = (lines.group.get(row), &mut name_of[*event as usize]);
        let text = |name| facts.names.text(name);
        if mine.some().is_some_and(|m| !text(m).is_empty() && known.some().is_none_or(|k| text(m) < text(k))) {
            *known = mine;
        }
    }
    let mut numbering = Numbering::default();
    let group_of: Vec<u32> =
        name_of.iter().map(|name| name.some().map_or(NO_GROUP, |name| numbering.number(name))).collect();
    let names = numbering.into_parts().1;
    let groups =
        Csr::group(names.len(), group_of.iter().enumerate().map(|(event, group)| (*group, event as u32)), |e| e);
    (group_of, groups, names)
}

fn first_births(facts: &Facts) -> Vec<Micros> {
    let mut first = vec![OPEN_END; facts.items.len()];
    let mut born = |item: ItemId, at: Micros| {
        if let Some(known) = first.get_mut(item.0 as usize) {
            *known = at.min(*known);
        }
    };
    let lines = &facts.transformations;
    for (row, role) in lines.role.iter().enumerate() {
        if *role == Role::Output {
            born(lines.item.at(row), lines.time[row]);
        }
    }
    for life in facts.lifecycles.rows().filter(|l| l.birth) {
        born(life.item, life.time);
    }
    for m in facts.movements.rows().filter(|m| m.kind == MovementKind::Receive) {
        born(m.item, m.time);
    }
    first
}

/// Withdrawn records stand in no table any more; what they said is kept aside.
fn withdrawn(facts: &Facts) -> Vec<TransformationLine> {
    let retracted = |line: &TransformationLine| facts.sources.status(line.source) == Some(RecordStatus::Retracted);
    let mut lines: Vec<_> = facts.set_aside.transformations.rows().filter(retracted).collect();
    lines.order_by_key(|line| line.event);
    lines
}
