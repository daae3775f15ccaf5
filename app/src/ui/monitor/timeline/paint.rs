//! Draws the timeline: axis, lanes, selection, marks, names. Coordinates here are device pixels.

use super::layout::{AXIS, BAR, FOOT, LANE, Layout, UPPER};
use super::picture::Picture;
use crate::canvas::{CssPx, Ink, Rgb, Size, x_at};
use crate::text::zone::BrowserZone;
use crate::text::{self, format};
use crate::ui::monitor::state::Cursor;
use floorlens_core::model::{Micros, Span};
use floorlens_core::protocol::Lane;
use floorlens_core::view::{TimeAxis, time_axis};
use web_sys::{CanvasPattern, CanvasRenderingContext2d};

/// Least room between two labels of the lower row.
const LABEL_ROOM: f64 = 76.0;

/// Everything that is on screen.
pub(super) struct Scene<'a> {
    pub(super) window: Span,
    pub(super) zone: &'a str,
    pub(super) lanes: &'a [Lane],
    /// Which lanes are chosen; empty = all.
    pub(super) chosen: &'a [String],
    pub(super) picture: Option<&'a Picture>,
    /// The selected part.
    pub(super) part: Option<Span>,
    /// A selection that is being dragged.
    pub(super) dragged: Option<(Span, std::ops::Range<usize>)>,
    /// The opened state.
    pub(super) opened: Option<(usize, Span)>,
    pub(super) cursor: Option<Cursor>,
    pub(super) marks: &'a [Micros],
    /// Whether the timeline has the keyboard.
    pub(super) focused: bool,
}

/// A drawing in progress.
pub(super) struct Painter<'a> {
    to: &'a CanvasRenderingContext2d,
    ink: &'a Ink,
    layout: Layout,
    size: Size,
    /// Of time of which nothing is known, and of what rests on repaired records.
    hatches: [Option<&'a CanvasPattern>; 2],
}

impl<'a> Painter<'a> {
    pub(super) fn new(
        to: &'a CanvasRenderingContext2d,
        ink: &'a Ink,
        layout: Layout,
        size: Size,
        hatches: [Option<&'a CanvasPattern>; 2],
    ) -> Self {
        Self { to, ink, layout, size, hatches }
    }

    /// CSS pixels as device pixels, on a whole one.
    fn px(&self, css: CssPx) -> f64 {
        (css.0 * self.size.ratio.0).round()
    }

    fn left(&self) -> f64 {
        self.px(self.layout.gutter)
    }

    fn strip(&self) -> f64 {
        f64::from(self.layout.strip.to_device(self.size.ratio).0)
    }

    fn x(&self, window: Span, at: Micros) -> f64 {
        self.left() + x_at(window, at, CssPx(self.strip())).0.round()
    }

    fn top(&self, lane: usize) -> f64 {
        self.px(AXIS) + self.px(self.layout.rows.top(lane))
    }

    fn bottom(&self) -> f64 {
        self.px(AXIS + self.layout.rows.height)
    }

    fn fill(&self, colour: &str, x: f64, y: f64, width: f64, height: f64) {
        self.to.set_fill_style_str(colour);
        self.to.fill_rect(x, y, width, height);
    }

    fn text(&self, text: &str, x: f64, y: f64) {
        // A text that cannot be drawn is in the table twin all the same.
        let _ = self.to.fill_text(text, x, y);
    }

    /// Draws everything.
    pub(super) fn paint(&self, scene: &Scene<'_>) {
        self.to.clear_rect(0.0, 0.0, f64::from(self.size.device_width.0), f64::from(self.size.device_height.0));
        let most = (self.layout.strip.0 / LABEL_ROOM).max(1.0) as u32;
        let axis = time_axis(scene.window, &BrowserZone(scene.zone), most);
        self.axis(scene, &axis);
        self.names(scene);
        self.to.save();
        self.to.begin_path();
        self.to.rect(self.left(), self.px(AXIS), self.strip(), self.bottom() - self.px(AXIS) + self.px(FOOT));
        self.to.clip();
        self.lanes(scene);
        self.grid(scene, &axis);
        self.selection(scene);
        self.to.restore();
        self.marks(scene);
        self.scroll_bar();
    }

    fn axis(&self, scene: &Scene<'_>, axis: &TimeAxis) {
        let ratio = self.size.ratio.0;
        self.to.set_text_baseline("middle");
        self.to.set_text_align("left");
        self.to.set_font(&self.ink.font(12.0 * ratio, 400));
        let right = self.left() + self.strip();
        let (upper_y, lower_y) = (self.px(CssPx(UPPER.0 / 2.0)), self.px(CssPx((UPPER.0 + AXIS.0) / 2.0)));
        self.to.set_fill_style_str(&self.ink.ink_2.css());
        for (index, tick) in axis.upper.iter().enumerate() {
            let label = format::tick(tick.at, tick.unit, true, scene.zone);
            let next = axis.upper.get(index + 1).map_or(right, |n| self.x(scene.window, n.at));
            // The label of a day that began before the window stays at the left edge.
            let x = self.x(scene.window, tick.at).max(self.left()) + 4.0 * ratio;
            if x + self.width(&label) <= next.min(right) {
                self.text(&label, x, upper_y);
            }
        }
        self.to.set_font(&self.ink.font(11.0 * ratio, 400));
        self.to.set_fill_style_str(&self.ink.ink_3.css());
        let mut free = self.left();
        for tick in &axis.lower {
            let x = self.x(scene.window, tick.at);
            let label = format::tick(tick.at, tick.unit, axis.upper.is_empty(), scene.zone);
            let width = self.width(&label);
            if x >= free && x + 4.0 * ratio + width <= right {
                self.text(&label, x + 4.0 * ratio, lower_y);
                free = x + width + 12.0 * ratio;
            }
        }
    }

    fn width(&self, text: &str) -> f64 {
        self.to.measure_text(text).map_or(0.0, |m| m.width())
    }

    fn grid(&self, scene: &Scene<'_>, axis: &TimeAxis) {
        let (top, bottom) = (self.px(AXIS), self.bottom());
        let line = self.size.ratio.0.round().max(1.0);
        for tick in &axis.lower {
            self.fill(&self.ink.ink.css_alpha(0.08), self.x(scene.window, tick.at), top, line, bottom - top);
        }
        for tick in axis.upper.iter().filter(|t| t.at > scene.window.start) {
            self.fill(&self.ink.ink.css_alpha(0.3), self.x(scene.window, tick.at), top, line, bottom - top);
        }
    }

    fn lanes(&self, scene: &Scene<'_>) {
        let (left, strip, height) = (self.left(), self.strip(), self.px(LANE));
        let line = self.size.ratio.0.round().max(1.0);
        let seen = self.layout.rows.visible();
        for lane in seen.clone() {
            let top = self.top(lane);
            self.fill(&self.ink.panel.css(), left, top, strip, height);
            if let (Some(hatch), Some(_)) = (self.hatches[0], scene.picture) {
                self.to.set_fill_style_canvas_pattern(hatch);
                self.to.fill_rect(left, top, strip, height);
            }
        }
        if let Some(picture) = scene.picture {
            picture.paint(self.to, scene.window, self.layout.rows, self.size.ratio.0, (left, self.px(AXIS)));
            let veil = self.ink.panel.css_alpha(0.8);
            for (lane, x, width) in picture.unplanned(scene.window).filter(|(lane, ..)| seen.contains(lane)) {
                self.fill(&veil, left + x, self.top(lane), width, height);
            }
            if let Some(hatch) = self.hatches[1] {
                self.to.set_fill_style_canvas_pattern(hatch);
                for (lane, x, width) in picture.repaired(scene.window).filter(|(lane, ..)| seen.contains(lane)) {
                    self.to.fill_rect(left + x, self.top(lane), width, height);
                }
            }
            self.letters(scene, picture);
        }
        for lane in seen {
            let top = self.top(lane);
            // Light colours need an edge of their own to be told from the ground.
            self.fill(&self.ink.edge.css(), left, top + height - line, strip, line);
            self.fill(&self.ink.line.css(), left, top, strip, line);
            if self.dimmed(scene, lane) {
                self.fill(&self.ink.panel.css_alpha(0.72), left, top, strip, height);
            }
        }
    }

    fn letters(&self, scene: &Scene<'_>, picture: &Picture) {
        self.to.set_font(&self.ink.font(11.0 * self.size.ratio.0, 600));
        self.to.set_text_align("center");
        for (lane, x, letter, colour) in picture.letters(scene.window) {
            let veiled = picture
                .unplanned(scene.window)
                .any(|(other, from, width)| other == lane && from <= x && x <= from + width);
            let ink = if veiled { self.ink.ink_3 } else { colour.readable() };
            self.to.set_fill_style_str(&ink.css_alpha(0.9));
            self.text(letter, self.left() + x, self.top(lane) + self.px(CssPx(LANE.0 / 2.0)));
        }
        self.to.set_text_align("left");
    }

    fn dimmed(&self, scene: &Scene<'_>, lane: usize) -> bool {
        !scene.chosen.is_empty() && scene.lanes.get(lane).is_some_and(|l| !scene.chosen.contains(&l.asset))
    }

    fn names(&self, scene: &Scene<'_>) {
        let ratio = self.size.ratio.0;
        self.to.save();
        self.to.begin_path();
        self.to.rect(0.0, self.px(AXIS), self.left(), self.bottom() - self.px(AXIS));
        self.to.clip();
        self.to.set_text_baseline("middle");
        self.to.set_text_align("left");
        let room = self.left() - 10.0 * ratio;
        for lane in self.layout.rows.visible() {
            let Some(named) = scene.lanes.get(lane) else { continue };
            let chosen = scene.chosen.contains(&named.asset);
            let colour = if self.dimmed(scene, lane) { self.ink.ink_3 } else { self.ink.ink };
            let weight = if chosen { 600 } else { 400 };
            self.to.set_font(&self.ink.font(12.5 * ratio, weight));
            self.to.set_fill_style_str(&colour.css());
            let middle = self.top(lane) + self.px(CssPx(LANE.0 / 2.0));
            let name = text::monitor::lane_name(named);
            match self.broken(&name, room) {
                None => self.text(&self.shortened(&name, room), 0.0, middle),
                Some((first, second)) => {
                    self.to.set_font(&self.ink.font(11.0 * ratio, weight));
                    self.text(&self.shortened(first, room), 0.0, middle - 6.5 * ratio);
                    self.text(&self.shortened(second, room), 0.0, middle + 6.5 * ratio);
                }
            }
        }
        self.to.restore();
    }

    /// A name that is too long for one line, in two: broken at the last space at which the first part fits.
    fn broken<'n>(&self, name: &'n str, room: f64) -> Option<(&'n str, &'n str)> {
        if self.width(name) <= room {
            return None;
        }
        let mut spaces = name.char_indices().filter(|(_, c)| c.is_whitespace()).map(|(at, _)| name.split_at(at));
        let fitting = spaces.rfind(|(first, _)| self.width(first) <= room);
        fitting.map(|(first, second)| (first, second.trim_start()))
    }

    /// A name that fits; what is cut off is said by three dots.
    fn shortened(&self, name: &str, room: f64) -> String {
        if self.width(name) <= room {
            return name.to_owned();
        }
        let letters: Vec<char> = name.chars().collect();
        let fits = |count: &usize| {
            let short: String = letters.iter().take(*count).chain(['…'].iter()).collect();
            self.width(&short) <= room
        };
        let count = (0..letters.len()).rev().find(fits).unwrap_or(0);
        letters.iter().take(count).chain(['…'].iter()).collect()
    }

    fn selection(&self, scene: &Scene<'_>) {
        let ratio = self.size.ratio.0;
        let (top, bottom) = (self.px(AXIS), self.bottom() + self.px(FOOT));
        if let Some((span, lanes)) = &scene.dragged {
            let (x, y) = (self.x(scene.window, span.start), self.top(lanes.start));
            let width = self.x(scene.window, span.end) - x;
            let height = self.top(lanes.end.saturating_sub(1)) + self.px(LANE) - y;
            self.fill(&self.ink.accent.css_alpha(0.2), x, y, width, height);
            self.frame(self.ink.accent, x, y, width, height);
        } else if let Some(part) = scene.part {
            let (x, end) = (self.x(scene.window, part.start), self.x(scene.window, part.end));
            self.fill(&self.ink.accent.css_alpha(0.14), x, top, end - x, bottom - top);
            let line = (1.5 * ratio).round().max(1.0);
            self.fill(&self.ink.accent.css(), x, top, line, bottom - top);
            self.fill(&self.ink.accent.css(), end - line, top, line, bottom - top);
        }
        if let Some((lane, span)) = scene.opened {
            let x = self.x(scene.window, span.start);
            let width = (self.x(scene.window, span.end) - x).max(3.0 * ratio);
            let y = self.top(lane) - 2.0 * ratio;
            self.frame(self.ink.ink, x - ratio, y, width + 2.0 * ratio, self.px(LANE) + 4.0 * ratio);
        }
    }

    /// A frame of a colour with a rim of the ground, so that it is seen on any lane.
    fn frame(&self, colour: Rgb, x: f64, y: f64, width: f64, height: f64) {
        let ratio = self.size.ratio.0;
        for (line, colour) in [(4.0 * ratio, self.ink.panel), (2.0 * ratio, colour)] {
            self.to.set_line_width(line);
            self.to.set_stroke_style_str(&colour.css());
            self.to.stroke_rect(x, y, width, height);
        }
    }

    fn marks(&self, scene: &Scene<'_>) {
        let ratio = self.size.ratio.0;
        let line = ratio.round().max(1.0);
        let (left, right) = (self.left(), self.left() + self.strip());
        let bottom = self.bottom() + self.px(FOOT);
        for at in scene.marks {
            let x = self.x(scene.window, *at);
            if (left..=right).contains(&x) {
                let top = self.px(UPPER);
                self.fill(&self.ink.ink.css(), x, top, line, bottom - top);
                self.to.begin_path();
                self.to.move_to(x, top);
                self.to.line_to(x + 9.0 * ratio, top + 4.0 * ratio);
                self.to.line_to(x, top + 8.0 * ratio);
                self.to.fill();
            }
        }
        let Some(cursor) = scene.cursor else { return };
        let x = self.x(scene.window, cursor.at);
        if (left..=right).contains(&x) {
            self.fill(&self.ink.ink.css_alpha(0.55), x, self.px(AXIS), line, bottom - self.px(AXIS));
            if scene.focused && self.layout.rows.visible().contains(&cursor.lane) {
                let (y, half) = (self.top(cursor.lane), 3.0 * ratio);
                self.frame(self.ink.accent, x - half, y - ratio, 2.0 * half, self.px(LANE) + 2.0 * ratio);
            }
        }
    }

    fn scroll_bar(&self) {
        let rows = self.layout.rows;
        let end = rows.scroll_end().0;
        if end <= 0.0 {
            return;
        }
        let (top, height) = (self.px(AXIS), self.px(rows.height));
        let share = rows.height.0 / (rows.height.0 + end);
        let thumb = (height * share).max(16.0 * self.size.ratio.0);
        let y = top + (height - thumb) * rows.scroll.0 / end;
        let x = self.left() + self.strip() + self.px(CssPx(3.0));
        let width = self.px(BAR) - self.px(CssPx(3.0));
        self.fill(&self.ink.line_2.css(), x, top, width, height);
        self.fill(&self.ink.edge.css(), x, y, width, thumb);
    }
}
