//! The simulator keeps its own books: what it says happened must be possible, and the same arguments give the same bytes.

use floorlens_core::model::Micros;
use floorlens_tests::factory::ancestry::Ancestry;
use floorlens_tests::factory::history::{ItemKind, Verdict};
use floorlens_tests::factory::scenario::{Scenario, Style};
use floorlens_tests::factory::{Plant, files};
use std::collections::{BTreeMap, BTreeSet};

fn plant(name: &str, seed: u64) -> Plant {
    Plant::new(Scenario::named(name).expect(name), seed, 10_000).expect(name)
}

fn all() -> impl Iterator<Item = (&'static str, Plant)> {
    Scenario::list().into_iter().map(|(name, _)| (name, plant(name, 11)))
}

/// FNV-1a over names and contents of everything that is written, the truth too.
fn fingerprint(plant: &Plant) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |name: String, text: String| {
        for byte in name.bytes().chain(text.bytes()) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    };
    let ledger = files::each(plant, &mut add);
    files::truth(plant, &ledger, &mut add);
    hash
}

/// The numbers are pinned so that another machine, another build profile or another compiler shows itself.
#[test]
fn the_same_arguments_give_the_same_bytes() {
    let pinned = [
        ("genealogy", GENEALOGY),
        ("tank-heel", TANK_HEEL),
        ("radio-reads", RADIO_READS),
        ("dirty-exports", DIRTY_EXPORTS),
        ("foreign-formats", FOREIGN_FORMATS),
        ("lines-meet", LINES_MEET),
        ("clock-change", CLOCK_CHANGE),
        ("process-drift", PROCESS_DRIFT),
    ];
    let mut changed = Vec::new();
    for (name, expected) in pinned {
        let (once, again, other) = (plant(name, 7), plant(name, 7), plant(name, 8));
        assert_eq!(once.history, again.history, "{name}");
        let found = format!("{:016x}", fingerprint(&once));
        if found != expected {
            changed.push(format!("{name}: {found}, pinned {expected}"));
        }
        assert_ne!(fingerprint(&once), fingerprint(&other), "{name}: another seed is another plant");
    }
    assert!(changed.is_empty(), "what they write has changed; if that was meant, pin it anew: {changed:#?}");
}

#[test]
fn no_machine_works_on_two_things_at_once_and_no_thing_is_worked_on_twice_at_once() {
    for (name, plant) in all() {
        let mut machines: BTreeMap<u32, (Micros, Micros)> = BTreeMap::new();
        let mut items: BTreeMap<u32, Micros> = BTreeMap::new();
        for step in &plant.history.steps {
            assert!(step.start < step.end, "{name} {step:?}");
            let last = machines.insert(step.machine, (step.start, step.end)).unwrap_or((0, 0));
            // Things of one cycle come out together.
            assert!(last == (step.start, step.end) || last.1 <= step.start, "{name} {step:?} after {last:?}");
            let before = items.insert(step.item, step.end).unwrap_or(0);
            assert!(before <= step.start, "{name} {step:?} before {before}");
        }
    }
}

#[test]
fn mass_is_neither_made_nor_lost() {
    for (name, plant) in all() {
        let history = &plant.history;
        let kg = |item: u32| -> f64 {
            let item = &history.items[item as usize];
            item.mass.iter().chain(&item.hidden).map(|(_, kg)| kg).sum()
        };
        let mut used: BTreeMap<u32, f64> = BTreeMap::new();
        for event in &history.transformations {
            // A vessel's own mass is not kept: what it got and gave is in its lots and draws.
            if event.machine.is_none() {
                continue;
            }
            let unit = |item: u32| matches!(history.items[item as usize].kind, ItemKind::Serial | ItemKind::Lot);
            let out: f64 = event.outputs.iter().map(|(item, _)| kg(*item)).sum();
            let carried: f64 = event.inputs.iter().filter(|(item, _)| unit(*item)).map(|(item, _)| kg(*item)).sum();
            let factor = |item: u32| {
                let product = &history.items[item as usize].product;
                plant.scenario.materials.iter().find(|m| m.name == **product).map_or(1.0, |m| m.kg)
            };
            let taken: f64 =
                event.inputs.iter().filter(|(item, _)| !unit(*item)).map(|(item, q)| q * factor(*item)).sum();
            assert!(
                (out - carried - taken).abs() < 1e-6 * out.max(1.0),
                "{name} {}: {out} of {carried} and {taken}",
                event.event
            );
            for (item, quantity) in event.inputs.iter().filter(|(item, _)| !unit(*item)) {
                *used.entry(*item).or_default() += quantity;
            }
        }
        for (item, quantity) in used {
            let item = &history.items[item as usize];
            if item.kind == ItemKind::RawLot {
                let lot = plant.scenario.materials.iter().find(|m| m.name == *item.product).map_or(0.0, |m| m.lot);
                assert!(quantity <= lot + 1e-6, "{name} {}: {quantity} used of {lot}", item.id);
            }
        }
    }
}

#[test]
fn every_source_of_mass_is_an_ancestor_and_what_is_hidden_need_not_be() {
    for (name, plant) in all() {
        let ancestry = Ancestry::new(&plant.history);
        for (n, item) in plant.history.items.iter().enumerate() {
            let ancestors = ancestry.ancestors(n as u32);
            for (root, _) in item.mass.iter().filter(|(root, kg)| *kg > 0.0 && *root != n as u32) {
                assert!(
                    ancestors.binary_search(root).is_ok(),
                    "{name} {}: {}",
                    item.id,
                    plant.history.items[*root as usize].id
                );
            }
        }
    }
    let heel = plant("tank-heel", 11);
    let ancestry = Ancestry::new(&heel.history);
    let unknown = |(n, item): (usize, &floorlens_tests::factory::history::Item)| {
        item.hidden.iter().any(|(root, kg)| *kg > 1e-6 && ancestry.ancestors(n as u32).binary_search(root).is_err())
    };
    assert!(heel.history.items.iter().enumerate().any(unknown), "the heel is in things whose records do not know it");
}

/// Masses by replay of the exported rows, as a reader who has nothing else would do it: what is drawn from a thing takes every source with its share.
#[test]
fn shares_by_replay_of_the_records_are_those_of_the_simulator() {
    for name in ["genealogy", "tank-farm", "engineering-change", "bad-lot"] {
        let plant = plant(name, 4);
        let mut rows = Vec::new();
        files::each(&plant, &mut |file, text| {
            if file == "transformations.csv" {
                rows =
                    text.lines().skip(1).map(|line| line.split(',').map(str::to_owned).collect::<Vec<_>>()).collect();
            }
        });
        // Rows of one event stand together; events of a line are written as they happened, but samples before their lot is opened.
        let kg = |product: &str| plant.scenario.materials.iter().find(|m| m.name == product).map_or(1.0, |m| m.kg);
        let mut inside: BTreeMap<String, (f64, BTreeMap<String, f64>)> = BTreeMap::new();
        for event in rows.chunk_by(|a, b| a[0] == b[0]) {
            let mut moving: BTreeMap<String, f64> = BTreeMap::new();
            for row in event.iter().filter(|row| row[3] == "input") {
                let quantity: f64 = row[4].parse().unwrap();
                let (level, sources) = inside.entry(row[2].clone()).or_insert_with(|| {
                    let lot = plant.scenario.materials.iter().find(|m| m.name == row[6]).map_or(quantity, |m| m.lot);
                    (lot, BTreeMap::from([(row[2].clone(), lot * kg(&row[6]))]))
                });
                let share = quantity / *level;
                for (source, mass) in sources.iter_mut() {
                    *moving.entry(source.clone()).or_default() += *mass * share;
                    *mass *= 1.0 - share;
                }
                *level -= quantity;
            }
            let outputs: Vec<_> = event.iter().filter(|row| row[3] == "output").collect();
            for row in &outputs {
                let (level, sources) = inside.entry(row[2].clone()).or_default();
                *level += row[4].parse::<f64>().unwrap();
                for (source, mass) in &moving {
                    *sources.entry(source.clone()).or_default() += mass / outputs.len() as f64;
                }
            }
            // What came out is compared at once: later draws take from it.
            for row in outputs.iter().filter(|_| !event[0][7].is_empty()) {
                let item = plant.history.items.iter().find(|item| item.id == row[2]).expect("an item");
                let all: f64 = item.mass.iter().map(|(_, kg)| kg).sum();
                let sources = &inside[&row[2]].1;
                let said: f64 = sources.values().sum();
                for (root, kg) in &item.mass {
                    let share = sources.get(&plant.history.items[*root as usize].id).copied().unwrap_or(0.0) / said;
                    assert!((share - kg / all).abs() < 1e-6, "{name} {}: {share}, in truth {}", item.id, kg / all);
                }
            }
        }
    }
}

#[test]
fn positions_of_a_thing_do_not_overlap_and_containers_come_back_empty() {
    for (name, plant) in all() {
        let mut last: BTreeMap<u32, Micros> = BTreeMap::new();
        let mut positions: Vec<_> = plant.history.positions.iter().collect();
        positions.sort_by_key(|p| (p.item, p.from, p.to.unwrap_or(Micros::MAX)));
        for p in positions {
            let until = last.insert(p.item, p.to.unwrap_or(Micros::MAX)).unwrap_or(0);
            // A lot is in the store to the end, though it was used up.
            let lot = plant.history.items[p.item as usize].kind == ItemKind::RawLot;
            assert!(
                lot || until <= p.from,
                "{name} {}: at {} until {until}",
                plant.history.items[p.item as usize].id,
                p.from
            );
        }
    }
    let plant = plant("pallets", 11);
    let mut open: BTreeSet<u32> = BTreeSet::new();
    let (mut loads, mut pallets) = (0, BTreeSet::new());
    for p in &plant.history.packed {
        let pallet = &*plant.history.items[p.parent as usize].product == "Pallet";
        match p.child {
            Some(_) if pallet && open.insert(p.parent) => {
                loads += 1;
                pallets.insert(p.parent);
            }
            None => assert!(open.remove(&p.parent), "only what was packed is emptied"),
            Some(_) => {}
        }
    }
    assert!(loads > pallets.len() / 2 && !pallets.is_empty(), "{loads} loads on {} pallets", pallets.len());
}

/// In the furnace where two lines meet, charges hold units of both; and what is made in a machine with positions is made at one of them.
#[test]
fn charges_hold_units_of_both_lines_and_positions_are_taken_in_turn() {
    let plant = plant("lines-meet", 11);
    let history = &plant.history;
    let lines = |event: &floorlens_tests::factory::history::Transformation| -> BTreeSet<String> {
        event.inputs.iter().map(|(item, _)| history.items[*item as usize].id[..3].to_owned()).collect()
    };
    let charges: Vec<_> = history.transformations.iter().filter(|event| event.inputs.len() == 16).collect();
    let mixed = charges.iter().filter(|event| lines(event).len() == 2).count();
    assert!(charges.len() > 20 && mixed * 2 > charges.len(), "{mixed} of {}", charges.len());
    let mut taken: BTreeMap<(u32, Micros), BTreeSet<u32>> = BTreeMap::new();
    let washes = |machine: u32| plant.scenario.stages[history.machines[machine as usize].stage].positions() == 2;
    for step in history.steps.iter().filter(|step| washes(step.machine)) {
        assert!(taken.entry((step.machine, step.start)).or_default().insert(step.position), "{step:?}");
        assert!((1..=2).contains(&step.position), "{step:?}");
    }
    assert!(taken.values().filter(|positions| positions.len() == 2).count() > 100);
    // Things come back out of boxes that stay with the customer.
    let returned = history.packed.iter().filter(|p| !p.add && p.child.is_some()).count();
    let back = history.movements.iter().filter(|m| m.to == "Returns").count();
    assert_eq!(returned, back);
}

#[test]
fn planted_causes_show_in_the_verdicts_and_their_absence_does_too() {
    let share = |plant: &Plant, suspect: &dyn Fn(&Plant, u32) -> bool| -> (f64, f64, usize) {
        let (mut bad, mut others) = ((0, 0), (0, 0));
        let mut first = BTreeSet::new();
        for step in plant.history.steps.iter().filter(|s| s.verdict.is_some()) {
            if first.insert(step.item) {
                let group = if suspect(plant, step.item) { &mut bad } else { &mut others };
                group.0 += usize::from(step.verdict != Some(Verdict::Pass));
                group.1 += 1;
            }
        }
        (bad.0 as f64 / bad.1.max(1) as f64, others.0 as f64 / others.1.max(1) as f64, bad.1)
    };
    let plant = Plant::new(Scenario::named("bad-lot").unwrap(), 11, 40_000).unwrap();
    let culprit = plant.history.planted.iter().find(|p| p.kind == "bad-lot").expect("it was used").what.clone();
    let has = |plant: &Plant, item: u32| {
        plant.history.items[item as usize]
            .mass
            .iter()
            .any(|(root, kg)| plant.history.items[*root as usize].id == culprit && *kg > 0.05)
    };
    let (with, without, count) = share(&plant, &has);
    assert!(count > 50 && with > 2.0 * without, "{with} of {count} with the lot, {without} without");

    let plant = Plant::new(Scenario::named("time-window").unwrap(), 11, 40_000).unwrap();
    let window = plant.history.planted.iter().find(|p| p.kind == "time-window").expect("planted").clone();
    let paint = plant.scenario.stage("paint").expect("its step");
    let painted: BTreeSet<u32> = plant
        .history
        .steps
        .iter()
        .filter(|s| plant.history.machines[s.machine as usize].stage == paint)
        .filter(|s| (window.from.unwrap()..window.to.unwrap()).contains(&s.end))
        .map(|s| s.item)
        .collect();
    let (with, without, count) = share(&plant, &|_, item| painted.contains(&item));
    assert!(count > 50 && with > 3.0 * without, "{with} of {count} in the window, {without} outside");
}

#[test]
fn reads_have_the_rate_the_ghosts_and_the_clock_that_the_scenario_says() {
    let plant = Plant::new(Scenario::named("radio-reads").unwrap(), 3, 60_000).unwrap();
    for (n, reader) in plant.scenario.readers.iter().enumerate() {
        let own: Vec<_> = plant.history.reads.iter().filter(|r| r.reader == n && !r.ghost).collect();
        let missed = own.iter().filter(|r| r.logged.is_none()).count();
        let chances = own.len() as f64 / (1.0 + reader.rate * reader.duplicates);
        let rate = 1.0 - missed as f64 / chances;
        let spread = 4.0 * (reader.rate * (1.0 - reader.rate) / chances).sqrt() + 0.01;
        assert!((rate - reader.rate).abs() < spread, "{}: {rate}", reader.place);
        for read in own {
            let off = read.logged.map(|logged| (logged - read.passed) as f64 / 1e6);
            let since = (read.passed - plant.clock.extent().start) as f64 / 1e6;
            let expected = reader.ahead + since * reader.drift_ppm / 1e6;
            assert!(off.is_none_or(|off| (off - expected).abs() < 0.002), "{}: {off:?} for {expected}", reader.place);
        }
    }
    assert!(plant.history.reads.iter().any(|r| r.ghost));
}

#[test]
fn every_style_of_export_is_written_and_holds_what_happened() {
    let mut scenario = Scenario::named("foreign-formats").unwrap();
    scenario.exports.push(Style::Tables);
    let plant = Plant::new(scenario, 2, 5_000).unwrap();
    let mut names = BTreeMap::new();
    files::each(&plant, &mut |name, text| {
        names.insert(name, text);
    });
    for name in
        ["shdr/L01-SAW1.txt", "streams/L01-SAW1.xml", "epcis.json", "epcis.xml", "Maschinenzustaende.csv", "states.csv"]
    {
        assert!(names.get(name).is_some_and(|text| text.lines().count() > 10), "{name} of {:?}", names.keys());
    }
    let events = plant.history.transformations.len();
    assert_eq!(names["epcis.xml"].matches("<TransformationEvent>").count(), events);
    assert_eq!(names["epcis.json"].matches("\"TransformationEvent\"").count(), events);
    let steps =
        plant.history.steps.iter().filter(|s| plant.history.machines[s.machine as usize].asset == "L01-SAW1").count();
    assert_eq!(names["shdr/L01-SAW1.txt"].matches("|PartCount|").count(), steps);
    assert_eq!(names["streams/L01-SAW1.xml"].matches("<PartCount ").count(), steps);
    assert_eq!(names["Rueckmeldungen.csv"].lines().count(), plant.history.steps.len() + 1);
}

const GENEALOGY: &str = "ecc745d416480de4";
const TANK_HEEL: &str = "5db854c0338646d4";
const RADIO_READS: &str = "4b0524f21676ab60";
const DIRTY_EXPORTS: &str = "4f8ee2831878da80";
const FOREIGN_FORMATS: &str = "00e1e4e19edb9e64";
const LINES_MEET: &str = "e5ccba94db5ae518";
const CLOCK_CHANGE: &str = "b8f7ebb4c850f0ff";
const PROCESS_DRIFT: &str = "5acb23319b66fed0";
