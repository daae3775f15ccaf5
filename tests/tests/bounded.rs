//! An answer to the page is as large as what it shows, however much was loaded.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use floorlens_core::Session;
use floorlens_tests::load::session;
use serde_json::{Value, json};
use std::fmt::Write;

/// A plant in which everything that can be listed exists `n` times: parts of one lot, places, stays and operations of one item, alarms of one
/// operation, gaps, neighbours on one pallet, pieces in one machine, counts, states, rejected rows.
fn plant(n: usize) -> Session {
    let time = |second: usize| {
        let (day, rest) = (second / 86_400, second % 86_400);
        format!("2026-03-{:02}T{:02}:{:02}:{:02}Z", 1 + day, rest / 3600, rest / 60 % 60, rest % 60)
    };
    let mut states = String::from("asset,start,state\n");
    let mut counts = String::from("asset,time,total,good\n");
    let mut parts = String::from("event,time,item,role\n");
    let mut sightings = String::from("item,place,time\n");
    let mut operations = String::from("item,step,start,end,asset\n");
    let mut containment = String::from("parent,child,time,action\n");
    let mut alarms = String::from("asset,start,code\n");
    let mut quality = String::from("item,time,result\n");
    for i in 0..n {
        let (now, later) = (time(i * 20), time(i * 20 + 10));
        writeln!(states, "Saw,{now},{}", ["RUN", "STOP"][i % 2]).unwrap();
        writeln!(counts, "Saw,{later},3,2").unwrap();
        // A part of the lot, which is used before it is made, and goes on.
        writeln!(parts, "MAKE-{i:05},{later},LOT-1,input\nMAKE-{i:05},{later},PART-{i:05},output").unwrap();
        writeln!(parts, "USE-{i:05},{now},PART-{i:05},input\nUSE-{i:05},{now},END-{i:05},output").unwrap();
        writeln!(sightings, "TRAY-1,Place {i:05},{now}\nBOX-{i:05},Dock,{now}").unwrap();
        writeln!(operations, "TRAY-1,Step {i},{now},{later},Saw\nUNIT-{i:05},Cut,{now},{later},Saw").unwrap();
        writeln!(containment, "PALLET-1,NEIGHBOUR-{i:05},{},add", time(0)).unwrap();
        writeln!(alarms, "Saw,{now},A{i:05}").unwrap();
        writeln!(quality, "TRAY-1,{now},pass\nLOT-1,soon,pass").unwrap();
    }
    writeln!(operations, "LOT-1,All of it,{},{},Saw", time(0), time(n * 20)).unwrap();
    writeln!(containment, "PALLET-1,LOT-1,{},add", time(0)).unwrap();
    let products = String::from("product,ideal_cycle_s\nP,1\n");
    let files = [
        ("states", states),
        ("counts", counts),
        ("transformations", parts),
        ("sightings", sightings),
        ("operations", operations),
        ("containment", containment),
        ("alarms", alarms),
        ("quality", quality),
        ("products", products),
    ];
    session(files.map(|(name, text)| (format!("{name}.csv"), text.into_bytes())))
}

/// Every question that a screen asks, as it asks it.
fn questions() -> Vec<Value> {
    let (from, to) = ("2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z");
    let mut all = vec![
        json!({"ask": "inspect"}),
        json!({"ask": "record", "file": "states.csv", "record": 1}),
        json!({"ask": "find", "text": "PART", "limit": 20}),
        json!({"ask": "needs"}),
        json!({"ask": "timeline"}),
        json!({"ask": "states", "from": from, "to": to}),
        json!({"ask": "state_at", "asset": "Saw", "at": from}),
        json!({"ask": "oee", "from": from, "to": to}),
        json!({"ask": "losses", "from": from, "to": to}),
        json!({"ask": "trend", "from": from, "to": to, "bucket": 3600.0, "by": "auto"}),
        json!({"ask": "in_machine", "asset": "Saw", "from": from, "to": to}),
        json!({"ask": "locate", "item": "TRAY-1"}),
        json!({"ask": "journey", "item": "TRAY-1"}),
        json!({"ask": "context", "item": "TRAY-1", "limit": 100}),
        json!({"ask": "context", "item": "LOT-1", "limit": 100}),
        json!({"ask": "place", "place": "Dock"}),
        json!({"ask": "places"}),
    ];
    for direction in ["back", "forward"] {
        all.push(json!({"ask": "tree", "item": "LOT-1", "direction": direction}));
        for part in ["items", "exposed", "gaps"] {
            all.push(json!({"ask": "trace_page", "item": "LOT-1", "direction": direction, "part": part}));
        }
    }
    all
}

/// Figures have more digits when there is more to count; nothing else may grow.
fn allowed(small: usize) -> usize {
    small + small / 10 + 64
}

#[test]
fn no_answer_to_the_page_grows_with_the_data() {
    let (small, large) = (plant(1_200), plant(4_000));
    let size = |session: &Session, question: &Value| session.ask_json(&question.to_string()).map(|a| a.len());
    for question in questions() {
        let (before, after) = (size(&small, &question).unwrap(), size(&large, &question).unwrap());
        assert!(after <= allowed(before), "{question}: {before} bytes became {after}");
    }
    // The whole trace does grow: the data is such that a page that asked for it would be caught.
    let whole = json!({"ask": "trace", "item": "LOT-1", "direction": "forward"});
    assert!(size(&large, &whole).unwrap() > 2 * size(&small, &whole).unwrap());
    let lists = [("trace_page", "total"), ("place", "total"), ("places", "total"), ("journey", "total")];
    for (ask, total) in lists {
        let question = questions().into_iter().rev().find(|q| q["ask"] == ask && q["part"] != "exposed").unwrap();
        let answer: Value = serde_json::from_str(&large.ask_json(&question.to_string()).unwrap()).unwrap();
        assert!(
            answer[total].as_u64().unwrap() >= 4_000,
            "{question} is to be about something long: {}",
            answer[total]
        );
    }
}

#[test]
fn pages_put_together_are_the_whole() {
    let session = plant(250);
    let ask =
        |question: Value| -> Value { serde_json::from_str(&session.ask_json(&question.to_string()).unwrap()).unwrap() };
    let whole = ask(json!({"ask": "trace", "item": "LOT-1", "direction": "forward"}));
    for (part, list, expected) in
        [("items", "items", &whole["items"]), ("exposed", "items", &whole["exposed"]), ("gaps", "gaps", &whole["gaps"])]
    {
        let mut rows = Vec::new();
        while rows.len() < 10_000 {
            let page = ask(json!({"ask": "trace_page", "item": "LOT-1", "direction": "forward", "part": part,
                                  "after": rows.len(), "limit": 77}));
            let found = page[list].as_array().unwrap();
            assert_eq!(page["total"], json!(expected.as_array().unwrap().len()));
            if found.is_empty() {
                break;
            }
            rows.extend(found.iter().cloned());
        }
        assert_eq!(&Value::Array(rows), expected, "{part}");
    }
    let only = ask(
        json!({"ask": "trace_page", "item": "LOT-1", "direction": "forward", "part": "items", "only": "END-00007"}),
    );
    assert_eq!((only["total"].clone(), only["items"][0]["id"].clone()), (json!(1), json!("END-00007")));
}
