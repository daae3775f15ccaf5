//! One asset in one window → its buckets, in one pass over its counts and the sums of its lane.

use super::buckets::{Buckets, Known, Needs, needs};
use super::ideal::Ideals;
use super::machine::{Machine, Times};
use super::quantities::Quantities;
use crate::index::Count;
use crate::model::NameId;
use crate::order::Order;
use std::collections::BTreeMap;

/// Pieces of one product and the seconds that they ideally take.
#[derive(Debug, Clone)]
pub(in crate::analysis::monitor) struct Made {
    /// The product's name; empty where the rows name none.
    pub(in crate::analysis::monitor) product: String,
    pub(in crate::analysis::monitor) total: Known<f64>,
    pub(in crate::analysis::monitor) good: Known<f64>,
    /// PRI in seconds.
    pub(in crate::analysis::monitor) ideal: Known<f64>,
    /// True when rows without scrap were taken as having none.
    pub(in crate::analysis::monitor) blank_is_none: bool,
}

/// The counts of the machine in its window.
pub(in crate::analysis::monitor) fn counts<'a>(machine: &Machine<'a>) -> &'a [Count] {
    machine.data.counts.of(machine.asset).map_or(&[], |c| c.within(machine.window.counts))
}

/// What was made, by product name; needs counts.
pub(in crate::analysis::monitor) fn made(machine: &Machine<'_>, ideals: &Ideals<'_>) -> Vec<Made> {
    let names = &machine.data.facts.names;
    let mut by_product: BTreeMap<NameId, Quantities> = BTreeMap::new();
    for row in counts(machine) {
        by_product.entry(row.product).or_default().add(row);
    }
    let asset = machine.name;
    let mut products: Vec<(NameId, Quantities)> = by_product.into_iter().filter(|(_, q)| q.rows() > 0).collect();
    products.order_by(|a, b| names.text(a.0).cmp(names.text(b.0)));
    products
        .into_iter()
        .map(|(id, quantities)| {
            let product = names.text(id);
            let pieces = quantities.pieces();
            let what = if product.is_empty() { asset.to_owned() } else { format!("{product} on {asset}") };
            let total = pieces.total.map_or_else(
                || needs(format!("All pieces of {what}: add a column `total` or `scrap` to its counts.")),
                Ok,
            );
            let good = pieces.good.map_or_else(
                || needs(format!("The good pieces of {what}: add a column `good` or `scrap` to its counts.")),
                Ok,
            );
            let ideal = ideals.per_piece(machine.asset, id);
            let ideal = ideal.map(|i| i.seconds).map_err(|e| Needs::from([e.need(asset)]));
            Made { product: product.to_owned(), total, good, ideal, blank_is_none: pieces.blank_is_none }
        })
        .collect()
}

/// The buckets of a machine.
pub(in crate::analysis::monitor) fn buckets(machine: &Machine<'_>, made: &[Made]) -> Buckets {
    let (planned, times) = machine.times();
    let mut b = Buckets { all: machine.window.span.length(), planned, ..Buckets::zero() };
    b.run = times.as_ref().map(|t| t.run).map_err(Clone::clone);
    match &times {
        Ok(times) => (b.setup, b.unknown) = (times.setup, times.unknown),
        Err(_) => b.unknown = *b.planned.as_ref().unwrap_or(&0),
    }
    if made.is_empty() {
        no_counts(machine, &times, &mut b);
    }
    for m in made {
        let mut part = Buckets::zero();
        part.ideals.extend(m.ideal.iter().map(|s| s.to_bits()));
        part.made = m.total.clone();
        part.good = m.good.clone();
        part.ideal_made = times_ideal(&m.total, &m.ideal);
        part.ideal_good = times_ideal(&m.good, &m.ideal);
        b.add(&part);
    }
    b
}

/// Pieces × ideal time. No piece takes no time, whatever the ideal.
fn times_ideal(pieces: &Known<f64>, ideal: &Known<f64>) -> Known<f64> {
    match pieces {
        Ok(0.0) => Ok(0.0),
        _ => super::buckets::both(pieces, ideal).map(|(n, s)| n * s),
    }
}

/// Without counts everything about pieces is unknown; but a machine that is counted and did not run made nothing.
fn no_counts(machine: &Machine<'_>, times: &Known<Times>, b: &mut Buckets) {
    let is_counted = machine.data.counts.of(machine.asset).is_some_and(|c| !c.counts.is_empty());
    if is_counted && times.as_ref().is_ok_and(|t| t.run == 0) {
        return;
    }
    let need = if is_counted {
        format!("The pieces of {}: none of its counts falls into this window.", machine.name)
    } else {
        format!("The pieces of {}: load a counts table.", machine.name)
    };
    for figure in [&mut b.made, &mut b.good, &mut b.ideal_made, &mut b.ideal_good] {
        *figure = needs(need.clone());
    }
}
