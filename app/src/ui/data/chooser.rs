//! One file at a time, of those that there is something to say about.

use crate::ui::Workspace;
use crate::ui::live::live;
use floorlens_core::protocol::FileReport;
use leptos::prelude::*;

/// A file: its name, whether it waits for a person, and how it stands in words.
pub(super) type Standing = (String, bool, &'static str);

/// Which files there are, and which one is shown; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Chooser {
    files: Memo<Vec<Standing>>,
    /// What a person chose.
    chosen: RwSignal<Option<String>>,
    /// The one that a person chose, else the first that waits, else the first.
    pub(super) file: Memo<Option<String>>,
}

impl Chooser {
    /// Of the files of which `standing` says something.
    pub(super) fn new(chosen: RwSignal<Option<String>>, standing: fn(FileReport) -> Option<Standing>) -> Self {
        let workspace = Workspace::expect();
        let files = Memo::new(move |_| {
            let report = workspace.report.get().ready().unwrap_or_default();
            report.files.into_iter().filter_map(standing).collect::<Vec<_>>()
        });
        let file = Memo::new(move |_| {
            let files = files.get();
            let named = chosen.get().filter(|name| files.iter().any(|(file, ..)| file == name));
            named.or_else(|| files.iter().find(|(_, waits, _)| *waits).or(files.first()).map(|(file, ..)| file.clone()))
        });
        Self { files, chosen, file }
    }

    /// The list to choose from.
    pub(super) fn show(self, label: &'static str) -> impl IntoView {
        let Self { files, chosen, file } = self;
        let option = move |(name, _, standing): Standing| {
            let label = format!("{name} ({standing})");
            let is_chosen = Some(&name) == file.get().as_ref();
            view! { <option value=name selected=is_chosen>{label}</option> }
        };
        view! {
            <label class="label">{label}
                <select class="field" on:change=move |ev| chosen.set(Some(event_target_value(&ev)))>
                    {live(move || files.get().into_iter().map(option).collect_view())}
                </select>
            </label>
        }
    }
}
