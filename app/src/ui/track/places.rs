//! All places with how many items are there at the instant looked at.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::More;
use floorlens_core::protocol::{Instant, PlaceCount, Question};
use leptos::prelude::*;

const PAGE: usize = 50;

#[component]
pub(super) fn Places() -> impl IntoView {
    let selection = Selection::expect();
    let places = answer::<Vec<PlaceCount>>(move || Some(Question::Places { at: selection.at.get().map(Instant) }));
    view! {
        <section class="panel" aria-labelledby="places-title">
            <div class="panel-head"><h2 id="places-title">{text::track::places()}</h2></div>
            {loaded(places, |places| view! { <List places/> })}
        </section>
    }
}

#[component]
fn List(places: Vec<PlaceCount>) -> impl IntoView {
    let selection = Selection::expect();
    if places.is_empty() {
        return view! { <p class="quiet">{text::track::no_places()}</p> }.into_any();
    }
    let shown = RwSignal::new(PAGE);
    let total = places.len();
    let places = StoredValue::new(places);
    let row = move |place: &PlaceCount| {
        let (name, chosen) = (place.place.clone(), place.place.clone());
        let current = move || selection.place.with(|p| p.as_ref() == Some(&chosen)).then_some("true");
        let possible = (place.possible > 0).then(|| format::count(place.possible));
        view! {
            <tr>
                <td><button type="button" class="link-button" aria-current=current on:click=move |_| selection.show_place(&name)>
                    {place.place.clone()}
                </button></td>
                <td class="number">{format::count(place.definite)}</td>
                <td class="number quiet">{possible}</td>
            </tr>
        }
    };
    view! {
        <table>
            <thead><tr>
                <th scope="col">{text::track::place()}</th>
                <th scope="col" class="number">{text::track::definite()}</th>
                <th scope="col" class="number">{text::track::possible()}</th>
            </tr></thead>
            <tbody>{move || places.with_value(|places| places.iter().take(shown.get()).map(row).collect_view())}</tbody>
        </table>
        <More shown total page=PAGE/>
    }
    .into_any()
}
