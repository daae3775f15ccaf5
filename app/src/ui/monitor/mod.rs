//! Monitor: what each machine did, how effective it was, what was lost.
//!
//! ```text
//! state.rs         what the parts share: window, cursor, marks
//! categories.rs    colours and letters of states
//! timeline/        one lane per machine
//! legend.rs        durations by category
//! states_table.rs  the timeline as a table
//! oee.rs           figures of the window and per machine
//! why.rs           formula, inputs and source records of a figure
//! losses.rs        Pareto, and from planned to good time
//! trend.rs         OEE over time
//! stop.rs          the opened state and what was in the machine
//! plot.rs, bars.rs charts
//! ```

mod bars;
mod categories;
mod legend;
mod losses;
mod oee;
mod plot;
mod state;
mod states_table;
mod stop;
mod timeline;
mod trend;
mod why;

use crate::chunks;
use crate::text;
use crate::ui::Panels;
use crate::ui::ask::{Load, answer};
use crate::ui::later::{Fetched, Make, later, later_when, once_wanted};
use crate::ui::live::{live, visible};
use floorlens_core::protocol::{OeeAnswer, Question};
use leptos::prelude::*;
pub(super) use losses::{Steps, pareto_chart, waterfall_chart};
pub(crate) use state::State;
use std::rc::Rc;

/// The screen.
#[component]
pub(crate) fn Monitor() -> impl IntoView {
    let state = State::new();
    let none = Memo::new(move |_| state.all.with(|all| matches!(all, Load::Ready(all) if all.lanes.is_empty())));
    let lanes = Memo::new(move |_| state.lanes.with(|lanes| !lanes.is_empty()));
    view! {
        <div class="screen monitor">
            <h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Monitor)}</h1>
            {live(move || state.all.with(|all| match all {
                Load::Failed(error) => Some(view! { <p class="problem" role="alert">{error.error.clone()}</p> }.into_any()),
                Load::Loading => Some(view! { <p class="empty" role="status">{text::monitor::loading()}</p> }.into_any()),
                Load::Nothing | Load::Ready(_) => None,
            }))}
            {visible(move || none.get(), move || view! {<p class="panel empty">{text::monitor::no_machines()}</p>})}
            {visible(move || lanes.get(), move || view! {<Panels state=state/>})}
        </div>
    }
}

#[component]
fn Panels(state: State) -> impl IntoView {
    let oee = answer::<OeeAnswer>(move || {
        let (from, to) = state.figures_of();
        let (assets, definition) = (state.selection.assets.get(), state.selection.definition.get());
        Some(Question::Oee { assets, from, to, definition })
    });
    let losses = losses::ask(state);
    let table = RwSignal::new(false);
    let workspace = crate::ui::Workspace::expect();
    let help = workspace.help;
    Effect::new(move |_| {
        if state.shown.get() {
            workspace.rested.set(true);
        }
    });
    view! {
        <section class="panel" aria-label=text::monitor::figures()>
            <oee::Tiles state=state oee=oee/>
        </section>
        <section class="panel" aria-labelledby="timeline-title">
            <div class="panel-head timeline-head">
                <h2 id="timeline-title">{text::monitor::timeline()}</h2>
                <small>{text::monitor::timeline_note()}</small>
                <button type="button" class="link-button panel-twin" id="timeline-twin" aria-pressed=Signal::derive(move || table.get().to_string())
                    on:click=move |_| table.update(|table| *table = !*table)>
                    {live(move || if table.get() { text::monitor::as_chart() } else { text::monitor::as_table() })}
                </button>
                <legend::Legend state=state/>
            </div>
            // The canvas stays when the table is shown, so that coming back costs nothing.
            <div hidden=Signal::derive(move || table.get())><timeline::Timeline state=state/></div>
            {live(move || table.get().then(|| later(move || fetch(state, |panels| panels.states))))}
            <div class="row timeline-foot">
                <timeline::ZoomButtons state=state/>
                <legend::PaletteChoice state=state/>
                <span class="small timeline-keys">{text::monitor::timeline_keys()}" · "
                    <button type="button" class="link-button" on:click=move |_| help.set(true)>{text::monitor::all_keys()}</button></span>
            </div>
        </section>
        <div class="columns columns-three">
            <losses::Waterfall state=state losses=losses/>
            <losses::Losses state=state losses=losses/>
            {panel(state, |panels| panels.stop)}
        </div>
        <div class="columns">
            <section class="panel" aria-labelledby="machines-title">
                <div class="panel-head"><h2 id="machines-title">{text::monitor::per_machine()}</h2></div>
                <oee::Machines state=state oee=oee/>
            </section>
            {panel(state, |panels| panels.trend)}
        </div>
        {once_wanted(move || state.why.with(Option::is_some), move || fetch(state, |panels| panels.why))}
    }
}

/// Which of the panels that are fetched.
type Which = fn(&'static Panels) -> fn(State) -> AnyView;

/// A panel that comes after the figures.
fn panel(state: State, which: Which) -> AnyView {
    later_when(move || state.shown.get(), move || fetch(state, which))
}

fn fetch(state: State, which: Which) -> Fetched {
    Box::pin(async move {
        let show = chunks::panels().await.map(which)?;
        Ok(Rc::new(move || show(state)) as Make)
    })
}

/// The timeline as a table, of [`Panels`].
pub(super) fn states(state: State) -> AnyView {
    view! { <states_table::StatesTable state=state/> }.into_any()
}

/// The trend of [`Panels`].
pub(super) fn trend(state: State) -> AnyView {
    view! { <trend::Trend state=state/> }.into_any()
}

/// The opened state of [`Panels`].
pub(super) fn stop(state: State) -> AnyView {
    view! { <stop::Stop state=state/> }.into_any()
}

/// The reason for a figure, of [`Panels`].
pub(super) fn why(state: State) -> AnyView {
    view! { <why::Why state=state/> }.into_any()
}
