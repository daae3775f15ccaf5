use super::{oracle, trace};
use crate::index::Dataset;
use crate::model::tables::MovementKind;
use crate::model::tables::{EventId, MentionRole, ProductMention, Retraction};
use crate::model::{Amount, ItemId, NameId, Repair, RepairKind, SourceId};
use crate::protocol::{Certainty, Direction, TraceAnswer};
use crate::testing::Plant;
use proptest::prelude::*;
use std::collections::BTreeMap;

const BACK: Direction = Direction::Back;
const FORWARD: Direction = Direction::Forward;

fn ask(data: &Dataset, item: &str, direction: Direction) -> TraceAnswer {
    trace(data, item, direction).unwrap()
}

/// `id depth certainty` of each item.
fn told(answer: &TraceAnswer) -> Vec<String> {
    let sure = |c| if c == Certainty::Definite { "definite" } else { "possible" };
    answer.items.iter().map(|i| format!("{} {} {}", i.id, i.depth, sure(i.certainty))).collect()
}

/// `kind item record` of each gap.
fn gaps(answer: &TraceAnswer) -> Vec<String> {
    let record = |g: &crate::protocol::Gap| g.source.as_ref().map_or(0, |s| s.record);
    answer.gaps.iter().map(|g| format!("{} {} {}", g.kind, g.item, record(g))).collect()
}

#[test]
fn an_event_consumes_what_existed_at_its_time_and_no_later_batch() {
    let plant = || {
        Plant::new()
            .made("e1", 10, "r1", "m")
            .made("e2", 20, "m", "p")
            .made("e3", 30, "r2", "m")
            .made("e4", 40, "m", "q")
    };
    let data = plant().data();
    assert_eq!(told(&ask(&data, "p", BACK)), ["m 1 definite", "r1 2 definite"]);
    assert_eq!(told(&ask(&data, "q", BACK)), ["m 1 definite", "r1 2 definite", "r2 2 definite"]);
    assert_eq!(told(&ask(&data, "r2", FORWARD)), ["m 1 definite", "q 2 definite"]);
    let answer = ask(&data, "p", BACK);
    let edges: Vec<String> = answer.edges.iter().map(|e| format!("{}→{} {}", e.from, e.to, e.event)).collect();
    assert_eq!(edges, ["r1→m e1", "m→p e2"]);
    assert!(answer.gaps.is_empty() && answer.exposed.is_empty());
    assert_eq!((answer.coverage.known, answer.coverage.items), (3, 3));
}

#[test]
fn an_item_to_which_a_repaired_record_leads_says_so_in_the_list_as_in_the_tree() {
    let mut plant = Plant::new().made("e1", 10, "r", "m").made("e2", 20, "m", "p");
    let reason = plant.name("The time was read by its offset.");
    let repair = Repair { kind: RepairKind::TimeZone, reason, from: NameId::NONE, to: NameId::NONE };
    // The first record, r → m.
    plant.facts.sources.repair(SourceId(0), repair);
    let data = plant.data();
    let marked = |answer: &TraceAnswer| -> Vec<(String, bool)> {
        answer.items.iter().map(|item| (item.id.clone(), item.repaired)).collect()
    };
    let back = ask(&data, "p", BACK);
    assert_eq!(marked(&back), [("m".to_owned(), false), ("r".to_owned(), true)]);
    assert_eq!(marked(&ask(&data, "r", FORWARD)), [("m".to_owned(), true), ("p".to_owned(), false)]);
    assert!(back.edges.iter().all(|edge| edge.source.as_ref().is_some_and(|s| s.repaired) == (edge.from == "r")));
}

#[test]
fn what_was_used_before_it_was_made_stays_linked_as_possible_with_a_gap() {
    let data = Plant::new().made("e2", 20, "m", "p").made("e1", 30, "r", "m").data();
    let back = ask(&data, "p", BACK);
    assert_eq!(told(&back), ["m 1 definite", "r 2 possible"]);
    assert_eq!(gaps(&back), ["consumed_before_made m 1"]);
    // Of p, m and r something is missing at m.
    assert_eq!((back.coverage.known, back.coverage.items), (2, 3));
    assert_eq!(back.items[1].reason, "m was used before any record says that it was made.");
    let forward = ask(&data, "r", FORWARD);
    assert_eq!(told(&forward), ["m 1 definite", "p 2 possible"]);
    assert_eq!(gaps(&forward), ["consumed_before_made m 1"]);
    // A receipt before the use explains where it came from, so a later making is another one.
    let data = Plant::new()
        .moved(5, "m", MovementKind::Receive, "store")
        .made("e2", 20, "m", "p")
        .made("e1", 30, "r", "m")
        .data();
    assert_eq!(told(&ask(&data, "p", BACK)), ["m 1 definite"]);
    assert!(gaps(&ask(&data, "p", BACK)).is_empty());
}

#[test]
fn only_a_non_empty_transformation_id_joins_events_and_what_it_joins_is_possible() {
    let shared = Plant::new().made_in("in", "T", 10, "r", "").made_in("out", "T", 20, "", "p").data();
    let answer = ask(&shared, "p", BACK);
    assert_eq!(told(&answer), ["r 1 possible"]);
    assert_eq!(answer.items[0].reason, "Only the shared transformationID T links it.");
    assert_eq!(told(&ask(&shared, "r", FORWARD)), ["p 1 possible"]);
    let empty = Plant::new().made_in("a", "", 10, "r", "x").made_in("b", "", 20, "s", "p").data();
    assert_eq!(told(&ask(&empty, "p", BACK)), ["s 1 definite"]);
    let both = Plant::new().made_in("a", "T", 10, "r", "x").made_in("b", "T", 20, "s", "p").data();
    assert_eq!(told(&ask(&both, "p", BACK)), ["r 1 possible", "s 1 definite"]);
}

#[test]
fn pallet_neighbours_are_exposed_and_never_ancestors() {
    let data = Plant::new()
        .made("e1", 10, "r", "a")
        .pack(20, "P", "a b")
        .unpack(30, "P", "b")
        .pack(40, "P", "c")
        .unpack(50, "P", "")
        .pack(60, "P", "d")
        .made("e2", 70, "a", "x")
        .data();
    let answer = ask(&data, "x", BACK);
    assert_eq!(told(&answer), ["a 1 definite", "r 2 definite"]);
    let exposed: Vec<(&str, &str)> = answer.exposed.iter().map(|i| (i.id.as_str(), i.reason.as_str())).collect();
    assert_eq!(exposed, [("b", "It was in P at the same time."), ("c", "It was in P at the same time.")]);
    assert!(answer.exposed.iter().all(|i| i.certainty == Certainty::Exposed));
    assert_eq!(told(&ask(&data, "b", FORWARD)), [] as [&str; 0]);
}

#[test]
fn boxes_on_one_pallet_expose_their_contents_to_each_other() {
    let data = Plant::new().pack(10, "box1", "a").pack(11, "box2", "b").pack(20, "pallet", "box1 box2").data();
    let ids = |item| ask(&data, item, BACK).exposed.into_iter().map(|i| i.id).collect::<Vec<_>>();
    assert_eq!(ids("a"), ["b", "box2"]);
}

#[test]
fn exposure_over_reused_carriers_costs_in_proportion_to_their_loads() {
    let looked = |loads: i64| {
        let mut plant = Plant::new();
        for load in 0..loads {
            for carrier in ["P", "Q"] {
                let (own, other, at) = (format!("{carrier}{load}"), format!("{carrier}n{load}"), 10 * load + 100);
                plant = plant.made(&format!("make {own}"), 1, "lot", &own).pack(at, carrier, &format!("{own} {other}"));
                plant = plant.pack(at + 1, "truck", carrier).unpack(at + 5, "truck", "").unpack(at + 6, carrier, "");
            }
        }
        let data = plant.data();
        data.containment();
        let (answer, looked) = crate::testing::work::of(|| ask(&data, "lot", FORWARD));
        assert_eq!((answer.items.len() as i64, answer.exposed.len() as i64), (2 * loads, 2 * loads));
        looked
    };
    let (few, many) = (looked(100), looked(400));
    // Four times as many loads, each found among four times as many: a look at all of them for each would be sixteen times as much.
    assert!(many < 8 * few, "{many} after {few}");
}

#[test]
fn the_content_of_a_container_that_was_used_as_a_whole_is_possible() {
    let data = Plant::new()
        .made("e0", 1, "r", "a")
        .pack(10, "box", "a")
        .pack(12, "drum", "box")
        .unpack(15, "box", "gone")
        .made("e1", 20, "drum", "x")
        .pack(30, "drum", "late")
        .data();
    let answer = ask(&data, "x", BACK);
    assert_eq!(told(&answer), ["a 1 possible", "box 1 possible", "drum 1 definite", "r 2 possible"]);
    assert_eq!(answer.items[0].reason, "It was inside drum when drum was used as a whole.");
    assert_eq!(answer.items[3].reason, "Only through a, which is itself only possible.");
    assert_eq!(told(&ask(&data, "r", FORWARD)), ["a 1 definite", "x 2 possible"]);
}

#[test]
fn rework_loops_and_items_on_both_sides_of_an_event_come_to_an_end() {
    let data = Plant::new().made("e1", 10, "r a", "a").made("e2", 20, "a", "b").made("e3", 30, "b s", "a").data();
    assert_eq!(told(&ask(&data, "a", BACK)), ["b 1 definite", "r 1 definite", "s 1 definite"]);
    assert_eq!(told(&ask(&data, "a", FORWARD)), ["b 1 definite"]);
}

#[test]
fn gaps_name_what_is_missing_with_its_record() {
    let data = Plant::new()
        .born(1, "https://id.gs1.org/01/09521234543213/10/A")
        .made("e1", 10, "https://id.gs1.org/01/09521234543213/10/B raw", "x")
        .moved(20, "raw", MovementKind::Ship, "customer")
        .pack(30, "P", "x")
        .pack(40, "Q", "x")
        .data();
    assert_eq!(
        gaps(&ask(&data, "x", BACK)),
        [
            "born_nowhere https://id.gs1.org/01/09521234543213/10/B 2",
            "shipped_after_consumed raw 3",
            "unpack_never_seen x 5"
        ]
    );
}

#[test]
fn a_withdrawn_event_links_nothing_and_is_told_as_a_gap() {
    let mut plant = Plant::new().made("e1", 10, "r", "x").made("e2", 11, "s", "x");
    let (event, source) = (plant.name("e1"), plant.facts.transformations.source.at(0));
    plant.facts.event_ids.push(EventId { event, source, hash: NameId::NONE });
    let declaration = plant.record();
    plant.facts.retractions.push(Retraction { event, time: 12, source: declaration, reason: NameId::NONE });
    let data = plant.data();
    let answer = ask(&data, "x", BACK);
    assert_eq!(told(&answer), ["s 1 definite"]);
    assert_eq!(gaps(&answer), ["retracted_input r 1"]);
}

#[test]
fn a_product_without_lot_or_serial_is_no_node_and_is_told_as_a_gap() {
    let mut plant = Plant::new().made("e1", 10, "r", "x");
    let (event, product) = (plant.name("e1"), plant.name("https://id.gs1.org/01/09521234543213"));
    let source = plant.record();
    plant.facts.product_mentions.push(ProductMention {
        product,
        time: 10,
        role: MentionRole::Input,
        source,
        event,
        group: NameId::NONE,
        item: ItemId::NONE,
        quantity: Amount::NONE,
        unit: NameId::NONE,
    });
    let answer = ask(&plant.data(), "x", BACK);
    assert_eq!(told(&answer), ["r 1 definite"]);
    assert_eq!(gaps(&answer), ["product_only https://id.gs1.org/01/09521234543213 2"]);
}

#[test]
fn an_unknown_item_is_answered_with_names_that_look_like_it() {
    let data = Plant::new().made("e1", 10, "LOT-1001 LOT-1002", "HOUSING-7").data();
    let error = trace(&data, "LOT-1003", BACK).unwrap_err().error;
    assert_eq!(error, "No record names the item `LOT-1003`. Similar: LOT-1001, LOT-1002.");
    assert!(trace(&data, "zzz", BACK).unwrap_err().error.ends_with("open the file that holds it."));
}

#[test]
fn what_went_in_after_something_came_out_is_only_possibly_in_it() {
    let data = Plant::new().made("e", 20, "late", "").made("e", 10, "early", "x").made("e", 30, "", "y").data();
    let told = |item, direction| -> Vec<(String, String)> {
        ask(&data, item, direction).items.into_iter().map(|i| (i.id, i.reason)).collect()
    };
    let sure = |id: &str| (id.to_owned(), String::new());
    let late = |id: &str, reason: &str| (id.to_owned(), reason.to_owned());
    assert_eq!(told("x", BACK), [sure("early"), late("late", "Its record says that it went in after x had come out.")]);
    assert_eq!(told("y", BACK), [sure("early"), sure("late")]);
    assert_eq!(told("late", FORWARD), [late("x", "Its record says that it came out before late went in."), sure("y")]);
    let gaps = |item| ask(&data, item, BACK).gaps.into_iter().map(|gap| (gap.kind, gap.item)).collect::<Vec<_>>();
    assert_eq!(gaps("x"), [("input_after_output".to_owned(), "late".to_owned())]);
}

#[test]
fn one_event_name_in_two_files_that_each_tell_a_whole_event_links_them_only_possibly() {
    let whole = Plant::new().file("monday").made("1", 10, "a", "b").file("tuesday").made("1", 110, "c", "d").data();
    let told = |data: &Dataset, item, direction| -> Vec<(String, String)> {
        ask(data, item, direction).items.into_iter().map(|i| (i.id, i.reason)).collect()
    };
    let sure = |id: &str| (id.to_owned(), String::new());
    let shared =
        |id: &str| (id.to_owned(), "Only the name 1, which events of several files have, links it.".to_owned());
    assert_eq!(told(&whole, "b", BACK), [sure("a"), shared("c")]);
    assert_eq!(told(&whole, "a", FORWARD), [sure("b"), shared("d")]);
    // What went in stands in one file and what came out in another; or a file was cut in the middle of the event.
    let halves = Plant::new().file("in").made("1", 10, "a c", "").file("out").made("1", 110, "", "d").data();
    assert_eq!(told(&halves, "d", BACK), [sure("a"), sure("c")]);
    let cut = Plant::new().file("1").made("1", 10, "a", "b").file("2").made("1", 10, "c", "d").data();
    assert_eq!(told(&cut, "d", BACK), [sure("a"), sure("c")]);
    // A file that repeats a part of another tells nothing of its own.
    let again =
        Plant::new().file("b").made("1", 10, "a", "b").made("1", 110, "c", "d").file("a").made("1", 10, "a", "b");
    assert_eq!(told(&again.data(), "d", BACK), [sure("a"), sure("c")]);
}

#[test]
fn a_chain_of_100_000_steps_is_followed_to_its_end() {
    let mut plant = Plant::new();
    for i in 0..100_000 {
        plant = plant.made(&format!("e{i}"), i, &format!("i{i}"), &format!("i{}", i + 1));
    }
    let data = plant.data();
    let answer = ask(&data, "i100000", BACK);
    assert_eq!((answer.items.len(), answer.edges.len()), (100_000, 100_000));
    assert!(
        answer.items.last().is_some_and(|i| i.id == "i0" && i.depth == 100_000 && i.certainty == Certainty::Definite)
    );
    assert_eq!(ask(&data, "i0", FORWARD).items.len(), 100_000);
}

#[derive(Debug, Clone)]
enum Told {
    /// Event, jitter, input, item.
    Line(u8, i64, bool, u8),
    /// Item, time.
    Born(u8, i64),
    /// Time, parent, child (none = empty it), in.
    Packed(i64, u8, Option<u8>, bool),
}

/// Events 0–9 happen at times of their own; every third shares the transformationID of another one.
fn plant(told: &[Told], times: &[i64], groups: &[u8]) -> Plant {
    let name = |item: u8| format!("i{item}");
    let mut plant = Plant::new();
    for one in told {
        plant = match one {
            Told::Line(event, jitter, input, item) => {
                let (time, item) = (10 * times[*event as usize] + jitter, name(*item));
                let group = match groups[*event as usize] {
                    0 => String::new(),
                    group => format!("T{group}"),
                };
                let (inputs, outputs) = if *input { (item.as_str(), "") } else { ("", item.as_str()) };
                plant.made_in(&format!("e{event}"), &group, time, inputs, outputs)
            }
            Told::Born(item, time) => plant.born(10 * time, &name(*item)),
            Told::Packed(time, parent, child, add) => match (child, add) {
                (Some(child), true) => plant.pack(*time, &name(*parent), &name(*child)),
                (Some(child), false) => plant.unpack(*time, &name(*parent), &name(*child)),
                (None, _) => plant.unpack(*time, &name(*parent), ""),
            },
        };
    }
    plant
}

fn stories() -> impl Strategy<Value = (Vec<Told>, Vec<i64>, Vec<u8>)> {
    let line = (0..10_u8, 0..2_i64, any::<bool>(), 0..9_u8).prop_map(|(e, j, r, i)| Told::Line(e, j, r, i));
    let born = (0..9_u8, 0..12_i64).prop_map(|(i, t)| Told::Born(i, t));
    let packed = (0..125_i64, 0..9_u8, proptest::option::weighted(0.9, 0..9_u8), proptest::bool::weighted(0.7))
        .prop_map(|(t, p, c, a)| Told::Packed(t, p, c, a));
    let told = proptest::collection::vec(prop_oneof![8 => line, 1 => born, 2 => packed], 1..40).prop_map(apart);
    (
        told,
        proptest::collection::vec(0..12_i64, 10),
        proptest::collection::vec(prop_oneof![4 => Just(0_u8), 1 => 1..3_u8], 10),
    )
}

/// Packing records at times of their own: what records of one instant mean is the containment index's business.
fn apart(mut told: Vec<Told>) -> Vec<Told> {
    let mut times = std::collections::BTreeSet::new();
    told.retain(|one| !matches!(one, Told::Packed(time, ..) if !times.insert(*time)));
    told
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_search_finds_what_the_slow_way_finds((told, times, groups) in stories()) {
        let data = plant(&told, &times, &groups).data();
        for item in data.facts.items.ids() {
            let id = data.facts.names.text(data.facts.items.key(item));
            for direction in [BACK, FORWARD] {
                let answer = ask(&data, id, direction);
                let truth = oracle::trace(&data.facts, item, direction);
                let sure = |c| c == Certainty::Definite;
                let items: BTreeMap<_, _> =
                    answer.items.iter().map(|i| (i.id.clone(), (i.depth, sure(i.certainty)))).collect();
                prop_assert_eq!(&items, &truth.items, "items of {} {:?}", id, direction);
                let mut edges = BTreeMap::new();
                for e in &answer.edges {
                    let edge = (e.from.clone(), e.to.clone(), e.event.clone(), e.time.0);
                    *edges.entry(edge).or_default() |= sure(e.certainty);
                }
                prop_assert_eq!(&edges, &truth.edges, "edges of {} {:?}", id, direction);
                prop_assert!(answer.items.iter().all(|i| sure(i.certainty) == i.reason.is_empty()));
            }
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn back_and_forward_agree((told, times, groups) in stories()) {
        let data = plant(&told, &times, &groups).data();
        let id = |item| data.facts.names.text(data.facts.items.key(item)).to_owned();
        let links = |direction| {
            let mut all = Vec::new();
            for item in data.facts.items.ids() {
                for other in ask(&data, &id(item), direction).items {
                    let (from, to) = if direction == BACK { (other.id, id(item)) } else { (id(item), other.id) };
                    all.push((from, to, other.depth, other.certainty));
                }
            }
            all.sort();
            all
        };
        prop_assert_eq!(links(BACK), links(FORWARD));
    }

    #[test]
    fn order_repetition_and_splitting_of_records_change_no_answer(
        (told, times, groups) in stories(), seed in any::<u64>(), cut in 0..40_usize,
    ) {
        let shuffled = shuffle(&told, seed);
        let plain = plant(&told, &times, &groups);
        let mut other = plant(&shuffled, &times, &groups).file("more");
        let again = plant(&told[..cut.min(told.len())], &times, &groups).facts;
        for line in again.transformations.rows() {
            let source = other.record();
            let text = |name| again.names.text(name).to_owned();
            let (item, event, group) = (text(again.items.key(line.item)), text(line.event), text(line.group));
            let (item, event, group) = (other.item(&item), other.name(&event), other.name(&group));
            other.facts.transformations.push(crate::model::tables::TransformationLine { item, event, group, source, ..line });
        }
        let (a, b) = (plain.data(), other.data());
        for item in a.facts.items.ids() {
            let id = a.facts.names.text(a.facts.items.key(item));
            for direction in [BACK, FORWARD] {
                prop_assert_eq!(unsourced(ask(&a, id, direction)), unsourced(ask(&b, id, direction)));
            }
        }
    }
}

fn shuffle(told: &[Told], mut seed: u64) -> Vec<Told> {
    let mut told = told.to_vec();
    for i in (1..told.len()).rev() {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        told.swap(i, (seed >> 33) as usize % (i + 1));
    }
    told
}

/// The answer without evidence, which follows its record.
fn unsourced(mut answer: TraceAnswer) -> TraceAnswer {
    answer.edges.iter_mut().for_each(|e| e.source = None);
    answer.gaps.iter_mut().for_each(|g| g.source = None);
    answer.gaps.dedup();
    answer
}
