//! When the plant works, what it makes, what it buys, and the route.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Shifts from Monday to Friday (or every day) with half an hour's break in their middle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    /// First day.
    pub first: String,
    /// 2 (06–14, 14–22) or 3 (and 22–06).
    pub shifts: u8,
    /// Whether it works on Saturdays and Sundays, too.
    pub weekends: bool,
    /// IANA zone.
    pub zone: String,
    /// Days off.
    pub holidays: Vec<String>,
}

impl Default for Calendar {
    fn default() -> Self {
        Self {
            first: "2026-03-23".to_owned(),
            shifts: 2,
            weekends: false,
            zone: "Europe/Berlin".to_owned(),
            holidays: vec!["2026-04-03".to_owned(), "2026-04-06".to_owned()],
        }
    }
}

/// A product.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Product {
    /// Its number.
    pub id: String,
    /// Factor on the cycle of a step.
    #[serde(default)]
    pub factor: BTreeMap<String, f64>,
}

/// A material that is bought in lots.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Material {
    /// Its name.
    pub name: String,
    /// Quantity of a lot.
    pub lot: f64,
    /// Unit code; empty = pieces.
    #[serde(default)]
    pub unit: String,
    /// Kilograms of one unit of quantity.
    #[serde(default = "one_kilogram")]
    pub kg: f64,
    /// Who delivers, in turn.
    #[serde(default = "suppliers")]
    pub suppliers: Vec<String>,
    /// A sample is drawn from every n-th lot; 0 = from none.
    #[serde(default)]
    pub sample_every: u32,
    /// Where it is kept in bulk.
    pub tanks: Option<Tanks>,
}

/// Vessels of one material.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tanks {
    /// How many.
    pub count: u32,
    /// What one holds.
    pub size: f64,
    /// How what is inside mixes.
    pub mixing: Mixing,
    /// Cleaned (and emptied) after so many draws; 0 = never.
    #[serde(default)]
    pub clean_every: u32,
    /// What stays inside when it is cleaned, though the records say it is empty.
    #[serde(default)]
    pub heel: f64,
}

/// How material mixes in a vessel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mixing {
    /// Every draw has the composition of the whole.
    Perfect,
    /// First in, first out.
    PlugFlow,
}

/// What a stage does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Makes units from material.
    Cut,
    /// Works on a unit, which stays the same thing.
    #[default]
    Work,
    /// Takes material and makes a new thing of the unit.
    Join,
    /// Makes one lot of several units.
    Merge,
    /// Makes several units of one.
    Split,
    /// The unit passes, is reworked, or is scrapped.
    Test,
}

/// A step of the route.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stage {
    /// Its name.
    pub step: String,
    /// What it does.
    #[serde(default)]
    pub kind: Kind,
    /// Ideal seconds of a cycle.
    pub cycle: f64,
    /// Machines side by side.
    #[serde(default = "one")]
    pub machines: u32,
    /// Units per cycle, each at a position of its own: the cavities of a tool, the shelves of an oven.
    #[serde(default = "one")]
    pub cavities: u32,
    /// For `merge` and `split`: how many.
    #[serde(default = "one")]
    pub into: u32,
    /// Letter before the serials that it gives; kinds other than `work` and `test` need it.
    #[serde(default)]
    pub makes: String,
    /// Material and quantity per unit.
    #[serde(default)]
    pub uses: Vec<(String, f64)>,
    /// Change-over time in minutes.
    #[serde(default)]
    pub setup_min: f64,
    /// Mean running hours between breakdowns; 0 = none.
    #[serde(default)]
    pub mtbf_h: f64,
    /// Mean minutes of a repair.
    #[serde(default = "repair")]
    pub repair_min: f64,
    /// Chance of a micro-stop per cycle.
    #[serde(default)]
    pub micro: f64,
    /// Planned maintenance after so many running hours; 0 = none.
    #[serde(default)]
    pub maintenance_h: f64,
    /// A channel that is measured every ten minutes and creeps before breakdowns.
    #[serde(default)]
    pub channel: String,
    /// For `test`: the step to which half of those that fail go back once; empty = all are scrapped.
    #[serde(default)]
    pub rework_to: String,
    /// Once in the plant instead of once per line: what all lines give meets here. Every stage after it is so too.
    #[serde(default)]
    pub across: bool,
}

impl Stage {
    /// Pieces that come out of one cycle.
    pub fn per_cycle(&self) -> u32 {
        match self.kind {
            Kind::Merge => 1,
            Kind::Split => self.into,
            _ => self.cavities,
        }
    }

    /// How many positions a machine of it has; 0 = it is one place.
    pub fn positions(&self) -> u32 {
        if self.cavities > 1 { self.cavities } else { 0 }
    }
}

/// How counts are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Default)]
#[serde(rename_all = "kebab-case")]
pub enum Counters {
    /// Pieces per hour and order.
    #[default]
    Delta,
    /// A counter read after every cycle, which starts again at 0 after a breakdown and after 9,999; scrap per hour.
    Rolling,
}

fn one() -> u32 {
    1
}

fn repair() -> f64 {
    25.0
}

fn suppliers() -> Vec<String> {
    ["Arden Steel", "Norbruk"].map(str::to_owned).into()
}

fn one_kilogram() -> f64 {
    1.0
}
