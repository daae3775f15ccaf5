//! Which wall clock a time without a zone was read from.

use super::Micros;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::rc::Rc;

/// The wall clock of a zone.
pub trait Zone: std::fmt::Debug {
    /// Its IANA name.
    fn name(&self) -> &str;

    /// How far it is ahead of UTC at an instant, in microseconds.
    fn ahead(&self, at: Micros) -> Micros;

    /// The instant at which it showed `local` (its reading, as if it showed UTC). A reading that occurs twice (when clocks go back) is the
    /// first one; one that never occurs (when they go forward) is moved on by the gap.
    ///
    /// Good for every zone whose clock is changed at most once in two days.
    fn instant(&self, local: Micros) -> Micros {
        const DAY: Micros = 86_400_000_000;
        let (before, after) = (self.ahead(local.saturating_sub(DAY)), self.ahead(local.saturating_add(DAY)));
        let shown = |ahead: Micros| {
            let at = local.saturating_sub(ahead);
            (self.ahead(at) == ahead).then_some(at)
        };
        shown(before).or_else(|| shown(after)).unwrap_or_else(|| local.saturating_sub(before))
    }
}

/// UTC's own clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Utc;

impl Zone for Utc {
    fn name(&self) -> &str {
        "UTC"
    }

    fn ahead(&self, _: Micros) -> Micros {
        0
    }
}

/// Finds a zone by its IANA name, such as `Europe/Berlin`.
pub type FindZone = fn(&str) -> Option<Rc<dyn Zone>>;

/// [`FindZone`] in the data that comes with this program, the same everywhere.
pub fn find_zone(name: &str) -> Option<Rc<dyn Zone>> {
    let zone = TimeZone::get(name.trim()).ok()?;
    Some(Rc::new(Bundled(zone)))
}

#[derive(Debug)]
struct Bundled(TimeZone);

impl Zone for Bundled {
    fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    fn ahead(&self, at: Micros) -> Micros {
        Timestamp::from_microsecond(at).map_or(0, |t| Micros::from(self.0.to_offset(t).seconds()) * 1_000_000)
    }
}

/// The zones by which times without a zone are read: that of the asset, else that of the recipe, else UTC. They are settled before
/// reading begins, so that the order of files does not matter.
#[derive(Debug, Clone, Default)]
pub struct Zones {
    find: Option<FindZone>,
    default: Option<Rc<dyn Zone>>,
    assets: BTreeMap<String, Rc<dyn Zone>>,
}

impl Zones {
    /// None yet; names are looked up by `find`.
    pub fn none(find: Option<FindZone>) -> Self {
        Self { find, ..Self::default() }
    }

    /// Zones by IANA name, for everything and for single assets. Names that are no zone are left out.
    pub fn new<'a>(
        find: Option<FindZone>,
        default: Option<&str>,
        assets: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let mut zones = Self::none(find);
        zones.default = default.and_then(|name| zones.find(name));
        for (asset, name) in assets {
            if let Some(zone) = zones.find(name) {
                zones.assets.insert(asset.to_owned(), zone);
            }
        }
        zones
    }

    /// The zone of that name.
    pub fn find(&self, name: &str) -> Option<Rc<dyn Zone>> {
        self.find.and_then(|find| find(name))
    }

    /// Looks names up by `find` from now on.
    pub fn find_by(&mut self, find: Option<FindZone>) {
        self.find = find;
    }

    /// The instant at which the clock of `asset` showed `local`; see [`Zone::instant`].
    pub fn instant(&self, local: Micros, asset: &str) -> Micros {
        self.of(asset).map_or(local, |zone| zone.instant(local))
    }

    /// The number of the day, on the calendar where `asset` stands, on which `at` falls.
    pub fn local_day(&self, at: Micros, asset: &str) -> i64 {
        let local = self.of(asset).map_or(at, |zone| at.saturating_add(zone.ahead(at)));
        local.div_euclid(86_400_000_000)
    }

    /// The zone by which a time of `asset` is read, by name.
    pub fn name(&self, asset: &str) -> &str {
        self.of(asset).map_or("UTC", Zone::name)
    }

    fn of(&self, asset: &str) -> Option<&dyn Zone> {
        self.assets.get(asset).or(self.default.as_ref()).map(Rc::as_ref)
    }

    /// True when nobody named a zone.
    pub fn is_empty(&self) -> bool {
        self.default.is_none() && self.assets.is_empty()
    }

    /// True when the same names hold for the same assets.
    pub fn is_like(&self, other: &Self) -> bool {
        let names = |zones: &Self| -> Vec<(String, String)> {
            let of = |asset: &str, zone: &Rc<dyn Zone>| (asset.to_owned(), zone.name().to_owned());
            let default = zones.default.iter().map(|zone| of("", zone));
            default.chain(zones.assets.iter().map(|(asset, zone)| of(asset, zone))).collect()
        };
        self.default.is_some() == other.default.is_some() && names(self) == names(other)
    }
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
        let zones =
            Zones::new(Some(find_zone), Some("Europe/Berlin"), [("Saw", "America/New_York"), ("Mill", "Nowhere/Land")]);
        assert_eq!(Some(at(&zones, "Saw", noon)), parse_rfc3339("2026-07-01T16:00:00Z"));
        assert_eq!(Some(at(&zones, "Mill", noon)), parse_rfc3339("2026-07-01T10:00:00Z"));
        assert_eq!(Some(at(&Zones::default(), "Saw", noon)), parse_rfc3339(noon));
        assert_eq!((zones.name("Saw"), zones.name("Lathe")), ("America/New_York", "Europe/Berlin"));
    }

    #[test]
    fn readings_that_occur_twice_or_never_are_settled_the_same_way_each_time() {
        let zones = Zones::new(Some(find_zone), Some("Europe/Berlin"), []);
        let at = |text| Some(zones.instant(parse_rfc3339(text).unwrap(), ""));
        assert_eq!(at("2026-10-25T02:30:00Z"), parse_rfc3339("2026-10-25T00:30:00Z"));
        assert_eq!(at("2026-03-29T02:30:00Z"), parse_rfc3339("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn every_reading_near_a_clock_change_is_settled_as_the_library_does() {
        for name in ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kolkata"] {
            let (zone, library) = (find_zone(name).unwrap(), TimeZone::get(name).unwrap());
            let year = parse_rfc3339("2026-01-01T00:00:00Z").unwrap();
            for quarter in 0..4 * 24 * 366 {
                let local = year + quarter * 900_000_000;
                let shown = Timestamp::from_microsecond(local).map(|t| TimeZone::UTC.to_datetime(t)).unwrap();
                let expected = library.to_ambiguous_timestamp(shown).compatible().unwrap().as_microsecond();
                assert_eq!(zone.instant(local), expected, "{name} {shown}");
            }
        }
    }
}
