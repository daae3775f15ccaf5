//! Assets and items: dense ids for what lanes and genealogies are about.

use super::names::grow;
use super::{NameId, Names};
use crate::order::Order;
use std::collections::{BTreeMap, BTreeSet};

/// A machine, line or any other place that does work. Dense, in load order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssetId(pub u32);

/// A serial, lot, pallet or any other thing that moves. Dense, in load order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemId(pub u32);

impl AssetId {
    /// "No asset".
    pub const NONE: AssetId = AssetId(u32::MAX);

    /// `None` for [`AssetId::NONE`].
    pub fn some(self) -> Option<AssetId> {
        (self != Self::NONE).then_some(self)
    }
}

impl Default for AssetId {
    fn default() -> Self {
        Self::NONE
    }
}

impl ItemId {
    /// "No item".
    pub const NONE: ItemId = ItemId(u32::MAX);

    /// `None` for [`ItemId::NONE`].
    pub fn some(self) -> Option<ItemId> {
        (self != Self::NONE).then_some(self)
    }
}

impl Default for ItemId {
    fn default() -> Self {
        Self::NONE
    }
}

/// The assets of a dataset, by name.
#[derive(Default)]
pub struct Assets {
    names: Vec<NameId>,
    by_name: BTreeMap<NameId, AssetId>,
    /// The same for names that were met early, as machines' names are: row after row asks for them.
    early: Vec<AssetId>,
}

/// Names in [`Assets::early`].
const EARLY: usize = 1 << 12;

impl Assets {
    /// The asset of that name, new or known.
    pub fn intern(&mut self, name: NameId) -> AssetId {
        let place = name.0 as usize;
        if let Some(known) = self.early.get(place).copied().and_then(AssetId::some) {
            return known;
        }
        let asset = *self.by_name.entry(name).or_insert_with(|| {
            self.names.push(name);
            AssetId(self.names.len() as u32 - 1)
        });
        if place < EARLY {
            self.early.resize(self.early.len().max(place + 1), AssetId::NONE);
            self.early[place] = asset;
        }
        asset
    }

    /// The asset of that name if it is known.
    pub fn find(&self, name: NameId) -> Option<AssetId> {
        self.by_name.get(&name).copied()
    }

    /// Its name.
    pub fn name(&self, id: AssetId) -> NameId {
        self.names.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// All ids ordered by name, the order every answer uses.
    pub fn sorted(&self, names: &Names) -> Vec<AssetId> {
        let mut all: Vec<AssetId> = (0..self.names.len() as u32).map(AssetId).collect();
        all.order_by(|a, b| names.text(self.name(*a)).cmp(names.text(self.name(*b))));
        all
    }
}

/// The items of a dataset, by canonical key, with every other spelling that was met.
#[derive(Default)]
pub struct Items {
    keys: Vec<NameId>,
    /// By the number of a name: the item whose key it is, else the last one that was spelled so. As long as the last such name.
    of_name: Vec<ItemId>,
    /// By item: the first other spelling (URN, element string, raw scan …) that was met. Most items have one at most.
    first_alias: Vec<NameId>,
    more_aliases: BTreeSet<(ItemId, NameId)>,
}

impl Items {
    /// The item with this canonical key, new or known.
    pub fn intern(&mut self, key: NameId) -> ItemId {
        if let Some(known) = self.find(key).filter(|item| self.key(*item) == key) {
            return known;
        }
        let item = ItemId(self.keys.len() as u32);
        grow(&mut self.keys, 1);
        self.keys.push(key);
        self.name(key, item);
        item
    }

    fn name(&mut self, name: NameId, item: ItemId) {
        let (place, length) = (name.0 as usize, self.of_name.len());
        if place >= length {
            grow(&mut self.of_name, place + 1 - length);
            self.of_name.resize(place + 1, ItemId::NONE);
        }
        self.of_name[place] = item;
    }

    /// Remembers that `spelling` was used for `item`.
    pub fn add_alias(&mut self, item: ItemId, spelling: NameId) {
        if self.key(item) == spelling {
            return;
        }
        // What is a key of its own means that item.
        if self.find(spelling).is_none_or(|known| self.key(known) != spelling) {
            self.name(spelling, item);
        }
        let (place, length) = (item.0 as usize, self.first_alias.len());
        if place >= length {
            grow(&mut self.first_alias, place + 1 - length);
            self.first_alias.resize(place + 1, NameId::NONE);
        }
        match self.first_alias[place] {
            NameId::NONE => self.first_alias[place] = spelling,
            first if first == spelling => {}
            _ => drop(self.more_aliases.insert((item, spelling))),
        }
    }

    /// The item with this canonical key or known spelling.
    pub fn find(&self, spelling: NameId) -> Option<ItemId> {
        self.of_name.get(spelling.0 as usize).copied().and_then(ItemId::some)
    }

    /// Its canonical key.
    pub fn key(&self, id: ItemId) -> NameId {
        self.keys.get(id.0 as usize).copied().unwrap_or_default()
    }

    fn spellings(&self, item: ItemId) -> impl Iterator<Item = NameId> + '_ {
        let first = self.first_alias.get(item.0 as usize).copied().and_then(NameId::some);
        let more = self.more_aliases.range((item, NameId(0))..=(item, NameId::NONE)).map(|(_, name)| *name);
        first.into_iter().chain(more)
    }

    /// The other spellings met in the data, sorted by text.
    pub fn aliases<'a>(&self, id: ItemId, names: &'a Names) -> Vec<&'a str> {
        let mut all: Vec<&str> = self.spellings(id).map(|name| names.text(name)).collect();
        all.order();
        all
    }

    /// Every item with every other spelling, ordered by item.
    pub fn all_aliases(&self) -> impl Iterator<Item = (ItemId, NameId)> + '_ {
        let items = (0..self.first_alias.len() as u32).map(ItemId);
        items.flat_map(|item| self.spellings(item).map(move |name| (item, name)))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }

    /// All ids in load order.
    pub fn ids(&self) -> impl Iterator<Item = ItemId> + use<> {
        (0..self.keys.len() as u32).map(ItemId)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_found_by_its_key_first_and_then_by_any_spelling() {
        let mut items = Items::default();
        let [a, urn, scan, b] = [3, 1, 9, 4].map(NameId);
        let first = items.intern(a);
        for spelling in [urn, scan, scan, urn, a] {
            items.add_alias(first, spelling);
        }
        let second = items.intern(b);
        assert_eq!(
            [a, urn, scan, b].map(|name| items.find(name)),
            [Some(first), Some(first), Some(first), Some(second)]
        );
        assert_eq!((items.find(NameId(0)), items.find(NameId(100)), items.find(NameId::NONE)), (None, None, None));
        // The key of one is a spelling of another: it names the one whose key it is, before and after.
        items.add_alias(second, a);
        let third = items.intern(scan);
        assert_eq!((items.find(a), items.find(scan), items.intern(a)), (Some(first), Some(third), first));
        assert_eq!(items.all_aliases().collect::<Vec<_>>(), [(first, urn), (first, scan), (second, a)]);
        assert_eq!(items.ids().map(|id| items.key(id)).collect::<Vec<_>>(), [a, b, scan]);
    }
}
