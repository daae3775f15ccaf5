//! What the page knows beside the selection: what is loaded, where it came from, what went wrong, which record is open.

use super::ask::{Load, answer};
use crate::client::{Client, EngineStatus, Source};
use crate::text;
use crate::text::language::Language;
use crate::web::storage;
use floorlens_core::link::NamedFile;
use floorlens_core::model::SourceRef;
use floorlens_core::order::Order;
use floorlens_core::protocol::{InspectAnswer, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;

const RECENT: &str = "floorlens.recent";
const MOST_RECENT: usize = 12;

/// Copies are the same workspace.
#[derive(Clone, Copy)]
pub(crate) struct Workspace {
    client: Client,
    /// What was loaded and what became of every record.
    pub(crate) report: ReadSignal<Load<InspectAnswer>>,
    /// The source record that the side panel shows.
    pub(crate) evidence: RwSignal<Option<SourceRef>>,
    /// The file of which a person wants to load less.
    pub(crate) load_less: RwSignal<Option<String>>,
    /// Whether the list of keys is open.
    pub(crate) help: RwSignal<bool>,
    /// True when the view came with a link that brings its own data: nothing can be opened or changed.
    pub(crate) read_only: RwSignal<bool>,
    /// Whether the page has shown its first figures, so that what is not looked at may be fetched.
    pub(crate) rested: RwSignal<bool>,
    /// Addresses whose data is open; a link carries them.
    pub(crate) src: RwSignal<Vec<String>>,
    /// Names of the files from disk that are open.
    disk: RwSignal<Vec<String>>,
    /// How many openings are under way, from the click to the report.
    preparing: RwSignal<u32>,
    /// Addresses of other hosts in a link, which wait for a click.
    pub(crate) foreign: RwSignal<Vec<String>>,
    /// Files that a link was made from.
    pub(crate) wanted: RwSignal<Vec<NamedFile>>,
    /// Sentences about what went wrong, newest last.
    pub(crate) notices: RwSignal<Vec<String>>,
    /// Names of what was opened lately, newest first.
    pub(crate) recent: RwSignal<Vec<String>>,
    /// The language that the page speaks; all that is shown is made anew when it changes.
    pub(crate) language: RwSignal<Language>,
}

impl Workspace {
    /// An empty one.
    pub(crate) fn new(client: Client) -> Self {
        let recent = storage::load(RECENT).and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default();
        // The ledger of a file is complete when the file is; the others need not wait for the last one.
        let files_done = Memo::new(move |_| client.progress.with(|p| p.as_ref().map_or(0, |p| p.read.files_done)));
        let inspect = move || {
            files_done.track();
            Some(Question::Inspect {})
        };
        Self {
            client,
            report: answer(inspect),
            evidence: RwSignal::new(None),
            load_less: RwSignal::new(None),
            help: RwSignal::new(false),
            read_only: RwSignal::new(false),
            rested: RwSignal::new(false),
            src: RwSignal::new(Vec::new()),
            disk: RwSignal::new(Vec::new()),
            preparing: RwSignal::new(0),
            foreign: RwSignal::new(Vec::new()),
            wanted: RwSignal::new(Vec::new()),
            notices: RwSignal::new(Vec::new()),
            recent: RwSignal::new(recent),
            language: RwSignal::new(text::language::now()),
        }
    }

    /// The workspace that [`crate::ui::run`] put into the context.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Whether there is anything to look at, now or soon.
    pub(crate) fn has_data(self) -> bool {
        let loaded = self.report.with(|report| matches!(report, Load::Ready(report) if !report.files.is_empty()));
        loaded || self.reading()
    }

    /// Whether records or columns were left out by choice, so that figures may rest on a part of the data; and the names of the columns.
    pub(crate) fn left_out(self) -> Option<Vec<String>> {
        self.report.with(|report| {
            let Load::Ready(report) = report else { return None };
            let chosen = report.files.iter().filter_map(|file| file.load.as_ref()?.choice.as_ref());
            let mut columns: Vec<String> = chosen.flat_map(|choice| choice.without.clone()).collect();
            columns.order();
            columns.dedup();
            (!columns.is_empty() || report.files.iter().any(|file| file.left_out > 0)).then_some(columns)
        })
    }

    /// Files that wait until a person has chosen what of them is loaded.
    pub(crate) fn waiting(self) -> Vec<String> {
        self.report.with(|report| {
            let Load::Ready(report) = report else { return Vec::new() };
            let waits = report.files.iter().filter(|file| file.load.as_ref().is_some_and(|load| load.waiting));
            waits.map(|file| file.name.clone()).collect()
        })
    }

    /// Whether files are being fetched or read.
    pub(crate) fn reading(self) -> bool {
        self.preparing.get() > 0 || self.client.status.with(|status| *status == EngineStatus::Importing)
    }

    /// Shows a source record in the side panel.
    pub(crate) fn show(self, source: SourceRef) {
        self.evidence.set(Some(source));
    }

    /// Says that something went wrong.
    pub(crate) fn notice(self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        self.notices.update(|notices| {
            if !notices.contains(&sentence) {
                notices.push(sentence);
            }
        });
    }

    /// Opens what a person dropped, chose or typed, beside what is open.
    pub(crate) fn open(self, sources: Vec<Source>) {
        if sources.is_empty() || self.read_only.get_untracked() {
            return;
        }
        self.remember(&sources);
        self.load(sources);
    }

    /// Opens addresses that came with the page's link.
    pub(crate) fn open_addresses(self, addresses: Vec<String>) {
        self.load(addresses.into_iter().map(Source::Address).collect());
    }

    /// Reads again what was open when the engine hit a fault.
    pub(crate) fn restore(self) {
        spawn_local(async move {
            if let Err(error) = self.client.restore().await {
                self.notice(error.error);
            }
        });
    }

    fn load(self, sources: Vec<Source>) {
        for source in &sources {
            match source {
                Source::Address(address) => push_new(self.src, address),
                Source::Blob { name, .. } => push_new(self.disk, name),
            }
        }
        self.preparing.update(|preparing| *preparing += 1);
        spawn_local(async move {
            if let Err(error) = self.client.open(sources).await {
                self.notice(error.error);
            }
            self.preparing.update(|preparing| *preparing -= 1);
        });
    }

    /// Files that a reader of the link must drop: those that this view came with, and those that were opened since.
    pub(crate) fn files_from_disk(self) -> Vec<NamedFile> {
        let mut files = self.wanted.get();
        let names = self.disk.get();
        self.report.with(|report| {
            let Load::Ready(report) = report else { return };
            let opened = report.files.iter().filter(|file| names.contains(&file.name));
            files.extend(opened.map(|file| NamedFile { name: file.name.clone(), bytes: file.bytes }));
        });
        files.order();
        files.dedup();
        files
    }

    fn remember(self, sources: &[Source]) {
        self.recent.update(|recent| {
            for source in sources.iter().rev().take(MOST_RECENT) {
                let name = match source {
                    Source::Blob { name, .. } => name,
                    Source::Address(address) => address,
                };
                recent.retain(|other| other != name);
                recent.insert(0, name.clone());
            }
            recent.truncate(MOST_RECENT);
        });
        if let Ok(json) = serde_json::to_string(&self.recent.get_untracked()) {
            storage::save(RECENT, &json);
        }
    }

    /// Forgets the names of what was opened.
    pub(crate) fn forget_recent(self) {
        storage::forget(RECENT);
        self.recent.set(Vec::new());
    }

    /// Files that the link was made from and that are not loaded; nothing while files are being read.
    pub(crate) fn missing(self) -> Vec<String> {
        if self.reading() {
            return Vec::new();
        }
        let loaded = |name: &str| {
            self.report.with(|report| match report {
                // A folder may have been dropped as a whole or file by file.
                Load::Ready(report) => {
                    report.files.iter().any(|f| f.name.rsplit('/').next() == name.rsplit('/').next())
                }
                _ => false,
            })
        };
        let wanted = self.wanted.get();
        let described = |file: &NamedFile| format!("{} ({})", file.name, text::format::bytes(file.bytes));
        wanted.iter().filter(|file| !loaded(&file.name)).map(described).collect()
    }
}

fn push_new(list: RwSignal<Vec<String>>, name: &str) {
    if list.with_untracked(|list| list.iter().all(|other| other != name)) {
        list.update(|list| list.push(name.to_owned()));
    }
}
