//! The timeline: one lane per machine.
//!
//! ```text
//! layout.rs   where its parts are
//! board.rs    what is on screen, what was asked of the engine, when to draw
//! picture.rs  the engine's picture of the lanes
//! paint.rs    everything onto the canvas
//! act.rs      what pointers and keys do
//! tip.rs      what is under the pointer
//! ```

mod act;
mod board;
mod layout;
mod paint;
mod picture;
mod tip;

use super::state::State;
use crate::canvas::{Device, Point, key_intent, long_press_ms, wheel};
use crate::text;
use crate::ui::frame::Theme;
use crate::ui::live::live;
use board::Board;
use floorlens_core::protocol::{LaneSpan, Question};
use leptos::ev;
use leptos::html::Canvas;
use leptos::prelude::*;
use std::rc::Rc;
use std::time::Duration;
use tip::Tip;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, PointerEvent};

/// The canvas with its listeners.
#[component]
pub(super) fn Timeline(state: State) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let board = StoredValue::new_local(None::<Rc<Board>>);
    let problem = RwSignal::new(None::<String>);
    let theme = Theme::expect();
    let with = move |act: &dyn Fn(&Rc<Board>)| {
        if let Some(Some(board)) = board.try_get_value() {
            act(&board);
        }
    };
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        match Board::new(state, canvas, problem) {
            Ok(made) => board.set_value(Some(made)),
            Err(error) => problem.set(Some(crate::web::describe(&error))),
        }
    });
    redraw(state, with);
    let opened = crate::ui::ask::answer::<LaneSpan>(move || {
        let (asset, at) = state.selection.state.get()?;
        Some(Question::StateAt { asset, at: floorlens_core::protocol::Instant(at) })
    });
    Effect::new(move |_| {
        let span = opened.get().ready();
        with(&|board| {
            *board.opened.borrow_mut() = span.clone();
            board.request();
        });
    });
    Effect::new(move |_| {
        theme.dark.track();
        with(&|board| board.restyle());
    });
    let keys = window_event_listener(ev::keydown, move |event| with(&|board| on_key(board, &event)));
    on_cleanup(move || keys.remove());

    let tip = RwSignal::new(None::<Point>);
    let moved = move |event: PointerEvent| {
        with(&|board| {
            let at = point(&event);
            let intent = board.gesture.borrow_mut().moved(event.pointer_id(), at);
            let hovers = matches!(intent, Some(crate::canvas::Intent::Hover(_)));
            tip.set(hovers.then_some(at).filter(|_| board.place(at).is_some()));
            if let Some(intent) = intent {
                act::pointer(board, intent);
            }
        });
    };
    let pressed = move |event: PointerEvent| {
        if event.button() != 0 {
            return;
        }
        with(&|board| {
            // Moves outside the canvas belong to the same gesture.
            let _ = board.canvas().set_pointer_capture(event.pointer_id());
            let device = if event.pointer_type() == "touch" { Device::Touch } else { Device::Mouse };
            board.gesture.borrow_mut().down(event.pointer_id(), device, point(&event), event.time_stamp());
            if board.gesture.borrow().waits() {
                wait_for_long_press(board, event.time_stamp());
            }
            tip.set(None);
        });
    };
    let released = move |event: PointerEvent| {
        with(&|board| {
            let intent = board.gesture.borrow_mut().up(event.pointer_id(), point(&event));
            if let Some(intent) = intent {
                act::pointer(board, intent);
            }
        });
    };
    let cancelled = move |_| {
        with(&|board| {
            let intent = board.gesture.borrow_mut().cancel();
            if let Some(intent) = intent {
                act::pointer(board, intent);
            }
        });
    };
    let wheeled = move |event: ev::WheelEvent| {
        with(&|board| {
            let x = crate::canvas::CssPx(f64::from(event.offset_x()));
            // Lines and pages, as some mice report, are about 16 and 400 px.
            let unit = [1.0, 16.0, 400.0].get(event.delta_mode() as usize).copied().unwrap_or(1.0);
            let (dx, dy) = (event.delta_x() * unit, event.delta_y() * unit);
            if act::pointer(board, wheel(dx, dy, event.ctrl_key() || event.meta_key(), event.shift_key(), x)) {
                event.prevent_default();
            }
        });
    };
    let focus = move |on: bool| {
        with(&|board| {
            board.focused.set(on);
            board.request();
        });
    };
    let height = move || format!("{}px", act::height(state.lanes.with(Vec::len)).0);
    view! {
        <div class="timeline" id="timeline" role="application" tabindex="0" aria-roledescription=text::monitor::timeline_role()
            aria-label=text::monitor::timeline() aria-describedby="timeline-help"
            on:focus=move |_| focus(true) on:blur=move |_| focus(false)>
            <canvas node_ref=canvas class="timeline-canvas" style:height=height
                on:pointermove=moved on:pointerdown=pressed on:pointerup=released on:pointercancel=cancelled
                on:pointerleave=move |_| tip.set(None) on:wheel=wheeled
                on:dblclick=move |event| with(&|board| {
                    act::zoom_to_state(board, Point::new(f64::from(event.offset_x()), f64::from(event.offset_y())));
                })></canvas>
            <Tip state=state at=tip/>
            {live(move || problem.get().map(|problem| view! { <p class="problem" role="alert">{problem}</p> }))}
        </div>
        <p id="timeline-help" class="visually-hidden">{text::monitor::timeline_help()}</p>
        <p class="visually-hidden" role="status" aria-live="polite">{live(move || state.spoken.get())}</p>
    }
}

/// Buttons for those without wheel and keys.
#[component]
pub(super) fn ZoomButtons(state: State) -> impl IntoView {
    let zoom = act::button_zoom();
    view! {
        <span class="zoom-buttons" role="group">
            <button type="button" class="icon-button" title=text::monitor::zoom_in() aria-label=text::monitor::zoom_in()
                on:click=move |_| act::zoom_here(state, zoom)>"+"</button>
            <button type="button" class="icon-button" title=text::monitor::zoom_out() aria-label=text::monitor::zoom_out()
                on:click=move |_| act::zoom_here(state, 1.0 / zoom)>"−"</button>
            <button type="button" class="link-button" on:click=move |_| act::fit(state)>{text::monitor::show_all()}</button>
        </span>
    }
}

/// Draws again whenever something that is on screen changes.
fn redraw(state: State, with: impl Fn(&dyn Fn(&Rc<Board>)) + Copy + 'static) {
    Effect::new(move |_| {
        state.client.data_version.track();
        state.lanes.track();
        state.window.track();
        state.cursor.track();
        state.marks.track();
        state.palette.track();
        state.selection.zone.track();
        state.selection.assets.track();
        state.selection.part.track();
        with(&|board| board.request());
    });
}

fn point(event: &PointerEvent) -> Point {
    Point::new(f64::from(event.offset_x()), f64::from(event.offset_y()))
}

fn wait_for_long_press(board: &Rc<Board>, pressed: f64) {
    let board = Rc::downgrade(board);
    let rested = move || {
        let Some(board) = board.upgrade() else { return };
        let intent = board.gesture.borrow_mut().rested(pressed + long_press_ms());
        if let Some(intent) = intent {
            act::pointer(&board, intent);
        }
    };
    set_timeout(rested, Duration::from_millis(long_press_ms() as u64));
}

/// Letters act anywhere on the screen except where a person types; arrows and Enter only on the timeline itself.
fn on_key(board: &Rc<Board>, event: &ev::KeyboardEvent) {
    let command = event.ctrl_key() || event.alt_key() || event.meta_key();
    let Some(intent) = key_intent(&event.key(), &event.code(), event.shift_key(), command) else { return };
    let target = event.target().and_then(|t| t.dyn_into::<HtmlElement>().ok());
    let within = |selector: &str| target.as_ref().is_some_and(|t| t.closest(selector).ok().flatten().is_some());
    let own = within("#timeline");
    let everywhere =
        !matches!(event.key().as_str(), "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown" | "Enter" | " ");
    if event.default_prevented()
        || within("input, select, textarea, [contenteditable], [role=dialog], .side")
        || !(own || everywhere)
    {
        return;
    }
    event.prevent_default();
    act::key(board, intent);
}
