//! What device files say of data items corrects what was guessed of them while logs were read, whichever was loaded first.
//!
//! ```text
//! PART_COUNT                 a measurement becomes a count, of the figure that the sub-type says; a count of another figure changes it
//! a target, another type     a count becomes a measurement
//! CONDITION                  text that is a level becomes an alarm
//! ```
//!
//! (The state lane is chosen in `lanes/select.rs`.) Rows move between tables and keep their records; what has moved once stays, because a
//! file, once loaded, stays.

use crate::model::tables::{AlarmRow, Alarms, CountKind, CountRow, Counts, MeasurementRow, Measurements};
use crate::model::{Amount, AssetId, Facts, Figure, ItemId, NameId, Table, Until, part_count};
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// What a data item is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Count(Figure),
    Condition,
    Other,
}

/// Moves rows to the tables that device files say they belong to.
pub(super) fn correct(facts: &mut Facts) {
    let items = Items::of(facts);
    let guessed = !facts.counts.key.is_all_default();
    if items.any.is_empty() || (!guessed && items.any.values().all(|role| *role == Role::Other)) {
        return;
    }
    let mut roles: HashMap<(AssetId, NameId), Option<Role>> = HashMap::new();
    let mut role = |facts: &Facts, asset, key| {
        *roles
            .entry((asset, key))
            .or_insert_with(|| items.role(facts.names.text(facts.assets.name(asset)), facts.names.text(key)))
    };
    let (mut counts, mut alarms, mut measurements) = (Counts::default(), Alarms::default(), Measurements::default());

    let unavailable = facts.names.intern("UNAVAILABLE");
    let mut keep = vec![true; facts.counts.len()];
    for (row, stays) in keep.iter_mut().enumerate() {
        let count = facts.counts.row(row);
        if count.key == NameId::NONE {
            continue;
        }
        let amount =
            [count.total, count.good, count.scrap].into_iter().find(|a| *a != Amount::NONE).unwrap_or(Amount::NONE);
        match role(facts, count.asset, count.key) {
            None => {}
            Some(Role::Count(figure)) => {
                let right = as_count(count, figure, amount);
                if right.total != count.total || right.good != count.good || right.scrap != count.scrap {
                    *stays = false;
                    counts.push(right);
                }
            }
            Some(Role::Condition | Role::Other) => {
                *stays = false;
                let text = if amount == Amount::NONE { unavailable } else { NameId::NONE };
                measurements.push(MeasurementRow {
                    time: count.time,
                    channel: count.key,
                    value: amount,
                    source: count.source,
                    asset: count.asset,
                    text,
                    item: ItemId::NONE,
                    unit: NameId::NONE,
                    lower: Amount::NONE,
                    upper: Amount::NONE,
                    target: Amount::NONE,
                });
            }
        }
    }
    take(&mut facts.counts, &keep);

    let mut keep = vec![true; facts.measurements.len()];
    for (row, stays) in keep.iter_mut().enumerate() {
        let asset = facts.measurements.asset.get(row);
        let Some(found) = asset.some().and_then(|asset| role(facts, asset, facts.measurements.channel.at(row))) else {
            continue;
        };
        let m = facts.measurements.row(row);
        match found {
            Role::Count(figure) => {
                let amount = if m.value == Amount::NONE { part_count(facts.names.text(m.text)) } else { Some(m.value) };
                if let Some(amount) = amount {
                    *stays = false;
                    let none = NameId::NONE;
                    let count = CountRow {
                        asset,
                        time: m.time,
                        total: Amount::NONE,
                        source: m.source,
                        good: Amount::NONE,
                        scrap: Amount::NONE,
                        rework: Amount::NONE,
                        kind: CountKind::Counter,
                        product: none,
                        order: none,
                        key: m.channel,
                    };
                    counts.push(as_count(count, figure, amount));
                }
            }
            Role::Condition => {
                let level = facts.names.text(m.text).trim().to_uppercase();
                if matches!(level.as_str(), "NORMAL" | "WARNING" | "FAULT" | "UNAVAILABLE") {
                    *stays = false;
                    let severity = facts.names.intern(&level);
                    alarms.push(AlarmRow {
                        asset,
                        start: m.time,
                        code: m.channel,
                        source: m.source,
                        end: Until::OPEN,
                        severity,
                        text: NameId::NONE,
                        key: m.channel,
                    });
                }
            }
            Role::Other => {}
        }
    }
    take(&mut facts.measurements, &keep);
    facts.counts.merge(&mut counts);
    facts.alarms.merge(&mut alarms);
    facts.measurements.merge(&mut measurements);
}

fn as_count(count: CountRow, figure: Figure, amount: Amount) -> CountRow {
    let only = |wanted: Figure| if figure == wanted { amount } else { Amount::NONE };
    CountRow { total: only(Figure::Total), good: only(Figure::Good), scrap: only(Figure::Scrap), ..count }
}

/// Takes out the rows that do not stay; they were written elsewhere.
fn take<T: Table + Default>(table: &mut T, keep: &[bool]) {
    if keep.contains(&false) {
        table.keep(keep, &mut T::default());
    }
}

/// What device files say, in lower case.
struct Items {
    /// Device name or uuid → key → role; the first in file and record order counts.
    devices: BTreeMap<String, BTreeMap<String, Role>>,
    /// The same of all devices together, for logs whose machine no device file names.
    any: BTreeMap<String, Role>,
}

impl Items {
    fn of(facts: &Facts) -> Self {
        let items = &facts.data_items;
        let mut rows: Vec<usize> = (0..items.len()).collect();
        rows.sort_by(|a, b| {
            facts.sources.order_key(items.source.at(*a)).cmp(&facts.sources.order_key(items.source.at(*b)))
        });
        let mut out = Items { devices: BTreeMap::new(), any: BTreeMap::new() };
        for row in rows {
            let item = items.row(row);
            let text = |id: NameId| facts.names.text(id);
            let kind = text(item.kind).to_uppercase();
            let role = match (text(item.category).to_uppercase().as_str(), kind.as_str()) {
                ("CONDITION", _) => Role::Condition,
                (_, "PART_COUNT") => Figure::of(text(item.sub_type)).map_or(Role::Other, Role::Count),
                _ => Role::Other,
            };
            let keys = [text(item.key), text(item.id)].map(str::to_lowercase);
            let devices = [text(item.device), text(item.uuid)].map(str::to_lowercase);
            for key in keys.iter().filter(|key| !key.is_empty()) {
                for device in devices.iter().filter(|device| !device.is_empty()) {
                    out.devices.entry(device.clone()).or_default().entry(key.clone()).or_insert(role);
                }
                out.any.entry(key.clone()).or_insert(role);
            }
        }
        out
    }

    /// What a key of an asset is, as its own device says; for an asset that is no device, any device.
    fn role(&self, asset: &str, key: &str) -> Option<Role> {
        let key = key.to_lowercase();
        self.devices.get(&asset.to_lowercase()).unwrap_or(&self.any).get(&key).copied()
    }
}
