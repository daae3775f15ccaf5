//! Light or dark: the system's choice until a person makes another one.

use crate::web::{page, storage};
use leptos::prelude::*;

const KEY: &str = "floorlens.theme";

/// Whether the page is dark, for what is drawn on canvases. `toggle` changes it and remembers the choice.
#[derive(Clone, Copy)]
pub(crate) struct Theme {
    /// Whether the page is dark.
    pub(crate) dark: RwSignal<bool>,
}

impl Theme {
    /// The remembered choice, else the system's.
    pub(crate) fn new() -> Self {
        let chosen = storage::load(KEY).filter(|theme| theme == "dark" || theme == "light");
        page::set_root_attribute("data-theme", chosen.as_deref());
        let dark = match chosen.as_deref() {
            Some(theme) => theme == "dark",
            None => page::matches_media("(prefers-color-scheme: dark)"),
        };
        let dark = RwSignal::new(dark);
        // The system may change its mind at sunset; a person's choice stands.
        page::on_media("(prefers-color-scheme: dark)", move |system| {
            if storage::load(KEY).is_none() {
                dark.set(system);
            }
        });
        Self { dark }
    }

    /// The theme that [`crate::ui::run`] put into the context.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// From light to dark or back.
    pub(crate) fn toggle(self) {
        let dark = !self.dark.get_untracked();
        let name = if dark { "dark" } else { "light" };
        page::set_root_attribute("data-theme", Some(name));
        storage::save(KEY, name);
        self.dark.set(dark);
    }
}
