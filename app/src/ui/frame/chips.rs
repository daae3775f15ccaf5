//! The common selection as chips; each can be changed or cleared where it stands.

use super::icons;
use crate::client::Client;
use crate::text;
use crate::ui::Selection;
use crate::ui::live::{live, visible};
use crate::ui::parts::name;
use crate::web::page;
use floorlens_core::link::Window;
use floorlens_core::protocol::Instant;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

const BUTTON: &str = "window-chip";
const FIRST: &str = "window-from";

#[component]
pub(super) fn Chips() -> impl IntoView {
    let selection = Selection::expect();
    let client = Client::expect();
    let definition = move || {
        client.data_version.track();
        selection.definition.get().or_else(|| client.recipe().definition)
    };
    view! {
        <div class="chips" role="group" aria-label=text::shell::selection()>
            <WindowChip/>
            {live(move || {
                let assets = selection.assets.get();
                match assets.as_slice() {
                    [] => view! { <span class="chip"><b>{text::shell::assets_all()}</b></span> }.into_any(),
                    [one] => clearable(text::shell::assets(), one.clone(), move || selection.assets.set(vec![])),
                    more => {
                        let names = text::shell::machines(more.len());
                        clearable(text::shell::assets(), names, move || selection.assets.set(vec![]))
                    }
                }
            })}
            {live(move || selection.item.get().map(|item| clearable(text::shell::item(), item, move || selection.item.set(None))))}
            {live(move || selection.place.get().map(|place| clearable(text::shell::place(), place, move || selection.place.set(None))))}
            <span class="chip" title=text::shell::zone()>{live(move || selection.zone.get())}</span>
            {live(move || definition().map(|name| view! { <span class="chip">{text::shell::definition()} <b>{name}</b></span> }))}
        </div>
    }
}

fn clearable(label: &'static str, value: String, clear: impl Fn() + 'static) -> AnyView {
    let value = name(&value);
    let clears = format!("{}: {label}", text::shell::clear());
    view! {
        <span class="chip chip-clear" title=label>
            <span class="visually-hidden">{label}</span>
            <b class="chip-value">{value}</b>
            <button type="button" aria-label=clears on:click=move |_| clear()>{icons::cross()}</button>
        </span>
    }
    .into_any()
}

/// The window, with two fields to change it.
#[component]
fn WindowChip() -> impl IntoView {
    let selection = Selection::expect();
    let open = RwSignal::new(false);
    let from = RwSignal::new(String::new());
    let to = RwSignal::new(String::new());
    let problem = RwSignal::new(None::<&'static str>);
    let label = move || match selection.window.get() {
        None => text::shell::window_all().to_owned(),
        Some(window) => {
            let zone = selection.zone.get();
            format!("{} – {}", text::format::minute(window.from.0, &zone), text::format::minute(window.to.0, &zone))
        }
    };
    let toggle = move |_| {
        let zone = selection.zone.get_untracked();
        if let Some(window) = selection.window.get_untracked() {
            from.set(text::zone::to_field(window.from.0, &zone));
            to.set(text::zone::to_field(window.to.0, &zone));
        }
        problem.set(None);
        open.update(|open| *open = !*open);
        if open.get_untracked() {
            request_animation_frame(|| page::focus(FIRST));
        }
    };
    // A click elsewhere, Esc wherever the focus is, and another screen close it.
    let outside = window_event_listener(leptos::ev::pointerdown, move |ev| {
        let inside = ev
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
            .and_then(|element| element.closest(".popover, #window-chip").ok().flatten());
        if inside.is_none() && open.get_untracked() {
            open.set(false);
        }
    });
    let escape = window_event_listener(leptos::ev::keydown, move |ev| {
        if ev.key() == "Escape" && open.get_untracked() {
            open.set(false);
            page::focus(BUTTON);
        }
    });
    on_cleanup(move || {
        outside.remove();
        escape.remove();
    });
    Effect::new(move |_| {
        selection.screen.track();
        open.set(false);
    });
    let apply = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let zone = selection.zone.get_untracked();
        let read = |field: RwSignal<String>| text::zone::from_field(&field.get_untracked(), &zone);
        match (read(from), read(to)) {
            (Some(from), Some(to)) if from < to => {
                selection.window.set(Some(Window { from: Instant(from), to: Instant(to) }));
                open.set(false);
            }
            (Some(_), Some(_)) => problem.set(Some(text::shell::window_wrong())),
            _ => problem.set(Some(text::shell::time_wrong())),
        }
    };
    let show_all = move |_| {
        selection.window.set(None);
        open.set(false);
    };
    let field = move |id: &'static str, name: &'static str, value: RwSignal<String>| {
        view! {
            <label class="label">
                {name}
                <input class="field" id=id type="datetime-local" step="1" prop:value=Signal::derive(move || value.get())
                    on:input=move |ev| value.set(event_target_value(&ev)) />
            </label>
        }
    };
    view! {
        <button type="button" class="chip" id=BUTTON title=text::shell::window() aria-haspopup="dialog"
            aria-expanded=Signal::derive(move || open.get().to_string()) on:click=toggle>
            <b>{label}</b>
        </button>
        {visible(move || open.get(), move || view! {
            <form class="popover panel stack" role="dialog" aria-label=text::shell::window() on:submit=apply>
                {field(FIRST, text::shell::from(), from)}
                {field("window-to", text::shell::to(), to)}
                {live(move || problem.get().map(|problem| view! { <p class="field-error" role="alert">{problem}</p> }))}
                <div class="row">
                    <button type="submit" class="button button-primary">{text::shell::apply()}</button>
                    <button type="button" class="button" on:click=show_all>{text::shell::show_all()}</button>
                </div>
            </form>
        })}
    }
}
