//! Track.

use crate::text;
use leptos::prelude::*;

#[component]
pub(crate) fn Track() -> impl IntoView {
    view! { <div class="screen"><h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Track)}</h1></div> }
}
