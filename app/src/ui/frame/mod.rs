//! The frame that every screen stands in.
//!
//! ```text
//! ┌──────┬──────────────────────────────┐
//! │      │ top.rs: search, selection    │
//! │ rail │ banners.rs                   │
//! │ .rs  │ the screen                   │
//! │      │ status.rs                    │
//! └──────┴──────────────────────────────┘   evidence.rs: a source record, beside it
//! ```

mod banners;
mod chips;
mod evidence;
mod help;
pub(crate) mod icons;
mod rail;
mod search;
mod status;
mod theme;
mod top;

pub(crate) use theme::Theme;

use crate::chunks;
use crate::text;
use crate::ui::later::{Make, once_wanted};
use crate::ui::live::live;
use crate::ui::open::{DropAnywhere, FirstScreen, Reading};
use crate::ui::{Selection, Workspace, screen};
use crate::web::page;
use leptos::prelude::*;
use std::rc::Rc;

/// The side panel of [`crate::ui::Panels`].
pub(super) fn evidence() -> AnyView {
    view! { <evidence::Evidence/> }.into_any()
}

/// The list of keys of [`crate::ui::Panels`].
pub(super) fn help() -> AnyView {
    view! { <help::Help/> }.into_any()
}

/// Skip link, rail, top bar, banners, screen, status bar, side panel.
#[component]
pub(crate) fn Frame() -> impl IntoView {
    let workspace = Workspace::expect();
    let selection = Selection::expect();
    let has_data = Memo::new(move |_| workspace.has_data());
    let skip = |ev: leptos::ev::MouseEvent| {
        // The fragment holds the view, so a skip link cannot be a link to a fragment.
        ev.prevent_default();
        page::focus("content");
    };
    view! {
        <div class="shell">
            <a class="skip" href="#content" on:click=skip>{text::shell::skip()}</a>
            <rail::Rail/>
            <top::Top/>
            <banners::Banners/>
            <main class="content" id="content" tabindex="-1">
                <Reading/>
                {live(move || {
                    if has_data.get() { screen(selection.screen.get()) } else { view! { <FirstScreen/> }.into_any() }
                })}
            </main>
            <status::StatusBar/>
        </div>
        {once_wanted(
            move || workspace.evidence.with(Option::is_some),
            || Box::pin(async { chunks::panels().await.map(|panels| Rc::new(panels.evidence) as Make) }),
        )}
        {once_wanted(
            move || workspace.help.get(),
            || Box::pin(async { chunks::panels().await.map(|panels| Rc::new(panels.help) as Make) }),
        )}
        <DropAnywhere/>
    }
}
