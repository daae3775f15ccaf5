//! That figures rest on data of which a part was left out by choice.

use crate::text;
use crate::ui::live::live;
use crate::ui::{Selection, Workspace};
use floorlens_core::link::Screen;
use leptos::prelude::*;

/// A sentence while it is so; it leads to the files.
#[component]
pub(crate) fn ByChoice() -> impl IntoView {
    let (workspace, selection) = (Workspace::expect(), Selection::expect());
    let left_out = Memo::new(move |_| workspace.left_out());
    live(move || {
        left_out.get().map(|columns| {
            view! {
                <p class="small by-choice">{text::shell::by_choice(&columns)} " "
                    <button type="button" class="link-button" on:click=move |_| selection.screen.set(Screen::Data)>
                        {text::shell::by_choice_where()}</button></p>
            }
        })
    })
}
