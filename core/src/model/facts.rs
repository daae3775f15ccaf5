//! Everything that was read, before any question is asked.

use super::tables::{
    Alarms, AssetFacts, Calendars, Containments, Counts, DataItems, EventIds, ItemFacts, Lifecycles, Measurements,
    Movements, Operations, Products, Qualities, Retractions, Sightings, States, TransformationLines,
};
use super::{Assets, Items, Names, Sources, Zones};

/// All registries and tables of a dataset, in load order. Importers append; indexes read.
#[derive(Default)]
#[allow(missing_docs, reason = "each field is documented at its type")]
pub struct Facts {
    pub names: Names,
    pub assets: Assets,
    pub items: Items,
    pub sources: Sources,
    pub states: States,
    pub counts: Counts,
    pub products: Products,
    pub calendars: Calendars,
    pub asset_facts: AssetFacts,
    pub operations: Operations,
    pub sightings: Sightings,
    pub transformations: TransformationLines,
    pub containments: Containments,
    pub movements: Movements,
    pub measurements: Measurements,
    pub qualities: Qualities,
    pub alarms: Alarms,
    pub item_facts: ItemFacts,
    pub lifecycles: Lifecycles,
    pub retractions: Retractions,
    pub event_ids: EventIds,
    pub data_items: DataItems,
    pub zones: Zones,
    /// True when a time without a zone was met, so that [`Facts::zones`] mattered.
    pub met_local_times: bool,
}
