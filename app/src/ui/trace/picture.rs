//! Boxes in columns, links between them. Certainty is the outline: solid = definite, dashed = possible; never colour alone.

use super::keys;
use super::state::{Chosen, TraceState};
use crate::text::{self, format};
use crate::ui::Selection;
use crate::web::page;
use floorlens_core::protocol::{Certainty, Direction, TreeAnswer, TreeMore, TreeNode};
use leptos::attr::custom::custom_attribute;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// CSS pixels.
const BOX_WIDTH: f64 = 156.0;
const BOX_HEIGHT: f64 = 40.0;
const COLUMN: f64 = 228.0;
const ROW: f64 = 52.0;
const MARGIN: f64 = 8.0;

fn left(tier: u32) -> f64 {
    MARGIN + f64::from(tier) * COLUMN
}

fn middle(y: f64) -> f64 {
    MARGIN + y * ROW + BOX_HEIGHT / 2.0
}

#[component]
pub(super) fn Picture(tree: TreeAnswer, state: TraceState) -> impl IntoView {
    let selection = Selection::expect();
    if tree.nodes.len() <= 1 {
        // A raw lot came from nowhere and a finished unit went nowhere: the answer lies the other way.
        let (sentence, other, offer) = match tree.direction {
            Direction::Back => (text::trace::alone_back(), Direction::Forward, text::trace::see_forward()),
            Direction::Forward => (text::trace::alone_forward(), Direction::Back, text::trace::see_back()),
        };
        return view! {
            <p class="empty">{sentence}" "
                <button type="button" class="link-button" on:click=move |_| selection.direction.set(other)>{offer}</button></p>
        }
        .into_any();
    }
    let width = left(tree.tiers.saturating_sub(1)) + BOX_WIDTH + MARGIN;
    let height = MARGIN * 2.0 + f64::from(tree.rows.max(1)) * ROW;
    let links = links(&tree, state);
    let limited = tree.limited;
    // An item is marked where a record that leads to it was put right.
    let repaired: BTreeSet<&str> = tree
        .edges
        .iter()
        .filter(|edge| edge.source.as_ref().is_some_and(|source| source.repaired))
        .map(|edge| if tree.direction == Direction::Back { edge.from.as_str() } else { edge.to.as_str() })
        .collect();
    let boxes = tree
        .nodes
        .iter()
        .map(|node| item_box(node, &tree.item, repaired.contains(node.id.as_str()), state))
        .collect_view();
    let more = tree.more.iter().map(|more| more_box(more, state)).collect_view();
    let anchor = keys::element_id(&tree.item);
    if state.cursor.with_untracked(Option::is_none) {
        // The picture is often taller than its panel; it begins where the item asked for is.
        request_animation_frame(move || page::reveal(&anchor));
    }
    let tree = StoredValue::new(tree);
    let on_key = move |ev: leptos::ev::KeyboardEvent| tree.with_value(|tree| keys::press(&ev, tree, state, selection));
    view! {
        <p class="small"><span class="tree-hint">{text::trace::tree_hint()}</span> {limited.then(|| format!(" · {}", text::trace::limited()))}</p>
        <div class="tree-scroll">
            <div class="tree" role="tree" aria-label=text::trace::tree_label() on:keydown=on_key
                style:width=format!("{width}px") style:height=format!("{height}px")>
                <svg class="tree-links" width=width height=height aria-hidden="true">{links}</svg>
                {boxes}
                {more}
            </div>
        </div>
    }
    .into_any()
}

fn links(tree: &TreeAnswer, state: TraceState) -> impl IntoView + use<> {
    let place: BTreeMap<&str, (u32, f64)> = tree.nodes.iter().map(|n| (n.id.as_str(), (n.tier, n.y))).collect();
    // A pair has one edge per event, but one line; it is certain when any of its events is.
    let mut pairs: BTreeMap<(&str, &str), Certainty> = BTreeMap::new();
    for edge in &tree.edges {
        let sure = pairs.entry((edge.from.as_str(), edge.to.as_str())).or_insert(edge.certainty);
        *sure = (*sure).min(edge.certainty);
    }
    let line = |((from, to), certainty): ((&str, &str), Certainty)| {
        let ((tier_a, y_a), (tier_b, y_b)) = (*place.get(from)?, *place.get(to)?);
        let (x1, y1) = (left(tier_a) + BOX_WIDTH, middle(y_a));
        let (x2, y2) = (left(tier_b), middle(y_b));
        let bend = ((x2 - x1).abs() / 2.0).max(24.0);
        let path = format!("M{x1} {y1}C{} {y1} {} {y2} {x2} {y2}", x1 + bend, x2 - bend);
        let class = if certainty == Certainty::Definite { "link" } else { "link link-possible" };
        let chosen = Chosen::Link(from.to_owned(), to.to_owned());
        let is_chosen = {
            let chosen = chosen.clone();
            move || state.chosen.with(|c| c.as_ref() == Some(&chosen))
        };
        Some(view! {
            <g class="link-group" class:link-chosen=is_chosen on:click=move |_| state.chosen.set(Some(chosen.clone()))>
                <path class="link-hit" d=path.clone()></path>
                <path class=class d=path></path>
            </g>
        })
    };
    pairs.into_iter().filter_map(line).collect_view()
}

/// A product in the room of a box: of an identifier that is an address, both ends tell it from others.
fn product(whole: &str) -> String {
    format::short_name(whole).map_or_else(|| whole.to_owned(), |short| format::middle(&short, 17))
}

fn item_box(node: &TreeNode, anchor: &str, repaired: bool, state: TraceState) -> impl IntoView + use<> {
    let is_anchor = node.id == anchor;
    let certainty = text::trace::certainty(node.certainty);
    let spoken = text::trace::box_note(certainty, node.children);
    let letter = match node.certainty {
        Certainty::Definite => "D",
        Certainty::Possible => "P",
        Certainty::Exposed => "E",
        Certainty::Unknown => "?",
    };
    let class = match node.certainty {
        _ if is_anchor => "box box-anchor",
        Certainty::Definite => "box",
        _ => "box box-possible",
    };
    let class = if repaired { format!("{class} box-is-repaired") } else { class.to_owned() };
    let opens = node.children > 0 && !is_anchor;
    let id = StoredValue::new(node.id.clone());
    let on_it = move || state.cursor.with(|c| c.as_ref().map_or(is_anchor, |c| id.with_value(|id| id == c)));
    let chosen = move || {
        state.chosen.with(|chosen| match chosen {
            Some(Chosen::Item(item)) => id.with_value(|id| id == item),
            Some(Chosen::Link(..)) => false,
            None => is_anchor,
        })
    };
    let level = custom_attribute("aria-level", (node.depth + 1).to_string());
    let sign = if node.expanded { "−" } else { "+" };
    let (children, expanded) = (node.children, node.expanded);
    view! {
        <div role="treeitem" class=class id=keys::element_id(&node.id)
            {..level}
            aria-expanded=(children > 0).then(|| (expanded || is_anchor).to_string())
            aria-selected=move || chosen().to_string()
            tabindex=move || if on_it() { "0" } else { "-1" }
            style:left=format!("{}px", left(node.tier)) style:top=format!("{}px", middle(node.y) - BOX_HEIGHT / 2.0)
            on:click=move |_| id.with_value(|id| state.choose_item(id))
            on:dblclick=move |_| if opens { id.with_value(|id| state.toggle(id)) }
        >
            <span class="box-label">{node.label.clone()}</span>
            <span class="box-note" title=node.product.clone()>{node.product.as_deref().map(product)}</span>
            {repaired.then(|| view! { <span class="tag tag-possible box-repaired">{text::shell::repaired()}</span> })}
            <span class="visually-hidden">{spoken}</span>
            {(!is_anchor).then(|| view! { <span class="box-letter" aria-hidden="true">{letter}</span> })}
            {opens.then(|| view! {
                <span class="box-open" aria-hidden="true"
                    on:click=move |ev| { ev.stop_propagation(); id.with_value(|id| { state.choose_item(id); state.toggle(id) }) }>
                    {sign}
                </span>
            })}
        </div>
    }
}

fn more_box(more: &TreeMore, state: TraceState) -> impl IntoView + use<> {
    let parent = more.parent.clone();
    view! {
        <div role="treeitem" class="box box-more" tabindex="0" aria-selected="false" aria-label=text::trace::more(more.count)
            style:left=format!("{}px", left(more.tier)) style:top=format!("{}px", middle(more.y) - BOX_HEIGHT / 2.0)
            on:keydown={
                let parent = parent.clone();
                move |ev: leptos::ev::KeyboardEvent| if matches!(ev.key().as_str(), "Enter" | " ") {
                    ev.prevent_default();
                    ev.stop_propagation();
                    state.show_more(&parent);
                }
            }
            on:click=move |_| state.show_more(&parent)
        >
            <span class="box-label">{text::trace::more(more.count)}</span>
        </div>
    }
}
