//! The item, how much hangs on it, and the direction.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::Load;
use crate::ui::live::live;
use crate::ui::parts::{ByChoice, name};
use floorlens_core::protocol::{Direction, TracePageAnswer, TreeAnswer};
use leptos::prelude::*;

#[component]
pub(super) fn Head(
    tree: ReadSignal<Load<TreeAnswer>>,
    exposed: ReadSignal<Load<TracePageAnswer>>,
    gaps: ReadSignal<Load<TracePageAnswer>>,
) -> impl IntoView {
    let selection = Selection::expect();
    let anchor = move || tree.get().ready().and_then(|tree| tree.nodes.into_iter().find(|n| n.id == tree.item));
    let label = move || anchor().map(|a| a.label).or_else(|| selection.item.get()).unwrap_or_default();
    let product =
        move || anchor().and_then(|a| a.product).map(|product| view! { <span class="tag">{name(&product)}</span> });
    let count = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), format::count);
    let definite = move || count(tree.get().ready().map(|t| t.definite));
    let possible = move || count(tree.get().ready().map(|t| t.possible));
    let exposed = move || count(exposed.get().ready().map(|page| page.total));
    let covers = move || {
        let covered = gaps.get().ready().and_then(|page| page.coverage).filter(|covered| covered.known < covered.items);
        covered.map(|covered| text::trace::covers(covered.known, covered.items))
    };
    let gaps = move || count(gaps.get().ready().map(|page| page.total));
    let way = move |direction: Direction, words: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (selection.direction.get() == direction).to_string()
                on:click=move |_| selection.direction.set(direction)>{words}</button>
        }
    };
    view! {
        <section class="panel figures" aria-label=text::trace::item()>
            <div class="figure">
                <p class="figure-label">{text::trace::item()}</p>
                <p class="figure-value wrap-anywhere">{move || name(&label())} " " {product}</p>
            </div>
            {figure(text::trace::definite(), definite)}
            {figure(text::trace::possible(), possible)}
            {figure(text::trace::exposed(), exposed)}
            <div class="figure">
                <p class="figure-label">{text::trace::gaps()}</p>
                <p class="figure-value">{gaps}</p>
                <p class="figure-note">{live(covers)}</p>
            </div>
            <div class="figure">
                <p class="figure-label">{text::trace::direction()}</p>
                <span class="segments" role="group" aria-label=text::trace::direction()>
                    {way(Direction::Back, text::trace::back())}
                    {way(Direction::Forward, text::trace::forward())}
                </span>
            </div>
            <ByChoice/>
        </section>
    }
}

fn figure(label: &'static str, value: impl Fn() -> String + Send + 'static) -> impl IntoView {
    view! {
        <div class="figure">
            <p class="figure-label">{label}</p>
            <p class="figure-value">{value}</p>
        </div>
    }
}
