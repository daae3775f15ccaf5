//! Floorlens from a terminal: the same core and the same JSON as the page.
//!
//! ```text
//! args.rs      what can be typed
//! files.rs     files and folders → names and byte sources
//! questions.rs a command → the Question it asks
//! text.rs      an answer's JSON as tables and indented text
//! ```
//!
//! Exit code 0: answered. 1: something could not be done; standard error says what in full sentences. 2: the command line is not valid.

mod args;
mod files;
mod questions;
mod text;

use args::{Arguments, Command};
use clap::Parser;
use floorlens_books::BOOKS;
use floorlens_core::Session;
use floorlens_core::import::Importers;
use floorlens_core::model::{Severity, find_zone};
use floorlens_core::protocol::{Answer, Question};
use floorlens_core::recipe::Recipe;
use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(sentence) => {
            complain(&sentence);
            ExitCode::FAILURE
        }
    }
}

/// Answers one command. `Ok(false)`: answered, but a file that was named could not be opened.
fn run(arguments: &Arguments) -> Result<bool, String> {
    let question = questions::json(&arguments.command)?;
    let mut session = Session::with_importers(Importers::all().with_books(&BOOKS));
    if let Some(path) = arguments.command.recipe() {
        let text = std::fs::read_to_string(path)
            .map_err(|e| format!("The recipe {} could not be read: {e}.", path.display()))?;
        session.set_recipe(Recipe::from_json(&text, |zone| find_zone(zone).is_some())?);
    }
    let load = arguments.command.load();
    session.set_memory(load.memory);
    if let Some(choice) = load.choice()? {
        let mut recipe = session.recipe().clone();
        recipe.load.retain(|other| other.file.is_some());
        recipe.load.push(choice);
        session.set_recipe(recipe);
    }
    let found = files::find(arguments.command.files());
    for file in found.files {
        session.add(&file.name, file.source);
    }
    for sentence in &found.errors {
        complain(sentence);
    }
    session.run();
    if !arguments.command.is_inspect() {
        complain_about_files(&session);
    }
    let answer = match arguments.command {
        Command::Map { .. } => mappings(&session)?,
        _ => session.ask_json(&question).map_err(|e| e.to_string())?,
    };
    if arguments.command.is_json() {
        print(&format!("{answer}\n"))?;
    } else {
        print(&text::render(&answer)?)?;
    }
    Ok(found.errors.is_empty())
}

/// How each table with a header of its own is read: the answers to [`Question::Mapping`], and the recipe that keeps them.
fn mappings(session: &Session) -> Result<String, String> {
    let Answer::Inspect(report) = session.ask(&Question::Inspect {}).map_err(|e| e.to_string())? else {
        return Err("The files have no report.".to_owned());
    };
    let mut answers = Vec::new();
    let mut recipe = Recipe::clone(session.recipe());
    for file in report.files.into_iter().filter(|file| file.mapping.is_some()) {
        let question = Question::Mapping { file: file.name, shape: None, mapping: None };
        if let Answer::Mapping(answer) = session.ask(&question).map_err(|e| e.to_string())? {
            let known = recipe.mappings.iter().any(|mapping| mapping.signature() == answer.how.mapping.signature());
            if !known {
                recipe.mappings.push(answer.how.mapping.clone());
            }
            answers.push(answer);
        }
    }
    serde_json::to_string(&serde_json::json!({ "files": answers, "recipe": recipe }))
        .map_err(|e| format!("The answer cannot be written as JSON: {e}."))
}

/// What went wrong with whole files; `inspect` gives the same sentences as part of its answer.
fn complain_about_files(session: &Session) {
    let facts = &session.data().facts;
    for id in facts.sources.sorted() {
        let Some(file) = facts.sources.files().get(id.0 as usize) else { continue };
        for message in file.messages.iter().filter(|m| m.record == 0 && m.severity > Severity::Info) {
            complain(&format!("{}: {}", file.name, facts.names.text(message.reason)));
        }
        let rejected = file.counts().rejected;
        if rejected > 0 {
            let records = if rejected == 1 { "record was" } else { "records were" };
            complain(&format!("{}: {rejected} {records} rejected; `floorlens inspect` says why.", file.name));
        }
    }
}

fn complain(sentence: &str) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "{sentence}");
}

/// Writes to standard output; a reader that has gone away (`| head`) is no error.
fn print(text: &str) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(e) if e.kind() != ErrorKind::BrokenPipe => Err(format!("The answer could not be written: {e}.")),
        _ => Ok(()),
    }
}
