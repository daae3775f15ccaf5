//! What was planned: products with ideal cycles, calendars, the asset hierarchy.

use crate::model::columns::Bits;
use crate::model::{Amount, AssetId, Micros, NameId, SourceId};

columns! {
    /// A product, on all assets or on one.
    Products / ProductRow {
        must {
            /// The product.
            product: NameId,
            /// Ideal cycle time in seconds, a machine limit.
            ideal_cycle_s: Amount,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// Only on this asset.
            asset: AssetId,
            /// Pieces per cycle; none = 1.
            cavities: Amount,
            /// Name for people.
            name: NameId,
        }
    }
}

/// What a calendar row says of its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CalendarKind {
    /// The asset was to work.
    Planned,
    /// A break inside planned time.
    Break,
    /// Planned maintenance or other planned down time.
    PlannedDown,
    /// No shift.
    NotPlanned,
}

columns! {
    /// Planned and unplanned time of an asset.
    Calendars / CalendarRow {
        must {
            /// The asset.
            asset: AssetId,
            /// From.
            start: Micros,
            /// To.
            end: Micros,
            /// What kind of time.
            kind: CalendarKind,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// The shift's name.
            shift: NameId,
        }
    }
}

/// What time without any record means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Unlogged {
    /// Nothing is known: `NO_DATA`.
    #[default]
    NoData,
    /// The log lists only stops, so the rest was running.
    Running,
}

columns! {
    /// What a person says about an asset.
    AssetFacts / AssetFactRow {
        must {
            /// The asset.
            asset: AssetId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// What it is part of.
            parent: AssetId,
            /// Site, area, line, machine …
            kind: NameId,
            /// Name for people.
            name: NameId,
            /// IANA zone.
            zone: NameId,
            /// What unlogged time means.
            unlogged: Unlogged,
        }
    }
}

lists! { CalendarKind, Unlogged }

bits! {
    CalendarKind: kind => kind as u64,
    Unlogged: kind => kind as u64,
}
