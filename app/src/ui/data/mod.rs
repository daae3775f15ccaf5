//! The Data screen: what was loaded, what became of every record, and what a person says about it.
//!
//! ```text
//! files.rs     per file the counts that add up
//! messages.rs  why records were rejected, repaired, merged
//! rejects.rs   rejected records as a file to put right and load again
//! mapping/     tables with other headers: what their columns mean
//! facts.rs     what is known, per table
//! recipe/      what is missing for OEE, typed here
//! ```

mod facts;
mod files;
mod mapping;
mod messages;
mod recipe;
mod rejects;

pub(super) use mapping::MappingPanel;

use super::later::later;
use crate::ui::Workspace;
use crate::{chunks, text};
use leptos::prelude::*;

/// Files, facts, recipe.
#[component]
pub(crate) fn Data() -> impl IntoView {
    let workspace = Workspace::expect();
    let mapped = Memo::new(move |_| {
        let report = workspace.report.get().ready();
        report.is_some_and(|report| report.files.iter().any(|file| file.mapping.is_some()))
    });
    view! {
        <div class="screen">
            <h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Data)}</h1>
            {move || {
                let report = workspace.report.get().ready().filter(|report| !report.files.is_empty());
                report.map(|report| view! { <files::Files files=report.files/> })
            }}
            <Show when=move || mapped.get()>{later(|| Box::pin(chunks::mapping()))}</Show>
            <div class="columns">
                {move || {
                    let report = workspace.report.get().ready().filter(|report| !report.facts.is_empty());
                    report.map(|report| view! { <facts::Facts facts=report.facts/> })
                }}
                <recipe::RecipePanel/>
            </div>
        </div>
    }
}
