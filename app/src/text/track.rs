//! Where things are and were.

use super::{format, plural};

words! {
    nothing = "Press / and type a serial, lot or pallet, or choose a place.";
    still_there = "still there";
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
    how = "How it is known";
    reads = "Reads";
    places = "Places";
    definite = "There";
    possible = "Maybe";
    item = "Item";
    at = "At";
    at_end = "End of the data";
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
    gone = "on its way";
    open_machine = "Show the machine then";
}

/// How many items are at a place.
pub(crate) fn item_count(count: u64) -> String {
    plural(count, "item", "items")
}

/// `1,000 of 4,312 shown`.
pub(crate) fn shown_of(shown: usize, total: u64) -> String {
    format!("{} of {} shown", format::count(shown as u64), format::count(total))
}

/// `71.2 °C (69.8 – 72.4, 12 values)`.
pub(crate) fn measured(mean: f64, min: f64, max: f64, unit: Option<&str>, count: u64) -> String {
    let unit = unit.map(|unit| format!(" {unit}")).unwrap_or_default();
    let (mean, min, max) = (format::number(mean, 3), format::number(min, 3), format::number(max, 3));
    if count == 1 {
        format!("{mean}{unit}")
    } else {
        format!("{mean}{unit} ({min} – {max}, {} values)", format::count(count))
    }
}

/// `2 outside limits`.
pub(crate) fn outside(count: u64) -> String {
    format!("{} outside limits", format::count(count))
}

/// Places that have no row in the strip.
pub(crate) fn more_places(count: usize) -> String {
    format!("{} more are in the table below only.", plural(count as u64, "place", "places"))
}
