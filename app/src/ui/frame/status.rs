//! The status bar: what is loaded, what became of it, how long it took.

use crate::client::Client;
use crate::text;
use crate::ui::Workspace;
use leptos::prelude::*;

#[component]
pub(super) fn StatusBar() -> impl IntoView {
    let workspace = Workspace::expect();
    let client = Client::expect();
    let report = move || workspace.report.get().ready().filter(|report| !report.files.is_empty());
    let loaded = move || {
        report().map(|report| {
            text::shell::loaded(report.files.len(), report.files.iter().map(|f| u64::from(f.records)).sum())
        })
    };
    let ledger = move || {
        report().map(|report| {
            let sum = |of: fn(&floorlens_core::protocol::FileReport) -> u32| {
                report.files.iter().map(|f| u64::from(of(f))).sum()
            };
            text::shell::ledger([
                sum(|f| f.used),
                sum(|f| f.merged),
                sum(|f| f.superseded),
                sum(|f| f.retracted),
                sum(|f| f.repaired),
                sum(|f| f.rejected),
                sum(|f| f.left_out),
            ])
        })
    };
    let took = move || {
        let progress = client.progress.get().filter(|progress| progress.read.done)?;
        Some(text::shell::read_in(progress.read.records, progress.seconds))
    };
    view! {
        <footer class="status" aria-label=text::shell::status()>
            <span class="status-safe">{text::shell::nothing_leaves()}</span>
            <span>{loaded}</span>
            <span class="status-ledger">{ledger}</span>
            <span class="status-end">{took}</span>
        </footer>
    }
}
