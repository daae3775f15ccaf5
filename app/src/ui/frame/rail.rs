//! The rail: one entry per screen.

use super::icons;
use super::theme::Theme;
use crate::text;
use crate::text::language::Language;
use crate::ui::{Selection, Workspace};
use floorlens_core::link::Screen;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The other language, which a click speaks from then on.
#[component]
fn LanguageChoice() -> impl IntoView {
    let workspace = Workspace::expect();
    let now = text::language::now();
    let other = Language::ALL.into_iter().find(|language| *language != now).unwrap_or(now);
    let change = move |_| {
        spawn_local(async move {
            match text::language::speak(other, true).await {
                Ok(()) => workspace.language.set(other),
                Err(error) => workspace.notice(error),
            }
        });
    };
    view! {
        <button type="button" class="rail-item rail-end" lang=other.tag() on:click=change>
            {icons::language()}
            {other.name()}
        </button>
    }
}

/// Screens on the left, on narrow pages at the bottom.
#[component]
pub(super) fn Rail() -> impl IntoView {
    let selection = Selection::expect();
    let theme = Theme::expect();
    let entry = move |screen: Screen| {
        let current = move || (selection.screen.get() == screen).then_some("page");
        view! {
            <li>
                <button type="button" class="rail-item" aria-current=current on:click=move |_| selection.screen.set(screen)>
                    {icons::screen(screen)}
                    {text::shell::screen(screen)}
                </button>
            </li>
        }
    };
    let theme_name = move || if theme.dark.get() { text::shell::theme_light() } else { text::shell::theme_dark() };
    view! {
        <nav class="rail" aria-label=text::shell::rail()>
            <svg class="rail-mark" viewBox="0 0 28 28" aria-hidden="true">
                <rect width="28" height="28" rx="7" fill="currentColor"></rect>
                <path class="rail-mark-line" d="M8 8v12h12M12 16v-3h4V9h4"></path>
            </svg>
            <ul>{Screen::ALL.map(entry).collect_view()}</ul>
            <LanguageChoice/>
            <button
                type="button"
                class="rail-item"
                title=text::shell::theme_change()
                on:click=move |_| theme.toggle()
            >
                {icons::theme()}
                {theme_name}
            </button>
        </nav>
    }
}
