//! Where items were seen, moved and worked on.

use crate::model::columns::Bits;
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, SourceId, Until};

/// What a sighting proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SightingKind {
    /// The item was read at the place and is there until contradicted (a scan, an EPCIS bizLocation).
    #[default]
    At,
    /// The item passed the place; where it stayed is not said (an EPCIS readPoint without bizLocation).
    Passed,
}

columns! {
    /// Reads: this item, at this place, at this time.
    Sightings / SightingRow {
        must {
            /// The item.
            item: ItemId,
            /// The place.
            place: NameId,
            /// When.
            time: Micros,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// What the read proves.
            kind: SightingKind,
            /// The reader or operator.
            reader: NameId,
            /// Bar code, RFID, BLE …
            technology: NameId,
            /// Signal strength.
            strength: Amount,
        }
        ascending item, time;
    }
}

/// What kind of movement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum MovementKind {
    /// From one place to another, finished at `time`.
    #[default]
    Move,
    /// Left `from` for `to`; on its way until received.
    Ship,
    /// Arrived at `to`.
    Receive,
}

columns! {
    /// Bookings that move an item.
    Movements / MovementRow {
        must {
            /// The item.
            item: ItemId,
            /// When.
            time: Micros,
            /// Where to.
            to: NameId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// What kind.
            kind: MovementKind,
            /// Where from.
            from: NameId,
            /// Delivery note, order or other document.
            document: NameId,
            /// Customer or supplier.
            party: NameId,
            /// How much.
            quantity: Amount,
            /// Unit of `quantity`.
            unit: NameId,
        }
    }
}

columns! {
    /// A step of work on an item.
    Operations / OperationRow {
        must {
            /// The item.
            item: ItemId,
            /// The step's name.
            step: NameId,
            /// When it began.
            start: Micros,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// When it ended.
            end: Until,
            /// The machine.
            asset: AssetId,
            /// The work order.
            order: NameId,
            /// The operator.
            operator: NameId,
            /// The program or recipe.
            program: NameId,
            /// The result in the source's words.
            result: NameId,
        }
    }
}

lists! { SightingKind, MovementKind }

bits! {
    SightingKind: kind => kind as u64,
    MovementKind: kind => kind as u64,
}
