//! A scenario: a few lines of text that say what a plant is and what is planted in it. `tests/scenarios/*.toml`.
//!
//! ```text
//! route.rs    calendar, products, material, stages
//! outside.rs  packing, readers
//! planted.rs  causes, losses, changes, dirt
//! ```

mod outside;
mod planted;
mod route;

pub use outside::{Packing, Reader, Technology};
pub use planted::{Cause, Change, Dirt, DirtKind, Loss};
pub use route::{Calendar, Counters, Kind, Material, Mixing, Product, Stage, Tanks};

use serde::Deserialize;

/// All scenarios with their text, by name.
const TEXTS: &[(&str, &str)] = &[
    ("breakdowns", include_str!("../../../scenarios/breakdowns.toml")),
    ("bottleneck-shift", include_str!("../../../scenarios/bottleneck-shift.toml")),
    ("counters", include_str!("../../../scenarios/counters.toml")),
    ("process-drift", include_str!("../../../scenarios/process-drift.toml")),
    ("genealogy", include_str!("../../../scenarios/genealogy.toml")),
    ("tank-farm", include_str!("../../../scenarios/tank-farm.toml")),
    ("silo-plug-flow", include_str!("../../../scenarios/silo-plug-flow.toml")),
    ("tank-heel", include_str!("../../../scenarios/tank-heel.toml")),
    ("lines-meet", include_str!("../../../scenarios/lines-meet.toml")),
    ("pallets", include_str!("../../../scenarios/pallets.toml")),
    ("radio-reads", include_str!("../../../scenarios/radio-reads.toml")),
    ("engineering-change", include_str!("../../../scenarios/engineering-change.toml")),
    ("bad-lot", include_str!("../../../scenarios/bad-lot.toml")),
    ("tool-after-maintenance", include_str!("../../../scenarios/tool-after-maintenance.toml")),
    ("time-window", include_str!("../../../scenarios/time-window.toml")),
    ("pair", include_str!("../../../scenarios/pair.toml")),
    ("no-cause", include_str!("../../../scenarios/no-cause.toml")),
    ("lost-orders", include_str!("../../../scenarios/lost-orders.toml")),
    ("dirty-exports", include_str!("../../../scenarios/dirty-exports.toml")),
    ("clock-change", include_str!("../../../scenarios/clock-change.toml")),
    ("foreign-formats", include_str!("../../../scenarios/foreign-formats.toml")),
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
    /// Lines at least; large plants have more.
    #[serde(default = "one_line")]
    pub lines: u32,
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

    /// How many stages every line has for itself; those after them stand once in the plant.
    pub fn own_stages(&self) -> usize {
        self.stages.iter().take_while(|stage| !stage.across).count()
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
        let own = self.own_stages();
        if own == 0 || self.stages[own..].iter().any(|stage| !stage.across || stage.kind == Kind::Cut) {
            return Err("Lines meet after stages of their own, for all of the rest of the route.".to_owned());
        }
        let back = |stage: &Stage| self.stage(&stage.rework_to).is_some_and(|to| to < own);
        if own < self.stages.len() && (!self.causes.is_empty() || self.bottleneck_periods > 0) {
            return Err("Causes and bottlenecks are computed per line; here lines meet.".to_owned());
        }
        if self.stages[own..].iter().any(back) {
            return Err("Rework cannot go back to a line from where lines have met.".to_owned());
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

fn one_line() -> u32 {
    1
}

fn buffer() -> usize {
    8
}

fn base_rate() -> f64 {
    0.02
}
