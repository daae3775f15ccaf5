//! Where things are and were.

use super::language::{fill, say};
use super::{format, plural};

words! {
    nothing = "Press / and type a serial, lot or pallet, or choose a place.";
    still_there = "still there";
    not_seen_since = "not seen since";
    where_now = "Where it is";
    where_at = "Where it was";
    place = "Place";
    unknown_place = "unknown";
    since = "Since";
    until = "Until";
    lasted = "How long";
    certainty = "Certainty";
    source = "Source";
    inside = "Inside";
    inside_note = "innermost first";
    journey = "Journey";
    aliases = "Also written";
    how_known = "How it is known";
    reads = "Reads";
    places = "Places";
    definite = "There";
    possible = "Maybe";
    item = "Item";
    after_no_data = "after no data";
    after_no_data_why = "Nothing is known of the machine right before: it may have come earlier.";
    at = "At";
    at_end = "Last record of an item";
    day_back = "− 1 day";
    hour_back = "− 1 h";
    hour_on = "+ 1 h";
    day_on = "+ 1 day";
    moment = "Moment in the data";
    nobody = "Nothing is known to be here at this time.";
    no_places = "The data names no places.";
    no_journey = "No record says where it was.";
    operations = "What machines did to it";
    no_operations = "No operations on it are recorded.";
    step = "Step";
    machine = "Machine";
    started = "Started";
    states = "Machine states meanwhile";
    alarms = "Alarms";
    measurements = "Measured";
    order = "Order";
    operator = "Operator";
    result = "Result";
    quality = "Inspection";
    time = "Time";
    defect = "Defect";
    trace = "Trace";
    open_machine = "Show the machine then";
}

/// Why an item is nowhere: on its way, used up (and in which machine), ended, or simply not known.
pub(crate) fn nowhere(gone: Option<&str>, used_in: Option<&str>) -> String {
    match (gone, used_in) {
        (None, _) => unknown_place().to_owned(),
        (Some("used up"), Some(machine)) => fill("used up in {0}", &[machine]),
        (Some(how), _) => self::how(how).to_owned(),
    }
}

/// How a stay is known.
pub(crate) fn how(how: &str) -> &str {
    let known = [
        "seen",
        "passed",
        "on its way",
        "received",
        "moved",
        "worked on",
        "not seen since work ended",
        "used up",
        "ended",
    ];
    match known.into_iter().find(|word| *word == how) {
        Some(word) => say(word),
        None => how,
    }
}

/// How many items are at a place.
pub(crate) fn item_count(count: u64) -> String {
    plural(count, "item", "items")
}

/// `71.2 °C (69.8 – 72.4, 12 values)`.
pub(crate) fn measured(mean: f64, min: f64, max: f64, unit: Option<&str>, count: u64) -> String {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let (mean, min, max) = (format::number(mean, 3), format::number(min, 3), format::number(max, 3));
    if count == 1 {
        format!("{mean}{unit}")
    } else {
        fill("{0} ({1} – {2}, {3} values)", &[&format!("{mean}{unit}"), &min, &max, &format::count(count)])
    }
}

/// `4,312 alarms in all`.
pub(crate) fn alarms_in_all(total: u64) -> String {
    fill("{0} in all", &[&plural(total, "alarm", "alarms")])
}

/// `2 outside limits`.
pub(crate) fn outside(count: u64) -> String {
    fill("{0} outside limits", &[&format::count(count)])
}

/// Places that have no row in the strip.
pub(crate) fn more_places(count: usize) -> String {
    fill("{0} more are in the table below only.", &[&plural(count as u64, "place", "places")])
}

/// How many of those at a place are there for sure.
pub(crate) fn for_sure(definite: u64, total: u64) -> String {
    fill("There for sure: {0} of {1}.", &[&super::format::count(definite), &super::format::count(total)])
}

/// How much is known of where an item was, as a share of the time between its first record and its last.
pub(crate) fn known_for_sure(share: f64) -> String {
    fill(
        "It is known for sure where it was for {0} of the time between its first record and its last.",
        &[&super::monitor::percent(share)],
    )
}
