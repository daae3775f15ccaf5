//! The side panel of a source record as it stands in its file.

use crate::text;
use crate::ui::Workspace;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::SidePanel;
use floorlens_core::protocol::{Question, RecordAnswer};
use leptos::prelude::*;

#[component]
pub(super) fn Evidence() -> impl IntoView {
    let workspace = Workspace::expect();
    let record = answer::<RecordAnswer>(move || {
        workspace.evidence.get().map(|source| Question::Record { file: source.file, record: source.record })
    });
    let title =
        move || workspace.evidence.get().map_or_else(|| text::shell::source_record().to_owned(), |source| source.file);
    view! {
        <SidePanel id="evidence" open=Signal::derive(move || workspace.evidence.with(Option::is_some))
            title=Signal::derive(title) close=move || workspace.evidence.set(None)>
            <div class="stack">
                {loaded(record, |record| view! {
                    <p class="quiet">{text::shell::record(record.record, record.line)}</p>
                    {record.repair.map(|repair| view! {
                        <p><span class="tag tag-possible">{text::shell::repaired()}</span> " " {repair}</p>
                    })}
                    <pre class="record-text" tabindex="0">{record.text}</pre>
                    {record.truncated.then(|| view! { <p class="small">{text::shell::cut_short()}</p> })}
                })}
            </div>
        </SidePanel>
    }
}
