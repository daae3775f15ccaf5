//! Time is UTC microseconds since 1970; spans are half-open. Zones appear only in calendars and formatting.

use jiff::Timestamp;

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

/// `2016-11-02T05:00:00Z`, with a fraction only where there is one. Instants outside the years −9999…9999 are given as the nearest
/// one inside.
pub fn format_rfc3339(at: Micros) -> String {
    match Timestamp::from_microsecond(at) {
        Ok(t) => t.to_string(),
        Err(_) if at < 0 => Timestamp::MIN.to_string(),
        Err(_) => Timestamp::MAX.to_string(),
    }
}

/// Reads an RFC 3339 instant (a zone offset or `Z` is required); fractions beyond microseconds are cut off.
pub fn parse_rfc3339(text: &str) -> Option<Micros> {
    let t: Timestamp = text.trim().parse().ok()?;
    // Floor, not truncate toward zero: instants before 1970 must keep their order.
    i64::try_from(t.as_nanosecond().div_euclid(1000)).ok()
}
