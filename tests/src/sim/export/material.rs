//! What became of the material: transformations, operations, inspection.

use super::csv::{Csv, time};
use super::{File, Source};
use crate::sim::{Rng, StageKind, Verdict};

pub(super) fn files(s: &Source<'_>) -> Vec<File> {
    vec![
        File { name: "transformations.csv", text: transformations(s) },
        File { name: "operations.csv", text: operations(s) },
        File { name: "quality.csv", text: quality(s) },
    ]
}

fn transformations(s: &Source<'_>) -> String {
    let mut csv = Csv::new("event,time,item,role,quantity,unit,product,asset,order");
    for step in &s.history.steps {
        let station = &s.plant.stations[step.station];
        let unit = &s.history.units[step.unit];
        let (at, order, product) =
            (time(s.plant.calendar.wall(step.end, true)), s.plant.order(unit.order).id, s.product(unit.order));
        let mut line = |event: &str, item: &str, role, quantity, measure, product: &str| {
            csv.row(&[event, &at, item, role, quantity, measure, product, station.asset, &order]);
        };
        match s.plant.stages[station.stage] {
            StageKind::Cut => {
                let event = format!("CUT-{:06}", step.unit + 1);
                line(&event, &s.history.raw_lots[unit.raw_lot].id, "input", "1.84", "KGM", "Steel bar 42CrMo4");
                line(&event, &s.blank(step.unit), "output", "1", "", &format!("{product}-blank"));
            }
            StageKind::Assemble => {
                let event = format!("ASM-{:06}", step.unit + 1);
                line(&event, &s.blank(step.unit), "input", "1", "", &format!("{product}-blank"));
                if let Some(lot) = unit.bushing_lot {
                    line(&event, &s.history.bushing_lots[lot].id, "input", "2", "", "Bushing 20x26");
                }
                line(&event, &s.housing(step.unit), "output", "1", "", product);
            }
            StageKind::Work | StageKind::Test => {}
        }
    }
    csv.finish()
}

fn operations(s: &Source<'_>) -> String {
    let mut csv = Csv::new("item,step,start,end,asset,order,operator,program,result");
    for step in &s.history.steps {
        let station = &s.plant.stations[step.station];
        let order = s.history.units[step.unit].order;
        let (start, end) = (s.plant.calendar.wall(step.start, false), s.plant.calendar.wall(step.end, true));
        let name = station.name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end().to_lowercase();
        // Two crews, who swap machines by the stage; the number stands for a person.
        let operator =
            format!("Op {}", 11 + station.stage % 3 + 10 * (start / (8 * 3600 * crate::sim::SECOND) % 2) as usize);
        let program = format!("P{}-{}", s.product(order), 10 * (station.stage + 1));
        let result = match step.verdict {
            None | Some(Verdict::Pass) => "pass",
            Some(Verdict::Rework) => "rework",
            Some(Verdict::Scrap) => "scrap",
        };
        let item = s.serial_at(step.unit, station.stage);
        csv.row(&[
            &item,
            &name,
            &time(start),
            &time(end),
            station.asset,
            &s.plant.order(order).id,
            &operator,
            &program,
            result,
        ]);
    }
    csv.finish()
}

fn quality(s: &Source<'_>) -> String {
    let mut csv = Csv::new("item,time,result,defect,quantity");
    let mut rng = Rng::new(s.seed, "defect");
    for step in &s.history.steps {
        let Some(verdict) = step.verdict else { continue };
        let defect = rng.pick(&["Bore out of tolerance", "Leak", "Surface"]);
        let (result, defect) = match verdict {
            Verdict::Pass => ("pass", ""),
            Verdict::Rework => ("rework", "Bore out of tolerance"),
            Verdict::Scrap => ("scrap", *defect),
        };
        let at = s.plant.calendar.wall(step.end, true);
        csv.row(&[&s.housing(step.unit), &time(at), result, defect, "1"]);
    }
    csv.finish()
}
