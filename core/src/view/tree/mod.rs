//! A trace as an interactive picture: the open part of it, with places for its boxes.
//!
//! ```text
//! mod.rs      which items have boxes: children of open nodes, page by page, never more than fit on a screen
//! tiers.rs    columns: longest path from the anchor, rework loops cut where they close
//! layout.rs   rows: barycentre order, then the nearest heights that keep boxes apart
//! ```

mod layout;
#[cfg(test)]
mod tests;
mod tiers;

use crate::analysis::items::{find_item, key};
use crate::analysis::trace::{Link, Search, dedupe, edge};
use crate::index::Dataset;
use crate::model::ItemId;
use crate::order::{Gather, Order};
use crate::protocol::{AskError, Certainty, Direction, Instant, TreeAnswer, TreeMore, TreeNode};
use std::collections::{BTreeMap, BTreeSet};

/// More boxes than this cannot be read on one screen.
const MOST_BOXES: usize = 400;

/// A program that lays out for paper may ask for so many.
const MOST_ASKED: usize = 3_000;

/// Children shown at first, and more with each further page.
const PAGE: usize = 20;

/// What is open.
#[derive(Debug, Clone, Default)]
pub struct TreeParams<'a> {
    /// Items whose children are shown, in any spelling; names that are not known are passed over, so that a link outlives its data.
    pub expanded: &'a [String],
    /// Item → pages beyond the first.
    pub pages: Option<&'a BTreeMap<String, u32>>,
    /// At most so many boxes: as many as a screen holds when nothing is said, 3,000 at most.
    pub limit: Option<u32>,
}

/// The open part of a trace.
pub fn tree(data: &Dataset, item: &str, direction: Direction, params: &TreeParams<'_>) -> Result<TreeAnswer, AskError> {
    let anchor = find_item(data, item)?;
    let search = Search::run(data, anchor, direction);
    let mut open: BTreeSet<ItemId> = params.expanded.iter().filter_map(|name| find_item(data, name).ok()).gather_set();
    open.insert(anchor);
    let named = params.pages.into_iter().flatten();
    let pages = named.filter_map(|(name, pages)| Some((find_item(data, name).ok()?, *pages as usize))).collect();
    let limit = params.limit.map_or(MOST_BOXES, |limit| limit as usize).clamp(1, MOST_ASKED);
    let shown = Shown::choose(&search, &open, &pages, limit);
    Ok(shown.answer(&search, &open))
}

/// The boxes: items in the order in which they were met, and what is left out.
struct Shown {
    items: Vec<ItemId>,
    /// Item → its far ends, each once, sure ones first, then by name.
    children: BTreeMap<ItemId, Vec<ItemId>>,
    /// Parent → how many of its children have no box.
    left_out: Vec<(ItemId, usize)>,
    links: Vec<Link>,
    limited: bool,
}

impl Shown {
    fn choose(search: &Search<'_>, open: &BTreeSet<ItemId>, pages: &BTreeMap<ItemId, usize>, limit: usize) -> Self {
        let mut shown = Self {
            items: vec![search.anchor],
            children: BTreeMap::new(),
            left_out: Vec::new(),
            links: Vec::new(),
            limited: false,
        };
        let mut boxed = BTreeSet::from([search.anchor]);
        let mut next = 0;
        while let Some(item) = shown.items.get(next).copied() {
            next += 1;
            let links = search.links(item);
            let children = children(search, item, &links);
            shown.links.extend(links);
            if open.contains(&item) {
                let asked = PAGE.saturating_mul(pages.get(&item).copied().unwrap_or(0).saturating_add(1));
                for child in children.iter().take(asked) {
                    // Each open node may need one box that says "… more".
                    if boxed.contains(child) || shown.items.len() + shown.left_out.len() + 1 < limit {
                        if boxed.insert(*child) {
                            shown.items.push(*child);
                        }
                    } else {
                        shown.limited = true;
                    }
                }
                let missing = children.iter().filter(|child| !boxed.contains(*child)).count();
                if missing > 0 {
                    shown.left_out.push((item, missing));
                }
            }
            shown.children.insert(item, children);
        }
        // A child that had no room under one parent may have found it under another.
        for (item, missing) in &mut shown.left_out {
            let children = shown.children.get(item).map_or(&[][..], Vec::as_slice);
            *missing = children.iter().filter(|child| !boxed.contains(*child)).count();
        }
        shown.left_out.retain(|(_, missing)| *missing > 0);
        shown.links.retain(|link| boxed.contains(&link.input) && boxed.contains(&link.output));
        dedupe(search.data, &mut shown.links);
        shown
    }

    fn answer(&self, search: &Search<'_>, open: &BTreeSet<ItemId>) -> TreeAnswer {
        let data = search.data;
        let number: BTreeMap<ItemId, usize> = self.items.iter().enumerate().map(|(i, item)| (*item, i)).gather_map();
        let more_of = |parent: &ItemId| number.get(parent).copied();
        let mut edges: Vec<(usize, usize)> = self
            .links
            .iter()
            .filter_map(|link| {
                let (input, output) = (*number.get(&link.input)?, *number.get(&link.output)?);
                Some(if search.direction == Direction::Back { (output, input) } else { (input, output) })
            })
            .collect();
        let items = self.items.len();
        edges.extend(
            self.left_out.iter().enumerate().filter_map(|(i, (parent, _))| Some((more_of(parent)?, items + i))),
        );
        edges.order();
        edges.dedup();
        let (far, forward_edges) = tiers::tiers(items + self.left_out.len(), &edges);
        let y = layout::rows(&far, &forward_edges);
        let last = far.iter().copied().max().unwrap_or(0);
        let tier = |i: usize| match search.direction {
            Direction::Back => (last - far[i]) as u32,
            Direction::Forward => far[i] as u32,
        };
        let mut nodes: Vec<TreeNode> =
            self.items.iter().enumerate().map(|(i, item)| self.node(search, open, *item, tier(i), y[i])).collect();
        nodes.order_by(|a, b| a.tier.cmp(&b.tier).then(a.y.total_cmp(&b.y)).then_with(|| a.id.cmp(&b.id)));
        let more = self.left_out.iter().enumerate().map(|(i, (parent, count))| TreeMore {
            parent: key(data, *parent).to_owned(),
            count: *count as u64,
            tier: tier(items + i),
            y: y[items + i],
        });
        let definite = search.reached.iter().filter(|(item, reach)| **item != search.anchor && reach.definite).count();
        TreeAnswer {
            item: key(data, search.anchor).to_owned(),
            direction: search.direction,
            nodes,
            more: more.collect(),
            edges: self.links.iter().map(|link| edge(data, link)).collect(),
            tiers: last as u32 + 1,
            rows: y.iter().copied().fold(0.0, f64::max).ceil() as u32 + 1,
            definite: definite as u64,
            possible: (search.reached.len() - 1 - definite) as u64,
            limited: self.limited,
        }
    }

    fn node(&self, search: &Search<'_>, open: &BTreeSet<ItemId>, item: ItemId, tier: u32, y: f64) -> TreeNode {
        let data = search.data;
        let children = self.children.get(&item).map_or(&[][..], Vec::as_slice);
        let reach = search.reached.get(&item);
        let boxed = |child: &&ItemId| self.children.contains_key(*child);
        TreeNode {
            id: key(data, item).to_owned(),
            label: label(key(data, item)).to_owned(),
            product: data.products().class(&data.facts, item),
            certainty: if reach.is_some_and(|r| r.definite) { Certainty::Definite } else { Certainty::Possible },
            depth: reach.map_or(0, |r| r.depth),
            tier,
            y,
            time: data.genealogy().first_birth(item).or_else(|| first_use(data, item)).map(Instant),
            children: children.len() as u64,
            shown: children.iter().filter(boxed).count() as u64,
            expanded: open.contains(&item),
        }
    }
}

/// The far ends of an item's links, each once, itself left out; sure ones first, then by name.
fn children(search: &Search<'_>, item: ItemId, links: &[Link]) -> Vec<ItemId> {
    let mut sure: BTreeMap<ItemId, bool> = BTreeMap::new();
    for link in links {
        let far = if search.direction == Direction::Back { link.input } else { link.output };
        if far != item {
            *sure.entry(far).or_default() |= link.definite;
        }
    }
    let mut children: Vec<(ItemId, bool)> = sure.into_iter().collect();
    children.order_by(|(a, a_sure), (b, b_sure)| {
        b_sure.cmp(a_sure).then_with(|| key(search.data, *a).cmp(key(search.data, *b)))
    });
    children.into_iter().map(|(item, _)| item).collect()
}

fn first_use(data: &Dataset, item: ItemId) -> Option<i64> {
    data.genealogy().consumed(item).first().map(|row| data.facts.transformations.time[*row as usize])
}

/// The lot or serial of a GS1 Digital Link; anything else as it stands.
fn label(key: &str) -> &str {
    match key.strip_prefix("https://id.gs1.org/") {
        Some(path) => path.rsplit('/').next().unwrap_or(path),
        None => key,
    }
}
