//! Mappings of tables with other headers, remembered in this browser: names of columns and what they mean, never data.

use super::Workspace;
use crate::client::Client;
use crate::web::storage;
use floorlens_core::model::Mapping;
use leptos::prelude::*;
use leptos::task::spawn_local;

const KEY: &str = "floorlens.mappings";
const MOST: usize = 60;

fn all() -> Vec<Mapping> {
    storage::load(KEY).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn save(mappings: &[Mapping]) {
    if let Ok(json) = serde_json::to_string(mappings) {
        storage::save(KEY, &json);
    }
}

/// Remembers how tables with this header are read; what was said before about it is forgotten.
pub(super) fn keep(mapping: &Mapping) {
    let mut kept = all();
    kept.retain(|other| other.signature() != mapping.signature());
    kept.insert(0, mapping.clone());
    kept.truncate(MOST);
    save(&kept);
}

/// Forgets how tables with this header are read.
pub(super) fn forget(mapping: &Mapping) {
    let mut kept = all();
    kept.retain(|other| other.signature() != mapping.signature());
    save(&kept);
}

/// Whenever a file with a remembered header is met, it is read as it was the last time.
pub(super) fn install(client: Client, workspace: Workspace) {
    Effect::new(move |_| {
        let report = workspace.report.get().ready().unwrap_or_default();
        let guessed = report.files.into_iter().filter_map(|file| file.mapping).filter(|how| how.guessed);
        let mut guessed = guessed.map(|how| how.mapping.signature()).peekable();
        if guessed.peek().is_none() || workspace.read_only.get() || workspace.reading() {
            return;
        }
        let guessed: Vec<String> = guessed.collect();
        let mut recipe = client.recipe();
        let before = recipe.mappings.len();
        for mapping in all() {
            let known = recipe.mappings.iter().any(|other| other.signature() == mapping.signature());
            if !known && guessed.contains(&mapping.signature()) {
                recipe.mappings.push(mapping);
            }
        }
        if recipe.mappings.len() > before {
            spawn_local(async move {
                if let Err(error) = client.set_recipe(recipe).await {
                    workspace.notice(error.error);
                }
            });
        }
    });
}
