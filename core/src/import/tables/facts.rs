//! How a row of each table becomes a fact; in two halves, so that who reads what machines did need not have what reads items.

use super::cells::{Fault, Row};
use super::{machines, materials, places, plan};
use crate::import::Sink;
use crate::model::SourceId;

/// Appends the fact of a row, whose cells come in the order of the table's columns. Must look at every cell before it writes a name, so that a
/// rejected row leaves nothing behind.
pub(in crate::import) type ToFact = fn(&Row<'_>, &mut Sink<'_>, SourceId) -> Result<(), Fault>;

/// That of a table that names no items.
pub(super) fn of_machines(table: &str) -> Option<ToFact> {
    Some(match table {
        "states" => machines::states,
        "counts" => machines::counts,
        "alarms" => machines::alarms,
        "products" => plan::products,
        "calendars" => plan::calendars,
        "assets" => plan::assets,
        _ => return None,
    })
}

/// That of a table that names items.
pub(super) fn of_items(table: &str) -> Option<ToFact> {
    Some(match table {
        "measurements" => machines::measurements,
        "operations" => places::operations,
        "sightings" => places::sightings,
        "movements" => places::movements,
        "transformations" => materials::transformations,
        "containment" => materials::containment,
        "quality" => materials::quality,
        "items" => materials::items,
        _ => return None,
    })
}

/// That of any table.
pub(in crate::import) fn to_fact(table: &str) -> Option<ToFact> {
    of_machines(table).or_else(|| of_items(table))
}

/// Whether the table is of the second half.
pub(super) fn names_items(table: &str) -> bool {
    // By name, because whoever asks has neither half.
    !matches!(table, "states" | "counts" | "alarms" | "products" | "calendars" | "assets")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::tables::table::TABLES;

    #[test]
    fn every_table_is_read_by_the_half_that_it_is_told_to_be_in() {
        for table in TABLES {
            let halves = (of_machines(table.name).is_some(), of_items(table.name).is_some());
            assert_eq!(halves, (!names_items(table.name), names_items(table.name)), "{}", table.name);
        }
    }
}
