//! What is known of items themselves: product, birth and death, inspection; and statements that were withdrawn.

use crate::model::{Amount, ItemId, Micros, NameId, SourceId};

columns! {
    /// What a person or a master-data record says about an item.
    ItemFacts / ItemFactRow {
        must {
            /// The item.
            item: ItemId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// The product.
            product: NameId,
            /// The lot it belongs to.
            lot: NameId,
            /// The supplier.
            supplier: NameId,
            /// Serial, lot, pallet, order …
            kind: NameId,
        }
    }
}

columns! {
    /// Birth (commissioned, received from outside) and death (decommissioned, destroyed) of an item.
    Lifecycles / LifecycleRow {
        must {
            /// The item.
            item: ItemId,
            /// When.
            time: Micros,
            /// True = birth, false = death.
            birth: bool,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// How much.
            quantity: Amount,
            /// Unit of `quantity`.
            unit: NameId,
        }
    }
}

columns! {
    /// Inspection results.
    Qualities / QualityRow {
        must {
            /// The item.
            item: ItemId,
            /// When.
            time: Micros,
            /// `pass`, `fail`, `hold`, `scrap` or `rework`.
            result: NameId,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// What was wrong.
            defect: NameId,
            /// How many.
            quantity: Amount,
        }
        adds |row| row.quantity.get().is_some();
    }
}

columns! {
    /// An error declaration: the event named here is withdrawn. Matched to `events` when indexes are built.
    Retractions / Retraction {
        must {
            /// The event's identity as in [`super::TransformationLines::event`] (event id, else content hash).
            event: NameId,
            /// When the withdrawal was declared.
            time: Micros,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// Why.
            reason: NameId,
        }
    }
}

columns! {
    /// The identity of each event record that can be withdrawn or duplicated: its id (else content hash) and its record.
    EventIds / EventId {
        must {
            /// The event's identity.
            event: NameId,
            /// Its record.
            source: SourceId,
        }
        may {
            /// Its content hash.
            hash: NameId,
        }
    }
}
