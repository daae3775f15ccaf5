//! What a Floorlens table is: its columns.

use super::{machines, materials, places, plan};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Kind {
    /// A name, as it stands.
    Name,
    /// An ISO 8601 time.
    Time,
    /// A number.
    Number,
    /// A number that is not negative.
    Amount,
    /// A number above zero.
    Positive,
    /// A number, or text where the source has none.
    Value,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// One column.
#[derive(Debug, Clone, Copy)]
pub(in crate::import) struct Column {
    pub(in crate::import) name: &'static str,
    pub(in crate::import) kind: Kind,
    pub(super) doc: &'static str,
}

/// One table. [`super::to_fact`] says how a row becomes a fact, apart from this: whoever looks whether a file is a table need not be able to
/// read it.
pub(in crate::import) struct Table {
    pub(in crate::import) name: &'static str,
    /// The name of the format in the ledger.
    pub(super) format: &'static str,
    pub(super) doc: &'static str,
    /// Columns that the header must have.
    pub(super) must: &'static [Column],
    pub(super) may: &'static [Column],
    /// At least one of these must be in the header as well; empty = none need be.
    pub(super) any: &'static [&'static str],
}

impl Table {
    /// All columns, in the order in which the functions that read a row find them: `must`, then `may`.
    pub(in crate::import) fn columns(&self) -> impl Iterator<Item = &'static Column> + use<> {
        self.must.iter().chain(self.may)
    }
}

/// Shorthand for the tables' own files.
pub(super) const fn column(name: &'static str, kind: Kind, doc: &'static str) -> Column {
    // Documentation is made natively; the page, which always holds the tables to recognise them, shows none of it.
    Column { name, kind, doc: if cfg!(target_arch = "wasm32") { "" } else { doc } }
}

/// All tables.
pub(in crate::import) const TABLES: [&Table; 14] = [
    &machines::STATES,
    &machines::COUNTS,
    &plan::PRODUCTS,
    &plan::CALENDARS,
    &plan::ASSETS,
    &places::OPERATIONS,
    &places::SIGHTINGS,
    &materials::TRANSFORMATIONS,
    &materials::CONTAINMENT,
    &places::MOVEMENTS,
    &machines::MEASUREMENTS,
    &materials::QUALITY,
    &machines::ALARMS,
    &materials::ITEMS,
];

/// The table of that name.
pub(in crate::import) fn find_table(name: &str) -> Option<&'static Table> {
    TABLES.into_iter().find(|table| table.name == name)
}

/// A table for documentation and mapping panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDoc {
    /// Its name.
    pub name: &'static str,
    /// What one row says.
    pub doc: &'static str,
    /// Its columns, required ones first.
    pub columns: Vec<ColumnDoc>,
}

/// A column for documentation and mapping panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnDoc {
    /// Its name in the header.
    pub name: &'static str,
    /// True when the header must have it.
    pub required: bool,
    /// `name`, `time`, `number`, `amount` (not negative), `positive`, `value` (number or text), `word`.
    pub kind: &'static str,
    /// The words allowed; empty when anything is.
    pub words: &'static [&'static str],
    /// What it means.
    pub doc: &'static str,
}

/// All Floorlens tables, as the importer knows them; what columns mean is empty in a program of wasm.
pub fn all_tables() -> Vec<TableDoc> {
    let column = |required| {
        move |c: &Column| {
            let (kind, words): (_, &[&str]) = match c.kind {
                Kind::Name => ("name", &[]),
                Kind::Time => ("time", &[]),
                Kind::Number => ("number", &[]),
                Kind::Amount => ("amount", &[]),
                Kind::Positive => ("positive", &[]),
                Kind::Value => ("value", &[]),
                Kind::Word(words) => ("word", words),
            };
            ColumnDoc { name: c.name, required, kind, words, doc: c.doc }
        }
    };
    let table = |t: &&Table| TableDoc {
        name: t.name,
        doc: t.doc,
        columns: t.must.iter().map(column(true)).chain(t.may.iter().map(column(false))).collect(),
    };
    TABLES.iter().map(table).collect()
}
