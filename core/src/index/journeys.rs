//! Per item what was recorded of it, in time order; per machine and per place what was recorded there.

use super::csr::{Csr, Numbering};
use crate::model::{AssetId, Facts, ItemId, Micros, NameId, canonical};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The index over sightings, movements, operations, deaths, inspections and measurements. All lists hold rows of their tables, by time.
#[derive(Debug, Clone, Default)]
pub struct Journeys {
    sightings: Csr,
    movements: Csr,
    operations: Csr,
    births: Csr,
    deaths: Csr,
    qualities: Csr,
    item_measurements: Csr,
    asset_operations: Csr,
    asset_measurements: Csr,
    asset_alarms: Csr,
    /// Of each asset its name as a place.
    asset_places: Vec<NameId>,
    places: Vec<NameId>,
    place_numbers: hashbrown::HashMap<NameId, u32>,
    place_items: Csr,
    last: Option<Micros>,
}

impl Journeys {
    /// Builds the index.
    pub(crate) fn build(facts: &Facts) -> Self {
        let (items, assets) = (facts.items.len(), facts.assets.len());
        let (s, m, o, l) = (&facts.sightings, &facts.movements, &facts.operations, &facts.lifecycles);
        let (q, v, a) = (&facts.qualities, &facts.measurements, &facts.alarms);
        /// Rows grouped by a key column and ordered by a time column.
        macro_rules! group {
            ($table:ident, $keys:expr, $key:expr, $time:ident) => {{
                let rows = 0..$table.len() as u32;
                Csr::group($keys, rows.map(|r| ($key(r as usize), r)), |r| $table.$time[r as usize])
            }};
        }
        let mut numbering = Numbering::default();
        let asset_places = asset_places(facts);
        let visits = visits(facts, &asset_places, &mut numbering);
        let (place_numbers, places) = numbering.into_parts();
        let pairs = visits.iter().map(|(place, item)| (*place, item.0));
        Self {
            sightings: group!(s, items, |r: usize| s.item.at(r).0, time),
            movements: group!(m, items, |r: usize| m.item.at(r).0, time),
            operations: group!(o, items, |r: usize| o.item.at(r).0, start),
            births: group!(l, items, |r: usize| if l.birth[r] { l.item.at(r).0 } else { u32::MAX }, time),
            deaths: group!(l, items, |r: usize| if l.birth[r] { u32::MAX } else { l.item.at(r).0 }, time),
            qualities: group!(q, items, |r: usize| q.item.at(r).0, time),
            item_measurements: group!(v, items, |r: usize| v.item.get(r).0, time),
            asset_operations: group!(o, assets, |r: usize| o.asset.get(r).0, start),
            asset_measurements: group!(v, assets, |r: usize| v.asset.get(r).0, time),
            asset_alarms: group!(a, assets, |r: usize| a.asset.at(r).0, start),
            place_items: Csr::group(places.len(), pairs, |item| item),
            asset_places,
            places,
            place_numbers,
            last: last(facts),
        }
    }

    /// Rows of sightings of an item.
    pub fn sightings(&self, item: ItemId) -> &[u32] {
        self.sightings.of(item.0)
    }

    /// Rows of movements of an item.
    pub fn movements(&self, item: ItemId) -> &[u32] {
        self.movements.of(item.0)
    }

    /// Rows of operations on an item.
    pub fn operations(&self, item: ItemId) -> &[u32] {
        self.operations.of(item.0)
    }

    /// Rows of lifecycles in which the item began.
    pub fn births(&self, item: ItemId) -> &[u32] {
        self.births.of(item.0)
    }

    /// Rows of lifecycles in which the item ended.
    pub fn deaths(&self, item: ItemId) -> &[u32] {
        self.deaths.of(item.0)
    }

    /// Rows of inspections of an item.
    pub fn qualities(&self, item: ItemId) -> &[u32] {
        self.qualities.of(item.0)
    }

    /// Rows of measurements that name the item.
    pub fn item_measurements(&self, item: ItemId) -> &[u32] {
        self.item_measurements.of(item.0)
    }

    /// Rows of operations on a machine.
    pub fn asset_operations(&self, asset: AssetId) -> &[u32] {
        self.asset_operations.of(asset.0)
    }

    /// Rows of alarms of a machine.
    pub fn asset_alarms(&self, asset: AssetId) -> &[u32] {
        self.asset_alarms.of(asset.0)
    }

    /// Rows of a machine's measurements in `[start, end)`.
    pub fn asset_measurements(&self, facts: &Facts, asset: AssetId, start: Micros, end: Micros) -> &[u32] {
        let rows = self.asset_measurements.of(asset.0);
        let before = |at: Micros| {
            rows.partition_point(|r| facts.measurements.time.get(*r as usize).is_some_and(|time| *time < at))
        };
        rows.get(before(start)..before(end)).unwrap_or_default()
    }

    /// All places that a record names, in load order.
    pub fn places(&self) -> &[NameId] {
        &self.places
    }

    /// The name of an asset where it is a place: work in it and reads at it are at one place, however the records spell its key.
    pub fn asset_place(&self, asset: AssetId) -> NameId {
        self.asset_places.get(asset.0 as usize).copied().unwrap_or(NameId::NONE)
    }

    /// The asset that is a place; of several spellings of one key the first that was met.
    pub fn asset_at(&self, place: NameId) -> Option<AssetId> {
        self.asset_places.iter().position(|name| *name == place).map(|asset| AssetId(asset as u32))
    }

    /// True when a record names the place.
    pub fn is_place(&self, name: NameId) -> bool {
        self.place_numbers.contains_key(&name)
    }

    /// The latest time of any record about an item.
    pub fn last(&self) -> Option<Micros> {
        self.last
    }

    /// The items that a record puts at the place, each once.
    pub fn visitors(&self, place: NameId) -> Vec<ItemId> {
        let items = self.place_numbers.get(&place).map_or(&[][..], |number| self.place_items.of(*number));
        items.iter().map(|item| ItemId(*item)).collect()
    }
}

/// `(place, item)` of every record that puts an item at a place, each pair once.
fn visits(facts: &Facts, asset_places: &[NameId], numbering: &mut Numbering) -> Vec<(u32, ItemId)> {
    let mut visits: Vec<(u32, ItemId)> = Vec::new();
    let mut visit = |place: NameId, item: ItemId| {
        if let Some(place) = place.some() {
            visits.push((numbering.number(place), item));
        }
    };
    for row in facts.sightings.rows() {
        visit(row.place, row.item);
    }
    for row in facts.movements.rows() {
        visit(row.to, row.item);
    }
    for row in facts.operations.rows() {
        if let Some(place) = asset_places.get(row.asset.0 as usize) {
            visit(*place, row.item);
        }
    }
    visits.sort_unstable();
    visits.dedup();
    visits
}

/// The key of each asset's name where places have it too; assets whose names are spellings of one key share the first by text.
fn asset_places(facts: &Facts) -> Vec<NameId> {
    let text = |name: NameId| facts.names.text(name);
    let mut shared: BTreeMap<String, NameId> = BTreeMap::new();
    let mut places: Vec<NameId> =
        (0..facts.assets.len() as u32).map(|asset| facts.assets.name(AssetId(asset))).collect();
    for name in &places {
        if let Cow::Owned(key) = canonical(text(*name)) {
            let place = facts.names.find(&key).unwrap_or(*name);
            let first = shared.entry(key).or_insert(place);
            if text(place) < text(*first) {
                *first = place;
            }
        }
    }
    for name in &mut places {
        if let Cow::Owned(key) = canonical(text(*name)) {
            *name = shared.get(&key).copied().unwrap_or(*name);
        }
    }
    places
}

fn last(facts: &Facts) -> Option<Micros> {
    let operations = facts.operations.rows().map(|row| row.end.get().unwrap_or(row.start).max(row.start));
    let columns = [
        &facts.sightings.time,
        &facts.movements.time,
        &facts.containments.time,
        &facts.transformations.time,
        &facts.lifecycles.time,
        &facts.qualities.time,
    ];
    columns.into_iter().flatten().copied().chain(operations).max()
}
