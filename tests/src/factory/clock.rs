//! When the plant works, and the clock that only runs while it does: simulations run in working time, files are written in UTC.

use super::scenario;
use crate::sim::{Kind, SECOND};
use floorlens_core::model::{Micros, Span};
use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;

/// A plant's calendar, cut off where the simulation ends.
#[derive(Debug, Clone)]
pub struct Clock {
    /// All spans in time order with the shift's name (breaks lie inside their shift).
    pub spans: Vec<(Span, Kind, &'static str)>,
    /// Shifts less breaks, in time order, each with the working time before it.
    work: Vec<(Span, Micros)>,
    /// Its zone.
    pub zone: TimeZone,
}

const SHIFTS: [(&str, i8); 3] = [("early", 6), ("late", 14), ("night", 22)];

impl Clock {
    /// A calendar with `working` time in all.
    pub fn new(spec: &scenario::Calendar, working: Micros) -> Result<Self, String> {
        let date = |text: &str| text.parse::<Date>().map_err(|e| format!("`{text}` is not a date: {e}"));
        let zone = TimeZone::get(&spec.zone).map_err(|e| format!("The zone is not known: {e}"))?;
        let holidays = spec.holidays.iter().map(|day| date(day)).collect::<Result<Vec<_>, _>>()?;
        let at = |date: Date, hour: i8, minute: i8| -> Result<Micros, String> {
            let zoned = zone.to_zoned(date.at(hour, minute, 0, 0)).map_err(|e| e.to_string())?;
            Ok(zoned.timestamp().as_microsecond())
        };
        let mut day = date(&spec.first)?;
        let (mut spans, mut work) = (Vec::new(), Vec::new());
        let (mut free_since, mut worked) = (at(day, 0, 0)?, 0);
        'days: loop {
            let weekend = !spec.weekends && matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
            let off = weekend || holidays.contains(&day);
            let next = day.tomorrow().map_err(|e| e.to_string())?;
            for (name, hour) in SHIFTS.into_iter().take(if off { 0 } else { usize::from(spec.shifts.clamp(1, 3)) }) {
                let end = if hour == 22 { at(next, 6, 0)? } else { at(day, hour + 8, 0)? };
                let pause = if hour == 22 { at(next, 2, 0)? } else { at(day, hour + 4, 0)? };
                let (start, pause) = (at(day, hour, 0)?, Span::new(pause, pause + 1800 * SECOND));
                if free_since < start {
                    spans.push((Span::new(free_since, start), Kind::NotPlanned, ""));
                }
                let first = spans.len();
                spans.push((Span::new(start, end), Kind::Planned, name));
                spans.push((pause, Kind::Break, name));
                free_since = end;
                for part in [Span::new(start, pause.start), Span::new(pause.end, end)] {
                    let left = working - worked;
                    let part = Span::new(part.start, part.end.min(part.start + left));
                    work.push((part, worked));
                    worked += part.length();
                    if worked >= working {
                        // The calendar ends where the simulation does.
                        spans[first].0.end = part.end;
                        spans.retain(|(span, ..)| span.start < part.end);
                        break 'days;
                    }
                }
            }
            day = next;
        }
        Ok(Self { spans, work, zone })
    }

    /// From its first instant to its last.
    pub fn extent(&self) -> Span {
        let end = self.work.last().map_or(0, |(span, _)| span.end);
        Span::new(self.spans.first().map_or(end, |s| s.0.start), end)
    }

    /// Working time in all.
    pub fn working(&self) -> Micros {
        self.work.last().map_or(0, |(span, before)| before + span.length())
    }

    /// The instant at which `worked` has been worked: between two spans the end of the first for an `ending`, else the start of the second.
    pub fn wall(&self, worked: Micros, ending: bool) -> Micros {
        let after = self.work.partition_point(|(_, before)| if ending { *before < worked } else { *before <= worked });
        let (span, before) = self.work[after.saturating_sub(1)];
        (span.start + worked - before).min(span.end)
    }

    /// A span of working time as the spans of wall time it covers.
    pub fn wall_spans(&self, worked: Span) -> Vec<Span> {
        let first = self.work.partition_point(|(span, before)| before + span.length() <= worked.start);
        let mut out = Vec::new();
        for (span, before) in self.work.get(first..).unwrap_or(&[]) {
            let part = worked.intersect(Span::new(*before, before + span.length()));
            if *before >= worked.end {
                break;
            }
            if !part.is_empty() {
                out.push(Span::new(span.start + part.start - before, span.start + part.end - before));
            }
        }
        out
    }

    /// How a clock on the wall shows an instant, with `%`-directives.
    pub fn local(&self, at: Micros, format: &str) -> String {
        jiff::Timestamp::from_microsecond(at)
            .map(|t| t.to_zoned(self.zone.clone()).strftime(format).to_string())
            .unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Micros = 3600 * SECOND;

    #[test]
    fn the_night_shift_of_the_autumn_is_an_hour_longer_and_the_calendar_ends_with_the_work() {
        let spec = scenario::Calendar { first: "2026-10-23".to_owned(), shifts: 3, ..Default::default() };
        let clock = Clock::new(&spec, 100 * HOUR).unwrap();
        assert_eq!(clock.working(), 100 * HOUR);
        let nights: Vec<_> = clock.spans.iter().filter(|s| s.2 == "night" && s.1 == Kind::Planned).collect();
        assert_eq!(nights[0].0.length(), 8 * HOUR, "Friday to Saturday: the clocks change a night later");
        let through = Clock::new(&scenario::Calendar { weekends: true, ..spec }, 100 * HOUR).unwrap();
        let nights = through.spans.iter().filter(|s| s.2 == "night" && s.1 == Kind::Planned).map(|s| s.0.length());
        assert_eq!(nights.take(2).collect::<Vec<_>>(), [8 * HOUR, 9 * HOUR], "Saturday to Sunday");
        assert_eq!(clock.extent().end, clock.wall(100 * HOUR, true));
        // Working time and wall time agree at every edge.
        for worked in 0..100 {
            let span = clock.wall_spans(Span::new(worked * HOUR, (worked + 1) * HOUR));
            assert_eq!(span.iter().map(|s| s.length()).sum::<Micros>(), HOUR);
            assert_eq!(span[0].start, clock.wall(worked * HOUR, false));
            assert_eq!(span.last().unwrap().end, clock.wall((worked + 1) * HOUR, true));
        }
    }
}
