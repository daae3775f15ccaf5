//! Containment records in time order → intervals.

use super::side::Side;
use super::{Containment, Inside};
use crate::model::tables::{ContainAction, ContainmentRow};
use crate::model::{Facts, ItemId, Micros, OPEN_END};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

impl Containment {
    /// Builds the index.
    pub(crate) fn build(facts: &Facts) -> Self {
        let all = &facts.containments;
        let mut rows: Vec<ContainmentRow> = all.rows().collect();
        let text = |item: ItemId| facts.names.text(facts.items.key(item));
        // Ties are ordered by what the records say, so that the order of loading changes nothing.
        rows.order_by(|a, b| {
            let key = |r: &ContainmentRow| (r.time, r.action, r.association);
            key(a).cmp(&key(b)).then_with(|| {
                let key = |r: &ContainmentRow| (text(r.parent), text(r.child), facts.sources.order_key(r.source));
                key(a).cmp(&key(b))
            })
        });
        let mut sweep = Sweep::default();
        for now in rows.chunk_by(|a, b| a.time == b.time) {
            sweep.instant(now);
        }
        sweep.finish(facts.items.len())
    }
}

/// What is open while the records go by.
#[derive(Default)]
struct Sweep {
    /// `(child, parent, association)` → its place in `stays`.
    open: BTreeMap<(ItemId, ItemId, bool), usize>,
    /// The parents of a child's open packings: at most one.
    packed_in: BTreeMap<ItemId, ItemId>,
    /// `(parent, child, association)` of everything open.
    content: BTreeSet<(ItemId, ItemId, bool)>,
    stays: Vec<Inside>,
    never_unpacked: Vec<(ItemId, crate::model::SourceId)>,
}

impl Sweep {
    /// All records of one instant. What comes out makes room before anything goes in; a removal that found nothing to remove is
    /// about what went in at the same instant (dates without time of day).
    fn instant(&mut self, rows: &[ContainmentRow]) {
        let out = |r: &&ContainmentRow| r.action == ContainAction::Delete;
        let vain: Vec<&ContainmentRow> = rows.iter().filter(out).filter(|r| !self.remove(r)).collect();
        for row in rows.iter().filter(|r| !out(r) && r.child.some().is_some() && r.child != r.parent) {
            self.insert(row);
        }
        for row in vain {
            self.remove(row);
        }
    }

    /// Closes what a removal names; false when nothing of it was open.
    fn remove(&mut self, row: &ContainmentRow) -> bool {
        let lowest = (row.parent, ItemId(0), false);
        let inside: Vec<_> = match row.child.some() {
            Some(child) => self.content.get(&(row.parent, child, row.association)).copied().into_iter().collect(),
            None => {
                let all = self.content.range(lowest..=(row.parent, ItemId::NONE, true));
                all.filter(|(_, _, association)| *association == row.association).copied().collect()
            }
        };
        for (parent, child, association) in &inside {
            self.close(*child, *parent, *association, row.time);
        }
        !inside.is_empty()
    }

    fn close(&mut self, child: ItemId, parent: ItemId, association: bool, at: Micros) {
        if let Some(stay) = self.open.remove(&(child, parent, association)).and_then(|i| self.stays.get_mut(i)) {
            stay.to = at;
        }
        self.content.remove(&(parent, child, association));
        if !association {
            self.packed_in.remove(&child);
        }
    }

    fn insert(&mut self, row: &ContainmentRow) {
        let observed = row.action == ContainAction::Observe;
        if let Some(open) = self.open.get(&(row.child, row.parent, row.association)).and_then(|i| self.stays.get(*i)) {
            // Seen again, or added twice: nothing new. Added after it was only seen: from here on it is sure.
            if observed || !open.observed {
                return;
            }
            self.close(row.child, row.parent, row.association, row.time);
        } else if !row.association
            && let Some(earlier) = self.packed_in.get(&row.child).copied()
        {
            self.close(row.child, earlier, false, row.time);
            self.never_unpacked.push((row.child, row.source));
        }
        self.open.insert((row.child, row.parent, row.association), self.stays.len());
        self.content.insert((row.parent, row.child, row.association));
        if !row.association {
            self.packed_in.insert(row.child, row.parent);
        }
        self.stays.push(Inside {
            child: row.child,
            parent: row.parent,
            from: row.time,
            to: OPEN_END,
            source: row.source,
            association: row.association,
            observed,
        });
    }

    fn finish(self, items: usize) -> Containment {
        let mut stays = self.stays;
        stays.retain(|s| s.from < s.to);
        stays.order_by_key(|s| (s.child, s.from));
        Containment {
            of_child: Side::build(items, &stays, |s| s.child),
            of_parent: Side::build(items, &stays, |s| s.parent),
            stays,
            unpack_never_seen: self.never_unpacked,
        }
    }
}
