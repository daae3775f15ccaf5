//! What planned time was lost to: as a Pareto, and as the way from planned to good time.

use super::bars::{Bar, Step, pareto, waterfall};
use super::oee::needs_link;
use super::plot::{ChartHead, Draw, Plot};
use super::state::State;
use crate::canvas::Chart;
use crate::chunks;
use crate::text::{self, format};
use crate::ui::ask::{Load, answer, loaded};
use crate::ui::later::{Fetched, Make, later_when};
use crate::ui::live::live;
use crate::ui::parts::ByChoice;
use floorlens_core::order::Order;
use floorlens_core::protocol::{Loss, LossesAnswer, Question};
use leptos::prelude::*;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The chart shows so many causes, the table all.
const BARS: usize = 8;
/// Height of the waterfall in CSS pixels.
const WATERFALL: f64 = 208.0;

/// Asks for the losses of the window.
pub(super) fn ask(state: State) -> ReadSignal<Load<LossesAnswer>> {
    answer::<LossesAnswer>(move || {
        let (from, to) = state.figures_of();
        let (assets, definition) = (state.selection.assets.get(), state.selection.definition.get());
        Some(Question::Losses { assets, from, to, definition })
    })
}

/// Losses by cause, largest first.
#[component]
pub(super) fn Losses(state: State, losses: ReadSignal<Load<LossesAnswer>>) -> impl IntoView {
    let table = RwSignal::new(false);
    let lost = Signal::derive(move || {
        losses.with(|losses| match losses {
            Load::Ready(answer) if !answer.losses.is_empty() => {
                format::duration(answer.losses.iter().map(|l| l.seconds).sum())
            }
            _ => String::new(),
        })
    });
    view! {
        <section class="panel" aria-labelledby="losses-title">
            <ChartHead id="losses-title" title=text::monitor::losses() note=text::monitor::losses_note() end=lost table=table/>
            {loaded(losses, move |answer: LossesAnswer| {
                if answer.losses.is_empty() {
                    return empty(state, answer, text::monitor::losses_none());
                }
                let rows = answer.losses.clone();
                view! {
                    {live(move || if table.get() {
                        as_table(&rows).into_any()
                    } else {
                        let height = (rows.len().min(BARS) as f64).mul_add(26.0, 8.0);
                        let rows = rows.clone();
                        chart(state, height, move || {
                            let rows = rows.clone();
                            Box::pin(async move {
                                let panels = chunks::panels().await?;
                                Ok(Rc::new(move || (panels.pareto)(state, rows.clone(), height)) as Make)
                            })
                        })
                    })}
                    {covered(answer.coverage)}
                    {incomplete(state, &answer)}
                }.into_any()
            })}
        </section>
    }
}

/// How much of the planned time the losses rest on, where it is not all of it, and whether data was left out.
fn covered(share: Option<f64>) -> impl IntoView {
    let share = share.filter(|share| *share < 0.9995).map(text::monitor::losses_cover);
    view! { {share.map(|text| view! { <p class="small coverage-note">{text}</p> })} <ByChoice/> }
}

/// A chart whose code is fetched, with its room kept meanwhile.
fn chart(state: State, height: f64, fetch: impl Fn() -> Fetched + 'static) -> AnyView {
    view! { <div style:min-height=format!("{height}px")>{later_when(move || state.shown.get(), fetch)}</div> }
        .into_any()
}

/// The Pareto of [`crate::ui::Panels`].
pub(crate) fn pareto_chart(state: State, losses: Vec<Loss>, height: f64) -> AnyView {
    let draw = Signal::derive_local(move || {
        let palette = state.palette.get();
        let bars = losses.iter().take(BARS).map(|loss| Bar {
            name: named(loss, &losses),
            value: loss.seconds,
            label: format::duration(loss.seconds),
            colour: palette.loss(&loss.category),
        });
        let bars: Vec<Bar> = bars.collect();
        Rc::new(move |chart: &Chart| pareto(chart, &bars)) as Draw
    });
    view! { <Plot label=text::monitor::losses().to_owned() height=height draw=draw/> }.into_any()
}

/// The waterfall of [`crate::ui::Panels`].
pub(crate) fn waterfall_chart(state: State, steps: Steps, planned: f64) -> AnyView {
    let draw = Signal::derive_local(move || {
        let palette = state.palette.get();
        let steps = steps.iter().map(|(category, seconds, total)| Step {
            name: step_name(category).to_owned(),
            value: seconds / planned,
            total: *total,
            colour: if *total { palette.colour(category) } else { palette.loss(category) },
        });
        let steps: Vec<Step> = steps.collect();
        Rc::new(move |chart: &Chart| waterfall(chart, &steps)) as Draw
    });
    view! { <Plot label=text::monitor::waterfall().to_owned() height=WATERFALL draw=draw/> }.into_any()
}

/// The cause, with its kind where the same cause loses time in two ways.
fn named(loss: &Loss, all: &[Loss]) -> String {
    let twice = all.iter().filter(|other| other.cause == loss.cause).count() > 1;
    let cause = text::monitor::lost_to(&loss.cause);
    if twice { format!("{} · {}", cause, text::monitor::loss(&loss.category)) } else { cause.to_owned() }
}

fn empty(state: State, answer: LossesAnswer, otherwise: &'static str) -> AnyView {
    if answer.needs.is_empty() {
        view! { <p class="empty">{otherwise}</p> }.into_any()
    } else {
        incomplete(state, &answer).into_any()
    }
}

/// What must be known before the list is complete.
fn incomplete(state: State, answer: &LossesAnswer) -> impl IntoView + use<> {
    let needs = answer.needs.clone();
    (!needs.is_empty()).then(|| {
        let more = needs.len().saturating_sub(2);
        view! {
            <div class="needs small">
                <p>{text::monitor::needs_title()}": "{needs.into_iter().take(2).collect::<Vec<_>>().join(" ")}
                    {(more > 0).then(|| format!(" {}.", text::monitor::more(more as u64)))}</p>
                {needs_link(state.selection)}
            </div>
        }
    })
}

fn as_table(losses: &[Loss]) -> impl IntoView + use<> {
    let all: f64 = losses.iter().map(|l| l.seconds.max(0.0)).sum();
    let mut so_far = 0.0;
    let rows = losses.iter().map(|loss| {
        so_far += loss.seconds.max(0.0);
        let share = if all > 0.0 { text::monitor::percent(so_far / all) } else { String::new() };
        view! {
            <tr>
                <th scope="row">{text::monitor::lost_to(&loss.cause).to_owned()}</th>
                <td>{text::monitor::loss(&loss.category).to_owned()}</td>
                <td class="number" title=format!("{} s", format::number(loss.seconds, 6))>{format::duration(loss.seconds)}</td>
                <td class="number">{(loss.count > 0).then(|| format::count(loss.count))}</td>
                <td class="number">{share}</td>
            </tr>
        }
    });
    view! {
        <div class="table-scroll table-tall" tabindex="0" role="group" aria-label=text::monitor::losses()>
            <table id="losses-table">
                <thead><tr>
                    <th scope="col">{text::monitor::cause()}</th>
                    <th scope="col">{text::monitor::kind()}</th>
                    <th scope="col" class="number">{text::monitor::lost()}</th>
                    <th scope="col" class="number">{text::monitor::stops()}</th>
                    <th scope="col" class="number">{text::monitor::cumulated()}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

/// From planned time through the kinds of loss to good time.
#[component]
pub(super) fn Waterfall(state: State, losses: ReadSignal<Load<LossesAnswer>>) -> impl IntoView {
    let table = RwSignal::new(false);
    let planned = Signal::derive(move || {
        losses.with(|losses| match losses {
            Load::Ready(LossesAnswer { planned: Some(planned), .. }) => format::duration(*planned),
            _ => String::new(),
        })
    });
    view! {
        <section class="panel" aria-labelledby="waterfall-title">
            <ChartHead id="waterfall-title" title=text::monitor::waterfall() end=planned table=table/>
            {loaded(losses, move |answer: LossesAnswer| {
                let Some(planned) = answer.planned.filter(|planned| *planned > 0.0) else {
                    return empty(state, answer, text::monitor::waterfall_none());
                };
                let steps = steps(&answer, planned);
                view! {
                    {live(move || if table.get() {
                        steps_table(&steps, planned).into_any()
                    } else {
                        let steps = steps.clone();
                        chart(state, WATERFALL, move || {
                            let steps = steps.clone();
                            Box::pin(async move {
                                let panels = chunks::panels().await?;
                                Ok(Rc::new(move || (panels.waterfall)(state, steps.clone(), planned)) as Make)
                            })
                        })
                    })}
                    {incomplete(state, &answer)}
                }.into_any()
            })}
        </section>
    }
}

/// Category, seconds, and whether it stands on the ground.
pub(crate) type Steps = Vec<(String, f64, bool)>;

fn steps(answer: &LossesAnswer, planned: f64) -> Steps {
    let mut by_kind: BTreeMap<&str, f64> = BTreeMap::new();
    for loss in &answer.losses {
        *by_kind.entry(&loss.category).or_default() += loss.seconds;
    }
    let mut kinds: Vec<(&str, f64)> = by_kind.into_iter().collect();
    kinds.order_by(|a, b| b.1.total_cmp(&a.1));
    let first = [("planned".to_owned(), planned, true)];
    let lost = kinds.into_iter().map(|(kind, seconds)| (kind.to_owned(), seconds, false));
    let good = answer.good.map(|good| ("production".to_owned(), good, true));
    first.into_iter().chain(lost).chain(good).collect()
}

fn step_name(category: &str) -> &str {
    match category {
        "planned" => text::monitor::planned(),
        "production" => text::monitor::good(),
        other => text::monitor::loss(other),
    }
}

fn steps_table(steps: &Steps, planned: f64) -> impl IntoView + use<> {
    let rows = steps.iter().map(|(category, seconds, total)| {
        let sign = if *total { 1.0 } else { -1.0 };
        view! {
            <tr>
                <th scope="row">{step_name(category).to_owned()}</th>
                <td class="number">{format::duration(sign * seconds)}</td>
                <td class="number">{text::monitor::percent(sign * seconds / planned)}</td>
            </tr>
        }
    });
    view! {
        <table id="waterfall-table">
            <thead><tr>
                <th scope="col">{text::monitor::kind()}</th>
                <th scope="col" class="number">{text::monitor::lost()}</th>
                <th scope="col" class="number">{text::monitor::share()}</th>
            </tr></thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}
