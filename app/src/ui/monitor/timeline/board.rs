//! The timeline's moving parts: what is on screen, what was asked of the engine, when to draw.

use super::layout::{AXIS, LANE, Layout};
use super::paint::{Painter, Scene};
use super::picture::{Picture, Wanted};
use crate::canvas::{CssPx, Frame, Gesture, Ink, PixelRatio, Point, Rgb, Size, Surface, time_at};
use crate::ui::monitor::state::{Cursor, State};
use floorlens_core::model::Span;
use floorlens_core::protocol::LaneSpan;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::{Cell, RefCell};
use std::ops::Range;
use std::rc::{Rc, Weak};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement};

/// A selection that is being dragged.
pub(super) type Dragged = Option<(Span, Range<usize>)>;

/// The timeline behind its canvas. Shared by its listeners.
pub(super) struct Board {
    pub(super) state: State,
    surface: Surface,
    frame: RefCell<Option<Frame>>,
    look: RefCell<Option<Look>>,
    pub(super) gesture: RefCell<Gesture>,
    pub(super) dragged: RefCell<Dragged>,
    pub(super) focused: Cell<bool>,
    /// The opened state, to be framed.
    pub(super) opened: RefCell<Option<LaneSpan>>,
    scroll: Cell<CssPx>,
    picture: RefCell<Option<Picture>>,
    asked: RefCell<Option<Wanted>>,
    /// Why there is no picture.
    problem: RwSignal<Option<String>>,
}

/// What the style sheet and the screen give: read again when they change, not in every frame.
struct Look {
    ink: Ink,
    hatch: Option<CanvasPattern>,
    repaired: Option<CanvasPattern>,
    ratio: PixelRatio,
}

impl Board {
    pub(super) fn new(
        state: State,
        canvas: HtmlCanvasElement,
        problem: RwSignal<Option<String>>,
    ) -> Result<Rc<Board>, JsValue> {
        // The surface's observer and the frame both need the board, which needs them: they hold it weakly.
        let slot: Rc<RefCell<Weak<Board>>> = Rc::default();
        let resized = Rc::clone(&slot);
        let surface = Surface::new(canvas, move || {
            if let Some(board) = resized.borrow().upgrade() {
                // At once: the canvas has just been cleared.
                board.draw();
            }
        })?;
        let board = Rc::new(Board {
            state,
            surface,
            frame: RefCell::default(),
            look: RefCell::default(),
            gesture: RefCell::default(),
            dragged: RefCell::default(),
            focused: Cell::new(false),
            opened: RefCell::default(),
            scroll: Cell::new(CssPx(0.0)),
            picture: RefCell::default(),
            asked: RefCell::default(),
            problem,
        });
        *slot.borrow_mut() = Rc::downgrade(&board);
        let weak = Rc::downgrade(&board);
        *board.frame.borrow_mut() = Some(Frame::new(move |_| {
            if let Some(board) = weak.upgrade() {
                board.draw();
            }
        }));
        Ok(board)
    }

    /// Draws with the next frame.
    pub(super) fn request(&self) {
        if let Some(frame) = &*self.frame.borrow() {
            frame.request();
        }
    }

    /// Reads the style sheet again.
    pub(super) fn restyle(&self) {
        *self.look.borrow_mut() = None;
        self.request();
    }

    pub(super) fn size(&self) -> Size {
        self.surface.size()
    }

    pub(super) fn canvas(&self) -> &HtmlCanvasElement {
        self.surface.canvas()
    }

    pub(super) fn layout(&self) -> Layout {
        let lanes = self.state.lanes.with_untracked(Vec::len);
        Layout::new(self.size(), lanes, self.scroll.get())
    }

    /// Scrolls the lanes; false when they cannot be scrolled that way.
    pub(super) fn scroll(&self, by: CssPx) -> bool {
        let rows = self.layout().rows;
        let moved = rows.scrolled(by);
        self.scroll.set(moved.scroll);
        self.request();
        moved.scroll != rows.scroll
    }

    /// Scrolls just so far that a lane is in full on screen.
    pub(super) fn reveal(&self, lane: usize) {
        self.scroll.set(self.layout().rows.showing(lane).scroll);
        self.request();
    }

    /// When it is at a point, even outside the strip.
    pub(super) fn time(&self, x: CssPx) -> Option<i64> {
        let layout = self.layout();
        let window = self.state.window.get_untracked()?;
        Some(time_at(window, x - layout.gutter, layout.strip))
    }

    /// The lane at a point.
    pub(super) fn lane(&self, y: CssPx) -> Option<usize> {
        let rows = self.layout().rows;
        if y.0 < AXIS.0 { None } else { rows.at(y - AXIS) }
    }

    /// The place at a point of the strip; `None` beside the lanes and between them.
    pub(super) fn place(&self, at: Point) -> Option<Cursor> {
        let layout = self.layout();
        let lane = self.lane(at.y)?;
        let inside = (at.y - AXIS - layout.rows.top(lane)).0 <= LANE.0
            && at.x.0 >= layout.gutter.0
            && at.x.0 < (layout.gutter + layout.strip).0;
        Some(Cursor { lane, at: self.time(at.x)? }).filter(|_| inside)
    }

    fn draw(self: &Rc<Self>) {
        let size = self.size();
        let Some(window) = self.state.window.get_untracked() else { return };
        if size.is_empty() {
            return;
        }
        let layout = self.layout();
        self.scroll.set(layout.rows.scroll);
        self.ask(&layout, window, size.ratio);
        if self.look.borrow().as_ref().is_none_or(|look| look.ratio != size.ratio) {
            let ink = Ink::of(self.canvas());
            let no_data = hatch(&ink.edge.css_alpha(0.55), size.ratio, 1.0, false);
            // On the colours of states, which are the same in light and dark.
            let repaired = hatch(&Rgb(0x1c, 0x23, 0x28).css_alpha(0.75), size.ratio, 1.5, true);
            *self.look.borrow_mut() = Some(Look { ink, hatch: no_data, repaired, ratio: size.ratio });
        }
        let look = self.look.borrow();
        let Some(Look { ink, hatch, repaired, .. }) = &*look else { return };
        let picture = self.picture.borrow();
        let (state, selection) = (self.state, self.state.selection);
        state.lanes.with_untracked(|lanes| {
            let opened = self.opened.borrow().as_ref().and_then(|span| {
                let lane = lanes.iter().position(|l| l.asset == span.asset)?;
                Some((lane, Span::new(span.start.0, span.end.0)))
            });
            let scene = Scene {
                window,
                zone: &selection.zone.get_untracked(),
                lanes,
                chosen: &selection.assets.get_untracked(),
                picture: picture.as_ref(),
                part: selection.part.get_untracked().map(|w| Span::new(w.from.0, w.to.0)),
                dragged: self.dragged.borrow().clone(),
                opened,
                cursor: state.cursor.get_untracked(),
                marks: &state.marks.get_untracked(),
                focused: self.focused.get(),
            };
            Painter::new(self.surface.context(), ink, layout, size, [hatch.as_ref(), repaired.as_ref()]).paint(&scene);
        });
    }

    /// Asks for the exact picture if it is not the one that was asked for last.
    fn ask(self: &Rc<Self>, layout: &Layout, window: Span, ratio: PixelRatio) {
        let (state, version) = (self.state, self.state.client.data_version.get_untracked());
        let palette = state.palette.get_untracked();
        let wanted = state.lanes.with_untracked(|lanes| Wanted::new(layout, window, lanes, ratio, palette, version));
        if wanted.names.is_empty() || self.asked.borrow().as_ref() == Some(&wanted) {
            return;
        }
        *self.asked.borrow_mut() = Some(wanted.clone());
        let board = Rc::downgrade(self);
        let client = state.client;
        spawn_local(async move {
            let answer = wanted.draw(client).await;
            let Some(board) = board.upgrade() else { return };
            match answer {
                Ok(Some(picture)) => {
                    let _ = board.state.repaired.try_set(picture.any_repaired());
                    *board.picture.borrow_mut() = Some(picture);
                    let _ = board.problem.try_set(None);
                }
                Ok(None) => return,
                Err(error) => {
                    let _ = board.problem.try_set(Some(error.error));
                }
            }
            board.request();
        });
    }
}

/// Diagonal lines: time of which nothing is known rises, what rests on repaired records falls. The width is in CSS pixels.
fn hatch(colour: &str, ratio: PixelRatio, width: f64, falls: bool) -> Option<CanvasPattern> {
    let tile = (7.0 * ratio.0).round().max(4.0);
    let canvas: HtmlCanvasElement = web_sys::window()?.document()?.create_element("canvas").ok()?.dyn_into().ok()?;
    canvas.set_width(tile as u32);
    canvas.set_height(tile as u32);
    let context: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
    context.set_stroke_style_str(colour);
    context.set_line_width(ratio.0 * width);
    let (from, to) = if falls { (-1.0, tile + 1.0) } else { (tile + 1.0, -1.0) };
    // Three lines, so that the corners of neighbouring tiles join.
    for shift in [-tile, 0.0, tile] {
        context.begin_path();
        context.move_to(shift - 1.0, from);
        context.line_to(shift + tile + 1.0, to);
        context.stroke();
    }
    context.create_pattern_with_html_canvas_element(&canvas, "repeat").ok()?
}
