//! How a table that is none of ours was read, or what must be answered before it can be.

use crate::model::{Mapping, QualityScale, Role, Shape, TimeForm};
use serde::{Deserialize, Serialize};

/// How one file is mapped, as its report says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FileMapping {
    /// True while open questions keep the file from being read.
    pub waiting: bool,
    /// True when the mapping was guessed; false when it comes from the recipe.
    pub guessed: bool,
    /// The mapping, to be put into a recipe's `mappings`.
    pub mapping: Mapping,
    /// What is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<MappingQuestion>,
}

/// What a person should say about a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MappingQuestion {
    /// What is asked for.
    pub kind: MappingQuestionKind,
    /// The column it is about; absent = the whole table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The roles of which one is missing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<Role>,
    /// The question, as a sentence.
    pub text: String,
    /// True when the file is not read before it is answered.
    pub blocking: bool,
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say it")]
pub enum MappingQuestionKind {
    Shape,
    Role,
    DateOrder,
    Zone,
    Decimal,
    Unit,
    Direction,
    Asset,
    State,
    Quality,
}

/// How a file is, or would be, read. → `Question::Mapping`
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MappingAnswer {
    /// File name.
    pub file: String,
    /// The mapping and what is open.
    #[serde(flatten)]
    pub how: FileMapping,
    /// What was found in each column, in the mapping's order.
    pub columns: Vec<ColumnGuess>,
    /// The roles that the mapping's shape has a place for.
    pub roles: Vec<Role>,
    /// Shapes that would fit too, the best first, with what they lack.
    pub shapes: Vec<ShapeGuess>,
    /// What the first rows become, per table.
    pub preview: Vec<PreviewTable>,
    /// How many rows the preview is made of.
    pub preview_rows: u32,
    /// What is wrong with some of them, and what is to be known, in sentences.
    pub remarks: Vec<String>,
}

/// What was found in one column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ColumnGuess {
    /// Its name.
    pub name: String,
    /// The first few different values.
    pub samples: Vec<String>,
    /// The role that was guessed, whatever the mapping says now.
    pub role: Role,
    /// How its times are written, if it holds times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeForm>,
    /// The scale of its codes, if it holds such codes and they tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<QualityScale>,
    /// How sure the guess is, 0…1.
    pub confidence: f64,
    /// Why.
    pub reason: String,
}

/// How well a shape fits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShapeGuess {
    /// The shape.
    pub shape: Shape,
    /// Higher is better; comparable within one file only.
    pub score: f64,
    /// Roles it lacks; one of each group is needed.
    pub missing: Vec<Vec<Role>>,
}

/// Facts of one table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewTable {
    /// The Floorlens table.
    pub table: String,
    /// Its columns that any row fills.
    pub columns: Vec<String>,
    /// The first rows.
    pub rows: Vec<Vec<String>>,
}
