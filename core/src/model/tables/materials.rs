//! Material going in and coming out, and what was inside what.

use crate::model::columns::Bits;
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, SourceId};

/// Which side of a transformation an item stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It went in.
    Input,
    /// It came out.
    Output,
}

columns! {
    /// One line per item of a transformation. Lines with the same `event` are one event; events with the same `group` (a non-empty
    /// transformationID) join: every input of the group may be in every output.
    TransformationLines / TransformationLine {
        must {
            /// The event's identity: its id, else one that is unique to its record.
            event: NameId,
            /// When.
            time: Micros,
            /// The item.
            item: ItemId,
            /// In or out.
            role: Role,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// Shared transformationID; none = the event stands alone.
            group: NameId,
            /// How much.
            quantity: Amount,
            /// Unit of `quantity`; none = individuals.
            unit: NameId,
            /// The machine.
            asset: AssetId,
            /// The work order.
            order: NameId,
            /// The product of the item.
            product: NameId,
        }
    }
}

/// What a containment record does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum ContainAction {
    /// The child goes in.
    #[default]
    Add,
    /// The child comes out; without a child, everything comes out.
    Delete,
    /// The child was seen inside.
    Observe,
}

columns! {
    /// Packing, unpacking and installing. A `Delete` without child ([`ItemId::NONE`]) empties the parent.
    Containments / ContainmentRow {
        must {
            /// The container.
            parent: ItemId,
            /// What is inside; none only with `Delete`.
            child: ItemId,
            /// When.
            time: Micros,
            /// In, out or seen.
            action: ContainAction,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// How much of a lot.
            quantity: Amount,
            /// Unit of `quantity`.
            unit: NameId,
            /// True for long-lived association (installed) rather than packing.
            association: bool,
        }
    }
}

lists! { Role, ContainAction }

bits! {
    Role: kind => kind as u64,
    ContainAction: kind => kind as u64,
}
