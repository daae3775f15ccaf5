//! What machines logged: states, counts, alarms, process values.

use crate::factory::Plant;
use crate::factory::export::{Table, lanes, time};
use crate::factory::history::Verdict;
use crate::factory::machine::alarm_code;
use crate::factory::scenario::Counters;
use crate::sim::SECOND;
use floorlens_core::model::{Micros, format_rfc3339};
use std::collections::BTreeMap;

pub(super) fn states(plant: &Plant) -> Table {
    let mut table = Table::new("states", "asset,start,end,state,reason,product,order");
    for (machine, changes) in plant.history.machines.iter().zip(lanes::changes(plant)) {
        for interval in lanes::walled(plant, &changes) {
            let order = interval.order.map(|order| &plant.history.orders[order as usize]);
            let (id, product) =
                order.map_or(("", ""), |o| (o.id.as_str(), plant.scenario.products[o.product].id.as_str()));
            let (start, end) = (format_rfc3339(interval.span.start), format_rfc3339(interval.span.end));
            table.row(&[&machine.asset, &start, &end, interval.state, interval.reason, product, id]);
        }
    }
    table
}

/// Counts per hour, machine and order, dated at the last piece of the hour; or the counter after every cycle, and per hour what failed.
pub(super) fn counts(plant: &Plant) -> Table {
    let history = &plant.history;
    let rolling = plant.scenario.counters == Counters::Rolling;
    let mut table = if rolling {
        Table::new("counts", "asset,time,total,scrap,rework,kind,product,order")
    } else {
        Table::new("counts", "asset,time,total,good,scrap,rework,product,order")
    };
    let product = |order: u32| plant.scenario.products[history.orders[order as usize].product].id.as_str();
    let order = |order: u32| history.orders[order as usize].id.as_str();
    let asset = |machine: u32| history.machines[machine as usize].asset.as_str();
    for read in &history.counters {
        let (at, value) = (time(plant, read.at, true), read.value.to_string());
        table.row(&[asset(read.machine), &at, &value, "", "", "counter", product(read.order), order(read.order)]);
    }
    let mut sums: BTreeMap<(u32, Micros, u32), (Micros, [u32; 4])> = BTreeMap::new();
    for step in &history.steps {
        let at = plant.clock.wall(step.end, true);
        let sum = sums.entry((step.machine, at.div_euclid(3600 * SECOND), step.order)).or_default();
        sum.0 = sum.0.max(at);
        sum.1[0] += 1;
        match step.verdict {
            None | Some(Verdict::Pass) => sum.1[1] += 1,
            Some(Verdict::Scrap) => sum.1[2] += 1,
            Some(Verdict::Rework) => sum.1[3] += 1,
        }
    }
    for ((machine, _, of), (at, figures)) in sums {
        let [total, good, scrap, rework] = figures.map(|n| n.to_string());
        let at = format_rfc3339(at);
        if rolling {
            table.row(&[asset(machine), &at, "", &scrap, &rework, "delta", product(of), order(of)]);
        } else {
            table.row(&[asset(machine), &at, &total, &good, &scrap, &rework, product(of), order(of)]);
        }
    }
    table
}

pub(super) fn alarms(plant: &Plant) -> Table {
    let mut table = Table::new("alarms", "asset,start,end,code,severity,text");
    for (machine, changes) in plant.history.machines.iter().zip(lanes::changes(plant)) {
        for interval in lanes::worked(plant, &changes).into_iter().filter(|i| i.state == "DOWN") {
            let (start, end) = (time(plant, interval.span.start, false), time(plant, interval.span.end, true));
            table.row(&[&machine.asset, &start, &end, alarm_code(interval.reason), "fault", interval.reason]);
        }
    }
    table
}

pub(super) fn measurements(plant: &Plant) -> Table {
    let mut table = Table::new("measurements", "time,channel,value,asset,unit,upper");
    for m in &plant.history.measurements {
        let machine = &plant.history.machines[m.machine as usize];
        let channel = &plant.scenario.stages[machine.stage].channel;
        let value = format!("{}.{:03}", m.value / 1000, m.value % 1000);
        table.row(&[&time(plant, m.at, false), channel, &value, &machine.asset, "CEL", "70"]);
    }
    table
}
