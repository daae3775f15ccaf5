//! The picture's twin: every item of the trace with how sure, how far, what; page by page.

use super::state::TraceState;
use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{Pager, ROWS, certainty_tag, name, name_button, repaired_tag, sentence};
use floorlens_core::protocol::{Question, TracePageAnswer, TracePart, TracedItem};
use leptos::prelude::*;

#[component]
pub(super) fn Table(state: TraceState) -> impl IntoView {
    let selection = Selection::expect();
    let page = answer::<TracePageAnswer>(move || {
        let (item, direction) = (selection.item.get()?, selection.direction.get());
        let (part, after) = (TracePart::Items, state.items_after.get());
        Some(Question::TracePage { item, direction, part, only: None, after, limit: Some(ROWS) })
    });
    let row = move |item: TracedItem| {
        view! {
            <tr>
                <td>{name_button(item.id, move |id| state.choose_item(id))} {repaired_tag(item.repaired)}</td>
                <td>{item.product.as_deref().map(name)}</td>
                <td>{certainty_tag(item.certainty)}</td>
                <td class="number">{format::count(item.depth.into())}</td>
                <td class="wrap-anywhere">{sentence(item.reason)}</td>
            </tr>
        }
    };
    loaded(page, move |page| {
        view! {
            <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="trace-title">
                <table>
                    <thead><tr>
                        <th scope="col">{text::trace::item()}</th>
                        <th scope="col">{text::trace::product()}</th>
                        <th scope="col">{text::trace::certainty_word()}</th>
                        <th scope="col" class="number">{text::trace::steps()}</th>
                        <th scope="col">{text::trace::reason()}</th>
                    </tr></thead>
                    <tbody>{page.items.into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
            <Pager after=state.items_after total=page.total/>
        }
    })
}
