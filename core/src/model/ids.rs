//! Assets and items: dense ids for what lanes and genealogies are about.

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
    by_key: hashbrown::HashMap<NameId, ItemId>,
    /// Other spellings (URN, element string, raw scan …) as they stood in the data → item.
    by_alias: hashbrown::HashMap<NameId, ItemId>,
    aliases: BTreeSet<(ItemId, NameId)>,
}

impl Items {
    /// The item with this canonical key, new or known.
    pub fn intern(&mut self, key: NameId) -> ItemId {
        *self.by_key.entry(key).or_insert_with(|| {
            self.keys.push(key);
            ItemId(self.keys.len() as u32 - 1)
        })
    }

    /// Remembers that `spelling` was used for `item`.
    pub fn add_alias(&mut self, item: ItemId, spelling: NameId) {
        if self.key(item) != spelling {
            self.by_alias.insert(spelling, item);
            self.aliases.insert((item, spelling));
        }
    }

    /// The item with this canonical key or known spelling.
    pub fn find(&self, spelling: NameId) -> Option<ItemId> {
        self.by_key.get(&spelling).or_else(|| self.by_alias.get(&spelling)).copied()
    }

    /// Its canonical key.
    pub fn key(&self, id: ItemId) -> NameId {
        self.keys.get(id.0 as usize).copied().unwrap_or_default()
    }

    /// The other spellings met in the data, sorted by text.
    pub fn aliases<'a>(&self, id: ItemId, names: &'a Names) -> Vec<&'a str> {
        let of_item = (id, NameId(0))..=(id, NameId::NONE);
        let mut all: Vec<&str> = self.aliases.range(of_item).map(|(_, name)| names.text(*name)).collect();
        all.order();
        all
    }

    /// Every item with every other spelling, ordered by item.
    pub fn all_aliases(&self) -> impl Iterator<Item = (ItemId, NameId)> + '_ {
        self.aliases.iter().copied()
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
