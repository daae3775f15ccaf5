//! How a table that is none of ours is to be read: plain data that travels inside a recipe.
//!
//! ```text
//! words.rs   roles of columns, shapes of tables, spellings of times: closed lists of words
//! ```

mod words;

pub use words::{Counting, Decimal, QualityScale, Role, Shape, TimeForm};

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The constant that stands for the file's own name without folder and ending.
pub const FILE_STEM: &str = "{file}";

/// How a table is read: what one row is, and what each column means. It belongs to every file whose header names the same columns in the
/// same order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// What one row is.
    pub shape: Shape,
    /// All columns of the file, in its order.
    pub columns: Vec<MappedColumn>,
    /// What holds for every row: role → text. [`FILE_STEM`] is the file's name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub constants: BTreeMap<Role, String>,
    /// IANA zone of times without one; absent = the asset's zone, else the recipe's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The decimal mark, of columns that do not say another one.
    #[serde(default)]
    pub decimal: Decimal,
    /// How figures of a counter log count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counting: Option<Counting>,
}

/// One column of the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MappedColumn {
    /// Its name in the header; `column 3` where the header has none.
    pub name: String,
    /// What it means.
    pub role: Role,
    /// How its times are written, where it holds times.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeForm>,
    /// Unit of its numbers: of a measured value, or of a duration (`ms`, `s`, `min`, `h`, `d`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The decimal mark of its numbers, where that is another one than the file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimal: Option<Decimal>,
    /// The scale of its codes, where it says whether the source vouches for a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<QualityScale>,
}

impl Mapping {
    /// The first column with this role.
    pub fn column(&self, role: Role) -> Option<usize> {
        self.columns.iter().position(|column| column.role == role)
    }

    /// True when a column or a constant has this role.
    pub fn has(&self, role: Role) -> bool {
        self.column(role).is_some() || self.constants.get(&role).is_some_and(|text| !text.trim().is_empty())
    }

    /// True for a header with the same columns.
    pub fn fits(&self, header: &[String]) -> bool {
        self.columns.len() == header.len()
            && self.columns.iter().zip(header).all(|(column, name)| header_key(&column.name) == header_key(name))
    }

    /// The header as one text: equal for files that a mapping may be shared by.
    pub fn signature(&self) -> String {
        self.columns.iter().map(|column| header_key(&column.name)).collect::<Vec<_>>().join("|")
    }
}

/// A header's name without what spelling varies: case and blanks around it.
fn header_key(name: &str) -> String {
    name.trim().to_lowercase()
}
