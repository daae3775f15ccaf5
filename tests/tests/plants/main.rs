//! Plants of every scenario against their truth.
//!
//! ```text
//! large.rs        states, OEE, ancestry, stays: every plant at 30,000 events, some at 100,000
//! whereabouts.rs  where things are said to be against where they were
//! foreign.rs      the same plant in the words of others
//! order.rs        rows shuffled, repeated, spread over files
//! dirt.rs         what was planted in the files and what the ledger finds
//! fold.rs         the hour that occurs twice
//! ```

mod dirt;
mod fold;
mod foreign;
mod large;
mod order;
mod whereabouts;

use floorlens_core::Session;
use floorlens_core::protocol::{Answer, Direction, Question, TraceAnswer};
use floorlens_tests::factory::scenario::{Scenario, Style};
use floorlens_tests::factory::{Plant, files};
use std::collections::BTreeSet;

/// A plant of a scenario; as Floorlens tables and without dirt, whatever the scenario says.
fn plant(name: &str, seed: u64, events: u64) -> Plant {
    let mut scenario = Scenario::named(name).expect(name);
    scenario.exports = vec![Style::Tables];
    scenario.dirt.clear();
    Plant::new(scenario, seed, events).expect(name)
}

/// Every scenario once, each with a seed of its own.
fn plants(events: u64) -> impl Iterator<Item = (&'static str, Plant)> {
    Scenario::list().into_iter().zip(1..).map(move |((name, _), seed)| (name, plant(name, seed, events)))
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
fn there_are_many_and_each_says_what_it_teaches() {
    let list = Scenario::list();
    assert_eq!(list.len(), 21);
    let texts: BTreeSet<&str> = list.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(texts.len(), list.len(), "no two teach the same");
    for (name, text) in &list {
        assert!(text.len() > 60 && Scenario::named(name).is_ok(), "{name}: {text}");
    }
}
