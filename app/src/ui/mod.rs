//! The page.

use crate::client::{Client, EngineStatus};
use crate::{embed, web};
use leptos::prelude::*;

/// Shows the page and starts its engine.
pub(crate) fn run() {
    leptos::mount::mount_to_body(|| {
        let client = Client::new();
        provide_context(client);
        if let Err(error) = embed::install(client) {
            leptos::logging::error!("window.floorlens is missing: {}", web::describe(&error));
        }
        view! {
            <main class="boot">
                <h1>"Floorlens"</h1>
                <p role="status">
                    {move || match client.status.get() {
                        EngineStatus::Starting => "Starting the engine…".to_owned(),
                        EngineStatus::Ready => "Ready.".to_owned(),
                        EngineStatus::Importing => "Reading…".to_owned(),
                        EngineStatus::Crashed { message } => format!("The engine stopped: {message}"),
                    }}
                </p>
            </main>
        }
    });
}
