//! Dropping files or folders anywhere on the page, at any time.

use crate::text;
use crate::ui::Workspace;
use crate::ui::live::visible;
use crate::web::drop;
use leptos::ev::{dragenter, dragleave, dragover, drop as dropped};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Listens on the whole window, and covers the page while files are over it.
#[component]
pub(crate) fn DropAnywhere() -> impl IntoView {
    let workspace = Workspace::expect();
    // Enter and leave come for every element under the pointer; the page is left when they balance.
    let depth = RwSignal::new(0_i32);
    let files = move |ev: &leptos::ev::DragEvent| {
        ev.data_transfer().is_some_and(|t| drop::holds_files(&t)) && !workspace.read_only.get_untracked()
    };
    let listeners = [
        window_event_listener(dragenter, move |ev| {
            if files(&ev) {
                ev.prevent_default();
                depth.update(|depth| *depth += 1);
            }
        }),
        window_event_listener(dragleave, move |ev| {
            if files(&ev) {
                depth.update(|depth| *depth = (*depth - 1).max(0));
            }
        }),
        window_event_listener(dragover, move |ev| {
            if files(&ev) {
                ev.prevent_default();
            }
        }),
        window_event_listener(dropped, move |ev| {
            depth.set(0);
            // A file that is dropped on a page which does not take it would replace the page.
            ev.prevent_default();
            let Some(transfer) = ev.data_transfer().filter(|_| files(&ev)) else {
                return;
            };
            let taken = drop::take(&transfer);
            spawn_local(async move {
                match taken.sources().await {
                    Ok(sources) => workspace.open(sources),
                    Err(error) => workspace.notice(error),
                }
            });
        }),
    ];
    on_cleanup(move || listeners.into_iter().for_each(|listener| listener.remove()));
    view! {
        {visible(move || { depth.get() > 0 }, move || view! {
            <div class="drop-cover" aria-hidden="true">{text::open::drop_here()}</div>
        })}
    }
}
