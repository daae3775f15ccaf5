//! The rail: one entry per screen.

use super::icons;
use super::theme::Theme;
use crate::text;
use crate::ui::Selection;
use floorlens_core::link::Screen;
use leptos::prelude::*;

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
            <button
                type="button"
                class="rail-item rail-end"
                title=text::shell::theme_change()
                on:click=move |_| theme.toggle()
            >
                {icons::theme()}
                {theme_name}
            </button>
        </nav>
    }
}
