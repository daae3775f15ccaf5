//! The answers, from the simulator's own state: `truth/*.csv`. Times are UTC.

use super::Plant;
use super::ancestry::Ancestry;
use super::dirt::Soil;
use super::export::{Table, lanes};
use super::history::{Verdict, total};
use floorlens_core::model::{Micros, format_rfc3339, seconds};
use std::collections::BTreeMap;

/// Inputs of the key figures of one machine.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Kpi {
    /// Working time per state, in microseconds.
    pub states: BTreeMap<&'static str, Micros>,
    /// Pieces.
    pub pieces: u32,
    /// Good ones.
    pub good: u32,
    /// Scrap.
    pub scrap: u32,
    /// Sent back.
    pub rework: u32,
    /// Ideal seconds of all pieces.
    pub ideal_s: f64,
    /// Ideal seconds of the good ones.
    pub good_ideal_s: f64,
}

/// Inputs of the key figures per machine. States are added up straight from the changes, in working time.
pub fn kpis(plant: &Plant) -> Vec<Kpi> {
    let end = plant.clock.working();
    let mut all = vec![Kpi::default(); plant.history.machines.len()];
    for (kpi, changes) in all.iter_mut().zip(lanes::changes(plant)) {
        for (n, change) in changes.iter().enumerate() {
            let until = changes.get(n + 1).map_or(end, |next| next.at).min(end);
            *kpi.states.entry(change.state).or_default() += (until - change.at).max(0);
        }
    }
    for step in &plant.history.steps {
        let stage = &plant.scenario.stages[plant.history.machines[step.machine as usize].stage];
        let product = &plant.scenario.products[plant.history.orders[step.order as usize].product];
        let ideal =
            stage.cycle * product.factor.get(&stage.step).copied().unwrap_or(1.0) / f64::from(stage.per_cycle());
        let kpi = &mut all[step.machine as usize];
        kpi.pieces += 1;
        kpi.ideal_s += ideal;
        match step.verdict {
            None | Some(Verdict::Pass) => {
                kpi.good += 1;
                kpi.good_ideal_s += ideal;
            }
            Some(Verdict::Scrap) => kpi.scrap += 1,
            Some(Verdict::Rework) => kpi.rework += 1,
        }
    }
    all
}

/// Hands over every table of the truth, one after the other.
pub fn each(plant: &Plant, dirt: &[Soil], hand_over: &mut dyn FnMut(Table)) {
    let make = [states, kpi, ancestry, mass, positions, containment, reads, bottleneck, planted];
    for table in make.into_iter().map(|make| make(plant)).chain([dirt_table(dirt)]) {
        hand_over(table);
    }
}

fn table(name: &str, header: &str) -> Table {
    Table { name: format!("truth/{name}"), separator: ',', header: header.to_owned(), rows: Vec::new() }
}

fn states(plant: &Plant) -> Table {
    let mut out = table("states", "machine,start,end,state,reason,order");
    for (machine, changes) in plant.history.machines.iter().zip(lanes::changes(plant)) {
        for i in lanes::walled(plant, &changes) {
            let order = i.order.map_or("", |o| plant.history.orders[o as usize].id.as_str());
            let (start, end) = (format_rfc3339(i.span.start), format_rfc3339(i.span.end));
            out.rows.push(format!("{},{start},{end},{},{},{order}", machine.asset, i.state, i.reason));
        }
    }
    out
}

fn kpi(plant: &Plant) -> Table {
    let mut out = table(
        "kpi",
        "machine,planned_s,run_s,setup_s,micro_stop_s,down_s,maintenance_s,starved_s,blocked_s,pieces,good,scrap,rework,ideal_s,good_ideal_s",
    );
    for (machine, kpi) in plant.history.machines.iter().zip(kpis(plant)) {
        let of = |state: &str| seconds(kpi.states.get(state).copied().unwrap_or(0));
        let times = ["RUN", "SETUP", "MICRO STOP", "DOWN", "MAINTENANCE", "STARVED", "BLOCKED"].map(of);
        let times: Vec<String> = times.iter().map(f64::to_string).collect();
        out.rows.push(format!(
            "{},{},{},{},{},{},{},{:.6},{:.6}",
            machine.asset,
            seconds(plant.clock.working()),
            times.join(","),
            kpi.pieces,
            kpi.good,
            kpi.scrap,
            kpi.rework,
            kpi.ideal_s,
            kpi.good_ideal_s
        ));
    }
    out
}

fn ancestry(plant: &Plant) -> Table {
    let mut out = table("ancestry", "item,ancestor");
    let ancestry = Ancestry::new(&plant.history);
    for (n, item) in plant.history.items.iter().enumerate() {
        for ancestor in ancestry.ancestors(n as u32) {
            out.rows.push(format!("{},{}", item.id, plant.history.items[*ancestor as usize].id));
        }
    }
    out
}

/// Share of every raw lot in every thing, by what was truly inside; `hidden` is what no record knows.
fn mass(plant: &Plant) -> Table {
    let mut out = table("mass", "item,source,kg,share,hidden");
    for item in &plant.history.items {
        let all = total(&item.mass) + total(&item.hidden);
        for (masses, hidden) in [(&item.mass, 0), (&item.hidden, 1)] {
            for (root, kg) in masses.iter().filter(|(_, kg)| *kg > 0.0) {
                let source = &plant.history.items[*root as usize].id;
                out.rows.push(format!("{},{source},{kg:.9},{:.9},{hidden}", item.id, kg / all));
            }
        }
    }
    out
}

fn positions(plant: &Plant) -> Table {
    let mut out = table("positions", "item,place,from,to");
    for p in &plant.history.positions {
        let (item, place) = (&plant.history.items[p.item as usize].id, &plant.history.places[p.place as usize]);
        let to = p.to.map_or(String::new(), |to| format_rfc3339(plant.clock.wall(to, true)));
        out.rows.push(format!("{item},{place},{},{to}", format_rfc3339(plant.clock.wall(p.from, false))));
    }
    out
}

/// From when to when things were in containers; what is in a container is where the container is.
fn containment(plant: &Plant) -> Table {
    let mut out = table("containment", "container,item,from,to");
    let id = |item: u32| plant.history.items[item as usize].id.as_str();
    let at = |worked| format_rfc3339(plant.clock.wall(worked, true));
    let mut inside: BTreeMap<u32, Vec<(u32, Micros)>> = BTreeMap::new();
    for packed in &plant.history.packed {
        match packed.child {
            Some(child) if packed.add => inside.entry(packed.parent).or_default().push((child, packed.at)),
            Some(child) => {
                let others = inside.entry(packed.parent).or_default();
                let Some(n) = others.iter().position(|(other, _)| *other == child) else { continue };
                let (_, from) = others.remove(n);
                out.rows.push(format!("{},{},{},{}", id(packed.parent), id(child), at(from), at(packed.at)));
            }
            None => {
                for (child, from) in inside.remove(&packed.parent).unwrap_or_default() {
                    out.rows.push(format!("{},{},{},{}", id(packed.parent), id(child), at(from), at(packed.at)));
                }
            }
        }
    }
    for (parent, children) in inside {
        for (child, from) in children {
            out.rows.push(format!("{},{},{},", id(parent), id(child), at(from)));
        }
    }
    out
}

/// Every chance to read something, taken or missed.
fn reads(plant: &Plant) -> Table {
    let mut out = table("reads", "item,place,reader,passed,logged,ghost");
    for read in &plant.history.reads {
        let logged = read.logged.map_or(String::new(), format_rfc3339);
        let (item, place) = (&plant.history.items[read.item as usize].id, &plant.scenario.readers[read.reader].place);
        let (passed, ghost) = (format_rfc3339(read.passed), u8::from(read.ghost));
        out.rows.push(format!("{item},{place},reader-{},{passed},{logged},{ghost}", read.reader + 1));
    }
    out
}

/// Per line and period, what each machine's 1 % would have brought; the bottleneck is the one that brings most. Ties are all marked; where no
/// machine brings anything, the market or luck limits.
fn bottleneck(plant: &Plant) -> Table {
    let mut out = table("bottleneck", "line,from,to,machine,units,units_if_1pct_faster,bottleneck");
    let gain = |s: &super::history::Sensitivity| i64::from(s.faster) - i64::from(s.units);
    for s in &plant.history.sensitivities {
        let machine = &plant.history.machines[s.machine as usize];
        let same = |o: &&super::history::Sensitivity| {
            o.from == s.from && plant.history.machines[o.machine as usize].line == machine.line
        };
        let best = plant.history.sensitivities.iter().filter(same).map(gain).max().unwrap_or(0);
        let is = u8::from(best > 0 && gain(s) == best);
        let (from, to) =
            (format_rfc3339(plant.clock.wall(s.from, false)), format_rfc3339(plant.clock.wall(s.to, true)));
        let line = plant.line_name(machine.line);
        out.rows.push(format!("{line},{from},{to},{},{},{},{is}", machine.asset, s.units, s.faster));
    }
    out
}

fn planted(plant: &Plant) -> Table {
    let mut out = table("planted", "kind,what,from,to,note");
    for p in &plant.history.planted {
        let at = |worked: Option<Micros>| worked.map_or(String::new(), |w| format_rfc3339(plant.clock.wall(w, true)));
        out.rows.push(format!("{},{},{},{},\"{}\"", p.kind, p.what, at(p.from), at(p.to), p.note.replace('"', "\"\"")));
    }
    out
}

fn dirt_table(dirt: &[Soil]) -> Table {
    let mut out = table("dirt", "file,kind,row,note");
    for soil in dirt {
        out.rows.push(format!("{},{:?},{},{}", soil.file, soil.kind, soil.row, soil.note));
    }
    out
}
