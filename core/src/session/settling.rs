//! When everything is read: which zones times without a zone are of, whether files must be read again for it, and the indexes.

use super::{Bytes, Queued, Session};
use crate::import::{Part, Sink};
use crate::index::Dataset;
use crate::model::{Facts, FileId, Severity, Zones};
use crate::order::Order;

impl Session {
    pub(super) fn finish(&mut self) {
        if self.lacks_zones() {
            match self.without.take() {
                Some((Part::Zones, reason)) => self.tell_zone_is_not_used(&reason),
                _ => {
                    self.progress.lacks = Some(Part::Zones);
                    return;
                }
            }
        }
        if self.settle_zones() {
            self.read_again();
            return;
        }
        if std::mem::take(&mut self.remapped) && self.data.facts.has_orphans() {
            self.read_again();
            return;
        }
        if self.stale {
            self.rebuild();
        }
        self.progress.done = true;
    }

    /// Whether times without a zone are to be read by that of the recipe and nothing is there that knows it.
    pub(super) fn lacks_zones(&self) -> bool {
        self.recipe.zone.is_some() && self.data.facts.met_local_times && self.importers.zones().is_none()
    }

    pub(super) fn tell_zone_is_not_used(&mut self, reason: &str) {
        let files = self.data.facts.sources.files().len();
        for file in (0..).map(FileId).take(files) {
            let mut sink = Sink::new(&mut self.data.facts, file);
            sink.note(
                Severity::Error,
                &format!("Times without a zone were read as UTC, not by the recipe's zone: {reason}"),
            );
        }
    }

    /// Works out by which zones times without a zone are to be read, now that every recipe and `assets` table is known. True when
    /// some were read by others.
    pub(super) fn settle_zones(&mut self) -> bool {
        let facts = &mut self.data.facts;
        // Rows that were set aside too: what a file says of zones must not depend on whether somebody looked before it was read to its end.
        let all = facts.asset_facts.rows().chain(facts.set_aside.asset_facts.rows());
        let off = self.recipe.switched_off();
        let counts = |source| !facts.sources.needed_repair(source, &off);
        let mut rows: Vec<_> = all.filter(|row| row.zone.some().is_some() && counts(row.source)).collect();
        // Where files contradict each other, the first in the order of answers counts: the last one to enter a map stays.
        rows.order_by(|a, b| facts.sources.order_key(b.source).cmp(&facts.sources.order_key(a.source)));
        let text = |name| facts.names.text(name);
        let assets = rows.iter().map(|row| (text(facts.assets.name(row.asset)), text(row.zone)));
        let zones = Zones::new(self.importers.zones(), self.recipe.zone.as_deref(), assets);
        let changed = !zones.is_like(&facts.zones);
        facts.zones = zones;
        changed && facts.met_local_times
    }

    /// Reads every file from its start: their times without a zone mean something else than was thought.
    pub(super) fn read_again(&mut self) {
        (self.work, self.tail) = (None, None);
        let facts = std::mem::take(&mut self.data).facts;
        self.data.facts.zones = facts.zones;
        let names = facts.sources.files().iter().map(|file| file.name.clone());
        self.mappings.clear();
        self.loads.clear();
        self.remapped = false;
        let held = std::mem::take(&mut self.held);
        let unread = std::mem::take(&mut self.unread);
        let bytes = (0..).zip(held).map(|(file, held)| match unread.get(&FileId(file)) {
            Some(reason) => Bytes::None(reason.clone()),
            None => Bytes::Here(held.source),
        });
        self.at_most = 0;
        self.queue = names.zip(bytes).map(|(name, bytes)| Queued { name, bytes }).collect();
        self.progress.files_done = 0;
        self.progress.bytes_done = 0;
        self.finished_bytes = 0;
        self.progress.done = false;
        self.stale = true;
    }

    pub(super) fn rebuild(&mut self) {
        // The indexes of an earlier look go before the new ones are made.
        let facts: Facts = std::mem::take(&mut self.data).facts;
        self.data = Dataset::build(facts, &self.recipe);
        self.stale = false;
        self.progress.seen = self.progress.records;
    }
}
