//! Which wall clock a time without a zone was read from.

use super::Micros;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The zones by which times without a zone are read: that of the asset, else that of the recipe, else UTC. They are settled before
/// reading begins, so that the order of files does not matter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Zones {
    default: Option<TimeZone>,
    assets: BTreeMap<String, TimeZone>,
}

impl Zones {
    /// Zones by IANA name, for everything and for single assets. Names that are no zone are left out.
    pub fn new<'a>(default: Option<&str>, assets: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let assets = assets.into_iter().filter_map(|(asset, zone)| Some((asset.to_owned(), find_zone(zone)?)));
        Self { default: default.and_then(find_zone), assets: assets.collect() }
    }

    /// The instant at which the clock of `asset` showed `local`. A reading that occurs twice (when clocks go back) is the first one; one
    /// that never occurs (when they go forward) is moved on by the gap.
    pub fn instant(&self, local: Micros, asset: &str) -> Micros {
        let zone = self.assets.get(asset).or(self.default.as_ref());
        let Some(zone) = zone else { return local };
        let shown = Timestamp::from_microsecond(local).map(|t| TimeZone::UTC.to_datetime(t));
        let instant = shown.and_then(|shown| zone.to_ambiguous_timestamp(shown).compatible());
        instant.map_or(local, Timestamp::as_microsecond)
    }

    /// The number of the day, on the calendar where `asset` stands, on which `at` falls.
    pub fn local_day(&self, at: Micros, asset: &str) -> i64 {
        let zone = self.assets.get(asset).or(self.default.as_ref());
        let shown = zone.and_then(|zone| Some(zone.to_datetime(Timestamp::from_microsecond(at).ok()?)));
        let local =
            shown.and_then(|shown| TimeZone::UTC.to_timestamp(shown).ok()).map_or(at, Timestamp::as_microsecond);
        local.div_euclid(86_400_000_000)
    }

    /// The zone by which a time of `asset` is read, by name.
    pub fn name(&self, asset: &str) -> &str {
        let zone = self.assets.get(asset).or(self.default.as_ref());
        zone.and_then(TimeZone::iana_name).unwrap_or("UTC")
    }

    /// True when nobody named a zone.
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.assets.is_empty()
    }
}

/// The zone of an IANA name such as `Europe/Berlin`.
pub fn find_zone(name: &str) -> Option<TimeZone> {
    TimeZone::get(name.trim()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_rfc3339;

    #[test]
    fn the_assets_zone_goes_before_the_recipes_and_utc_comes_last() {
        let at = |zones: &Zones, asset, text| {
            let local = parse_rfc3339(text).unwrap();
            zones.instant(local, asset)
        };
        let noon = "2026-07-01T12:00:00Z";
        let zones = Zones::new(Some("Europe/Berlin"), [("Saw", "America/New_York"), ("Mill", "Nowhere/Land")]);
        assert_eq!(Some(at(&zones, "Saw", noon)), parse_rfc3339("2026-07-01T16:00:00Z"));
        assert_eq!(Some(at(&zones, "Mill", noon)), parse_rfc3339("2026-07-01T10:00:00Z"));
        assert_eq!(Some(at(&Zones::default(), "Saw", noon)), parse_rfc3339(noon));
        assert_eq!((zones.name("Saw"), zones.name("Lathe")), ("America/New_York", "Europe/Berlin"));
    }

    #[test]
    fn readings_that_occur_twice_or_never_are_settled_the_same_way_each_time() {
        let zones = Zones::new(Some("Europe/Berlin"), []);
        let at = |text| Some(zones.instant(parse_rfc3339(text).unwrap(), ""));
        assert_eq!(at("2026-10-25T02:30:00Z"), parse_rfc3339("2026-10-25T00:30:00Z"));
        assert_eq!(at("2026-03-29T02:30:00Z"), parse_rfc3339("2026-03-29T01:30:00Z"));
    }
}
