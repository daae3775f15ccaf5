//! What things are made of and where they went.

use super::language::{fill, say};
use super::{format, plural};
use floorlens_core::protocol::{Certainty, Direction};

words! {
    nothing = "Choose an item to trace: press / and type a serial, lot or pallet.";
    back = "Backward";
    forward = "Forward";
    direction = "Direction";
    definite = "Definite";
    possible = "Possible";
    exposed = "Exposed only";
    gaps = "Gaps";
    picture = "Picture";
    table = "Table";
    shown_as = "Shown as";
    tree_label = "Genealogy";
    tree_hint = "arrows move · space opens · A traces from here";
    alone_back = "Nothing is known about what it was made of.";
    see_forward = "See where it went";
    see_back = "See what it was made of";
    alone_forward = "Nothing is known about what was made of it.";
    item = "Item";
    product = "Product";
    certainty_word = "Certainty";
    steps = "Steps away";
    aliases = "Also written";
    why = "Why is it here?";
    anchor_why = "This is the item that you asked for.";
    definite_why = "A chain of records that agree with the clock leads to it.";
    place_now = "Place now";
    since = "Since";
    event = "Event";
    events = "Records of this link";
    source = "Source";
    from = "Input";
    to = "Output";
    expand = "Open";
    collapse = "Close";
    reanchor = "Trace from here";
    track = "Track";
    no_gaps = "No gaps were found.";
    exposed_note = "shared a container or vehicle; never part of the genealogy";
    exposed_none = "Nothing shared a container with it.";
    reason = "Reason";
    kind = "What is missing";
    what_went_in = "What went in";
    what_came_out = "What came out";
    limited = "Only a part fits; open fewer branches to see the rest.";
}

/// How sure an answer is, in one word.
pub(crate) fn certainty(certainty: Certainty) -> &'static str {
    say(match certainty {
        Certainty::Definite => "definite",
        Certainty::Possible => "possible",
        Certainty::Exposed => "exposed",
        Certainty::Unknown => "unknown",
    })
}

/// The title of the picture.
pub(crate) fn title(direction: Direction) -> &'static str {
    say(match direction {
        Direction::Back => "What it is made of",
        Direction::Forward => "Where it went",
    })
}

/// How far the picture is from the whole.
pub(crate) fn shown(boxes: usize, items: u64) -> String {
    fill("{0} of {1} shown", &[&format::count(boxes as u64), &plural(items, "item", "items")])
}

/// A gap in words.
pub(crate) fn gap(kind: &str) -> String {
    match kind {
        "consumed_before_made" => say("consumed before it was made").to_owned(),
        "input_after_output" => say("went in after something had come out").to_owned(),
        "born_nowhere" => say("no record of its making").to_owned(),
        "product_only" => say("names a product, not a lot or serial").to_owned(),
        "unpack_never_seen" => say("put into another container while still in an earlier one").to_owned(),
        "shipped_after_consumed" => say("shipped after it was used as a whole").to_owned(),
        "retracted_input" => say("the record of a use was withdrawn").to_owned(),
        other => other.replace('_', " "),
    }
}

/// `… 4,312 more`.
pub(crate) fn more(count: u64) -> String {
    fill("… {0} more", &[&format::count(count)])
}

/// How many events stand behind a link.
pub(crate) fn event_count(count: usize) -> String {
    plural(count as u64, "event", "events")
}

/// What a screen reader hears of a box beside its name and product.
pub(crate) fn box_note(certainty: &str, children: u64) -> String {
    if children > 0 {
        fill(", {0}, leads to {1}", &[certainty, &plural(children, "item", "items")])
    } else {
        format!(", {certainty}")
    }
}

/// A quantity with its unit; without a unit, pieces.
pub(crate) fn quantity_of(quantity: Option<f64>, unit: Option<&str>) -> String {
    match quantity {
        Some(quantity) => format!(
            "{} {}",
            format::number(quantity, 3),
            unit.unwrap_or(say(if quantity == 1.0 { "pc" } else { "pcs" }))
        ),
        None => "–".to_owned(),
    }
}

/// How many items of a trace have no gap.
pub(crate) fn covers(known: u64, items: u64) -> String {
    fill("{0} of {1} items without one", &[&super::format::count(known), &super::format::count(items)])
}
