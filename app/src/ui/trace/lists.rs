//! Gaps, and what was only exposed: listed apart, never in the tree.

use crate::text;
use crate::ui::Selection;
use crate::ui::parts::{More, SourceLink};
use floorlens_core::protocol::{Gap, TracedItem};
use leptos::prelude::*;

const PAGE: usize = 50;

#[component]
pub(super) fn Gaps(gaps: Vec<Gap>) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = gaps.len();
    let gaps = StoredValue::new(gaps);
    let row = |gap: &Gap| {
        view! {
            <tr>
                <td><span class="tag tag-possible">{text::trace::gap(&gap.kind)}</span></td>
                <td class="wrap-anywhere">{gap.item.clone()}</td>
                <td><SourceLink source=gap.source.clone()/></td>
            </tr>
        }
    };
    view! {
        <section class="panel" aria-labelledby="gaps-title">
            <div class="panel-head">
                <h2 id="gaps-title">{text::trace::gaps()}</h2>
                <span class="panel-end">{text::format::count(total as u64)}</span>
            </div>
            {(total == 0).then(|| view! { <p class="quiet">{text::trace::no_gaps()}</p> })}
            {(total > 0).then(|| view! {
                <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="gaps-title">
                    <table>
                        <thead><tr>
                            <th scope="col">{text::trace::kind()}</th>
                            <th scope="col">{text::trace::item()}</th>
                            <th scope="col">{text::trace::source()}</th>
                        </tr></thead>
                        <tbody>{move || gaps.with_value(|gaps| gaps.iter().take(shown.get()).map(row).collect_view())}</tbody>
                    </table>
                    <More shown total page=PAGE/>
                </div>
            })}
        </section>
    }
}

#[component]
pub(super) fn Exposed(items: Vec<TracedItem>) -> impl IntoView {
    let selection = Selection::expect();
    let shown = RwSignal::new(PAGE);
    let total = items.len();
    let items = StoredValue::new(items);
    let row = move |item: &TracedItem| {
        let id = item.id.clone();
        view! {
            <tr>
                <td><button type="button" class="link-button" on:click=move |_| selection.trace_item(&id)>{item.id.clone()}</button></td>
                <td>{item.product.clone()}</td>
                <td class="wrap-anywhere">{item.reason.clone()}</td>
            </tr>
        }
    };
    view! {
        <section class="panel" aria-labelledby="exposed-title">
            <div class="panel-head">
                <h2 id="exposed-title">{text::trace::exposed()}</h2>
                <small>{text::trace::exposed_note()}</small>
                <span class="panel-end">{text::format::count(total as u64)}</span>
            </div>
            {(total == 0).then(|| view! { <p class="quiet">{text::trace::exposed_none()}</p> })}
            {(total > 0).then(|| view! {
                <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="exposed-title">
                    <table>
                        <thead><tr>
                            <th scope="col">{text::trace::item()}</th>
                            <th scope="col">{text::trace::product()}</th>
                            <th scope="col">{text::trace::reason()}</th>
                        </tr></thead>
                        <tbody>{move || items.with_value(|items| items.iter().take(shown.get()).map(row).collect_view())}</tbody>
                    </table>
                    <More shown total page=PAGE/>
                </div>
            })}
        </section>
    }
}
