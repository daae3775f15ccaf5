//! A source record, one click away.

use super::tags::repaired_tag;
use crate::text;
use crate::ui::Workspace;
use floorlens_core::model::SourceRef;
use leptos::prelude::*;

/// `states.csv, line 88,120`; a click shows the record.
#[component]
pub(crate) fn SourceLink(
    /// The record; a dash where no record says so.
    source: Option<SourceRef>,
) -> impl IntoView {
    let workspace = Workspace::expect();
    match source {
        None => view! { <span class="quiet">"–"</span> }.into_any(),
        Some(source) => {
            let label = text::shell::source(&source.file, source.line);
            let repaired = repaired_tag(source.repaired);
            view! {
                <button type="button" class="link-button" on:click=move |_| workspace.show(source.clone())>{label}</button>
                {repaired}
            }
            .into_any()
        }
    }
}
