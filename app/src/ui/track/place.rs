//! What is at a place at the instant looked at.

use crate::text;
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{More, SourceLink, certainty_tag, instant, since_until};
use floorlens_core::protocol::{Instant, PlaceAnswer, PlacedItem, Question};
use leptos::prelude::*;

const PAGE: usize = 100;

#[component]
pub(super) fn Place(place: String) -> impl IntoView {
    let selection = Selection::expect();
    let asked = place.clone();
    let answer = answer::<PlaceAnswer>(move || {
        Some(Question::Place { place: asked.clone(), at: selection.at.get().map(Instant) })
    });
    view! {
        <section class="panel" aria-labelledby="place-title">
            <div class="panel-head">
                <h2 id="place-title">{place}</h2>
                <small>{move || answer.get().ready().map(|place| text::track::item_count(place.total))}</small>
                <span class="panel-end">{move || answer.get().ready().map(|place| instant(place.at))}</span>
            </div>
            {loaded(answer, |place| view! { <Items items=place.items total=place.total/> })}
        </section>
    }
}

#[component]
fn Items(items: Vec<PlacedItem>, total: u64) -> impl IntoView {
    let selection = Selection::expect();
    if items.is_empty() {
        return view! { <p class="quiet">{text::track::nobody()}</p> }.into_any();
    }
    let shown = RwSignal::new(PAGE);
    let sent = items.len();
    let items = StoredValue::new(items);
    let row = move |item: &PlacedItem| {
        let id = item.id.clone();
        view! {
            <tr>
                <td><button type="button" class="link-button" on:click=move |_| selection.track_item(&id)>{item.id.clone()}</button></td>
                <td class="nowrap">{instant(item.since)}</td>
                <td class="nowrap">{since_until(item.until)}</td>
                <td>{certainty_tag(item.certainty)}</td>
                <td><SourceLink source=item.source.clone()/></td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="place-title">
            <table>
                <thead><tr>
                    <th scope="col">{text::track::item()}</th>
                    <th scope="col">{text::track::since()}</th>
                    <th scope="col">{text::track::until()}</th>
                    <th scope="col">{text::track::certainty()}</th>
                    <th scope="col">{text::track::source()}</th>
                </tr></thead>
                <tbody>{move || items.with_value(|items| items.iter().take(shown.get()).map(row).collect_view())}</tbody>
            </table>
            <More shown total=sent page=PAGE/>
        </div>
        {((sent as u64) < total).then(|| view! { <p class="small">{text::track::shown_of(sent, total)}</p> })}
    }
    .into_any()
}
