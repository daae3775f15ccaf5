//! The rejected records of a file as a table, to put right and load again.

use crate::client::Client;
use crate::text;
use crate::ui::Workspace;
use crate::web::page;
use floorlens_core::protocol::{AskError, Question, RejectsAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Rejects(file: String) -> impl IntoView {
    let workspace = Workspace::expect();
    let client = Client::expect();
    let save = move |_| {
        let file = file.clone();
        spawn_local(async move {
            let saved = match all(client, &file).await {
                Ok(csv) => page::download(&text::data::rejects_file(&file), "text/csv", &csv),
                Err(error) => Err(error.error),
            };
            if let Err(error) = saved {
                workspace.notice(error);
            }
        });
    };
    view! { <button type="button" class="link-button" on:click=save>{text::data::rejects()}</button> }
}

/// All pages as one table: every page has the same head, which counts once.
async fn all(client: Client, file: &str) -> Result<String, AskError> {
    let mut csv = String::new();
    let mut after = None;
    loop {
        let page: RejectsAnswer = client.ask(Question::Rejects { file: file.to_owned(), after }).await?;
        if csv.is_empty() {
            csv = page.csv;
        } else if let Some((_, rows)) = page.csv.split_once('\n') {
            csv.push_str(rows);
        }
        after = page.more_after;
        if after.is_none() {
            return Ok(csv);
        }
    }
}
