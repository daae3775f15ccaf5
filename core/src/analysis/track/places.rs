//! What is at a place or in a machine.

use super::answers::until;
use super::inherit::Histories;
use super::known::after_no_data;
use super::quick::{may_have_been, whereabouts};
use super::stays::{How, Stayed};
use crate::analysis::items::{key, similar_sentence, source};
use crate::analysis::monitor::known_asset;
use crate::index::Dataset;
use crate::model::{AssetId, ItemId, Micros, NameId, Span, canonical};
use crate::order::{Gather, Order};
use crate::protocol::{AskError, Instant, PlaceAnswer, PlaceCount, PlacedItem};
use std::collections::{BTreeMap, BinaryHeap};

/// The items at a place at a time, or at the end of the data: the first so many by id, and how many there are.
pub fn place(data: &Dataset, place: &str, at: Option<Micros>, first: usize) -> Result<PlaceAnswer, AskError> {
    let name = find_place(data, place)?;
    let at = at.unwrap_or_else(|| end_of_data(data));
    let mut histories = Histories::new(data);
    let here = |item: ItemId| {
        whereabouts(&mut histories, item, at)
            .filter(|(place, _)| *place == name)
            .map(|(_, is_definite)| (item, is_definite))
    };
    // The last of the first on top: what comes after it is only counted.
    let mut heap: BinaryHeap<(&str, ItemId)> = BinaryHeap::new();
    let (mut total, mut definite) = (0, 0);
    for (item, is_definite) in candidates(data, &[name]).into_iter().filter_map(here) {
        total += 1;
        definite += u64::from(is_definite);
        let id = key(data, item);
        if heap.len() < first {
            heap.push((id, item));
        } else if let Some(mut last) = heap.peek_mut().filter(|last| id < last.0) {
            *last = (id, item);
        }
    }
    let mut found = heap.into_vec();
    found.order();
    let items = found.into_iter().filter_map(|(_, item)| Some(placed(data, item, &at_time(&mut histories, item, at)?)));
    let place = data.facts.names.text(name).to_owned();
    Ok(PlaceAnswer { place, at: Instant(at), items: items.collect(), total, definite, left_out: data.left_out })
}

/// All places that any record names, by name.
pub(crate) fn place_names(data: &Dataset) -> Vec<NameId> {
    let mut names = data.journeys().places().to_vec();
    names.order_by(|a, b| data.facts.names.text(*a).cmp(data.facts.names.text(*b)));
    names
}

/// How many items are at each of those places, in their order.
pub(crate) fn place_counts(data: &Dataset, names: &[NameId], at: Micros) -> Vec<PlaceCount> {
    let mut counts: BTreeMap<NameId, (u64, u64)> = names.iter().map(|name| (*name, (0, 0))).gather_map();
    let mut histories = Histories::new(data);
    for item in candidates(data, names) {
        let Some((place, is_definite)) = whereabouts(&mut histories, item, at) else { continue };
        if let Some((definite, possible)) = counts.get_mut(&place) {
            *(if is_definite { definite } else { possible }) += 1;
        }
    }
    let count = |name: &NameId| {
        let (definite, possible) = counts.get(name).copied().unwrap_or_default();
        PlaceCount { place: data.facts.names.text(*name).to_owned(), definite, possible }
    };
    names.iter().map(count).collect()
}

/// The items that were in a machine, or at a position of it, during a span, by when they came, then by id. What only may still have stood
/// there after its work ended is left out, unless the work is told by its instant alone and that lies in the span.
pub fn in_machine(data: &Dataset, asset: &str, span: Span) -> Result<Vec<PlacedItem>, AskError> {
    let facts = &data.facts;
    let Some(machine) = known_asset(data, asset) else {
        let assets = facts.assets.sorted(&facts.names).into_iter().map(|id| facts.names.text(facts.assets.name(id)));
        let hint = similar_sentence(asset, assets, "Check the name, or open the file that holds it.");
        return Err(AskError::new(format!("No record names the machine `{asset}`. {hint}")));
    };
    let parts = (0..facts.assets.len() as u32).map(AssetId);
    let within = parts.filter(|part| data.calendars.is_within(*part, machine));
    let names: Vec<NameId> = within.map(|part| data.journeys().asset_place(part)).collect();
    let mut items: Vec<PlacedItem> = Vec::new();
    let mut histories = Histories::new(data);
    for item in candidates(data, &names) {
        if !may_have_been(data, item, &names, span) {
            continue;
        }
        let here = histories.stays(item).into_iter().filter(|stay| {
            let stayed = Span { start: stay.since, end: stay.until };
            stay.place.is_some_and(|place| names.contains(&place))
                && !stayed.intersect(span).is_empty()
                && (stay.how != How::AfterWork
                    || worked_at_once(data, stay.via.unwrap_or(item), &names, stayed.intersect(span)))
        });
        items.extend(here.map(|stay| placed(data, item, &stay)));
    }
    items.order_by(|a, b| (a.since, &a.id).cmp(&(b.since, &b.id)));
    Ok(items)
}

/// Whether work without length was done on an item in one of these machines in a span.
fn worked_at_once(data: &Dataset, item: ItemId, machines: &[NameId], span: Span) -> bool {
    let facts = &data.facts;
    data.journeys().operations(item).iter().any(|row| {
        let row = facts.operations.row(*row as usize);
        row.end.get().is_some_and(|end| end <= row.start)
            && span.contains(row.start)
            && row.asset.some().is_some_and(|asset| machines.contains(&data.journeys().asset_place(asset)))
    })
}

/// Everything that may ever have been at one of these places, by number: what a record puts there, and what was inside that.
fn candidates(data: &Dataset, places: &[NameId]) -> Vec<ItemId> {
    let mut marks = vec![false; data.facts.items.len()];
    let mut visitors = Vec::new();
    for item in places.iter().flat_map(|place| data.journeys().visitors(*place)) {
        if let Some(mark) = marks.get_mut(item.0 as usize).filter(|mark| !**mark) {
            *mark = true;
            visitors.push(item);
        }
    }
    if !data.containment().is_empty() {
        for item in data.containment().contained(visitors.iter().map(|item| (*item, Span::ALL)), false) {
            marks[item.0 as usize] = true;
        }
    }
    (0..).zip(marks).filter(|(_, mark)| *mark).map(|(item, _)| ItemId(item)).collect()
}

fn at_time(histories: &mut Histories<'_>, item: ItemId, at: Micros) -> Option<Stayed> {
    histories.stays(item).into_iter().find(|stay| stay.since <= at && at < stay.until)
}

fn placed(data: &Dataset, item: ItemId, stay: &Stayed) -> PlacedItem {
    PlacedItem {
        id: key(data, item).to_owned(),
        since: Instant(stay.since),
        until: until(stay.until),
        certainty: stay.certainty,
        after_no_data: after_no_data(data, stay),
        source: source(data, stay.source),
    }
}

fn find_place(data: &Dataset, place: &str) -> Result<NameId, AskError> {
    let facts = &data.facts;
    let known = data.journeys().places();
    let find = |text: &str| facts.names.find(text).filter(|name| data.journeys().is_place(*name));
    let key = canonical(place.trim());
    // A place stands under its key, but a machine that nothing was read at under its name, in whatever spelling.
    let spelled = || known.iter().copied().find(|name| canonical(facts.names.text(*name)) == key);
    find(place.trim()).or_else(|| find(&key)).or_else(spelled).ok_or_else(|| {
        let names = known.iter().map(|name| facts.names.text(*name));
        let hint = similar_sentence(place, names, "Check the spelling, or open the file that holds it.");
        AskError::new(format!("No record names the place `{place}`. {hint}"))
    })
}

/// The latest time of any record about an item.
pub(crate) fn end_of_data(data: &Dataset) -> Micros {
    data.journeys().last().unwrap_or(0)
}
