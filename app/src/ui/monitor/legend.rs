//! The legend: how long everything was what, over all lanes. The same sums as the picture's.

use super::categories::{self, NO_DATA, Palette};
use super::state::State;
use crate::canvas::Rgb;
use crate::text::{self, format};
use crate::ui::ask::{Load, answer};
use crate::ui::live::visible;
use floorlens_core::order::Order;
use floorlens_core::protocol::{Question, TimelineAnswer};
use leptos::prelude::*;
use std::collections::BTreeMap;

/// A category's colour with its letter.
#[component]
pub(super) fn Swatch(state: State, #[prop(into)] category: String) -> impl IntoView {
    let letter = categories::letter(&category);
    let hatched = category == NO_DATA;
    let colour = move || state.palette.get().colour(&category);
    let background = {
        let colour = colour.clone();
        move || colour().map(Rgb::css)
    };
    let ink = move || colour().map(|c| c.readable().css());
    view! {
        <i class="swatch" class:swatch-hatched=hatched aria-hidden="true"
            style:background-color=background style:color=ink>{letter}</i>
    }
}

/// Durations by category in the window.
#[component]
pub(super) fn Legend(state: State) -> impl IntoView {
    let part = answer::<TimelineAnswer>(move || {
        state.lanes.with(|lanes| !lanes.is_empty()).then(|| {
            let (from, to) = state.figures_of();
            Question::Timeline { from, to }
        })
    });
    // The old sums stay until the new ones are here: a flickering legend cannot be read.
    let sums = RwSignal::new(BTreeMap::<String, f64>::new());
    Effect::new(move |_| {
        if let Load::Ready(part) = part.get() {
            sums.set(part.legend);
        }
    });
    let entries = move || {
        let mut entries: Vec<(String, f64)> = sums.get().into_iter().filter(|(_, seconds)| *seconds > 0.0).collect();
        entries.order_by_key(|(name, _)| categories::rank(name));
        entries
    };
    view! {
        <ul class="legend" id="legend">
            <For each=entries key=|(name, seconds)| (name.clone(), seconds.to_bits()) let((name, seconds))>
                <li data-category=name.clone() data-seconds=seconds.to_string()>
                    <Swatch state=state category=name.clone()/>
                    {text::monitor::category(&name).to_owned()}
                    " " <span class="quiet">{format::duration(seconds)}</span>
                </li>
            </For>
            {visible(move || state.repaired.get(), || view! {
                <li><i class="swatch swatch-repaired" aria-hidden="true"></i>{text::shell::repaired()}</li>
            })}
        </ul>
    }
}

/// Which colours.
#[component]
pub(super) fn PaletteChoice(state: State) -> impl IntoView {
    view! {
        <label class="inline-label">
            <span class="quiet">{text::monitor::colours()}</span>
            <select class="quiet-select" on:change=move |event| state.set_palette(Palette::named(&event_target_value(&event)))
                prop:value=Signal::derive(move || state.palette.get().name())>
                {Palette::ALL.map(|palette| view! {
                    <option value=palette.name() selected=Signal::derive(move || state.palette.get() == palette)>{palette.name()}</option>
                })}
            </select>
        </label>
    }
}
