//! OEE per bucket of time: per shift, per production day, or in even buckets.
//!
//! ```text
//! planned rows   |early   |late    |               |early   |late    |
//! by shift       [        [        )               [        [        )      a bucket per planned row
//! by day         [                                 [                        from the first shift of a local day to that of the next
//! even           [    [    [    [    [    [    [    [    [    [    [   )      from the start of the window
//! ```
//!
//! A bucket's figures are those of the same window asked on its own: a count belongs to the bucket of its instant. Where pieces are booked
//! more rarely than buckets end, one bucket is credited with what was made before it. Such a point says since when its pieces were counted.

use super::oee::{Buckets, Definition, Ideals, Machine, Window, assets, buckets, figures, made};
use crate::index::Dataset;
use crate::model::tables::CalendarKind;
use crate::model::{AssetId, Micros, NameId, Span};
use crate::order::Gather;
use crate::protocol::{AskError, Instant, TrendAnswer, TrendBy, TrendPoint};
use crate::recipe::Recipe;
use std::collections::{BTreeMap, BTreeSet};

/// More points than this are refused: no chart can show them.
const MOST_POINTS: usize = 20_000;

/// So many shifts or days are told apart in one chart; with fewer than [`LEAST_BUCKETS`] even buckets say more.
const MOST_BUCKETS: usize = 48;
const LEAST_BUCKETS: usize = 4;

const DAY: Micros = 86_400_000_000;

/// What a trend is asked for, beside assets and window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrendParams<'a> {
    /// Length of even buckets in seconds.
    pub bucket: f64,
    /// Where buckets begin instead, where a calendar says.
    pub by: Option<TrendBy>,
    /// OEE definition.
    pub definition: Option<&'a str>,
}

/// A bucket, with its shift where it is one.
type Bucket = (Span, Option<NameId>);

/// OEE of all assets together, per bucket.
pub fn trend(
    data: &Dataset,
    recipe: &Recipe,
    asked: &[String],
    from: Option<Instant>,
    to: Option<Instant>,
    params: TrendParams<'_>,
) -> Result<TrendAnswer, AskError> {
    let definition = Definition::choose(params.definition, recipe).map_err(AskError::new)?;
    let window = Window::choose(data, from, to)?;
    let assets = assets(data, recipe, asked)?;
    let by_calendar = params.by.and_then(|by| by_calendar(data, &assets, window.span, by));
    let (by, spans) = match by_calendar {
        Some((by, spans)) => (Some(by), spans),
        None => (None, even(window.span, params.bucket)?),
    };
    if spans.len() > MOST_POINTS {
        return Err(too_many());
    }
    let ideals = Ideals::new(data, recipe);
    let mut points = Vec::new();
    for (span, shift) in spans {
        let part = window.part(span);
        let mut sum = Buckets::zero();
        let mut counted_since: Option<Micros> = None;
        for asset in &assets {
            let machine = Machine::new(data, recipe, definition, *asset, part);
            let own = buckets(&machine, &made(&machine, &ideals));
            if figures(&own).performance.value.is_some_and(|p| p > 1.0) {
                let since = counted_before(data, *asset, span);
                counted_since = counted_since.into_iter().chain(since).min();
            }
            sum.add(&own);
        }
        let f = figures(&sum);
        points.push(TrendPoint {
            from: Instant(span.start),
            to: Instant(span.end),
            oee: f.oee.value,
            availability: f.availability.value,
            performance: f.performance.value,
            quality: f.quality.value,
            coverage: f.coverage.value,
            shift: shift.and_then(|name| data.facts.names.get(name)).map(str::to_owned),
            counted_since: counted_since.map(Instant),
        });
    }
    Ok(TrendAnswer { by, points, left_out: data.left_out })
}

fn too_many() -> AskError {
    AskError::new(format!("That would be more than {MOST_POINTS} points. Choose longer buckets or a shorter window."))
}

/// Buckets of one length from the window's start; the last one ends with the window.
fn even(window: Span, seconds: f64) -> Result<Vec<Bucket>, AskError> {
    let length = libm::round(seconds * 1e6);
    // Written so that a length that is no number is refused too.
    if !(1.0..9e15).contains(&length) {
        return Err(AskError::new("A trend needs buckets of at least a microsecond. Give their length in seconds."));
    }
    let length = length as Micros;
    let whole = i128::from(window.end) - i128::from(window.start);
    if whole / i128::from(length) > MOST_POINTS as i128 {
        return Err(too_many());
    }
    let mut spans = Vec::new();
    let mut start = window.start;
    while start < window.end {
        let end = start.saturating_add(length).min(window.end);
        spans.push((Span::new(start, end), None));
        start = end;
    }
    Ok(spans)
}

/// Buckets by shift or production day; none where no calendar says, or where they would not make a chart and the question leaves it open.
fn by_calendar(data: &Dataset, assets: &[AssetId], window: Span, by: TrendBy) -> Option<(TrendBy, Vec<Bucket>)> {
    let shifts = shifts(data, assets);
    let clip = |buckets: Vec<Bucket>| -> Vec<Bucket> {
        let clipped = buckets.into_iter().map(|(span, name)| (span.intersect(window), name));
        clipped.filter(|(span, _)| !span.is_empty()).collect()
    };
    let fits = |buckets: &Vec<Bucket>| match by {
        TrendBy::Auto => (LEAST_BUCKETS..=MOST_BUCKETS).contains(&buckets.len()),
        TrendBy::Shift | TrendBy::Day => !buckets.is_empty(),
    };
    // Machines whose shifts differ have no shift in common, but a day.
    let apart = shifts.windows(2).all(|pair| pair[0].0.end <= pair[1].0.start);
    let by_shift = (by != TrendBy::Day && apart).then(|| clip(shifts.clone())).filter(fits);
    if let Some(buckets) = by_shift {
        return Some((TrendBy::Shift, buckets));
    }
    let zone_of = assets.first().map_or("", |asset| data.facts.names.text(data.facts.assets.name(*asset)));
    let by_day = clip(days(&shifts, |at| data.facts.zones.local_day(at, zone_of)));
    Some((TrendBy::Day, by_day)).filter(|(_, buckets)| fits(buckets))
}

/// The planned rows that hold for any of the assets, each span once, in time order. As in its calendar, an asset's are those of the nearest
/// level that has any.
fn shifts(data: &Dataset, assets: &[AssetId]) -> Vec<Bucket> {
    let facts = &data.facts;
    let mut spans: BTreeMap<Span, Option<NameId>> = BTreeMap::new();
    let planned = || facts.calendars.rows().filter(|row| row.kind == CalendarKind::Planned);
    let stating: BTreeSet<AssetId> = planned().map(|row| row.asset).gather_set();
    let nearest = |asset: &AssetId| data.calendars.lineage(*asset).into_iter().find(|level| stating.contains(level));
    let levels: BTreeSet<AssetId> = assets.iter().filter_map(nearest).gather_set();
    for row in planned().filter(|row| row.start < row.end) {
        if levels.contains(&row.asset) {
            let name = spans.entry(Span::new(row.start, row.end)).or_insert(row.shift.some());
            // Rows that name the same time differently have no name in common.
            *name = name.filter(|name| Some(*name) == row.shift.some());
        }
    }
    spans.into_iter().collect()
}

/// A production day begins with the first shift of a local day. It ends where the next begins, at the latest after a day or with its last
/// shift.
fn days(shifts: &[Bucket], local_day: impl Fn(Micros) -> i64) -> Vec<Bucket> {
    let mut days: Vec<Span> = Vec::new();
    for group in shifts.chunk_by(|a, b| local_day(a.0.start) == local_day(b.0.start)) {
        let (Some((first, _)), Some(end)) = (group.first(), group.iter().map(|(span, _)| span.end).max()) else {
            continue;
        };
        days.push(Span::new(first.start, end.max(first.start.saturating_add(DAY))));
    }
    let next: Vec<Micros> = days.iter().skip(1).map(|day| day.start).collect();
    for (day, next) in days.iter_mut().zip(next) {
        day.end = day.end.min(next);
    }
    days.into_iter().map(|day| (day, None)).collect()
}

/// Since when the first pieces of a bucket were counted, if that includes planned time before it.
fn counted_before(data: &Dataset, asset: AssetId, bucket: Span) -> Option<Micros> {
    let counts = &data.counts.of(asset)?.counts;
    let first = counts.partition_point(|count| count.at < bucket.start);
    let since = counts.get(first.checked_sub(1)?)?.at.saturating_add(1);
    let before = Span::new(since, bucket.start);
    let planned = data.calendars.of(asset).map_or(before.length(), |calendar| calendar.busy.length_in(before));
    (planned > 0 && counts.get(first).is_some_and(|count| bucket.contains(count.at))).then_some(since)
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

    fn ask(session: &Session, bucket: f64, by: Option<TrendBy>) -> Result<TrendAnswer, AskError> {
        let params = TrendParams { bucket, by, definition: None };
        trend(session.data(), &Recipe::default(), &[], None, None, params)
    }

    fn even_trend(session: &Session, bucket: f64) -> Result<TrendAnswer, AskError> {
        ask(session, bucket, None)
    }

    /// Three days in Berlin over the change to summer time: an early and a late shift each, pieces booked once per shift.
    fn shifts() -> Session {
        let mut session = Session::new();
        let mut plan = String::from("asset,start,end,kind,shift\n");
        let mut counts = String::from("asset,time,total,good\n");
        for (day, zone) in [("28", "+01:00"), ("29", "+02:00"), ("30", "+02:00")] {
            for (shift, from, to) in [("early", "06:00", "14:00"), ("late", "14:00", "22:00")] {
                plan.push_str(&format!(
                    "saw,2026-03-{day}T{from}:00{zone},2026-03-{day}T{to}:00{zone},planned,{shift}\n"
                ));
                counts.push_str(&format!("saw,2026-03-{day}T{to}:00{zone},400,400\n"));
            }
        }
        for (name, text) in [
            ("plan.csv", plan.as_str()),
            ("counts.csv", counts.as_str()),
            ("assets.csv", "asset,zone,unlogged\nsaw,Europe/Berlin,running\n"),
            ("products.csv", "product,ideal_cycle_s\np,36\n"),
        ] {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        session
    }

    #[test]
    fn buckets_are_shifts_and_production_days_where_a_calendar_says_so() {
        let session = shifts();
        let by_shift = ask(&session, 0.0, Some(TrendBy::Shift)).unwrap();
        let names: Vec<_> = by_shift.points.iter().map(|p| p.shift.as_deref()).collect();
        assert_eq!(names, [Some("early"), Some("late"), Some("early"), Some("late"), Some("early"), Some("late")]);
        assert!(by_shift.points.iter().all(|p| p.oee == Some(0.5) && p.to.0 - p.from.0 == 8 * 3_600_000_000));
        let by_day = ask(&session, 0.0, Some(TrendBy::Day)).unwrap();
        let starts: Vec<String> = by_day.points.iter().map(|p| crate::model::format_rfc3339(p.from.0)).collect();
        // Six in the morning in Berlin, before and after the clock changes.
        assert_eq!(starts, ["2026-03-28T05:00:00Z", "2026-03-29T04:00:00Z", "2026-03-30T04:00:00Z"]);
        assert!(by_day.points.iter().all(|p| p.oee == Some(0.5)));
        assert_eq!(ask(&session, 3600.0, Some(TrendBy::Auto)).unwrap().by, Some(TrendBy::Shift));
        assert_eq!(ask(&plant(), 3600.0, Some(TrendBy::Auto)).unwrap().by, None, "one shift makes no chart");
    }

    #[test]
    fn a_machine_with_shifts_of_its_own_has_no_others() {
        let mut session = Session::new();
        let mut plan = String::from("asset,start,end,kind,shift\n");
        for day in 23..27 {
            for (asset, from, to, shift) in [("line", 6, 14, "early"), ("line", 14, 22, "late"), ("saw", 7, 9, "own")] {
                let at = |hour| format!("2026-03-{day}T{hour:02}:00:00Z");
                plan.push_str(&format!("{asset},{},{},planned,{shift}\n", at(from), at(to)));
            }
        }
        for (name, text) in [("plan.csv", plan.as_str()), ("assets.csv", "asset,parent\nsaw,line\nmill,line\n")] {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        let shifts_of = |asset: &str| {
            let params = TrendParams { bucket: 0.0, by: Some(TrendBy::Shift), definition: None };
            let answer = trend(session.data(), &Recipe::default(), &[asset.to_owned()], None, None, params).unwrap();
            answer.points.into_iter().filter_map(|p| p.shift).collect::<Vec<_>>()
        };
        assert_eq!(shifts_of("saw"), ["own"; 4]);
        assert_eq!(shifts_of("mill"), ["early", "late"].repeat(4));
    }

    #[test]
    fn a_point_above_one_hundred_percent_says_since_when_its_pieces_were_counted() {
        let session = shifts();
        let hourly = ask(&session, 3600.0, None).unwrap();
        let over: Vec<_> = hourly.points.iter().filter(|p| p.performance.is_some_and(|p| p > 1.0)).collect();
        assert_eq!(over.len(), 6);
        let since: Vec<_> = over.iter().map(|p| p.counted_since.map(|at| crate::model::format_rfc3339(at.0))).collect();
        // Nothing was booked before the first count: how long it covers, nobody knows.
        assert_eq!(since[0], None);
        assert_eq!(since[1].as_deref(), Some("2026-03-28T13:00:00Z"));
        assert!(hourly.points.iter().all(|p| p.counted_since.is_none() || p.performance.unwrap() > 1.0));
    }

    #[test]
    fn a_count_at_the_end_of_an_hour_belongs_to_that_hour_and_the_last_bucket_ends_with_the_window() {
        let session = plant();
        let answer = even_trend(&session, 3600.0).expect("a sound question");
        let oee: Vec<_> = answer.points.iter().map(|p| p.oee).collect();
        assert_eq!(oee, [Some(0.9), Some(0.5), Some(0.0)]);
        let last = &answer.points[2];
        assert_eq!((last.to.0 - last.from.0, last.availability, last.performance), (1_800_000_000, Some(0.0), None));
    }

    #[test]
    fn coverage_is_that_of_the_same_window_asked_alone_here_and_at_losses() {
        let mut session = Session::new();
        let plan = "asset,start,end,kind\nsaw,2026-03-23T06:00:00Z,2026-03-23T10:00:00Z,planned\n";
        // Nothing is known from half past seven to half past eight.
        let log = "asset,start,end,state\nsaw,2026-03-23T06:00:00Z,2026-03-23T07:30:00Z,run\n\
                   saw,2026-03-23T08:30:00Z,2026-03-23T10:00:00Z,run\n";
        for (name, text) in [("plan.csv", plan), ("states.csv", log)] {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        let trend = even_trend(&session, 3600.0).unwrap();
        assert_eq!(
            trend.points.iter().map(|p| p.coverage).collect::<Vec<_>>(),
            [Some(1.0), Some(0.5), Some(0.5), Some(1.0)]
        );
        let (data, recipe) = (session.data(), Recipe::default());
        for point in &trend.points {
            let window = (Some(point.from), Some(point.to));
            let oee = crate::analysis::monitor::oee(data, &recipe, &[], window.0, window.1, None).unwrap();
            let losses = crate::analysis::monitor::losses(data, &recipe, &[], window.0, window.1, None).unwrap();
            assert_eq!((point.coverage, losses.coverage), (oee.total.coverage.value, oee.total.coverage.value));
        }
    }

    #[test]
    fn a_bucket_without_length_and_too_many_buckets_are_refused() {
        let session = plant();
        for bucket in [0.0, -5.0, f64::NAN, f64::INFINITY, 1e-3] {
            assert!(even_trend(&session, bucket).is_err(), "{bucket}");
        }
    }
}
