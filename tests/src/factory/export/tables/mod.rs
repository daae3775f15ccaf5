//! Floorlens tables.

mod logistics;
mod machines;
mod material;
mod plan;

use super::{File, Table};
use crate::factory::Plant;

/// All tables that have rows.
pub(super) fn each(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    type Make = fn(&Plant) -> Table;
    let all: [Make; 14] = [
        plan::assets,
        plan::calendars,
        plan::products,
        plan::items,
        machines::states,
        machines::counts,
        machines::alarms,
        machines::measurements,
        material::transformations,
        material::operations,
        material::quality,
        logistics::containment,
        logistics::movements,
        |plant| logistics::sightings(plant, false),
    ];
    let late = logistics::sightings(plant, true);
    for table in all.into_iter().map(|make| make(plant)).chain([late]).filter(|table| !table.rows.is_empty()) {
        hand_over(File::Table(table));
    }
}
