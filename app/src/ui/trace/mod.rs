//! The Trace screen: what an item is made of, or what became of it.
//!
//! ```text
//! head.rs     the item, counts, direction
//! state.rs    what is open and what is chosen
//! picture.rs  boxes in columns with links between them
//! keys.rs     walking the picture by keyboard
//! table.rs    the same as a table
//! detail.rs   the chosen box or link with its records
//! lists.rs    gaps, and what was only exposed
//! ```

mod detail;
mod head;
mod keys;
mod lists;
mod picture;
mod state;
mod table;

use crate::text;
use crate::ui::ask::{Load, answer, loaded};
use crate::ui::{Selection, parts};
use floorlens_core::protocol::{Question, TracePageAnswer, TracePart, TreeAnswer};
use leptos::prelude::*;
use state::{Shown, TraceState};

/// Suspect, picture with its twin, detail, gaps, exposed.
#[component]
pub(crate) fn Trace() -> impl IntoView {
    let selection = Selection::expect();
    let state = TraceState::new();
    Effect::new(move |_| {
        // Another item or direction is another picture.
        selection.item.track();
        selection.direction.track();
        state.reset();
    });
    let tree = answer::<TreeAnswer>(move || {
        Some(Question::Tree {
            item: selection.item.get()?,
            direction: selection.direction.get(),
            expanded: state.expanded.get().into_iter().collect(),
            pages: state.pages.get(),
            limit: None,
        })
    });
    let list = move |part: TracePart, after: RwSignal<u64>| {
        answer::<TracePageAnswer>(move || {
            let (item, direction) = (selection.item.get()?, selection.direction.get());
            Some(Question::TracePage {
                item,
                direction,
                part,
                only: None,
                after: after.get(),
                limit: Some(parts::ROWS),
            })
        })
    };
    let gaps = list(TracePart::Gaps, state.gaps_after);
    let exposed = list(TracePart::Exposed, state.exposed_after);
    let has_item = Memo::new(move |_| selection.item.with(Option::is_some));
    view! {
        <div class="screen">
            <h1 class="visually-hidden">{text::shell::screen(floorlens_core::link::Screen::Trace)}</h1>
            <Show
                when=move || has_item.get()
                fallback=|| view! { <section class="panel"><parts::Empty sentence=text::trace::nothing()/></section> }
            >
                <head::Head tree exposed gaps/>
                <div class="with-side">
                    <div class="stack">
                        <section class="panel" aria-labelledby="trace-title">
                            <PictureHead tree state/>
                            <Show
                                when=move || state.shown.get() == Shown::Picture
                                fallback=move || view! { <table::Table state/> }
                            >
                                {move || match tree.get() {
                                    Load::Ready(tree) => view! { <picture::Picture tree state/> }.into_any(),
                                    _ => loaded(tree, |_| ()).into_any(),
                                }}
                            </Show>
                        </section>
                        <div class="columns">
                            <lists::Gaps gaps after=state.gaps_after/>
                            <lists::Exposed exposed after=state.exposed_after/>
                        </div>
                    </div>
                    <detail::Detail tree state/>
                </div>
            </Show>
        </div>
    }
}

#[component]
fn PictureHead(tree: ReadSignal<Load<TreeAnswer>>, state: TraceState) -> impl IntoView {
    let selection = Selection::expect();
    // The table has all of them.
    let counts = move || {
        tree.get()
            .ready()
            .filter(|_| state.shown.get() == Shown::Picture)
            .map(|tree| text::trace::shown(tree.nodes.len().saturating_sub(1), tree.definite + tree.possible))
    };
    let choice = move |shown: Shown, words: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (state.shown.get() == shown).to_string()
                on:click=move |_| state.shown.set(shown)>{words}</button>
        }
    };
    view! {
        <div class="panel-head">
            <h2 id="trace-title">{move || text::trace::title(selection.direction.get())}</h2>
            <small>{counts}</small>
            <span class="panel-end segments" role="group" aria-label=text::trace::shown_as()>
                {choice(Shown::Picture, text::trace::picture())}
                {choice(Shown::Table, text::trace::table())}
            </span>
        </div>
    }
}
