//! Twenty plants, one per scenario, against their truth: states, OEE, ancestry of every item both ways. Dirt is tested apart.

use floorlens_core::Session;
use floorlens_core::model::seconds;
use floorlens_core::protocol::{
    Answer, Certainty, Direction, InspectAnswer, Instant, OeeAnswer, Question, StateLane, TraceAnswer,
};
use floorlens_tests::factory::ancestry::Ancestry;
use floorlens_tests::factory::export::{self, lanes};
use floorlens_tests::factory::history::ItemKind;
use floorlens_tests::factory::scenario::{DirtKind, Scenario, Style};
use floorlens_tests::factory::{Plant, files, truth};
use floorlens_tests::load::{ask, session};
use std::collections::{BTreeMap, BTreeSet};

const EVENTS: u64 = 10_000;
/// For what is loaded twice.
const FEWER: u64 = 4_000;

/// Every scenario once, each with a seed of its own; as Floorlens tables and without dirt, whatever the scenario says.
fn plants(events: u64) -> impl Iterator<Item = (String, Plant)> {
    Scenario::list().into_iter().zip(1..).map(move |((name, _), seed)| {
        let mut scenario = Scenario::named(name).expect(name);
        scenario.exports = vec![Style::Tables];
        scenario.dirt.clear();
        (name.to_owned(), Plant::new(scenario, seed, events).expect(name))
    })
}

fn written(plant: &Plant) -> Vec<(String, Vec<u8>)> {
    let mut all = Vec::new();
    files::each(plant, &mut |name, text| all.push((name, text.into_bytes())));
    all
}

fn trace(session: &Session, item: &str, direction: Direction) -> TraceAnswer {
    match session.ask(&Question::Trace { item: item.to_owned(), direction }) {
        Ok(Answer::Trace(answer)) => answer,
        other => panic!("{item}: {other:?}"),
    }
}

#[test]
fn there_are_twenty_and_each_says_what_it_teaches() {
    let list = Scenario::list();
    assert_eq!(list.len(), 20);
    let texts: BTreeSet<&str> = list.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts.len(), 20, "no two teach the same");
    for (name, text) in &list {
        assert!(text.len() > 60 && Scenario::named(name).is_ok(), "{name}: {text}");
    }
}

#[test]
fn every_record_is_used_and_none_is_doubted() {
    for (name, plant) in plants(EVENTS) {
        let session = session(written(&plant));
        for file in session.data().facts.sources.files() {
            let counts = file.counts();
            assert_eq!((counts.rejected, counts.repaired), (0, 0), "{name} {}", file.name);
            assert_eq!(
                counts.used + counts.merged + counts.superseded + counts.retracted,
                counts.records,
                "{name} {}",
                file.name
            );
        }
    }
}

#[test]
fn seconds_per_state_are_those_of_the_simulation_and_tile_the_window() {
    for (name, plant) in plants(EVENTS) {
        let session = session(written(&plant));
        let lanes: Vec<StateLane> = ask(&session, &Question::States { asset: None, from: None, to: None });
        for (machine, kpi) in plant.history.machines.iter().zip(truth::kpis(&plant)) {
            let lane = lanes.iter().find(|lane| lane.asset == machine.asset).expect(&machine.asset);
            for (state, micros) in kpi.states.into_iter().filter(|(_, micros)| *micros > 0) {
                let said = lane.states.get(state).copied().unwrap_or_default();
                assert!(
                    (said - seconds(micros)).abs() < 1e-6,
                    "{name} {} {state}: {said}, in truth {}",
                    machine.asset,
                    seconds(micros)
                );
            }
            let sum: f64 = lane.states.values().sum();
            assert!((sum - lane.total).abs() < 1e-6, "{name} {}: {sum} of {}", machine.asset, lane.total);
            assert_eq!(lane.states.get("NO_DATA").copied().unwrap_or(0.0), 0.0, "{name} {}", machine.asset);
        }
    }
}

#[test]
fn oee_is_what_pieces_and_calendar_give_and_its_factors_are_shares() {
    for (name, plant) in plants(EVENTS) {
        let session = session(written(&plant));
        let answer: OeeAnswer =
            ask(&session, &Question::Oee { assets: Vec::new(), from: None, to: None, definition: None });
        for (machine, kpi) in plant.history.machines.iter().zip(truth::kpis(&plant)).filter(|(_, kpi)| kpi.pieces > 0) {
            let said = answer.assets.iter().find(|a| a.asset == machine.asset).expect(&machine.asset);
            let figure = |value: Option<f64>| value.unwrap_or(f64::NAN);
            let near = |said: Option<f64>, truth: f64, what: &str| {
                assert!(
                    (figure(said) - truth).abs() < 1e-9,
                    "{name} {} {what}: {said:?}, in truth {truth}",
                    machine.asset
                );
            };
            // Planned maintenance is no planned busy time in the definition that holds when none is named.
            let planned = plant.clock.working() - kpi.states.get("MAINTENANCE").copied().unwrap_or(0);
            near(said.figures.oee.value, kpi.good_ideal_s / seconds(planned), "OEE");
            near(said.figures.quality.value, kpi.good_ideal_s / kpi.ideal_s, "quality");
            let a = figure(said.figures.availability.value);
            let q = figure(said.figures.quality.value);
            assert!((0.0..=1.0).contains(&a) && (0.0..=1.0).contains(&q), "{name} {}: A {a}, Q {q}", machine.asset);
        }
    }
}

#[test]
fn no_ancestor_and_no_descendant_of_any_item_is_missed_or_made_up() {
    for (name, plant) in plants(EVENTS) {
        let session = session(written(&plant));
        let truth = Ancestry::new(&plant.history);
        let descendants = truth.descendants();
        let id = |item: &u32| plant.history.items[*item as usize].id.as_str();
        for (n, item) in plant.history.items.iter().enumerate() {
            // What never was in a transformation is no item of a genealogy.
            let ancestors = truth.ancestors(n as u32);
            if item.kind == ItemKind::Container || (ancestors.is_empty() && descendants[n].is_empty()) {
                continue;
            }
            for (direction, expected) in [(Direction::Back, ancestors), (Direction::Forward, descendants[n].as_slice())]
            {
                let answer = trace(&session, &item.id, direction);
                let said: BTreeSet<&str> = answer.items.iter().map(|i| i.id.as_str()).collect();
                let expected: BTreeSet<&str> = expected.iter().map(id).collect();
                assert!(
                    said == expected,
                    "{name} {} {direction:?}: missed {:?}, made up {:?}",
                    item.id,
                    expected.difference(&said).take(3).collect::<Vec<_>>(),
                    said.difference(&expected).take(3).collect::<Vec<_>>()
                );
                assert!(answer.items.iter().all(|i| i.certainty == Certainty::Definite), "{name} {}", item.id);
            }
        }
    }
}

/// The plant that is written in the words of others: the files of one style.
fn foreign(style: Style) -> (Plant, Session) {
    let mut scenario = Scenario::named("foreign-formats").expect("it is listed");
    scenario.exports = vec![style];
    let plant = Plant::new(scenario, 6, EVENTS).expect("a plant");
    let session = session(written(&plant));
    for file in session.data().facts.sources.files() {
        let counts = file.counts();
        assert!(counts.records > 0 && counts.rejected == 0, "{style:?} {}: {counts:?}", file.name);
    }
    (plant, session)
}

#[test]
fn machines_in_mtconnect_s_words_did_what_they_did() {
    for style in [Style::Shdr, Style::Streams] {
        let (plant, session) = foreign(style);
        let extent = plant.clock.extent();
        let window = Question::States { asset: None, from: Some(Instant(extent.start)), to: Some(Instant(extent.end)) };
        let lanes: Vec<StateLane> = ask(&session, &window);
        for (machine, changes) in plant.history.machines.iter().zip(lanes::changes(&plant)) {
            let mut truth: BTreeMap<&str, f64> = BTreeMap::new();
            for interval in lanes::walled(&plant, &changes) {
                *truth.entry(export::execution(interval.state)).or_default() += seconds(interval.span.length());
            }
            let lane = lanes.iter().find(|lane| lane.asset == machine.asset).expect(&machine.asset);
            // After its last record nothing is known of a machine: so much may be missing of one state, and it is NO_DATA.
            let unknown = lane.states.get("NO_DATA").copied().unwrap_or(0.0);
            assert!(unknown < 600.0, "{style:?} {}: {unknown} s without data", machine.asset);
            let short: Vec<f64> = truth
                .iter()
                .map(|(state, s)| s - lane.states.get(*state).copied().unwrap_or(0.0))
                .filter(|s| s.abs() > 1e-6)
                .collect();
            let expected = if unknown > 1e-6 { 1 } else { 0 };
            assert!(
                short.len() == expected && short.iter().all(|s| (s - unknown).abs() < 1e-6),
                "{style:?} {}: {short:?}",
                machine.asset
            );
        }
    }
}

#[test]
fn material_in_epcis_s_words_came_from_where_it_came_from() {
    for style in [Style::EpcisJson, Style::EpcisXml] {
        let (plant, session) = foreign(style);
        let truth = Ancestry::new(&plant.history);
        let name = |item: u32| format!("https://plant.example/item/{}", plant.history.items[item as usize].id);
        for n in 0..plant.history.items.len() as u32 {
            let ancestors = truth.ancestors(n);
            if ancestors.is_empty() {
                continue;
            }
            let answer = trace(&session, &name(n), Direction::Back);
            let said: BTreeSet<String> = answer.items.into_iter().map(|i| i.id).collect();
            let expected: BTreeSet<String> = ancestors.iter().map(|a| name(*a)).collect();
            assert_eq!(said, expected, "{style:?} {}", name(n));
        }
    }
}

/// Rows in another order, spread over two files, and a part of them once more in a third.
fn scrambled(files: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (name, bytes) in files.iter().rev() {
        let text = String::from_utf8(bytes.clone()).expect("tables are text");
        let mut lines = text.lines();
        let header = lines.next().unwrap_or_default();
        let mut numbered: Vec<(u64, &str)> = (0..).zip(lines).collect();
        // A fixed shuffle.
        numbered.sort_by_key(|(n, _)| n.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let rows: Vec<&str> = numbered.into_iter().map(|(_, row)| row).collect();
        let count = rows.len();
        let file = |part: &str, rows: &[&str]| {
            (format!("{name} {part}"), format!("{header}\n{}\n", rows.join("\n")).into_bytes())
        };
        out.push(file("b", &rows[count / 3..]));
        out.push(file("a", &rows[..count / 3]));
        out.push(file("again", &rows[count / 4..count / 2]));
    }
    out
}

#[test]
fn order_repetition_and_spread_over_files_change_nothing() {
    for (name, plant) in plants(FEWER) {
        let files = written(&plant);
        let (plain, other) = (session(files.clone()), session(scrambled(&files)));
        let states = Question::States { asset: None, from: None, to: None };
        assert_eq!(ask::<Vec<StateLane>>(&plain, &states), ask::<Vec<StateLane>>(&other, &states), "{name}");
        let oee = Question::Oee { assets: Vec::new(), from: None, to: None, definition: None };
        let figures = |session: &Session| {
            let answer: OeeAnswer = ask(session, &oee);
            answer.assets.into_iter().map(|a| (a.asset, a.figures)).collect::<Vec<_>>()
        };
        assert_eq!(figures(&plain), figures(&other), "{name}");
        for item in plant.history.items.iter().step_by(97).filter(|item| item.kind != ItemKind::Container) {
            for direction in [Direction::Back, Direction::Forward] {
                let ids =
                    |session| trace(session, &item.id, direction).items.into_iter().map(|i| i.id).collect::<Vec<_>>();
                assert_eq!(ids(&plain), ids(&other), "{name} {}", item.id);
            }
        }
    }
}

/// What the simulator planted in the files is what the ledger finds.
#[test]
fn the_ledger_adds_up_for_every_kind_of_planted_dirt() {
    let kinds = [
        DirtKind::OutOfOrder,
        DirtKind::Duplicated,
        DirtKind::CutOff,
        DirtKind::Overlapping,
        DirtKind::Missing,
        DirtKind::WrongUnit,
        DirtKind::DstFold,
        DirtKind::KeyRenamed,
    ];
    for kind in kinds {
        for file in ["states", "counts", "transformations", "operations", "quality", "containment"] {
            let mut scenario = Scenario::named("dirty-exports").expect("it is listed");
            scenario.dirt = vec![floorlens_tests::factory::scenario::Dirt { file: file.to_owned(), kind, share: 0.05 }];
            let plant = Plant::new(scenario, 5, 4_000).expect("a plant");
            let mut all = Vec::new();
            let planted = files::each(&plant, &mut |name, text| all.push((name, text.into_bytes()))).len() as u32;
            let own: Vec<_> = all.into_iter().filter(|(name, _)| name.starts_with(file)).collect();
            let rows: u32 = own.iter().map(|(_, bytes)| bytes.iter().filter(|b| **b == b'\n').count() as u32 - 1).sum();
            // The last row of a file that is cut off has no line end.
            let rows = rows + u32::from(kind == DirtKind::CutOff);
            let session = session(own);
            let mut sum: BTreeMap<&str, u32> = BTreeMap::new();
            for file in session.data().facts.sources.files() {
                let c = file.counts();
                assert_eq!(
                    c.used + c.merged + c.superseded + c.retracted + c.repaired + c.rejected,
                    c.records,
                    "{kind:?} {}",
                    file.name
                );
                for (what, n) in
                    [("records", c.records), ("merged", c.merged), ("rejected", c.rejected), ("used", c.used)]
                {
                    *sum.entry(what).or_default() += n;
                }
            }
            let what = format!("{kind:?} in {file}: {planted} planted, {sum:?}");
            // A renamed column makes a file that no importer may know; what of it is read is counted, and nothing is lost of the others.
            if kind != DirtKind::KeyRenamed {
                assert_eq!(sum["records"], rows, "{what}");
            }
            match kind {
                DirtKind::Duplicated | DirtKind::Overlapping => {
                    assert_eq!((sum["merged"], sum["rejected"]), (planted, 0), "{what}");
                }
                DirtKind::CutOff => assert_eq!((sum["merged"], sum["rejected"]), (0, 1), "{what}"),
                DirtKind::OutOfOrder | DirtKind::Missing | DirtKind::WrongUnit => {
                    assert_eq!((sum["merged"], sum["rejected"]), (0, 0), "{what}");
                }
                // Local times without a zone: read by the zone of the recipe or as UTC, and said so.
                DirtKind::DstFold => assert_eq!(sum["rejected"], 0, "{what}"),
                DirtKind::KeyRenamed => {
                    let report: InspectAnswer = ask(&session, &Question::Inspect {});
                    for file in report.files {
                        if file.name.contains("renamed") {
                            // Whatever it is taken for, all of it is accounted for, or the file says why none is.
                            assert!(file.records == planted || file.records == 0, "{what} {}", file.name);
                            assert!(
                                file.used + file.repaired == planted || file.messages_total > 0,
                                "{what} {}",
                                file.name
                            );
                        } else {
                            assert_eq!((file.used, file.rejected), (file.records, 0), "{what} {}", file.name);
                        }
                    }
                }
            }
            assert!(
                sum["used"] > 0
                    && (planted > 0 || rows < 200 || matches!(kind, DirtKind::DstFold | DirtKind::WrongUnit)),
                "{what}"
            );
        }
    }
}
