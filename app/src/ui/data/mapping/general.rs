//! What holds for the whole file, and what can be done with the mapping.

use super::draft::Draft;
use crate::text::{self, format};
use crate::web::page;
use floorlens_core::model::{Counting, Decimal, FILE_STEM, Role, Shape};
use floorlens_core::recipe::Recipe;
use leptos::prelude::*;

/// Shape, decimal mark, zone, and what no column says.
#[component]
pub(super) fn General(draft: Draft) -> impl IntoView {
    let shape = Memo::new(move |_| draft.mapping.with(|m| m.as_ref().map(|m| m.shape)));
    let decimal = Memo::new(move |_| draft.mapping.with(|m| m.as_ref().map(|m| m.decimal)));
    let counting = Memo::new(move |_| draft.mapping.with(|m| m.as_ref()?.counting));
    let zone = Memo::new(move |_| draft.mapping.with(|m| m.as_ref()?.zone.clone()).unwrap_or_default());
    let wrong = RwSignal::new(false);
    let set_shape = move |ev: leptos::ev::Event| {
        if let Some(shape) = Shape::find(&event_target_value(&ev)) {
            draft.set_shape(shape);
        }
    };
    let set_decimal = move |ev: leptos::ev::Event| {
        if let Some(decimal) = Decimal::find(&event_target_value(&ev)) {
            draft.change(|mapping| mapping.decimal = decimal);
        }
    };
    let set_counting = move |ev: leptos::ev::Event| {
        let counting = Counting::find(&event_target_value(&ev));
        draft.change(|mapping| mapping.counting = counting);
    };
    let set_zone = move |ev: leptos::ev::Event| {
        let zone = event_target_value(&ev).trim().to_owned();
        let known = zone.is_empty() || format::is_zone(&zone);
        wrong.set(!known);
        if known {
            draft.change(|mapping| mapping.zone = Some(zone).filter(|zone| !zone.is_empty()));
        }
    };
    let shapes = move || {
        let now = shape.get();
        let option = move |shape: &Shape| {
            view! { <option value=shape.name() selected={Some(*shape) == now}>{text::mapping::shape_words(*shape)}</option> }
        };
        Shape::ALL.iter().map(option).collect_view()
    };
    view! {
        <div class="row row-end">
            <label class="label">{text::mapping::shape()}
                <select class="field" on:change=set_shape>{shapes}</select>
            </label>
            <label class="label">{text::mapping::decimal()}
                <select class="field" prop:value=move || decimal.get().map(Decimal::name) on:change=set_decimal>
                    <option value=Decimal::Point.name()>{text::mapping::decimal_point()}</option>
                    <option value=Decimal::Comma.name()>{text::mapping::decimal_comma()}</option>
                </select>
            </label>
            <label class="label">{text::mapping::zone()} " " {text::mapping::zone_note()}
                <input class="field" type="text" autocomplete="off" placeholder=format::browser_zone()
                    aria-invalid=move || wrong.get().to_string() prop:value=move || zone.get() on:change=set_zone />
            </label>
            <Constant draft role=Role::Asset name=text::mapping::machine()/>
            <Constant draft role=Role::State name=text::mapping::state()/>
            <Show when=move || shape.get() == Some(Shape::CounterLog)>
                <label class="label">{text::mapping::counting()}
                    <select class="field" prop:value=move || counting.get().map(Counting::name) on:change=set_counting>
                        <option value=Counting::Delta.name()>{text::mapping::counting_delta()}</option>
                        <option value=Counting::Counter.name()>{text::mapping::counting_counter()}</option>
                    </select>
                </label>
            </Show>
        </div>
        <p class="field-error" role="alert">{move || wrong.get().then(text::data::zone_wrong)}</p>
    }
}

/// What holds for every row where no column says it.
#[component]
fn Constant(draft: Draft, role: Role, name: &'static str) -> impl IntoView {
    let value = Memo::new(move |_| draft.mapping.with(|m| m.as_ref()?.constants.get(&role).cloned()));
    let set = move |ev: leptos::ev::Event| {
        let text = event_target_value(&ev).trim().to_owned();
        draft.change(|mapping| {
            // An empty machine is the file's name; an empty state would leave the rows without one.
            let text = if text.is_empty() && role == Role::Asset { FILE_STEM.to_owned() } else { text };
            if !text.is_empty() {
                mapping.constants.insert(role, text);
            }
        });
    };
    view! {
        <Show when=move || value.with(Option::is_some)>
            <label class="label">{name}
                <input class="field" type="text" autocomplete="off" placeholder=text::mapping::machine_file()
                    prop:value=move || value.get().filter(|text| text != FILE_STEM).unwrap_or_default() on:change=set />
            </label>
        </Show>
    }
}

/// Reading the file this way, and keeping the mapping.
#[component]
pub(super) fn Actions(draft: Draft) -> impl IntoView {
    let save = move |_| {
        let Some(mapping) = draft.mapping.get_untracked() else { return };
        let recipe = Recipe { version: Some(1), mappings: vec![mapping], ..Recipe::default() };
        let saved = serde_json::to_string_pretty(&recipe)
            .map_err(|error| error.to_string())
            .and_then(|json| page::download(text::mapping::save_name(), "application/json", &json));
        if let Err(error) = saved {
            draft.notice(error);
        }
    };
    view! {
        <div class="row">
            <button type="button" class="button button-primary" disabled=move || !draft.ready() || draft.is_saved()
                on:click=move |_| draft.apply()>{text::mapping::apply()}</button>
            <Show when=move || draft.changed()>
                <button type="button" class="button" on:click=move |_| draft.undo()>{text::mapping::undo()}</button>
            </Show>
            <Show when=move || draft.is_saved()>
                <span class="ok" role="status">{text::mapping::applied()}</span>
                <button type="button" class="link-button" on:click=move |_| draft.forget()>{text::mapping::forget()}</button>
            </Show>
            <button type="button" class="link-button" on:click=save>{text::mapping::save()}</button>
        </div>
    }
}
