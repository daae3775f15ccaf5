//! The names of places and work orders, which have no registry of their own.

use crate::model::{Facts, NameId};
use crate::order::Order;

/// Every place and every work order once, sorted by text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SearchIndex {
    /// Places that items were seen at or moved between.
    pub places: Vec<NameId>,
    /// Work orders.
    pub orders: Vec<NameId>,
}

impl SearchIndex {
    /// Collects the names.
    pub fn build(facts: &Facts) -> Self {
        let mut places = Marks::new(facts);
        facts.sightings.place.iter().for_each(|name| places.add(name));
        facts.movements.to.iter().for_each(|name| places.add(name));
        (0..facts.movements.len()).for_each(|row| places.add(facts.movements.from.get(row)));
        let mut orders = Marks::new(facts);
        let (states, counts) = (&facts.states.order, &facts.counts.order);
        for column in [states, counts, &facts.operations.order, &facts.transformations.order] {
            if !column.is_all_default() {
                (0..column.len()).for_each(|row| orders.add(column.get(row)));
            }
        }
        Self { places: places.names(facts), orders: orders.names(facts) }
    }
}

/// One mark per name.
struct Marks(Vec<bool>);

impl Marks {
    fn new(facts: &Facts) -> Self {
        Self(vec![false; facts.names.len()])
    }

    fn add(&mut self, name: NameId) {
        if let Some(mark) = self.0.get_mut(name.0 as usize) {
            *mark = true;
        }
    }

    fn names(self, facts: &Facts) -> Vec<NameId> {
        let marked = (0..).zip(self.0).filter(|(_, mark)| *mark);
        let mut names: Vec<NameId> = marked.map(|(id, _)| NameId(id)).collect();
        names.order_by(|a, b| facts.names.text(*a).cmp(facts.names.text(*b)));
        names
    }
}
