//! What intents do: pan, zoom, select, open.

use super::board::Board;
use super::layout::AXIS;
use crate::canvas::{CssPx, Intent, KeyIntent, Point, around, panned, zoomed};
use crate::text;
use crate::ui::monitor::state::{Cursor, State};
use floorlens_core::link::Window;
use floorlens_core::model::{Micros, Span};
use floorlens_core::protocol::Instant;
use leptos::prelude::*;
use std::ops::Range;
use std::rc::Rc;

/// How much closer one press of a key brings.
const KEY_ZOOM: f64 = 0.75;
/// How far one press moves, as a share of the window.
const KEY_PAN: f64 = 0.15;
/// How far the cursor moves, as a share of the window.
const KEY_STEP: f64 = 1.0 / 64.0;

/// Does what a pointer means. True when the page should not scroll as well.
pub(super) fn pointer(board: &Rc<Board>, intent: Intent) -> bool {
    let state = board.state;
    match intent {
        Intent::Hover(at) => {
            hover(board, at);
            false
        }
        Intent::Pan { dx, dy } => {
            let sideways = dx.0 != 0.0;
            if sideways {
                pan(state, -dx.0 / board.layout().strip.0);
            }
            (dy.0 != 0.0 && board.scroll(-dy)) || sideways
        }
        Intent::Zoom { factor, at } => {
            if let Some(anchor) = board.time(at) {
                zoom(state, factor, anchor);
            }
            true
        }
        Intent::Select { from, to } => {
            *board.dragged.borrow_mut() = spanned(board, from, to);
            board.request();
            true
        }
        Intent::Selected { from, to } => {
            *board.dragged.borrow_mut() = None;
            if let Some((span, lanes)) = spanned(board, from, to) {
                select(state, span, lanes);
            }
            board.request();
            true
        }
        Intent::Open(at) => {
            open(board, at);
            true
        }
        Intent::Cancelled => {
            *board.dragged.borrow_mut() = None;
            board.request();
            true
        }
    }
}

fn hover(board: &Rc<Board>, at: Point) {
    let state = board.state;
    let Some(cursor) = board.place(at) else {
        state.under.set(None);
        return;
    };
    let same = state.under.with_untracked(|under| {
        under.as_ref().is_some_and(|under| {
            under.start.0 <= cursor.at
                && cursor.at < under.end.0
                && state.asset(cursor.lane) == Some(under.asset.clone())
        })
    });
    if same {
        state.cursor.set(Some(cursor));
    } else {
        state.look(cursor, |_| ());
    }
}

/// A click opens a state, a click on a name chooses its machine alone, or all again.
fn open(board: &Rc<Board>, at: Point) {
    let state = board.state;
    if let Some(cursor) = board.place(at) {
        state.look(cursor, |_| ());
        state.open(cursor);
    } else if at.x.0 < board.layout().gutter.0
        && let Some(asset) = board.lane(at.y).and_then(|lane| state.asset(lane))
    {
        let alone = [asset];
        let chosen = state.selection.assets.get_untracked() == alone;
        state.selection.assets.set(if chosen { Vec::new() } else { alone.into() });
    }
}

/// Shows the state at a point with a margin on both sides.
pub(super) fn zoom_to_state(board: &Rc<Board>, at: Point) {
    let state = board.state;
    if let Some(cursor) = board.place(at) {
        state.look(cursor, move |span| {
            if let Some(extent) = state.extent.get_untracked() {
                state.show(around(Span::new(span.start.0, span.end.0), extent));
            }
        });
    }
}

/// Time and lanes between two points.
fn spanned(board: &Board, from: Point, to: Point) -> Option<(Span, Range<usize>)> {
    let window = board.state.window.get_untracked()?;
    let (a, b) = (board.time(from.x)?, board.time(to.x)?);
    let span = Span::new(a.min(b), a.max(b)).intersect(window);
    let rows = board.layout().rows;
    let lanes = if from.y.0 < AXIS.0 {
        // Along the axis: all machines.
        0..rows.count
    } else {
        let (first, last) = (rows.nearest(from.y - AXIS)?, rows.nearest(to.y - AXIS)?);
        first.min(last)..first.max(last) + 1
    };
    Some((span, lanes)).filter(|(span, _)| !span.is_empty())
}

/// Narrows figures to a part of time and of the machines.
fn select(state: State, span: Span, lanes: Range<usize>) {
    let chosen = state.lanes.with_untracked(|all| {
        let whole = lanes.len() == all.len();
        let names = all.get(lanes).unwrap_or(&[]).iter().map(|lane| lane.asset.clone());
        if whole { Vec::new() } else { names.collect() }
    });
    state.selection.part.set(Some(Window { from: Instant(span.start), to: Instant(span.end) }));
    state.selection.assets.set(chosen);
}

/// Zooms around an instant.
pub(super) fn zoom(state: State, factor: f64, anchor: Micros) {
    if let (Some(window), Some(extent)) = (state.window.get_untracked(), state.extent.get_untracked()) {
        state.show(zoomed(window, factor, anchor, extent));
    }
}

fn pan(state: State, share: f64) {
    if let (Some(window), Some(extent)) = (state.window.get_untracked(), state.extent.get_untracked()) {
        state.show(panned(window, share, extent));
    }
}

/// Shows the selected part, else everything.
pub(super) fn fit(state: State) {
    let part = state.selection.part.get_untracked().map(|w| Span::new(w.from.0, w.to.0));
    let shown = state.window.get_untracked();
    // A second press shows all.
    if let Some(span) = part.filter(|p| Some(*p) != shown).or(state.extent.get_untracked()) {
        state.show(span);
    }
}

/// Zooms around the cursor if it is on screen, else around the middle.
pub(super) fn zoom_here(state: State, factor: f64) {
    let Some(window) = state.window.get_untracked() else { return };
    let cursor = state.cursor.get_untracked().map(|c| c.at).filter(|at| window.contains(*at));
    zoom(state, factor, cursor.unwrap_or(window.start + window.length() / 2));
}

/// Does what a key means.
pub(super) fn key(board: &Rc<Board>, intent: KeyIntent) {
    let state = board.state;
    match intent {
        KeyIntent::ZoomIn => zoom_here(state, KEY_ZOOM),
        KeyIntent::ZoomOut => zoom_here(state, 1.0 / KEY_ZOOM),
        KeyIntent::Earlier => pan(state, -KEY_PAN),
        KeyIntent::Later => pan(state, KEY_PAN),
        KeyIntent::CursorEarlier => step(board, -1.0, 0),
        KeyIntent::CursorLater => step(board, 1.0, 0),
        KeyIntent::LaneUp => step(board, 0.0, -1),
        KeyIntent::LaneDown => step(board, 0.0, 1),
        KeyIntent::Fit => fit(state),
        KeyIntent::Mark => state.mark(),
        KeyIntent::PreviousState => neighbour(board, |under| under.previous),
        KeyIntent::NextState => neighbour(board, |under| under.next),
        KeyIntent::Inspect => {
            if let Some(cursor) = state.cursor.get_untracked() {
                state.open(cursor);
            }
        }
        KeyIntent::Clear => match board.gesture.borrow_mut().cancel() {
            Some(_) => *board.dragged.borrow_mut() = None,
            None => state.clear(),
        },
    }
    board.request();
}

/// The cursor, or the middle of the first lane on screen.
fn cursor(board: &Board) -> Option<Cursor> {
    let state = board.state;
    let window = state.window.get_untracked()?;
    let lane = board.layout().rows.visible().start;
    let middle = Cursor { lane, at: window.start + window.length() / 2 };
    let known = state.cursor.get_untracked().filter(|c| state.asset(c.lane).is_some());
    Some(known.unwrap_or(middle))
}

/// Moves the cursor by a share of the window and some lanes.
fn step(board: &Rc<Board>, steps: f64, lanes: isize) {
    let (Some(from), Some(window)) = (cursor(board), board.state.window.get_untracked()) else { return };
    let last = board.state.lanes.with_untracked(Vec::len).saturating_sub(1);
    let by = (window.length() as f64 * KEY_STEP * steps) as Micros;
    let lane = from.lane.saturating_add_signed(lanes).min(last);
    go(board, Cursor { lane, at: from.at.saturating_add(by) });
}

/// Moves the cursor to the state before or after the one that it is in.
fn neighbour(board: &Rc<Board>, which: fn(&floorlens_core::protocol::LaneSpan) -> Option<Instant>) {
    let state = board.state;
    let Some(from) = cursor(board) else { return };
    let own = state.under.get_untracked().filter(|u| state.asset(from.lane).as_ref() == Some(&u.asset));
    match own {
        Some(under) => {
            if let Some(at) = which(&under) {
                go(board, Cursor { lane: from.lane, at: at.0 });
            }
        }
        None => go(board, from),
    }
}

/// Puts the cursor somewhere, brings it on screen and reads out what is there.
fn go(board: &Rc<Board>, to: Cursor) {
    let state = board.state;
    if let (Some(window), Some(extent)) = (state.window.get_untracked(), state.extent.get_untracked()) {
        let at = to.at.clamp(extent.start, extent.end.saturating_sub(1));
        let to = Cursor { at, ..to };
        if !window.contains(at) {
            let share = (at - window.start) as f64 / window.length().max(1) as f64 - 0.5;
            state.show(panned(window, share, extent));
        }
        board.reveal(to.lane);
        state.look(to, move |span| {
            let zone = state.selection.zone.get_untracked();
            let _ = state.spoken.try_set(text::monitor::readout(&span, &zone));
        });
    }
}

/// One notch of the zoom buttons.
pub(super) const fn button_zoom() -> f64 {
    KEY_ZOOM
}

/// Height that a lane list of this many needs.
pub(super) fn height(lanes: usize) -> CssPx {
    super::layout::height(lanes)
}
