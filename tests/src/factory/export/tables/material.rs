//! What became of the material: transformations, operations, inspection.

use crate::factory::Plant;
use crate::factory::export::{Table, number, time};
use crate::factory::history::Verdict;
use crate::sim::{Rng, SECOND};

pub(super) fn transformations(plant: &Plant) -> Table {
    let mut table = Table::new("transformations", "event,time,item,role,quantity,unit,product,asset,order");
    let history = &plant.history;
    for event in &history.transformations {
        let at = time(plant, event.at, true);
        let asset = event.machine.map_or("", |m| history.machines[m as usize].asset.as_str());
        let order = event.order.map_or("", |o| history.orders[o as usize].id.as_str());
        for (role, side) in [("input", &event.inputs), ("output", &event.outputs)] {
            for (item, quantity) in side {
                let item = &history.items[*item as usize];
                table.row(&[
                    &event.event,
                    &at,
                    &item.id,
                    role,
                    &number(*quantity),
                    &item.unit,
                    &item.product,
                    asset,
                    order,
                ]);
            }
        }
    }
    table
}

pub(super) fn operations(plant: &Plant) -> Table {
    let mut table = Table::new("operations", "item,step,start,end,asset,order,operator,program,result");
    let history = &plant.history;
    for step in &history.steps {
        let machine = &history.machines[step.machine as usize];
        let order = &history.orders[step.order as usize];
        let start = plant.clock.wall(step.start, false);
        // Two crews take turns; the number stands for a person.
        let crew = start.div_euclid(8 * 3600 * SECOND).rem_euclid(2) as usize;
        let operator = format!("Op {}", 100 * (machine.line as usize + 1) + 11 + machine.stage % 3 + 10 * crew);
        let nth = order.id.parse::<u32>().unwrap_or(0) % 10_000;
        let revision = plant.scenario.changes.iter().filter(|c| nth >= c.from_order).count();
        let program = format!(
            "P{}-{}{}",
            plant.scenario.products[order.product].id,
            10 * (machine.stage + 1),
            ["", "B", "C", "D"][revision.min(3)]
        );
        let result = match step.verdict {
            None | Some(Verdict::Pass) => "pass",
            Some(Verdict::Rework) => "rework",
            Some(Verdict::Scrap) => "scrap",
        };
        let end = time(plant, step.end, true);
        let id = &history.items[step.item as usize].id;
        let start = floorlens_core::model::format_rfc3339(start);
        let name = &plant.scenario.stages[machine.stage].step;
        let spot = history.spot(step.machine, step.position);
        table.row(&[id, name, &start, &end, &spot, &order.id, &operator, &program, result]);
    }
    table
}

pub(super) fn quality(plant: &Plant) -> Table {
    let mut table = Table::new("quality", "item,time,result,defect,quantity");
    let mut luck = Rng::new(plant.seed, "defect");
    for step in &plant.history.steps {
        let Some(verdict) = step.verdict else { continue };
        let defect = luck.pick(&["Bore out of tolerance", "Leak", "Surface"]);
        let (result, defect) = match verdict {
            Verdict::Pass => ("pass", ""),
            Verdict::Rework => ("rework", *defect),
            Verdict::Scrap => ("scrap", *defect),
        };
        let id = &plant.history.items[step.item as usize].id;
        table.row(&[id, &time(plant, step.end, true), result, defect, "1"]);
    }
    table
}
