//! Data.

use crate::text;
use leptos::prelude::*;

#[component]
pub(crate) fn Data() -> impl IntoView {
    view! { <div class="screen"><h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Data)}</h1></div> }
}
