//! Assets, calendar, products, items: what was planned and what things are.

use crate::factory::Plant;
use crate::factory::export::{Table, number};
use crate::factory::history::ItemKind;
use crate::sim::Kind;
use floorlens_core::model::format_rfc3339;

/// Site › area › line › machine › position.
pub(super) fn assets(plant: &Plant) -> Table {
    let mut table = Table::new("assets", "asset,parent,kind,name,zone");
    let zone = &plant.scenario.calendar.zone;
    table.row(&["Plant", "", "site", "The plant", zone]);
    for area in 0..plant.lines.div_ceil(10) {
        table.row(&[&format!("Area {}", area + 1), "Plant", "area", "", zone]);
    }
    for line in 0..plant.lines {
        table.row(&[&plant.line_name(line), &format!("Area {}", line / 10 + 1), "line", "", zone]);
    }
    for machine in &plant.history.machines {
        let stage = &plant.scenario.stages[machine.stage];
        table.row(&[&machine.asset, &plant.line_name(machine.line), "machine", &stage.step, zone]);
    }
    for (number, machine) in (0..).zip(&plant.history.machines) {
        for position in 1..=plant.scenario.stages[machine.stage].positions() {
            table.row(&[&plant.history.spot(number, position), &machine.asset, "position", "", zone]);
        }
    }
    table
}

pub(super) fn calendars(plant: &Plant) -> Table {
    let mut table = Table::new("calendars", "asset,start,end,kind,shift");
    for (span, kind, shift) in &plant.clock.spans {
        let kind = match kind {
            Kind::Planned => "planned",
            Kind::Break => "break",
            Kind::NotPlanned => "not_planned",
        };
        // A machine has its own calendar: the whole plant's has one row per line and span.
        for line in 0..plant.lines {
            table.row(&[&plant.line_name(line), &format_rfc3339(span.start), &format_rfc3339(span.end), kind, shift]);
        }
    }
    table
}

/// Ideal cycles per machine. What a machine gives per cycle is in `cavities`.
pub(super) fn products(plant: &Plant) -> Table {
    let mut table = Table::new("products", "product,ideal_cycle_s,asset,cavities,name");
    for machine in &plant.history.machines {
        let stage = &plant.scenario.stages[machine.stage];
        for product in &plant.scenario.products {
            let ideal = stage.cycle * product.factor.get(&stage.step).copied().unwrap_or(1.0);
            let name = format!("Product {}", product.id);
            table.row(&[&product.id, &number(ideal), &machine.asset, &stage.per_cycle().to_string(), &name]);
        }
    }
    table
}

pub(super) fn items(plant: &Plant) -> Table {
    let mut table = Table::new("items", "item,product,lot,supplier,kind");
    for item in &plant.history.items {
        let kind = match item.kind {
            ItemKind::RawLot | ItemKind::Lot => "lot",
            ItemKind::Sample => "sample",
            ItemKind::Vessel => "vessel",
            ItemKind::Serial | ItemKind::Container => continue,
        };
        let lot = if kind == "lot" { item.id.as_str() } else { "" };
        table.row(&[&item.id, &item.product, lot, &item.supplier, kind]);
    }
    table
}
