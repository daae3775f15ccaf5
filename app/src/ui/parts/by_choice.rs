//! That figures rest on data of which a part was left out by choice.

use crate::text;
use crate::ui::Workspace;
use crate::ui::live::visible;
use leptos::prelude::*;

/// A sentence while it is so; it leads to the files.
#[component]
pub(crate) fn ByChoice() -> impl IntoView {
    let workspace = Workspace::expect();
    visible(move || workspace.left_out(), || view! { <p class="small by-choice">{text::shell::by_choice()}</p> })
}
