//! Where a time axis has its ticks: on round wall-clock times of a zone, whatever the zoom.
//!
//! ```text
//! upper  |Mon 23 Mar              |Tue 24 Mar          one step up: where the day (month, year …) changes
//! lower  |06:00 |12:00 |18:00     |      |06:00        the step that fits the width
//! ```
//!
//! Labels are the caller's: a tick says when it is and which unit it counts.

use crate::model::civil::{date_of, days_since_1970, weekday};
use crate::model::{Micros, Span, Zone};

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
    Hours(i64),
    /// Days; seven means Mondays.
    Days(i64),
    /// Months of the year, from January.
    Months(i64),
    /// Years divisible by this.
    Years(i64),
}

const SECOND: Micros = 1_000_000;
const MINUTE: Micros = 60 * SECOND;
const HOUR: Micros = 60 * MINUTE;
const DAY: Micros = 24 * HOUR;
/// As far as the calendar is drawn, before and after 1970; no sum of instants overflows there.
const YEARS_10_000: Micros = 10_000 * 365 * DAY;

/// Steps from fine to coarse with their nominal length.
const STEPS: [(Step, Micros); 43] = {
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
        (Days(2), 2 * DAY),
        (Days(4), 4 * DAY),
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

/// The ticks of `window` by the clock of `zone`, with at most about `most` in the lower row.
///
/// Outside the years that a calendar knows (−9999…9999) there are none.
pub fn time_axis(window: Span, zone: &dyn Zone, most: u32) -> TimeAxis {
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
    let upper = if matches!(step, Step::Years(_)) { Vec::new() } else { ticks(window, zone, upper, true) };
    TimeAxis { upper, lower: ticks(window, zone, step, false) }
}

/// Ticks of one step inside the window; with `before`, also the last one before it.
fn ticks(window: Span, zone: &dyn Zone, step: Step, before: bool) -> Vec<Tick> {
    let known = Span::new(-YEARS_10_000, YEARS_10_000);
    if !known.contains(window.start) || !known.contains(window.end) {
        return Vec::new();
    }
    let (first, last) = (day_of(window.start, zone), day_of(window.end, zone));
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
            for day in first..=last {
                let mut hour = 0;
                while hour < 24 {
                    push(zone.instant(day * DAY + hour * HOUR));
                    hour += n.max(1);
                }
            }
        }
        Step::Days(_) | Step::Months(_) | Step::Years(_) => {
            each_day(first, last, step, &mut |day| push(zone.instant(day * DAY)));
        }
    }
    out
}

/// Steps up to an hour run in real time from a round wall-clock time, so that an hour that a clock change repeats has its ticks twice.
fn fixed(window: Span, zone: &dyn Zone, length: Micros, push: &mut dyn FnMut(Micros)) {
    let round = |at: Micros| {
        let offset = zone.ahead(at);
        at.checked_add(offset).map(|wall| wall.div_euclid(length) * length - offset)
    };
    let Some(mut at) = round(window.start) else { return };
    while at < window.end {
        push(at);
        let Some(next) = at.checked_add(length) else { return };
        // Rounded again after each step: a change of half an hour moves where the round times are. A round time that falls
        // before the change is none by the clock of its own moment; the next one is.
        at = match round(next) {
            Some(r) if zone.ahead(r) == zone.ahead(next) && r > at => r,
            Some(r) if r.saturating_add(length) > at => r.saturating_add(length),
            _ => next,
        };
    }
}

/// Calls `with` for each day of the step, counted from 1970-01-01, from the one at or before `first` to the one at or before `last`.
fn each_day(first: i64, last: i64, step: Step, with: &mut dyn FnMut(i64)) {
    let date = date_of(first);
    // Months are counted through all years, from 0 for the first January of the year 0.
    let (mut at, stride) = match step {
        Step::Months(n) => ((date.year * 12 + date.month - 1).div_euclid(n.max(1)) * n.max(1), n.max(1)),
        Step::Years(n) => (date.year.div_euclid(n.max(1)) * n.max(1) * 12, n.max(1) * 12),
        Step::Days(n) => {
            // Counted from one fixed day, so that labels stay while the window moves.
            let mut day = if n == 7 { first - weekday(first) } else { first - first.rem_euclid(n.max(1)) };
            while day <= last {
                with(day);
                day += n.max(1);
            }
            return;
        }
        Step::Fixed(_) | Step::Hours(_) => return,
    };
    while let Some(day) = days_since_1970(at.div_euclid(12), at.rem_euclid(12) + 1, 1).filter(|day| *day <= last) {
        with(day);
        at += stride;
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

/// The day that the clock of the zone shows, counted from 1970-01-01.
fn day_of(at: Micros, zone: &dyn Zone) -> i64 {
    (at + zone.ahead(at)).div_euclid(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Utc, find_zone, format_rfc3339, parse_rfc3339};
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
        let axis = time_axis(window, &*find_zone("Europe/Berlin").unwrap(), 4);
        assert_eq!(times(&axis.lower), ["2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-30T22:00:00Z"]);
        assert!(axis.lower.iter().all(|t| t.unit == TickUnit::Day));
    }

    #[test]
    fn labels_of_every_second_day_stay_while_the_window_moves() {
        let of = |start: &str, end: &str| time_axis(Span::new(at(start), at(end)), &Utc, 3).lower;
        let before = of("2026-03-26T09:00:00Z", "2026-03-30T09:00:00Z");
        let after = of("2026-03-27T10:00:00Z", "2026-03-31T10:00:00Z");
        assert_eq!(times(&before), ["2026-03-28T00:00:00Z", "2026-03-30T00:00:00Z"]);
        assert_eq!(before, after);
    }

    #[test]
    fn the_upper_row_names_the_day_in_which_the_window_starts() {
        let window = Span::new(at("2026-03-23T10:00:00Z"), at("2026-03-23T14:00:00Z"));
        let axis = time_axis(window, &Utc, 5);
        assert_eq!(times(&axis.upper), ["2026-03-23T00:00:00Z"]);
        assert_eq!(
            times(&axis.lower),
            ["2026-03-23T10:00:00Z", "2026-03-23T11:00:00Z", "2026-03-23T12:00:00Z", "2026-03-23T13:00:00Z"]
        );
    }

    #[test]
    fn an_hour_that_a_clock_change_repeats_has_its_ticks_twice() {
        let window = Span::new(at("2026-10-24T23:00:00Z"), at("2026-10-25T03:00:00Z"));
        let axis = time_axis(window, &*find_zone("Europe/Berlin").unwrap(), 8);
        assert_eq!(axis.lower.len(), 8);
        assert!(axis.lower.windows(2).all(|w| w[1].at - w[0].at == 30 * MINUTE));
    }

    #[test]
    fn half_hour_zones_tick_on_their_own_full_hours() {
        let window = Span::new(at("2026-01-01T00:10:00Z"), at("2026-01-01T03:10:00Z"));
        let axis = time_axis(window, &*find_zone("Asia/Kolkata").unwrap(), 3);
        assert_eq!(times(&axis.lower), ["2026-01-01T00:30:00Z", "2026-01-01T01:30:00Z", "2026-01-01T02:30:00Z"]);
    }

    #[test]
    fn hours_after_a_change_of_half_an_hour_are_full_hours_again() {
        let window = Span::new(at("2026-10-03T10:00:00Z"), at("2026-10-03T20:00:00Z"));
        let zone = find_zone("Australia/Lord_Howe").unwrap();
        for tick in time_axis(window, &*zone, 10).lower {
            let wall = tick.at + zone.ahead(tick.at);
            assert_eq!(wall.rem_euclid(HOUR), 0, "{}", format_rfc3339(wall));
        }
    }

    #[test]
    fn far_times_have_no_ticks() {
        let berlin = find_zone("Europe/Berlin").unwrap();
        assert_eq!(time_axis(Span::ALL, &Utc, 6), TimeAxis::default());
        assert_eq!(time_axis(Span::new(i64::MAX - 10, i64::MAX), &*berlin, 6), TimeAxis::default());
    }

    proptest! {
        #[test]
        fn ticks_lie_inside_in_order_and_about_as_many_as_asked_for(
            start in 0_i64..4_000_000_000_000_000,
            length in 1_i64..1_000_000_000_000_000,
            most in 1_u32..40,
        ) {
            let window = Span::new(start, start + length);
            let axis = time_axis(window, &*find_zone("Europe/Berlin").unwrap(), most);
            prop_assert!(axis.lower.windows(2).all(|w| w[0].at < w[1].at));
            prop_assert!(axis.lower.iter().all(|t| window.contains(t.at)));
            // Months and clock changes make steps a little shorter than their nominal length.
            prop_assert!(axis.lower.len() as f64 <= f64::from(most) * 1.15 + 3.0, "{} of {most}", axis.lower.len());
            prop_assert!(axis.upper.iter().skip(1).all(|t| window.contains(t.at)));
        }
    }
}
