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
            let sum = legend.entry(category).or_default();
            *sum = sum.saturating_add(time);
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

#[cfg(test)]
mod tests {
    use crate::Session;
    use crate::analysis::monitor::{losses, oee, timeline};
    use crate::model::parse_rfc3339;
    use crate::protocol::Instant;
    use crate::recipe::Recipe;
    use std::rc::Rc;

    #[test]
    fn all_time_of_many_machines_is_no_more_than_can_be_counted() {
        let mut states = String::from("asset,start,end,state\n");
        let mut plan = String::from("asset,start,end,kind\n");
        for number in 0..40 {
            states.push_str(&format!("m{number},2026-03-23T06:00:00Z,2026-03-23T07:00:00Z,down\n"));
            plan.push_str(&format!("m{number},0001-01-01T00:00:00Z,9999-12-31T00:00:00Z,planned\n"));
        }
        let mut session = Session::new();
        for (name, text) in
            [("states.csv", &states), ("plan.csv", &plan), ("a.csv", &"asset,unlogged\nm1,running\n".into())]
        {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        let at = |text| parse_rfc3339(text).map(Instant);
        let (from, to) = (at("0001-01-01T00:00:00Z"), at("9999-12-31T00:00:00Z"));
        assert!(from.is_some() && to.is_some());
        let (data, recipe) = (session.data(), Recipe::default());
        let legend = timeline(data, from, to).unwrap().legend;
        assert!(legend.values().all(|seconds| *seconds > 0.0), "{legend:?}");
        let coverage = oee(data, &recipe, &[], from, to, None).unwrap().total.coverage.value;
        assert!(coverage.is_some_and(|part| (0.0..=1.0).contains(&part)), "{coverage:?}");
        let lost = losses(data, &recipe, &[], from, to, None).unwrap().losses;
        assert!(lost.iter().all(|loss| loss.seconds > 0.0), "{lost:?}");
    }
}
