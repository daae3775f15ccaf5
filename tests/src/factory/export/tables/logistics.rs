//! What arrived, was packed, was read and left.

use crate::factory::Plant;
use crate::factory::export::{Table, number, time};
use floorlens_core::model::format_rfc3339;

pub(super) fn containment(plant: &Plant) -> Table {
    let mut table = Table::new("containment", "parent,child,time,action");
    let id = |item: u32| plant.history.items[item as usize].id.as_str();
    for packed in &plant.history.packed {
        let action = if packed.add { "add" } else { "delete" };
        table.row(&[id(packed.parent), packed.child.map_or("", id), &time(plant, packed.at, true), action]);
    }
    table
}

pub(super) fn movements(plant: &Plant) -> Table {
    let mut table = Table::new("movements", "item,time,to,from,kind,document,party,quantity,unit");
    for m in &plant.history.movements {
        let item = &plant.history.items[m.item as usize];
        let quantity = m.quantity.map_or(String::new(), number);
        let unit = if m.quantity.is_some() { &*item.unit } else { "" };
        let at = time(plant, m.at, true);
        table.row(&[&item.id, &at, &m.to, &m.from, m.kind, &m.document, &m.party, &quantity, unit]);
    }
    table
}

/// Reads in the order in which they were logged per reader; those of late files apart.
pub(super) fn sightings(plant: &Plant, late: bool) -> Table {
    let name = if late { "sightings-late" } else { "sightings" };
    let mut table = Table::new(name, "item,place,time,reader,technology,strength");
    let extent = plant.clock.extent();
    for read in &plant.history.reads {
        let reader = &plant.scenario.readers[read.reader];
        let from = extent.end - (extent.length() as f64 * reader.late) as i64;
        let Some(logged) = read.logged.filter(|_| (read.passed >= from && reader.late > 0.0) == late) else { continue };
        let strength = read.strength.map_or(String::new(), |s| s.to_string());
        let id = &plant.history.items[read.item as usize].id;
        let (number, technology) = (format!("reader-{}", read.reader + 1), reader.technology.name());
        table.row(&[id, &reader.place, &format_rfc3339(logged), &number, technology, &strength]);
    }
    table
}
