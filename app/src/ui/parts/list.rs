//! Long and empty lists.

use crate::text;
use crate::ui::live::{live, visible};
use leptos::prelude::*;

/// A sentence where there is nothing to show.
#[component]
pub(crate) fn Empty(
    /// What to do to see something.
    sentence: &'static str,
) -> impl IntoView {
    view! { <p class="empty">{sentence}</p> }
}

/// Shows one page more, and says how much is left.
#[component]
pub(crate) fn More(
    /// How many are shown.
    shown: RwSignal<usize>,
    /// How many there are.
    total: usize,
    /// How many a page has.
    page: usize,
) -> impl IntoView {
    view! {
        {visible(move || shown.get() < total, move || view! {
            <button type="button" class="link-button" on:click=move |_| shown.update(|shown| *shown += page)>
                {text::data::show_more()} " (" {live(move || text::data::left(total.saturating_sub(shown.get())))} ")"
            </button>
        })}
    }
}
