//! The Data screen: what was loaded, what became of every record, and what a person says about it.
//!
//! ```text
//! files.rs     per file the counts that add up
//! messages.rs  why records were rejected, repaired, merged
//! rejects.rs   rejected records as a file to put right and load again
//! chooser.rs   one file at a time, for load/ and mapping/
//! load/        what a file needs in memory, and what is left out of it
//! mapping/     tables with other headers: what their columns mean
//! facts.rs     what is known, per table
//! recipe/      what is missing for OEE, typed here
//! ```

mod chooser;
mod facts;
mod files;
mod load;
mod mapping;
mod messages;
mod recipe;
mod rejects;

pub(super) use load::LoadPanel;
pub(super) use mapping::MappingPanel;
pub(crate) use recipe::RecipePanel;
pub(super) use rejects::rejects;

use crate::ui::Workspace;
use crate::ui::later::{Make, later, later_when};
use crate::ui::live::{live, visible};
use crate::{chunks, text};
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;

/// So long after reading a person is taken to stay.
const PAUSE: Duration = Duration::from_millis(400);

/// Files, facts, recipe.
#[component]
pub(crate) fn Data() -> impl IntoView {
    let workspace = Workspace::expect();
    let mapped = Memo::new(move |_| {
        let report = workspace.report.get().ready();
        report.is_some_and(|report| report.files.iter().any(|file| file.mapping.is_some()))
    });
    let chosen = Memo::new(move |_| workspace.load_less.with(Option::is_some) || !workspace.waiting().is_empty());
    // Who only passes on the way to Monitor need not fetch what is said about the data.
    let settled = RwSignal::new(false);
    Effect::new(move |_| {
        if !workspace.reading() {
            // The screen may be gone by then.
            let show = move || {
                let _ = settled.try_set(true);
            };
            set_timeout(show, PAUSE);
        }
    });
    view! {
        <div class="screen">
            <h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Data)}</h1>
            {live(move || {
                let report = workspace.report.get().ready().filter(|report| !report.files.is_empty());
                report.map(|report| view! { <files::Files files=report.files/> })
            })}
            {visible(move || chosen.get(), || {
                later(|| Box::pin(async { chunks::load_panel().await.map(|panel| Rc::new(panel) as Make) }))
            })}
            {visible(move || mapped.get(), || {
                later(|| Box::pin(async { chunks::mapping().await.map(|panel| Rc::new(panel) as Make) }))
            })}
            <div class="columns">
                {live(move || {
                    let report = workspace.report.get().ready().filter(|report| !report.facts.is_empty());
                    report.map(|report| view! { <facts::Facts facts=report.facts/> })
                })}
                {later_when(move || settled.get(), || {
                    Box::pin(async { chunks::recipe().await.map(|panel| Rc::new(panel) as Make) })
                })}
            </div>
        </div>
    }
}
