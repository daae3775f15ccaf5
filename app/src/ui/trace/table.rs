//! The picture's twin: every item of the trace with how sure, how far, what.

use super::state::TraceState;
use crate::text::{self, format};
use crate::ui::parts::{More, certainty_tag};
use floorlens_core::protocol::TraceAnswer;
use leptos::prelude::*;

const PAGE: usize = 100;

#[component]
pub(super) fn Table(whole: TraceAnswer, state: TraceState) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = whole.items.len();
    let items = StoredValue::new(whole.items);
    let rows = move || {
        items.with_value(|items| {
            items
                .iter()
                .take(shown.get())
                .map(|item| {
                    let id = item.id.clone();
                    view! {
                        <tr>
                            <td><button type="button" class="link-button" on:click=move |_| state.choose_item(&id)>{item.id.clone()}</button></td>
                            <td>{item.product.clone()}</td>
                            <td>{certainty_tag(item.certainty)}</td>
                            <td class="number">{format::count(item.depth.into())}</td>
                            <td class="wrap-anywhere">{item.reason.clone()}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
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
                <tbody>{rows}</tbody>
            </table>
            <More shown total page=PAGE/>
        </div>
    }
}
