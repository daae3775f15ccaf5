//! Bars drawn with plotters: the Pareto and the waterfall. Layout in CSS pixels, turned at the last moment.

use crate::canvas::{Area, Chart, ChartError, Rgb, plot_colour};
use crate::text;
use plotters::prelude::{Color, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// One bar of the Pareto.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) label: String,
    /// None = hatched on the lanes, drawn as an empty frame here.
    pub(super) colour: Option<Rgb>,
}

/// One step of the waterfall; values are shares of the first.
pub(super) struct Step {
    pub(super) name: String,
    pub(super) value: f64,
    /// Stands on the ground rather than hanging from the step before.
    pub(super) total: bool,
    pub(super) colour: Option<Rgb>,
}

/// A rectangle with an edge, because light colours need one (3:1). CSS pixels.
fn block(chart: &Chart, area: &Area<'_>, at: [f64; 4], colour: Option<Rgb>) -> Result<(), ChartError> {
    let [x0, y0, x1, y1] = at;
    let corners =
        [(chart.px(x0), chart.px(y0)), (chart.px(x1).max(chart.px(x0) + 1), chart.px(y1).max(chart.px(y0) + 1))];
    if let Some(colour) = colour {
        area.draw(&Rectangle::new(corners, plot_colour(colour).filled()))?;
    }
    let needs_edge = colour.is_none_or(|c| c.contrast(chart.ink.panel) < 3.0);
    if needs_edge {
        area.draw(&Rectangle::new(corners, plot_colour(chart.ink.edge).stroke_width(chart.px(1.0).unsigned_abs())))?;
    }
    Ok(())
}

struct Label<'a> {
    text: &'a str,
    at: (f64, f64),
    size: f64,
    colour: Rgb,
    horizontal: HPos,
}

fn write(chart: &Chart, area: &Area<'_>, label: Label<'_>) -> Result<(), ChartError> {
    let style = chart.text(label.size, label.colour).pos(Pos::new(label.horizontal, VPos::Center));
    area.draw(&Text::new(label.text.to_owned(), (chart.px(label.at.0), chart.px(label.at.1)), style))?;
    Ok(())
}

/// Whether a text is wider than so many CSS pixels.
fn wider(chart: &Chart, area: &Area<'_>, text: &str, size: f64, room: f64) -> Result<bool, ChartError> {
    let style = chart.text(size, chart.ink.ink);
    Ok(area.estimate_text_size(text, &style)?.0 as i32 > chart.px(room))
}

/// A text shortened in its middle to a width in CSS pixels: what tells two apart is often at the end.
fn fitting(chart: &Chart, area: &Area<'_>, text: &str, size: f64, room: f64) -> Result<String, ChartError> {
    let mut letters = text.chars().count();
    loop {
        let short = crate::text::format::middle(text, letters);
        if letters == 0 || !wider(chart, area, &short, size, room)? {
            return Ok(short);
        }
        letters -= 1;
    }
}

/// Horizontal bars, largest first.
pub(super) fn pareto(chart: &Chart, bars: &[Bar]) -> Result<(), ChartError> {
    const PITCH: f64 = 26.0;
    let Some(area) = chart.area() else { return Ok(()) };
    let (width, _) = chart.css_size();
    let names = (width * 0.42).min(220.0);
    let values = 92.0;
    let most = bars.iter().map(|b| b.value).fold(0.0, f64::max).max(f64::MIN_POSITIVE);
    let room = (width - names - values).max(8.0);
    for (index, bar) in bars.iter().enumerate() {
        let middle = index as f64 * PITCH + PITCH / 2.0 + 2.0;
        let name = fitting(chart, &area, &bar.name, 12.5, names - 12.0)?;
        let at = (0.0, middle);
        write(chart, &area, Label { text: &name, at, size: 12.5, colour: chart.ink.ink, horizontal: HPos::Left })?;
        let length = (bar.value.max(0.0) / most * room).max(2.0);
        block(chart, &area, [names, middle - 7.0, names + length, middle + 7.0], bar.colour)?;
        let at = (names + length + 8.0, middle);
        write(
            chart,
            &area,
            Label { text: &bar.label, at, size: 12.0, colour: chart.ink.ink_2, horizontal: HPos::Left },
        )?;
    }
    Ok(())
}

/// From the first step on the ground down to the last.
pub(super) fn waterfall(chart: &Chart, steps: &[Step]) -> Result<(), ChartError> {
    const LINE: f64 = 13.0;
    let Some(area) = chart.area() else { return Ok(()) };
    let (width, height) = chart.css_size();
    let slot = width / steps.len().max(1) as f64;
    // Where a name is wider than its step they stand in two rows by turns, which gives each twice the room.
    let mut turns = 1_u32;
    for step in steps {
        if wider(chart, &area, &step.name, 11.5, slot - 4.0)? {
            turns = 2;
        }
    }
    let (top, ground) = (18.0, height - 22.0 - f64::from(turns - 1) * LINE);
    let bar = (slot * 0.78).min(64.0);
    // Made faster than the ideal cycle, speed gives time back: then a step rises above the first.
    let mut level = 0.0;
    let mut highest = 1.0_f64;
    for step in steps {
        level = if step.total { step.value } else { level - step.value };
        highest = highest.max(level);
    }
    let y = |share: f64| ground - share.max(0.0) / highest * (ground - top);
    let mut level = 0.0;
    for (index, step) in steps.iter().enumerate() {
        let x = index as f64 * slot + (slot - bar) / 2.0;
        let (from, to) = if step.total { (step.value, 0.0) } else { (level, level - step.value) };
        level = if step.total { step.value } else { to };
        block(
            chart,
            &area,
            [x, y(from.max(to)), x + bar, y(from.min(to))],
            step.colour.or(Some(chart.ink.ink_2)).filter(|_| step.total || step.colour.is_some()),
        )?;
        let label = if step.total {
            text::monitor::percent(step.value)
        } else {
            crate::text::format::number_exact(-step.value * 100.0, 1)
        };
        let middle = x + bar / 2.0;
        let above = (middle, y(from.max(to)) - 9.0);
        write(
            chart,
            &area,
            Label { text: &label, at: above, size: 11.5, colour: chart.ink.ink_2, horizontal: HPos::Center },
        )?;
        // The outermost begin and end with the chart, which leaves them less room before the next in their row.
        let (x, horizontal, slots) = match index {
            _ if turns == 1 => (middle, HPos::Center, 1.0),
            0 => (0.0, HPos::Left, 1.5),
            last if last + 1 == steps.len() => (width, HPos::Right, 1.5),
            _ => (middle, HPos::Center, 2.0),
        };
        let name = fitting(chart, &area, &step.name, 11.5, slot * slots - 4.0)?;
        let row = f64::from(index as u32 % turns) * LINE;
        let below = (x, ground + 12.0 + row);
        write(chart, &area, Label { text: &name, at: below, size: 11.5, colour: chart.ink.ink_3, horizontal })?;
    }
    Ok(())
}
