//! What events say about products without naming a thing, and about documents.

use crate::model::columns::Bits;
use crate::model::{Amount, ItemId, Micros, NameId, SourceId};

/// Where a product was mentioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum MentionRole {
    /// Seen, made or destroyed.
    #[default]
    Seen,
    /// It went into a transformation.
    Input,
    /// It came out of a transformation.
    Output,
    /// It was packed into, or unpacked from, `item`.
    Child,
    /// Things were packed into it.
    Parent,
}

columns! {
    /// An event named a product without lot or serial where a thing was meant. A product is no node of a genealogy (it would merge
    /// a whole family), so this stands in no other table; a trace that meets the event reports the gap `product_only`.
    ProductMentions / ProductMention {
        must {
            /// Canonical key of the product.
            product: NameId,
            /// When.
            time: Micros,
            /// Where in the event.
            role: MentionRole,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// The event, as in [`super::TransformationLines::event`].
            event: NameId,
            /// Shared transformationID, as in [`super::TransformationLines::group`].
            group: NameId,
            /// The container, for a child.
            item: ItemId,
            /// How much.
            quantity: Amount,
            /// Unit of `quantity`; none = individuals.
            unit: NameId,
        }
    }
}

columns! {
    /// An item belongs to a document: purchase order, despatch advice, production order …
    DocumentLinks / DocumentLink {
        must {
            /// The item.
            item: ItemId,
            /// The document.
            document: NameId,
            /// When.
            time: Micros,
            /// The record that says so.
            source: SourceId,
        }
        may {
            /// What kind of document, such as `po` or `desadv`.
            kind: NameId,
            /// True when the record takes the item off the document.
            removed: bool,
        }
    }
}

lists! { MentionRole }

bits! {
    MentionRole: role => role as u64,
}
