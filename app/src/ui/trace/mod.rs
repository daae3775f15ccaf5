//! Trace.

use crate::text;
use leptos::prelude::*;

#[component]
pub(crate) fn Trace() -> impl IntoView {
    view! { <div class="screen"><h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Trace)}</h1></div> }
}
