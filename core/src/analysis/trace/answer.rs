//! `Question::Trace`: reach, links, exposure and gaps as one answer whose order depends on names and times alone.

use super::exposed::exposed;
use super::gaps::gaps;
use super::links::Link;
use super::reasons::Reasons;
use super::search::Search;
use crate::analysis::items::{aliases, find_item, key, source, text};
use crate::index::Dataset;
use crate::model::ItemId;
use crate::order::Order;
use crate::protocol::{AskError, Certainty, Direction, Edge, Gap, Instant, TraceAnswer, TraceCoverage, TracedItem};
use std::cmp::Ordering;
use std::collections::BTreeSet;

/// What an item is made of (back), or what became of it (forward).
pub fn trace(data: &Dataset, item: &str, direction: Direction) -> Result<TraceAnswer, AskError> {
    let anchor = find_item(data, item)?;
    let whole = Whole::run(data, anchor, direction);
    let mut links: Vec<Link> = whole.reached.iter().flat_map(|item| whole.search.links(*item)).collect();
    dedupe(data, &mut links);
    let gaps = whole.gaps();
    Ok(TraceAnswer {
        coverage: whole.coverage(&gaps),
        item: key(data, anchor).to_owned(),
        direction,
        items: whole.describe(&whole.items()),
        exposed: whole.describe_exposed(&whole.exposed()),
        edges: links.iter().map(|link| edge(data, link)).collect(),
        gaps,
    })
}

/// A trace as numbers, of which any part can be put into words.
pub(crate) struct Whole<'a> {
    search: Search<'a>,
    /// All items, the anchor too, by key.
    reached: Vec<ItemId>,
}

impl<'a> Whole<'a> {
    pub(crate) fn run(data: &'a Dataset, anchor: ItemId, direction: Direction) -> Self {
        let search = Search::run(data, anchor, direction);
        let mut reached: Vec<ItemId> = search.reached.keys().copied().collect();
        reached.order_by(|a, b| key(data, *a).cmp(key(data, *b)));
        Self { search, reached }
    }

    /// How much of it is known, by its gaps.
    pub(crate) fn coverage(&self, gaps: &[Gap]) -> TraceCoverage {
        let open: BTreeSet<&str> = gaps.iter().map(|gap| gap.item.as_str()).collect();
        let reached = self.reached.iter().filter(|item| open.contains(key(self.search.data, **item))).count();
        // Products that are only named, and inputs of withdrawn events, stand for things that the trace does not reach.
        let items = self.reached.len() + open.len() - reached;
        TraceCoverage { known: (items - open.len()) as u64, items: items as u64, left_out: self.search.data.left_out }
    }

    /// The item asked for.
    pub(crate) fn anchor(&self) -> ItemId {
        self.search.anchor
    }

    /// What it is derived from, or what is derived from it, by depth, then by key.
    pub(crate) fn items(&self) -> Vec<ItemId> {
        let mut items: Vec<ItemId> = self.reached.iter().copied().filter(|item| *item != self.search.anchor).collect();
        items.order_by_key(|item| self.search.reached.get(item).map(|reach| reach.depth));
        items
    }

    /// Those items in words.
    pub(crate) fn describe(&self, items: &[ItemId]) -> Vec<TracedItem> {
        let (data, direction) = (self.search.data, self.search.direction);
        let reach = |item: &ItemId| self.search.reached.get(item);
        let mut reasons = Reasons::default();
        // Which link is named depends on all of them; where everything is definite there is nothing to name.
        if items.iter().any(|item| reach(item).is_some_and(|reach| !reach.definite)) {
            for item in &self.reached {
                self.search.links(*item).iter().for_each(|link| reasons.note(data, direction, link));
            }
        }
        let repaired = self.repaired();
        let described = items.iter().filter_map(|item| {
            let reach = reach(item)?;
            let certainty = if reach.definite { Certainty::Definite } else { Certainty::Possible };
            let reason = match reach.definite {
                true => String::new(),
                false => reasons.sentence(data, direction, *item),
            };
            let repaired = repaired.contains(item);
            Some(TracedItem { reason, repaired, ..traced(data, *item, certainty, reach.depth) })
        });
        described.collect()
    }

    /// Those that a repaired record leads to.
    fn repaired(&self) -> BTreeSet<ItemId> {
        let (data, direction) = (self.search.data, self.search.direction);
        let sources = &data.facts.sources;
        if !sources.has_repairs() {
            return BTreeSet::new();
        }
        let links = self.reached.iter().flat_map(|item| self.search.links(*item));
        let put_right =
            links.filter(|link| sources.is_repaired(data.facts.transformations.source.at(link.row as usize)));
        put_right.map(|link| if direction == Direction::Back { link.input } else { link.output }).collect()
    }

    /// What shared a container with the trace, and with which, by key.
    pub(crate) fn exposed(&self) -> Vec<(ItemId, &'a str)> {
        exposed(&self.search, &self.reached)
    }

    /// Those items in words.
    pub(crate) fn describe_exposed(&self, exposed: &[(ItemId, &str)]) -> Vec<TracedItem> {
        let described = exposed.iter().map(|(item, container)| TracedItem {
            reason: format!("It was in {container} at the same time."),
            ..traced(self.search.data, *item, Certainty::Exposed, 0)
        });
        described.collect()
    }

    /// What is missing or contradicts itself.
    pub(crate) fn gaps(&self) -> Vec<Gap> {
        gaps(&self.search, &self.reached)
    }
}

/// An item of a trace without its reason.
fn traced(data: &Dataset, item: ItemId, certainty: Certainty, depth: u32) -> TracedItem {
    TracedItem {
        id: key(data, item).to_owned(),
        aliases: aliases(data, item),
        certainty,
        depth,
        reason: String::new(),
        product: data.products().class(&data.facts, item),
        repaired: false,
    }
}

/// A link as an answer tells it.
pub(crate) fn edge(data: &Dataset, link: &Link) -> Edge {
    let lines = &data.facts.transformations;
    let row = link.row as usize;
    // Contents of a container went in with it: how much of each is not said by the line of the container.
    let own = lines.item.get(row) == Some(link.input);
    Edge {
        from: key(data, link.input).to_owned(),
        to: key(data, link.output).to_owned(),
        event: data.facts.names.text(data.genealogy().identity(link.event)).to_owned(),
        time: Instant(lines.time[row]),
        source: source(data, lines.source.at(row)),
        certainty: if link.definite { Certainty::Definite } else { Certainty::Possible },
        asset: asset(data, link).map(str::to_owned),
        quantity: lines.quantity.get(row).get().filter(|_| own),
        unit: text(data, lines.unit.get(row)).filter(|_| own),
    }
}

/// The machine of the input line, else the first by name that an output line of the event gives.
fn asset<'a>(data: &'a Dataset, link: &Link) -> Option<&'a str> {
    let (facts, lines) = (&data.facts, &data.facts.transformations);
    let named = |row: u32| lines.asset.get(row as usize).some().map(|asset| facts.names.text(facts.assets.name(asset)));
    if lines.asset.is_all_default() {
        return None;
    }
    named(link.row).or_else(|| data.genealogy().outputs(link.event).iter().filter_map(|row| named(*row)).min())
}

/// Orders links by time and names, and keeps one of those that say the same: the surest, then the first by source.
pub(crate) fn dedupe(data: &Dataset, links: &mut Vec<Link>) {
    let (facts, lines) = (&data.facts, &data.facts.transformations);
    let name = |link: &Link| facts.names.text(data.genealogy().identity(link.event));
    let unit = |link: &Link| facts.names.text(lines.unit.get(link.row as usize));
    let quantity = |link: &Link| lines.quantity.get(link.row as usize).get();
    let time = |link: &Link| lines.time[link.row as usize];
    let same = |a: &Link, b: &Link| -> Ordering {
        time(a)
            .cmp(&time(b))
            .then_with(|| key(data, a.input).cmp(key(data, b.input)))
            .then_with(|| key(data, a.output).cmp(key(data, b.output)))
            .then_with(|| name(a).cmp(name(b)))
            .then_with(|| quantity(a).partial_cmp(&quantity(b)).unwrap_or(Ordering::Equal))
            .then_with(|| unit(a).cmp(unit(b)))
            .then_with(|| asset(data, a).cmp(&asset(data, b)))
    };
    links.order_by(|a, b| {
        let order = |link: &Link| facts.sources.order_key(lines.source.at(link.row as usize));
        same(a, b).then_with(|| b.definite.cmp(&a.definite)).then_with(|| order(a).cmp(&order(b)))
    });
    links.dedup_by(|later, kept| same(later, kept) == Ordering::Equal);
}
