//! All stays of an item: a strip with a row per place over time, and a table that says the same.

use super::read::after_no_data;
use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{
    Pager, ROWS as PAGE, SourceLink, certainty_tag, instant, name_button, repaired_tag, since_until,
};
use floorlens_core::model::{Micros, seconds};
use floorlens_core::protocol::{Certainty, JourneyAnswer, Question, Stay};
use leptos::prelude::*;

/// What is so near to all of it is shown as 100 %.
const FULL: f64 = 0.9995;

/// Rows of the strip; more would not be looked at, and the table has them all.
const ROWS: usize = 24;

#[component]
pub(super) fn Journey(item: String) -> impl IntoView {
    let after = RwSignal::new(0);
    let journey = answer::<JourneyAnswer>(move || {
        Some(Question::Journey { item: item.clone(), after: after.get(), limit: Some(PAGE) })
    });
    view! {
        <section class="panel stack" aria-labelledby="journey-title">
            <div class="panel-head"><h2 id="journey-title">{text::track::journey()}</h2></div>
            {loaded(journey, move |journey| {
                if journey.stays.is_empty() {
                    return view! { <p class="quiet">{text::track::no_journey()}</p> }.into_any();
                }
                let aliases = (!journey.aliases.is_empty()).then(|| format!("{}: {}", text::track::aliases(), journey.aliases.join(", ")));
                let known = journey.coverage.filter(|share| *share < FULL).map(text::track::known_for_sure);
                view! {
                    {known.map(|text| view! { <p class="small coverage-note">{text}</p> })}
                    {aliases.map(|aliases| view! { <p class="small wrap-anywhere">{aliases}</p> })}
                    {strip(&journey.stays)}
                    <Stays stays=journey.stays/>
                    <Pager after total=journey.total/>
                }
                .into_any()
            })}
        </section>
    }
}

/// A place in the room before its row: what tells two apart is often at the end.
fn short(place: &str) -> String {
    format::middle(&format::short_name(place).unwrap_or_else(|| place.to_owned()), 24)
}

/// Where a span lies between two instants, in percent from the left: `(left, width)`.
fn share(from: Micros, to: Micros, start: Micros, end: Micros) -> (f64, f64) {
    let whole = (end.saturating_sub(start)).max(1) as f64;
    let at = |t: Micros| (t.clamp(start, end) - start) as f64 / whole * 100.0;
    (at(from), at(to) - at(from))
}

fn strip(stays: &[Stay]) -> impl IntoView + use<> {
    let selection = Selection::expect();
    let start = stays.iter().map(|stay| stay.since.0).min().unwrap_or(0);
    let last = stays.iter().map(|stay| stay.until.unwrap_or(stay.since).0).max().unwrap_or(start);
    // What has no end yet reaches a little beyond the last thing that is known.
    let end = last.saturating_add((last.saturating_sub(start) / 20).max(60_000_000));
    let mut places: Vec<&str> = Vec::new();
    for place in stays.iter().filter_map(|stay| stay.place.as_deref()) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let row = |place: &&str| {
        let here = stays.iter().filter(|stay| stay.place.as_deref() == Some(*place));
        let bars = here.map(|stay| {
            let (left, width) = share(stay.since.0, stay.until.map_or(end, |until| until.0), start, end);
            let class = if stay.certainty == Certainty::Definite { "stay" } else { "stay stay-possible" };
            view! { <i class=class style:left=format!("{left:.3}%") style:width=format!("max(2px, {width:.3}%)")></i> }
        });
        view! { <div class="stay-row"><span class="stay-place" title=place.to_string()>{short(place)}</span><span class="stay-track">{bars.collect_view()}</span></div> }
    };
    let rows = places.iter().take(ROWS).map(row).collect_view();
    let left_out = places.len().saturating_sub(ROWS);
    let left_out = (left_out > 0).then(|| view! { <p class="small">{text::track::more_places(left_out)}</p> });
    let cursor = move || {
        let at = selection.at.get()?;
        let (left, _) = share(at, at, start, end);
        (start <= at && at <= end).then(|| view! { <i class="stay-cursor" style:left=format!("{left:.3}%")></i> })
    };
    view! {
        {left_out}
        <div class="stay-strip" aria-hidden="true">
            {rows}
            <div class="stay-row stay-cursor-row"><span></span><span class="stay-track">{cursor}</span></div>
            <div class="stay-row small">
                <span></span>
                <span class="stay-scale">
                    <span>{move || format::minute(start, &selection.zone.get())}</span>
                    <span>{move || format::minute(end, &selection.zone.get())}</span>
                </span>
            </div>
        </div>
    }
}

#[component]
fn Stays(stays: Vec<Stay>) -> impl IntoView {
    let selection = Selection::expect();
    let row = move |stay: Stay| {
        let place = match stay.place.clone() {
            Some(place) => name_button(place, move |place| selection.show_place(place)).into_any(),
            None => view! {
                <span class="quiet">{text::track::nowhere(Some(&stay.how), stay.used_in.as_deref())}</span>
            }
            .into_any(),
        };
        let lasted = stay.until.map(|until| format::duration(seconds(until.0.saturating_sub(stay.since.0))));
        // Where the first of its records was put right, the link to that one says so.
        let later = stay.repaired > 0 && stay.source.as_ref().is_none_or(|source| !source.repaired);
        let via = stay.via.clone().map(|via| name_button(via, move |via| selection.track_item(via)));
        view! {
            <tr>
                <td>{place}</td>
                <td class="nowrap">{instant(stay.since)} {after_no_data(stay.after_no_data)}</td>
                <td class="nowrap">{since_until(stay.since, stay.until, stay.place.is_some(), stay.certainty)}</td>
                <td class="number">{lasted}</td>
                <td>{certainty_tag(stay.certainty)}</td>
                <td class="how-known">{text::track::how(&stay.how).to_owned()} " " {via}</td>
                <td class="number">{format::count(stay.reads)} {repaired_tag(later)}</td>
                <td><SourceLink source=stay.source/></td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="journey-title">
            <table>
                <thead><tr>
                    <th scope="col">{text::track::place()}</th>
                    <th scope="col">{text::track::since()}</th>
                    <th scope="col">{text::track::until()}</th>
                    <th scope="col" class="number">{text::track::lasted()}</th>
                    <th scope="col">{text::track::certainty()}</th>
                    <th scope="col">{text::track::how_known()}</th>
                    <th scope="col" class="number">{text::track::reads()}</th>
                    <th scope="col">{text::track::source()}</th>
                </tr></thead>
                <tbody>{stays.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
