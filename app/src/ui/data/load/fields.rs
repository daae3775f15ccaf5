//! What can be left out: a time, machines and items, columns.

use super::draft::Draft;
use crate::text::{self, zone};
use crate::ui::live::{live, visible};
use floorlens_core::model::{format_rfc3339, parse_rfc3339};
use leptos::prelude::*;

/// Sizes of samples that are offered.
const SAMPLES: [u32; 5] = [2, 4, 10, 50, 100];

#[component]
pub(super) fn Fields(draft: Draft) -> impl IntoView {
    let samples = Memo::new(move |_| draft.answer.with(|answer| answer.as_ref().is_some_and(|answer| answer.samples)));
    let columns = Memo::new(move |_| {
        let answered = draft.answer.with(|answer| answer.as_ref().map(|answer| answer.columns.clone()));
        let mut columns = answered.unwrap_or_default();
        // What is left out already is no column of what is read.
        let without = draft.choice.with(|choice| choice.without.clone());
        columns.extend(without.into_iter().filter(|name| !columns.contains(name)).collect::<Vec<_>>());
        columns
    });
    view! {
        <div class="load-fields">
            <Time draft/>
            {visible(move || samples.get(), move || view! { <Sample draft/> })}
            {visible(move || !columns.with(Vec::is_empty), move || view! {
                <fieldset class="load-group">
                    <legend>{text::load::columns()}</legend>
                    <div class="row">{live(move || columns.get().into_iter().map(|name| column(draft, name)).collect_view())}</div>
                </fieldset>
            })}
        </div>
    }
}

#[component]
fn Time(draft: Draft) -> impl IntoView {
    let wrong = RwSignal::new(None::<&'static str>);
    let field = move |name: &'static str, first: bool| {
        let given = move || {
            let bound = draft.choice.with(|choice| if first { choice.from.clone() } else { choice.to.clone() });
            bound.as_deref().and_then(parse_rfc3339).map(|at| zone::to_field(at, &draft.zone())).unwrap_or_default()
        };
        let set = move |ev: leptos::ev::Event| {
            let text = event_target_value(&ev);
            let at = zone::from_field(&text, &draft.zone()).map(format_rfc3339);
            if at.is_none() && !text.is_empty() {
                return wrong.set(Some(text::shell::time_wrong()));
            }
            let choice = draft.choice.get_untracked();
            let (from, to) = if first { (at, choice.to) } else { (choice.from, at) };
            let both = from.as_deref().and_then(parse_rfc3339).zip(to.as_deref().and_then(parse_rfc3339));
            if both.is_some_and(|(from, to)| from >= to) {
                return wrong.set(Some(text::shell::window_wrong()));
            }
            wrong.set(None);
            draft.change(|choice| (choice.from, choice.to) = (from, to));
        };
        view! {
            <label class="label">{name}
                <input class="field" type="datetime-local" prop:value=given on:change=set
                    aria-invalid=move || wrong.with(Option::is_some).to_string() />
            </label>
        }
    };
    view! {
        <fieldset class="load-group">
            <legend>{text::load::time()}</legend>
            <div class="row row-end">{field(text::load::from(), true)} {field(text::load::to(), false)}</div>
            <p class="field-error" role="alert">{live(move || wrong.get())}</p>
            <p class="small">{text::load::time_note()}</p>
        </fieldset>
    }
}

#[component]
fn Sample(draft: Draft) -> impl IntoView {
    let chosen = move || draft.choice.with(|choice| choice.one_in.filter(|n| *n > 1));
    let set = move |ev: leptos::ev::Event| {
        let one_in = event_target_value(&ev).parse().ok().filter(|n: &u32| *n > 1);
        draft.change(|choice| choice.one_in = one_in);
    };
    let options = move || {
        let now = chosen();
        let mut sizes = SAMPLES.to_vec();
        if let Some(own) = now.filter(|own| !SAMPLES.contains(own)) {
            sizes.insert(sizes.partition_point(|size| *size < own), own);
        }
        let option = move |n: u32| {
            view! { <option value=n.to_string() selected={Some(n) == now}>{text::load::one_in(n)}</option> }
        };
        sizes.into_iter().map(option).collect_view()
    };
    let drawn =
        move || draft.answer.get().filter(|a| a.choice.one_in.is_some_and(|n| n > 1)).map(|a| text::load::drawn(&a));
    view! {
        <fieldset class="load-group">
            <legend>{text::load::sample()}</legend>
            <select class="field" aria-label=text::load::sample() on:change=set>
                <option value="" selected=move || chosen().is_none()>{text::load::sample_all()}</option>
                {live(options)}
            </select>
            <p class="small">{text::load::sample_note()} " " {live(drawn)}</p>
        </fieldset>
    }
}

/// One column that may be left out.
fn column(draft: Draft, name: String) -> impl IntoView {
    let label = text::load::column(&name);
    let own = name.clone();
    let left_out = move || draft.choice.with(|choice| choice.without.contains(&own));
    let set = move |_| {
        let name = name.clone();
        draft.change(|choice| match choice.without.iter().position(|other| *other == name) {
            Some(place) => drop(choice.without.remove(place)),
            None => choice.without.push(name),
        });
    };
    view! { <label class="check"><input type="checkbox" prop:checked=left_out on:change=set /> {label}</label> }
}
