//! Gaps, and what was only exposed: listed apart, never in the tree; page by page.

use crate::text;
use crate::ui::Selection;
use crate::ui::ask::{Load, loaded};
use crate::ui::parts::{Pager, SourceLink, name, name_button, sentence};
use floorlens_core::protocol::{Gap, TracePageAnswer, TracedItem};
use leptos::prelude::*;

#[component]
pub(super) fn Gaps(gaps: ReadSignal<Load<TracePageAnswer>>, after: RwSignal<u64>) -> impl IntoView {
    let row = |gap: Gap| {
        view! {
            <tr>
                <td><span class="tag tag-possible">{text::trace::gap(&gap.kind)}</span></td>
                <td class="wrap-anywhere">{name(&gap.item)}</td>
                <td><SourceLink source=gap.source/></td>
            </tr>
        }
    };
    let table = move |page: TracePageAnswer| {
        if page.total == 0 {
            return view! { <p class="quiet">{text::trace::no_gaps()}</p> }.into_any();
        }
        view! {
            <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="gaps-title">
                <table>
                    <thead><tr>
                        <th scope="col">{text::trace::kind()}</th>
                        <th scope="col">{text::trace::item()}</th>
                        <th scope="col">{text::trace::source()}</th>
                    </tr></thead>
                    <tbody>{page.gaps.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Pager after total=page.total/>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="gaps-title">
            <div class="panel-head">
                <h2 id="gaps-title">{text::trace::gaps()}</h2>
                <span class="panel-end">{count(gaps)}</span>
            </div>
            {loaded(gaps, table)}
        </section>
    }
}

#[component]
pub(super) fn Exposed(exposed: ReadSignal<Load<TracePageAnswer>>, after: RwSignal<u64>) -> impl IntoView {
    let selection = Selection::expect();
    let row = move |item: TracedItem| {
        view! {
            <tr>
                <td>{name_button(item.id, move |id| selection.trace_item(id))}</td>
                <td>{item.product.as_deref().map(name)}</td>
                <td class="wrap-anywhere">{sentence(item.reason)}</td>
            </tr>
        }
    };
    let table = move |page: TracePageAnswer| {
        if page.total == 0 {
            return view! { <p class="quiet">{text::trace::exposed_none()}</p> }.into_any();
        }
        view! {
            <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="exposed-title">
                <table>
                    <thead><tr>
                        <th scope="col">{text::trace::item()}</th>
                        <th scope="col">{text::trace::product()}</th>
                        <th scope="col">{text::trace::reason()}</th>
                    </tr></thead>
                    <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Pager after total=page.total/>
        }
        .into_any()
    };
    view! {
        <section class="panel" aria-labelledby="exposed-title">
            <div class="panel-head">
                <h2 id="exposed-title">{text::trace::exposed()}</h2>
                <small>{text::trace::exposed_note()}</small>
                <span class="panel-end">{count(exposed)}</span>
            </div>
            {loaded(exposed, table)}
        </section>
    }
}

/// How many there are in all, once that is known.
fn count(page: ReadSignal<Load<TracePageAnswer>>) -> impl IntoView {
    move || page.get().ready().map(|page| text::format::count(page.total))
}
