//! Everything that was read, before any question is asked, and the rows that do not count.

use super::columns::Table;
use super::tables::{
    Alarms, AssetFacts, Calendars, Containments, Counts, DataItems, DocumentLinks, EventIds, ItemFacts, Lifecycles,
    Measurements, Movements, Operations, ProductMentions, Products, Qualities, Retractions, Sightings, States,
    TransformationLines,
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
    pub product_mentions: ProductMentions,
    pub document_links: DocumentLinks,
    pub zones: Zones,
    /// True when a time without a zone was met, so that [`Facts::zones`] mattered.
    pub met_local_times: bool,
    /// Rows that do not count at present, because other records say the same or withdraw them.
    pub(crate) set_aside: SetAside,
}

/// Something done to every table in turn.
pub(crate) trait TableWork {
    /// Does it to one table; `aside` holds its rows that do not count.
    fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, sources: &Sources);
}

macro_rules! fact_tables {
    ($($field:ident: $table:ty,)*) => {
        /// For each table, its rows that do not count at present. Nothing is thrown away: what other files say later may make a row
        /// count again.
        #[derive(Default)]
        pub(crate) struct SetAside {
            $(pub(crate) $field: $table,)*
        }

        impl Facts {
            /// Does `work` to every table of facts. Statements about records ([`Retractions`], [`EventIds`]) are left out: they must
            /// outlive the facts that they take out.
            pub(crate) fn each_table(&mut self, work: &mut impl TableWork) {
                // Every field is named, so that a new table cannot be forgotten.
                let Facts {
                    names: _, assets: _, items: _, sources, retractions: _, event_ids: _, zones: _, met_local_times: _, set_aside,
                    $($field,)*
                } = self;
                $(work.on($field, &mut set_aside.$field, sources);)*
            }
        }
    };
}

fact_tables! {
    states: States,
    counts: Counts,
    products: Products,
    calendars: Calendars,
    asset_facts: AssetFacts,
    operations: Operations,
    sightings: Sightings,
    transformations: TransformationLines,
    containments: Containments,
    movements: Movements,
    measurements: Measurements,
    qualities: Qualities,
    alarms: Alarms,
    item_facts: ItemFacts,
    lifecycles: Lifecycles,
    data_items: DataItems,
    product_mentions: ProductMentions,
    document_links: DocumentLinks,
}
