//! All places with how many items are there at the instant looked at.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{ByChoice, Pager, ROWS, name};
use floorlens_core::protocol::{Instant, PlaceCount, PlacesAnswer, Question};
use leptos::prelude::*;

#[component]
pub(super) fn Places() -> impl IntoView {
    let selection = Selection::expect();
    let after = RwSignal::new(0);
    let places = answer::<PlacesAnswer>(move || {
        Some(Question::Places { at: selection.at.get().map(Instant), after: after.get(), limit: Some(ROWS) })
    });
    view! {
        <section class="panel" aria-labelledby="places-title">
            <div class="panel-head"><h2 id="places-title">{text::track::places()}</h2></div>
            {loaded(places, move |answer| view! { <List places=answer.places/> <Pager after total=answer.total/> <ByChoice/> })}
        </section>
    }
}

#[component]
fn List(places: Vec<PlaceCount>) -> impl IntoView {
    let selection = Selection::expect();
    if places.is_empty() {
        return view! { <p class="quiet">{text::track::no_places()}</p> }.into_any();
    }
    let row = move |place: PlaceCount| {
        let (shown, chosen) = (name(&place.place), place.place.clone());
        let current = move || selection.place.with(|p| p.as_ref() == Some(&chosen)).then_some("true");
        let possible = (place.possible > 0).then(|| format::count(place.possible));
        let place_name = place.place;
        view! {
            <tr>
                <td><button type="button" class="link-button" aria-current=current on:click=move |_| selection.show_place(&place_name)>
                    {shown}
                </button></td>
                <td class="number">{format::count(place.definite)}</td>
                <td class="number quiet">{possible}</td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll places" tabindex="0" role="region" aria-labelledby="places-title"><table>
            <thead><tr>
                <th scope="col">{text::track::place()}</th>
                <th scope="col" class="number">{text::track::definite()}</th>
                <th scope="col" class="number">{text::track::possible()}</th>
            </tr></thead>
            <tbody>{places.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
    .into_any()
}
