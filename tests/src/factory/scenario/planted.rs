//! What is planted: causes, losses, changes, dirt.

use serde::Deserialize;

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

fn some_rows() -> f64 {
    0.02
}
