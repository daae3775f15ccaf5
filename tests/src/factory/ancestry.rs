//! What is in what: one sweep through the true events in the order in which they happened. A thing that goes in carries what has gone into it so far.

use super::history::{History, ItemId, Transformation};
use std::sync::Arc;

/// Ancestors per thing, ordered.
pub struct Ancestry(Vec<Arc<[ItemId]>>);

impl Ancestry {
    /// Sweeps through a history. Lines do not exchange material, so their order does not matter; within a line events are in time order
    /// but for lots that were sampled before they were opened, which the sort puts right.
    pub fn new(history: &History) -> Self {
        let none: Arc<[ItemId]> = Arc::from([]);
        let mut all = vec![none; history.items.len()];
        let mut events: Vec<&Transformation> = history.transformations.iter().collect();
        events.sort_by_key(|event| event.at);
        for event in events {
            let mut into: Vec<ItemId> = Vec::new();
            for (input, _) in &event.inputs {
                into.push(*input);
                into.extend_from_slice(&all[*input as usize]);
            }
            into.sort_unstable();
            into.dedup();
            let into: Arc<[ItemId]> = Arc::from(into);
            for (output, _) in &event.outputs {
                let before = &all[*output as usize];
                all[*output as usize] = if before.is_empty() {
                    Arc::clone(&into)
                } else {
                    let mut both: Vec<ItemId> = before.iter().chain(into.iter()).copied().collect();
                    both.sort_unstable();
                    both.dedup();
                    Arc::from(both)
                };
            }
        }
        Self(all)
    }

    /// Everything that went into a thing, ordered by number.
    pub fn ancestors(&self, item: ItemId) -> &[ItemId] {
        &self.0[item as usize]
    }

    /// Everything that a thing went into, for all things at once.
    pub fn descendants(&self) -> Vec<Vec<ItemId>> {
        let mut all = vec![Vec::new(); self.0.len()];
        for (item, ancestors) in self.0.iter().enumerate() {
            for ancestor in ancestors.iter() {
                all[*ancestor as usize].push(item as ItemId);
            }
        }
        all
    }
}
