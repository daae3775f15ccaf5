//! Which product an item is.

use super::csr::counts;
use crate::model::{Facts, ItemId, Lazy, NameId};

/// Item → product.
#[derive(Debug, Clone, Default)]
pub struct ItemProducts {
    products: Vec<NameId>,
}

impl ItemProducts {
    /// Master data first, then what transformations say; among records that disagree the first by text.
    pub(crate) fn build(facts: &Facts) -> Self {
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
        Self { products: stated }
    }

    /// The product of an item.
    pub fn of(&self, item: ItemId) -> Option<NameId> {
        self.products.get(item.0 as usize).copied().unwrap_or_default().some()
    }
}
