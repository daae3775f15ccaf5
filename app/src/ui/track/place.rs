//! What is at a place at the instant looked at.

use super::read::after_no_data;
use crate::text;
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{ByChoice, Pager, ROWS, SourceLink, certainty_tag, instant, name, name_button, since_until};
use floorlens_core::protocol::{Instant, PlaceAnswer, PlacedItem, Question};
use leptos::prelude::*;

#[component]
pub(super) fn Place(place: String) -> impl IntoView {
    let selection = Selection::expect();
    let asked = place.clone();
    let after = RwSignal::new(0);
    let answer = answer::<PlaceAnswer>(move || {
        let at = selection.at.get().map(Instant);
        Some(Question::Place { place: asked.clone(), at, after: after.get(), limit: Some(ROWS) })
    });
    view! {
        <section class="panel" aria-labelledby="place-title">
            <div class="panel-head">
                <h2 id="place-title">{name(&place)}</h2>
                <small>{move || answer.get().ready().map(|place| text::track::item_count(place.total))}</small>
                <span class="panel-end">{move || answer.get().ready().map(|place| instant(place.at))}</span>
            </div>
            {loaded(answer, move |place| {
                let sure = (place.definite < place.total).then(|| text::track::for_sure(place.definite, place.total));
                view! {
                    {sure.map(|text| view! { <p class="small coverage-note">{text}</p> })}
                    <Items items=place.items/> <Pager after total=place.total/> <ByChoice/>
                }
            })}
        </section>
    }
}

#[component]
fn Items(items: Vec<PlacedItem>) -> impl IntoView {
    let selection = Selection::expect();
    if items.is_empty() {
        return view! { <p class="quiet">{text::track::nobody()}</p> }.into_any();
    }
    let row = move |item: PlacedItem| {
        view! {
            <tr>
                <td>{name_button(item.id, move |id| selection.track_item(id))}</td>
                <td class="nowrap">{instant(item.since)} {after_no_data(item.after_no_data)}</td>
                <td class="nowrap">{since_until(item.since, item.until, true, item.certainty)}</td>
                <td>{certainty_tag(item.certainty)}</td>
                <td><SourceLink source=item.source/></td>
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
                <tbody>{items.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
