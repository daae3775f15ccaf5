//! The page's own icons, 20 × 20, drawn with strokes in the colour of the text.

use floorlens_core::link::Screen;
use leptos::prelude::*;

/// The icon of a screen.
pub(crate) fn screen(screen: Screen) -> impl IntoView {
    let path = match screen {
        Screen::Data => "M3.5 5c0-3 13-3 13 0v10c0 3-13 3-13 0zM3.5 5c0 3 13 3 13 0M3.5 10c0 3 13 3 13 0",
        Screen::Monitor => "M2.5 17h15M5 14V9M8.5 14V4M12 14v-7M15.5 14v-4",
        Screen::Track => {
            "M10 18s-6-5.4-6-9.7a6 6 0 0 1 12 0C16 12.6 10 18 10 18zM10 10.4a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z"
        }
        Screen::Trace => "M2.5 4.5h2c5 0 6 11 11 11h2M2.5 15.5h2c2 0 3.3-1.7 4.3-3.9M11.2 8.4c1-2.2 2.3-3.9 4.3-3.9h2",
    };
    stroke(path)
}

/// Files going in.
pub(crate) fn files() -> impl IntoView {
    stroke("M10 13V3M6.5 6.5 10 3l3.5 3.5M3 12.5v3A1.5 1.5 0 0 0 4.500 17h11a1.5 1.5 0 0 0 1.500-1.500v-3")
}

/// A cross.
pub(crate) fn cross() -> impl IntoView {
    stroke("m5.500 5.500 9 9M14.500 5.500l-9 9")
}

/// Sun and moon.
pub(crate) fn theme() -> impl IntoView {
    stroke("M10 3a7 7 0 1 0 7 7 5.500 5.500 0 0 1-7-7z")
}

/// A globe.
pub(crate) fn language() -> impl IntoView {
    stroke("M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14zM3 10h14M10 3c4.500 4 4.500 10 0 14M10 3c-4.500 4-4.500 10 0 14")
}

/// A chain link.
pub(crate) fn link() -> impl IntoView {
    stroke(
        "M8.500 11.500a3 3 0 0 0 4.200 0l3-3a3 3 0 0 0-4.200-4.200l-1 1M11.500 8.500a3 3 0 0 0-4.200 0l-3 3a3 3 0 0 0 4.200 4.200l1-1",
    )
}

fn stroke(path: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
            <path d=path></path>
        </svg>
    }
}
