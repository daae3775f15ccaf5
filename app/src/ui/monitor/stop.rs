//! The state that a person opened: what, when, why, what was in the machine, the record behind it.

use super::categories::NO_DATA;
use super::legend::Swatch;
use super::state::State;
use crate::text::{self, format};
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{SourceLink, name_button};
use floorlens_core::protocol::{InMachineAnswer, Instant, LaneSpan, Question};
use leptos::prelude::*;

/// So many units are named; the rest are counted.
const NAMED: u32 = 12;

#[component]
pub(super) fn Stop(state: State) -> impl IntoView {
    let span = answer::<LaneSpan>(move || {
        let (asset, at) = state.selection.state.get()?;
        Some(Question::StateAt { asset, at: Instant(at) })
    });
    let asset = move || state.selection.state.get().map(|(asset, _)| asset);
    view! {
        <section class="panel" id="stop" aria-labelledby="stop-title">
            <div class="panel-head">
                <h2 id="stop-title">{text::monitor::stop()}</h2>
                <span class="panel-end">{asset}</span>
            </div>
            {move || state.selection.state.with(Option::is_none).then(|| view! { <p class="quiet">{text::monitor::stop_none()}</p> })}
            {loaded(span, move |span| view! { <Opened state=state span=span/> })}
        </section>
    }
}

#[component]
fn Opened(state: State, span: LaneSpan) -> impl IntoView {
    let zone = state.selection.zone;
    let (asset, from, to) = (span.asset.clone(), span.start, span.end);
    let items = answer::<InMachineAnswer>(move || {
        Some(Question::InMachine { asset: asset.clone(), from, to, after: 0, limit: Some(NAMED) })
    });
    let selection = state.selection;
    // What nobody said anything of has no name of its own.
    let named = (span.category != NO_DATA).then(|| format!("{} ", span.state));
    let optional =
        |name: &'static str, value: Option<String>| value.map(|value| view! { <dt>{name}</dt><dd>{value}</dd> });
    view! {
        <dl class="facts">
            <dt>{text::monitor::state()}</dt>
            <dd><Swatch state=state category=span.category.clone()/>" "{named}
                <span class="quiet">{text::monitor::category(&span.category).to_owned()}</span></dd>
            <dt>{text::monitor::when()}</dt>
            <dd>
                <time>{move || format::instant(from.0, &zone.get())}</time>" – "
                <time>{move || format::instant(to.0, &zone.get())}</time>
                " ("{format::duration(span.seconds)}")"
            </dd>
            {optional(text::monitor::reason(), span.reason.clone())}
            {optional(text::monitor::order(), span.order.clone())}
            {optional(text::monitor::product(), span.product.clone())}
            <dt>{text::monitor::in_machine()}</dt>
            <dd>{loaded(items, move |answer: InMachineAnswer| {
                let count = answer.total;
                let more = count.saturating_sub(answer.items.len() as u64);
                let named = answer.items.into_iter().map(|item| {
                    view! { <li>{name_button(item.id, move |id| selection.trace_item(id))}</li> }
                });
                if count == 0 {
                    view! { <span class="quiet">{text::monitor::in_machine_none()}</span> }.into_any()
                } else {
                    view! {
                        <span>{text::monitor::units(count)}</span>
                        <ul class="inline-list">{named.collect_view()}
                            {(more > 0).then(|| view! { <li class="quiet">{text::monitor::more(more)}</li> })}</ul>
                    }.into_any()
                }
            })}</dd>
            <dt>{text::monitor::source()}</dt>
            <dd><SourceLink source=span.source.clone()/></dd>
        </dl>
    }
}
