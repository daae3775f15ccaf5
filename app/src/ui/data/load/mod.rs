//! What is loaded of a file: what it needs in memory, and what a person leaves out.
//!
//! ```text
//! draft.rs    what is being tried out, and the engine's answer to it
//! fields.rs   time, sample, columns
//! ```
//!
//! Fetched when a file waits for a choice, or a person wants to load less of one. Every change asks the engine what the file *would* need.

mod draft;
mod fields;

use super::chooser::Chooser;
use crate::text;
use crate::ui::Workspace;
use crate::ui::live::{live, visible};
use draft::Draft;
use floorlens_core::model::Choice;
use floorlens_core::protocol::LoadAnswer;
use leptos::prelude::*;

/// One file at a time: the one that a person chose, else the first that waits, else the first.
#[component]
pub(crate) fn LoadPanel() -> impl IntoView {
    let workspace = Workspace::expect();
    let chooser = Chooser::new(workspace.load_less, |file| {
        let waits = file.load.as_ref().is_some_and(|load| load.waiting);
        Some((file.name, waits, text::load::standing(file.load.as_ref())))
    });
    view! {
        <section class="panel stack load" aria-labelledby="load-title">
            <div class="panel-head">
                <h2 id="load-title" tabindex="-1">{text::load::title()}</h2>
                <small>{text::load::note()}</small>
            </div>
            {chooser.show(text::load::file())}
            {live(move || chooser.file.get().map(|file| view! { <OneFile file/> }))}
        </section>
    }
}

#[component]
fn OneFile(file: String) -> impl IntoView {
    let draft = Draft::new(file);
    view! {
        {live(move || draft.problem().map(|problem| view! { <p class="problem" role="alert">{problem}</p> }))}
        {visible(move || draft.answer.with(Option::is_some), move || view! {
            <Memory draft/>
            <fields::Fields draft/>
            <Actions draft/>
        })}
    }
}

/// What it needs beside what there is.
#[component]
fn Memory(draft: Draft) -> impl IntoView {
    let shown = move |answer: LoadAnswer| {
        let verdict = match (answer.choice.skip, answer.fits) {
            (true, _) => view! { <span>{text::load::nothing()}</span> }.into_any(),
            (_, true) => view! { <span class="ok">{text::load::fits()}</span> }.into_any(),
            _ => view! { <span class="field-error">{text::load::fits_not()}</span> }.into_any(),
        };
        let share = answer.free.map(|free| (answer.needs as f64 / free.max(1) as f64 * 100.0).min(100.0));
        let bar = share.map(|share| {
            view! {
                <span class="load-bar" aria-hidden="true">
                    <i class:load-over=!answer.fits style:flex-basis=format!("{share:.0}%")></i>
                </span>
            }
        });
        view! {
            <div>{bar} <p>{text::load::needs(&answer)} " " {verdict}</p></div>
            <p class="small">{text::load::records(&answer)} " " {draft.span(&answer)} " " {text::load::about()}</p>
        }
    };
    view! {
        <div class="stack" role="status" aria-label=text::load::memory()>{live(move || draft.answer.get().map(shown))}</div>
    }
}

/// Loading it this way, or in another.
#[component]
fn Actions(draft: Draft) -> impl IntoView {
    let button = move |name: &'static str, choice: fn(Choice) -> Choice| {
        view! { <button type="button" class="link-button" on:click=move |_| draft.apply(choice)>{name}</button> }
    };
    view! {
        <p class="small">{text::load::ledger()}</p>
        {visible(move || draft.editable(), move || view! {
            <div class="row">
                <button type="button" class="button button-primary" disabled=move || !draft.ready()
                    on:click=move |_| draft.apply(|choice| Choice { skip: false, anyway: false, ..choice })>{text::load::load()}</button>
                {visible(move || draft.changed(), move || view! {
                    <button type="button" class="button" on:click=move |_| draft.undo()>{text::load::undo()}</button>
                })}
                {visible(move || draft.is_loaded() && !draft.changed(), || view! { <span class="ok">{text::load::loaded()}</span> })}
                {visible(move || draft.is_in_part(), move || button(text::load::all(), |choice| Choice { file: choice.file, ..Choice::default() }))}
                {visible(move || !draft.is_skipped(), move || button(text::load::skip(), |choice| Choice { file: choice.file, skip: true, ..Choice::default() }))}
                {visible(move || draft.is_too_large(), move || view! {
                    {button(text::load::anyway(), |choice| Choice { anyway: true, skip: false, ..choice })}
                    <span class="small">{text::load::anyway_note()}</span>
                })}
            </div>
        })}
    }
}
