//! What a PART_COUNT data item counts.

use super::{Amount, is_unavailable, parse_number};

/// What a counter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// All pieces.
    Total,
    /// Good pieces.
    Good,
    /// Scrap.
    Scrap,
}

impl Figure {
    /// By the sub-type of the data item (MTConnect, PART_COUNT); `None` for what is no count of pieces made, such as a target.
    pub fn of(sub_type: &str) -> Option<Figure> {
        match sub_type {
            "" | "ALL" | "COMPLETE" => Some(Figure::Total),
            "GOOD" => Some(Figure::Good),
            "BAD" | "FAILED" => Some(Figure::Scrap),
            _ => None,
        }
    }
}

/// A count; none where the machine says nothing. `17:DAY` names what reset it.
pub fn part_count(value: &str) -> Option<Amount> {
    if is_unavailable(value) {
        return Some(Amount::NONE);
    }
    parse_number(value.split(':').next()?.trim()).map(Amount::new)
}
