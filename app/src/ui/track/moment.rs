//! The instant looked at: a field, steps, and a slider over the data.

use crate::text::{self, zone};
use crate::ui::Selection;
use crate::ui::ask::{Load, answer};
use crate::ui::live::visible;
use floorlens_core::model::Micros;
use floorlens_core::protocol::{PlacesAnswer, Question, TimelineAnswer};
use leptos::prelude::*;

const SECOND: Micros = 1_000_000;
const HOUR: Micros = 3600 * SECOND;

/// The whole width of the slider, in steps: fine enough for a screen, coarse enough for the keyboard.
const STEPS: Micros = 1000;

#[component]
pub(super) fn MomentBar() -> impl IntoView {
    let selection = Selection::expect();
    let timeline = answer::<TimelineAnswer>(|| Some(Question::Timeline { from: None, to: None }));
    let extent = Memo::new(move |_| match timeline.get() {
        Load::Ready(timeline) => timeline.extent.map(|(from, to)| (from.0, to.0)).filter(|(from, to)| from < to),
        _ => None,
    });
    // Without an instant, answers about items are those at the last record of an item, which need not be where machines end.
    let placed = answer::<PlacesAnswer>(|| Some(Question::Places { at: None, after: 0, limit: Some(0) }));
    // Of no places there is no last record either.
    let last = move || placed.get().ready().filter(|places| places.total > 0).map(|places| places.at.0);
    let end = move || last().or_else(|| extent.get().map(|(_, end)| end));
    let now = move || selection.at.get().or_else(end);
    let field = move || now().map(|at| zone::to_field(at, &selection.zone.get())).unwrap_or_default();
    let typed = move |ev: leptos::ev::Event| {
        if let Some(at) = zone::from_field(&event_target_value(&ev), &selection.zone.get_untracked()) {
            selection.at.set(Some(at));
        }
    };
    let step = move |words: &'static str, by: Micros| {
        view! {
            <button type="button" class="button" disabled=move || now().is_none()
                on:click=move |_| if let Some(at) = untrack(now) { selection.at.set(Some(at.saturating_add(by))) }>
                {words}
            </button>
        }
    };
    let slid = move |ev: leptos::ev::Event| {
        if let (Some((from, to)), Ok(steps)) = (extent.get_untracked(), event_target_value(&ev).parse::<Micros>()) {
            let at = from + ((i128::from(to - from) * i128::from(steps)) / i128::from(STEPS)) as Micros;
            selection.at.set(Some(at / SECOND * SECOND));
        }
    };
    let position = move || {
        let ((from, to), at) = (extent.get()?, now()?);
        let share = (at.clamp(from, to) - from) as f64 / (to - from) as f64;
        Some((share * STEPS as f64).round().to_string())
    };
    let spoken = move || now().map(|at| text::format::minute(at, &selection.zone.get()));
    view! {
        <section class="panel" aria-label=text::track::moment() hidden=move || now().is_none()>
            <div class="row">
                <label class="row">
                    <span class="quiet">{text::track::at()}</span>
                    <input class="field" type="datetime-local" step="1" prop:value=field on:change=typed />
                </label>
                {step(text::track::day_back(), -24 * HOUR)}
                {step(text::track::hour_back(), -HOUR)}
                {step(text::track::hour_on(), HOUR)}
                {step(text::track::day_on(), 24 * HOUR)}
                <button type="button" class="button" disabled=move || selection.at.get().is_none()
                    on:click=move |_| selection.at.set(None)>{text::track::at_end()}</button>
                {visible(move || extent.get().is_some(), move || view! {
                    <input class="slider" type="range" min="0" max=STEPS.to_string() aria-label=text::track::moment()
                        aria-valuetext=spoken prop:value=position on:input=slid />
                })}
            </div>
        </section>
    }
}
