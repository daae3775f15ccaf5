//! What was put right while reading: which kinds there are, and what was done to a record.

use super::NameId;

/// A kind of repair; each can be switched off in a recipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RepairKind {
    /// Something of an asset that cannot be was left out: a zone that is none, a parent that is itself.
    AssetDetail,
    /// A part of a row that cannot be was left out; the rest of the row counts.
    RowPart,
    /// Two spellings of a key were taken as one.
    KeySpelling,
    /// A time without a zone was read by the offset that its event gives elsewhere.
    TimeZone,
}

impl RepairKind {
    /// All of them.
    pub const ALL: [RepairKind; 4] =
        [RepairKind::AssetDetail, RepairKind::RowPart, RepairKind::KeySpelling, RepairKind::TimeZone];

    /// The name in recipes and answers.
    pub fn name(self) -> &'static str {
        match self {
            RepairKind::AssetDetail => "asset_detail",
            RepairKind::RowPart => "row_part",
            RepairKind::KeySpelling => "key_spelling",
            RepairKind::TimeZone => "time_zone",
        }
    }

    /// What is done, for people.
    pub fn title(self) -> &'static str {
        match self {
            RepairKind::AssetDetail => "What cannot be said of a machine is left out",
            RepairKind::RowPart => "A part of a row that cannot be is left out",
            RepairKind::KeySpelling => "Two spellings of a key are taken as one",
            RepairKind::TimeZone => "A time without a zone is read by the offset given beside it",
        }
    }
}

/// What was done to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Repair {
    /// Which kind.
    pub kind: RepairKind,
    /// What happened, as a sentence.
    pub reason: NameId,
    /// What stands in the file; [`NameId::NONE`] where it is no single value.
    pub from: NameId,
    /// What it was read as; [`NameId::NONE`] where it was left out.
    pub to: NameId,
}
