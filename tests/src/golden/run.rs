//! Loads the inputs, asks, compares or rewrites.

use super::{Case, difference};
use crate::load::everything;
use floorlens_core::Session;
use floorlens_core::model::find_zone;
use floorlens_core::recipe::Recipe;
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::rc::Rc;

/// How a case went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// As expected.
    Passed,
    /// Its inputs lie in the corpus, and no corpus was given.
    LeftOut,
    /// What was not as expected, one sentence each.
    Failed(Vec<String>),
}

/// Runs the case in `folder`, twice: with its inputs in order and in reverse order, which must not matter. With `update` the expected
/// answers are rewritten instead, for a person to review.
pub fn run(folder: &Path, corpus: Option<&Path>, update: bool) -> Outcome {
    let case = match Case::read(folder) {
        Ok(case) => case,
        Err(sentence) => return Outcome::Failed(vec![sentence]),
    };
    let Some(inputs) = case.inputs(folder, corpus) else { return Outcome::LeftOut };
    let mut wrong = Vec::new();
    let backwards: Vec<_> = inputs.iter().rev().cloned().collect();
    let orders = if inputs.len() > 1 && !update { vec![inputs, backwards] } else { vec![inputs] };
    for (inputs, note) in orders.iter().zip(["", " (inputs in reverse order)"]) {
        match session(&case, folder, inputs) {
            Ok(session) => check(&case, folder, &session, update, note, &mut wrong),
            Err(sentence) => wrong.push(sentence),
        }
    }
    match (wrong.is_empty(), case.known_failure) {
        (true, true) if !update => {
            Outcome::Failed(vec!["It works now: take `known_failure` out of its case.toml.".to_owned()])
        }
        (false, false) => Outcome::Failed(wrong),
        _ => Outcome::Passed,
    }
}

fn session(case: &Case, folder: &Path, inputs: &[(String, std::path::PathBuf)]) -> Result<Session, String> {
    let mut session = everything();
    if let Some(recipe) = &case.recipe {
        let path = folder.join(recipe);
        let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        session.set_recipe(Recipe::from_json(&text, |zone| find_zone(zone).is_some())?);
    }
    for (name, path) in inputs {
        let bytes = fs::read(path).map_err(|e| format!("{}: {e}", path.display()))?;
        session.add(name, Rc::new(bytes));
    }
    session.run();
    Ok(session)
}

fn check(case: &Case, folder: &Path, session: &Session, update: bool, note: &str, wrong: &mut Vec<String>) {
    for ask in &case.ask {
        let answer = match session.ask_json(&ask.question.to_string()) {
            Ok(answer) => serde_json::from_str(&answer).unwrap_or(Value::Null),
            Err(error) => json!({ "error": error.error }),
        };
        let Some(actual) = answer.pointer(&ask.select) else {
            wrong.push(format!("{}: the answer has no {}: {answer}", ask.answer, ask.select));
            continue;
        };
        let path = folder.join(&ask.answer);
        if update {
            let pretty = serde_json::to_string_pretty(actual).unwrap_or_default();
            if let Err(e) = fs::write(&path, pretty + "\n") {
                wrong.push(format!("{}: {e}", path.display()));
            }
            continue;
        }
        let expected: Result<Value, String> = fs::read_to_string(&path)
            .map_err(|e| e.to_string())
            .and_then(|text| serde_json::from_str(&text).map_err(|e| e.to_string()));
        match expected {
            Ok(expected) => {
                let tolerance = ask.tolerance.unwrap_or(case.tolerance);
                let found = difference(&expected, actual, tolerance);
                wrong.extend(found.map(|difference| format!("{}{note}: {difference}", ask.answer)));
            }
            Err(e) => wrong.push(format!("{}: {e}", path.display())),
        }
    }
}
