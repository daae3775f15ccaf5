use super::*;
use crate::index::{Dataset, SpanSet};
use crate::model::OPEN_END;
use crate::testing::Plant;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// `child in parent from–to`, by child and time.
fn told(data: &Dataset) -> Vec<String> {
    let name = |item| data.facts.names.text(data.facts.items.key(item));
    let end = |to: Micros| if to == OPEN_END { "…".to_owned() } else { to.to_string() };
    let tell = |s: &Inside| format!("{} in {} {}–{}", name(s.child), name(s.parent), s.from, end(s.to));
    let mut told: Vec<String> = data.facts.items.ids().flat_map(|i| data.containment().around(i)).map(tell).collect();
    told.sort();
    told
}

fn item(data: &Dataset, key: &str) -> ItemId {
    data.facts.items.find(data.facts.names.find(key).unwrap()).unwrap()
}

#[test]
fn a_removal_without_children_empties_the_parent_and_the_parent_may_be_used_again() {
    let data = Plant::new().pack(10, "P", "a b").unpack(20, "P", "").pack(30, "P", "c").unpack(40, "P", "c").data();
    assert_eq!(told(&data), ["a in P 10–20", "b in P 10–20", "c in P 30–40"]);
    assert!(data.containment().unpack_never_seen().is_empty());
}

#[test]
fn a_child_in_two_packings_leaves_the_first_and_the_missing_unpacking_is_a_gap() {
    let data = Plant::new().pack(10, "P", "a").pack(20, "Q", "a").install(25, "M", "a").install(30, "N", "a").data();
    assert_eq!(told(&data), ["a in M 25–…", "a in N 30–…", "a in P 10–20", "a in Q 20–…"]);
    assert_eq!(data.containment().unpack_never_seen().len(), 1);
}

#[test]
fn what_was_only_seen_inside_is_possible_until_it_is_added() {
    let data = Plant::new().seen_inside(10, "P", "a").pack(20, "P", "a").seen_inside(30, "P", "a").data();
    assert_eq!(told(&data), ["a in P 10–20", "a in P 20–…"]);
    let observed: Vec<bool> = data.containment().around(item(&data, "a")).map(|s| s.observed).collect();
    assert_eq!(observed, [true, false]);
}

#[test]
fn records_of_one_instant_empty_before_they_fill_and_a_packing_of_one_instant_has_no_length() {
    let data = Plant::new().pack(10, "P", "a").pack(20, "Q", "a").unpack(20, "P", "a").data();
    assert_eq!(told(&data), ["a in P 10–20", "a in Q 20–…"]);
    assert!(data.containment().unpack_never_seen().is_empty());
    assert!(told(&Plant::new().unpack(10, "P", "a").pack(10, "P", "a").data()).is_empty());
}

#[test]
fn the_order_and_repetition_of_records_change_nothing() {
    let a = Plant::new().pack(10, "P", "a b").pack(20, "Q", "P").unpack(30, "Q", "").pack(30, "R", "b");
    let b =
        Plant::new().pack(30, "R", "b").unpack(30, "Q", "").pack(10, "P", "b a").pack(20, "Q", "P").pack(10, "P", "a");
    assert_eq!(told(&a.data()), told(&b.data()));
}

#[test]
fn nesting_is_answered_at_a_time_and_over_a_window_and_a_circle_comes_to_an_end() {
    let data = Plant::new()
        .pack(10, "box", "a b")
        .pack(20, "pallet", "box")
        .unpack(30, "box", "b")
        .pack(40, "a", "pallet")
        .data();
    let keys = |stays: &[Inside], of: fn(&Inside) -> ItemId| -> Vec<String> {
        stays.iter().map(|s| data.facts.names.text(data.facts.items.key(of(s))).to_owned()).collect()
    };
    let (a, pallet) = (item(&data, "a"), item(&data, "pallet"));
    assert_eq!(keys(&data.containment().chain(a, 15), |s| s.parent), ["box"]);
    assert_eq!(keys(&data.containment().chain(a, 25), |s| s.parent), ["box", "pallet"]);
    assert_eq!(keys(&data.containment().chain(a, 50), |s| s.parent), ["box", "pallet"]);
    assert_eq!(keys(&data.containment().contents(pallet, 25), |s| s.child), ["box", "a", "b"]);
    assert_eq!(keys(&data.containment().contents(pallet, 35), |s| s.child), ["box", "a"]);
    let spans = data.containment().containers([(item(&data, "b"), Span::ALL)], true);
    assert_eq!(spans.get(&pallet), Some(&vec![Span { start: 20, end: 30 }]));
}

/// Of each item every instant at which it is met, found instant by instant and step by step.
fn slow(
    data: &Dataset,
    from: &[(ItemId, Span)],
    packing_only: bool,
    ends: fn(&Inside) -> (ItemId, ItemId),
) -> BTreeMap<ItemId, Vec<Span>> {
    let stays: Vec<Inside> = data.facts.items.ids().flat_map(|i| data.containment().around(i)).copied().collect();
    let mut met: BTreeMap<ItemId, Vec<Span>> = BTreeMap::new();
    for at in 0..END {
        let mut here: BTreeSet<ItemId> = BTreeSet::new();
        let mut work: Vec<ItemId> = from.iter().filter(|(_, span)| span.contains(at)).map(|(item, _)| *item).collect();
        while let Some(item) = work.pop() {
            let next = stays.iter().filter(|s| s.span().contains(at) && !(packing_only && s.association));
            for (_, other) in next.map(ends).filter(|(one, _)| *one == item) {
                if here.insert(other) {
                    work.push(other);
                }
            }
        }
        here.into_iter().for_each(|item| met.entry(item).or_default().push(Span::new(at, at + 1)));
    }
    met.into_iter().map(|(item, instants)| (item, SpanSet::new(instants).spans().to_vec())).collect()
}

const END: Micros = 30;
const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

fn told_by(records: &[(u8, Micros, usize, usize)]) -> Dataset {
    let known = NAMES.iter().fold(Plant::new(), |plant, name| plant.seen(0, name, "dock"));
    let told = records.iter().fold(known, |plant, (kind, time, parent, child)| match kind {
        0 => plant.unpack(*time, NAMES[*parent], NAMES[*child]),
        1 => plant.install(*time, NAMES[*parent], NAMES[*child]),
        _ => plant.pack(*time, NAMES[*parent], NAMES[*child]),
    });
    told.data()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn what_is_met_from_stay_to_stay_is_what_is_met_instant_by_instant(
        records in prop::collection::vec((0..4_u8, 0..END, 0..7_usize, 0..7_usize), 0..60),
        asked in prop::collection::vec((0..7_usize, 0..END, 1..END), 0..6),
        packing_only in any::<bool>(),
    ) {
        let data = told_by(&records);
        let asked: Vec<(ItemId, Span)> =
            asked.into_iter().map(|(i, start, n)| (item(&data, NAMES[i]), Span::new(start, (start + n).min(END)))).collect();
        let containment = data.containment();
        let around = slow(&data, &asked, packing_only, |s| (s.child, s.parent));
        prop_assert_eq!(containment.containers(asked.iter().copied(), packing_only), around);
        let within = slow(&data, &asked, packing_only, |s| (s.parent, s.child));
        let met: Vec<ItemId> = within.into_keys().collect();
        prop_assert_eq!(containment.contained(asked.iter().copied(), packing_only), met);
    }

    /// Many stays under one key, so that there are runs of runs to pass over.
    #[test]
    fn the_stays_that_meet_given_times_are_those_that_a_look_at_each_finds(
        spans in prop::collection::vec((0..2000_i64, 1..40_i64), 0..700),
        asked in prop::collection::vec((0..2000_i64, 0..30_i64), 0..9),
    ) {
        let stay = |(i, (from, length)): (usize, (i64, i64))| Inside {
            child: ItemId(i as u32 % 2),
            parent: ItemId(2),
            from,
            // Now and then one that outlasts all others.
            to: if i % 97 == 5 { OPEN_END } else { from + length },
            source: SourceId(0),
            association: true,
            observed: false,
        };
        let stays: Vec<Inside> = spans.into_iter().enumerate().map(stay).collect();
        let asked = SpanSet::new(asked.into_iter().map(|(start, n)| Span::new(start, start + n)).collect());
        for (side, key) in [(Side::build(3, &stays, |s| s.child), 1), (Side::build(3, &stays, |s| s.parent), 2)] {
            let all = side.of(ItemId(key)).iter().map(|row| &stays[*row as usize]);
            let slow: Vec<&Inside> =
                all.filter(|s| asked.spans().iter().any(|span| !span.intersect(s.span()).is_empty())).collect();
            let met: Vec<&Inside> = side.meeting(&stays, ItemId(key), asked.spans()).collect();
            prop_assert_eq!(met, slow);
        }
    }
}
