//! Instants in the selection's zone.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::live::live;
use floorlens_core::protocol::Instant;
use leptos::prelude::*;

/// An instant to the second; changes with the zone.
pub(crate) fn instant(at: Instant) -> impl IntoView {
    let selection = Selection::expect();
    view! { <time>{live(move || format::instant(at.0, &selection.zone.get()))}</time> }
}

/// The end of a stay, or that it has none.
pub(crate) fn since_until(until: Option<Instant>) -> impl IntoView {
    match until {
        Some(until) => instant(until).into_any(),
        None => text::track::still_there().into_any(),
    }
}
