//! The history as the files a plant would have: Floorlens tables, and EPCIS for what leaves the plant.
//!
//! ```text
//! csv.rs        a CSV writer
//! machines.rs   states, counts, alarms, process values
//! material.rs   transformations, operations, inspection
//! logistics.rs  pallets, reads, shipments
//! plan.rs       assets, products, calendar, items
//! ```

mod csv;
mod logistics;
mod machines;
mod material;
mod plan;

use super::{History, Plant};

/// A file of an export.
pub struct File {
    /// Name, without folder.
    pub name: &'static str,
    /// Content.
    pub text: String,
}

/// What every part of the export reads.
pub(crate) struct Source<'a> {
    pub(crate) plant: &'a Plant,
    pub(crate) history: &'a History,
    pub(crate) seed: u64,
}

impl Source<'_> {
    /// The serial of a blank, as cut.
    pub(crate) fn blank(&self, unit: usize) -> String {
        format!("S-{:06}", unit + 1)
    }

    /// The serial of a housing, as assembled.
    pub(crate) fn housing(&self, unit: usize) -> String {
        format!("H-{:06}", unit + 1)
    }

    /// What a unit is called at a stage: a blank before it is assembled, a housing from then on.
    pub(crate) fn serial_at(&self, unit: usize, stage: usize) -> String {
        let assembled = self.plant.stages.iter().position(|k| *k == super::StageKind::Assemble);
        if assembled.is_some_and(|a| stage < a) { self.blank(unit) } else { self.housing(unit) }
    }

    /// The product of an order.
    pub(crate) fn product(&self, order: u32) -> &'static str {
        self.plant.products[self.plant.order(order).product].id
    }
}

/// All files of an export.
pub fn files(plant: &Plant, history: &History, seed: u64) -> Vec<File> {
    let source = Source { plant, history, seed };
    let mut files = plan::files(&source);
    files.extend(machines::files(&source));
    files.extend(material::files(&source));
    files.extend(logistics::files(&source));
    files.sort_by_key(|f| f.name);
    files
}
