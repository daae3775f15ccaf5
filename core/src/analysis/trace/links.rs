//! The links of one reached item in the direction of the search, without expanding anything else.

use super::Search;
use super::search::Reach;
use crate::index::{Dataset, EventNo};
use crate::model::{ItemId, Micros, NameId, Span};
use crate::protocol::Direction;

/// What a link rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Basis {
    /// One event names both.
    Asserted,
    /// One event names both, but the item between this link and the last was used before it was made.
    Clock,
    /// One event names both, but what went in did so after the other came out.
    Order,
    /// The item was inside this container when the container was used as a whole.
    Content(ItemId),
    /// Only this transformationID joins the two events.
    Group(NameId),
    /// Only this name, which events of several files have, joins the two events.
    Name(NameId),
}

/// A link of a trace.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Link {
    /// What went in.
    pub(crate) input: ItemId,
    /// What came out.
    pub(crate) output: ItemId,
    /// The input line that says so (of the container, for contents).
    pub(crate) row: u32,
    /// The event of the input line.
    pub(crate) event: EventNo,
    /// Every link from the anchor to here can be definite.
    pub(crate) definite: bool,
    /// What it rests on.
    pub(crate) basis: Basis,
}

impl Search<'_> {
    /// The links that the search followed from a reached item, in no particular order, with repetitions where records repeat.
    pub(crate) fn links(&self, item: ItemId) -> Vec<Link> {
        let Some(reach) = self.reached.get(&item) else { return Vec::new() };
        match self.direction {
            Direction::Back => self.links_back(item, reach),
            Direction::Forward => self.links_forward(item, reach),
        }
    }

    fn links_back(&self, output: ItemId, reach: &Reach) -> Vec<Link> {
        let (genealogy, lines) = (self.data.genealogy(), &self.data.facts.transformations);
        let mut links = Vec::new();
        for made in genealogy.produced(output) {
            let at = Some(lines.time[*made as usize]);
            let in_time = at <= reach.wide;
            if !in_time && !reach.contradicted {
                continue;
            }
            let definite = reach.definite && at <= reach.sure;
            let event = genealogy.event(*made);
            for row in genealogy.inputs(event) {
                let input = lines.item.at(*row as usize);
                let in_order = Some(lines.time[*row as usize]) <= at;
                let basis = asserted(in_time, in_order);
                links.push(Link { input, output, row: *row, event, definite: definite && in_order, basis });
                self.content_links(*row, output, &mut links);
            }
            let basis = self.shared(event);
            for other in genealogy.group(event).iter().filter(|other| **other != event) {
                for row in genealogy.inputs(*other) {
                    let input = lines.item.at(*row as usize);
                    links.push(Link { input, output, row: *row, event: *other, definite: false, basis });
                    self.content_links(*row, output, &mut links);
                }
            }
        }
        links
    }

    /// What was inside an input when it went in.
    fn content_links(&self, row: u32, output: ItemId, links: &mut Vec<Link>) {
        let data = self.data;
        if data.containment().is_empty() {
            return;
        }
        let lines = &data.facts.transformations;
        let (container, at) = (lines.item.at(row as usize), lines.time[row as usize]);
        let event = data.genealogy().event(row);
        let basis = Basis::Content(container);
        links.extend(data.containment().contents(container, at).into_iter().map(|stay| Link {
            input: stay.child,
            output,
            row,
            event,
            definite: false,
            basis,
        }));
    }

    fn links_forward(&self, input: ItemId, reach: &Reach) -> Vec<Link> {
        let (genealogy, lines) = (self.data.genealogy(), &self.data.facts.transformations);
        let birth = genealogy.first_birth(input);
        let mut links = Vec::new();
        for row in genealogy.consumed(input) {
            let at = lines.time[*row as usize];
            let in_time = reach.wide.is_some_and(|wide| wide <= at);
            if !in_time && birth.is_none_or(|birth| birth <= at) {
                continue;
            }
            let definite = reach.definite && reach.sure.is_some_and(|sure| sure <= at);
            self.output_links(input, *row, definite, asserted(in_time, true), &mut links);
        }
        let start = reach.wide.unwrap_or(Micros::MAX);
        let spans = [
            Span { start, end: Micros::MAX },
            Span { start: Micros::MIN, end: birth.unwrap_or(Micros::MIN).min(start) },
        ];
        for (row, container) in spans.into_iter().flat_map(|span| content_uses(self.data, input, span)) {
            self.output_links(input, row, false, Basis::Content(container), &mut links);
        }
        links
    }

    /// What joins an event to others.
    fn shared(&self, event: EventNo) -> Basis {
        let genealogy = self.data.genealogy();
        let id = genealogy.shared_id(event).unwrap_or_default();
        if id == genealogy.identity(event) { Basis::Name(id) } else { Basis::Group(id) }
    }

    /// From an input line to what came out of its event and of the events that share its transformationID.
    fn output_links(&self, input: ItemId, row: u32, definite: bool, basis: Basis, links: &mut Vec<Link>) {
        let (genealogy, lines) = (self.data.genealogy(), &self.data.facts.transformations);
        let event = genealogy.event(row);
        for made in genealogy.outputs(event) {
            let output = lines.item.at(*made as usize);
            let in_order = lines.time[row as usize] <= lines.time[*made as usize];
            let basis = if basis == Basis::Asserted { asserted(true, in_order) } else { basis };
            links.push(Link { input, output, row, event, definite: definite && in_order, basis });
        }
        let shared = match basis {
            Basis::Content(_) => basis,
            _ => self.shared(event),
        };
        for other in genealogy.group(event).iter().filter(|other| **other != event) {
            for made in genealogy.outputs(*other) {
                let output = lines.item.at(*made as usize);
                links.push(Link { input, output, row, event, definite: false, basis: shared });
            }
        }
    }
}

/// What a link inside one event rests on.
fn asserted(in_time: bool, in_order: bool) -> Basis {
    match (in_time, in_order) {
        (false, _) => Basis::Clock,
        (true, false) => Basis::Order,
        (true, true) => Basis::Asserted,
    }
}

/// Input lines of containers that were used during `span` while `item` was inside, each with its container, each line once.
pub(super) fn content_uses(data: &Dataset, item: ItemId, span: Span) -> Vec<(u32, ItemId)> {
    if data.containment().is_empty() || span.is_empty() {
        return Vec::new();
    }
    let time = &data.facts.transformations.time;
    let mut uses = Vec::new();
    for (container, spans) in data.containment().containers([(item, span)], false) {
        if container == item {
            continue;
        }
        let rows = data.genealogy().consumed(container);
        for span in spans {
            let before = |at: Micros| rows.partition_point(|r| time[*r as usize] < at);
            let rows = rows.get(before(span.start)..before(span.end)).unwrap_or_default();
            uses.extend(rows.iter().map(|row| (*row, container)));
        }
    }
    uses
}
