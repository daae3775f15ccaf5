//! The Track screen: where an item is and was, what machines did to it, what is at a place.
//!
//! ```text
//! moment.rs      the instant looked at: field, steps, slider
//! located.rs     where an item is
//! journey.rs     its stays as a strip and as a table
//! operations.rs  what machines did to it
//! place.rs       what is at a place
//! places.rs      all places
//! read.rs        what a read cannot say
//! ```

mod journey;
mod located;
mod moment;
mod operations;
mod place;
mod places;
mod read;

use crate::text;
use crate::ui::{Selection, parts};
use leptos::prelude::*;

/// An item, or a place, and always the list of places.
#[component]
pub(crate) fn Track() -> impl IntoView {
    let selection = Selection::expect();
    let item = Memo::new(move |_| selection.item.get());
    let place = Memo::new(move |_| selection.place.get());
    let subject = move || match (place.get(), item.get()) {
        (Some(place), _) => view! { <place::Place place/> }.into_any(),
        (None, Some(item)) => view! {
            <located::Located item=item.clone()/>
            <journey::Journey item=item.clone()/>
            <operations::Operations item/>
        }
        .into_any(),
        (None, None) => {
            view! { <section class="panel"><parts::Empty sentence=text::track::nothing()/></section> }.into_any()
        }
    };
    view! {
        <div class="screen">
            <h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Track)}</h1>
            <moment::MomentBar/>
            <div class="with-side">
                <div class="stack">{subject}</div>
                <places::Places/>
            </div>
        </div>
    }
}
