//! A trace as an interactive picture: the part that is open, with places for its boxes.

use super::{Certainty, Direction, Edge, Instant};
use serde::{Deserialize, Serialize};

/// One box of the picture: an item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeNode {
    /// Canonical key: what `expanded` and `item` of the next question name.
    pub id: String,
    /// Short text for the box: the serial or lot of a GS1 key, anything else as it stands.
    pub label: String,
    /// Its product, where known.
    pub product: Option<String>,
    /// How sure it is that it belongs to the trace.
    pub certainty: Certainty,
    /// Fewest transformations between it and the anchor; 0 for the anchor.
    pub depth: u32,
    /// Column from the left, from 0; x follows time, so the anchor stands right when tracing back and left when tracing forward.
    pub tier: u32,
    /// Middle of the box, in rows from 0.
    pub y: f64,
    /// When it was first made or received, else first used; null when neither is known.
    pub time: Option<Instant>,
    /// How many items it leads to in this direction.
    pub children: u64,
    /// How many of them have boxes.
    pub shown: u64,
    /// True when its children are asked for.
    pub expanded: bool,
}

/// A box that says "… n more": children of an open node that have no boxes yet. Ask again with one page more for `parent`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeMore {
    /// The open node.
    pub parent: String,
    /// How many of its children have no box.
    pub count: u64,
    /// Column from the left.
    pub tier: u32,
    /// Middle of the box, in rows.
    pub y: f64,
}

/// The open part of a trace. Every item has one box however many ways lead to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TreeAnswer {
    /// Canonical key of the anchor.
    pub item: String,
    /// Which way.
    pub direction: Direction,
    /// Boxes, by tier, then from top to bottom.
    pub nodes: Vec<TreeNode>,
    /// What is left out.
    pub more: Vec<TreeMore>,
    /// Links between the boxes, input → output; a pair has one per event.
    pub edges: Vec<Edge>,
    /// Columns of the picture.
    pub tiers: u32,
    /// Rows of the picture.
    pub rows: u32,
    /// Items in the whole trace that are definite.
    pub definite: u64,
    /// Items in the whole trace that are possible.
    pub possible: u64,
    /// True when `limit` kept something that was asked for from being shown; `more` says what.
    pub limited: bool,
}
