//! The answers about the simulated plant against what truly happened in it.

use floorlens_core::Session;
use floorlens_core::model::seconds;
use floorlens_core::protocol::{Certainty, Direction, OeeAnswer, Question, StateLane, TraceAnswer};
use floorlens_tests::load::{ask, session};
use floorlens_tests::sim::{History, Plant, SECOND, StageKind, Verdict, export, simulate};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

const SEED: u64 = 3;

fn plant() -> &'static (Plant, History) {
    static PLANT: OnceLock<(Plant, History)> = OnceLock::new();
    PLANT.get_or_init(|| {
        let plant = Plant::sample_line().expect("the sample line is a whole plant");
        let history = simulate(&plant, SEED);
        (plant, history)
    })
}

fn loaded() -> Session {
    let (plant, history) = plant();
    session(export::files(plant, history, SEED).into_iter().map(|f| (f.name.to_owned(), f.text.into_bytes())))
}

fn stage_steps(kind: StageKind) -> impl Iterator<Item = &'static floorlens_tests::sim::Step> {
    let (plant, history) = plant();
    history.steps.iter().filter(move |s| plant.stages[plant.stations[s.station].stage] == kind)
}

#[test]
fn seconds_per_state_are_those_of_the_simulation() {
    let (plant, history) = plant();
    let lanes: Vec<StateLane> = ask(&loaded(), &Question::States { asset: None, from: None, to: None });
    let end = plant.calendar.working_time();
    for (i, station) in plant.stations.iter().enumerate() {
        let mut truth: BTreeMap<&str, i64> = BTreeMap::new();
        let changes: Vec<_> = history.states.iter().filter(|c| c.station == i && c.at < end).collect();
        for (n, change) in changes.iter().enumerate() {
            let until = changes.get(n + 1).map_or(end, |next| next.at);
            *truth.entry(change.state).or_default() += until - change.at;
        }
        let lane = lanes.iter().find(|l| l.asset == station.asset).expect(station.asset);
        for (state, micros) in truth.into_iter().filter(|(_, t)| *t > 0) {
            let said = lane.states.get(state).copied().unwrap_or_default();
            assert!(
                (said - seconds(micros)).abs() < 1e-6,
                "{} {state}: {said} against {}",
                station.asset,
                seconds(micros)
            );
        }
        let sum: f64 = lane.states.values().sum();
        assert!((sum - lane.total).abs() < 1e-6, "{}: {sum} of {}", station.asset, lane.total);
    }
}

#[test]
fn oee_is_what_the_pieces_and_the_calendar_give() {
    let (plant, history) = plant();
    let answer: OeeAnswer =
        ask(&loaded(), &Question::Oee { assets: Vec::new(), from: None, to: None, definition: None });
    let planned = seconds(plant.calendar.working_time());
    for (i, station) in plant.stations.iter().enumerate() {
        // Ideal seconds of all pieces and of the good ones: with several ideal times quality weighs pieces by them, so that A × P × Q is OEE.
        let (mut good_time, mut ideal_time) = (0.0, 0.0);
        for step in history.steps.iter().filter(|s| s.station == i) {
            let product = plant.order(history.units[step.unit].order).product;
            let ideal = (station.ideal[product] / SECOND) as f64;
            ideal_time += ideal;
            if matches!(step.verdict, None | Some(Verdict::Pass)) {
                good_time += ideal;
            }
        }
        let said = answer.assets.iter().find(|a| a.asset == station.asset).expect(station.asset);
        let near = |figure: Option<f64>, truth: f64, what: &str| {
            let figure = figure.unwrap_or(f64::NAN);
            assert!((figure - truth).abs() < 1e-9, "{} {what}: {figure} against {truth}", station.asset);
        };
        near(said.figures.oee.value, good_time / planned, "OEE");
        near(said.figures.quality.value, good_time / ideal_time, "quality");
    }
}

#[test]
fn a_housing_is_made_of_exactly_its_blank_its_raw_lot_and_its_bushings() {
    let (_, history) = plant();
    let session = loaded();
    for step in stage_steps(StageKind::Assemble).step_by(37) {
        let item = format!("H-{:06}", step.unit + 1);
        let answer: TraceAnswer = ask(&session, &Question::Trace { item: item.clone(), direction: Direction::Back });
        let unit = &history.units[step.unit];
        let bushing = unit.bushing_lot.expect("assembled");
        let truth = BTreeMap::from([
            (format!("S-{:06}", step.unit + 1), 1),
            (history.bushing_lots[bushing].id.clone(), 1),
            (history.raw_lots[unit.raw_lot].id.clone(), 2),
        ]);
        let said: BTreeMap<String, u32> = answer.items.iter().map(|i| (i.id.clone(), i.depth)).collect();
        assert_eq!(said, truth, "{item}");
        assert!(answer.items.iter().all(|i| i.certainty == Certainty::Definite), "{item}");
    }
}

#[test]
fn a_raw_lot_went_into_exactly_its_blanks_and_their_housings() {
    let (_, history) = plant();
    let session = loaded();
    for (n, lot) in history.raw_lots.iter().enumerate() {
        let answer: TraceAnswer =
            ask(&session, &Question::Trace { item: lot.id.clone(), direction: Direction::Forward });
        let mut truth = BTreeSet::new();
        for step in stage_steps(StageKind::Cut).filter(|s| history.units[s.unit].raw_lot == n) {
            truth.insert(format!("S-{:06}", step.unit + 1));
        }
        for step in stage_steps(StageKind::Assemble).filter(|s| history.units[s.unit].raw_lot == n) {
            truth.insert(format!("H-{:06}", step.unit + 1));
        }
        let said: BTreeSet<String> = answer.items.iter().map(|i| i.id.clone()).collect();
        assert!(said == truth, "{}: {} said, {} true", lot.id, said.len(), truth.len());
        let related: Vec<_> = answer.exposed.iter().filter(|e| truth.contains(&e.id)).collect();
        assert!(related.is_empty(), "{}: relatives listed as exposed: {related:?}", lot.id);
    }
}
