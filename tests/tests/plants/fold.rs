//! The hour that occurs twice when the clocks go back: times on the wall without a zone in it are read as its first time, which is what
//! `model/zones.rs` documents, and nothing else is touched.

use floorlens_core::model::{Micros, parse_rfc3339};
use floorlens_core::protocol::{Question, StateLane};
use floorlens_tests::factory::scenario::{Dirt, DirtKind, Scenario};
use floorlens_tests::factory::{Plant, files};
use floorlens_tests::load::{ask, session};
use std::collections::BTreeMap;

const HOUR: Micros = 3_600_000_000;

/// The plant with its local times in one table, or in none; its files, and how many rows were planted.
fn plant(local: Option<&str>) -> (Plant, BTreeMap<String, String>, usize) {
    let mut scenario = Scenario::named("clock-change").expect("it is listed");
    scenario.dirt =
        local.map(|file| Dirt { file: file.to_owned(), kind: DirtKind::DstFold, share: 0.0 }).into_iter().collect();
    let plant = Plant::new(scenario, 3, 24_000).expect("a plant");
    let mut all = BTreeMap::new();
    let planted = files::each(&plant, &mut |name, text| drop(all.insert(name, text))).len();
    (plant, all, planted)
}

/// The plant works through the night: its shift is nine hours long, and machines have states in both hours.
#[test]
fn the_night_in_which_the_clocks_go_back_is_worked_through() {
    let (plant, ..) = plant(None);
    let night = plant.clock.spans.iter().find(|s| s.2 == "night" && s.0.length() == 9 * HOUR);
    let (night, ..) = night.expect("a night shift of nine hours");
    // 03:00 becomes 02:00, five hours after 22:00.
    let again = night.start + 5 * HOUR;
    for hour in [again - HOUR, again] {
        let begun = plant.history.states.iter().filter(|s| {
            let at = plant.clock.wall(s.at, false);
            (hour..hour + HOUR).contains(&at)
        });
        assert!(begun.count() > 10, "machines change their states in the hour from {hour}");
    }
}

#[test]
fn times_in_the_hour_that_occurs_twice_are_read_as_its_first_and_all_others_are_right() {
    for file in ["states", "operations"] {
        let ((_, clean, _), (plant, dirty, planted)) = (plant(None), plant(Some(file)));
        let name = format!("{file}.csv");
        let header: Vec<&str> = clean[&name].lines().next().expect("a header").split(',').collect();
        let (start, end) = (column(&header, "start"), column(&header, "end"));
        let rows: Vec<Vec<&str>> = clean[&name].lines().skip(1).map(|row| row.split(',').collect()).collect();
        let session = session([
            ("assets.csv".to_owned(), dirty["assets.csv"].clone().into_bytes()),
            (name.clone(), dirty[&name].clone().into_bytes()),
        ]);
        let facts = &session.data().facts;
        let (id, said) = facts
            .sources
            .files()
            .iter()
            .zip(0..)
            .find(|(f, _)| f.name == name)
            .map(|(f, n)| (n, f))
            .expect("it was read");
        assert_eq!(said.counts().records as usize, rows.len());
        // By record: what was read.
        let read: BTreeMap<u32, (Micros, Option<Micros>)> = match file {
            "states" => facts.states.rows().map(|r| (r.source, r.start, r.end.get())).collect::<Vec<_>>(),
            _ => facts.operations.rows().map(|r| (r.source, r.start, r.end.get())).collect(),
        }
        .into_iter()
        .filter_map(|(source, start, end)| {
            let (of, record) = facts.sources.locate(source)?;
            (of.0 == id).then_some((record, (start, end)))
        })
        .collect();
        let first = |cell: &str| {
            let at = parse_rfc3339(cell).expect("a time");
            let shown = |at| plant.clock.local(at, "%Y-%m-%dT%H:%M:%S%.f");
            if shown(at) == shown(at - HOUR) { (at - HOUR, true) } else { (at, shown(at) == shown(at + HOUR)) }
        };
        let (mut twice, mut moved, mut refused) = (0, 0, 0);
        for (record, row) in (1..).zip(&rows) {
            let ((from, a), (to, b)) = (first(row[start]), first(row[end]));
            twice += usize::from(a || b);
            if to < from {
                // It began after the change and ended in the hour that is read as the first: the row says so and is not used.
                refused += 1;
                assert!(!read.contains_key(&record), "{name} record {record}");
                assert!(said.messages.iter().any(|m| m.record == record), "{name} record {record} has a reason");
                continue;
            }
            assert_eq!(read.get(&record), Some(&(from, Some(to))), "{name} record {record}: {row:?}");
            moved += usize::from(Some(from) != parse_rfc3339(row[start]) || Some(to) != parse_rfc3339(row[end]));
        }
        assert_eq!(twice, planted, "{name}: the ledger of dirt lists every row with a time that occurs twice");
        assert!(moved > 5, "{name}: {moved} rows of the second hour are read as of the first");
        assert_eq!(said.counts().rejected, refused, "{name}");
        let notes: Vec<&str> = said.messages.iter().map(|m| facts.names.text(m.reason)).collect();
        assert!(notes.iter().any(|n| n.contains("no zone")), "{name}: {notes:?}");
        // Whatever was moved, time stays a partition.
        let lanes: Vec<StateLane> = ask(&session, &Question::States { asset: None, from: None, to: None });
        for lane in lanes {
            assert!((lane.states.values().sum::<f64>() - lane.total).abs() < 1e-6, "{}", lane.asset);
        }
    }
}

fn column(header: &[&str], name: &str) -> usize {
    header.iter().position(|column| *column == name).expect(name)
}
