use super::inherit::Histories;
use super::quick::whereabouts;
use super::stays::stays;
use super::{end_of_data, in_machine, journey, locate, oracle, place_counts, place_names};
use crate::index::Dataset;
use crate::model::tables::AssetFactRow;
use crate::model::tables::MovementKind::{Move, Receive, Ship};
use crate::model::tables::Role::{Input, Output};
use crate::model::{Micros, NameId, OPEN_END, Span};
use crate::protocol::{AskError, Certainty, PlaceAnswer, PlaceCount, PlacedItem};
use crate::testing::Plant;
use proptest::prelude::*;

fn places(data: &Dataset, at: Option<Micros>) -> Vec<PlaceCount> {
    place_counts(data, &place_names(data), at.unwrap_or_else(|| end_of_data(data)))
}

/// All of it.
fn place(data: &Dataset, name: &str, at: Option<Micros>) -> Result<PlaceAnswer, AskError> {
    super::place(data, name, at, usize::MAX)
}

fn sure(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Definite => "",
        Certainty::Possible => "?",
        _ => "??",
    }
}

/// `place since–until how via` of each stay.
fn told(data: &Dataset, item: &str) -> Vec<String> {
    let stays = journey(data, item).unwrap().stays;
    let until = |at: Option<crate::protocol::Instant>| at.map_or("…".to_owned(), |at| at.0.to_string());
    let via = |via: Option<String>| via.map_or(String::new(), |via| format!(" by {via}"));
    stays
        .into_iter()
        .map(|s| {
            let place = s.place.unwrap_or("nowhere".to_owned());
            format!("{place}{} {}–{} {}{}", sure(s.certainty), s.since.0, until(s.until), s.how, via(s.via))
        })
        .collect()
}

fn ids(items: &[PlacedItem]) -> Vec<String> {
    items.iter().map(|i| format!("{}{}", i.id, sure(i.certainty))).collect()
}

#[test]
fn a_sighting_holds_until_contradicted_and_stays_at_one_place_are_joined() {
    let data = Plant::new().seen(10, "a", "A").seen(20, "a", "A").passed(25, "a", "A").seen(30, "a", "B").data();
    assert_eq!(told(&data, "a"), ["A 10–30 seen", "B 30–… seen"]);
    assert_eq!(journey(&data, "a").unwrap().stays[0].reads, 3);
    let at = |at| locate(&data, "a", at).unwrap();
    assert_eq!((at(Some(29)).place.as_deref(), at(Some(30)).place.as_deref()), (Some("A"), Some("B")));
    assert_eq!((at(Some(29)).until.map(|t| t.0), at(None).until), (Some(30), None));
    let before = at(Some(9));
    assert_eq!((before.place, before.certainty, before.since), (None, Certainty::Unknown, None));
}

#[test]
fn passing_a_reader_is_only_possible_afterwards() {
    let data = Plant::new().seen(10, "a", "A").passed(20, "a", "gate").data();
    assert_eq!(told(&data, "a"), ["A 10–20 seen", "gate? 20–… passed"]);
}

#[test]
fn shipped_goods_are_on_their_way_until_received() {
    let data = Plant::new()
        .moved(10, "a", Move, "store")
        .moved(20, "a", Ship, "customer")
        .moved(30, "a", Receive, "customer")
        .moved(20, "b", Ship, "")
        .data();
    assert_eq!(told(&data, "a"), ["store 10–20 moved", "customer? 20–30 on its way", "customer 30–… received"]);
    assert_eq!(told(&data, "b"), ["nowhere?? 20–… on its way"]);
}

#[test]
fn work_holds_an_item_in_its_machine_and_leaves_it_there_as_possible() {
    let data = Plant::new()
        .seen(5, "a", "store")
        .worked(10, 20, "a", "turn", "lathe")
        .worked(30, 40, "a", "grind", "mill")
        .seen(35, "a", "store")
        .data();
    assert_eq!(
        told(&data, "a"),
        [
            "store 5–10 seen",
            "lathe 10–20 worked on",
            "lathe? 20–30 not seen since work ended",
            "mill 30–35 worked on",
            "store 35–… seen"
        ]
    );
}

/// As events are told that have an instant and no length.
#[test]
fn work_without_length_leaves_an_item_where_finished_work_leaves_it() {
    let plant =
        || Plant::new().seen(5, "a", "store").worked(10, 10, "a", "drill", "mill").worked(8, 9, "b", "s", "mill");
    let data = plant().seen(30, "b", "store").data();
    assert_eq!(told(&data, "a"), ["store 5–10 seen", "mill? 10–… not seen since work ended"]);
    let during = |from, to| ids(&in_machine(&data, "mill", Span::new(from, to)).unwrap());
    assert_eq!(during(11, 20), Vec::<String>::new());
    assert_eq!(during(10, 11), ["a?"], "it was worked on in that time");
    assert_eq!(ids(&place(&data, "mill", Some(12)).unwrap().items), ["a?", "b?"]);
    let longer = plant().worked(10, 20, "a", "turn", "lathe").seen(10, "a", "store").data();
    assert_eq!(
        told(&longer, "a"),
        ["store 5–10 seen", "lathe 10–20 worked on", "lathe? 20–… not seen since work ended"],
        "what goes on is where it is"
    );
    let used = plant().made("e", 10, "a", "c").data();
    assert_eq!(told(&used, "a"), ["store 5–10 seen", "nowhere 10–… used up"]);
}

#[test]
fn the_place_of_a_container_is_inherited_by_what_is_inside_at_any_nesting() {
    let data = Plant::new()
        .seen(10, "a", "A")
        .seen(15, "pallet", "P")
        .pack(20, "box", "a")
        .pack(30, "pallet", "box")
        .seen(40, "pallet", "Q")
        .unpack(50, "pallet", "")
        .seen(60, "pallet", "R")
        .seen(70, "box", "S")
        .data();
    // The pallet was seen at P after the item was seen at A, so from packing on it is at P; emptying the pallet leaves it at Q.
    assert_eq!(
        told(&data, "a"),
        ["A 10–30 seen", "P 30–40 seen by pallet", "Q 40–70 seen by pallet", "S 70–… seen by box"]
    );
    let inside = |at| locate(&data, "a", Some(at)).unwrap().inside.into_iter().map(|c| c.id).collect::<Vec<_>>();
    assert_eq!((inside(35), inside(55)), (vec!["box".to_owned(), "pallet".to_owned()], vec!["box".to_owned()]));
}

#[test]
fn what_is_unpacked_is_where_its_container_is_unpacked() {
    let data = Plant::new()
        .seen(5, "pallet", "dock")
        .pack(10, "pallet", "a")
        .unpack(20, "pallet", "")
        .seen(20, "pallet", "hall")
        .seen(30, "pallet", "yard")
        .data();
    assert_eq!(told(&data, "a"), ["dock 10–20 seen by pallet", "hall 20–… seen by pallet"]);
}

#[test]
fn an_old_read_of_a_container_does_not_overrule_a_newer_one_of_the_item() {
    let data = Plant::new().seen(5, "pallet", "P").seen(10, "a", "A").pack(20, "pallet", "a").data();
    assert_eq!(told(&data, "a"), ["A 10–… seen"]);
}

#[test]
fn a_container_in_which_an_item_was_only_seen_gives_a_possible_place() {
    let data = Plant::new().seen_inside(10, "pallet", "a").seen(20, "pallet", "P").data();
    assert_eq!(told(&data, "a"), ["P? 20–… seen by pallet"]);
}

#[test]
fn after_its_end_an_item_is_nowhere_and_its_container_no_longer_moves_it() {
    let data = Plant::new().seen(10, "a", "A").pack(11, "P", "a").died(20, "a").seen(30, "P", "B").data();
    assert_eq!(told(&data, "a"), ["A 10–20 seen", "nowhere 20–… ended"]);
    assert_eq!(locate(&data, "a", None).unwrap().place, None);
}

#[test]
fn a_piece_that_went_into_another_is_used_up_and_no_longer_anywhere() {
    let data = Plant::new().seen(10, "a", "A").made("e", 20, "a", "b").data();
    assert_eq!(told(&data, "a"), ["A 10–20 seen", "nowhere 20–… used up"]);
    let end = locate(&data, "a", None).unwrap();
    assert_eq!((end.place, end.gone.as_deref(), end.source.map(|s| s.record)), (None, Some("used up"), Some(2)));
    assert_eq!(ids(&place(&data, "A", None).unwrap().items), Vec::<String>::new());
}

#[test]
fn a_later_record_of_any_kind_shows_that_some_was_left() {
    let used = || Plant::new().seen(10, "a", "A").made("e", 20, "a", "b");
    assert_eq!(told(&used().seen(30, "a", "A").data(), "a"), ["A 10–… seen"]);
    assert_eq!(told(&used().made("f", 30, "a", "c").data(), "a"), ["A 10–30 seen", "nowhere 30–… used up"]);
    assert_eq!(told(&used().made("f", 30, "b", "a").data(), "a"), ["A 10–… seen"], "rework gives it back");
    assert_eq!(told(&used().pack(30, "box", "a").data(), "a"), ["A 10–… seen"]);
    assert_eq!(told(&used().born(30, "a").data(), "a"), ["A 10–… seen"]);
}

#[test]
fn quantities_say_whether_a_lot_was_used_up() {
    let lot = || Plant::new().seen(5, "lot", "A").line("m", 1, Output, "lot", 10.0).line("e", 20, Input, "lot", 4.0);
    assert_eq!(told(&lot().data(), "lot"), ["A 5–… seen"]);
    assert_eq!(told(&lot().line("f", 30, Input, "lot", 6.0).data(), "lot"), ["A 5–30 seen", "nowhere 30–… used up"]);
    let unknown = |used| Plant::new().seen(5, "x", "A").line("e", 20, Input, "x", used).data();
    assert_eq!(told(&unknown(4.0), "x"), ["A 5–… seen"], "nobody knows how much there was");
    assert_eq!(told(&unknown(1.0), "x"), ["A 5–20 seen", "nowhere 20–… used up"], "a piece");
}

#[test]
fn work_that_was_under_way_keeps_the_piece_in_the_machine_until_its_end() {
    let data = Plant::new().worked(10, 30, "a", "press", "P1").made("e", 10, "a", "b").data();
    assert_eq!(told(&data, "a"), ["P1 10–30 worked on", "nowhere 30–… used up"]);
}

#[test]
fn what_is_in_a_container_that_is_used_up_may_have_been_used_up_unless_it_is_seen_later() {
    let used = || Plant::new().seen(5, "a", "A").pack(10, "box", "a c").made("e", 20, "box", "b");
    assert_eq!(told(&used().data(), "a"), ["A 5–20 seen", "nowhere? 20–… used up by box"]);
    assert_eq!(told(&used().seen(30, "a", "B").data(), "a"), ["A 5–30 seen", "B 30–… seen"]);
}

#[test]
fn a_place_lists_what_is_there_itself_or_in_a_container() {
    let data = Plant::new()
        .seen(10, "pallet", "dock")
        .pack(5, "pallet", "a b")
        .unpack(20, "pallet", "a")
        .seen(30, "a", "store")
        .passed(40, "c", "dock")
        .data();
    assert_eq!(ids(&place(&data, "dock", Some(15)).unwrap().items), ["a", "b", "pallet"]);
    let end = place(&data, "dock", None).unwrap();
    assert_eq!((ids(&end.items), end.total, end.at.0), (vec!["b".into(), "c?".into(), "pallet".into()], 3, 40));
    let counts: Vec<_> = places(&data, None).into_iter().map(|p| (p.place, p.definite, p.possible)).collect();
    assert_eq!(counts, [("dock".to_owned(), 2, 1), ("store".to_owned(), 1, 0)]);
    let error = place(&data, "dok", None).unwrap_err().error;
    assert_eq!(error, "No record names the place `dok`. Similar: dock.");
}

#[test]
fn the_units_in_a_machine_during_a_stop_are_those_being_worked_on() {
    let data = Plant::new()
        .worked(10, 20, "a", "turn", "lathe")
        .worked(20, 30, "b", "turn", "lathe")
        .worked(30, OPEN_END, "c", "turn", "lathe")
        .worked(25, 26, "d", "grind", "mill")
        .data();
    let during = |from, to| ids(&in_machine(&data, "lathe", Span::new(from, to)).unwrap());
    assert_eq!(during(20, 30), ["b"]);
    assert_eq!(during(19, 31), ["a", "b", "c"]);
    assert_eq!(during(100, 101), ["c"]);
    assert_eq!(ids(&in_machine(&data, " LATHE ", Span::new(20, 30)).unwrap()), ["b"]);
    assert!(in_machine(&data, "lath", Span::new(0, 1)).unwrap_err().error.contains("Similar: lathe."));
}

#[test]
fn of_two_containers_shipped_to_one_place_at_once_the_record_order_does_not_choose() {
    let packed = || Plant::new().seen(42, "i0", "p0").pack(0, "i0", "i2").pack(0, "i1", "i0");
    let one = packed().moved(46, "i1", Ship, "p2").moved(46, "i0", Ship, "p2").data();
    let other = packed().moved(46, "i0", Ship, "p2").moved(46, "i1", Ship, "p2").data();
    let via = |data| journey(data, "i2").unwrap().stays.last().and_then(|s| s.via.clone());
    assert_eq!(via(&one), via(&other));
}

/// Kind, time, item, other item or place.
type Told = (u8, Micros, u8, u8);

fn plant(told: &[Told]) -> Plant {
    let mut plant = Plant::new();
    for (kind, time, item, other) in told {
        let (item, place) = (format!("i{item}"), format!("p{other}"));
        plant = match kind {
            0 | 1 => plant.seen(*time, &item, &place),
            2 => plant.passed(*time, &item, &place),
            3 => plant.moved(*time, &item, Ship, &place),
            // Every other one has no length.
            4 => plant.worked(*time, time + 5 * (time % 2), &item, "s", &place),
            5 | 6 => plant.pack(*time, &format!("i{other}"), &item),
            7 => plant.unpack(*time, &format!("i{other}"), &item),
            8 => plant.made(&format!("e{time}{item}{other}"), *time, &item, &format!("i{other}")),
            _ => plant.died(*time, &item),
        };
    }
    plant
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Mostly items without containers, for which the last record decides: it says what all stays say.
    #[test]
    fn the_last_record_says_what_all_stays_say(
        told in proptest::collection::vec((0..10_u8, 0..30_i64, 0..4_u8, 0..3_u8), 1..14),
        simple in any::<bool>(), at in 0..40_i64, length in 1..12_i64,
    ) {
        let told: Vec<Told> = told.into_iter().map(|(kind, time, item, other)| (if simple { kind % 5 } else { kind }, time, item, other)).collect();
        let data = plant(&told).data();
        let mut histories = Histories::new(&data);
        for item in data.facts.items.ids() {
            let stay = stays(&data, item).into_iter().find(|stay| stay.since <= at && at < stay.until);
            let slow = stay.and_then(|stay| Some((stay.place?, stay.certainty == Certainty::Definite)));
            prop_assert_eq!(whereabouts(&mut Histories::new(&data), item, at), slow);
            prop_assert_eq!(histories.whereabouts(item, at), slow);
            prop_assert_eq!(histories.stays(item), oracle::stays(&data, item));
        }
        let window = Span::new(at, at + length);
        for machine in ["p0", "p1", "p2"] {
            let Ok(said) = in_machine(&data, machine, window) else { continue };
            let mut slow: Vec<String> = Vec::new();
            for item in data.facts.items.ids() {
                let here = stays(&data, item).into_iter().filter(|stay| {
                    let worked = stay.via.unwrap_or(item);
                    let worked = data.facts.names.text(data.facts.items.key(worked));
                    let at_once = told.iter().any(|(kind, time, item, other)| {
                        *kind == 4 && time % 2 == 0 && format!("i{item}") == worked && format!("p{other}") == machine
                            && window.contains(*time) && stay.since <= *time && *time < stay.until
                    });
                    stay.place.is_some_and(|place| data.facts.names.text(place) == machine)
                        && (at_once || stay.how.words() != "not seen since work ended")
                        && stay.since < window.end && window.start < stay.until
                });
                slow.extend(here.map(|_| data.facts.names.text(data.facts.items.key(item)).to_owned()));
            }
            slow.sort();
            let mut said: Vec<String> = said.into_iter().map(|item| item.id).collect();
            said.sort();
            prop_assert_eq!(said, slow, "{}", machine);
        }
        // The first few of a place are the first of all of it, and all are counted.
        for count in places(&data, Some(at)) {
            let all = place(&data, &count.place, Some(at)).unwrap();
            let few = super::place(&data, &count.place, Some(at), 2).unwrap();
            prop_assert_eq!((few.total, &few.items[..]), (all.total, &all.items[..all.items.len().min(2)]));
            prop_assert!(all.items.windows(2).all(|pair| pair[0].id < pair[1].id));
        }
    }

    #[test]
    fn stays_follow_each_other_and_agree_with_every_other_question(
        told in proptest::collection::vec((0..10_u8, 0..60_i64, 0..5_u8, 0..4_u8), 1..40), at in 0..70_i64, turn in 0..40_usize,
    ) {
        let data = plant(&told).data();
        let mut turned = told.clone();
        turned.rotate_left(turn % told.len());
        let other = plant(&turned).data();
        let mut counted = std::collections::BTreeMap::new();
        for item in data.facts.items.ids() {
            let id = data.facts.names.text(data.facts.items.key(item));
            let mine = journey(&data, id).unwrap();
            for pair in mine.stays.windows(2) {
                prop_assert_eq!(pair[0].until, Some(pair[1].since));
                prop_assert!(pair[0].since < pair[1].since);
                prop_assert!(pair[0].place.is_none() || (&pair[0].place, pair[0].certainty) != (&pair[1].place, pair[1].certainty));
            }
            let here = locate(&data, id, Some(at)).unwrap();
            let stay = mine.stays.iter().find(|s| s.since.0 <= at && s.until.is_none_or(|u| at < u.0));
            prop_assert_eq!(&here.place, &stay.and_then(|s| s.place.clone()));
            if let Some(name) = here.place {
                let there = place(&data, &name, Some(at)).unwrap().items;
                prop_assert!(there.iter().any(|i| i.id == id), "{} is at {} but not listed", id, name);
                *counted.entry(name).or_insert(0) += 1;
            }
            // The order of records carries no meaning; evidence follows its record.
            let strip = |mut j: crate::protocol::JourneyAnswer| {
                j.stays.iter_mut().for_each(|s| s.source = None);
                j.stays
            };
            prop_assert_eq!(strip(mine), strip(journey(&other, id).unwrap()));
        }
        for count in places(&data, Some(at)) {
            prop_assert_eq!(counted.get(&count.place).copied().unwrap_or(0), count.definite + count.possible);
        }
    }
}

/// A tote that is read again and again, with many items that were in it one after the other, and a box that is in it all the time.
#[test]
fn where_items_are_costs_the_records_of_their_containers_once() {
    let looked = |turns: i64| {
        let mut plant = Plant::new().pack(0, "tote", "box").pack(0, "box", "one two three");
        for turn in 0..turns {
            let (at, item) = (10 * turn, format!("i{turn}"));
            plant = plant.seen(at, "tote", "A").pack(at + 1, "tote", &item).seen(at + 2, "tote", "B");
            plant = plant.seen(at + 3, "tote", "C").unpack(at + 4, "tote", &item).pack(at + 5, "box", &item);
        }
        let data = plant.data();
        data.containment();
        let (counts, looked) = crate::testing::work::of(|| places(&data, None));
        assert_eq!(counts.iter().map(|count| count.definite).collect::<Vec<_>>(), [0, 0, turns as u64 + 5]);
        looked
    };
    let (few, many) = (looked(100), looked(400));
    // Four times as many items and reads: each item for each read would be sixteen times as much.
    assert!(many < 8 * few, "{many} after {few}");
}

/// A cavity is part of its mould: what was in the one was in the other.
#[test]
fn what_was_at_a_position_of_a_machine_was_in_the_machine() {
    let mut plant = Plant::new().worked(10, 20, "a", "s", "mould/1").worked(10, 20, "b", "s", "mould/2");
    let (machine, source) = (plant.asset("mould"), plant.record());
    for name in ["mould/1", "mould/2"] {
        let asset = plant.asset(name);
        plant.facts.asset_facts.push(AssetFactRow {
            asset,
            source,
            parent: machine,
            kind: NameId::NONE,
            name: NameId::NONE,
            zone: NameId::NONE,
            unlogged: Default::default(),
        });
    }
    let data = plant.data();
    let during = |asset| ids(&in_machine(&data, asset, Span::new(12, 15)).unwrap());
    assert_eq!(during("mould"), ["a", "b"]);
    assert_eq!(during("mould/2"), ["b"]);
    assert_eq!(locate(&data, "a", Some(12)).unwrap().place.as_deref(), Some("mould/1"));
}

/// One place, in whatever spelling it is written and asked for.
#[test]
fn a_place_has_many_spellings_and_one_name() {
    let mut session = crate::Session::new();
    let urn = "urn:epc:id:sgln:4012345.00001.0";
    let (link, label) = ("https://id.gs1.org/414/4012345000016", "(414)4012345000016");
    let event = format!(
        r#"{{"@context":["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],"type":"EPCISDocument","schemaVersion":"2.0","epcisBody":{{"eventList":[{{"type":"ObjectEvent","action":"OBSERVE","eventTime":"2026-03-01T08:00:00Z","eventTimeZoneOffset":"+00:00","epcList":["urn:epc:id:sgtin:4012345.011111.1"],"bizLocation":{{"id":"{urn}"}}}}]}}}}"#
    );
    let ocel = format!(
        r#"{{"objectTypes":[],"eventTypes":[],"objects":[{{"id":"{label}","type":"place"}},{{"id":"d","type":"part"}}],"events":[{{"id":"e1","type":"store","time":"2026-03-01T09:00:00Z","relationships":[{{"objectId":"d","qualifier":"part"}},{{"objectId":"{label}","qualifier":"place"}}]}}]}}"#
    );
    for (name, text) in [
        ("a.json", event.as_str()),
        ("sightings.csv", &format!("item,place,time\nb,{urn},2026-03-01T08:00:00Z\nx,dock,2026-03-01T08:00:00Z\n")),
        ("movements.csv", &format!("item,time,to,from\nc,2026-03-01T08:00:00Z,{link},dock\n")),
        ("b.json", ocel.as_str()),
    ] {
        session.add(name, std::rc::Rc::new(text.as_bytes().to_vec()));
    }
    session.run();
    let data = session.data();
    let counts: Vec<_> = places(data, None).into_iter().map(|p| (p.place, p.definite)).collect();
    assert_eq!(counts, [("dock".to_owned(), 1), (link.to_owned(), 4)]);
    for spelling in [urn, link, label, &format!(" {urn} ")] {
        assert_eq!(place(data, spelling, None).unwrap().total, 4, "{spelling}");
        let found = crate::analysis::data::find(data, spelling, 10);
        assert_eq!((found.total, found.found[0].id.as_str()), (1, link), "{spelling}");
    }
}

/// A machine whose name is the key of a place is that place, whether or not anything was read at it.
#[test]
fn work_in_a_machine_and_reads_at_it_are_at_one_place_in_every_spelling() {
    let urn = "urn:epc:id:sgln:4012345.00001.0";
    let (link, label) = ("https://id.gs1.org/414/4012345000016", "(414)4012345000016");
    let operations = format!(
        "item,step,asset,start,end\na,cut,{urn},2026-03-01T08:00:00Z,2026-03-01T09:00:00Z\nb,cut,{label},2026-03-01T08:00:00Z,\n"
    );
    let states = format!(
        "asset,start,state\n{urn},2026-03-01T07:00:00Z,RUN\n{urn},2026-03-01T09:30:00Z,UNAVAILABLE\n{urn},2026-03-01T11:00:00Z,RUN\n"
    );
    let sightings = format!("item,place,time\na,{urn},2026-03-01T10:00:00Z\nc,{urn},2026-03-01T08:30:00Z\n");
    let open = |files: &[(&str, &str)]| {
        let mut session = crate::Session::new();
        for (name, text) in files {
            session.add(name, std::rc::Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        session
    };
    let session = open(&[("operations.csv", &operations), ("states.csv", &states), ("sightings.csv", &sightings)]);
    let data = session.data();
    let counts: Vec<_> = places(data, None).into_iter().map(|p| (p.place, p.definite)).collect();
    assert_eq!(counts, [(link.to_owned(), 3)]);
    let stays = journey(data, "a").unwrap().stays;
    assert!(stays.iter().all(|stay| stay.place.as_deref() == Some(link)), "{stays:?}");
    assert!(stays.last().unwrap().after_no_data, "the machine's log is silent then");
    let (from, to) = (stays[0].since.0, stays[0].since.0 + 1);
    for spelling in [urn, label] {
        assert_eq!(ids(&in_machine(data, spelling, Span::new(from, to)).unwrap()), ["a", "b"], "{spelling}");
    }
    // Nothing was read at it: it stands under the first of its names.
    let session = open(&[("operations.csv", &operations)]);
    let data = session.data();
    for spelling in [urn, link, label] {
        let answer = place(data, spelling, None).unwrap();
        assert_eq!((answer.place.as_str(), answer.total), (label, 2), "{spelling}");
    }
}
