//! Instants in the selection's zone.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::live::live;
use floorlens_core::protocol::{Certainty, Instant};
use floorlens_core::view::TickUnit;
use leptos::prelude::*;

/// An instant to the second; changes with the zone.
pub(crate) fn instant(at: Instant) -> impl IntoView {
    let selection = Selection::expect();
    view! { <time>{live(move || format::instant(at.0, &selection.zone.get()))}</time> }
}

/// The end of what began at `since`, as short as it can be told: without the year, on the same day without the day.
pub(crate) fn end_of(since: Instant, until: Instant) -> impl IntoView {
    const DAY: i64 = 86_400_000_000;
    // Within half a year a day and its month are one day.
    const HALF_A_YEAR: i64 = 180 * DAY;
    let selection = Selection::expect();
    let shown = move || {
        let zone = selection.zone.get();
        let day = |at: Instant| format::tick(at.0, TickUnit::Day, true, &zone);
        if until.0.saturating_sub(since.0) < DAY && day(since) == day(until) {
            format::tick(until.0, TickUnit::Second, false, &zone)
        } else if until.0.saturating_sub(since.0) < HALF_A_YEAR {
            format::tick(until.0, TickUnit::Second, true, &zone)
        } else {
            format::instant(until.0, &zone)
        }
    };
    view! { <time>{live(shown)}</time> }
}

/// The end of a stay; without one, what is known: that it is there, that it was not seen since, or nothing where it is at no place.
pub(crate) fn since_until(since: Instant, until: Option<Instant>, placed: bool, certainty: Certainty) -> AnyView {
    match until {
        Some(until) => end_of(since, until).into_any(),
        None if !placed => "–".into_any(),
        None if certainty == Certainty::Definite => text::track::still_there().into_any(),
        None => text::track::not_seen_since().into_any(),
    }
}
