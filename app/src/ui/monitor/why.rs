//! "Why?": formula, inputs and source records of a figure, in the side panel.

use super::oee::{needs_link, why_of};
use super::state::{State, Why as Opened};
use crate::text::{self, format};
use crate::ui::parts::{SidePanel, SourceLink};
use leptos::prelude::*;

/// So many machines are named; the table of all of them is beside the figures.
const NAMED: usize = 50;

#[component]
pub(super) fn Why(state: State) -> impl IntoView {
    let close = move || state.why.set(None);
    // Another window's figure is not this one's reason.
    Effect::new(move |before: Option<()>| {
        state.figures_of();
        state.selection.definition.track();
        if before.is_some() {
            close();
        }
    });
    let title = move || state.why.with(|why| why.as_ref().map(|why| why.title.clone()).unwrap_or_default());
    view! {
        <SidePanel id="why" open=Signal::derive(move || state.why.with(Option::is_some)) title=Signal::derive(title) close=close>
            {move || state.why.get().map(|why| content(state, why))}
        </SidePanel>
    }
}

fn content(state: State, why: Opened) -> impl IntoView {
    let Opened { figure, sources, sources_total, warnings, total_of, .. } = why;
    let inputs = figure.inputs.iter().map(|(name, value)| {
        view! {
            <tr>
                <th scope="row"><code>{name.clone()}</code></th>
                <td class="quiet">{text::monitor::input(name)}</td>
                <td class="number" title=format::number(*value, 6)>{text::monitor::amount(name, *value)}</td>
            </tr>
        }
    });
    let records = sources.into_iter().map(|(input, list)| {
        let total = sources_total.get(&input).copied().unwrap_or(list.len() as u64);
        let shown = list.len();
        view! {
            <details class="why-records">
                <summary><code>{input.clone()}</code>" "<span class="quiet">{text::monitor::records_of(shown, total)}</span></summary>
                <ul>{list.into_iter().map(|source| view! { <li><SourceLink source=Some(source)/></li> }).collect_view()}</ul>
            </details>
        }
    });
    let records = records.collect_view();
    let none = records.is_empty() && total_of.is_none();
    let machines = total_of.map(|(index, answer)| {
        let more = answer.assets.len().saturating_sub(NAMED);
        let machine = |one| {
            let why = why_of(index, Some(one), &answer);
            let (asset, value) = (one.asset.clone(), why.figure.value);
            let value = value.map_or_else(|| text::monitor::needs_something().to_owned(), text::monitor::percent);
            view! {
                <tr>
                    <th scope="row" class="wrap-anywhere">{asset}</th>
                    <td class="number">{value}</td>
                    <td><button type="button" class="link-button" on:click=move |_| state.why.set(Some(why.clone()))>
                        {text::monitor::why()}</button></td>
                </tr>
            }
        };
        view! {
            <p class="quiet">{text::monitor::total_of_machines()}</p>
            <table id="why-machines"><tbody>{answer.assets.iter().take(NAMED).map(machine).collect_view()}</tbody></table>
            {(more > 0).then(|| view! { <p class="quiet">{text::monitor::more(more as u64)}</p> })}
        }
    });
    view! {
        <div class="stack">
            {match figure.value {
                Some(value) => view! { <p class="figure-value">{text::monitor::percent(value)}</p> }.into_any(),
                None => view! {
                    <section class="stack" id="why-needs">
                        <h3>{text::monitor::needs_title()}</h3>
                        <ul class="why-needs">{figure.needs.iter().map(|need| view! { <li>{need.clone()}</li> }).collect_view()}</ul>
                        {needs_link(state.selection)}
                    </section>
                }.into_any(),
            }}
            <section>
                <h3>{text::monitor::formula()}</h3>
                <p class="why-formula"><code>{figure.formula.clone()}</code></p>
            </section>
            <section>
                <h3>{text::monitor::inputs()}</h3>
                <table id="why-inputs"><tbody>{inputs.collect_view()}</tbody></table>
            </section>
            <section id="why-sources">
                <h3>{text::monitor::records()}</h3>
                {records}
                {machines}
                {none.then(|| view! { <p class="quiet">{text::monitor::records_none()}</p> })}
            </section>
            {(!warnings.is_empty()).then(|| view! {
                <section>
                    <h3>{text::monitor::warnings()}</h3>
                    <ul class="why-needs">{warnings.into_iter().map(|warning| view! { <li>{warning}</li> }).collect_view()}</ul>
                </section>
            })}
        </div>
    }
}
