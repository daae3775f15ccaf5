//! A scenario: a few lines of text that say what a plant is and what is planted in it. `tests/scenarios/*.toml`.

use serde::Deserialize;
use std::collections::BTreeMap;

/// All scenarios with their text, by name.
const TEXTS: &[(&str, &str)] = &[
    ("breakdowns", include_str!("../../scenarios/breakdowns.toml")),
    ("bottleneck-shift", include_str!("../../scenarios/bottleneck-shift.toml")),
    ("counters", include_str!("../../scenarios/counters.toml")),
    ("process-drift", include_str!("../../scenarios/process-drift.toml")),
    ("genealogy", include_str!("../../scenarios/genealogy.toml")),
    ("tank-farm", include_str!("../../scenarios/tank-farm.toml")),
    ("silo-plug-flow", include_str!("../../scenarios/silo-plug-flow.toml")),
    ("tank-heel", include_str!("../../scenarios/tank-heel.toml")),
    ("pallets", include_str!("../../scenarios/pallets.toml")),
    ("radio-reads", include_str!("../../scenarios/radio-reads.toml")),
    ("engineering-change", include_str!("../../scenarios/engineering-change.toml")),
    ("bad-lot", include_str!("../../scenarios/bad-lot.toml")),
    ("tool-after-maintenance", include_str!("../../scenarios/tool-after-maintenance.toml")),
    ("time-window", include_str!("../../scenarios/time-window.toml")),
    ("pair", include_str!("../../scenarios/pair.toml")),
    ("no-cause", include_str!("../../scenarios/no-cause.toml")),
    ("lost-orders", include_str!("../../scenarios/lost-orders.toml")),
    ("dirty-exports", include_str!("../../scenarios/dirty-exports.toml")),
    ("clock-change", include_str!("../../scenarios/clock-change.toml")),
    ("foreign-formats", include_str!("../../scenarios/foreign-formats.toml")),
];

/// A plant and what is planted in it. Times without a unit in their name are seconds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What one learns from it, in a few sentences.
    pub teaches: String,
    /// In which styles it is written; Floorlens tables when empty.
    #[serde(default)]
    pub exports: Vec<Style>,
    /// When the plant works.
    #[serde(default)]
    pub calendar: Calendar,
    /// What is made; orders take turns.
    pub products: Vec<Product>,
    /// Units per order, in turn.
    #[serde(default = "order_quantities")]
    pub orders: Vec<u32>,
    /// What is bought.
    #[serde(default)]
    pub materials: Vec<Material>,
    /// The route, in order.
    pub stages: Vec<Stage>,
    /// Units that wait before a stage at most.
    #[serde(default = "buffer")]
    pub buffer: usize,
    /// How counts are written.
    #[serde(default)]
    pub counters: Counters,
    /// How good units leave.
    pub packing: Option<Packing>,
    /// Who reads identifiers, and how badly.
    #[serde(default)]
    pub readers: Vec<Reader>,
    /// Why units fail.
    #[serde(default)]
    pub causes: Vec<Cause>,
    /// Chance to fail the test without any cause.
    #[serde(default = "base_rate")]
    pub fails: f64,
    /// How much the chance to fail varies from raw lot to raw lot without a cause (0 = not).
    #[serde(default)]
    pub lot_effect: f64,
    /// What goes astray.
    #[serde(default)]
    pub losses: Vec<Loss>,
    /// Engineering changes.
    #[serde(default)]
    pub changes: Vec<Change>,
    /// Periods for which the true bottleneck is computed; 0 = not. Each needs every machine's line simulated once more.
    #[serde(default)]
    pub bottleneck_periods: u32,
    /// What is wrong with the files.
    #[serde(default)]
    pub dirt: Vec<Dirt>,
}

/// How a plant's data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Style {
    /// Floorlens tables.
    Tables,
    /// One MTConnect adapter log per machine.
    Shdr,
    /// One MTConnect Streams document per machine.
    Streams,
    /// EPCIS 2.0 JSON.
    EpcisJson,
    /// EPCIS 2.0 XML.
    EpcisXml,
    /// What readers log.
    ReaderLogs,
    /// Tables of a manufacturing execution system: foreign headers, decimal commas, local times.
    Mes,
}

/// Shifts from Monday to Friday with half an hour's break in their middle.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Calendar {
    /// First day.
    pub first: String,
    /// 2 (06–14, 14–22) or 3 (and 22–06).
    pub shifts: u8,
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
    #[serde(default = "certain")]
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
    /// Units per cycle.
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

/// How good units leave.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Packing {
    /// Units in a box; 0 = no boxes.
    #[serde(default)]
    pub per_box: usize,
    /// Boxes (or units) on a pallet.
    pub per_pallet: usize,
    /// Pallets that exist and come back; 0 = a new one each time.
    #[serde(default)]
    pub pallets: usize,
    /// Working hours between lorries.
    #[serde(default = "lorry")]
    pub lorry_h: f64,
    /// Who buys, in turn.
    #[serde(default = "customers")]
    pub customers: Vec<String>,
    /// Chance that a unit comes back.
    #[serde(default)]
    pub returns: f64,
}

/// A reader at a place.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reader {
    /// `Packing`, `Warehouse`, `Dock`, a customer, or a step of the route.
    pub place: String,
    /// Bar code, RFID or BLE.
    pub technology: Technology,
    /// Chance that what passes is read.
    #[serde(default = "certain")]
    pub rate: f64,
    /// Chance, per passage, that something that is elsewhere is read too.
    #[serde(default)]
    pub ghosts: f64,
    /// Chance that a read is logged twice.
    #[serde(default)]
    pub duplicates: f64,
    /// Seconds by which its clock is ahead.
    #[serde(default)]
    pub ahead: f64,
    /// Parts per million by which its clock runs fast.
    #[serde(default)]
    pub drift_ppm: f64,
    /// Share of the time at the end whose reads come in a file of their own, later.
    #[serde(default)]
    pub late: f64,
}

/// How a reader reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Technology {
    /// Bar code or QR: one deliberate scan.
    BarCode,
    /// A gate: several reads with a signal strength.
    Rfid,
    /// A beacon: a read every five minutes while it is there.
    Ble,
}

/// Why units fail more often; `adds` is added to the chance.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum Cause {
    /// The n-th lot of a material (counted per line from 0), by its share of the mass.
    Lot {
        /// Material.
        material: String,
        /// Which lot.
        nth: usize,
        /// At a share of 1.
        adds: f64,
    },
    /// Units of a machine between its n-th maintenance and the next.
    AfterMaintenance {
        /// Step; its first machine.
        step: String,
        /// Which maintenance, from 1.
        nth: u32,
        /// Added chance.
        adds: f64,
    },
    /// Units that pass a step during a part of the time.
    Window {
        /// Step.
        step: String,
        /// Shares of the simulated working time.
        from: f64,
        /// Shares of the simulated working time.
        to: f64,
        /// Added chance.
        adds: f64,
    },
    /// Material of a supplier on a machine; neither alone.
    Pair {
        /// Material.
        material: String,
        /// Supplier.
        supplier: String,
        /// Step; its first machine.
        step: String,
        /// Added chance.
        adds: f64,
    },
    /// A measured channel drifts up over a part of the time; the chance rises with it.
    Drift {
        /// Step; its first machine.
        step: String,
        /// Shares of the simulated working time.
        from: f64,
        /// Shares of the simulated working time.
        to: f64,
        /// At the end of the drift.
        adds: f64,
    },
    /// Heel of a vessel: by its hidden share of the mass.
    Heel {
        /// Material.
        material: String,
        /// At a share of 1.
        adds: f64,
    },
}

/// What goes astray.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
pub enum Loss {
    /// Every n-th unit vanishes before a step.
    VanishUnit {
        /// Step.
        step: String,
        /// Which.
        every: u32,
    },
    /// Every n-th unit leaves a step out.
    SkipStep {
        /// Step.
        step: String,
        /// Which.
        every: u32,
    },
    /// An order (by number in sequence, from 0) stops before a step and is never touched again.
    StallOrder {
        /// Step.
        step: String,
        /// Which.
        order: u32,
    },
    /// The n-th pallet vanishes from the warehouse.
    VanishPallet {
        /// Which, from 0.
        nth: usize,
    },
}

/// From an order on, a step takes another material.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// Its number.
    pub id: String,
    /// First order (by number in sequence, from 0).
    pub from_order: u32,
    /// What is no longer taken.
    pub old: String,
    /// What is taken instead.
    pub new: String,
}

/// What is wrong with a file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Dirt {
    /// The file without its ending, such as `states`.
    pub file: String,
    /// What.
    pub kind: DirtKind,
    /// Share of its rows, where that applies.
    #[serde(default = "some_rows")]
    pub share: f64,
}

/// Kinds of dirt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DirtKind {
    /// Rows stand in another order.
    OutOfOrder,
    /// Rows stand once more in a second file.
    Duplicated,
    /// The file ends in the middle of its last row.
    CutOff,
    /// The rows come as two exports, and those of the middle stand in both.
    Overlapping,
    /// Rows are not there.
    Missing,
    /// Quantities in kilograms are written in grams, and still called kilograms.
    WrongUnit,
    /// Times are written as the clock on the wall, without a zone: in the autumn an hour occurs twice.
    DstFold,
    /// The second half has another name for a column.
    KeyRenamed,
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
}

impl Technology {
    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Technology::BarCode => "bar code",
            Technology::Rfid => "RFID",
            Technology::Ble => "BLE",
        }
    }
}

impl Scenario {
    /// Names with what they teach, in order.
    pub fn list() -> Vec<(&'static str, String)> {
        TEXTS
            .iter()
            .map(|(name, text)| (*name, toml::from_str::<Self>(text).map_or_else(|e| e.to_string(), |s| s.teaches)))
            .collect()
    }

    /// A scenario by name.
    pub fn named(name: &str) -> Result<Self, String> {
        let text = TEXTS.iter().find(|(known, _)| *known == name);
        let (_, text) = text.ok_or_else(|| format!("There is no scenario `{name}`; `--list` shows them."))?;
        Self::parse(text)
    }

    /// A scenario from its text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let scenario: Self = toml::from_str(text).map_err(|error| format!("The scenario is not valid: {error}"))?;
        scenario.check()?;
        Ok(scenario)
    }

    /// The stage of this step.
    pub fn stage(&self, step: &str) -> Option<usize> {
        self.stages.iter().position(|stage| stage.step == step)
    }

    /// The material of this name.
    pub fn material(&self, name: &str) -> Option<usize> {
        self.materials.iter().position(|material| material.name == name)
    }

    fn check(&self) -> Result<(), String> {
        let step = |name: &String| self.stage(name).map(drop).ok_or(format!("There is no step `{name}`."));
        let known = |name: &String| self.material(name).map(drop).ok_or(format!("There is no material `{name}`."));
        if self.stages.first().map(|s| s.kind) != Some(Kind::Cut) || self.products.is_empty() {
            return Err("A route begins with a stage of kind `cut`, and there is a product.".to_owned());
        }
        for stage in &self.stages {
            stage.uses.iter().try_for_each(|(name, _)| known(name))?;
            if !stage.rework_to.is_empty() {
                step(&stage.rework_to)?;
            }
            if stage.makes.is_empty() != matches!(stage.kind, Kind::Work | Kind::Test) {
                return Err(format!("`{}`: a stage that makes a new thing, and no other, has `makes`.", stage.step));
            }
        }
        for cause in &self.causes {
            match cause {
                Cause::Lot { material, .. } | Cause::Heel { material, .. } => known(material)?,
                Cause::AfterMaintenance { step: s, .. }
                | Cause::Window { step: s, .. }
                | Cause::Drift { step: s, .. } => step(s)?,
                Cause::Pair { material, step: s, .. } => known(material).and(step(s))?,
            }
        }
        for loss in &self.losses {
            match loss {
                Loss::VanishUnit { step: s, .. }
                | Loss::SkipStep { step: s, .. }
                | Loss::StallOrder { step: s, .. } => step(s)?,
                Loss::VanishPallet { .. } => {}
            }
        }
        self.changes.iter().try_for_each(|change| known(&change.old).and(known(&change.new)))
    }
}

fn order_quantities() -> Vec<u32> {
    vec![160, 120, 200, 90]
}

fn buffer() -> usize {
    8
}

fn base_rate() -> f64 {
    0.02
}

fn one() -> u32 {
    1
}

fn repair() -> f64 {
    25.0
}

fn lorry() -> f64 {
    6.0
}

fn certain() -> f64 {
    1.0
}

fn some_rows() -> f64 {
    0.02
}

fn suppliers() -> Vec<String> {
    ["Arden Steel", "Norbruk"].map(str::to_owned).into()
}

fn customers() -> Vec<String> {
    ["Norwell Pumps", "Hale and Sons"].map(str::to_owned).into()
}
