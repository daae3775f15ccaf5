use super::*;
use crate::index::Dataset;
use crate::model::OPEN_END;
use crate::testing::Plant;

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
