//! Walking the picture by keyboard: arrows go to the neighbour on that side, as it is seen.

use super::state::TraceState;
use crate::ui::Selection;
use crate::web::page;
use floorlens_core::protocol::{TreeAnswer, TreeNode};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The element of a box; a key may hold anything, so it is spelt in hexadecimal.
pub(super) fn element_id(item: &str) -> String {
    use std::fmt::Write;
    item.bytes().fold(String::from("box-"), |mut id, byte| {
        let _ = write!(id, "{byte:02x}");
        id
    })
}

/// What a key does in the picture.
pub(super) fn press(ev: &KeyboardEvent, tree: &TreeAnswer, state: TraceState, selection: Selection) {
    if ev.ctrl_key() || ev.meta_key() || ev.alt_key() {
        return;
    }
    let id = state.cursor.get_untracked().unwrap_or_else(|| tree.item.clone());
    let Some(here) = tree.nodes.iter().find(|node| node.id == id).or(tree.nodes.first()) else {
        return;
    };
    let target = match ev.key().as_str() {
        "ArrowUp" => beside(tree, here, -1),
        "ArrowDown" => beside(tree, here, 1),
        "ArrowLeft" => across(tree, here, false),
        "ArrowRight" => across(tree, here, true),
        "Home" => tree.nodes.iter().find(|node| node.id == tree.item),
        "Enter" => Some(here),
        " " => {
            if here.children > 0 && here.id != tree.item {
                state.toggle(&here.id);
            }
            ev.prevent_default();
            return;
        }
        "a" | "A" => {
            ev.prevent_default();
            selection.item.set(Some(here.id.clone()));
            return;
        }
        _ => return,
    };
    ev.prevent_default();
    if let Some(target) = target {
        state.choose_item(&target.id);
        let element = element_id(&target.id);
        page::focus(&element);
        page::reveal(&element);
    }
}

/// The next box up or down in the same column.
fn beside<'a>(tree: &'a TreeAnswer, here: &TreeNode, step: i8) -> Option<&'a TreeNode> {
    let same = tree.nodes.iter().filter(|node| node.tier == here.tier);
    if step < 0 {
        same.filter(|node| node.y < here.y).max_by(|a, b| a.y.total_cmp(&b.y))
    } else {
        same.filter(|node| node.y > here.y).min_by(|a, b| a.y.total_cmp(&b.y))
    }
}

/// The nearest box that a link leads to, on the left (inputs) or on the right (outputs).
fn across<'a>(tree: &'a TreeAnswer, here: &TreeNode, right: bool) -> Option<&'a TreeNode> {
    let linked = |node: &&TreeNode| {
        tree.edges.iter().any(|edge| {
            let (input, output) = if right { (&here.id, &node.id) } else { (&node.id, &here.id) };
            edge.from == *input && edge.to == *output
        })
    };
    let distance = |node: &TreeNode| (node.y - here.y).abs();
    tree.nodes.iter().filter(linked).min_by(|a, b| distance(a).total_cmp(&distance(b)))
}
