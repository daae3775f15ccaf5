//! One plant in the words of others: what it did and what it made is the same.

use super::{trace, written};
use floorlens_core::Session;
use floorlens_core::model::seconds;
use floorlens_core::protocol::{Direction, Instant, Question, StateLane};
use floorlens_tests::factory::Plant;
use floorlens_tests::factory::ancestry::Ancestry;
use floorlens_tests::factory::export::{self, lanes};
use floorlens_tests::factory::scenario::{Scenario, Style};
use floorlens_tests::load::{ask, session};
use std::collections::{BTreeMap, BTreeSet};

const EVENTS: u64 = 10_000;

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
