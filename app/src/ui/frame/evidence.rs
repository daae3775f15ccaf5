//! The side panel: a source record as it stands in its file.

use super::icons;
use crate::text;
use crate::ui::Workspace;
use crate::ui::ask::{answer, loaded};
use crate::web::page;
use floorlens_core::protocol::{Question, RecordAnswer};
use leptos::prelude::*;

const ID: &str = "evidence";

#[component]
pub(super) fn Evidence() -> impl IntoView {
    let workspace = Workspace::expect();
    let record = answer::<RecordAnswer>(move || {
        workspace.evidence.get().map(|source| Question::Record { file: source.file, record: source.record })
    });
    let open = Memo::new(move |_| workspace.evidence.with(Option::is_some));
    let close = move || workspace.evidence.set(None);
    // The panel is outside the flow, so the focus goes there; closing it puts the focus back into the content.
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if is {
            request_animation_frame(|| page::focus(ID));
        } else if was == Some(true) {
            page::focus("content");
        }
        is
    });
    view! {
        <Show when=move || open.get()>
            <aside class="side" id=ID tabindex="-1" aria-label=text::shell::source_record()
                on:keydown=move |ev| if ev.key() == "Escape" { close() }>
                <div class="side-head">
                    <h2>{move || workspace.evidence.get().map(|source| source.file)}</h2>
                    <button type="button" class="icon-button" aria-label=text::shell::close() on:click=move |_| close()>
                        {icons::cross()}
                    </button>
                </div>
                <div class="stack">
                    {loaded(record, |record| view! {
                        <p class="quiet">{text::shell::record(record.record, record.line)}</p>
                        <pre class="record-text" tabindex="0">{record.text}</pre>
                        {record.truncated.then(|| view! { <p class="small">{text::shell::cut_short()}</p> })}
                    })}
                </div>
            </aside>
        </Show>
    }
}
