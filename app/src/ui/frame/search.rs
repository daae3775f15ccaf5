//! Search: any id in any spelling, from anywhere with `/`.

use crate::client::Client;
use crate::text;
use crate::ui::live::live;
use crate::ui::{Selection, Workspace};
use crate::web::page;
use floorlens_core::link::Screen;
use floorlens_core::protocol::{FindAnswer, Found, FoundKind, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

const INPUT: &str = "search";
const LIST: &str = "search-list";
/// More than fit on a screen are no help to a person who searches.
const SHOWN: u32 = 20;

#[component]
pub(super) fn Search() -> impl IntoView {
    let selection = Selection::expect();
    let workspace = Workspace::expect();
    let client = Client::expect();
    let typed = RwSignal::new(String::new());
    let found = RwSignal::new(None::<FindAnswer>);
    let active = RwSignal::new(0_usize);
    let open = RwSignal::new(false);
    // Whether the list is what was found for the text as it stands, and whether Enter was pressed before it was.
    let fresh = StoredValue::new(false);
    let entered = StoredValue::new(false);

    let choose = move |what: &Found| {
        open.set(false);
        typed.set(String::new());
        found.set(None);
        go(selection, what);
        page::focus("content");
    };
    let ask = move |wanted: String| {
        active.set(0);
        fresh.set_value(false);
        entered.set_value(false);
        if wanted.trim().is_empty() {
            found.set(None);
            open.set(false);
            return;
        }
        open.set(true);
        spawn_local(async move {
            let question = Question::Find { text: wanted.clone(), limit: SHOWN };
            match client.ask_latest::<FindAnswer>("search", question).await {
                Ok(Some(answer)) => {
                    let first = answer.found.first().cloned();
                    found.set(Some(answer));
                    // The field may be gone by now.
                    let now = typed.try_get_untracked() == Some(wanted);
                    let _ = fresh.try_set_value(now);
                    if let Some(first) = first.filter(|_| now && entered.try_get_value() == Some(true)) {
                        choose(&first);
                    }
                }
                Ok(None) => {}
                Err(error) => workspace.notice(error.error),
            }
        });
    };
    let count = move || found.with(|found| found.as_ref().map_or(0, |found| found.found.len()));
    let on_key = move |ev: leptos::ev::KeyboardEvent| match ev.key().as_str() {
        "ArrowDown" | "ArrowUp" if count() > 0 => {
            ev.prevent_default();
            open.set(true);
            let step = if ev.key() == "ArrowDown" { 1 } else { count() - 1 };
            active.update(|active| *active = (*active + step) % count());
            page::reveal(&option_id(active.get_untracked()));
        }
        // A quick hand is ahead of the list: what it means is what it typed.
        "Enter" if !fresh.get_value() => entered.set_value(true),
        "Enter" => {
            let chosen = found.with(|found| found.as_ref()?.found.get(active.get_untracked()).cloned());
            if let Some(chosen) = chosen {
                choose(&chosen);
            }
        }
        "Escape" => {
            if open.get_untracked() {
                open.set(false);
            } else {
                page::focus("content");
            }
        }
        _ => {}
    };
    let slash = window_event_listener(leptos::ev::keydown, move |ev| {
        if ev.ctrl_key() || ev.meta_key() || ev.alt_key() || types_text(&ev) {
            return;
        }
        match ev.key().as_str() {
            "/" => page::focus(INPUT),
            "?" => workspace.help.set(true),
            _ => return,
        }
        ev.prevent_default();
    });
    on_cleanup(move || slash.remove());

    let option = move |(index, what): (usize, Found)| {
        let chosen = what.clone();
        view! {
            <div role="option" class="search-option" id=option_id(index)
                aria-selected=Signal::derive(move || (active.get() == index).to_string())
                // Before the field loses the focus, which closes the list.
                on:mousedown=move |ev| {
                    ev.prevent_default();
                    choose(&chosen);
                }>
                <span class="wrap-anywhere">{what.id.clone()}</span>
                {what.alias.map(|alias| view! { <span class="small wrap-anywhere">{alias}</span> })}
                <span class="tag">{text::shell::found_kind(what.kind)}</span>
            </div>
        }
    };
    let note = move || {
        found.get().and_then(|found| match found.found.len() {
            0 => Some(text::shell::search_none().to_owned()),
            shown if (shown as u64) < found.total => Some(text::shell::found_more(shown, found.total)),
            _ => None,
        })
    };
    let active_id = move || (open.get() && count() > 0).then(|| option_id(active.get()));
    view! {
        <div class="search" role="search">
            <input class="field" id=INPUT type="text" role="combobox" autocomplete="off" spellcheck="false"
                placeholder=text::shell::search_hint() aria-label=text::shell::search_label()
                aria-expanded=Signal::derive(move || open.get().to_string()) aria-controls=LIST aria-autocomplete="list"
                aria-activedescendant=active_id aria-keyshortcuts="/"
                prop:value=Signal::derive(move || typed.get())
                on:input=move |ev| { typed.set(event_target_value(&ev)); ask(typed.get_untracked()); }
                on:keydown=on_key
                on:blur=move |_| open.set(false)
            />
            <kbd aria-hidden="true">"/"</kbd>
            <div class="search-list" hidden=Signal::derive(move || !(open.get() && found.with(Option::is_some)))>
                <div role="listbox" id=LIST aria-label=text::shell::search_label()>
                    {live(move || found.get().map(|found| found.found.into_iter().enumerate().map(option).collect_view()))}
                </div>
                <p class="search-note" role="status">{note}</p>
            </div>
        </div>
    }
}

fn option_id(index: usize) -> String {
    format!("search-option-{index}")
}

/// An item stays on the trace when that is open; everything else has one screen where it belongs.
fn go(selection: Selection, what: &Found) {
    match what.kind {
        FoundKind::Asset => selection.show_machine(&what.id, None),
        FoundKind::Place => selection.show_place(&what.id),
        FoundKind::Item | FoundKind::Order if selection.screen.get_untracked() == Screen::Trace => {
            selection.trace_item(&what.id);
        }
        FoundKind::Item | FoundKind::Order => selection.track_item(&what.id),
    }
}

/// Whether a key press goes into a field.
fn types_text(ev: &leptos::ev::KeyboardEvent) -> bool {
    let Some(element) = ev.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.has_attribute("contenteditable")
}
