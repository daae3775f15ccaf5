//! The page.

use leptos::prelude::*;

/// Shows the page.
pub(crate) fn run() {
    leptos::mount::mount_to_body(|| {
        view! { <main class="boot"><h1>"Floorlens"</h1></main> }
    });
}
