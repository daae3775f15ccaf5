//! The chosen box or link: why it is here, where it is now, and the records that say so.

use super::state::{Chosen, TraceState};
use crate::text;
use crate::ui::Selection;
use crate::ui::ask::{Load, answer, loaded};
use crate::ui::parts::{SourceLink, certainty_tag, instant, name, sentence};
use floorlens_core::link::Window;
use floorlens_core::protocol::{
    Certainty, Direction, Edge, Instant, LocateAnswer, Question, TracePageAnswer, TracePart, TracedItem, TreeAnswer,
};
use leptos::prelude::*;

/// Microseconds shown around an event when its machine is looked at.
const AROUND: i64 = 30 * 60 * 1_000_000;

#[component]
pub(super) fn Detail(tree: ReadSignal<Load<TreeAnswer>>, state: TraceState) -> impl IntoView {
    let chosen = move || {
        let anchor = || tree.get().ready().map(|tree| Chosen::Item(tree.item));
        state.chosen.get().or_else(anchor)
    };
    view! {
        <section class="panel stack" aria-live="polite">
            {move || match chosen()? {
                Chosen::Item(id) => Some(view! { <ItemDetail id tree state/> }.into_any()),
                Chosen::Link(from, to) => Some(view! { <LinkDetail from to tree/> }.into_any()),
            }}
        </section>
    }
}

#[component]
fn ItemDetail(id: String, tree: ReadSignal<Load<TreeAnswer>>, state: TraceState) -> impl IntoView {
    let selection = Selection::expect();
    let where_now = {
        let item = id.clone();
        answer::<LocateAnswer>(move || Some(Question::Locate { item: item.clone(), at: None }))
    };
    let node = tree.get_untracked().ready().and_then(|tree| tree.nodes.into_iter().find(|node| node.id == id));
    let is_anchor = tree.get_untracked().ready().is_some_and(|tree| tree.item == id);
    let listed = {
        let asked = id.clone();
        answer::<TracePageAnswer>(move || {
            let (item, direction, only) = (selection.item.get()?, selection.direction.get(), Some(asked.clone()));
            Some(Question::TracePage { item, direction, part: TracePart::Items, only, after: 0, limit: Some(1) })
        })
    };
    let about = move || listed.get().ready().and_then(|page| page.items.into_iter().next()).map(about);
    let (for_anchor, for_track, for_toggle) = (id.clone(), id.clone(), id.clone());
    let opens = node.as_ref().is_some_and(|node| node.children > 0) && !is_anchor;
    let expanded = node.as_ref().is_some_and(|node| node.expanded);
    let events = events_of(&tree.get_untracked(), &id);
    view! {
        <h2 class="wrap-anywhere">{node.as_ref().map_or_else(|| id.clone(), |node| node.label.clone())}</h2>
        {(node.as_ref().is_none_or(|node| node.label != id)).then(|| view! { <p class="small wrap-anywhere">{id.clone()}</p> })}
        <div class="row">
            {(!is_anchor).then(|| view! {
                <button type="button" class="button" on:click=move |_| selection.item.set(Some(for_anchor.clone()))>{text::trace::reanchor()}</button>
            })}
            {opens.then(|| view! {
                <button type="button" class="button" on:click=move |_| state.toggle(&for_toggle)>
                    {if expanded { text::trace::collapse() } else { text::trace::expand() }}
                </button>
            })}
            <button type="button" class="button" on:click=move |_| selection.track_item(&for_track)>{text::trace::track()}</button>
        </div>
        <dl class="facts">
            {is_anchor.then(|| view! { <dt>{text::trace::why()}</dt><dd>{text::trace::anchor_why()}</dd> })}
            {about}
        </dl>
        {loaded(where_now, |located| view! {
            <dl class="facts">
                <dt>{text::trace::place_now()}</dt>
                <dd>{match &located.place {
                    Some(place) => name(place).into_any(),
                    None => text::track::nowhere(located.gone.as_deref(), located.used_in.as_deref()).into_any(),
                }}</dd>
                {located.since.map(|since| view! { <dt>{text::trace::since()}</dt><dd>{instant(since)}</dd> })}
                <dt>{text::trace::source()}</dt><dd><SourceLink source=located.source/></dd>
            </dl>
        })}
        {events.into_iter().map(|(title, edges, other)| view! { <Events title edges other/> }).collect_view()}
    }
}

/// How sure an item is, and why.
fn about(item: TracedItem) -> impl IntoView {
    let why = match (item.certainty, item.reason.is_empty()) {
        (Certainty::Definite, true) => text::trace::definite_why().to_owned(),
        _ => item.reason,
    };
    let also = (!item.aliases.is_empty()).then(|| item.aliases.join(", "));
    view! {
        <dt>{text::trace::certainty_word()}</dt><dd>{certainty_tag(item.certainty)}</dd>
        <dt>{text::trace::why()}</dt><dd>{sentence(why)}</dd>
        <dt>{text::trace::steps()}</dt><dd>{text::format::count(item.depth.into())}</dd>
        {item.product.map(|p| view! { <dt>{text::trace::product()}</dt><dd>{name(&p)}</dd> })}
        {also.map(|also| view! { <dt>{text::trace::aliases()}</dt><dd class="wrap-anywhere">{also}</dd> })}
    }
}

/// The links of an item in the picture, as inputs and outputs.
fn events_of(tree: &Load<TreeAnswer>, id: &str) -> Vec<(&'static str, Vec<Edge>, Direction)> {
    let Load::Ready(tree) = tree else { return Vec::new() };
    let ending: Vec<Edge> = tree.edges.iter().filter(|edge| edge.to == id).cloned().collect();
    let starting: Vec<Edge> = tree.edges.iter().filter(|edge| edge.from == id).cloned().collect();
    [
        (text::trace::what_went_in(), ending, Direction::Back),
        (text::trace::what_came_out(), starting, Direction::Forward),
    ]
    .into_iter()
    .filter(|(_, edges, _)| !edges.is_empty())
    .collect()
}

#[component]
fn LinkDetail(from: String, to: String, tree: ReadSignal<Load<TreeAnswer>>) -> impl IntoView {
    let edges = tree.get_untracked().ready().map(|tree| tree.edges).unwrap_or_default();
    let edges: Vec<Edge> = edges.into_iter().filter(|edge| edge.from == from && edge.to == to).collect();
    view! {
        <h2>{text::trace::events()}</h2>
        <dl class="facts">
            <dt>{text::trace::from()}</dt><dd>{name(&from)}</dd>
            <dt>{text::trace::to()}</dt><dd>{name(&to)}</dd>
        </dl>
        <Events title=text::trace::event() edges other=Direction::Forward/>
    }
}

/// Events with time, machine, quantity and source record.
#[component]
fn Events(title: &'static str, edges: Vec<Edge>, other: Direction) -> impl IntoView {
    let count = edges.len();
    let row = move |edge: Edge| {
        let far = if other == Direction::Back { edge.from } else { edge.to };
        view! {
            <li class="event stack">
                <span class="row"><strong class="wrap-anywhere">{name(&far)}</strong>{certainty_tag(edge.certainty)}</span>
                <span class="quiet">{instant(edge.time)} " · " {text::trace::quantity_of(edge.quantity, edge.unit.as_deref())}</span>
                {edge.asset.map(|asset| view! { <Machine asset at=edge.time/> })}
                <SourceLink source=edge.source/>
            </li>
        }
    };
    view! {
        <div>
            <h3>{title} " " <small class="small">{text::trace::event_count(count)}</small></h3>
            <ul class="events" tabindex="0">{edges.into_iter().map(row).collect_view()}</ul>
        </div>
    }
}

/// The machine of an event, and the way to what it did then.
#[component]
fn Machine(asset: String, at: Instant) -> impl IntoView {
    let selection = Selection::expect();
    let name = asset.clone();
    let window = Window { from: Instant(at.0.saturating_sub(AROUND)), to: Instant(at.0.saturating_add(AROUND)) };
    view! {
        <button type="button" class="link-button" on:click=move |_| selection.show_machine(&asset, Some(window))>{name}</button>
    }
}
