//! Every plant is loaded once and asked everything that the truth knows: states, OEE, every ancestor and descendant, stays.

use super::whereabouts;
use super::{plant, trace, written};
use floorlens_core::Session;
use floorlens_core::model::seconds;
use floorlens_core::protocol::{Certainty, Direction, OeeAnswer, Question, StateLane};
use floorlens_tests::factory::ancestry::Ancestry;
use floorlens_tests::factory::history::ItemKind;
use floorlens_tests::factory::scenario::Scenario;
use floorlens_tests::factory::{Plant, truth};
use floorlens_tests::load::{ask, session};
use std::collections::BTreeSet;

const EVENTS: u64 = 30_000;
/// Plants of another kind each that are larger still.
const LARGE: [&str; 5] = ["genealogy", "pallets", "lines-meet", "counters", "bottleneck-shift"];
const MANY: u64 = 100_000;
/// Every relative of every thing is asked for while these are so many; of plants with more, of every n-th thing.
const RELATIVES: usize = 1_500_000;

/// One in four plants, beginning with the n-th: four tests that can run side by side.
fn quarter(n: usize) {
    for (name, seed) in Scenario::list().into_iter().map(|(name, _)| name).zip(1..).skip(n).step_by(4) {
        let plant = plant(name, seed, if LARGE.contains(&name) { MANY } else { EVENTS });
        let session = session(written(&plant));
        records(name, &session);
        states(name, &plant, &session);
        oee(name, &plant, &session);
        relatives(name, &plant, &session);
        whereabouts::certain_stays(name, &plant, &session);
    }
}

#[test]
fn the_first_of_every_four_plants_agree_with_their_truth() {
    quarter(0);
}

#[test]
fn the_second_of_every_four_plants_agree_with_their_truth() {
    quarter(1);
}

#[test]
fn the_third_of_every_four_plants_agree_with_their_truth() {
    quarter(2);
}

#[test]
fn the_fourth_of_every_four_plants_agree_with_their_truth() {
    quarter(3);
}

/// Every record is used and none is doubted.
fn records(name: &str, session: &Session) {
    for file in session.data().facts.sources.files() {
        let counts = file.counts();
        assert_eq!((counts.rejected, counts.repaired), (0, 0), "{name} {}", file.name);
        let settled = counts.used + counts.merged + counts.superseded + counts.retracted;
        assert_eq!(settled, counts.records, "{name} {}", file.name);
    }
}

/// Seconds per state are those of the simulation and tile the window.
fn states(name: &str, plant: &Plant, session: &Session) {
    let lanes: Vec<StateLane> = ask(session, &Question::States { asset: None, from: None, to: None });
    for (machine, kpi) in plant.history.machines.iter().zip(truth::kpis(plant)) {
        let lane = lanes.iter().find(|lane| lane.asset == machine.asset).expect(&machine.asset);
        for (state, micros) in kpi.states.into_iter().filter(|(_, micros)| *micros > 0) {
            let said = lane.states.get(state).copied().unwrap_or_default();
            let truth = seconds(micros);
            assert!((said - truth).abs() < 1e-6, "{name} {} {state}: {said}, in truth {truth}", machine.asset);
        }
        let sum: f64 = lane.states.values().sum();
        assert!((sum - lane.total).abs() < 1e-6, "{name} {}: {sum} of {}", machine.asset, lane.total);
        assert_eq!(lane.states.get("NO_DATA").copied().unwrap_or(0.0), 0.0, "{name} {}", machine.asset);
    }
}

/// OEE is what pieces and calendar give, and its factors are shares.
fn oee(name: &str, plant: &Plant, session: &Session) {
    let answer: OeeAnswer = ask(session, &Question::Oee { assets: Vec::new(), from: None, to: None, definition: None });
    for (machine, kpi) in plant.history.machines.iter().zip(truth::kpis(plant)).filter(|(_, kpi)| kpi.pieces > 0) {
        let said = answer.assets.iter().find(|a| a.asset == machine.asset).expect(&machine.asset);
        let figure = |value: Option<f64>| value.unwrap_or(f64::NAN);
        let near = |said: Option<f64>, truth: f64, what: &str| {
            assert!((figure(said) - truth).abs() < 1e-9, "{name} {} {what}: {said:?}, in truth {truth}", machine.asset);
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

/// No ancestor and no descendant of anything is missed or made up.
fn relatives(name: &str, plant: &Plant, session: &Session) {
    let truth = Ancestry::new(&plant.history);
    let descendants = truth.descendants();
    let pairs: usize = descendants.iter().map(Vec::len).sum();
    let step = (2 * pairs).div_ceil(RELATIVES).max(1);
    let id = |item: &u32| plant.history.items[*item as usize].id.as_str();
    for (n, item) in plant.history.items.iter().enumerate().step_by(step) {
        // What never was in a transformation is no item of a genealogy.
        let ancestors = truth.ancestors(n as u32);
        if item.kind == ItemKind::Container || (ancestors.is_empty() && descendants[n].is_empty()) {
            continue;
        }
        for (direction, expected) in [(Direction::Back, ancestors), (Direction::Forward, descendants[n].as_slice())] {
            let answer = trace(session, &item.id, direction);
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
