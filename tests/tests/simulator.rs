//! The simulator keeps its own books: what it says happened must be possible.

use floorlens_tests::sim::{History, Plant, StageKind, Verdict, export, simulate};
use std::collections::{BTreeMap, BTreeSet};

fn sample() -> (Plant, History) {
    let plant = Plant::sample_line().expect("the sample line is well formed");
    let history = simulate(&plant, 1);
    (plant, history)
}

#[test]
fn the_same_seed_gives_the_same_history_and_another_seed_another() {
    let (plant, history) = sample();
    assert_eq!(simulate(&plant, 1), history);
    assert_ne!(simulate(&plant, 2), history);
}

#[test]
fn no_station_works_on_two_units_at_once_and_no_unit_is_in_two_places() {
    let (_, history) = sample();
    let mut last_of_station = BTreeMap::new();
    let mut last_of_unit = BTreeMap::new();
    for step in &history.steps {
        assert!(step.start < step.end, "{step:?}");
        let before = last_of_station.insert(step.station, step.end).unwrap_or(0);
        assert!(before <= step.start, "station {} starts at {} before {before}", step.station, step.start);
        let before = last_of_unit.insert(step.unit, step.end).unwrap_or(0);
        assert!(before <= step.start, "unit {} starts at {} before {before}", step.unit, step.start);
    }
}

#[test]
fn every_unit_that_was_cut_passed_was_scrapped_or_is_still_in_the_line() {
    let (plant, history) = sample();
    let verdicts = |v| history.steps.iter().filter(|s| s.verdict == Some(v)).count();
    let ended = verdicts(Verdict::Pass) + verdicts(Verdict::Scrap);
    let in_line = history.units.len() - ended;
    // Every buffer full, every machine occupied, and one reworked unit over.
    let room = (plant.stages.len() - 1) * plant.buffer + plant.stations.len() + 1;
    assert!(in_line <= room, "{in_line} units in a line with room for {room}");
    assert!(
        verdicts(Verdict::Rework) > 10 && verdicts(Verdict::Scrap) > 10,
        "the sample has rework and scrap to look at"
    );
}

#[test]
fn the_bad_raw_lot_fails_more_often_than_the_others() {
    let (plant, history) = sample();
    let mut first = BTreeSet::new();
    let (mut bad, mut others) = ((0.0, 0.0), (0.0, 0.0));
    for step in history.steps.iter().filter(|s| s.verdict.is_some() && first.insert(s.unit)) {
        let group = if history.units[step.unit].raw_lot == plant.bad_raw_lot { &mut bad } else { &mut others };
        group.0 += f64::from(u8::from(step.verdict != Some(Verdict::Pass)));
        group.1 += 1.0;
    }
    assert!(bad.1 > 100.0, "the bad lot was used");
    assert!(bad.0 / bad.1 > 2.5 * others.0 / others.1, "{bad:?} against {others:?}");
}

#[test]
fn a_station_in_its_calendar_is_never_without_a_state() {
    let (plant, history) = sample();
    for station in 0..plant.stations.len() {
        let first = history.states.iter().find(|c| c.station == station).map(|c| c.at);
        assert_eq!(first, Some(0), "{}", plant.stations[station].asset);
    }
    assert!(plant.stages.contains(&StageKind::Assemble));
}

/// The sample that the page offers is what the simulator writes: `cargo xtask simulate sample-line --seed 1 --out public/samples/plant`.
#[test]
fn the_published_sample_is_what_the_simulator_writes() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../public/samples/plant");
    let (plant, history) = sample();
    for file in export::files(&plant, &history, 1) {
        let plain = std::fs::read(folder.join(file.name));
        let text = plain.map(|bytes| String::from_utf8(bytes).unwrap()).unwrap_or_else(|_| {
            let gz = std::fs::File::open(folder.join(format!("{}.gz", file.name))).expect(file.name);
            std::io::read_to_string(flate2::read::GzDecoder::new(gz)).unwrap()
        });
        assert!(text == file.text, "{} differs from what the simulator writes", file.name);
    }
}
