//! The one selection that all screens share: select a stop and see the units in the machine, select a unit and see the
//! states during its operations. The address bar holds it ([`crate::route`]).

use crate::text::format;
use floorlens_core::link::{Screen, Window};
use floorlens_core::model::Micros;
use floorlens_core::protocol::Direction;
use leptos::prelude::*;

/// What is looked at. Copies are the same selection.
#[derive(Clone, Copy)]
pub(crate) struct Selection {
    /// The screen.
    pub(crate) screen: RwSignal<Screen>,
    /// The time; `None` = all there is.
    pub(crate) window: RwSignal<Option<Window>>,
    /// The part of that time that figures are narrowed to.
    pub(crate) part: RwSignal<Option<Window>>,
    /// The machine state that is opened: the machine, and an instant in the state.
    pub(crate) state: RwSignal<Option<(String, Micros)>>,
    /// The machines by name; empty = all.
    pub(crate) assets: RwSignal<Vec<String>>,
    /// The item that is tracked or traced.
    pub(crate) item: RwSignal<Option<String>>,
    /// Which way it is traced.
    pub(crate) direction: RwSignal<Direction>,
    /// The place whose contents are shown.
    pub(crate) place: RwSignal<Option<String>>,
    /// The instant looked at; `None` = the end of the data.
    pub(crate) at: RwSignal<Option<Micros>>,
    /// The OEE definition; `None` = the recipe's, else the default.
    pub(crate) definition: RwSignal<Option<String>>,
    /// The zone in which times are shown: the recipe's, else that of most assets, else this computer's. Always one that the browser knows.
    pub(crate) zone: RwSignal<String>,
}

impl Selection {
    /// Everything there is, on the first screen.
    pub(crate) fn new() -> Self {
        Self {
            screen: RwSignal::new(Screen::Data),
            window: RwSignal::new(None),
            part: RwSignal::new(None),
            state: RwSignal::new(None),
            assets: RwSignal::new(Vec::new()),
            item: RwSignal::new(None),
            direction: RwSignal::new(Direction::Back),
            place: RwSignal::new(None),
            at: RwSignal::new(None),
            definition: RwSignal::new(None),
            zone: RwSignal::new(format::browser_zone()),
        }
    }

    /// The selection that [`crate::ui::run`] put into the context.
    pub(crate) fn expect() -> Self {
        expect_context()
    }

    /// Shows a machine at a time: what "the machine then" means everywhere.
    pub(crate) fn show_machine(self, asset: &str, window: Option<Window>) {
        self.assets.set(vec![asset.to_owned()]);
        if window.is_some() {
            self.window.set(window);
        }
        self.screen.set(Screen::Monitor);
    }

    /// Shows where an item is and was.
    pub(crate) fn track_item(self, item: &str) {
        self.place.set(None);
        self.item.set(Some(item.to_owned()));
        self.screen.set(Screen::Track);
    }

    /// Shows what an item is made of, or where it went.
    pub(crate) fn trace_item(self, item: &str) {
        self.item.set(Some(item.to_owned()));
        self.screen.set(Screen::Trace);
    }

    /// Shows what is at a place.
    pub(crate) fn show_place(self, place: &str) {
        self.place.set(Some(place.to_owned()));
        self.screen.set(Screen::Track);
    }
}
