//! What must not matter: the order of rows and files, how rows are spread over files, and loading a file twice.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use floorlens_core::Session;
use floorlens_core::protocol::Question;
use floorlens_tests::load::session;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A table as its header and its rows.
#[derive(Debug, Clone)]
struct Table {
    header: &'static str,
    rows: Vec<String>,
}

fn csv(table: &Table, rows: &[String]) -> Vec<u8> {
    format!("{}\n{}\n", table.header, rows.join("\n")).into_bytes()
}

fn time(minute: u32) -> String {
    format!("2026-03-23T{:02}:{:02}:00Z", 5 + minute / 60, minute % 60)
}

/// One machine's intervals follow each other; their rows say so whatever their order.
fn states() -> impl Strategy<Value = Table> {
    let interval = (0..3u32, 1..20u32, prop::sample::select(vec!["RUN", "DOWN", "SETUP"]));
    prop::collection::vec(interval, 1..12).prop_map(|intervals| {
        let mut at = [0; 3];
        let mut rows = Vec::new();
        for (asset, length, state) in intervals {
            let start = at[asset as usize];
            at[asset as usize] = start + length;
            rows.push(format!("M{asset},{},{state},{}", time(start), time(start + length)));
        }
        Table { header: "asset,start,state,end", rows }
    })
}

/// Counts; rows that say the same are pieces of their own.
fn counts() -> impl Strategy<Value = Table> {
    prop::collection::vec(((0..2u32, prop_oneof![Just(7), 0..200u32]), (0..3u32, 0..2u32)), 1..12).prop_map(|counts| {
        let row = |((asset, minute), (good, scrap)): ((u32, u32), (u32, u32))| {
            format!("M{asset},{},{good},{scrap},P-1", time(minute))
        };
        Table { header: "asset,time,good,scrap,product", rows: counts.into_iter().map(row).collect() }
    })
}

fn plan() -> Vec<(String, Vec<u8>)> {
    let calendar = "asset,start,end,kind\nM0,2026-03-23T05:00:00Z,2026-03-23T08:00:00Z,planned\n\
                    M1,2026-03-23T05:00:00Z,2026-03-23T09:00:00Z,planned\nM1,2026-03-23T06:00:00Z,2026-03-23T06:10:00Z,break\n";
    let products = "product,ideal_cycle_s\nP-1,30\n";
    vec![("calendar".to_owned(), calendar.into()), ("products".to_owned(), products.into())]
}

/// The answers to questions about what happened, without the records that say so: evidence follows its record.
fn answers(session: &Session) -> Vec<Value> {
    let window = json!({"from": "2026-03-23T05:00:00Z", "to": "2026-03-23T09:00:00Z"});
    let questions = ["states", "oee", "losses", "cycles"].map(|ask| {
        let mut question = json!({ "ask": ask });
        if ask != "cycles" {
            question["from"] = window["from"].clone();
            question["to"] = window["to"].clone();
        }
        question
    });
    let answer = |question: &Value| match session.ask_json(&question.to_string()) {
        Ok(answer) => without_evidence(serde_json::from_str(&answer).unwrap()),
        Err(error) => json!(error.error),
    };
    let mut all: Vec<Value> = questions.iter().map(answer).collect();
    let inspect = serde_json::to_value(session.ask(&Question::Inspect {}).unwrap()).unwrap();
    all.push(inspect["facts"].clone());
    all
}

/// Takes `source`, `sources` and `sources_total` out, however deep they lie.
fn without_evidence(mut answer: Value) -> Value {
    let mut waiting = vec![&mut answer];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Object(fields) => {
                fields.retain(|key, _| !key.starts_with("source"));
                waiting.extend(fields.values_mut());
            }
            Value::Array(elements) => waiting.extend(elements.iter_mut()),
            _ => {}
        }
    }
    answer
}

#[test]
fn questions_about_machines_are_answered_at_all() {
    let states = Table { header: "asset,start,state,end", rows: vec![format!("M0,{},RUN,{}", time(0), time(60))] };
    let session = session([("states".to_owned(), csv(&states, &states.rows))]);
    let states = &answers(&session)[0];
    assert_eq!(states[0]["states"]["RUN"], json!(3600.0), "{states}");
}

/// Reads step by step and looks after each of them.
fn looking(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> (Session, u32) {
    let mut session = Session::new();
    for (name, bytes) in files {
        session.add(&name, std::rc::Rc::new(bytes));
    }
    let mut looks = 0;
    while !session.step().done {
        let read = session.look();
        assert_eq!(read.seen, read.records);
        looks += 1;
    }
    (session, looks)
}

#[test]
fn a_look_in_the_middle_of_a_file_answers_from_what_was_read_and_changes_nothing() {
    let rows: Vec<String> = (0..140_000u32)
        .map(|i| {
            let at = |second: u32| {
                format!(
                    "2026-03-{:02}T{:02}:{:02}:{:02}Z",
                    1 + second / 86_400,
                    second / 3600 % 24,
                    second / 60 % 60,
                    second % 60
                )
            };
            format!("M{},{},RUN,{}", i % 3, at(i * 10), at(i * 10 + 30))
        })
        .collect();
    let states = Table { header: "asset,start,state,end", rows };
    let file = || [("states".to_owned(), csv(&states, &states.rows))];
    let mut early = Session::new();
    early.add("states", std::rc::Rc::new(file()[0].1.clone()));
    // The first step opens the file, the second one reads.
    early.step();
    assert!(!early.step().done);
    let read = early.look();
    assert!(0 < read.seen && read.seen < 140_000, "{read:?}");
    let known = early.data().lanes().map(|lane| lane.len()).sum::<usize>();
    assert!(known > 0, "lanes are there before the file is read");
    early.run();
    let (looked, looks) = looking(file());
    let plain = session(file());
    assert!(looks >= 2, "{looks}");
    assert_eq!(answers(&early), answers(&plain));
    assert_eq!(answers(&looked), answers(&plain));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn order_of_rows_and_files_spread_and_repetition_change_no_answer(
        (states, shuffled) in states().prop_flat_map(|t| (Just(t.clone()), Just(t.rows).prop_shuffle())),
        counts in counts(),
        cut in 0..12usize,
        order in Just([0usize, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let mut plain = plan();
        plain.push(("states".to_owned(), csv(&states, &states.rows)));
        plain.push(("counts".to_owned(), csv(&counts, &counts.rows)));
        let expected = answers(&session(plain.clone()));

        let cut = cut.min(shuffled.len());
        let mut other = plan();
        other.push(("states 1".to_owned(), csv(&states, &shuffled[..cut])));
        other.push(("states 2".to_owned(), csv(&states, &shuffled[cut..])));
        other.push(("counts".to_owned(), csv(&counts, &counts.rows)));
        // The same facts once more, in a file of another name and order.
        let backwards: Vec<String> = counts.rows.iter().rev().cloned().collect();
        other.push(("counts again".to_owned(), csv(&counts, &backwards)));
        let other = order.iter().filter_map(|i| other.get(*i).cloned());
        prop_assert_eq!(&answers(&session(other)), &expected);

        let twice = plain.iter().chain(&plain).cloned();
        prop_assert_eq!(&answers(&session(twice.clone())), &expected);
        prop_assert_eq!(&answers(&looking(twice).0), &expected);
    }

    #[test]
    fn loading_in_one_go_and_one_after_the_other_are_the_same(states in states(), counts in counts()) {
        let files = [("states".to_owned(), csv(&states, &states.rows)), ("counts".to_owned(), csv(&counts, &counts.rows))];
        let at_once = session(files.clone());
        let mut stepwise = Session::new();
        for (name, bytes) in files.into_iter().rev() {
            stepwise.add(&name, std::rc::Rc::new(bytes));
            stepwise.run();
        }
        prop_assert_eq!(answers(&at_once), answers(&stepwise));
    }

    #[test]
    fn every_record_of_a_table_full_of_mistakes_is_in_the_ledger(
        rows in prop::collection::vec(r#"(M1|M2|),(2026-03-23T0[5-9]:00:00Z|x|2026-03-23),(RUN|"a|),?(2026-03-23T05:30:00Z)?"#, 0..20),
        with_zone in any::<bool>(),
    ) {
        let table = Table { header: "asset,start,state,end", rows };
        let bytes = csv(&table, &table.rows);
        let mut session = session([("a".to_owned(), bytes.clone()), ("b".to_owned(), bytes)]);
        if with_zone {
            session.set_recipe(floorlens_core::recipe::Recipe::from_json(r#"{"zone":"Europe/Berlin"}"#, |_| true).unwrap());
            session.run();
        }
        let answer = serde_json::to_value(session.ask(&Question::Inspect {}).unwrap()).unwrap();
        for file in answer["files"].as_array().unwrap() {
            let of = |name: &str| file[name].as_u64().unwrap();
            let parts = ["used", "merged", "superseded", "retracted", "repaired", "rejected"].map(of);
            prop_assert_eq!(parts.iter().sum::<u64>(), of("records"));
            prop_assert!(of("rejected") <= of("messages_total"));
        }
    }
}
