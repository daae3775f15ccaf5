//! A command → the question it asks, as JSON.

use crate::args::{Command, Way};
use floorlens_core::protocol::{Direction, Question};
use std::io::{self, Read};
use std::path::Path;

/// The question of a command as JSON; for `ask` the text of the file that was named.
pub(crate) fn json(command: &Command) -> Result<String, String> {
    let question = match command {
        Command::Ask { question, .. } => return read(question),
        // `map` asks once per file, after the files are known.
        Command::Inspect { .. } | Command::Map { .. } => Question::Inspect {},
        Command::Repairs { file, after, .. } => Question::Repairs { file: file.clone(), after: *after, limit: None },
        Command::States { asset, window, .. } => {
            Question::States { asset: asset.clone(), from: window.from, to: window.to }
        }
        Command::Cycles { asset, .. } => Question::Cycles { asset: asset.clone() },
        Command::Oee { asset, window, definition, .. } => {
            Question::Oee { assets: asset.clone(), from: window.from, to: window.to, definition: definition.clone() }
        }
        Command::Trace { item, direction, .. } => Question::Trace {
            item: item.clone(),
            direction: match direction {
                Way::Back => Direction::Back,
                Way::Forward => Direction::Forward,
            },
        },
        Command::Locate { item, at, .. } => Question::Locate { item: item.clone(), at: *at },
        Command::Context { item, .. } => Question::Context { item: item.clone(), after: 0, limit: None },
    };
    serde_json::to_string(&question).map_err(|e| format!("The question cannot be written as JSON: {e}."))
}

fn read(path: &Path) -> Result<String, String> {
    let mut text = String::new();
    let done = match path.as_os_str() == "-" {
        true => io::stdin().read_to_string(&mut text).map(drop),
        false => std::fs::read_to_string(path).map(|content| text = content),
    };
    done.map_err(|e| format!("The question {} could not be read: {e}.", path.display()))?;
    Ok(text)
}
