//! What a person typed as a time, in a zone: the value of `<input type="datetime-local">` and back.

use floorlens_core::model::Micros;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

fn zone_of(zone: &str) -> TimeZone {
    TimeZone::get(zone).unwrap_or(TimeZone::UTC)
}

/// `2026-03-23T06:00:07` in the zone; empty for an instant outside the calendar.
pub(crate) fn to_field(at: Micros, zone: &str) -> String {
    Timestamp::from_microsecond(at)
        .map(|t| t.to_zoned(zone_of(zone)).strftime("%Y-%m-%dT%H:%M:%S").to_string())
        .unwrap_or_default()
}

/// The instant that a field means. A time that a clock change skips or repeats is taken as the first one possible.
pub(crate) fn from_field(text: &str, zone: &str) -> Option<Micros> {
    let civil: DateTime = text.trim().parse().ok()?;
    civil.to_zoned(zone_of(zone)).ok().map(|z| z.timestamp().as_microsecond())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_field_comes_back_as_the_same_instant() {
        for at in [1_774_242_007_000_000, 0, -86_400_000_000] {
            for zone in ["Europe/Berlin", "UTC", "Australia/Lord_Howe", "Plant/Hall 3"] {
                assert_eq!(from_field(&to_field(at, zone), zone), Some(at), "{at} {zone}");
            }
        }
    }

    #[wasm_bindgen_test]
    fn an_hour_that_a_clock_change_skips_still_means_an_instant() {
        // 02:30 does not exist in Berlin on this day.
        assert_eq!(to_field(from_field("2026-03-29T02:30", "Europe/Berlin").unwrap(), "UTC"), "2026-03-29T01:30:00");
        assert_eq!(from_field("soon", "UTC"), None);
    }
}
