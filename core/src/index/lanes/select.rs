//! Which data item of a machine log is its state lane.
//!
//! A device file names it: the item of type EXECUTION. Without one it is guessed: the key `execution`, else `Program_Status`, else one
//! ending in `execution`, whatever the case; and the page says that it is a guess. Rows without a key (tables) are the lane by declaration.

use super::LaneNote;
use crate::model::{AssetId, Facts, FileId, NameId, execution_rank};
use crate::order::{Gather, Order};
use hashbrown::HashSet;
use std::collections::{BTreeMap, BTreeSet};

/// What a device file says is an execution item.
struct ExecutionItem {
    device: String,
    uuid: String,
    names: [String; 2],
}

/// Which rows are lanes.
#[derive(Default)]
pub(super) struct Selection {
    /// Asset and key, in every spelling that the rows use.
    lanes: HashSet<(AssetId, NameId)>,
    /// The same for text in `measurements`.
    measured: HashSet<(AssetId, NameId)>,
    /// Asset → the key that was guessed, and the keys it was guessed from.
    guesses: BTreeMap<AssetId, (String, usize)>,
}

impl Selection {
    pub(super) fn is_lane(&self, asset: AssetId, key: NameId) -> bool {
        key == NameId::NONE || self.lanes.contains(&(asset, key))
    }

    pub(super) fn uses_measurements(&self) -> bool {
        !self.measured.is_empty()
    }

    pub(super) fn is_measured_lane(&self, asset: AssetId, channel: NameId) -> bool {
        self.measured.contains(&(asset, channel))
    }

    /// Per file one sentence for each asset whose lane is a guess.
    pub(super) fn notes(&self, facts: &Facts) -> Vec<LaneNote> {
        let mut said: BTreeSet<(FileId, AssetId)> = BTreeSet::new();
        if !self.guesses.is_empty() {
            let mut last = None;
            for (asset, source) in facts.states.asset.iter().zip(facts.states.source.iter()) {
                let file = facts.sources.locate(source).map(|(file, _)| file);
                if last != Some((file, asset)) {
                    last = Some((file, asset));
                    said.extend(file.filter(|_| self.guesses.contains_key(&asset)).map(|file| (file, asset)));
                }
            }
        }
        let note = |(file, asset): (FileId, AssetId)| {
            let (key, of) = self.guesses.get(&asset)?;
            let name = facts.names.text(facts.assets.name(asset));
            let others = if *of > 1 { format!(" ({of} keys look like it)") } else { String::new() };
            let text = format!(
                "No device file describes {name}, so the categories of its data items are guessed and `{key}` was taken as its state \
                 lane{others}. Add the Devices.xml of the machine to be sure."
            );
            Some(LaneNote { file: Some(file), text })
        };
        said.into_iter().filter_map(note).collect()
    }
}

/// Chooses the lane of every asset.
pub(super) fn select(facts: &Facts) -> Selection {
    let items = execution_items(facts);
    let states = &facts.states;
    let in_states = match states.key.is_all_default() {
        true => BTreeMap::new(),
        false => keys(states.asset.iter().enumerate(), |row| states.key.get(row)),
    };
    let in_measurements = if items.is_empty() {
        BTreeMap::new()
    } else {
        let wanted: HashSet<&str> = items.iter().flat_map(|i| i.names.iter().map(String::as_str)).collect();
        let wanted: HashSet<NameId> = facts
            .names
            .iter()
            .filter(|(_, text)| wanted.contains(text.to_lowercase().as_str()))
            .map(|(id, _)| id)
            .collect();
        let m = &facts.measurements;
        let rows = (0..m.len()).filter(|row| wanted.contains(&m.channel.at(*row)) && m.text.get(*row).some().is_some());
        keys(rows.map(|row| (row, m.asset.get(row))), |row| m.channel.at(row))
    };
    let mut selection = Selection::default();
    let assets: BTreeSet<AssetId> = in_states.keys().chain(in_measurements.keys()).copied().gather_set();
    for asset in assets {
        let (states, measured) = (spelled(facts, in_states.get(&asset)), spelled(facts, in_measurements.get(&asset)));
        let known: BTreeSet<&str> = states.keys().chain(measured.keys()).map(String::as_str).gather_set();
        let name = facts.names.text(facts.assets.name(asset));
        let named = by_device(&items, name, &known);
        let guesses: BTreeSet<(u8, &str)> =
            states.keys().filter_map(|k| Some((execution_rank(k)?, k.as_str()))).gather_set();
        let Some(key) = named.or(guesses.first().map(|(_, key)| *key)) else { continue };
        let pairs = |of: &BTreeMap<String, Vec<NameId>>| {
            of.get(key).into_iter().flatten().map(|id| (asset, *id)).collect::<Vec<_>>()
        };
        selection.lanes.extend(pairs(&states));
        selection.measured.extend(pairs(&measured));
        if named.is_none() {
            let spelling = states.get(key).and_then(|ids| ids.first()).map_or(key, |id| facts.names.text(*id));
            selection.guesses.insert(asset, (spelling.to_owned(), guesses.len()));
        }
    }
    selection
}

/// The key that a device file names for the asset: of the device of that name or uuid, else of any device that has such a key.
fn by_device<'k>(items: &[ExecutionItem], asset: &str, known: &BTreeSet<&'k str>) -> Option<&'k str> {
    let asset = asset.to_lowercase();
    let find = |mine: &dyn Fn(&ExecutionItem) -> bool| {
        items.iter().filter(|i| mine(i)).flat_map(|i| &i.names).find_map(|name| known.get(name.as_str()).copied())
    };
    let own = |i: &ExecutionItem| i.device == asset || i.uuid == asset;
    find(&own).or_else(|| if items.iter().any(own) { None } else { find(&|_| true) })
}

/// The execution items of all device files, in file and record order.
fn execution_items(facts: &Facts) -> Vec<ExecutionItem> {
    let items = &facts.data_items;
    let is_execution = |row: &usize| facts.names.text(items.kind.at(*row)).eq_ignore_ascii_case("EXECUTION");
    let mut rows: Vec<usize> = (0..items.len()).filter(is_execution).collect();
    rows.order_by(|a, b| {
        facts.sources.order_key(items.source.at(*a)).cmp(&facts.sources.order_key(items.source.at(*b)))
    });
    let text = |id: NameId| facts.names.text(id).to_lowercase();
    rows.into_iter()
        .map(|row| ExecutionItem {
            device: text(items.device.at(row)),
            uuid: text(items.uuid.get(row)),
            names: [text(items.key.at(row)), text(items.id.get(row))],
        })
        .collect()
}

/// The keys that the rows of each asset use.
fn keys(
    rows: impl Iterator<Item = (usize, AssetId)>,
    key: impl Fn(usize) -> NameId,
) -> BTreeMap<AssetId, BTreeSet<NameId>> {
    let mut all: BTreeMap<AssetId, BTreeSet<NameId>> = BTreeMap::new();
    let mut last = None;
    for (row, asset) in rows {
        let key = key(row);
        if key != NameId::NONE && last != Some((asset, key)) {
            last = Some((asset, key));
            all.entry(asset).or_default().insert(key);
        }
    }
    all
}

/// Lower-case key → its spellings, sorted by text.
fn spelled(facts: &Facts, keys: Option<&BTreeSet<NameId>>) -> BTreeMap<String, Vec<NameId>> {
    let mut all: BTreeMap<String, Vec<NameId>> = BTreeMap::new();
    for key in keys.into_iter().flatten() {
        all.entry(facts.names.text(*key).to_lowercase()).or_default().push(*key);
    }
    for ids in all.values_mut() {
        ids.order_by(|a, b| facts.names.text(*a).cmp(facts.names.text(*b)));
    }
    all
}
