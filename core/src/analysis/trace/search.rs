//! Reach through the event graph, respecting time.
//!
//! Going back, an event that used an item at `t` leads to the events that made the item at or before `t`: a prefix of the item's
//! producers. The longest prefix that any user asked for is remembered, so every producer is looked at once and the search is linear
//! in what it reaches. Going forward the same holds with suffixes of the consumers. What was used before anything made it keeps its
//! links as possible ones, and the contradiction is a gap.
//!
//! Two passes: over all admissible links for depth (breadth first), over definite links alone for certainty.

use crate::index::{Dataset, EventNo};
use crate::model::{ItemId, Micros, SourceId, Span};
use crate::protocol::Direction;
use hashbrown::{HashMap, HashSet};
use std::collections::VecDeque;

/// How an item was reached.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Reach {
    /// Fewest transformations from the anchor.
    pub(crate) depth: u32,
    /// Reached through definite links alone.
    pub(crate) definite: bool,
    /// Back: the latest use that leads here; its producers up to then are linked. Forward: the earliest making that leads here.
    pub(crate) wide: Option<Micros>,
    /// The same through definite links alone.
    pub(crate) sure: Option<Micros>,
    /// Back: a use before every birth leads here, so all its producers are linked, as possible ones.
    pub(crate) contradicted: bool,
}

/// What a trace reached.
pub(crate) struct Search<'a> {
    pub(crate) data: &'a Dataset,
    pub(crate) direction: Direction,
    pub(crate) anchor: ItemId,
    /// The anchor itself included, at depth 0.
    pub(crate) reached: HashMap<ItemId, Reach>,
    /// Uses before any making: the item and the record of the use.
    pub(crate) contradictions: Vec<(ItemId, SourceId)>,
    /// What went into an event of the trace after something had come out of it: the item and the record.
    pub(crate) late_inputs: Vec<(ItemId, SourceId)>,
    queue: VecDeque<(EventNo, u32)>,
    visited: HashSet<EventNo>,
}

impl<'a> Search<'a> {
    /// Follows material from the anchor.
    pub(crate) fn run(data: &'a Dataset, anchor: ItemId, direction: Direction) -> Self {
        let mut search = Self {
            data,
            direction,
            anchor,
            reached: HashMap::new(),
            contradictions: Vec::new(),
            late_inputs: Vec::new(),
            queue: VecDeque::new(),
            visited: HashSet::new(),
        };
        let everything = Some(search.everything());
        let reach = Reach { depth: 0, definite: true, wide: everything, sure: everything, contradicted: false };
        search.reached.insert(anchor, reach);
        search.all_links();
        search.definite_links();
        search
    }

    /// The bound that admits every event of an item.
    fn everything(&self) -> Micros {
        match self.direction {
            Direction::Back => Micros::MAX,
            Direction::Forward => Micros::MIN,
        }
    }

    /// The events that the search met, in no particular order.
    pub(crate) fn events(&self) -> impl Iterator<Item = EventNo> {
        self.visited.iter().copied()
    }

    fn all_links(&mut self) {
        match self.direction {
            Direction::Back => self.enqueue(self.data.genealogy().produced(self.anchor), 1),
            Direction::Forward => {
                self.enqueue(self.data.genealogy().consumed(self.anchor), 1);
                self.enqueue_content(self.anchor, Span::ALL, 1);
                self.early_uses(self.anchor);
            }
        }
        while let Some((event, depth)) = self.queue.pop_front() {
            let data = self.data;
            self.disorder(event);
            match self.direction {
                Direction::Back => {
                    for row in data.genealogy().inputs(event) {
                        self.used(*row, depth);
                    }
                }
                Direction::Forward => {
                    for row in data.genealogy().outputs(event) {
                        let lines = &data.facts.transformations;
                        self.made(lines.item.at(*row as usize), lines.time[*row as usize], depth);
                    }
                }
            }
        }
    }

    /// Back: an input line, and what was inside the item when it went in.
    fn used(&mut self, row: u32, depth: u32) {
        let data = self.data;
        let lines = &data.facts.transformations;
        let (item, at, source) = (lines.item.at(row as usize), lines.time[row as usize], lines.source.at(row as usize));
        self.used_item(item, at, source, depth);
        if !data.containment().is_empty() {
            for stay in data.containment().contents(item, at) {
                self.used_item(stay.child, at, source, depth);
            }
        }
    }

    fn used_item(&mut self, item: ItemId, at: Micros, source: SourceId, depth: u32) {
        let data = self.data;
        let reach = self.reached.entry(item).or_insert(Reach::unreached(depth));
        let earlier = reach.wide;
        let contradicted = data.genealogy().first_birth(item).is_some_and(|birth| at < birth);
        let all = contradicted && !reach.contradicted;
        reach.wide = earlier.max(Some(at));
        reach.contradicted |= contradicted;
        if contradicted {
            self.contradictions.push((item, source));
        }
        let rows = data.genealogy().produced(item);
        if all {
            self.enqueue(rows, depth + 1);
        } else if earlier < Some(at) {
            self.enqueue(self.between(rows, earlier, at), depth + 1);
        }
    }

    /// Back: the rows after `earlier` up to `at`.
    fn between(&self, rows: &'a [u32], earlier: Option<Micros>, at: Micros) -> &'a [u32] {
        let time = &self.data.facts.transformations.time;
        let from = earlier.map_or(0, |earlier| rows.partition_point(|r| time[*r as usize] <= earlier));
        let to = rows.partition_point(|r| time[*r as usize] <= at);
        rows.get(from..to).unwrap_or_default()
    }

    /// Forward: an item that was made at `at`.
    fn made(&mut self, item: ItemId, at: Micros, depth: u32) {
        let data = self.data;
        let reach = self.reached.entry(item).or_insert(Reach::unreached(depth));
        let first = reach.wide.is_none();
        let later = reach.wide.unwrap_or(Micros::MAX);
        if !first && later <= at {
            return;
        }
        reach.wide = Some(at);
        let rows = self.until(data.genealogy().consumed(item), at, (!first).then_some(later));
        self.enqueue(rows, depth + 1);
        self.enqueue_content(item, Span { start: at, end: later }, depth + 1);
        if first {
            self.early_uses(item);
            if let Some(birth) = data.genealogy().first_birth(item) {
                let rows = data.genealogy().consumed(item);
                let early = rows.partition_point(|r| data.facts.transformations.time[*r as usize] < birth);
                self.enqueue(rows.get(..early).unwrap_or_default(), depth + 1);
                self.enqueue_content(item, Span { start: Micros::MIN, end: birth }, depth + 1);
            }
        }
    }

    /// Forward: the rows from `at` on, before `later`.
    fn until(&self, rows: &'a [u32], at: Micros, later: Option<Micros>) -> &'a [u32] {
        let time = &self.data.facts.transformations.time;
        let from = rows.partition_point(|r| time[*r as usize] < at);
        let to = later.map_or(rows.len(), |later| rows.partition_point(|r| time[*r as usize] < later));
        rows.get(from..to).unwrap_or_default()
    }

    /// Forward: uses of the item before its first birth are gaps.
    fn early_uses(&mut self, item: ItemId) {
        let data = self.data;
        let lines = &data.facts.transformations;
        let Some(birth) = data.genealogy().first_birth(item) else { return };
        let early = data.genealogy().consumed(item).iter().copied().take_while(|r| lines.time[*r as usize] < birth);
        let content = super::links::content_uses(data, item, Span { start: Micros::MIN, end: birth });
        let early = early.chain(content.into_iter().map(|(row, _)| row));
        self.contradictions.extend(early.map(|row| (item, lines.source.at(row as usize))));
    }

    /// Forward: uses of containers while the item was inside.
    fn enqueue_content(&mut self, item: ItemId, span: Span, depth: u32) {
        for (row, _) in super::links::content_uses(self.data, item, span) {
            self.enqueue(&[row], depth);
        }
    }

    /// Queues the events of some lines. Events that share a transformationID are one hop: they are met together.
    fn enqueue(&mut self, rows: &[u32], depth: u32) {
        let genealogy = self.data.genealogy();
        for row in rows {
            let event = genealogy.event(*row);
            if !self.visited.insert(event) {
                continue;
            }
            self.queue.push_back((event, depth));
            for other in genealogy.group(event) {
                if self.visited.insert(*other) {
                    self.queue.push_back((*other, depth));
                }
            }
        }
    }

    /// The second pass: asserted, clock-consistent links alone.
    fn definite_links(&mut self) {
        let data = self.data;
        let (genealogy, lines) = (data.genealogy(), &data.facts.transformations);
        let back = self.direction == Direction::Back;
        let near = |item| if back { genealogy.produced(item) } else { genealogy.consumed(item) };
        let met_at = |row: &u32| (genealogy.event(*row), lines.time[*row as usize]);
        let goes_on = |known: Option<Micros>, at| known.is_none_or(|known| if back { known < at } else { at < known });
        // Back: the latest that came out of an event of what leads here; what went in later is not in it. Forward: the earliest that went in.
        let mut met: HashMap<EventNo, Micros> = HashMap::new();
        let mut stack: Vec<(EventNo, Micros)> = near(self.anchor).iter().map(met_at).collect();
        while let Some((event, bound)) = stack.pop() {
            let before = met.get(&event).copied();
            if !goes_on(before, bound) {
                continue;
            }
            met.insert(event, bound);
            for row in if back { genealogy.inputs(event) } else { genealogy.outputs(event) } {
                let (item, at) = (lines.item.at(*row as usize), lines.time[*row as usize]);
                let in_order = if back { at <= bound } else { bound <= at };
                if !in_order || !goes_on(before, at) {
                    continue;
                }
                let Some(reach) = self.reached.get_mut(&item) else { continue };
                reach.definite = true;
                let known = reach.sure;
                if !goes_on(known, at) {
                    continue;
                }
                reach.sure = Some(at);
                let rows = match back {
                    true => self.between(near(item), known, at),
                    false => self.until(near(item), at, known),
                };
                stack.extend(rows.iter().map(met_at));
            }
        }
    }

    /// What went into an event after something had come out of it.
    fn disorder(&mut self, event: EventNo) {
        let (genealogy, lines) = (self.data.genealogy(), &self.data.facts.transformations);
        let Some(first) = genealogy.outputs(event).first().map(|row| lines.time[*row as usize]) else { return };
        let inputs = genealogy.inputs(event);
        let late = inputs.get(inputs.partition_point(|row| lines.time[*row as usize] <= first)..).unwrap_or_default();
        let late = late.iter().map(|row| (lines.item.at(*row as usize), lines.source.at(*row as usize)));
        self.late_inputs.extend(late);
    }
}

impl Reach {
    fn unreached(depth: u32) -> Self {
        Self { depth, definite: false, wide: None, sure: None, contradicted: false }
    }
}
