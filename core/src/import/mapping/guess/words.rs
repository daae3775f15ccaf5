//! Roles and shapes in words.

use crate::model::{QualityScale, Role, Shape};

/// A role in a sentence.
pub(in crate::import::mapping) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Time => "time",
        Role::LotIn => "lot that went in",
        Role::LotOut => "lot that came out",
        Role::Item => "item (serial, lot or container)",
        Role::Order => "work order",
        Role::Asset => "machine",
        Role::Movement => "kind of movement",
        Role::Validity => "quality of the value",
        Role::Site => "plant",
        Role::Lower => "lower limit",
        Role::Upper => "upper limit",
        Role::Strength => "signal strength",
        Role::Parent => "container",
        Role::Child => "content",
        Role::From => "place it comes from",
        Role::To => "place it goes to",
        Role::Good => "count of good pieces",
        Role::Scrap => "count of scrap",
        Role::Rework => "count of rework",
        Role::Total => "count of all pieces",
        Role::Code => "alarm code",
        Role::Text => "description",
        other => other.name(),
    }
}

/// A shape in a sentence.
pub(in crate::import::mapping) fn shape_words(shape: Shape) -> &'static str {
    match shape {
        Shape::EventLog => "change of state of a machine",
        Shape::IntervalLog => "state of a machine with its start and end",
        Shape::CounterLog => "count of pieces",
        Shape::WideHistorian => "reading of several channels",
        Shape::LongHistorian => "reading of one channel",
        Shape::JobList => "step of work on an order or item",
        Shape::ReadLog => "reading of an item at a place",
        Shape::GenealogyPairs => "pair of a lot that went in and one that came out",
        Shape::StockMoves => "movement of stock",
        Shape::Inspections => "check of an item",
        Shape::AlarmLog => "alarm of a machine",
        Shape::Packing => "item packed into a container",
    }
}

/// What is good on a scale of quality codes.
pub(in crate::import::mapping) fn scale_words(scale: QualityScale) -> &'static str {
    match scale {
        QualityScale::OpcDa => "OPC DA: 192 and above is good",
        QualityScale::OpcUa => "OPC UA: 0 is good",
        QualityScale::Aveva => "AVEVA Historian: 0 and 133 are good",
        QualityScale::Percent => "100 is good",
        QualityScale::OneGood => "1 is good",
        QualityScale::ZeroGood => "0 is good",
    }
}

pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
