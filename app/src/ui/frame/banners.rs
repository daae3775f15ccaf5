//! Banners: what a person must know before trusting what is on screen.

use super::icons;
use crate::client::{Client, EngineStatus};
use crate::text;
use crate::ui::live::{live, visible};
use crate::ui::{Selection, Workspace};
use floorlens_core::link::Screen;
use leptos::prelude::*;

#[component]
pub(super) fn Banners() -> impl IntoView {
    let workspace = Workspace::expect();
    let client = Client::expect();
    let crash = move || match client.status.get() {
        EngineStatus::Crashed { message } => Some(view! {
            <div class="banner banner-bad" role="alert">
                <p>{text::shell::crashed(message.trim_end_matches('.'))}</p>
                <button type="button" class="button" on:click=move |_| workspace.restore()>
                    {text::shell::crash_restore()}
                </button>
            </div>
        }),
        _ => None,
    };
    let foreign = move || {
        let addresses = workspace.foreign.get();
        (!addresses.is_empty()).then(|| {
            let sentence = text::shell::foreign(&addresses);
            let fetch = move |_| {
                let addresses = workspace.foreign.get_untracked();
                workspace.foreign.set(Vec::new());
                workspace.open_addresses(addresses);
            };
            view! {
                <div class="banner banner-warn" role="status">
                    <p>{sentence}</p>
                    <button type="button" class="button" on:click=fetch>{text::shell::foreign_fetch()}</button>
                </div>
            }
        })
    };
    let missing = Memo::new(move |_| workspace.missing());
    let missing = move || {
        let files = missing.get();
        (!files.is_empty()).then(|| {
            view! {
                <div class="banner banner-warn" role="status">
                    <p>{text::shell::missing_files(&files)}</p>
                    <Dismiss dismiss=move || workspace.wanted.set(Vec::new())/>
                </div>
            }
        })
    };
    let selection = Selection::expect();
    let waiting = Memo::new(move |_| workspace.waiting());
    let waiting = move || {
        let files = waiting.get();
        (!files.is_empty() && selection.screen.get() != Screen::Data).then(|| {
            view! {
                <div class="banner banner-warn" role="status">
                    <p>{text::load::waiting(&files)}</p>
                    <button type="button" class="button" on:click=move |_| selection.screen.set(Screen::Data)>
                        {text::load::choose()}
                    </button>
                </div>
            }
        })
    };
    view! {
        <div class="banners">
            {crash}
            {visible(move || workspace.read_only.get(), move || view! {
                <div class="banner" role="status"><p>{text::shell::read_only()}</p></div>
            })}
            {foreign}
            {missing}
            {live(waiting)}
            <For each=move || workspace.notices.get() key=Clone::clone let:notice>
                {
                    let gone = notice.clone();
                    view! {
                        <div class="banner banner-bad" role="alert">
                            <p>{notice}</p>
                            <Dismiss dismiss=move || workspace.notices.update(|all| all.retain(|other| *other != gone))/>
                        </div>
                    }
                }
            </For>
        </div>
    }
}

#[component]
fn Dismiss(dismiss: impl Fn() + 'static) -> impl IntoView {
    view! {
        <button type="button" class="icon-button" aria-label=text::shell::dismiss() on:click=move |_| dismiss()>
            {icons::cross()}
        </button>
    }
}
