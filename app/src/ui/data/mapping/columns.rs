//! Per column its values, what it means, how it is written, and why.

use super::draft::Draft;
use crate::text;
use floorlens_core::model::{QualityScale, Role, TimeForm};
use floorlens_core::protocol::ColumnGuess;
use leptos::prelude::*;

/// Units of durations that a person can choose.
const UNITS: [&str; 7] = ["ms", "s", "min", "h", "d", "h:mm", "mm:ss"];

#[component]
pub(super) fn Columns(draft: Draft) -> impl IntoView {
    let columns = Memo::new(move |_| draft.answer.get().map(|answer| answer.columns).unwrap_or_default());
    view! {
        <table class="mapping cards">
            <thead><tr>
                <th scope="col">{text::mapping::column()}</th>
                <th scope="col">{text::mapping::values()}</th>
                <th scope="col">{text::mapping::role()}</th>
                <th scope="col">{text::mapping::form()}</th>
                <th scope="col">{text::mapping::why()}</th>
            </tr></thead>
            <tbody>
                {move || columns.get().into_iter().enumerate()
                    .map(|(place, guess)| view! { <Column draft place guess/> }).collect_view()}
            </tbody>
        </table>
    }
}

#[component]
fn Column(draft: Draft, place: usize, guess: ColumnGuess) -> impl IntoView {
    let role = Memo::new(move |_| {
        draft.mapping.with(|m| m.as_ref().and_then(|m| m.columns.get(place)).map_or(Role::Ignore, |c| c.role))
    });
    let roles = Memo::new(move |_| draft.answer.get().map(|answer| answer.roles).unwrap_or_default());
    let guessed = guess.role;
    let label = text::mapping::of_column(text::mapping::role(), &guess.name);
    let options = move || {
        let now = role.get();
        let mut all = roles.get();
        if !all.contains(&now) {
            all.push(now);
        }
        let option = |role: Role| {
            view! { <option value=role.name() selected={role == now}>{text::mapping::role_words(role)}</option> }
        };
        all.into_iter().map(option).collect_view()
    };
    let set = move |ev: leptos::ev::Event| {
        if let Some(role) = Role::find(&event_target_value(&ev)) {
            draft.set_role(place, role);
        }
    };
    let why = move || {
        (role.get() == guessed).then(|| {
            let class = if guess.confidence >= 0.6 { "tag tag-definite" } else { "tag tag-possible" };
            view! { <span class=class>{text::mapping::confidence(guess.confidence)}</span> " " {guess.reason.clone()} }
        })
    };
    view! {
        <tr class:quiet=move || role.get() == Role::Ignore>
            <th scope="row" class="wrap-anywhere">{guess.name.clone()}</th>
            <td class="wrap-anywhere small">{guess.samples.join(" · ")}</td>
            <td><select class="field" aria-label=label on:change=set>{options}</select></td>
            <td><Form draft place name=guess.name/></td>
            <td class="small">{why}</td>
        </tr>
    }
}

/// How a time is written, the unit of a duration, or the scale of quality codes.
#[component]
fn Form(draft: Draft, place: usize, name: String) -> impl IntoView {
    let form = Memo::new(move |_| draft.mapping.with(|m| m.as_ref()?.columns.get(place)?.time));
    let unit = Memo::new(move |_| {
        draft.mapping.with(|m| {
            let column = m.as_ref()?.columns.get(place)?;
            (column.role == Role::Duration).then(|| column.unit.clone().unwrap_or_default())
        })
    });
    let quality = Memo::new(move |_| {
        draft.mapping.with(|m| {
            let column = m.as_ref()?.columns.get(place)?;
            (column.role == Role::Validity).then(|| column.quality.map_or("", QualityScale::name))
        })
    });
    let label = StoredValue::new(text::mapping::of_column(text::mapping::form(), &name));
    let set_form = move |ev: leptos::ev::Event| {
        let form = TimeForm::find(&event_target_value(&ev));
        draft.change(|mapping| {
            if let Some(column) = mapping.columns.get_mut(place) {
                column.time = form;
            }
        });
    };
    let set_unit = move |ev: leptos::ev::Event| {
        let unit = Some(event_target_value(&ev)).filter(|unit| !unit.is_empty());
        draft.change(|mapping| {
            if let Some(column) = mapping.columns.get_mut(place) {
                column.unit = unit;
            }
        });
    };
    let set_quality = move |ev: leptos::ev::Event| {
        let quality = QualityScale::find(&event_target_value(&ev));
        draft.change(|mapping| {
            if let Some(column) = mapping.columns.get_mut(place) {
                column.quality = quality;
            }
        });
    };
    move || {
        if let Some(now) = form.get() {
            let option = move |form: &TimeForm| {
                view! { <option value=form.name() selected={*form == now}>{text::mapping::form_words(*form)}</option> }
            };
            return view! {
                <select class="field" aria-label=label.get_value() on:change=set_form>
                    {TimeForm::ALL.iter().map(option).collect_view()}
                </select>
            }
            .into_any();
        }
        if let Some(now) = quality.get() {
            let option = |scale: &QualityScale| {
                view! { <option value=scale.name() selected={scale.name() == now}>{text::mapping::scale_words(*scale)}</option> }
            };
            return view! {
                <select class="field" aria-label=label.get_value() on:change=set_quality>
                    <option value="" selected=now.is_empty()>{text::mapping::none()}</option>
                    {QualityScale::ALL.iter().map(option).collect_view()}
                </select>
            }
            .into_any();
        }
        let Some(now) = unit.get() else { return ().into_any() };
        let option = |unit: &'static str| view! { <option value=unit selected={unit == now}>{unit}</option> };
        view! {
            <select class="field" aria-label=label.get_value() on:change=set_unit>
                <option value="" selected=now.is_empty()>{text::mapping::none()}</option>
                {UNITS.map(option).collect_view()}
            </select>
        }
        .into_any()
    }
}
