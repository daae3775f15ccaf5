//! Which product an item is, and which kinds of items have recorded births.

use super::genealogy::Genealogy;
use crate::model::{Facts, ItemId, Lazy, NameId, Narrow, product_of};
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
        let mut fill = |items: &Narrow<ItemId>, products: &Lazy<NameId>| {
            if products.is_all_default() {
                return;
            }
            let settled = stated.clone();
            for (row, item) in items.iter().enumerate() {
                let i = item.0 as usize;
                let (Some(product), Some(&NameId::NONE)) = (products.get(row).some(), settled.get(i)) else { continue };
                let first = stated[i].some().is_none_or(|known| facts.names.text(product) < facts.names.text(known));
                if first {
                    stated[i] = product;
                }
            }
        };
        fill(&facts_of.item, &facts_of.product);
        fill(&lines.item, &lines.product);
        let mut index = Self { products: stated, born: BTreeSet::new() };
        let born = facts.items.ids().filter(|item| genealogy.first_birth(*item).is_some());
        index.born = born.filter_map(|item| index.class(facts, item)).collect();
        index
    }

    /// The product of an item.
    pub fn of(&self, item: ItemId) -> Option<NameId> {
        self.products.get(item.0 as usize).copied().unwrap_or_default().some()
    }

    /// What an item is one of: its product, else what its key tells of it; `None` for names that say neither.
    pub fn class(&self, facts: &Facts, item: ItemId) -> Option<String> {
        match self.of(item) {
            Some(product) => Some(facts.names.text(product).to_owned()),
            None => product_of(facts.names.text(facts.items.key(item))),
        }
    }

    /// True when the data records the birth of at least one item of the same product.
    pub fn births_are_recorded(&self, facts: &Facts, item: ItemId) -> bool {
        self.class(facts, item).is_some_and(|class| self.born.contains(&class))
    }
}
