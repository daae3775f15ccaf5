//! The top bar: search, the common selection, and the way to more files.

use super::chips::Chips;
use super::icons;
use super::search::Search;
use crate::text;
use crate::ui::Workspace;
use crate::ui::live::{live, visible};
use crate::ui::open::FilePicker;
use crate::web::page;
use leptos::prelude::*;
use leptos::task::spawn_local;

#[component]
pub(super) fn Top() -> impl IntoView {
    let workspace = Workspace::expect();
    let copied = RwSignal::new(false);
    let copy = move |_| {
        spawn_local(async move {
            match page::copy(&page::address()).await {
                Ok(()) => copied.set(true),
                Err(error) => workspace.notice(error),
            }
        });
    };
    view! {
        <header class="top">
            <Search/>
            {visible(move || workspace.has_data(), move || view! {
                <Chips/>
                <div class="top-end">
                    <button type="button" class="icon-button" title=text::shell::copy_link() aria-label=text::shell::copy_link() on:click=copy>
                        {icons::link()}
                    </button>
                    <span class="visually-hidden" role="status">{live(move || copied.get().then(text::shell::copied))}</span>
                    {visible(move || !workspace.read_only.get(), move || view! {
                        <FilePicker label=text::open::add() primary=true/>
                    })}
                </div>
            })}
        </header>
    }
}
