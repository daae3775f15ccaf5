//! The partition against a slow oracle that looks at every instant of a small world.

use super::*;
use crate::index::Dataset;
use crate::model::tables::{MeasurementRow, StateRow};
use crate::model::{Amount, ItemId, NameId, SourceRef, Until};
use proptest::prelude::*;

const STATES: [&str; 6] = ["RUN", "DOWN", "SETUP", "UNAVAILABLE", "maintenance", "Zustand"];

#[derive(Debug, Clone, Copy)]
struct Row {
    start: Micros,
    /// `None` = it holds until the next row.
    length: Option<Micros>,
    state: usize,
}

fn facts(rows: &[Row], last: Option<Micros>) -> Facts {
    let mut facts = Facts::default();
    facts.sources.open("log", "test", 0);
    let name = facts.names.intern("M1");
    let asset = facts.assets.intern(name);
    let none = NameId::NONE;
    for (i, row) in rows.iter().enumerate() {
        let state = facts.names.intern(STATES[row.state]);
        let source = facts.sources.record(i as u32 + 1);
        let end = row.length.map_or(Until::OPEN, |length| Until(row.start + length));
        let (start, reason, product, order, key) = (row.start, none, none, none, none);
        facts.states.push(StateRow { asset, start, state, source, end, reason, product, order, key });
    }
    if let Some(time) = last {
        let source = facts.sources.record(rows.len() as u32 + 1);
        let (amount, item) = (Amount::NONE, ItemId::NONE);
        facts.measurements.push(MeasurementRow {
            time,
            channel: none,
            value: amount,
            source,
            asset,
            text: none,
            item,
            unit: none,
            lower: amount,
            upper: amount,
            target: amount,
        });
    }
    facts
}

/// What the state is at `at`, from the definition, looking at every row.
fn oracle(rows: &[Row], last: Micros, at: Micros) -> &'static str {
    let mut sorted: Vec<(usize, Row)> = rows.iter().copied().enumerate().collect();
    sorted.sort_by_key(|(i, r)| (r.start, *i));
    let categories = Categories::new(&Recipe::default());
    let mut best = None;
    for (place, (i, row)) in sorted.iter().enumerate() {
        let end = match (row.length, sorted.get(place + 1)) {
            (Some(length), _) => row.start + length,
            (None, Some((_, next))) => next.start,
            (None, None) if STATES[row.state] == "UNAVAILABLE" => Micros::MAX,
            (None, None) => last,
        };
        if row.start <= at && at < end {
            let key = (categories.of_text(STATES[row.state]), row.start, std::cmp::Reverse(*i));
            if best.as_ref().is_none_or(|(b, _)| key < *b) {
                best = Some((key, STATES[row.state]));
            }
        }
    }
    best.map_or(NO_DATA, |(_, state)| state)
}

fn rows(intervals: bool) -> impl Strategy<Value = Vec<Row>> {
    let length =
        if intervals { prop_oneof![Just(None), (0..15i64).prop_map(Some)].boxed() } else { Just(None).boxed() };
    let row = (0..40i64, length, 0..STATES.len()).prop_map(|(start, length, state)| Row { start, length, state });
    prop::collection::vec(row, 0..12)
}

proptest! {
    #[test]
    fn every_instant_is_in_the_state_that_the_definition_says(rows in rows(true), later in 0..60i64) {
        let last = rows.iter().map(|r| r.start + r.length.unwrap_or(0)).chain([later]).max().unwrap_or(later);
        let data = Dataset::build(facts(&rows, Some(later)), &Recipe::default());
        let window = Span::new(-5, 70);
        let Some(lane) = data.lanes().next() else {
            prop_assert!(rows.is_empty());
            return Ok(());
        };
        let mut at = window.start;
        for span in lane.spans(window) {
            prop_assert_eq!(span.span.start, at, "the spans tile the window");
            prop_assert!(span.span.end > at);
            while at < span.span.end {
                prop_assert_eq!(lane.state(&span), oracle(&rows, last, at), "at {}", at);
                at += 1;
            }
        }
        prop_assert_eq!(at, window.end);
        prop_assert_eq!(lane.time_by_state(window).values().sum::<Micros>(), window.length());
    }

    #[test]
    fn times_by_category_from_checkpoints_are_the_spans_added_up(
        lengths in prop::collection::vec((1..9i64, 0..STATES.len()), 1..150), from in -20..900i64, length in 0..900i64,
    ) {
        let mut start = 0;
        let rows: Vec<Row> = lengths.iter().map(|(length, state)| {
            start += length;
            Row { start, length: None, state: *state }
        }).collect();
        let data = Dataset::build(facts(&rows, None), &Recipe::default());
        let lane = data.lanes().next().expect("there are rows");
        let window = Span::new(from, from + length);
        let mut slow = CategoryTimes::default();
        lane.spans(window).for_each(|s| slow.add(s.category, s.span.length()));
        prop_assert_eq!(lane.time_by_category(window), slow);
        prop_assert_eq!(slow.total(), window.length());
    }

    #[test]
    fn every_row_without_time_is_merged_or_superseded_and_every_other_is_used(rows in rows(false)) {
        let data = Dataset::build(facts(&rows, None), &Recipe::default());
        let Some(file) = data.facts.sources.files().first() else { return Ok(()) };
        for (i, row) in rows.iter().enumerate() {
            let later: Vec<&Row> = rows[i + 1..].iter().filter(|r| r.start == row.start).collect();
            let expected = if later.iter().any(|r| r.state == row.state) {
                RecordStatus::Merged
            } else if later.is_empty() {
                RecordStatus::Used
            } else {
                RecordStatus::Superseded
            };
            prop_assert_eq!(file.status_of(i as u32 + 1), Some(expected));
        }
    }
}

fn row(start: Micros, end: Micros, state: usize) -> Row {
    Row { start, length: Some(end - start), state }
}

#[test]
fn overlapping_stops_count_once_and_are_listed_with_their_records() {
    // A stop 0–15 and another 0:10–14 inside it; a set-up that reaches out of the first.
    let data = Dataset::build(facts(&[row(0, 900, 1), row(10, 840, 1), row(880, 950, 2)], None), &Recipe::default());
    let lane = data.lanes().next().expect("a lane");
    let times = lane.time_by_state(Span::new(0, 978));
    assert_eq!(times.into_iter().collect::<Vec<_>>(), [("DOWN", 900), (NO_DATA, 28), ("SETUP", 50)]);
    let at = |id| data.facts.sources.reference(id).map(|r: SourceRef| r.record);
    let listed: Vec<_> =
        data.lanes.overlaps().iter().map(|o| (o.span.start, o.span.end, at(o.kept), at(o.hidden))).collect();
    assert_eq!(listed, [(10, 840, Some(1), Some(2)), (880, 900, Some(1), Some(3))]);
}

#[test]
fn unlogged_time_is_running_only_where_a_person_said_so() {
    let recipe = Recipe { unlogged: [("M1".to_owned(), "running".to_owned())].into(), ..Recipe::default() };
    let data = Dataset::build(facts(&[row(10, 20, 1), row(50, 60, 1)], None), &recipe);
    let lane = data.lanes().next().expect("a lane");
    let times = lane.time_by_state(Span::new(0, 100));
    assert_eq!(times.into_iter().collect::<Vec<_>>(), [("DOWN", 20), (RUNNING, 80)]);
    assert_eq!(lane.time_by_category(Span::new(0, 100)).get(Category::Production), 80);
    let span = lane.at(30);
    assert_eq!((span.span, lane.source(&span)), (Span::new(20, 50), None));
}

#[test]
fn a_copy_of_an_interval_is_merged_and_no_overlap() {
    let data = Dataset::build(facts(&[row(0, 10, 1), row(0, 10, 1), row(0, 10, 2)], None), &Recipe::default());
    let file = &data.facts.sources.files()[0];
    assert_eq!(file.counts().merged, 1);
    assert_eq!(data.lanes.overlaps().len(), 1);
}

#[test]
fn an_observation_told_twice_is_one_state() {
    let hold = |start, state| Row { start, length: None, state };
    let data = Dataset::build(facts(&[hold(0, 1), hold(5, 1), hold(9, 0)], Some(20)), &Recipe::default());
    let lane = data.lanes().next().expect("a lane");
    assert_eq!(lane.at(7).span, Span::new(0, 9));
    assert_eq!(lane.len(), 3);
}

/// Logs of three machines that are mostly plain, each row with its machine.
fn logs() -> impl Strategy<Value = Vec<(u32, Row, usize)>> {
    let row =
        (0u32..3, -1i64..6, prop_oneof![Just(None), (0i64..7).prop_map(Some)], 0usize..STATES.len() + 3, 0usize..2);
    prop::collection::vec(row, 0..30).prop_map(|rows| {
        let mut at = [0; 3];
        rows.into_iter()
            .map(|(machine, step, length, state, file)| {
                let clock = &mut at[machine as usize];
                // Nearly always on, seldom back or within what was before.
                let start = *clock + if step < 0 { -1 } else { step / 2 + 1 };
                *clock = start + length.filter(|_| step > 0).unwrap_or(0);
                (machine, Row { start, length, state }, file)
            })
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn the_short_way_of_plain_logs_gives_what_the_long_way_gives(
        rows in logs(),
        files in 1usize..3,
        last in prop::option::of(0i64..60),
        running in any::<bool>(),
    ) {
        let names: Vec<&str> = STATES.into_iter().chain(["ACTIVE", "PROGRAM_COMPLETED", "READY"]).collect();
        let make = || {
            let mut facts = Facts::default();
            let machines: Vec<AssetId> = ["B", "A", "C"].map(|name| facts.names.intern(name)).map(|name| facts.assets.intern(name)).into();
            for file in 0..files {
                facts.sources.open(&format!("log {file}"), "test", file as u64);
                for (line, (machine, row, of)) in (1..).zip(&rows) {
                    if of % files != file {
                        continue;
                    }
                    let source = facts.sources.record(line);
                    let state = facts.names.intern(names[row.state]);
                    let end = row.length.map_or(Until::OPEN, |length| Until(row.start + length));
                    let none = NameId::NONE;
                    let (asset, start) = (machines[*machine as usize], row.start);
                    facts.states.push(StateRow { asset, start, state, source, end, reason: none, product: none, order: none, key: none });
                }
            }
            if let Some(start) = last {
                let source = facts.sources.record(99);
                let none = NameId::NONE;
                facts.alarms.push(crate::model::tables::AlarmRow { asset: machines[0], start, code: none, source, end: Until::OPEN, severity: none, text: none, key: none });
            }
            facts
        };
        let mut recipe = Recipe::default();
        if running {
            recipe.unlogged.insert("A".to_owned(), "running".to_owned());
        }
        let told = |short_way: bool| {
            let mut facts = make();
            let lanes = Lanes::build_by(&mut facts, &recipe, short_way);
            let each: Vec<String> = lanes
                .iter(&facts)
                .map(|lane| {
                    let times: Vec<CategoryTimes> = (-3..70).map(|at| lane.time_before(at)).collect();
                    format!("{} {:?} {:?} {:?} {:?} {times:?} {:?}", lane.name(), lane.fill, lane.starts, lane.rows, lane.categories, lanes.cycles(lane.asset))
                })
                .collect();
            let found: Vec<bool> = (0..3).map(|id| lanes.get(&facts, AssetId(id)).is_some_and(|lane| lane.asset == AssetId(id))).collect();
            format!("{each:#?} {found:?} {:?} {:?} {:?} {:?}", lanes.overlaps(), lanes.holes(), lanes.extent(), facts.sources.files())
        };
        prop_assert_eq!(told(true), told(false));
    }
}
