//! When the plant works: shifts and breaks in its own zone, holidays, and the clock that only runs while it works.
//!
//! The simulation runs in *working time*; [`Calendar::wall`] maps it to UTC. A span of working time that reaches over a break or a night
//! becomes several spans of wall time.

use floorlens_core::model::{Micros, Span};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

/// One second in [`Micros`].
pub const SECOND: Micros = 1_000_000;

/// What a span of the calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A shift, its breaks included.
    Planned,
    /// A break inside a shift.
    Break,
    /// No shift.
    NotPlanned,
}

/// The calendar of a plant.
#[derive(Debug, Clone)]
pub struct Calendar {
    /// All spans in time order with the shift's name (breaks lie inside their shift).
    pub spans: Vec<(Span, Kind, &'static str)>,
    /// Shifts less breaks, in time order.
    work: Vec<Span>,
}

impl Calendar {
    /// Two shifts (06:00–14:00, 14:00–22:00) with a half-hour break each, Monday to Friday but on `holidays`, for `days` days from
    /// `first` in an IANA `zone`.
    pub fn two_shifts(first: Date, days: i32, holidays: &[Date], zone: &str) -> Result<Self, jiff::Error> {
        let zone = TimeZone::get(zone)?;
        let at = |date: Date, hour: i8, minute: i8| -> Result<Micros, jiff::Error> {
            Ok(zone.to_zoned(date.at(hour, minute, 0, 0))?.timestamp().as_microsecond())
        };
        let (mut spans, mut work) = (Vec::new(), Vec::new());
        let mut free_since = at(first, 0, 0)?;
        for date in first.series(jiff::Span::new().days(1)).take(usize::try_from(days).unwrap_or(0)) {
            let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
            if weekend || holidays.contains(&date) {
                continue;
            }
            let open = at(date, 6, 0)?;
            spans.push((Span::new(free_since, open), Kind::NotPlanned, ""));
            for (name, hour, pause) in [("early", 6, 10), ("late", 14, 18)] {
                let shift = Span::new(at(date, hour, 0)?, at(date, hour + 8, 0)?);
                let pause = Span::new(at(date, pause, 0)?, at(date, pause, 30)?);
                spans.push((shift, Kind::Planned, name));
                spans.push((pause, Kind::Break, name));
                work.push(Span::new(shift.start, pause.start));
                work.push(Span::new(pause.end, shift.end));
            }
            free_since = at(date, 22, 0)?;
        }
        let end = at(first.checked_add(jiff::Span::new().days(days))?, 0, 0)?;
        spans.push((Span::new(free_since, end), Kind::NotPlanned, ""));
        Ok(Self { spans, work })
    }

    /// All of the calendar.
    pub fn extent(&self) -> Span {
        let start = self.spans.first().map_or(0, |s| s.0.start);
        Span::new(start, self.spans.last().map_or(start, |s| s.0.end))
    }

    /// Working time in all.
    pub fn working_time(&self) -> Micros {
        self.work.iter().map(|s| s.length()).sum()
    }

    /// The wall-clock instant at which `worked` has been worked. An instant between two spans is the end of the first for an
    /// ending, the start of the second for a beginning.
    pub fn wall(&self, worked: Micros, ending: bool) -> Micros {
        let mut left = worked;
        for span in &self.work {
            if left < span.length() || (ending && left == span.length()) {
                return span.start + left;
            }
            left -= span.length();
        }
        self.work.last().map_or(0, |s| s.end)
    }

    /// A span of working time as the spans of wall time it covers.
    pub fn wall_spans(&self, worked: Span) -> Vec<Span> {
        let mut out = Vec::new();
        let mut base = 0;
        for span in &self.work {
            let part = worked.intersect(Span::new(base, base + span.length()));
            if !part.is_empty() {
                out.push(Span::new(span.start + part.start - base, span.start + part.end - base));
            }
            base += span.length();
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_span_over_the_break_is_cut_and_the_clock_change_moves_the_shift_by_an_hour() {
        let friday = date(2026, 4, 3);
        let calendar = Calendar::two_shifts(date(2026, 3, 27), 8, &[friday], "Europe/Berlin").unwrap();
        let hours = |h: i64| h * 3600 * SECOND;
        let cut = calendar.wall_spans(Span::new(hours(3), hours(5)));
        assert_eq!(cut.iter().map(|s| s.length()).collect::<Vec<_>>(), [hours(1), hours(1)]);
        assert_eq!(cut[1].start - cut[0].end, hours(1) / 2);
        let opens: Vec<Micros> =
            calendar.spans.iter().filter(|s| s.1 == Kind::Planned && s.2 == "early").map(|s| s.0.start).collect();
        assert_eq!(opens.len(), 5, "Friday, and Monday to Thursday: Good Friday is a holiday");
        assert_eq!(opens[1] - opens[0], hours(71), "the weekend of 29 March is an hour short");
        assert_eq!(calendar.working_time(), 5 * hours(15));
    }
}
