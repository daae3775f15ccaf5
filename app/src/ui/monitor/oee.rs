//! OEE of the window: figures with what they are made of, per machine, each with its "why?".

use super::state::{State, Why};
use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::Load;
use crate::ui::parts::ByChoice;
use floorlens_core::link::Screen;
use floorlens_core::protocol::{AssetOee, Figure, OeeAnswer, OeeFigures};
use leptos::prelude::*;
use std::sync::Arc;

/// The definitions that can be chosen.
const DEFINITIONS: [&str; 4] = ["vorne", "iso22400", "nakajima", "smrp"];

/// A figure's name in words and how to reach it.
type Named = (fn() -> &'static str, fn(&OeeFigures) -> &Figure);

const FIGURES: [Named; 5] = [
    (text_oee, |f| &f.oee),
    (text_availability, |f| &f.availability),
    (text_performance, |f| &f.performance),
    (text_quality, |f| &f.quality),
    (text_coverage, |f| &f.coverage),
];

/// Those of them that have a column in the table; the last of [`FIGURES`] is what the others rest on.
const COLUMNS: [usize; 4] = [0, 1, 2, 3];
const COVERAGE: usize = 4;

fn text_oee() -> &'static str {
    text::monitor::oee()
}
fn text_availability() -> &'static str {
    text::monitor::availability()
}
fn text_performance() -> &'static str {
    text::monitor::performance()
}
fn text_quality() -> &'static str {
    text::monitor::quality()
}

fn text_coverage() -> &'static str {
    text::monitor::coverage()
}

/// The figures of the window, side by side.
#[component]
pub(super) fn Tiles(state: State, oee: ReadSignal<Load<OeeAnswer>>) -> impl IntoView {
    // The old figures stay, paler, until the new ones are here.
    let last = RwSignal::new(None::<OeeAnswer>);
    let stale = Memo::new(move |_| matches!(oee.get(), Load::Loading));
    Effect::new(move |_| match oee.get() {
        Load::Ready(answer) => {
            last.set(Some(answer));
            // They are painted in the next frame; what comes below them begins in the one after.
            request_animation_frame(move || {
                request_animation_frame(move || {
                    // The panel may be gone by then.
                    let _ = state.shown.try_set(true);
                });
            });
        }
        Load::Failed(_) | Load::Nothing => {
            last.set(None);
            state.shown.set(true);
        }
        Load::Loading => (),
    });
    move || match (last.get(), oee.get()) {
        (_, Load::Failed(error)) => view! { <p class="problem" role="alert">{error.error}</p> }.into_any(),
        (None, _) => view! { <p class="empty" role="status">{text::monitor::loading()}</p> }.into_any(),
        (Some(answer), _) => {
            let answer = Arc::new(answer);
            // One machine alone is no roll-up: its own records stand behind its figures.
            let alone = match answer.assets.as_slice() {
                [one] => Some(one.clone()),
                _ => None,
            };
            let covers = why_of(COVERAGE, alone.as_ref(), &answer);
            let tiles = COLUMNS.map(|index| {
                tile(state, FIGURES[index].0(), why_of(index, alone.as_ref(), &answer), Some(covers.clone()))
            });
            let coverage = tile(state, text::monitor::coverage(), covers, None);
            let several = alone.is_none();
            view! {
                <div class="figures figures-oee" id="figures" class:stale=Signal::derive(move || stale.get())>
                    {tiles.into_iter().collect_view()}
                    {coverage}
                </div>
                <div class="row figures-foot">
                    {several.then(|| view! { <span class="small">{text::monitor::not_line()}</span> })}
                    {warnings(answer.warnings.clone())}
                    <ByChoice/>
                    <DefinitionChoice selection=state.selection shown=answer.definition.clone()/>
                </div>
            }
            .into_any()
        }
    }
}

/// Why a figure of one machine, or of all of them, is what it is. `index` is one of [`FIGURES`].
pub(super) fn why_of(index: usize, one: Option<&AssetOee>, answer: &Arc<OeeAnswer>) -> Why {
    let (name, figure) = FIGURES[index];
    let figure = figure(one.map_or(&answer.total, |one| &one.figures)).clone();
    let of = match one {
        Some(one) => one.asset.clone(),
        None => text::monitor::total().to_lowercase(),
    };
    let (sources, sources_total) = match one {
        Some(one) => (one.sources.clone(), one.sources_total.clone()),
        None => Default::default(),
    };
    let warnings = answer.warnings.clone();
    let total_of = one.is_none().then(|| (index, answer.clone()));
    Why { title: text::monitor::why_title(name(), &of), figure, sources, sources_total, warnings, total_of }
}

/// How much of the planned time a figure rests on, and why, where it is not all of it.
fn covers(state: State, covers: Why) -> Option<impl IntoView> {
    let share = covers.figure.value.filter(|share| *share < 0.9995)?;
    let open = move |_| state.why.set(Some(covers.clone()));
    Some(view! {
        <p class="figure-note"><button type="button" class="link-button" aria-haspopup="dialog" on:click=open>
            {text::monitor::covers(share)}</button></p>
    })
}

fn tile(state: State, name: &'static str, why: Why, cover: Option<Why>) -> impl IntoView {
    let figure = why.figure.clone();
    let bar = figure.value.map(|value| format!("{:.2}%", value.clamp(0.0, 1.0) * 100.0));
    let note = note(&figure);
    let open = move |_| state.why.set(Some(why.clone()));
    view! {
        <div class="figure" data-figure=name>
            <p class="figure-label">{name}</p>
            {match figure.value {
                Some(value) => view! {
                    <p class="figure-value" data-value=value.to_string()>{text::monitor::percent(value)}</p>
                    <div class="bar" aria-hidden="true"><i style:width=bar></i></div>
                    <p class="figure-note">{note}" "<button type="button" class="link-button why" aria-haspopup="dialog" on:click=open>
                        {text::monitor::why()}</button></p>
                    {cover.and_then(|why| covers(state, why))}
                }.into_any(),
                None => view! {
                    <p class="figure-value figure-missing">{text::monitor::needs_something()}</p>
                    <div class="bar" aria-hidden="true"></div>
                    <p class="figure-note">
                        <button type="button" class="link-button why" aria-haspopup="dialog" on:click=open>
                            {figure.needs.first().cloned().unwrap_or_else(|| text::monitor::why().to_owned())}
                        </button>
                    </p>
                }.into_any(),
            }}
        </div>
    }
}

/// What is divided by what, in short.
fn note(figure: &Figure) -> String {
    let of = |name: &str| figure.inputs.get(name).map(|value| text::monitor::amount(name, *value));
    let pair = |top: &str, bottom: &str| Some(format!("{} ÷ {}", of(top)?, of(bottom)?));
    let formula = figure.formula.as_str();
    let pieces = || {
        Some(format!(
            "{} ÷ {} pcs",
            format::number(*figure.inputs.get("GQ")?, 2),
            format::number(*figure.inputs.get("PQ")?, 2)
        ))
    };
    let found = if formula.starts_with("APT") {
        pair("APT", "PBT")
    } else if formula.starts_with("Σ PRI·PQ") {
        pair("PRI·PQ", "APT")
    } else if formula.starts_with("GQ") {
        pieces()
    } else if formula.starts_with("Σ PRI·GQ / Σ") {
        pair("PRI·GQ", "PRI·PQ")
    } else if formula.starts_with("Σ PRI·GQ") {
        pair("PRI·GQ", "PBT")
    } else {
        of("PBT").map(|planned| text::monitor::of_planned(&planned))
    };
    found.map(|text| format!("{text} ·")).unwrap_or_default()
}

fn warnings(warnings: Vec<String>) -> impl IntoView {
    let count = warnings.len() as u64;
    (count > 0).then(|| {
        view! {
            <details class="warnings">
                <summary class="warn">{text::monitor::warning_count(count)}</summary>
                <ul>{warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
            </details>
        }
    })
}

/// Whose OEE.
#[component]
fn DefinitionChoice(selection: Selection, shown: String) -> impl IntoView {
    let choose = move |event| selection.definition.set(Some(event_target_value(&event)));
    view! {
        <label class="inline-label figures-definition">
            <span class="quiet">{text::monitor::definition()}</span>
            <select class="quiet-select" id="definition" on:change=choose>
                {DEFINITIONS.map(|name| view! {
                    <option value=name selected=name == shown>{text::monitor::definition_name(name).to_owned()}</option>
                })}
            </select>
        </label>
    }
}

/// Every machine's figures; each opens its "why?".
#[component]
pub(super) fn Machines(state: State, oee: ReadSignal<Load<OeeAnswer>>) -> impl IntoView {
    crate::ui::ask::loaded(oee, move |answer: OeeAnswer| {
        let answer = Arc::new(answer);
        let rows = answer.assets.iter().map(|one| {
            let asset = one.asset.clone();
            let choose = move |_| state.selection.assets.set(vec![asset.clone()]);
            let cells = COLUMNS.map(|index| cell(state, why_of(index, Some(one), &answer)));
            view! {
                <tr data-asset=one.asset.clone()>
                    <th scope="row">
                        <button type="button" class="link-button" title=text::monitor::machine_picker() on:click=choose>
                            {one.asset.clone()}
                        </button>
                    </th>
                    {cells.into_iter().collect_view()}
                </tr>
            }
        });
        let rows = rows.collect_view();
        let totals = COLUMNS.map(|index| cell(state, why_of(index, None, &answer)));
        let several = answer.assets.len() > 1;
        view! {
            <div class="table-scroll table-tall" tabindex="0" role="group" aria-label=text::monitor::per_machine()>
                <table id="machines-table">
                    <caption class="visually-hidden">{text::monitor::per_machine()}</caption>
                    <thead><tr>
                        <th scope="col">{text::monitor::machine()}</th>
                        {COLUMNS.map(|index| view! { <th scope="col" class="number">{FIGURES[index].0()}</th> }).into_iter().collect_view()}
                    </tr></thead>
                    <tbody>{rows}</tbody>
                    {several.then(|| view! {
                        <tfoot><tr><th scope="row">{text::monitor::total()}" "<span class="small">{text::monitor::not_line()}</span></th>
                            {totals.into_iter().collect_view()}</tr></tfoot>
                    })}
                </table>
            </div>
        }
    })
}

fn cell(state: State, why: Why) -> impl IntoView + use<> {
    let (label, value) = (format!("{}: {}", why.title, text::monitor::why()), why.figure.value);
    let open = move |_| state.why.set(Some(why.clone()));
    let (shown, class) = match value {
        Some(value) => (text::monitor::percent(value), "link-button figure-cell"),
        None => (text::monitor::needs_something().to_owned(), "link-button figure-cell figure-needs"),
    };
    view! {
        <td class="number"><button type="button" class=class aria-haspopup="dialog" title=label on:click=open>{shown}</button></td>
    }
}

/// Where what is missing can be entered.
pub(super) fn needs_link(selection: Selection) -> impl IntoView {
    view! {
        <button type="button" class="link-button" on:click=move |_| selection.screen.set(Screen::Data)>
            {text::monitor::needs_where()}
        </button>
    }
}
