//! What the parts of this screen share beside the common selection.

use super::categories::Palette;
use crate::client::Client;
use crate::ui::Selection;
use crate::ui::ask::{Load, answer};
use crate::web::storage;
use floorlens_core::link::Window;
use floorlens_core::model::{Micros, SourceRef, Span};
use floorlens_core::protocol::{Figure, Instant, Lane, LaneSpan, OeeAnswer, Question, TimelineAnswer};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const PALETTE: &str = "floorlens.palette";

/// The link and the figures follow a moving window this long after it stood still.
const SETTLED: Duration = Duration::from_millis(180);

/// A place on the timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cursor {
    /// Lane from the top.
    pub(super) lane: usize,
    /// When.
    pub(super) at: Micros,
}

/// A figure whose "why?" is open.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Why {
    /// The figure's name in words.
    pub(super) title: String,
    pub(super) figure: Figure,
    /// Source records by input, and how many there are.
    pub(super) sources: BTreeMap<String, Vec<SourceRef>>,
    pub(super) sources_total: BTreeMap<String, u64>,
    pub(super) warnings: Vec<String>,
    /// Which figure, and the answer that it is the total of: its machines stand behind it.
    pub(super) total_of: Option<(usize, Arc<OeeAnswer>)>,
}

/// Copies are the same state.
#[derive(Clone, Copy)]
pub(crate) struct State {
    pub(super) client: Client,
    pub(super) selection: Selection,
    /// Everything loaded: lanes and extent.
    pub(super) all: ReadSignal<Load<TimelineAnswer>>,
    /// Lanes in the order drawn.
    pub(super) lanes: Memo<Vec<Lane>>,
    /// Where data begins and ends.
    pub(super) extent: Memo<Option<Span>>,
    /// The window on screen, which moves with the hand; the selection's follows when it stands still.
    pub(super) window: RwSignal<Option<Span>>,
    /// Where the cursor is.
    pub(super) cursor: RwSignal<Option<Cursor>>,
    /// What is under the cursor.
    pub(super) under: RwSignal<Option<LaneSpan>>,
    /// What is read out: only moves by key are.
    pub(super) spoken: RwSignal<String>,
    /// Instants that a person marked.
    pub(super) marks: RwSignal<Vec<Micros>>,
    pub(super) palette: RwSignal<Palette>,
    /// Whether the picture shows states that rest on repaired records.
    pub(super) repaired: RwSignal<bool>,
    /// The figure whose "why?" is open.
    pub(super) why: RwSignal<Option<Why>>,
    /// Whether the figures have been on screen; what stands below them is fetched only then.
    pub(super) shown: RwSignal<bool>,
    settling: StoredValue<Option<TimeoutHandle>>,
}

impl State {
    pub(super) fn new() -> State {
        let selection = Selection::expect();
        let all = answer::<TimelineAnswer>(|| Some(Question::Timeline { from: None, to: None }));
        let known = Memo::new(move |_| match all.get() {
            Load::Ready(all) => Some((all.lanes, all.extent.map(|(from, to)| Span::new(from.0, to.0)))),
            _ => None,
        });
        let state = State {
            client: Client::expect(),
            selection,
            all,
            lanes: Memo::new(move |_| known.get().map(|(lanes, _)| lanes).unwrap_or_default()),
            extent: Memo::new(move |_| known.get().and_then(|(_, extent)| extent).filter(|e| !e.is_empty())),
            window: RwSignal::new(None),
            cursor: RwSignal::new(None),
            under: RwSignal::new(None),
            spoken: RwSignal::new(String::new()),
            marks: RwSignal::new(Vec::new()),
            palette: RwSignal::new(Palette::named(&storage::load(PALETTE).unwrap_or_default())),
            repaired: RwSignal::new(false),
            why: RwSignal::new(None),
            shown: RwSignal::new(false),
            settling: StoredValue::new(None),
        };
        // The window follows the selection when another screen, the link or "back" changed it.
        Effect::new(move |_| {
            let window = selection.window.get().map(|w| Span::new(w.from.0, w.to.0)).or(state.extent.get());
            if state.window.get_untracked() != window {
                state.window.set(window);
            }
        });
        on_cleanup(move || state.forget_settling());
        state
    }

    /// Moves the window; link and figures follow when it stands still.
    pub(super) fn show(self, window: Span) {
        if self.window.get_untracked() == Some(window) {
            return;
        }
        self.window.set(Some(window));
        self.forget_settling();
        let settled = set_timeout_with_handle(
            move || {
                let window = self.window.get_untracked().filter(|w| Some(*w) != self.extent.get_untracked());
                let window = window.map(|w| Window { from: Instant(w.start), to: Instant(w.end) });
                if self.selection.window.get_untracked() != window {
                    self.selection.window.set(window);
                }
            },
            SETTLED,
        );
        self.settling.set_value(settled.ok());
    }

    fn forget_settling(self) {
        if let Some(Some(settling)) = self.settling.try_update_value(Option::take) {
            settling.clear();
        }
    }

    /// The time that figures are of: the selected part, else the window, else all.
    pub(super) fn figures_of(self) -> (Option<Instant>, Option<Instant>) {
        let window = self.selection.part.get().or_else(|| self.selection.window.get());
        (window.map(|w| w.from), window.map(|w| w.to))
    }

    /// Uses another palette and remembers it.
    pub(super) fn set_palette(self, palette: Palette) {
        storage::save(PALETTE, palette.name());
        self.palette.set(palette);
    }

    /// The name of a lane's asset.
    pub(super) fn asset(self, lane: usize) -> Option<String> {
        self.lanes.with_untracked(|lanes| lanes.get(lane).map(|l| l.asset.clone()))
    }

    /// Puts the cursor somewhere and asks what is there; `then` gets the answer.
    pub(super) fn look(self, cursor: Cursor, then: impl Fn(LaneSpan) + 'static) {
        self.cursor.set(Some(cursor));
        let Some(asset) = self.asset(cursor.lane) else { return };
        spawn_local(async move {
            let question = Question::StateAt { asset, at: Instant(cursor.at) };
            // The screen may be gone when the answer comes.
            if let Ok(Some(span)) = self.client.ask_latest::<LaneSpan>("cursor", question).await
                && self.under.try_set(Some(span.clone())).is_none()
            {
                then(span);
            }
        });
    }

    /// Opens what is at a place of the timeline.
    pub(super) fn open(self, cursor: Cursor) {
        let Some(asset) = self.asset(cursor.lane) else { return };
        self.selection.state.set(Some((asset, cursor.at)));
    }

    /// Away with what is selected: first the part, then the opened state, then the marks.
    pub(super) fn clear(self) {
        if self.selection.part.get_untracked().is_some() || !self.selection.assets.with_untracked(Vec::is_empty) {
            self.selection.part.set(None);
            self.selection.assets.set(Vec::new());
        } else if self.selection.state.get_untracked().is_some() {
            self.selection.state.set(None);
        } else {
            self.marks.set(Vec::new());
            self.cursor.set(None);
            self.under.set(None);
        }
    }

    /// A mark at the cursor (or the selected part's ends), or away with it.
    pub(super) fn mark(self) {
        let part = self.selection.part.get_untracked().map(|w| vec![w.from.0, w.to.0]);
        let at = part.or_else(|| self.cursor.get_untracked().map(|c| vec![c.at])).unwrap_or_default();
        self.marks.update(|marks| {
            for at in at {
                match marks.iter().position(|m| *m == at) {
                    Some(place) => drop(marks.remove(place)),
                    None => marks.push(at),
                }
            }
        });
    }
}
