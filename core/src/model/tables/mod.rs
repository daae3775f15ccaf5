//! One fact table per file. Every row names its source record.

mod items;
mod machines;
mod materials;
mod mentions;
mod places;
mod plan;

pub use items::{
    EventId, EventIds, ItemFactRow, ItemFacts, LifecycleRow, Lifecycles, Qualities, QualityRow, Retraction, Retractions,
};
pub use machines::{
    AlarmRow, Alarms, CountKind, CountRow, Counts, DataItemRow, DataItems, MeasurementRow, Measurements, StateRow,
    States,
};
pub use materials::{ContainAction, ContainmentRow, Containments, Role, TransformationLine, TransformationLines};
pub use mentions::{DocumentLink, DocumentLinks, MentionRole, ProductMention, ProductMentions};
pub use places::{
    MovementKind, MovementRow, Movements, OperationRow, Operations, SightingKind, SightingRow, Sightings,
};
pub use plan::{AssetFactRow, AssetFacts, CalendarKind, CalendarRow, Calendars, ProductRow, Products, Unlogged};
