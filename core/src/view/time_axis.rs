//! Where a time axis has its ticks: on round wall-clock times of a zone, whatever the zoom.
//!
//! ```text
//! upper  |Mon 23 Mar              |Tue 24 Mar          one step up: where the day (month, year …) changes
//! lower  |06:00 |12:00 |18:00     |      |06:00        the step that fits the width
//! ```
//!
//! Labels are the caller's: a tick says when it is and which unit it counts.

use crate::model::{Micros, Span};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// What a tick counts, and so how it is labelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TickUnit {
    /// Fractions of a second.
    Subsecond,
    /// Seconds.
    Second,
    /// Minutes and hours: both read as a time of day.
    Minute,
    /// Days.
    Day,
    /// Months.
    Month,
    /// Years.
    Year,
}

/// One tick.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// When.
    pub at: Micros,
    /// What it counts.
    pub unit: TickUnit,
}

/// The two rows of a time axis, each in time order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimeAxis {
    /// The larger unit. The first tick may lie before the window: it names the day (month …) in which the window starts.
    pub upper: Vec<Tick>,
    /// The step that fits.
    pub lower: Vec<Tick>,
}

/// A distance between ticks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Fixed length in microseconds, up to an hour.
    Fixed(Micros),
    /// Hours of the day, from midnight.
    Hours(i8),
    /// Days; seven means Mondays.
    Days(i64),
    /// Months of the year, from January.
    Months(i8),
    /// Years divisible by this.
    Years(i16),
}

const SECOND: Micros = 1_000_000;
const MINUTE: Micros = 60 * SECOND;
const HOUR: Micros = 60 * MINUTE;
const DAY: Micros = 24 * HOUR;

/// Steps from fine to coarse with their nominal length.
const STEPS: [(Step, Micros); 41] = {
    use Step::{Days, Fixed, Hours, Months, Years};
    [
        (Fixed(1), 1),
        (Fixed(2), 2),
        (Fixed(5), 5),
        (Fixed(10), 10),
        (Fixed(20), 20),
        (Fixed(50), 50),
        (Fixed(100), 100),
        (Fixed(200), 200),
        (Fixed(500), 500),
        (Fixed(1_000), 1_000),
        (Fixed(2_000), 2_000),
        (Fixed(5_000), 5_000),
        (Fixed(10_000), 10_000),
        (Fixed(20_000), 20_000),
        (Fixed(50_000), 50_000),
        (Fixed(100_000), 100_000),
        (Fixed(200_000), 200_000),
        (Fixed(500_000), 500_000),
        (Fixed(SECOND), SECOND),
        (Fixed(2 * SECOND), 2 * SECOND),
        (Fixed(5 * SECOND), 5 * SECOND),
        (Fixed(15 * SECOND), 15 * SECOND),
        (Fixed(30 * SECOND), 30 * SECOND),
        (Fixed(MINUTE), MINUTE),
        (Fixed(2 * MINUTE), 2 * MINUTE),
        (Fixed(5 * MINUTE), 5 * MINUTE),
        (Fixed(15 * MINUTE), 15 * MINUTE),
        (Fixed(30 * MINUTE), 30 * MINUTE),
        (Fixed(HOUR), HOUR),
        (Hours(3), 3 * HOUR),
        (Hours(6), 6 * HOUR),
        (Hours(12), 12 * HOUR),
        (Days(1), DAY),
        (Days(7), 7 * DAY),
        (Months(1), 31 * DAY),
        (Months(3), 92 * DAY),
        (Years(1), 366 * DAY),
        (Years(5), 5 * 366 * DAY),
        (Years(10), 10 * 366 * DAY),
        (Years(100), 100 * 366 * DAY),
        (Years(1_000), 1_000 * 366 * DAY),
    ]
};

/// The ticks of `window` in `zone` (an IANA name; an unknown one counts as UTC), with at most about `most` in the lower row.
///
/// Outside the years that a calendar knows (−9999…9999) there are none.
pub fn time_axis(window: Span, zone: &str, most: u32) -> TimeAxis {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    if window.is_empty() || most == 0 {
        return TimeAxis::default();
    }
    let room = window.length() / Micros::from(most);
    let Some((step, _)) = STEPS.iter().copied().find(|(_, length)| *length >= room) else {
        return TimeAxis::default();
    };
    let upper = match step {
        Step::Fixed(n) if n < SECOND => Step::Fixed(SECOND),
        Step::Fixed(n) if n < MINUTE => Step::Fixed(MINUTE),
        Step::Fixed(_) | Step::Hours(_) => Step::Days(1),
        Step::Days(_) => Step::Months(1),
        Step::Months(_) | Step::Years(_) => Step::Years(1),
    };
    // A row of years needs no second row that repeats it.
    let upper = if matches!(step, Step::Years(_)) { Vec::new() } else { ticks(window, &zone, upper, true) };
    TimeAxis { upper, lower: ticks(window, &zone, step, false) }
}

/// Ticks of one step inside the window; with `before`, also the last one before it.
fn ticks(window: Span, zone: &TimeZone, step: Step, before: bool) -> Vec<Tick> {
    let (Some(start), Some(end)) = (local(window.start, zone), local(window.end, zone)) else { return Vec::new() };
    let unit = unit_of(step);
    let mut out: Vec<Tick> = Vec::new();
    let mut push = |at: Micros| {
        let tick = Tick { at, unit };
        if at >= window.end || out.last().is_some_and(|last| last.at >= at) {
            return;
        }
        if at < window.start {
            if before {
                out.clear();
                out.push(tick);
            }
        } else {
            out.push(tick);
        }
    };
    match step {
        Step::Fixed(length) => fixed(window, zone, length, &mut push),
        Step::Hours(n) => {
            each_date(start.date(), end.date(), Step::Days(1), |date| {
                let mut hour = 0;
                while hour < 24 {
                    instant(date.to_datetime(Time::midnight()).saturating_add(i64::from(hour).hours()), zone)
                        .map(&mut push);
                    hour += n.max(1);
                }
            });
        }
        Step::Days(_) | Step::Months(_) | Step::Years(_) => {
            each_date(start.date(), end.date(), step, |date| {
                instant(date.to_datetime(Time::midnight()), zone).map(&mut push);
            });
        }
    }
    out
}

/// Steps up to an hour run in real time from a round wall-clock time, so that an hour that a clock change repeats has its ticks twice.
fn fixed(window: Span, zone: &TimeZone, length: Micros, push: &mut impl FnMut(Micros)) {
    let round = |at: Micros| {
        let offset = Micros::from(offset_seconds(at, zone)) * SECOND;
        at.checked_add(offset).map(|wall| wall.div_euclid(length) * length - offset)
    };
    let Some(mut at) = round(window.start) else { return };
    while at < window.end {
        push(at);
        let Some(next) = at.checked_add(length) else { return };
        // Rounded again after each step: a change of half an hour moves where the round times are. A round time that falls
        // before the change is none by the clock of its own moment; the next one is.
        at = match round(next) {
            Some(r) if offset_seconds(r, zone) == offset_seconds(next, zone) && r > at => r,
            Some(r) if r.saturating_add(length) > at => r.saturating_add(length),
            _ => next,
        };
    }
}

/// Calls `with` for each date of the step from the one at or before `first` to the one at or before `last`.
fn each_date(first: Date, last: Date, step: Step, mut with: impl FnMut(Date)) {
    let year_of = |n: i16, year: i16| year.div_euclid(n.max(1)) * n.max(1);
    let start = match step {
        Step::Days(7) => first.checked_sub(i64::from(first.weekday().to_monday_zero_offset()).days()).ok(),
        Step::Months(n) => {
            let n = n.max(1);
            Date::new(first.year(), (first.month() - 1) / n * n + 1, 1).ok()
        }
        Step::Years(n) => Date::new(year_of(n, first.year()), 1, 1).ok(),
        Step::Fixed(_) | Step::Hours(_) | Step::Days(_) => Some(first),
    };
    let stride = match step {
        Step::Days(n) => n.max(1).days(),
        Step::Months(n) => i64::from(n.max(1)).months(),
        Step::Years(n) => i64::from(n.max(1)).years(),
        Step::Fixed(_) | Step::Hours(_) => 1.days(),
    };
    let mut at = start;
    while let Some(date) = at.filter(|d| *d <= last) {
        with(date);
        at = date.checked_add(stride).ok();
    }
}

fn unit_of(step: Step) -> TickUnit {
    match step {
        Step::Fixed(n) if n < SECOND => TickUnit::Subsecond,
        Step::Fixed(n) if n < MINUTE => TickUnit::Second,
        Step::Fixed(_) | Step::Hours(_) => TickUnit::Minute,
        Step::Days(_) => TickUnit::Day,
        Step::Months(_) => TickUnit::Month,
        Step::Years(_) => TickUnit::Year,
    }
}

fn local(at: Micros, zone: &TimeZone) -> Option<DateTime> {
    Timestamp::from_microsecond(at).ok().map(|t| zone.to_datetime(t))
}

fn offset_seconds(at: Micros, zone: &TimeZone) -> i32 {
    Timestamp::from_microsecond(at).map_or(0, |t| zone.to_offset(t).seconds())
}

/// The instant of a wall-clock time; one that a clock change skips is the first instant after the change.
fn instant(wall: DateTime, zone: &TimeZone) -> Option<Micros> {
    zone.to_ambiguous_timestamp(wall).compatible().ok().map(Timestamp::as_microsecond)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{format_rfc3339, parse_rfc3339};
    use proptest::prelude::*;

    fn at(text: &str) -> Micros {
        parse_rfc3339(text).unwrap()
    }

    fn times(ticks: &[Tick]) -> Vec<String> {
        ticks.iter().map(|t| format_rfc3339(t.at)).collect()
    }

    #[test]
    fn days_start_at_local_midnight_on_both_sides_of_a_clock_change() {
        let window = Span::new(at("2026-03-28T00:00:00Z"), at("2026-03-31T00:00:00Z"));
        let axis = time_axis(window, "Europe/Berlin", 4);
        assert_eq!(times(&axis.lower), ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"]);
        assert!(axis.lower.iter().all(|t| t.unit == TickUnit::Day));
    }

    #[test]
    fn the_upper_row_names_the_day_in_which_the_window_starts() {
        let window = Span::new(at("2026-03-23T10:00:00Z"), at("2026-03-23T14:00:00Z"));
        let axis = time_axis(window, "UTC", 5);
        assert_eq!(times(&axis.upper), ["2026-03-23T00:00:00Z"]);
        assert_eq!(
            times(&axis.lower),
            ["2026-03-23T10:00:00Z", "2026-03-23T11:00:00Z", "2026-03-23T12:00:00Z", "2026-03-23T13:00:00Z"]
        );
    }

    #[test]
    fn an_hour_that_a_clock_change_repeats_has_its_ticks_twice() {
        let window = Span::new(at("2026-10-24T23:00:00Z"), at("2026-10-25T03:00:00Z"));
        let axis = time_axis(window, "Europe/Berlin", 8);
        assert_eq!(axis.lower.len(), 8);
        assert!(axis.lower.windows(2).all(|w| w[1].at - w[0].at == 30 * MINUTE));
    }

    #[test]
    fn half_hour_zones_tick_on_their_own_full_hours() {
        let window = Span::new(at("2026-01-01T00:10:00Z"), at("2026-01-01T03:10:00Z"));
        let axis = time_axis(window, "Asia/Kolkata", 3);
        assert_eq!(times(&axis.lower), ["2026-01-01T00:30:00Z", "2026-01-01T01:30:00Z", "2026-01-01T02:30:00Z"]);
    }

    #[test]
    fn hours_after_a_change_of_half_an_hour_are_full_hours_again() {
        let window = Span::new(at("2026-10-03T10:00:00Z"), at("2026-10-03T20:00:00Z"));
        let zone = TimeZone::get("Australia/Lord_Howe").unwrap();
        for tick in time_axis(window, "Australia/Lord_Howe", 10).lower {
            let wall = local(tick.at, &zone).unwrap();
            assert_eq!(wall.minute(), 0, "{wall}");
        }
    }

    #[test]
    fn an_unknown_zone_counts_as_utc_and_far_times_have_no_ticks() {
        let window = Span::new(0, DAY);
        assert_eq!(time_axis(window, "Nowhere/Land", 6), time_axis(window, "UTC", 6));
        assert_eq!(time_axis(Span::ALL, "UTC", 6), TimeAxis::default());
        assert_eq!(time_axis(Span::new(i64::MAX - 10, i64::MAX), "Europe/Berlin", 6), TimeAxis::default());
    }

    proptest! {
        #[test]
        fn ticks_lie_inside_in_order_and_about_as_many_as_asked_for(
            start in 0_i64..4_000_000_000_000_000,
            length in 1_i64..1_000_000_000_000_000,
            most in 1_u32..40,
        ) {
            let window = Span::new(start, start + length);
            let axis = time_axis(window, "Europe/Berlin", most);
            prop_assert!(axis.lower.windows(2).all(|w| w[0].at < w[1].at));
            prop_assert!(axis.lower.iter().all(|t| window.contains(t.at)));
            // Months and clock changes make steps a little shorter than their nominal length.
            prop_assert!(axis.lower.len() as f64 <= f64::from(most) * 1.15 + 3.0, "{} of {most}", axis.lower.len());
            prop_assert!(axis.upper.iter().skip(1).all(|t| window.contains(t.at)));
        }
    }
}
