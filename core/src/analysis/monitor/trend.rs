//! OEE per bucket of time.

use super::oee::{Buckets, Definition, Ideals, Machine, Window, assets, buckets, figures, made};
use crate::index::Dataset;
use crate::model::{Micros, Span};
use crate::protocol::{AskError, Instant, TrendAnswer, TrendPoint};
use crate::recipe::Recipe;

/// More points than this are refused: no chart can show them.
const MOST_POINTS: i128 = 20_000;

/// OEE of all assets together, per bucket of `bucket` seconds from the window's start; the last bucket ends with the window.
pub fn trend(
    data: &Dataset,
    recipe: &Recipe,
    asked: &[String],
    from: Option<Instant>,
    to: Option<Instant>,
    bucket: f64,
    preset: Option<&str>,
) -> Result<TrendAnswer, AskError> {
    let definition = Definition::choose(preset, recipe).map_err(AskError::new)?;
    let window = Window::choose(data, from, to)?;
    let length = libm::round(bucket * 1e6);
    // Written so that a length that is no number is refused too.
    if !(1.0..9e15).contains(&length) {
        return Err(AskError::new("A trend needs buckets of at least a microsecond. Give their length in seconds."));
    }
    let length = length as Micros;
    let whole = i128::from(window.span.end) - i128::from(window.span.start);
    if whole / i128::from(length) > MOST_POINTS {
        return Err(AskError::new(format!(
            "That would be more than {MOST_POINTS} points. Choose longer buckets or a shorter window."
        )));
    }
    let assets = assets(data, recipe, asked)?;
    let ideals = Ideals::new(data, recipe);
    let mut points = Vec::new();
    let mut start = window.span.start;
    while start < window.span.end {
        let end = start.saturating_add(length).min(window.span.end);
        let part = window.part(Span::new(start, end));
        let mut sum = Buckets::zero();
        for asset in &assets {
            let machine = Machine::new(data, recipe, definition, *asset, part);
            sum.add(&buckets(&machine, &made(&machine, &ideals)));
        }
        let f = figures(&sum);
        points.push(TrendPoint {
            from: Instant(start),
            to: Instant(end),
            oee: f.oee.value,
            availability: f.availability.value,
            performance: f.performance.value,
            quality: f.quality.value,
        });
        start = end;
    }
    Ok(TrendAnswer { points })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Session;
    use std::rc::Rc;

    fn plant() -> Session {
        let mut session = Session::new();
        for (name, text) in [
            ("plan.csv", "asset,start,end,kind\nsaw,2026-03-23T06:00:00Z,2026-03-23T08:30:00Z,planned\n"),
            (
                "states.csv",
                "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T08:00:00Z,run\nsaw,2026-03-23T08:00:00Z,2026-03-23T08:30:00Z,down\n",
            ),
            ("products.csv", "product,ideal_cycle_s\np,36\n"),
            ("counts.csv", "asset,time,total,good\nsaw,2026-03-23T07:00:00Z,100,90\nsaw,2026-03-23T08:00:00Z,50,50\n"),
        ] {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        session
    }

    #[test]
    fn a_count_at_the_end_of_an_hour_belongs_to_that_hour_and_the_last_bucket_ends_with_the_window() {
        let session = plant();
        let answer =
            trend(session.data(), &Recipe::default(), &[], None, None, 3600.0, None).expect("a sound question");
        let oee: Vec<_> = answer.points.iter().map(|p| p.oee).collect();
        assert_eq!(oee, [Some(0.9), Some(0.5), Some(0.0)]);
        let last = &answer.points[2];
        assert_eq!((last.to.0 - last.from.0, last.availability, last.performance), (1_800_000_000, Some(0.0), None));
    }

    #[test]
    fn a_bucket_without_length_and_too_many_buckets_are_refused() {
        let session = plant();
        for bucket in [0.0, -5.0, f64::NAN, f64::INFINITY, 1e-3] {
            assert!(trend(session.data(), &Recipe::default(), &[], None, None, bucket, None).is_err(), "{bucket}");
        }
    }
}
