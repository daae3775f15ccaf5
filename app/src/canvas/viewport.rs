//! What part of time and of the lanes is on screen. Pure arithmetic: every function gives a new value.

use super::units::CssPx;
use floorlens_core::model::{Micros, Span};
use std::ops::Range;

/// Zooming in ends where a window is this short; shorter ones show nothing more.
const SHORTEST: Micros = 1_000;

/// How far, in window lengths, one can move away from the data.
const BEYOND: f64 = 0.5;

/// Length of a span as a number to reckon with.
fn length(span: Span) -> f64 {
    span.length() as f64
}

/// When it is at `x` of a strip that shows `window` over `width`.
pub(crate) fn time_at(window: Span, x: CssPx, width: CssPx) -> Micros {
    if width.0 <= 0.0 {
        return window.start;
    }
    window.start.saturating_add((x.0 / width.0 * length(window)).round() as Micros)
}

/// Where `at` is on a strip that shows `window` over `width`; may lie outside.
pub(crate) fn x_at(window: Span, at: Micros, width: CssPx) -> CssPx {
    let length = length(window).max(1.0);
    CssPx(at.saturating_sub(window.start) as f64 / length * width.0)
}

/// `window` zoomed by `factor` (below 1 = closer) so that `anchor` stays where it is, as far as `extent` lets it.
pub(crate) fn zoomed(window: Span, factor: f64, anchor: Micros, extent: Span) -> Span {
    let before = anchor.saturating_sub(window.start) as f64;
    let longest = (length(extent) * (1.0 + 2.0 * BEYOND)).max(SHORTEST as f64);
    let wanted = (length(window) * factor).clamp(SHORTEST as f64, longest);
    let start = anchor as f64 - before / length(window).max(1.0) * wanted;
    kept_near(Span::new(start.round() as Micros, (start + wanted).round() as Micros), extent)
}

/// `window` moved by a share of its length; positive is later.
pub(crate) fn panned(window: Span, share: f64, extent: Span) -> Span {
    let by = (length(window) * share).round() as Micros;
    kept_near(Span::new(window.start.saturating_add(by), window.end.saturating_add(by)), extent)
}

/// A window that shows `span` with a margin on both sides.
pub(crate) fn around(span: Span, extent: Span) -> Span {
    let margin = (length(span) * 0.25).max(SHORTEST as f64 / 2.0) as Micros;
    kept_near(Span::new(span.start.saturating_sub(margin), span.end.saturating_add(margin)), extent)
}

/// The window of the same length that is nearest and still shows some of the data.
fn kept_near(window: Span, extent: Span) -> Span {
    let long = window.length();
    let slack = (length(window) * BEYOND) as Micros;
    let first = extent.start.saturating_sub(slack);
    let last = extent.end.saturating_add(slack).saturating_sub(long).max(first);
    let start = window.start.clamp(first, last);
    Span::new(start, start.saturating_add(long))
}

/// The rows of a timeline: equally high, only those on screen are ever drawn.
///
/// ```text
/// ┌ top of the rows ─────────┐ ▲
/// │ lane 41 (partly hidden)  │ │ height
/// │ lane 42                  │ │
/// └──────────────────────────┘ ▼
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Rows {
    /// How many there are.
    pub(crate) count: usize,
    /// From one row's top to the next one's.
    pub(crate) pitch: CssPx,
    /// Height of what is on screen.
    pub(crate) height: CssPx,
    /// How far the rows are scrolled.
    pub(crate) scroll: CssPx,
}

impl Rows {
    /// How far the rows can be scrolled.
    pub(crate) fn scroll_end(self) -> CssPx {
        CssPx((self.count as f64 * self.pitch.0 - self.height.0).max(0.0))
    }

    /// Scrolled by `by`, within the rows.
    pub(crate) fn scrolled(self, by: CssPx) -> Rows {
        Rows { scroll: CssPx((self.scroll + by).0.clamp(0.0, self.scroll_end().0)), ..self }
    }

    /// Rows that are at least partly on screen.
    pub(crate) fn visible(self) -> Range<usize> {
        if self.pitch.0 <= 0.0 {
            return 0..0;
        }
        let first = (self.scroll.0 / self.pitch.0).floor().max(0.0) as usize;
        let end = ((self.scroll + self.height).0 / self.pitch.0).ceil().max(0.0) as usize;
        first.min(self.count)..end.min(self.count)
    }

    /// The row at `y` below the top of the rows.
    pub(crate) fn at(self, y: CssPx) -> Option<usize> {
        let row = (y + self.scroll).0 / self.pitch.0;
        (row >= 0.0 && row < self.count as f64).then_some(row as usize)
    }

    /// The row nearest to `y`, for a drag that left the rows.
    pub(crate) fn nearest(self, y: CssPx) -> Option<usize> {
        let last = self.count.checked_sub(1)?;
        Some((((y + self.scroll).0 / self.pitch.0).max(0.0) as usize).min(last))
    }

    /// Top of a row below the top of the rows; may lie outside.
    pub(crate) fn top(self, row: usize) -> CssPx {
        CssPx(row as f64 * self.pitch.0) - self.scroll
    }

    /// Scrolled just so far that `row` is in full on screen.
    pub(crate) fn showing(self, row: usize) -> Rows {
        let top = self.top(row);
        if top.0 < 0.0 { self.scrolled(top) } else { self.scrolled(CssPx((top + self.pitch - self.height).0.max(0.0))) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    const EXTENT: Span = Span { start: 0, end: 1_000_000_000 };

    #[wasm_bindgen_test]
    fn what_is_under_the_cursor_stays_there_while_zooming() {
        let window = Span::new(200_000_000, 600_000_000);
        let width = CssPx(1_000.0);
        for x in [0.0, 137.0, 500.0, 1_000.0] {
            let anchor = time_at(window, CssPx(x), width);
            for factor in [0.5, 0.9, 1.2] {
                let zoomed = zoomed(window, factor, anchor, EXTENT);
                let moved = x_at(zoomed, anchor, width).0 - x;
                assert!(moved.abs() < 0.01, "{x} moved by {moved} at {factor}");
            }
        }
    }

    #[wasm_bindgen_test]
    fn zooming_ends_at_a_millisecond_and_at_twice_the_data() {
        let mut window = EXTENT;
        for _ in 0..200 {
            window = zoomed(window, 0.5, 500_000_000, EXTENT);
        }
        assert_eq!(window.length(), SHORTEST);
        for _ in 0..200 {
            window = zoomed(window, 2.0, 500_000_000, EXTENT);
        }
        assert_eq!(window.length(), 2 * EXTENT.length());
    }

    #[wasm_bindgen_test]
    fn the_data_cannot_be_lost_by_panning() {
        let mut window = Span::new(0, 1_000_000);
        for _ in 0..5_000 {
            window = panned(window, 0.9, EXTENT);
        }
        assert_eq!(window, Span::new(999_500_000, 1_000_500_000));
        for _ in 0..5_000 {
            window = panned(window, -0.9, EXTENT);
        }
        assert_eq!(window, Span::new(-500_000, 500_000));
    }

    #[wasm_bindgen_test]
    fn a_span_is_shown_with_a_margin() {
        assert_eq!(around(Span::new(400_000_000, 500_000_000), EXTENT), Span::new(375_000_000, 525_000_000));
    }

    #[wasm_bindgen_test]
    fn of_a_thousand_rows_only_those_on_screen_are_drawn() {
        let rows = Rows { count: 1_000, pitch: CssPx(36.0), height: CssPx(300.0), scroll: CssPx(0.0) };
        assert_eq!(rows.visible(), 0..9);
        let down = rows.scrolled(CssPx(100.0));
        assert_eq!(down.visible(), 2..12);
        assert_eq!(down.at(CssPx(0.0)), Some(2));
        assert_eq!(down.top(3), CssPx(8.0));
        let end = rows.scrolled(CssPx(1e9));
        assert_eq!(end.visible(), 991..1_000);
        assert_eq!(end.at(CssPx(299.0)), Some(999));
        assert_eq!(rows.scrolled(CssPx(-50.0)).scroll, CssPx(0.0));
    }

    #[wasm_bindgen_test]
    fn a_row_is_brought_on_screen_by_the_shortest_way() {
        let rows = Rows { count: 100, pitch: CssPx(10.0), height: CssPx(55.0), scroll: CssPx(200.0) };
        assert_eq!(rows.showing(22).scroll, CssPx(200.0));
        assert_eq!(rows.showing(5).scroll, CssPx(50.0));
        assert_eq!(rows.showing(30).scroll, CssPx(255.0));
    }

    #[wasm_bindgen_test]
    fn few_rows_do_not_scroll_and_none_are_found_below_them() {
        let rows = Rows { count: 3, pitch: CssPx(30.0), height: CssPx(300.0), scroll: CssPx(0.0) };
        assert_eq!(rows.scroll_end(), CssPx(0.0));
        assert_eq!(rows.visible(), 0..3);
        assert_eq!(rows.at(CssPx(95.0)), None);
        assert_eq!(rows.nearest(CssPx(95.0)), Some(2));
    }
}
