//! OEE over time: per shift or production day where a calendar says so, else in buckets that fit the window; where something is needed the line
//! has a gap, and where a point cannot be what it says it is hollow.

use super::plot::{ChartHead, Draw, Plot};
use super::state::State;
use crate::canvas::{Area, Chart, ChartError, CssPx, Rgb, plot_colour, x_at};
use crate::text::zone::BrowserZone;
use crate::text::{self, format};
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::ByChoice;
use floorlens_core::model::Span;
use floorlens_core::protocol::{Question, TrendAnswer, TrendBy, TrendPoint};
use floorlens_core::view::time_axis;
use leptos::prelude::*;
use plotters::prelude::{Circle, Color, PathElement, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use std::rc::Rc;

/// Bucket lengths in seconds that people think in.
const BUCKETS: [f64; 11] =
    [60.0, 300.0, 900.0, 3_600.0, 7_200.0, 14_400.0, 28_800.0, 86_400.0, 604_800.0, 2_592_000.0, 31_536_000.0];

/// From this share on all of the planned time is covered, as it is written.
const FULL: f64 = 0.9995;

/// More points than this are not told apart.
const MOST_POINTS: f64 = 48.0;

fn bucket(seconds: f64) -> f64 {
    BUCKETS.into_iter().find(|bucket| seconds / bucket <= MOST_POINTS).unwrap_or(seconds / MOST_POINTS)
}

#[component]
pub(super) fn Trend(state: State) -> impl IntoView {
    let table = RwSignal::new(false);
    let length = Memo::new(move |_| {
        let span = match state.figures_of() {
            (Some(from), Some(to)) => Some(Span::new(from.0, to.0)),
            _ => state.extent.get(),
        };
        span.map(|span| bucket(floorlens_core::model::seconds(span.length())))
    });
    let trend = answer::<TrendAnswer>(move || {
        let (from, to) = state.figures_of();
        let (assets, definition) = (state.selection.assets.get(), state.selection.definition.get());
        Some(Question::Trend { assets, from, to, bucket: length.get()?, by: Some(TrendBy::Auto), definition })
    });
    let per = Signal::derive(move || match trend.get().ready().map(|answer| answer.by) {
        Some(Some(TrendBy::Shift)) => text::monitor::per_shift().to_owned(),
        Some(Some(_)) => text::monitor::per_day().to_owned(),
        Some(None) => length.get().map(text::monitor::per_bucket).unwrap_or_default(),
        None => String::new(),
    });
    let zone = state.selection.zone;
    view! {
        <section class="panel" aria-labelledby="trend-title">
            <ChartHead id="trend-title" title=text::monitor::trend() end=per table=table/>
            {loaded(trend, move |answer: TrendAnswer| {
                let points = answer.points;
                let early = points.iter().filter(|p| p.counted_since.is_some()).count() as u64;
                if points.iter().all(|p| p.oee.is_none() && p.availability.is_none()) {
                    return view! { <p class="empty">{text::monitor::trend_none()}</p> }.into_any();
                }
                let doubtful = points.iter().filter(|p| p.counted_since.is_none() && hollow(p)).count() as u64;
                let doubtful = (doubtful > 0).then(|| view! { <p class="small" id="trend-doubt">{text::monitor::doubtful(doubtful)}</p> });
                let thin: Vec<f64> = points.iter().filter_map(|p| p.coverage).filter(|share| *share < FULL).collect();
                let least = thin.iter().copied().fold(1.0, f64::min);
                let covered = (!thin.is_empty()).then(|| {
                    view! { <p class="small" id="trend-coverage">{text::monitor::covered_in_part(thin.len() as u64, least)}</p> }
                });
                let note = (early > 0).then(|| view! { <p class="small" id="trend-note">{text::monitor::counted_early(early)}</p> });
                let chart = move || if table.get() {
                    as_table(&points, &zone.get()).into_any()
                } else {
                    let points = points.clone();
                    let draw = Signal::derive_local(move || {
                        let (points, zone) = (points.clone(), zone.get());
                        Rc::new(move |chart: &Chart| draw_trend(chart, &points, &zone)) as Draw
                    });
                    view! {
                        <ul class="legend trend-key" aria-hidden="true">
                            {LINES.map(|(name, _, class)| view! { <li><i class=class></i>{name()}</li> }).into_iter().collect_view()}
                        </ul>
                        <Plot label=text::monitor::trend().to_owned() height=190.0 draw=draw/>
                    }.into_any()
                };
                view! { {chart} {note} {doubtful} {covered} <ByChoice/> }.into_any()
            })}
        </section>
    }
}

/// A line: its name, its values, its class in the key.
type Line = (fn() -> &'static str, fn(&TrendPoint) -> Option<f64>, &'static str);

/// OEE last, so that it lies on top.
const LINES: [Line; 4] = [
    (|| text::monitor::availability(), |p| p.availability, "key-line key-a"),
    (|| text::monitor::performance(), |p| p.performance, "key-line key-p"),
    (|| text::monitor::quality(), |p| p.quality, "key-line key-q"),
    (|| text::monitor::oee(), |p| p.oee, "key-line key-oee"),
];

/// What the key in the style sheet shows: run, set-up and engineering, which stay apart for everyone's eyes.
fn colour(line: usize, chart: &Chart) -> Rgb {
    match line {
        0 => Rgb(0x1b, 0x9e, 0x77),
        1 => Rgb(0xe0, 0xa1, 0x00),
        2 => Rgb(0xb4, 0x69, 0xc0),
        _ => chart.ink.ink,
    }
}

/// Whether a point is not what it says: credited with pieces of the time before it, above what can be, or of time without any data.
fn hollow(point: &TrendPoint) -> bool {
    let above = |share: Option<f64>| share.is_some_and(|share| share > 1.0 + 1e-9);
    point.counted_since.is_some() || above(point.oee) || above(point.availability) || point.coverage == Some(0.0)
}

fn draw_trend(chart: &Chart, points: &[TrendPoint], zone: &str) -> Result<(), ChartError> {
    let Some(area) = chart.area() else { return Ok(()) };
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return Ok(()) };
    let window = Span::new(first.from.0, last.to.0);
    let (width, height) = chart.css_size();
    let (left, right, top, ground) = (44.0, width - 8.0, 8.0, height - 20.0);
    // Performance above 100 % is shown as it is: the ideal cycle is then wrong, and hiding it would hide that.
    let values = LINES.iter().flat_map(|(_, value, _)| points.iter().filter_map(*value));
    let most = values.fold(1.0, f64::max);
    let y = |value: f64| ground - value.max(0.0) / most * (ground - top);
    grid(chart, &area, [left, right, top, ground], most)?;
    let axis = time_axis(window, &BrowserZone(zone), ((right - left) / 84.0).max(1.0) as u32);
    for tick in &axis.lower {
        let x = left + x_at(window, tick.at, CssPx(right - left)).0;
        let label = format::tick(tick.at, tick.unit, axis.upper.is_empty() || axis.lower.len() < 2, zone);
        let style = chart.text(11.0, chart.ink.ink_3).pos(Pos::new(HPos::Center, VPos::Center));
        if x > left + 16.0 && x < right - 16.0 {
            area.draw(&Text::new(label, (chart.px(x), chart.px(height - 8.0)), style))?;
        }
    }
    for point in points {
        let Some(share) = point.coverage.filter(|share| *share < FULL) else { continue };
        // As much of the strip's width as nothing is known of, from the bucket's start.
        let at = |instant| left + x_at(window, instant, CssPx(right - left)).0;
        let (from, to) = (at(point.from.0), at(point.to.0));
        let end = from + (to - from) * (1.0 - share);
        let strip = [(chart.px(from), chart.px(ground - 4.0)), (chart.px(end.max(from + 1.0)), chart.px(ground))];
        area.draw(&Rectangle::new(strip, plot_colour(chart.ink.edge).filled()))?;
    }
    for (index, (_, value, _)) in LINES.iter().enumerate() {
        let strong = index + 1 == LINES.len();
        let style = plot_colour(colour(index, chart))
            .stroke_width(chart.px(if strong { 2.0 } else { 1.25 }).unsigned_abs().max(1));
        let place = |p: &TrendPoint| {
            let middle = p.from.0 + (p.to.0 - p.from.0) / 2;
            let x = left + x_at(window, middle, CssPx(right - left)).0;
            value(p).map(|v| ((chart.px(x), chart.px(y(v))), hollow(p)))
        };
        for known in points.iter().map(place).collect::<Vec<_>>().split(Option::is_none) {
            let known: Vec<((i32, i32), bool)> = known.iter().copied().flatten().collect();
            if known.len() > 1 {
                area.draw(&PathElement::new(known.iter().map(|(at, _)| *at).collect::<Vec<_>>(), style))?;
            }
            for (at, early) in &known {
                if *early {
                    // Hollow: it says more than can be, or there is nothing behind it.
                    area.draw(&Circle::new(*at, chart.px(3.5), plot_colour(chart.ink.panel).filled()))?;
                    area.draw(&Circle::new(*at, chart.px(3.5), style))?;
                } else if strong || known.len() == 1 {
                    // A single point between two gaps is a dot, or it would not be seen.
                    area.draw(&Circle::new(*at, chart.px(2.5), plot_colour(colour(index, chart)).filled()))?;
                }
            }
        }
    }
    Ok(())
}

/// Lines and labels of the share axis.
fn grid(chart: &Chart, area: &Area<'_>, frame: [f64; 4], most: f64) -> Result<(), ChartError> {
    let [left, right, top, ground] = frame;
    let step = if most > 2.0 { (most / 4.0).ceil() } else { 0.25 };
    let mut share = 0.0;
    while share <= most + 1e-9 {
        let y = chart.px(ground - share / most * (ground - top));
        let strong = (share - 1.0).abs() < 1e-9 || share == 0.0;
        let colour = if strong { chart.ink.edge } else { chart.ink.line };
        let style = plot_colour(colour).stroke_width(chart.px(1.0).unsigned_abs().max(1));
        area.draw(&PathElement::new(vec![(chart.px(left), y), (chart.px(right), y)], style))?;
        let label = chart.text(11.0, chart.ink.ink_3).pos(Pos::new(HPos::Right, VPos::Center));
        area.draw(&Text::new(format!("{} %", format::number(share * 100.0, 0)), (chart.px(left - 6.0), y), label))?;
        share += step;
    }
    Ok(())
}

fn as_table(points: &[TrendPoint], zone: &str) -> impl IntoView + use<> {
    let share =
        |value: Option<f64>| value.map_or_else(|| text::monitor::trend_gap().to_owned(), text::monitor::percent);
    let rows = points.iter().map(|p| {
        view! {
            <tr>
                <th scope="row">{format::minute(p.from.0, zone)} " " {p.shift.clone().map(|shift| view! { <span class="quiet">{shift}</span> })}</th>
                <td>{format::minute(p.to.0, zone)}</td>
                <td class="small">{p.counted_since.map(|at| text::monitor::counted_since(&format::minute(at.0, zone)))}</td>
                {[p.oee, p.availability, p.performance, p.quality, p.coverage].map(|v| view! { <td class="number">{share(v)}</td> }).into_iter().collect_view()}
            </tr>
        }
    });
    view! {
        <div class="table-scroll table-tall" tabindex="0" role="group" aria-label=text::monitor::trend()>
            <table id="trend-table">
                <thead><tr>
                    <th scope="col">{text::monitor::from()}</th><th scope="col">{text::monitor::to()}</th><th scope="col"></th>
                    <th scope="col" class="number">{text::monitor::oee()}</th>
                    <th scope="col" class="number">{text::monitor::availability()}</th>
                    <th scope="col" class="number">{text::monitor::performance()}</th>
                    <th scope="col" class="number">{text::monitor::quality()}</th>
                    <th scope="col" class="number">{text::monitor::coverage()}</th>
                </tr></thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_trend_has_at_most_about_fifty_points_in_buckets_that_people_think_in() {
        assert_eq!(bucket(3_600.0), 300.0);
        assert_eq!(bucket(86_400.0), 3_600.0);
        assert_eq!(bucket(14.0 * 86_400.0), 28_800.0);
        assert_eq!(bucket(365.0 * 86_400.0), 2_592_000.0);
        for seconds in [1.0, 1e4, 1e6, 1e8, 1e10] {
            assert!(seconds / bucket(seconds) <= MOST_POINTS, "{seconds}");
        }
    }
}
