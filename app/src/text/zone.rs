//! Zones as the browser knows them, and what a person typed as a time in one: the value of `<input type="datetime-local">` and back.

use super::format;
use floorlens_core::model::civil::{Date, date_of};
use floorlens_core::model::{Micros, Moment, Zone, parse_iso8601};
use std::cell::RefCell;
use std::collections::HashMap;

const SECOND: Micros = 1_000_000;
const DAY: Micros = 86_400 * SECOND;

/// No zone has changed its clocks between two of these.
const QUARTER: Micros = 900 * SECOND;

thread_local! {
    // By zone and quarter of an hour, because asking the browser costs microseconds and an axis asks a hundred times per frame.
    static KNOWN: RefCell<HashMap<String, HashMap<i64, Micros>>> = RefCell::default();
}

/// A zone that the browser keeps the clock of, by its IANA name; UTC where it does not know the name.
#[derive(Debug)]
pub(crate) struct BrowserZone<'a>(pub(crate) &'a str);

impl Zone for BrowserZone<'_> {
    fn name(&self) -> &str {
        self.0
    }

    fn ahead(&self, at: Micros) -> Micros {
        let quarter = at.div_euclid(QUARTER);
        let known = KNOWN.with_borrow(|known| known.get(self.0).and_then(|known| known.get(&quarter).copied()));
        known.unwrap_or_else(|| {
            let start = quarter.saturating_mul(QUARTER);
            let ahead = format::wall_clock(start, self.0).map_or(0, |wall| wall - start);
            KNOWN.with_borrow_mut(|known| known.entry(self.0.to_owned()).or_default().insert(quarter, ahead));
            ahead
        })
    }
}

/// `2026-03-23T06:00:07` in the zone; empty for an instant outside the calendar.
pub(crate) fn to_field(at: Micros, zone: &str) -> String {
    let wall = at.saturating_add(BrowserZone(zone).ahead(at));
    let Date { year, month, day } = date_of(wall.div_euclid(DAY));
    if !(0..=9999).contains(&year) {
        return String::new();
    }
    let second = wall.rem_euclid(DAY) / SECOND;
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
}

/// The instant that a field means. A time that a clock change skips or repeats is taken as the first one possible.
pub(crate) fn from_field(text: &str, zone: &str) -> Option<Micros> {
    match parse_iso8601(text) {
        Ok(Moment::Local(wall)) => Some(BrowserZone(zone).instant(wall)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use floorlens_core::model::find_zone;
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

    #[wasm_bindgen_test]
    fn the_browsers_clocks_are_those_of_the_engine() {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"] {
            let (browser, bundled) = (BrowserZone(name), find_zone(name).expect("it is a zone"));
            // Every nine hours and a bit through two years, and 1999.
            for at in (0..2000).map(|i| 1_735_689_600_000_000 + i * 32_450_000_000).chain([920_000_000_000_000]) {
                assert_eq!(browser.ahead(at), bundled.ahead(at), "{name} {at}");
            }
        }
    }
}
