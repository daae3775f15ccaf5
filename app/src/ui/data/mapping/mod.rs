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

use super::chooser::Chooser;
use crate::text;
use draft::Draft;
use leptos::prelude::*;

/// All tables with other headers, one at a time.
#[component]
pub(crate) fn MappingPanel() -> impl IntoView {
    let chosen = RwSignal::new(None::<String>);
    let chooser =
        Chooser::new(chosen, |file| file.mapping.map(|how| (file.name, how.waiting, text::mapping::standing(&how))));
    view! {
        <section class="panel stack" aria-labelledby="mapping-title">
            <div class="panel-head">
                <h2 id="mapping-title">{text::mapping::title()}</h2>
                <small>{text::mapping::note()}</small>
            </div>
            {chooser.show(text::mapping::file())}
            {move || chooser.file.get().map(|file| view! { <OneFile file chosen/> })}
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
