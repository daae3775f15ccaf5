//! Tables with other headers: what was guessed of them, why, what it makes of the first rows, and what a person says instead.
//!
//! ```text
//! draft.rs    what is being tried out, and the answer to it
//! columns.rs  per column values, role, spelling, reason
//! general.rs  what holds for the whole file
//! preview.rs  questions, first facts, what does not fit
//! ```
//!
//! Fetched when the first such table is met. Every change asks the engine how the file *would* be read; nothing is read before a person
//! says so.

mod columns;
mod draft;
mod general;
mod preview;

use crate::text;
use crate::ui::Workspace;
use draft::Draft;
use leptos::prelude::*;

/// All tables with other headers, one at a time.
#[component]
pub(crate) fn MappingPanel() -> impl IntoView {
    let workspace = Workspace::expect();
    let files = Memo::new(move |_| {
        let report = workspace.report.get().ready().unwrap_or_default();
        let mapped = |file: floorlens_core::protocol::FileReport| {
            file.mapping.map(|how| (file.name, how.waiting, text::mapping::standing(&how)))
        };
        report.files.into_iter().filter_map(mapped).collect::<Vec<_>>()
    });
    let chosen = RwSignal::new(None::<String>);
    // Until a person chooses, the first file that waits is shown.
    let file = Memo::new(move |_| {
        let files = files.get();
        let named = chosen.get().filter(|name| files.iter().any(|(file, ..)| file == name));
        named.or_else(|| files.iter().find(|(_, waits, _)| *waits).or(files.first()).map(|(file, ..)| file.clone()))
    });
    let option = move |(name, _, standing): (String, bool, &'static str)| {
        let label = format!("{name} ({standing})");
        let is_chosen = Some(&name) == file.get().as_ref();
        view! { <option value=name selected=is_chosen>{label}</option> }
    };
    view! {
        <section class="panel stack" aria-labelledby="mapping-title">
            <div class="panel-head">
                <h2 id="mapping-title">{text::mapping::title()}</h2>
                <small>{text::mapping::note()}</small>
            </div>
            <label class="label">{text::mapping::file()}
                <select class="field" on:change=move |ev| chosen.set(Some(event_target_value(&ev)))>
                    {move || files.get().into_iter().map(option).collect_view()}
                </select>
            </label>
            {move || file.get().map(|file| view! { <OneFile file chosen/> })}
        </section>
    }
}

#[component]
fn OneFile(file: String, chosen: RwSignal<Option<String>>) -> impl IntoView {
    let draft = Draft::new(file, chosen);
    view! {
        <preview::Problem draft/>
        <Show when=move || draft.mapping.with(Option::is_some)>
            <preview::Questions draft/>
            <general::General draft/>
            <columns::Columns draft/>
            <preview::Preview draft/>
            <general::Actions draft/>
        </Show>
    }
}
