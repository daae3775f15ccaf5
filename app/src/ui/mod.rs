//! The page.
//!
//! ```text
//! frame/        rail, top bar, banners, status bar, side panel: what every screen stands in
//! selection.rs  the selection that all screens share
//! workspace.rs  what is loaded, where it came from, what went wrong, which record is open
//! ask.rs        a panel's answer, asked again when something changes
//! live.rs       what changes in place, in little code
//! later.rs      what is shown once its code is fetched
//! remembered.rs mappings of tables with other headers, kept in this browser
//! parts/        pieces that several screens use
//! open/         the first screen, dropping, progress
//! data/         files, ledger, what is missing
//! monitor/      what the machines did
//! track/        where things are and were
//! trace/        what things are made of and where they went
//! ```

#![allow(unreachable_pub, reason = "the component macro makes the builders of props public")]

mod ask;
mod data;
mod frame;
mod later;
mod live;
mod monitor;
mod open;
mod parts;
mod remembered;
mod selection;
mod trace;
mod track;
mod workspace;

pub(crate) use ask::Load;
pub(crate) use selection::Selection;
pub(crate) use workspace::Workspace;

use crate::client::Client;
use crate::{chunks, embed, route, text, web};
use floorlens_core::link::Screen;
use floorlens_core::protocol::{AskError, Loss};
use frame::{Frame, Theme};
use later::{Make, later};
use leptos::prelude::*;
use std::pin::Pin;
use std::rc::Rc;

/// Shows the page and starts its engine.
pub(crate) fn run() {
    // Leptos' own spawner works only once something is mounted.
    wasm_bindgen_futures::spawn_local(async {
        let preferred = text::language::Language::preferred();
        let spoken = text::language::speak(preferred, false).await;
        mount(spoken.err(), route::read().await);
    });
}

fn mount(problem: Option<String>, link: route::Read) {
    leptos::mount::mount_to_body(move || {
        let client = Client::new();
        provide_context(client);
        let selection = Selection::new();
        provide_context(selection);
        let workspace = Workspace::new(client);
        provide_context(workspace);
        provide_context(Theme::new());
        if let Err(error) = embed::install(client) {
            leptos::logging::error!("window.floorlens is missing: {}", web::describe(&error));
        }
        remembered::install(client, workspace);
        if let Some(problem) = problem {
            workspace.notice(problem);
        }
        route::install(client, selection, workspace, link);
        // The texts of a screen are made when it is: another language makes all of them anew. What is loaded and looked at stays.
        move || {
            workspace.language.track();
            view! { <Frame/> }
        }
    });
}

/// The content of a screen.
fn screen(screen: Screen) -> AnyView {
    match screen {
        Screen::Data => view! { <data::Data/> }.into_any(),
        Screen::Monitor => view! { <monitor::Monitor/> }.into_any(),
        Screen::Track => later(|| Box::pin(async { chunks::track().await.map(make) })),
        Screen::Trace => later(|| Box::pin(async { chunks::trace().await.map(make) })),
    }
}

/// What [`chunks::mapping`] brings.
pub(crate) fn mapping_panel() -> chunks::Screen {
    || view! { <data::MappingPanel/> }.into_any()
}

fn make(screen: chunks::Screen) -> Make {
    Rc::new(screen)
}

/// What [`chunks::track`] brings.
pub(crate) fn track_screen() -> chunks::Screen {
    || view! { <track::Track/> }.into_any()
}

/// What [`chunks::trace`] brings.
pub(crate) fn trace_screen() -> chunks::Screen {
    || view! { <trace::Trace/> }.into_any()
}

/// What [`chunks::load_panel`] brings.
pub(crate) fn load_panel() -> chunks::Screen {
    || view! { <data::LoadPanel/> }.into_any()
}

/// What [`chunks::recipe`] brings.
pub(crate) fn recipe_panel() -> chunks::Screen {
    || view! { <data::RecipePanel/> }.into_any()
}

/// A table as CSV, on its way.
pub(crate) type Csv = Pin<Box<dyn Future<Output = Result<String, AskError>>>>;

/// What [`chunks::panels`] brings.
pub(crate) struct Panels {
    /// A source record as it stands in its file.
    pub(crate) evidence: fn() -> AnyView,
    /// The list of keys.
    pub(crate) help: fn() -> AnyView,
    /// Losses by cause, drawn: all of them, and how high.
    pub(crate) pareto: fn(monitor::State, Vec<Loss>, f64) -> AnyView,
    /// From planned to good time, drawn: the steps, and planned seconds.
    pub(crate) waterfall: fn(monitor::State, monitor::Steps, f64) -> AnyView,
    /// The timeline as a table.
    pub(crate) states: fn(monitor::State) -> AnyView,
    /// The rejected records of a file as CSV.
    pub(crate) rejects: fn(Client, String) -> Csv,
    /// OEE over time.
    pub(crate) trend: fn(monitor::State) -> AnyView,
    /// The opened state and what was in the machine.
    pub(crate) stop: fn(monitor::State) -> AnyView,
    /// Formula, inputs and source records of a figure.
    pub(crate) why: fn(monitor::State) -> AnyView,
}

/// The function of [`chunks::panels`].
pub(crate) fn panels() -> &'static Panels {
    static PANELS: Panels = Panels {
        evidence: frame::evidence,
        help: frame::help,
        pareto: monitor::pareto_chart,
        waterfall: monitor::waterfall_chart,
        states: monitor::states,
        rejects: data::rejects,
        trend: monitor::trend,
        stop: monitor::stop,
        why: monitor::why,
    };
    &PANELS
}
