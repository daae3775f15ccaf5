//! The client against a real engine: a worker that runs this same test program.

use super::{Client, EngineStatus, Source};
use floorlens_core::protocol::{InspectAnswer, Question};
use floorlens_core::recipe::Recipe;
use futures_util::future::join;
use js_sys::{Array, JsString};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::Blob;

wasm_bindgen_test_configure!(run_in_browser);

/// What `main` does in a worker of the real page.
#[wasm_bindgen(js_name = runEngineForTests)]
#[allow(unreachable_pub, reason = "wasm-bindgen exports public functions only")]
pub fn run_engine_for_tests() {
    crate::engine::run();
}

/// A client whose engines start as `boot.js` starts them, from the program that the test runner serves.
fn client() -> Client {
    js_sys::eval(
        r#"globalThis.floorlensBoot = { startEngine() {
            const program = JSON.stringify(new URL("wasm-bindgen-test", location.href).href);
            const text = `
                const program = await import(${program} + ".js");
                await program.default({ module_or_path: ${program} + "_bg.wasm" });
                program.runEngineForTests();`;
            const script = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
            return new Worker(script, { type: "module" });
        } };"#,
    )
    .expect("the test's boot is valid");
    Client::new()
}

fn file(name: &str, text: &str) -> Source {
    let parts = Array::of1(&JsString::from(text));
    let blob = Blob::new_with_str_sequence(&parts).expect("a blob of text");
    Source::Blob { name: name.to_owned(), blob }
}

fn names(report: &InspectAnswer) -> Vec<&str> {
    report.files.iter().map(|file| file.name.as_str()).collect()
}

/// Gives way to the browser until `wanted` holds.
async fn wait_until(what: &str, wanted: impl Fn() -> bool) {
    let turns = crate::web::Turns::new().expect("a channel");
    let began = js_sys::Date::now();
    while !wanted() {
        assert!(js_sys::Date::now() - began < 20_000.0, "waited in vain until {what}");
        turns.give_way().await;
    }
}

#[wasm_bindgen_test]
async fn what_is_asked_before_the_engine_listens_is_answered_too() {
    let client = client();
    assert_eq!(client.status.get_untracked(), EngineStatus::Starting);
    let answer: InspectAnswer = client.ask(Question::Inspect {}).await.expect("an answer");
    assert!(answer.files.is_empty());
    assert_eq!(client.status.get_untracked(), EngineStatus::Ready);
}

#[wasm_bindgen_test]
async fn files_opened_one_after_the_other_and_at_once_are_all_reported() {
    let client = client();
    let (first, second) =
        join(client.open(vec![file("a.csv", "")]), client.open(vec![file("b.csv", ""), file("c.csv", "")])).await;
    first.expect("a report");
    let report = second.expect("a report");
    assert_eq!(names(&report), ["a.csv", "b.csv", "c.csv"]);
    assert_eq!(client.opened.get_untracked(), ["a.csv", "b.csv", "c.csv"]);
    let progress = client.progress.get_untracked().expect("it was told");
    assert!(progress.read.done);
    assert_eq!(progress.read.files_done, 3);
}

#[wasm_bindgen_test]
async fn a_fault_in_the_engine_keeps_page_and_recipe_and_the_same_files_open_again() {
    let client = client();
    let recipe = Recipe { zone: Some("Europe/Vienna".to_owned()), ..Recipe::default() };
    client.set_recipe(recipe.clone()).await.expect("the recipe is taken");
    let before = client.open(vec![file("a.csv", ""), file("b.csv", "")]).await.expect("a report");
    assert_eq!(names(&before), ["a.csv", "b.csv"]);
    let version = client.data_version.get_untracked();

    client.crash();
    let error = client.ask::<InspectAnswer>(Question::Inspect {}).await.expect_err("the engine is gone");
    assert!(error.error.contains("asked to"), "it says why: {error}");
    let says_why = |status| matches!(status, EngineStatus::Crashed { message } if message.contains("asked to"));
    wait_until("the status says why", || says_why(client.status.get_untracked())).await;
    assert!(client.data_version.get_untracked() > version, "panels ask again");
    assert_eq!(client.recipe(), recipe);

    let after: InspectAnswer = client.ask(Question::Inspect {}).await.expect("the next engine answers");
    assert!(after.files.is_empty(), "it holds no data yet");
    let restored = client.restore().await.expect("a report");
    assert_eq!(restored, before);
    assert_eq!(client.status.get_untracked(), EngineStatus::Ready);
}

#[wasm_bindgen_test]
async fn an_engine_without_memory_says_so_and_the_next_one_opens_the_files_again() {
    let client = client();
    let recipe = Recipe { zone: Some("Europe/Vienna".to_owned()), ..Recipe::default() };
    client.set_recipe(recipe.clone()).await.expect("the recipe is taken");
    let before = client.open(vec![file("a.csv", "")]).await.expect("a report");
    client.exhaust();
    let error = client.ask::<InspectAnswer>(Question::Inspect {}).await.expect_err("the engine is gone");
    assert!(error.error.contains("more memory than a browser gives"), "it says why: {error}");
    assert!(matches!(client.status.get_untracked(), EngineStatus::Crashed { .. }));
    assert_eq!(client.recipe(), recipe);
    assert_eq!(client.restore().await.expect("a report"), before);
}

#[wasm_bindgen_test]
async fn cancel_ends_a_long_import_early_and_leaves_what_was_read() {
    let client = client();
    const ROWS: usize = 600_000;
    let rows = "press 1,2026-03-02T06:00:00Z,RUN\npress 1,2026-03-02T06:00:01Z,IDLE\n".repeat(ROWS / 2);
    let table = format!("asset,start,state\n{rows}");
    drop(rows);
    let opened = client.open(vec![file("states.csv", &table)]);
    let cancel = async move {
        // Cancel is only worth anything while the import is under way.
        let reads = || client.progress.get_untracked().is_some_and(|progress| progress.read.records > 0);
        wait_until("records are read", reads).await;
        client.cancel();
    };
    let (report, ()) = join(opened, cancel).await;
    let report = report.expect("a report");
    let file = &report.files[0];
    let read = file.records as usize;
    assert!(read > 0 && read < ROWS, "{read} of {ROWS} records were read");
    assert!(file.messages.iter().any(|message| message.reason.contains("cancelled")), "{:?}", file.messages);
}

#[wasm_bindgen_test]
async fn an_engine_that_cannot_start_is_reported_and_every_question_ends() {
    js_sys::eval("globalThis.floorlensBoot = { startEngine() { throw new Error('no workers here'); } }")
        .expect("the test's boot is valid");
    let client = Client::new();
    assert_eq!(client.status.get_untracked(), EngineStatus::Crashed { message: "no workers here".to_owned() });
    client.ask::<InspectAnswer>(Question::Inspect {}).await.expect_err("nobody answers");
    client.open(vec![file("a.csv", "")]).await.expect_err("nobody reads");
}
