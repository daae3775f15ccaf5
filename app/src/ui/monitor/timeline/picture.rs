//! The engine's picture of the lanes: asked for whenever the view changes, shown moved and scaled until the exact one is here.

use super::layout::{GAP, LANE, Layout};
use crate::canvas::{PixelRatio, Rgb, Rows, x_at};
use crate::client::{Client, Drawn};
use crate::ui::monitor::categories::Palette;
use floorlens_core::model::Span;
use floorlens_core::protocol::{AskError, Instant, Lane};
use floorlens_core::view::RasterSpec;
use std::ops::Range;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement, ImageData};

/// Lanes above and below the screen that are drawn in advance, so that scrolling does not show blanks.
const AHEAD: usize = 3;

/// A letter is set where one state fills at least so many CSS pixels.
const LETTER_ROOM: f64 = 18.0;

/// What a picture is of.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Wanted {
    pub(super) window: Span,
    pub(super) lanes: Range<usize>,
    pub(super) names: Vec<String>,
    pub(super) width: u32,
    pub(super) ratio: PixelRatio,
    pub(super) palette: Palette,
    /// Changes with the data.
    pub(super) version: u32,
}

impl Wanted {
    /// The exact picture for a layout.
    pub(super) fn new(
        layout: &Layout,
        window: Span,
        lanes: &[Lane],
        ratio: PixelRatio,
        palette: Palette,
        version: u32,
    ) -> Wanted {
        let seen = layout.rows.visible();
        let shown = seen.start.saturating_sub(AHEAD)..(seen.end + AHEAD).min(lanes.len());
        let names = lanes.get(shown.clone()).unwrap_or(&[]).iter().map(|l| l.asset.clone()).collect();
        Wanted { window, lanes: shown, names, width: layout.strip.to_device(ratio).0, ratio, palette, version }
    }

    fn lane_height(&self) -> u32 {
        LANE.to_device(self.ratio).0
    }

    fn gap(&self) -> u32 {
        (LANE + GAP).to_device(self.ratio).0.saturating_sub(self.lane_height())
    }

    fn spec(&self) -> RasterSpec {
        RasterSpec {
            from: Instant(self.window.start),
            to: Instant(self.window.end),
            lanes: self.names.clone(),
            width: self.width,
            lane_height: self.lane_height(),
            gap: self.gap(),
            palette: self.palette.rgba(),
            pinned: vec!["unplanned_down".to_owned()],
        }
    }

    /// Asks the engine. `None` when a newer picture was asked for meanwhile.
    pub(super) async fn draw(self, client: Client) -> Result<Option<Picture>, AskError> {
        match client.draw_latest("timeline", self.spec()).await? {
            Some(drawn) => {
                Picture::new(self, &drawn).map(Some).map_err(|error| AskError::new(crate::web::describe(&error)))
            }
            None => Ok(None),
        }
    }
}

/// A letter on a lane.
struct Letter {
    lane: usize,
    x: u32,
    text: &'static str,
    colour: Rgb,
}

/// A picture that is here.
pub(super) struct Picture {
    pub(super) of: Wanted,
    canvas: HtmlCanvasElement,
    letters: Vec<Letter>,
    /// Per lane, stretches of pixel columns in which no time was planned.
    unplanned: Stretches,
    /// The same of those that rest on repaired records.
    repaired: Stretches,
}

type Stretches = Vec<(usize, Range<u32>)>;

impl Picture {
    fn new(of: Wanted, drawn: &Drawn) -> Result<Picture, JsValue> {
        let document = web_sys::window().and_then(|w| w.document()).ok_or("There is no document.")?;
        let canvas: HtmlCanvasElement = document.create_element("canvas")?.unchecked_into();
        canvas.set_width(drawn.width);
        canvas.set_height(drawn.height);
        if drawn.width > 0 && drawn.height > 0 {
            let context: CanvasRenderingContext2d =
                canvas.get_context("2d")?.ok_or("There is no canvas.")?.unchecked_into();
            let image = ImageData::new_with_js_u8_clamped_array_and_sh(&drawn.pixels, drawn.width, drawn.height)?;
            context.put_image_data(&image, 0.0, 0.0)?;
        }
        let letters = letters(&of, drawn);
        let columns = of.lanes.len() * drawn.width as usize;
        let (planned, repaired) = drawn.planned.split_at(columns.min(drawn.planned.len()));
        let unplanned = stretches(&of, drawn.width, planned, 0);
        // Every other value says that some of it is.
        let repaired = stretches(&of, drawn.width, repaired, 1);
        Ok(Picture { of, canvas, letters, unplanned, repaired })
    }

    /// Where a pixel column of this picture is now, in device pixels from the left edge of the strip.
    fn scale(&self, window: Span, strip: f64) -> (f64, f64) {
        let width = crate::canvas::CssPx(strip);
        let left = x_at(window, self.of.window.start, width).0.round();
        let right = x_at(window, self.of.window.end, width).0.round();
        (left, (right - left) / f64::from(self.of.width.max(1)))
    }

    /// Draws the lanes with their upper left corner at `(left, top)`, clipped by the caller. Device pixels.
    pub(super) fn paint(&self, to: &CanvasRenderingContext2d, window: Span, rows: Rows, ratio: f64, at: (f64, f64)) {
        let strip = f64::from(self.of.width);
        let (left, scale) = self.scale(window, strip);
        let top = (rows.top(self.of.lanes.start).0 * ratio).round();
        to.set_image_smoothing_enabled(false);
        // A failed drawing leaves the hatch visible; the next frame tries again.
        let _ = to.draw_image_with_html_canvas_element_and_dw_and_dh(
            &self.canvas,
            at.0 + left,
            at.1 + top,
            strip * scale,
            f64::from(self.canvas.height()),
        );
    }

    /// Stretches without planned time as rectangles: lane, left edge and width in device pixels from the strip's left edge.
    pub(super) fn unplanned(&self, window: Span) -> impl Iterator<Item = (usize, f64, f64)> {
        self.placed(&self.unplanned, window)
    }

    /// Whether anything of it rests on repaired records.
    pub(super) fn any_repaired(&self) -> bool {
        !self.repaired.is_empty()
    }

    /// The same of stretches that rest on repaired records.
    pub(super) fn repaired(&self, window: Span) -> impl Iterator<Item = (usize, f64, f64)> {
        self.placed(&self.repaired, window)
    }

    fn placed<'a>(&self, stretches: &'a Stretches, window: Span) -> impl Iterator<Item = (usize, f64, f64)> + use<'a> {
        let (left, scale) = self.scale(window, f64::from(self.of.width));
        stretches.iter().map(move |(lane, columns)| {
            (*lane, left + f64::from(columns.start) * scale, f64::from(columns.end - columns.start) * scale)
        })
    }

    /// Letters: lane, middle in device pixels from the strip's left edge, text, and the colour that they stand on. Only on an
    /// exact picture: while it moves they would crowd.
    pub(super) fn letters(&self, window: Span) -> impl Iterator<Item = (usize, f64, &'static str, Rgb)> {
        let exact = window == self.of.window;
        self.letters.iter().filter(move |_| exact).map(|l| (l.lane, f64::from(l.x), l.text, l.colour))
    }
}

/// Letters where one state fills a stretch of a lane from top to bottom: read off the picture, so that the page needs no events.
fn letters(of: &Wanted, drawn: &Drawn) -> Vec<Letter> {
    let room = (LETTER_ROOM * of.ratio.0) as u32;
    let pitch = of.lane_height() + of.gap();
    let mut row = vec![0; drawn.width as usize * 4];
    let mut read = |y: u32| -> Vec<Option<Rgb>> {
        let start = y * drawn.width * 4;
        drawn.pixels.subarray(start, start + drawn.width * 4).copy_to(&mut row);
        row.chunks_exact(4).map(|p| (p[3] == 255).then_some(Rgb(p[0], p[1], p[2]))).collect()
    };
    let mut letters = Vec::new();
    for (index, lane) in of.lanes.clone().enumerate() {
        let top = index as u32 * pitch;
        if top + of.lane_height() > drawn.height || drawn.width == 0 {
            break;
        }
        let (first, last) = (read(top), read(top + of.lane_height() - 1));
        let filled: Vec<Option<Rgb>> = first.into_iter().zip(last).map(|(a, b)| a.filter(|_| a == b)).collect();
        let mut start = 0;
        for x in 1..=filled.len() {
            if x == filled.len() || filled[x] != filled[start] {
                if let Some(colour) = filled[start]
                    && (x - start) as u32 >= room
                    && let Some(text) = of.palette.letter_of(colour)
                {
                    letters.push(Letter { lane, x: ((start + x) / 2) as u32, text, colour });
                }
                start = x;
            }
        }
    }
    letters
}

/// Stretches of columns with nothing (`least` 0), or with at least so much.
fn stretches(of: &Wanted, width: u32, columns: &[u8], least: u8) -> Stretches {
    let mut found = Vec::new();
    for (lane, columns) in of.lanes.clone().zip(columns.chunks_exact((width as usize).max(1))) {
        let mut start = None;
        let inside = |share: u8| if least == 0 { share == 0 } else { share >= least };
        for (x, inside) in (0..).zip(columns.iter().map(|share| inside(*share)).chain([false])) {
            match (inside, start) {
                (true, None) => start = Some(x),
                (false, Some(from)) => {
                    found.push((lane, from..x));
                    start = None;
                }
                _ => {}
            }
        }
    }
    found
}
