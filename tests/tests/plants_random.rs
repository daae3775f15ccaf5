//! A thousand small random plants: what Floorlens answers against slow and obvious ways to the same answer, and against the simulator's own books.

use floorlens_core::Session;
use floorlens_core::model::{Micros, parse_rfc3339, seconds};
use floorlens_core::protocol::{Answer, Direction, Instant, OeeAnswer, Question, StateLane};
use floorlens_tests::factory::ancestry::Ancestry;
use floorlens_tests::factory::scenario::Scenario;
use floorlens_tests::factory::{Plant, files};
use floorlens_tests::load::{ask, session};
use floorlens_tests::sim::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

const PLANTS: u64 = 1_000;

/// A route of two to five stages of any kind, with or without tanks, stops, rework and losses.
fn scenario(luck: &mut Rng) -> Scenario {
    let mut text = String::from("teaches = \"anything\"\n");
    let products = 1 + luck.bits() % 2;
    let list: Vec<String> = (0..products).map(|n| format!("{{ id = \"P{n}\" }}")).collect();
    let tanks = luck.chance(0.3);
    let tank = if tanks {
        let mixing = if luck.chance(0.5) { "perfect" } else { "plug-flow" };
        format!(
            ", tanks = {{ count = {}, size = 30, mixing = \"{mixing}\", clean_every = {} }}",
            1 + luck.bits() % 2,
            luck.bits() % 9
        )
    } else {
        String::new()
    };
    let mut stages = vec![format!(
        "{{ step = \"s0\", kind = \"cut\", makes = \"A\", cycle = {}, cavities = {}, machines = {}, uses = [[\"M\", 1.5]], micro = 0.1 }}",
        20 + luck.bits() % 60,
        1 + luck.bits() % 3,
        1 + luck.bits() % 2
    )];
    for n in 1..2 + luck.bits() % 3 {
        let cycle = 20 + luck.bits() % 60;
        let stops =
            format!("micro = 0.05, setup_min = {}, mtbf_h = {}, repair_min = 5", luck.bits() % 3, luck.bits() % 3);
        stages.push(match luck.bits() % 4 {
            0 => format!("{{ step = \"s{n}\", cycle = {cycle}, {stops} }}"),
            1 => format!("{{ step = \"s{n}\", kind = \"join\", makes = \"J{n}\", cycle = {cycle}, uses = [[\"N\", 2]], {stops} }}"),
            2 => format!("{{ step = \"s{n}\", kind = \"split\", makes = \"K{n}\", into = {}, cycle = {cycle}, {stops} }}", 2 + luck.bits() % 3),
            _ => format!("{{ step = \"s{n}\", kind = \"merge\", makes = \"L{n}\", into = {}, cycle = {cycle}, {stops} }}", 2 + luck.bits() % 4),
        });
    }
    let back = if luck.chance(0.5) && stages.len() > 1 { ", rework_to = \"s1\"" } else { "" };
    stages.push(format!("{{ step = \"test\", kind = \"test\", cycle = {}{back} }}", 15 + luck.bits() % 30));
    // A String takes any text.
    let _ = write!(
        text,
        "products = [{}]\norders = [{}, {}]\nfails = 0.2\nbuffer = {}\nmaterials = [{{ name = \"M\", lot = 8{tank}, sample_every = {} }}, {{ name = \"N\", lot = 9 }}]\nstages = [{}]\n",
        list.join(", "),
        3 + luck.bits() % 20,
        3 + luck.bits() % 20,
        1 + luck.bits() % 6,
        luck.bits() % 4,
        stages.join(", ")
    );
    if luck.chance(0.3) {
        text.push_str("losses = [{ kind = \"skip-step\", step = \"s1\", every = 7 }, { kind = \"vanish-unit\", step = \"test\", every = 5 }]\n");
    }
    if luck.chance(0.4) {
        text.push_str("packing = { per_pallet = 3, pallets = 2, lorry_h = 0.5 }\n");
    }
    Scenario::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A plant, its tables, and what all its names begin with.
struct Random {
    seed: u64,
    prefix: String,
    plant: Plant,
    tables: BTreeMap<String, Vec<Vec<String>>>,
}

/// Columns that hold names of a plant's own things.
const OWN: [&str; 4] = ["asset", "parent", "item", "event"];

/// Simulates the plants and loads them by the batch, each under names of its own: a session per plant would mostly open files.
fn batches(only: &[&str], run: impl Fn(&[Random], &Session, &mut Rng)) {
    const BATCH: u64 = 25;
    for batch in 0..PLANTS / BATCH {
        let (mut plants, mut texts) = (Vec::new(), BTreeMap::<String, String>::new());
        for seed in batch * BATCH..(batch + 1) * BATCH {
            let mut luck = Rng::new(seed, "random plant");
            let working = (12 + luck.bits() % 24) as Micros * 60_000_000;
            let plant = Plant::run(scenario(&mut luck), seed, 1, working).expect("a plant");
            let (prefix, mut tables) = (format!("{seed}:"), BTreeMap::new());
            files::each(&plant, &mut |name, text| {
                let mut lines = text.lines();
                let header = lines.next().unwrap_or_default();
                let own: Vec<bool> = header.split(',').map(|column| OWN.contains(&column)).collect();
                let cell = |(cell, own): (&str, &bool)| {
                    if *own && !cell.is_empty() { format!("{prefix}{cell}") } else { cell.to_owned() }
                };
                let rows: Vec<Vec<String>> = lines.map(|line| line.split(',').zip(&own).map(cell).collect()).collect();
                let name = name.trim_end_matches(".csv").to_owned();
                if only.contains(&name.as_str()) {
                    let all = texts.entry(name.clone()).or_insert_with(|| format!("{header}\n"));
                    rows.iter().for_each(|row| all.extend([&row.join(","), "\n"]));
                }
                tables.insert(name, rows);
            });
            plants.push(Random { seed, prefix, plant, tables });
        }
        let files = texts.into_iter().map(|(name, text)| (format!("{name}.csv"), text.into_bytes()));
        run(&plants, &session(files), &mut Rng::new(batch, "questions"));
    }
}

/// The time in a cell.
fn time(row: &[String], cell: usize) -> Micros {
    parse_rfc3339(&row[cell]).unwrap_or_else(|| panic!("`{}` is a time", row[cell]))
}

/// Seconds per state by brute force: the window is cut at every start and end of any row, and for every piece all rows are looked through.
fn on_a_grid(rows: &[&Vec<String>], from: Micros, to: Micros) -> BTreeMap<String, Micros> {
    let spans: Vec<(Micros, Micros, &str)> =
        rows.iter().map(|row| (time(row, 1), time(row, 2), row[3].as_str())).collect();
    let mut grid: BTreeSet<Micros> =
        spans.iter().flat_map(|s| [s.0, s.1]).filter(|at| (from..to).contains(at)).collect();
    grid.extend([from, to]);
    let grid: Vec<Micros> = grid.into_iter().collect();
    let mut sums = BTreeMap::new();
    for cell in grid.windows(2) {
        let state = spans.iter().find(|s| s.0 <= cell[0] && cell[0] < s.1).map_or("NO_DATA", |s| s.2);
        *sums.entry(state.to_owned()).or_default() += cell[1] - cell[0];
    }
    sums
}

#[test]
fn states_of_a_thousand_plants_are_those_of_a_grid_and_tile_any_window() {
    batches(&["assets", "calendars", "counts", "products", "states"], |plants, session, luck| {
        let answer: OeeAnswer =
            ask(session, &Question::Oee { assets: Vec::new(), from: None, to: None, definition: None });
        for asset in &answer.assets {
            for factor in [&asset.figures.availability, &asset.figures.quality] {
                assert!(factor.value.is_none_or(|v| (0.0..=1.0).contains(&v)), "{}: {factor:?}", asset.asset);
            }
        }
        for Random { seed, prefix, plant, tables } in plants {
            let extent = plant.clock.extent();
            // A window anywhere, also beyond what is known.
            let at = |luck: &mut Rng| {
                let reach = extent.length() as u64 + 1_200_000_000;
                extent.start - 600_000_000 + (luck.bits() % reach) as Micros / 1000 * 1000
            };
            let (a, b) = (at(luck), at(luck));
            let (from, to) = (a.min(b), a.max(b) + 1000);
            let machine = luck.pick(&plant.history.machines).asset.clone();
            let asset = format!("{prefix}{machine}");
            let question =
                Question::States { asset: Some(asset.clone()), from: Some(Instant(from)), to: Some(Instant(to)) };
            let lanes: Vec<StateLane> = ask(session, &question);
            let rows: Vec<&Vec<String>> = tables["states"].iter().filter(|row| row[0] == asset).collect();
            let grid = on_a_grid(&rows, from, to);
            let lane = lanes.first().unwrap_or_else(|| panic!("plant {seed} {machine} has a lane"));
            for state in grid.keys().chain(lane.states.keys()) {
                let (said, slow) =
                    (lane.states.get(state).copied().unwrap_or(0.0), seconds(grid.get(state).copied().unwrap_or(0)));
                assert!(
                    (said - slow).abs() < 1e-6,
                    "plant {seed} {machine} {state} in {from}..{to}: {said}, on a grid {slow}"
                );
            }
            let sum: f64 = lane.states.values().sum();
            assert!(
                (sum - lane.total).abs() < 1e-6 && (lane.total - seconds(to - from)).abs() < 1e-6,
                "plant {seed} {machine}"
            );
        }
    });
}

/// A row of a transformation.
struct Side<'a> {
    event: &'a str,
    at: Micros,
    item: &'a str,
    input: bool,
}

/// Everything that is reached by going through events one by one, never forward in time. Every way is walked.
fn exhaustive<'a>(rows: &[Side<'a>], anchor: &'a str, back: bool) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut ways = vec![(anchor, if back { Micros::MAX } else { Micros::MIN })];
    while let Some((item, bound)) = ways.pop() {
        for near in rows.iter().filter(|row| row.input != back && row.item == item) {
            if (back && near.at > bound) || (!back && near.at < bound) {
                continue;
            }
            for far in rows.iter().filter(|row| row.input == back && row.event == near.event) {
                found.insert(far.item);
                if seen.insert((far.item, near.at)) {
                    ways.push((far.item, near.at));
                }
            }
        }
    }
    found
}

#[test]
fn ancestors_of_a_thousand_plants_are_those_of_an_exhaustive_search_and_of_the_simulator() {
    batches(&["transformations"], |plants, session, luck| {
        for Random { seed, prefix, plant, tables } in plants {
            let side = |row| -> Side<'_> {
                let row: &Vec<String> = row;
                Side { event: &row[0], at: time(row, 1), item: &row[2], input: row[3] == "input" }
            };
            let rows: Vec<Side<'_>> =
                tables.get("transformations").map_or(Vec::new(), |rows| rows.iter().map(side).collect());
            let truth = Ancestry::new(&plant.history);
            let descendants = truth.descendants();
            let names: Vec<String> = plant.history.items.iter().map(|item| format!("{prefix}{}", item.id)).collect();
            let things: BTreeSet<&str> = rows.iter().map(|row| row.item).collect();
            let candidates: Vec<usize> = (0..names.len()).filter(|n| things.contains(names[*n].as_str())).collect();
            for _ in 0..3.min(candidates.len()) {
                let n = *luck.pick(&candidates);
                let id = &names[n];
                for (direction, own) in
                    [(Direction::Back, truth.ancestors(n as u32)), (Direction::Forward, descendants[n].as_slice())]
                {
                    let Ok(Answer::Trace(answer)) = session.ask(&Question::Trace { item: id.clone(), direction })
                    else {
                        panic!("plant {seed}: {id} is not found");
                    };
                    let said: BTreeSet<&str> = answer.items.iter().map(|item| item.id.as_str()).collect();
                    let slow = exhaustive(&rows, id, direction == Direction::Back);
                    let own: BTreeSet<&str> = own.iter().map(|item| names[*item as usize].as_str()).collect();
                    assert_eq!(said, slow, "plant {seed} {id} {direction:?}: Floorlens and the search");
                    assert_eq!(slow, own, "plant {seed} {id} {direction:?}: the search and the simulator");
                }
            }
        }
    });
}

/// One thing becomes the next, a hundred thousand times: on a stack of a quarter of a megabyte there is no room for recursion.
#[test]
fn a_chain_of_a_hundred_thousand_hops_needs_no_deeper_stack() {
    const HOPS: usize = 100_000;
    let mut text = String::from("event,time,item,role,quantity\n");
    for n in 0..HOPS {
        let at = floorlens_core::model::format_rfc3339(1_772_323_200_000_000 + n as Micros * 1_000_000);
        let _ = writeln!(text, "E{n},{at},N{n},input,1\nE{n},{at},N{},output,1", n + 1);
    }
    let walk = move || {
        let session = session([("transformations.csv".to_owned(), text.into_bytes())]);
        for (item, direction) in [(format!("N{HOPS}"), Direction::Back), ("N0".to_owned(), Direction::Forward)] {
            let Ok(Answer::Trace(answer)) = session.ask(&Question::Trace { item: item.clone(), direction }) else {
                panic!("{item} is not found");
            };
            assert_eq!(answer.items.len(), HOPS, "{item}");
            assert_eq!(answer.items.last().map(|i| i.depth as usize), Some(HOPS), "{item}");
            let tree = Question::Tree { item, direction, expanded: Vec::new(), pages: BTreeMap::new(), limit: None };
            assert!(matches!(session.ask(&tree), Ok(Answer::Tree(_))));
        }
    };
    let thread = std::thread::Builder::new().stack_size(256 * 1024).spawn(walk).expect("a thread");
    assert!(thread.join().is_ok(), "the walk failed or ran out of stack");
}
