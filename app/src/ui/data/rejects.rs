//! The rejected records of a file as a table, to put right and load again.

use crate::chunks;
use crate::client::Client;
use crate::text;
use crate::ui::Workspace;
use crate::web::page;
use floorlens_core::protocol::{AskError, Question, RejectsAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

#[component]
pub(super) fn Rejects(file: String) -> impl IntoView {
    let workspace = Workspace::expect();
    let client = Client::expect();
    let save = move |_| {
        let file = file.clone();
        spawn_local(async move {
            let csv = match chunks::panels().await {
                Ok(panels) => (panels.rejects)(client, file.clone()).await,
                Err(missing) => Err(AskError::new(missing.to_string())),
            };
            let saved = match csv {
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

/// The rejected records, of [`crate::ui::Panels`].
pub(crate) fn rejects(client: Client, file: String) -> Pin<Box<dyn Future<Output = Result<String, AskError>>>> {
    Box::pin(async move { all(client, &file).await })
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
