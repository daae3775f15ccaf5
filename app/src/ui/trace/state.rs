//! What is open and what is chosen in the picture.

use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Picture or its twin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Picture,
    Table,
}

/// What the detail panel is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chosen {
    /// A box, by the item's key.
    Item(String),
    /// A link, input → output.
    Link(String, String),
}

/// Copies are the same state.
#[derive(Clone, Copy)]
pub(super) struct TraceState {
    /// Items whose children are shown.
    pub(super) expanded: RwSignal<BTreeSet<String>>,
    /// Item → pages of children beyond the first.
    pub(super) pages: RwSignal<BTreeMap<String, u32>>,
    /// What the detail panel is about; `None` = the item asked for.
    pub(super) chosen: RwSignal<Option<Chosen>>,
    /// The box that the keyboard is on, by its place in the answer.
    pub(super) cursor: RwSignal<Option<String>>,
    /// Picture or table.
    pub(super) shown: RwSignal<Shown>,
    /// Rows passed over in the table, the gaps and the exposed.
    pub(super) items_after: RwSignal<u64>,
    pub(super) gaps_after: RwSignal<u64>,
    pub(super) exposed_after: RwSignal<u64>,
}

impl TraceState {
    pub(super) fn new() -> Self {
        Self {
            expanded: RwSignal::default(),
            pages: RwSignal::default(),
            chosen: RwSignal::new(None),
            cursor: RwSignal::new(None),
            shown: RwSignal::new(Shown::Picture),
            items_after: RwSignal::new(0),
            gaps_after: RwSignal::new(0),
            exposed_after: RwSignal::new(0),
        }
    }

    /// Closed, nothing chosen.
    pub(super) fn reset(self) {
        self.expanded.set(BTreeSet::new());
        self.pages.set(BTreeMap::new());
        self.chosen.set(None);
        self.cursor.set(None);
        for after in [self.items_after, self.gaps_after, self.exposed_after] {
            after.set(0);
        }
    }

    /// Opens or closes a box.
    pub(super) fn toggle(self, id: &str) {
        self.expanded.update(|expanded| {
            if !expanded.remove(id) {
                expanded.insert(id.to_owned());
            }
        });
    }

    /// Shows one page more of an item's children.
    pub(super) fn show_more(self, parent: &str) {
        self.pages.update(|pages| *pages.entry(parent.to_owned()).or_default() += 1);
    }

    /// Makes an item the one that the detail panel and the keyboard are on.
    pub(super) fn choose_item(self, id: &str) {
        self.cursor.set(Some(id.to_owned()));
        self.chosen.set(Some(Chosen::Item(id.to_owned())));
    }
}
