//! Small charts: plotters on a canvas, sharp on every screen, in the page's colours and font.
//!
//! plotters draws in whole pixels of the canvas, so everything it is told is in device pixels: [`Chart::px`] turns a length.
//! Text is measured by the canvas itself. plotters' own way puts styled elements into the page, which the page's policy
//! refuses.

use super::ink::{Ink, Rgb};
use super::surface::Size;
use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, IntoDrawingArea, RGBColor, TextStyle};
use plotters::style::{FontFamily, FontStyle, IntoFont};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind};
use plotters_canvas::CanvasBackend;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// What went wrong while drawing; nothing a person can do about.
pub(crate) type ChartError = Box<dyn std::error::Error>;

/// The area of a chart.
pub(crate) type Area<'a> = DrawingArea<Backend, Shift>;

/// One drawing of a chart.
pub(crate) struct Chart {
    /// The page's colours and font.
    pub(crate) ink: Ink,
    size: Size,
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
}

impl Chart {
    /// Clears the canvas for a new drawing.
    pub(crate) fn begin(canvas: &HtmlCanvasElement, context: &CanvasRenderingContext2d, size: Size) -> Chart {
        let (width, height) = (f64::from(size.device_width.0), f64::from(size.device_height.0));
        context.clear_rect(0.0, 0.0, width, height);
        Chart { ink: Ink::of(canvas), size, canvas: canvas.clone(), context: context.clone() }
    }

    /// The whole canvas as a place to draw.
    pub(crate) fn area(&self) -> Option<DrawingArea<Backend, Shift>> {
        let inner = CanvasBackend::with_canvas_object(self.canvas.clone())?;
        let family = self.ink.family.clone();
        Some(Backend { inner, context: self.context.clone(), family }.into_drawing_area())
    }

    /// A length in CSS pixels as plotters wants it.
    pub(crate) fn px(&self, css: f64) -> i32 {
        (css * self.size.ratio.0).round() as i32
    }

    /// Width and height in CSS pixels.
    pub(crate) fn css_size(&self) -> (f64, f64) {
        (self.size.width.0, self.size.height.0)
    }

    /// Text of a size in CSS pixels.
    pub(crate) fn text(&self, css: f64, colour: Rgb) -> TextStyle<'static> {
        // The family is put in by the backend: plotters keeps only a few names.
        ("sans-serif", css * self.size.ratio.0).into_font().color(&plot_colour(colour))
    }
}

/// A colour as plotters wants it.
pub(crate) fn plot_colour(colour: Rgb) -> RGBColor {
    RGBColor(colour.0, colour.1, colour.2)
}

/// plotters-canvas with text that the canvas measures.
pub(crate) struct Backend {
    inner: CanvasBackend,
    context: CanvasRenderingContext2d,
    family: String,
}

type Drawn = Result<(), DrawingErrorKind<<CanvasBackend as DrawingBackend>::ErrorType>>;

/// A text style in the page's own font.
struct InPageFont<'a, S>(&'a S, &'a str);

impl<S: BackendTextStyle> BackendTextStyle for InPageFont<'_, S> {
    type FontError = S::FontError;

    fn color(&self) -> BackendColor {
        self.0.color()
    }

    fn size(&self) -> f64 {
        self.0.size()
    }

    fn transform(&self) -> plotters_backend::FontTransform {
        self.0.transform()
    }

    fn style(&self) -> FontStyle {
        self.0.style()
    }

    fn anchor(&self) -> plotters_backend::text_anchor::Pos {
        self.0.anchor()
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(self.1)
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Self::FontError> {
        self.0.layout_box(text)
    }

    fn draw<E, DrawFunc: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        text: &str,
        pos: BackendCoord,
        draw: DrawFunc,
    ) -> Result<Result<(), E>, Self::FontError> {
        self.0.draw(text, pos, draw)
    }
}

impl DrawingBackend for Backend {
    type ErrorType = <CanvasBackend as DrawingBackend>::ErrorType;

    fn get_size(&self) -> (u32, u32) {
        self.inner.get_size()
    }

    fn ensure_prepared(&mut self) -> Drawn {
        self.inner.ensure_prepared()
    }

    fn present(&mut self) -> Drawn {
        self.inner.present()
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.inner.draw_pixel(point, color)
    }

    fn draw_line<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, style: &S) -> Drawn {
        self.inner.draw_line(from, to, style)
    }

    fn draw_rect<S: BackendStyle>(&mut self, a: BackendCoord, b: BackendCoord, style: &S, fill: bool) -> Drawn {
        self.inner.draw_rect(a, b, style, fill)
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.draw_path(path, style)
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, radius: u32, style: &S, fill: bool) -> Drawn {
        self.inner.draw_circle(center, radius, style, fill)
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, style: &S) -> Drawn {
        self.inner.fill_polygon(path, style)
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, pos: BackendCoord) -> Drawn {
        self.inner.draw_text(text, &InPageFont(style, &self.family), pos)
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Self::ErrorType>> {
        self.context.set_font(&format!("{} {}px {}", style.style().as_str(), style.size(), self.family));
        let width = self.context.measure_text(text).map_or(0.0, |m| m.width());
        Ok((width.ceil() as u32, style.size().ceil() as u32))
    }
}
