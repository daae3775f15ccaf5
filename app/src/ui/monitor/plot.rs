//! A small chart with its table twin: one panel, one button to change between them.

use crate::canvas::{Chart, ChartError, Surface};
use crate::text;
use crate::ui::frame::Theme;
use crate::ui::live::live;
use leptos::html::Canvas;
use leptos::prelude::*;
use std::cell::RefCell;
use std::rc::Rc;

/// Draws a chart; the caller's data is in it.
pub(super) type Draw = Rc<dyn Fn(&Chart) -> Result<(), ChartError>>;

/// A canvas that is drawn again when its size, the theme or the drawing changes. `height` in CSS pixels.
#[component]
pub(super) fn Plot(label: String, height: f64, #[prop(into)] draw: Signal<Draw, LocalStorage>) -> impl IntoView {
    let canvas = NodeRef::<Canvas>::new();
    let theme = Theme::expect();
    let surface: Rc<RefCell<Option<Rc<Surface>>>> = Rc::default();
    let kept = StoredValue::new_local(Rc::clone(&surface));
    let paint = move || {
        let Some(surface) = kept.try_get_value().and_then(|kept| kept.borrow().clone()) else { return };
        let size = surface.size();
        let Some(draw) = draw.try_get_untracked().filter(|_| !size.is_empty()) else { return };
        let chart = Chart::begin(surface.canvas(), surface.context(), size);
        if let Err(error) = draw(&chart) {
            leptos::logging::warn!("A chart was not drawn: {error}");
        }
    };
    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let made = Surface::new(canvas, paint);
        match made {
            Ok(made) => *surface.borrow_mut() = Some(Rc::new(made)),
            Err(error) => leptos::logging::warn!("A chart has no canvas: {}", crate::web::describe(&error)),
        }
    });
    Effect::new(move |_| {
        theme.dark.track();
        draw.track();
        request_animation_frame(paint);
    });
    let height = format!("{height}px");
    view! { <canvas node_ref=canvas class="plot" role="img" aria-label=text::monitor::chart_label(&label) style:height=height></canvas> }
}

/// The head of a panel whose content is a chart or its table.
#[component]
pub(super) fn ChartHead(
    id: &'static str,
    title: &'static str,
    #[prop(optional)] note: &'static str,
    /// Shown at the end of the head.
    #[prop(into)]
    end: Signal<String>,
    table: RwSignal<bool>,
) -> impl IntoView {
    view! {
        <div class="panel-head">
            <h2 id=id>{title}</h2>
            <small>{note}</small>
            <button type="button" class="link-button panel-twin" aria-pressed=Signal::derive(move || table.get().to_string())
                on:click=move |_| table.update(|table| *table = !*table)>
                {live(move || if table.get() { text::monitor::as_chart() } else { text::monitor::as_table() })}
            </button>
            <span class="panel-end">{live(move || end.get())}</span>
        </div>
    }
}
