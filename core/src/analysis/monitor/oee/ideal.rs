//! PRI: the ideal time per piece, a machine limit of a product.
//!
//! A row of the products table for this asset wins over one for all assets, and both over the recipe, which only fills gaps. The ideal
//! cycle is divided by the pieces per cycle (cavities).

use crate::index::Dataset;
use crate::model::tables::ProductRow;
use crate::model::{AssetId, Facts, NameId, SourceId};
use crate::order::{Gather, Order};
use crate::recipe::Recipe;
use std::collections::{BTreeMap, BTreeSet};

/// The ideal time per piece of a product on an asset.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis::monitor) struct Ideal {
    /// Seconds per piece.
    pub(in crate::analysis::monitor) seconds: f64,
    /// The record that says so; none when the recipe does.
    pub(in crate::analysis::monitor) source: Option<SourceId>,
}

/// Why there is no ideal time per piece.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::analysis::monitor) enum NoIdeal {
    /// Nothing says how fast this product (none: whatever is made) can be made.
    Cycle(Option<String>),
    /// The rows name no product, and several with different ideal cycles could be meant.
    Product(Vec<String>),
}

impl NoIdeal {
    /// What is needed, as a sentence.
    pub(in crate::analysis::monitor) fn need(&self, asset: &str) -> String {
        match self {
            NoIdeal::Cycle(Some(product)) => format!(
                "The ideal cycle time of {product} on {asset}: load a products table with `ideal_cycle_s`, or type it on the Data screen \
                 (`ideal_cycles` in a recipe)."
            ),
            NoIdeal::Cycle(None) => format!(
                "The ideal cycle time of {asset}: load a products table with `ideal_cycle_s`, or type it on the Data screen \
                 (`ideal_cycles` in a recipe)."
            ),
            NoIdeal::Product(which) => format!(
                "The product of the counts of {asset}: they name none, and it could be {}. Fill the column `product` of the counts table.",
                which.join(" or ")
            ),
        }
    }
}

/// All ideal cycles that are known.
pub(in crate::analysis::monitor) struct Ideals<'a> {
    facts: &'a Facts,
    recipe: &'a Recipe,
    rows: BTreeMap<(NameId, AssetId), ProductRow>,
    /// Rows that contradict each other, as sentences.
    pub(in crate::analysis::monitor) conflicts: BTreeSet<String>,
}

impl<'a> Ideals<'a> {
    /// Reads products and recipe.
    pub(in crate::analysis::monitor) fn new(data: &'a Dataset, recipe: &'a Recipe) -> Self {
        let facts = &data.facts;
        let mut sorted: Vec<ProductRow> = facts.products.rows().collect();
        sorted.order_by(|a, b| facts.sources.order_key(a.source).cmp(&facts.sources.order_key(b.source)));
        let mut rows: BTreeMap<(NameId, AssetId), ProductRow> = BTreeMap::new();
        let mut conflicts = BTreeSet::new();
        for row in sorted {
            let first = rows.entry((row.product, row.asset)).or_insert(row);
            if first.ideal_cycle_s.get().is_none() {
                first.ideal_cycle_s = row.ideal_cycle_s;
                first.source = row.source;
            }
            if first.cavities.get().is_none() {
                first.cavities = row.cavities;
            }
            if let (Some(a), Some(b)) = (first.ideal_cycle_s.get(), row.ideal_cycle_s.get())
                && a != b
            {
                let product = facts.names.text(row.product);
                conflicts.insert(format!(
                    "The products tables give {product} two ideal cycles, {a} s and {b} s; {a} s is used. Remove the wrong row."
                ));
            }
        }
        Self { facts, recipe, rows, conflicts }
    }

    /// PRI of pieces counted on `asset` as `product` (none: the row names no product).
    pub(in crate::analysis::monitor) fn per_piece(&self, asset: AssetId, product: NameId) -> Result<Ideal, NoIdeal> {
        if let Some(product) = product.some() {
            let name = self.facts.names.text(product);
            return self.of(asset, product, name).ok_or_else(|| NoIdeal::Cycle(Some(name.to_owned())));
        }
        let candidates = self.candidates(asset);
        let found: Vec<Option<Ideal>> = candidates.iter().map(|(id, name)| self.of(asset, *id, name)).collect();
        match found.as_slice() {
            [] => self.of(asset, NameId::NONE, "").ok_or(NoIdeal::Cycle(None)),
            // Several products are as good as one while all take the same time.
            [Some(first), rest @ ..] if rest.iter().all(|i| i.as_ref().is_some_and(|i| i.seconds == first.seconds)) => {
                Ok(first.clone())
            }
            [None] => Err(NoIdeal::Cycle(candidates.first().map(|(_, name)| name.clone()))),
            _ => Err(NoIdeal::Product(candidates.iter().map(|(_, name)| name.clone()).collect())),
        }
    }

    /// The products that rows without a product may mean, by name: those of the asset, else those of all assets, else the recipe's.
    fn candidates(&self, asset: AssetId) -> Vec<(NameId, String)> {
        let bound_to = |wanted: AssetId| -> Vec<(NameId, String)> {
            let of = self.rows.keys().filter(|(_, a)| *a == wanted);
            of.map(|(p, _)| (*p, self.facts.names.text(*p).to_owned())).collect()
        };
        let mut found = bound_to(asset);
        if found.is_empty() {
            found = bound_to(AssetId::NONE);
        }
        if found.is_empty() && self.recipe_cycle(asset, "").is_none() {
            let name = self.asset_name(asset);
            let lines = self.recipe.ideal_cycles.iter().filter(|c| c.asset.as_deref().is_none_or(|a| a == name));
            let products: BTreeSet<&String> = lines.filter_map(|c| c.product.as_ref()).gather_set();
            found = products.into_iter().map(|p| (NameId::NONE, p.clone())).collect();
        }
        found.order_by(|a, b| a.1.cmp(&b.1));
        found
    }

    fn of(&self, asset: AssetId, product: NameId, name: &str) -> Option<Ideal> {
        let rows = [asset, AssetId::NONE].map(|a| self.rows.get(&(product, a)));
        let cavities = rows.iter().flatten().find_map(|r| r.cavities.get()).filter(|c| *c > 0.0).unwrap_or(1.0);
        let recorded = rows.iter().flatten().find_map(|r| Some((r.ideal_cycle_s.get()?, Some(r.source))));
        let (cycle, source) = recorded
            .filter(|(s, _)| *s > 0.0)
            .or_else(|| self.recipe_cycle(asset, name).map(|seconds| (seconds, None)))?;
        Some(Ideal { seconds: cycle / cavities, source })
    }

    /// What the recipe says, the narrowest line first: product and asset, product, asset, everything.
    fn recipe_cycle(&self, asset: AssetId, product: &str) -> Option<f64> {
        let asset = self.asset_name(asset);
        let lines = &self.recipe.ideal_cycles;
        let line = |p: Option<&str>, a: Option<&str>| {
            lines.iter().find(|c| c.product.as_deref() == p && c.asset.as_deref() == a).map(|c| c.seconds)
        };
        line(Some(product), Some(asset))
            .or_else(|| line(Some(product), None))
            .or_else(|| line(None, Some(asset)))
            .or_else(|| line(None, None))
            .filter(|s| s.is_finite() && *s > 0.0)
    }

    fn asset_name(&self, asset: AssetId) -> &'a str {
        self.facts.names.text(self.facts.assets.name(asset))
    }
}
