//! Tables as a manufacturing execution system exports them: German headers, semicolons, decimal commas, local times without a zone.

use super::{File, Table, lanes, number};
use crate::factory::Plant;
use crate::factory::history::Verdict;
use floorlens_core::model::Micros;

const LOCAL: &str = "%d.%m.%Y %H:%M:%S";

/// Maschinenzustände, Rückmeldungen, Chargenverbrauch.
pub(super) fn each(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    for table in [states(plant), confirmations(plant), consumption(plant)] {
        hand_over(File::Table(table));
    }
}

fn local(plant: &Plant, worked: Micros, ending: bool) -> String {
    plant.clock.local(plant.clock.wall(worked, ending), LOCAL)
}

fn states(plant: &Plant) -> Table {
    let mut table = Table::new("Maschinenzustaende", "Maschine;Beginn;Ende;Zustand;Stoergrund;Auftrag");
    for (machine, changes) in plant.history.machines.iter().zip(lanes::changes(plant)) {
        for interval in lanes::walled(plant, &changes) {
            let state = match interval.state {
                "RUN" => "Produktion",
                "SETUP" => "Rüsten",
                "MICRO STOP" => "Kurzstillstand",
                "DOWN" => "Störung",
                "MAINTENANCE" => "Wartung",
                "STARVED" => "Materialmangel",
                "BLOCKED" => "Rückstau",
                "BREAK" => "Pause",
                _ => "Keine Schicht",
            };
            let order = interval.order.map_or("", |o| plant.history.orders[o as usize].id.as_str());
            let (start, end) =
                (plant.clock.local(interval.span.start, LOCAL), plant.clock.local(interval.span.end, LOCAL));
            table.row(&[&machine.asset, &start, &end, state, interval.reason, order]);
        }
    }
    table
}

fn confirmations(plant: &Plant) -> Table {
    let mut table =
        Table::new("Rueckmeldungen", "Auftrag;Arbeitsgang;Maschine;Seriennummer;Beginn;Ende;Gutmenge;Ausschuss");
    let history = &plant.history;
    for step in &history.steps {
        let machine = &history.machines[step.machine as usize];
        let bad = matches!(step.verdict, Some(Verdict::Scrap));
        let id = &history.items[step.item as usize].id;
        table.row(&[
            &history.orders[step.order as usize].id,
            &plant.scenario.stages[machine.stage].step,
            &machine.asset,
            id,
            &local(plant, step.start, false),
            &local(plant, step.end, true),
            if bad { "0,000" } else { "1,000" },
            if bad { "1,000" } else { "0,000" },
        ]);
    }
    table
}

fn consumption(plant: &Plant) -> Table {
    let mut table = Table::new("Chargenverbrauch", "Charge;Verbraucht in;Menge;Einheit;Zeitpunkt;Maschine");
    let history = &plant.history;
    for event in &history.transformations {
        let asset = event.machine.map_or("", |m| history.machines[m as usize].asset.as_str());
        for (input, quantity) in &event.inputs {
            for (output, _) in &event.outputs {
                let (from, to) = (&history.items[*input as usize], &history.items[*output as usize]);
                let share = number(quantity / event.outputs.len() as f64).replace('.', ",");
                let unit = if from.unit.is_empty() { "ST" } else { &from.unit };
                table.row(&[&from.id, &to.id, &share, unit, &local(plant, event.at, true), asset]);
            }
        }
    }
    table
}
