//! Which product an item is, and which kinds of items have recorded births.

use super::csr::counts;
use super::genealogy::Genealogy;
use crate::model::{Facts, ItemId, Lazy, NameId};
use std::collections::BTreeSet;

/// Item → product.
#[derive(Debug, Clone, Default)]
pub struct ItemProducts {
    products: Vec<NameId>,
    born: BTreeSet<String>,
}

impl ItemProducts {
    /// Master data first, then what transformations say; among records that disagree the first by text.
    pub(crate) fn build(facts: &Facts, genealogy: &Genealogy) -> Self {
        let mut stated = vec![NameId::NONE; facts.items.len()];
        let facts_of = &facts.item_facts;
        let lines = &facts.transformations;
        let mut fill = |items: &[ItemId], products: &Lazy<NameId>, alive: &dyn Fn(usize) -> bool| {
            if products.is_all_default() {
                return;
            }
            let settled = stated.clone();
            for (row, item) in items.iter().enumerate() {
                let i = item.0 as usize;
                let (Some(product), Some(&NameId::NONE)) = (products.get(row).some(), settled.get(i)) else { continue };
                let first = stated[i].some().is_none_or(|known| facts.names.text(product) < facts.names.text(known));
                if first && alive(row) {
                    stated[i] = product;
                }
            }
        };
        fill(&facts_of.item, &facts_of.product, &|row| counts(&facts.sources, facts_of.source[row]));
        fill(&lines.item, &lines.product, &|row| counts(&facts.sources, lines.source[row]));
        let mut index = Self { products: stated, born: BTreeSet::new() };
        for item in facts.items.ids().filter(|item| genealogy.first_birth(*item).is_some()) {
            if let Some(class) = index.class(facts, item)
                && !index.born.contains(class)
            {
                let class = class.to_owned();
                index.born.insert(class);
            }
        }
        index
    }

    /// The product of an item.
    pub fn of(&self, item: ItemId) -> Option<NameId> {
        self.products.get(item.0 as usize).copied().unwrap_or_default().some()
    }

    /// What an item is one of: its product, else the GS1 key without its lot or serial; `None` for names that say neither.
    fn class<'a>(&self, facts: &'a Facts, item: ItemId) -> Option<&'a str> {
        if let Some(product) = self.of(item) {
            return Some(facts.names.text(product));
        }
        let key = facts.names.text(facts.items.key(item));
        ["/10/", "/21/"].into_iter().filter_map(|mark| key.find(mark)).min().and_then(|end| key.get(..end))
    }

    /// True when the data records the birth of at least one item of the same product or GS1 class.
    pub fn births_are_recorded(&self, facts: &Facts, item: ItemId) -> bool {
        self.class(facts, item).is_some_and(|class| self.born.contains(class))
    }
}
