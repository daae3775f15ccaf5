//! The program itself: what it prints, what it complains about, with which exit code it ends.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use serde_json::{Value, json};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A folder of its own for one test, with a small plant in it.
struct Plant(PathBuf);

impl Plant {
    fn new(test: &str) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(test);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(folder.join("exports/mill")).unwrap();
        let plant = Self(folder);
        plant.write(
            "exports/states.csv",
            "asset,start,end,state\nSaw,2026-03-23T06:00:00Z,2026-03-23T07:30:00Z,RUN\nSaw,2026-03-23T07:30:00Z,2026-03-23T08:00:00Z,DOWN\n",
        );
        plant.write(
            "exports/calendars.csv",
            "asset,start,end,kind\nSaw,2026-03-23T06:00:00Z,2026-03-23T08:00:00Z,planned\n",
        );
        plant.write("exports/counts.csv", "asset,time,total,good\nSaw,2026-03-23T08:00:00Z,100,90\nSaw,soon,1,1\n");
        plant.write("exports/products.csv", "product,ideal_cycle_s\nP,36\n");
        plant.write(
            "exports/transformations.csv",
            "event,time,item,role,asset\nE1,2026-03-23T07:00:00Z,LOT-1,input,Saw\nE1,2026-03-23T07:00:00Z,PART-1,output,Saw\n",
        );
        plant.write(
            "exports/operations.csv",
            "item,step,start,end,asset\nLOT-1,cut,2026-03-23T06:30:00Z,2026-03-23T07:00:00Z,Saw\n",
        );
        plant.write(
            "exports/sightings.csv",
            "item,place,time\nPART-1,Store,2026-03-23T07:10:00Z\nLOT-1,Yard,2026-03-23T06:00:00Z\n",
        );
        plant.write(
            "exports/mill/log.txt",
            "2026-03-23T06:00:00Z|execution|ACTIVE\n2026-03-23T06:10:00Z|execution|PROGRAM_COMPLETED\n2026-03-23T06:11:00Z|execution|READY\n",
        );
        plant
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join(name), text).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_floorlens")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// The answer of a command that succeeds.
    fn json(&self, arguments: &[&str]) -> Value {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        let text = String::from_utf8(output.stdout).unwrap();
        assert_eq!(text.lines().count(), 1, "JSON stands on one line");
        serde_json::from_str(&text).unwrap()
    }
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The names of an object's fields, in the order of the answer.
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn has(value: &Value, names: &[&str]) {
    for name in names {
        assert!(value.get(*name).is_some(), "`{name}` is in {:?}", fields(value));
    }
}

#[test]
fn inspect_gives_the_ledger_of_every_file() {
    let answer = Plant::new("inspect").json(&["inspect", "exports", "--json"]);
    has(&answer, &["files", "facts"]);
    let files = answer["files"].as_array().unwrap();
    assert_eq!(files.len(), 8);
    for file in files {
        let of = |name: &str| file[name].as_u64().unwrap();
        let parts = ["used", "merged", "superseded", "retracted", "repaired", "rejected"];
        assert_eq!(parts.iter().map(|part| of(part)).sum::<u64>(), of("records"), "{file}");
        has(file, &["name", "format", "messages"]);
    }
    let counts = files.iter().find(|file| file["name"] == "exports/counts.csv").unwrap();
    assert_eq!((counts["used"].clone(), counts["rejected"].clone()), (json!(1), json!(1)));
    let message = &counts["messages"][0];
    assert_eq!(
        (message["record"].clone(), message["line"].clone(), message["severity"].clone()),
        (json!(2), json!(3), json!("error"))
    );
    has(message, &["reason"]);
    assert!(files.iter().any(|file| file["name"] == "exports/mill/log.txt"));
}

#[test]
fn states_tile_the_window() {
    let plant = Plant::new("states");
    let window = ["--from", "2026-03-23T06:00:00Z", "--to", "2026-03-23T09:00:00Z"];
    let answer = plant.json(&[&["states", "exports", "--asset", "Saw"], &window[..], &["--json"]].concat());
    assert_eq!(
        answer,
        json!([{"asset": "Saw", "from": window[1], "to": window[3], "total": 10_800.0,
                "states": {"RUN": 5_400.0, "DOWN": 1_800.0, "NO_DATA": 3_600.0}}])
    );
}

#[test]
fn cycles_go_from_active_to_completed() {
    let answer = Plant::new("cycles").json(&["cycles", "exports", "--asset", "log", "--json"]);
    assert_eq!(
        answer,
        json!([{"asset": "log", "start": "2026-03-23T06:00:00Z", "end": "2026-03-23T06:10:00Z", "seconds": 600.0}])
    );
}

#[test]
fn oee_comes_with_inputs_and_what_it_needs() {
    let plant = Plant::new("oee");
    let answer = plant.json(&["oee", "exports", "--json"]);
    has(&answer, &["definition", "assets", "total", "warnings"]);
    let saw = answer["assets"].as_array().unwrap().iter().find(|asset| asset["asset"] == "Saw").unwrap();
    assert_eq!(saw["availability"]["value"], json!(0.75));
    assert_eq!(saw["quality"]["value"], json!(0.9));
    assert_eq!(saw["oee"]["value"], json!(0.45));
    has(&saw["performance"], &["value", "inputs", "needs"]);
    // The log has neither plan nor pieces: null and needs, not 0.
    let log = answer["assets"].as_array().unwrap().iter().find(|asset| asset["asset"] == "log").unwrap();
    assert_eq!(log["oee"]["value"], Value::Null);
    assert!(!log["oee"]["needs"].as_array().unwrap().is_empty());

    plant.write("recipe.json", r#"{"ideal_cycles":[{"asset":"log","seconds":60}],"planned":[{"asset":"log","from":"2026-03-23T06:00:00Z","to":"2026-03-23T06:20:00Z"}]}"#);
    let answer = plant.json(&["oee", "exports", "--set", "recipe.json", "--definition", "iso22400", "--json"]);
    assert_eq!(answer["definition"], "iso22400");
    let log = answer["assets"].as_array().unwrap().iter().find(|asset| asset["asset"] == "log").unwrap();
    assert_eq!(log["availability"]["value"], json!(0.5), "the recipe says what is planned");
}

#[test]
fn trace_follows_material_both_ways_in_any_spelling() {
    let plant = Plant::new("trace");
    let source = json!({"file": "exports/transformations.csv", "record": 1, "line": 2});
    for (item, direction, far) in [("PART-1", "back", "LOT-1"), ("LOT-1", "forward", "PART-1")] {
        let answer = plant.json(&["trace", item, "exports", "--direction", direction, "--json"]);
        has(&answer, &["item", "direction", "items", "exposed", "edges", "gaps"]);
        assert_eq!((answer["item"].clone(), answer["direction"].clone()), (json!(item), json!(direction)));
        let only = &answer["items"][0];
        assert_eq!(
            (only["id"].clone(), only["depth"].clone(), only["certainty"].clone()),
            (json!(far), json!(1), json!("definite"))
        );
        has(only, &["aliases"]);
        let edge = &answer["edges"][0];
        assert_eq!(
            (edge["from"].clone(), edge["to"].clone(), edge["event"].clone()),
            (json!("LOT-1"), json!("PART-1"), json!("E1"))
        );
        assert_eq!((edge["time"].clone(), edge["source"].clone()), (json!("2026-03-23T07:00:00Z"), source.clone()));
    }
    let missing = plant.run(&["trace", "PART-9", "exports", "--direction", "back", "--json"]);
    assert_eq!(missing.status.code(), Some(1));
    assert!(missing.stdout.is_empty() && error(&missing).contains("PART-9"), "{}", error(&missing));
}

#[test]
fn locate_says_where_and_that_something_was_used_up() {
    let plant = Plant::new("locate");
    let answer = plant.json(&["locate", "PART-1", "exports", "--json"]);
    let source = json!({"file": "exports/sightings.csv", "record": 1, "line": 2});
    assert_eq!(
        answer,
        json!({"item": "PART-1", "place": "Store", "since": "2026-03-23T07:10:00Z", "until": null, "certainty": "definite",
               "source": source, "inside": []})
    );
    let then = plant.json(&["locate", "LOT-1", "exports", "--at", "2026-03-23T06:45:00Z", "--json"]);
    assert_eq!((then["place"].clone(), then["until"].clone()), (json!("Saw"), json!("2026-03-23T07:00:00Z")));
    let gone = plant.json(&["locate", "LOT-1", "exports", "--json"]);
    assert_eq!(
        (gone["place"].clone(), gone["gone"].clone(), gone["used_in"].clone()),
        (Value::Null, json!("used up"), json!("Saw"))
    );
}

#[test]
fn context_gives_what_machines_did_during_operations() {
    let answer = Plant::new("context").json(&["context", "LOT-1", "exports", "--json"]);
    assert_eq!(answer["item"], "LOT-1");
    let operation = &answer["operations"][0];
    assert_eq!((operation["asset"].clone(), operation["states"].clone()), (json!("Saw"), json!({"RUN": 1_800.0})));
    has(operation, &["step", "start", "end", "alarms", "measurements", "source"]);
    assert!(answer.get("operations_total").is_none(), "nothing is left out from a terminal");
}

#[test]
fn ask_prints_the_same_as_the_commands() {
    let plant = Plant::new("ask");
    plant.write("question.json", r#"{"ask":"states","asset":"Saw"}"#);
    let command = plant.json(&["states", "exports", "--asset", "Saw", "--json"]);
    assert_eq!(plant.json(&["ask", "question.json", "exports"]), command);
    let mut child = Command::new(env!("CARGO_BIN_EXE_floorlens"))
        .args(["ask", "-", "exports"])
        .current_dir(&plant.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(br#"{"ask":"states","asset":"Saw"}"#).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(serde_json::from_slice::<Value>(&output.stdout).unwrap(), command);
    plant.write("question.json", r#"{"ask":"weather"}"#);
    let refused = plant.run(&["ask", "question.json", "exports"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(error(&refused).contains("The question is not valid"), "{}", error(&refused));
}

#[test]
fn without_json_the_answer_is_text_for_people() {
    let output = Plant::new("text").run(&["states", "exports", "--asset", "Saw"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0));
    assert!(text.contains("RUN") && serde_json::from_str::<Value>(&text).is_err(), "{text}");
}

#[test]
fn a_bad_row_is_said_and_is_no_failure_but_a_file_that_cannot_be_opened_is_one() {
    let plant = Plant::new("complaints");
    let output = plant.run(&["oee", "exports", "--json"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(error(&output).contains("exports/counts.csv: 1 record was rejected"), "{}", error(&output));
    let output = plant.run(&["states", "exports", "nowhere.csv", "--json"]);
    assert_eq!(output.status.code(), Some(1), "something that was named is missing");
    assert!(error(&output).contains("nowhere.csv could not be opened"), "{}", error(&output));
    assert!(serde_json::from_slice::<Value>(&output.stdout).is_ok(), "the rest is answered");
}

#[test]
fn a_file_that_is_no_export_is_said_and_the_rest_is_read() {
    let plant = Plant::new("strange");
    fs::write(plant.0.join("exports/photo.jpg"), [0xFF_u8, 0xD8, 0xFF, 0xE0, 0, 16, 74, 70, 73, 70, 0, 1, 2, 3])
        .unwrap();
    plant.write("exports/empty.csv", "");
    let output = plant.run(&["states", "exports", "--asset", "Saw", "--json"]);
    let said = error(&output);
    assert_eq!(output.status.code(), Some(0));
    assert!(said.contains("exports/empty.csv") && said.contains("exports/photo.jpg"), "{said}");
}

#[test]
fn a_wrong_command_line_ends_with_2_and_says_how_it_should_be() {
    let plant = Plant::new("usage");
    for arguments in [
        &["states"][..],
        &["weather", "exports"],
        &["trace", "PART-1", "exports"],
        &["states", "exports", "--from", "soon"],
    ] {
        let output = plant.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!error(&output).is_empty() && output.stdout.is_empty(), "{arguments:?}");
    }
    assert_eq!(plant.run(&["--version"]).status.code(), Some(0));
    plant.write("recipe.json", "{");
    let output = plant.run(&["oee", "exports", "--set", "recipe.json", "--json"]);
    assert_eq!(output.status.code(), Some(1), "a recipe that cannot be read stops the work");
}

#[test]
fn files_that_do_not_fit_are_said_and_a_choice_of_them_is_loaded() {
    let plant = Plant::new("load");
    let rows: String = (0..40_000)
        .map(|i| format!("M{},2026-03-{:02}T{:02}:00:00Z,RUN,jam\n", i % 40, 1 + i / 40 % 28, i / 1120 % 24))
        .collect();
    plant.write("long.csv", &format!("asset,start,state,reason\n{rows}"));
    let output = plant.run(&["inspect", "long.csv", "--json", "--memory", "11MB"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(
        (answer["files"][0]["records"].as_u64(), answer["files"][0]["load"]["waiting"].as_bool()),
        (Some(0), Some(true))
    );
    let output = plant.run(&["states", "long.csv", "--memory", "11MB"]);
    assert!(String::from_utf8_lossy(&output.stderr).contains("Nothing of this file is loaded yet"), "{output:?}");
    let some =
        ["inspect", "long.csv", "--json", "--load-from", "2026-03-03T00:00:00Z", "--load-to", "2026-03-05T00:00:00Z"];
    let answer = plant.json(&some);
    let file = &answer["files"][0];
    let wanted = rows.lines().filter(|row| row.contains("2026-03-03") || row.contains("2026-03-04")).count() as u64;
    assert_eq!((file["records"].as_u64(), file["left_out"].as_u64()), (Some(40_000), Some(40_000 - wanted)), "{file}");
    assert_eq!(file["rejected"], 0, "a reject is something else");
    let all = plant.json(&["inspect", "long.csv", "--json", "--memory", "11MB", "--load-anyway"]);
    assert_eq!(all["files"][0]["records"], 40_000);
    let asked = plant.json(&["inspect", "long.csv", "--json", "--one-in", "4", "--without", "reason"]);
    assert_eq!(asked["files"][0]["load"]["choice"], json!({ "without": ["reason"], "one_in": 4 }));
    assert_eq!(plant.run(&["inspect", "long.csv", "--memory", "lots"]).status.code(), Some(2));
    let wrong =
        plant.run(&["inspect", "long.csv", "--load-from", "2026-03-05T00:00:00Z", "--load-to", "2026-03-03T00:00:00Z"]);
    assert_eq!(wrong.status.code(), Some(1));
}
