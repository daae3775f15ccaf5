//! One row of a Floorlens table, and what fills it.

use crate::import::mapping::values::Values;
use crate::import::tables::{Table, ToFact, find_table, to_fact};
use crate::model::Role;

/// One row of a Floorlens table.
pub(in crate::import::mapping) struct Fact {
    pub(in crate::import::mapping) table: &'static Table,
    pub(in crate::import::mapping) to_fact: ToFact,
    /// Its cells in the order of the table's columns, and where each ends.
    pub(in crate::import::mapping) text: String,
    pub(in crate::import::mapping) ends: Vec<usize>,
    /// The role that each filled column came from.
    pub(in crate::import::mapping) roles: Vec<(&'static str, Role)>,
}

impl Fact {
    /// The cells in the order of the table's columns.
    pub(in crate::import::mapping) fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.text.get(from..*to).unwrap_or_default())
    }
}

/// What a cell of a Floorlens table is filled with.
pub(super) enum Fill<'a> {
    Role(Role),
    Text(&'a str),
}

pub(super) type Put<'p> = &'p mut dyn FnMut(&str, &[(&'static str, Fill<'_>)]);

pub(super) fn fact(table: &str, cells: &[(&'static str, Fill<'_>)], values: &Values) -> Option<Fact> {
    let table = find_table(table)?;
    let (mut text, mut ends, mut roles) = (String::new(), Vec::new(), Vec::new());
    for column in table.columns() {
        match cells.iter().find(|(name, _)| *name == column.name) {
            Some((name, Fill::Role(role))) => {
                text.push_str(values.get(*role));
                roles.push((*name, *role));
            }
            Some((_, Fill::Text(own))) => text.push_str(own),
            None => {}
        }
        ends.push(text.len());
    }
    Some(Fact { table, to_fact: to_fact(table.name)?, text, ends, roles })
}
