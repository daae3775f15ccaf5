//! Transformations both ways: item → events → items, never item × item.
//!
//! ```text
//! produced(item)   rows of lines where it came out, by time        inputs(event)    rows of lines that went in
//! consumed(item)   rows of lines where it went in, by time         outputs(event)   rows of lines that came out
//! ```
//!
//! A *row* is a row of [`TransformationLines`]. Lines with the same event identity are one event, in whatever files they stand, unless
//! several files each tell a whole event of that name at times apart (local numbers, which begin anew in each export): these are events that
//! share their name, as others share a transformationID. Withdrawn and repeated lines are not in the table any more.

use super::csr::{Csr, Numbering};
use crate::model::tables::{MovementKind, Role, TransformationLine, TransformationLines};
use crate::model::{Facts, FileId, ItemId, Micros, NameId, OPEN_END, RecordStatus, Span};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

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
        let mut event_of: Vec<EventNo> = lines.event.iter().map(|event| numbering.number(event)).collect();
        let (_, mut identity) = numbering.into_parts();
        let namesakes = tell_apart(facts, &mut event_of, &mut identity);
        let rows = |role: Role| (0..lines.len() as u32).filter(move |r| lines.role[*r as usize] == role);
        let by_item = |role| {
            let pairs = rows(role).map(|row| (lines.item.at(row as usize).0, row));
            Csr::group(facts.items.len(), pairs, |row| lines.time[row as usize])
        };
        let by_event = |role| {
            let pairs = rows(role).map(|row| (event_of[row as usize], row));
            Csr::group(identity.len(), pairs, |row| lines.time[row as usize])
        };
        let (group_of, groups, group_names) = groups(facts, &event_of, &identity, &namesakes);
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

    /// The events that share the event's transformationID, or its name, itself included; empty when it stands alone.
    pub fn group(&self, event: EventNo) -> &[EventNo] {
        self.groups.of(self.group_of.get(event as usize).copied().unwrap_or(NO_GROUP))
    }

    /// The transformationID of an event, or the name that it shares, if it has one.
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

/// What one file tells of an event.
struct Part {
    event: EventNo,
    file: FileId,
    span: Span,
    inputs: bool,
    outputs: bool,
}

/// Gives numbers of their own to events that only share their name, and returns all events that do.
fn tell_apart(facts: &Facts, event_of: &mut [EventNo], identity: &mut Vec<NameId>) -> BTreeSet<EventNo> {
    let lines = &facts.transformations;
    let mut parts: BTreeMap<(EventNo, FileId), Part> = BTreeMap::new();
    let mut add = |event: EventNo, file: FileId, at: Micros, role: Role| {
        let new = || Part { event, file, span: Span { start: at, end: at }, inputs: false, outputs: false };
        let part = parts.entry((event, file)).or_insert_with(new);
        part.span = Span { start: part.span.start.min(at), end: part.span.end.max(at) };
        *(if role == Role::Input { &mut part.inputs } else { &mut part.outputs }) = true;
    };
    let mut by_name: BTreeMap<NameId, EventNo> = BTreeMap::new();
    for (row, file) in in_several_files(facts, event_of, identity.len()) {
        add(event_of[row], file, lines.time[row], lines.role[row]);
        by_name.insert(lines.event.at(row), event_of[row]);
    }
    if by_name.is_empty() {
        return BTreeSet::new();
    }
    // What a file repeats from another is a part of what it tells, too.
    for line in facts.set_aside.transformations.rows().filter(|line| !is_withdrawn(facts, line)) {
        if let (Some(event), Some((file, _))) = (by_name.get(&line.event), facts.sources.locate(line.source)) {
            add(*event, file, line.time, line.role);
        }
    }
    let mut parts: Vec<Part> = parts.into_values().collect();
    parts.order_by_key(|part| (part.event, part.span.start, part.span.end));
    let mut numbers: BTreeMap<(EventNo, FileId), EventNo> = BTreeMap::new();
    let mut namesakes = BTreeSet::new();
    for parts in parts.chunk_by(|a, b| a.event == b.event) {
        let (mut number, mut end, mut whole) = (parts[0].event, Micros::MIN, (false, false));
        for part in parts {
            // What is whole by itself, after something whole had ended, is another event.
            if whole == (true, true) && part.inputs && part.outputs && end < part.span.start {
                namesakes.insert(part.event);
                number = identity.len() as EventNo;
                namesakes.insert(number);
                identity.push(identity[part.event as usize]);
                whole = (false, false);
            }
            (end, whole) = (end.max(part.span.end), (whole.0 || part.inputs, whole.1 || part.outputs));
            numbers.insert((part.event, part.file), number);
        }
    }
    if !namesakes.is_empty() {
        for (row, file) in in_several_files(facts, event_of, identity.len()) {
            event_of[row] = numbers.get(&(event_of[row], file)).copied().unwrap_or(event_of[row]);
        }
    }
    namesakes
}

/// The rows of events whose lines stand in more than one file, each with its file.
fn in_several_files(facts: &Facts, event_of: &[EventNo], events: usize) -> Vec<(usize, FileId)> {
    let lines = &facts.transformations;
    let mut files: Vec<FileId> = Vec::with_capacity(event_of.len());
    // Rows of a file follow each other, so it is seldom looked for.
    let mut around = None;
    for source in lines.source.iter() {
        let known =
            around.as_ref().filter(|(_, records): &&(FileId, std::ops::Range<u32>)| records.contains(&source.0));
        if known.is_none() {
            around = facts.sources.numbers_around(source);
        }
        files.push(around.as_ref().map_or(FileId(u32::MAX), |(file, _)| *file));
    }
    if files.windows(2).all(|pair| pair[0] == pair[1]) {
        return Vec::new();
    }
    let mut first: Vec<Option<FileId>> = vec![None; events];
    let mut several = vec![false; events];
    for (event, file) in event_of.iter().zip(&files) {
        several[*event as usize] |= *first[*event as usize].get_or_insert(*file) != *file;
    }
    let rows = event_of.iter().zip(files).enumerate();
    rows.filter(|(_, (event, _))| several[**event as usize]).map(|(row, (_, file))| (row, file)).collect()
}

/// Event → group and group → events, for transformationIDs and names that at least two events share.
fn groups(
    facts: &Facts,
    event_of: &[EventNo],
    identity: &[NameId],
    namesakes: &BTreeSet<EventNo>,
) -> (Vec<u32>, Csr, Vec<NameId>) {
    let lines: &TransformationLines = &facts.transformations;
    if lines.group.is_all_default() && namesakes.is_empty() {
        return (Vec::new(), Csr::default(), Vec::new());
    }
    // An event whose lines disagree on the ID (no well-formed source does that) joins the first ID by text.
    let mut name_of = vec![NameId::NONE; identity.len()];
    for (row, event) in event_of.iter().enumerate() {
        let (mine, known) = (lines.group.get(row), &mut name_of[*event as usize]);
        let text = |name| facts.names.text(name);
        if mine.some().is_some_and(|m| !text(m).is_empty() && known.some().is_none_or(|k| text(m) < text(k))) {
            *known = mine;
        }
    }
    for event in namesakes {
        let name = &mut name_of[*event as usize];
        *name = name.some().unwrap_or(identity[*event as usize]);
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
    let mut lines: Vec<_> = facts.set_aside.transformations.rows().filter(|line| is_withdrawn(facts, line)).collect();
    lines.order_by_key(|line| line.event);
    lines
}

fn is_withdrawn(facts: &Facts, line: &TransformationLine) -> bool {
    facts.sources.status(line.source) == Some(RecordStatus::Retracted)
}
