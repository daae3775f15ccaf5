//! The ledger against a slow, obvious one.

use super::*;
use crate::model::Amount;
use crate::model::tables::{CountKind, CountRow, EventId, Retraction, SightingKind, SightingRow};
use proptest::prelude::*;

/// A record of a test file: what it sights (item, time), the event it is, the event it withdraws.
#[derive(Debug, Clone, PartialEq)]
struct Given {
    sights: Vec<(u8, i64)>,
    event: Option<u8>,
    withdraws: Option<u8>,
}

fn load(facts: &mut Facts, name: &str, fingerprint: u64, records: &[Given]) {
    let file = facts.sources.open(name, "test", 10);
    if let Some(file) = facts.sources.file_mut(file) {
        file.fingerprint = fingerprint;
    }
    for (line, given) in (1..).zip(records) {
        let source = facts.sources.record(line);
        for (item, time) in &given.sights {
            let key = facts.names.intern(&format!("item {item}"));
            let (item, place) = (facts.items.intern(key), facts.names.intern("dock"));
            facts.sightings.push(SightingRow {
                item,
                place,
                time: *time,
                source,
                kind: SightingKind::At,
                reader: NameId::NONE,
                technology: NameId::NONE,
                strength: Amount::NONE,
            });
        }
        if let Some(event) = given.event {
            let event = facts.names.intern(&format!("event {event}"));
            facts.event_ids.push(EventId { event, source, hash: NameId::NONE });
        }
        if let Some(event) = given.withdraws {
            let event = facts.names.intern(&format!("event {event}"));
            facts.retractions.push(Retraction { event, time: 0, source, reason: NameId::NONE });
        }
    }
}

fn sighting(item: u8, time: i64) -> Given {
    Given { sights: vec![(item, time)], event: None, withdraws: None }
}

/// What counts: rows with the file and record that carries them, and the status of each record, in an order of their own.
fn outcome(facts: &Facts) -> (Vec<String>, Vec<String>) {
    let mut rows: Vec<String> = facts
        .sightings
        .rows()
        .map(|row| {
            let at = facts.sources.reference(row.source).unwrap();
            format!("{} at {} by {}:{}", facts.names.text(facts.items.key(row.item)), row.time, at.file, at.record)
        })
        .collect();
    rows.sort();
    let mut statuses = Vec::new();
    for id in facts.sources.sorted() {
        for record in facts.sources.records_of(id) {
            let at = facts.sources.reference(record).unwrap();
            statuses.push(format!("{}:{} {:?}", at.file, at.record, facts.sources.status(record).unwrap()));
        }
    }
    (rows, statuses)
}

#[test]
fn a_fact_said_twice_counts_once_and_the_second_record_is_merged() {
    let mut facts = Facts::default();
    load(&mut facts, "b", 1, &[sighting(1, 5), sighting(2, 5)]);
    settle(&mut facts, &[]);
    load(&mut facts, "a", 2, &[sighting(1, 5), sighting(3, 5)]);
    settle(&mut facts, &[]);
    let (rows, statuses) = outcome(&facts);
    assert_eq!(rows, ["item 1 at 5 by a:1", "item 2 at 5 by b:2", "item 3 at 5 by a:2"]);
    assert_eq!(statuses, ["a:1 Used", "a:2 Used", "b:1 Merged", "b:2 Used"]);
}

#[test]
fn a_record_that_keeps_one_of_its_facts_is_used_and_a_lot_named_twice_by_one_record_stays() {
    let mut facts = Facts::default();
    let both = Given { sights: vec![(1, 5), (1, 5), (2, 5)], event: None, withdraws: None };
    load(&mut facts, "a", 1, &[both]);
    load(&mut facts, "b", 2, &[Given { sights: vec![(1, 5), (4, 5)], event: None, withdraws: None }]);
    settle(&mut facts, &[]);
    let (rows, statuses) = outcome(&facts);
    assert_eq!(rows, ["item 1 at 5 by a:1", "item 1 at 5 by a:1", "item 2 at 5 by a:1", "item 4 at 5 by b:1"]);
    assert_eq!(statuses, ["a:1 Used", "b:1 Used"]);
}

#[test]
fn a_withdrawn_event_gives_way_to_a_record_that_was_merged_into_it() {
    let mut facts = Facts::default();
    let first = Given { sights: vec![(1, 5)], event: Some(1), withdraws: None };
    let second = Given { sights: vec![(1, 5)], event: Some(2), withdraws: None };
    load(&mut facts, "a", 1, &[first, second]);
    settle(&mut facts, &[]);
    assert_eq!(outcome(&facts).1, ["a:1 Merged", "a:2 Used"]);
    load(&mut facts, "b", 2, &[Given { sights: vec![], event: None, withdraws: Some(2) }]);
    settle(&mut facts, &[]);
    let (rows, statuses) = outcome(&facts);
    assert_eq!(rows, ["item 1 at 5 by a:1"]);
    assert_eq!(statuses, ["a:1 Used", "a:2 Retracted", "b:1 Used"]);
}

#[test]
fn a_copy_of_a_file_is_merged_even_where_it_states_nothing() {
    let mut facts = Facts::default();
    let silent = Given { sights: vec![], event: None, withdraws: None };
    for name in ["b", "a"] {
        load(&mut facts, name, 7, &[sighting(1, 5), silent.clone()]);
    }
    settle(&mut facts, &[]);
    assert_eq!(outcome(&facts).1, ["a:1 Used", "a:2 Used", "b:1 Merged", "b:2 Merged"]);
}

#[test]
fn a_repaired_record_is_repaired_again_once_nothing_says_the_same() {
    let mut facts = Facts::default();
    let event = |id| Given { sights: vec![(1, 5)], event: Some(id), withdraws: None };
    load(&mut facts, "a", 1, &[event(1), event(2)]);
    facts.sources.set_status(SourceId(0), RecordStatus::Repaired);
    settle(&mut facts, &[]);
    assert_eq!(facts.sources.status(SourceId(0)), Some(RecordStatus::Merged));
    load(&mut facts, "b", 2, &[Given { sights: vec![], event: None, withdraws: Some(2) }]);
    settle(&mut facts, &[]);
    assert_eq!(facts.sources.status(SourceId(0)), Some(RecordStatus::Repaired));
}

/// A file of counts, one record each: pieces at a time.
fn load_counts(facts: &mut Facts, name: &str, fingerprint: u64, counts: &[(u8, i64)], kind: CountKind) {
    load(facts, name, fingerprint, &[]);
    for (line, (pieces, time)) in (1..).zip(counts) {
        let source = facts.sources.record(line);
        let saw = facts.names.intern("saw");
        let asset = facts.assets.intern(saw);
        let (none, total) = (Amount::NONE, Amount::new(f64::from(*pieces)));
        let (product, order) = (NameId::NONE, NameId::NONE);
        let row = CountRow {
            asset,
            time: *time,
            total,
            source,
            good: none,
            scrap: none,
            rework: none,
            kind,
            product,
            order,
            key: product,
        };
        facts.counts.push(row);
    }
}

#[test]
fn two_pieces_counted_in_one_second_are_two_and_the_same_two_in_an_overlapping_export_are_merged() {
    let (one, other) = ([(1, 5), (1, 5), (1, 6)], [(1, 5), (1, 5), (1, 4)]);
    let mut facts = Facts::default();
    load_counts(&mut facts, "a", 1, &one, CountKind::Delta);
    settle(&mut facts, &[]);
    assert_eq!(
        (facts.counts.len(), outcome(&facts).1),
        (3, vec!["a:1 Used".into(), "a:2 Used".into(), "a:3 Used".into()])
    );
    load_counts(&mut facts, "b", 2, &other, CountKind::Delta);
    settle(&mut facts, &[]);
    assert_eq!(facts.counts.len(), 4);
    assert_eq!(outcome(&facts).1[3..], ["b:1 Merged", "b:2 Merged", "b:3 Used"]);
    let mut readings = Facts::default();
    load_counts(&mut readings, "a", 1, &one, CountKind::Counter);
    settle(&mut readings, &[]);
    assert_eq!(readings.counts.len(), 2, "a counter that stands at 1 twice at one instant was read twice");
}

fn given() -> impl Strategy<Value = Given> {
    let sights = prop::collection::vec((0..3u8, 0..2i64), 0..3);
    (sights, prop::option::of(0..3u8), prop::option::weighted(0.1, 0..3u8))
        .prop_map(|(sights, event, withdraws)| Given { sights, event, withdraws })
}

proptest! {
    #[test]
    fn of_pieces_that_say_the_same_as_many_count_as_the_file_that_has_most(
        files in prop::collection::vec(prop::collection::vec((0..2u8, 0..2i64), 0..6), 1..4),
        order in Just([0usize, 1, 2]).prop_shuffle(),
    ) {
        let mut expected: BTreeMap<(u8, i64), usize> = BTreeMap::new();
        for file in &files {
            for piece in file {
                let here = file.iter().filter(|p| *p == piece).count();
                let most = expected.entry(*piece).or_default();
                *most = here.max(*most);
            }
        }
        let mut facts = Facts::default();
        for i in order {
            if let Some(counts) = files.get(i) {
                load_counts(&mut facts, &format!("f{i}"), i as u64 + 1, counts, CountKind::Delta);
            }
        }
        settle(&mut facts, &[]);
        let mut found: BTreeMap<(u8, i64), usize> = BTreeMap::new();
        for row in facts.counts.rows() {
            *found.entry((row.total.get().unwrap_or_default() as u8, row.time)).or_default() += 1;
        }
        prop_assert_eq!(found, expected);
        let again = outcome(&facts);
        settle(&mut facts, &[]);
        prop_assert_eq!(outcome(&facts), again, "settling twice changes nothing");
    }

    #[test]
    fn the_order_of_files_and_of_builds_does_not_matter(
        files in prop::collection::vec(prop::collection::vec(given(), 0..5), 1..4),
        order in Just([0usize, 1, 2]).prop_shuffle(),
        between in any::<[bool; 3]>(),
    ) {
        let mut once = Facts::default();
        for (i, records) in files.iter().enumerate() {
            load(&mut once, &format!("f{i}"), i as u64 + 1, records);
        }
        settle(&mut once, &[]);
        let mut stepwise = Facts::default();
        for i in order {
            if let Some(records) = files.get(i) {
                load(&mut stepwise, &format!("f{i}"), i as u64 + 1, records);
                if between[i] {
                    settle(&mut stepwise, &[]);
                }
            }
        }
        settle(&mut stepwise, &[]);
        prop_assert_eq!(outcome(&once), outcome(&stepwise));
    }

    #[test]
    fn exactly_the_facts_of_records_that_are_not_withdrawn_remain_once(
        files in prop::collection::vec(prop::collection::vec(given(), 0..5), 1..4),
    ) {
        let all: Vec<&Given> = files.iter().flatten().collect();
        let gone: BTreeSet<u8> = all.iter().filter_map(|g| g.withdraws).collect();
        let stands = |g: &&&Given| g.withdraws.is_some() || g.event.is_none_or(|e| !gone.contains(&e));
        let expected: BTreeSet<(u8, i64)> = all.iter().filter(stands).flat_map(|g| g.sights.clone()).collect();
        let mut facts = Facts::default();
        for (i, records) in files.iter().enumerate() {
            load(&mut facts, &format!("f{i}"), i as u64 + 1, records);
        }
        settle(&mut facts, &[]);
        let named: BTreeSet<String> = facts.sightings.rows().map(|r| format!("{} {}", facts.names.text(facts.items.key(r.item)), r.time)).collect();
        let wanted: BTreeSet<String> = expected.iter().map(|(i, t)| format!("item {i} {t}")).collect();
        prop_assert_eq!(named, wanted);
        for id in facts.sources.sorted() {
            let c = facts.sources.files()[id.0 as usize].counts();
            prop_assert_eq!(c.used + c.merged + c.superseded + c.retracted + c.repaired + c.rejected, c.records);
        }
    }
}
