//! Names of things: identifiers that are addresses are shown short, with the whole one tooltip away.

use crate::text::format;
use leptos::prelude::*;

/// A name as text.
pub(crate) fn name(whole: &str) -> impl IntoView + use<> {
    match format::short_name(whole) {
        Some(short) => view! { <span title=whole.to_owned()>{short}</span> }.into_any(),
        None => whole.to_owned().into_any(),
    }
}

/// A name that leads somewhere.
pub(crate) fn name_button(whole: String, go: impl Fn(&str) + 'static) -> impl IntoView {
    let shown = name(&whole);
    view! { <button type="button" class="link-button" on:click=move |_| go(&whole)>{shown}</button> }
}

/// A sentence of the engine in which identifiers that are addresses are shown short.
pub(crate) fn sentence(whole: String) -> AnyView {
    if !whole.contains("://") {
        return whole.into_any();
    }
    let short: Vec<String> =
        whole.split(' ').map(|word| format::short_name(word).unwrap_or_else(|| word.to_owned())).collect();
    view! { <span title=whole>{short.join(" ")}</span> }.into_any()
}
