//! What the timeline needs besides its picture.

use crate::analysis::monitor::oee::Window;
use crate::index::{Category, Dataset};
use crate::model::{Micros, seconds};
use crate::order::Gather;
use crate::protocol::{AskError, Instant, Lane, TimelineAnswer};
use std::collections::BTreeMap;

/// The lanes in the order drawn, and the time per category over all of them in the window.
pub fn timeline(data: &Dataset, from: Option<Instant>, to: Option<Instant>) -> Result<TimelineAnswer, AskError> {
    let extent = Window::choose(data, None, None)?.span;
    let window = Window::choose(data, from, to)?.span;
    let facts = &data.facts;
    let mut people: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for row in facts.asset_facts.rows() {
        if let Some(name) = facts.names.get(row.name) {
            people.entry(row.asset).or_default().push((facts.sources.order_key(row.source), name));
        }
    }
    let mut legend: BTreeMap<Category, Micros> = BTreeMap::new();
    let mut lanes = Vec::new();
    for lane in data.lanes.iter(facts) {
        for (category, time) in Category::ALL.map(|c| (c, lane.time_by_category(window).get(c))) {
            *legend.entry(category).or_default() += time;
        }
        let name = people.get(&lane.asset()).and_then(|names| names.iter().min()).map(|(_, name)| *name);
        lanes.push(Lane {
            asset: lane.name().to_owned(),
            name: name.unwrap_or_else(|| lane.name()).to_owned(),
            spans: lane.len() as u64,
        });
    }
    Ok(TimelineAnswer {
        extent: (!extent.is_empty()).then_some((Instant(extent.start), Instant(extent.end))),
        from: Instant(window.start),
        to: Instant(window.end),
        lanes,
        legend: legend
            .into_iter()
            .filter(|(_, time)| *time > 0)
            .map(|(category, time)| (category.name().to_owned(), seconds(time)))
            .gather_map(),
    })
}
