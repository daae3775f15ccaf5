//! Time is UTC microseconds since 1970; spans are half-open. Zones appear only in calendars and formatting.

use super::civil::{Date, date_of};
use super::iso8601::{Moment, parse_iso8601};
use std::fmt::Write;

const DAY: Micros = 86_400_000_000;
/// −9999-01-02T01:59:59Z.
const EARLIEST: Micros = -377_705_023_201_000_000;
/// 9999-12-30T22:00:00.999999Z.
const LATEST: Micros = 253_402_207_200_999_999;

/// UTC microseconds since 1970-01-01T00:00:00Z.
pub type Micros = i64;

/// The end of something that has not ended.
pub const OPEN_END: Micros = i64::MAX;

/// A half-open span of time `[start, end)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First instant inside.
    pub start: Micros,
    /// First instant after.
    pub end: Micros,
}

impl Span {
    /// All of time.
    pub const ALL: Span = Span { start: i64::MIN, end: i64::MAX };

    /// A span; an end before the start gives an empty span at `start`.
    pub fn new(start: Micros, end: Micros) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Length in microseconds (saturating, so that [`Span::ALL`] is safe).
    pub fn length(self) -> Micros {
        self.end.saturating_sub(self.start).max(0)
    }

    /// True when nothing is inside.
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// True when `at` is inside.
    pub fn contains(self, at: Micros) -> bool {
        self.start <= at && at < self.end
    }

    /// What both spans share (empty when they do not touch).
    pub fn intersect(self, other: Span) -> Span {
        Span::new(self.start.max(other.start), self.end.min(other.end))
    }
}

/// A duration in seconds, as every answer gives it.
pub fn seconds(duration: Micros) -> f64 {
    duration as f64 / 1e6
}

/// `2016-11-02T05:00:00Z`, with a fraction only where there is one, and a sign and six digits for years before 0. Instants outside the
/// years −9999…9999 are given as the nearest one inside that a clock anywhere shows in these years.
pub fn format_rfc3339(at: Micros) -> String {
    let at = at.clamp(EARLIEST, LATEST);
    let (days, clock) = (at.div_euclid(DAY), at.rem_euclid(DAY));
    let Date { year, month, day } = date_of(days);
    let (seconds, fraction) = (clock / 1_000_000, clock % 1_000_000);
    let (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = if year < 0 { format!("-{:06}", -year) } else { format!("{year:04}") };
    // Writing into a String cannot fail.
    let _ = write!(text, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
    if fraction > 0 {
        let _ = write!(text, ".{fraction:06}");
        text.truncate(text.trim_end_matches('0').len());
    }
    text.push('Z');
    text
}

/// Reads an RFC 3339 instant (a zone offset or `Z` is required); fractions beyond microseconds are cut off.
pub fn parse_rfc3339(text: &str) -> Option<Micros> {
    match parse_iso8601(text) {
        Ok(Moment::Zoned(at)) => Some(at),
        _ => None,
    }
}
