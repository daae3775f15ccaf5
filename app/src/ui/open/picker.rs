//! Buttons that let a person choose files or a folder.

use crate::ui::Workspace;
use crate::ui::frame::icons;
use crate::web::drop;
use leptos::html::Input;
use leptos::prelude::*;

/// A button that opens the browser's file dialogue.
#[component]
pub(crate) fn FilePicker(
    /// What stands on the button.
    label: &'static str,
    /// The one action that the page suggests.
    #[prop(optional)]
    primary: bool,
    /// Choose a folder instead of files.
    #[prop(optional)]
    folder: bool,
) -> impl IntoView {
    let workspace = Workspace::expect();
    let input = NodeRef::<Input>::new();
    let click = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let changed = move |_| {
        if let Some(input) = input.get_untracked() {
            let sources = input.files().map(|files| drop::chosen(&files)).unwrap_or_default();
            workspace.open(sources);
            // Choosing the same file again must count as a change.
            input.set_value("");
        }
    };
    view! {
        <button type="button" class="button" class:button-primary=primary on:click=click>
            {primary.then(icons::files)}
            {label}
        </button>
        <input type="file" node_ref=input hidden multiple prop:webkitdirectory=folder on:change=changed aria-label=label />
    }
}
