//! What the machines did: timeline, OEE, losses.

use super::language::{fill, say};
use super::{format, plural};
use floorlens_core::protocol::{Lane, LaneSpan};

words! {
    timeline = "Timeline";
    timeline_note = "exact time shares per pixel";
    timeline_role = "timeline";
    timeline_help = "Arrows move the cursor, W and S zoom, A and D move the window, F shows all, M sets a mark, comma and full stop step from state to state, Enter opens a state, Esc clears.";
    timeline_keys = "drag to select · W S zoom · A D pan · F all";
    all_keys = "all keys (?)";
    as_table = "As table";
    as_chart = "As chart";
    no_machines = "None of the loaded files says what a machine did. Machine logs, or a table with the columns asset, state and start, make lanes here.";
    colours = "Colours";
    zoom_in = "Zoom in";
    zoom_out = "Zoom out";
    show_all = "Show all";
    figures = "OEE of this window";
    oee = "OEE";
    availability = "Availability";
    performance = "Performance";
    quality = "Quality";
    coverage = "Coverage";
    why = "why?";
    needs_something = "needs input";
    needs_where = "Enter it on the Data screen";
    needs_title = "What is needed";
    formula = "Formula";
    inputs = "Inputs";
    records = "Source records";
    records_none = "No single record stands behind this input; it was entered or follows from the others.";
    total_of_machines = "Added up over these machines; each has its own records.";
    warnings = "What to doubt";
    not_line = "added up over machines, not line OEE";
    per_machine = "Per machine";
    machine = "Machine";
    total = "Total";
    definition = "Definition";
    losses = "Losses";
    losses_note = "largest first";
    losses_none = "Nothing was lost in this window.";
    cause = "Cause";
    kind = "Kind";
    lost = "Time";
    stops = "Stops";
    cumulated = "Cumulated";
    waterfall = "From planned to good time";
    waterfall_none = "Planned time is not known, so there is nothing to take losses from.";
    planned = "Planned";
    good = "Good";
    trend = "OEE trend";
    trend_none = "There is no OEE in this window yet.";
    trend_gap = "needs input";
    per_shift = "per shift";
    per_day = "per production day, from its first shift";
    from = "From";
    to = "To";
    stop = "Selected state";
    stop_none = "Click a lane to see what happened then, and what was in the machine.";
    state = "State";
    when = "When";
    reason = "Reason";
    order = "Order";
    product = "Product";
    in_machine = "In the machine";
    in_machine_none = "nothing is recorded";
    source = "Source";
    states_table = "Seconds per state";
    share = "Share";
    loading = "Loading …";
    machine_picker = "Narrow to this machine";
}

/// `of 7 h 30 min planned`.
pub(crate) fn of_planned(planned: &str) -> String {
    fill("of {0} planned", &[planned])
}

/// What losses rest on.
pub(crate) fn losses_cover(share: f64) -> String {
    fill("Data covers {0} of the planned time; the rest is listed as no data.", &[&percent(share)])
}

/// `covers 60 % of the planned time`.
pub(crate) fn covers(share: f64) -> String {
    fill("covers {0} of the planned time", &[&percent(share)])
}

/// How much there is to doubt.
pub(crate) fn warning_count(count: u64) -> String {
    plural(count, "warning", "warnings")
}

/// `per 8 h`.
pub(crate) fn per_bucket(seconds: f64) -> String {
    fill("per {0}", &[&format::duration(seconds)])
}

/// Which points rest on a part of their planned time, and the least of them.
pub(crate) fn covered_in_part(points: u64, least: f64) -> String {
    fill(
        "Grey along the bottom: in {0} there is no data for a part of the planned time; the least covers {1} of it.",
        &[&plural(points, "point", "points"), &percent(least)],
    )
}

/// What hollow points are.
pub(crate) fn counted_early(points: u64) -> String {
    fill(
        "Hollow: in {0} performance is above 100 %, because pieces were booked that were made before it began.",
        &[&plural(points, "point", "points")],
    )
}

/// What other hollow points are.
pub(crate) fn doubtful(points: u64) -> String {
    fill(
        "Hollow: in {0} OEE or availability is above 100 %, or no data covers its planned time.",
        &[&plural(points, "point", "points")],
    )
}

/// Since when the pieces of a point were counted.
pub(crate) fn counted_since(time: &str) -> String {
    fill("pieces counted since {0}", &[time])
}

/// `MC-201 Saw`: the machine's identity and, where it has one, its name.
pub(crate) fn lane_name(lane: &Lane) -> String {
    if lane.name.contains(&lane.asset) { lane.name.clone() } else { format!("{} {}", lane.asset, lane.name) }
}

/// A category of states in words.
pub(crate) fn category(name: &str) -> &str {
    match name {
        "production" => say("Running"),
        "idle" => say("Idle"),
        "blocked_starved" => say("Blocked or starved"),
        "setup" => say("Set-up"),
        "unplanned_down" => say("Down"),
        "planned_down" => say("Planned down"),
        "engineering" => say("Engineering"),
        "non_scheduled" => say("No shift"),
        "no_data" => say("No data"),
        "unclassified" => say("Unclassified"),
        other => other,
    }
}

/// A kind of loss in words.
pub(crate) fn loss(name: &str) -> &str {
    match name {
        "breakdown" => say("Breakdown"),
        "setup" => say("Set-up"),
        "minor_stop" | "minor" => say("Minor stops"),
        "idle" | "idling" => say("Idle"),
        "waiting" | "blocked_starved" => say("Waiting"),
        "speed" => say("Reduced speed"),
        "minor_and_speed" => say("Minor and speed"),
        "defect" | "defects" => say("Defects"),
        "yield" | "startup" => say("Start-up yield"),
        "planned" | "planned_down" => say("Planned stops"),
        "no_data" => say("No data"),
        other => category(other),
    }
}

/// What lost time in words: causes that no record names have names of the program's own.
pub(crate) fn lost_to(name: &str) -> &str {
    match name {
        "NO_DATA" => say("No data"),
        "Scrap and rework" => say("Scrap and rework"),
        "Slower than the ideal cycle, stops that nobody logged" => {
            say("Slower than the ideal cycle, stops that nobody logged")
        }
        other => other,
    }
}

/// An OEE definition in words.
pub(crate) fn definition_name(name: &str) -> &str {
    match name {
        "vorne" => "oee.com",
        "iso22400" => "ISO 22400-2",
        "nakajima" => "Nakajima",
        "smrp" => "SMRP",
        other => other,
    }
}

/// An input of a figure in words.
pub(crate) fn input(name: &str) -> &'static str {
    say(match name {
        "APT" => "production time",
        "PBT" => "planned busy time",
        "AUST" => "set-up time",
        "PQ" => "pieces made",
        "GQ" => "good pieces",
        "SQ" => "scrap",
        "PRI" => "ideal time per piece",
        "PRI·PQ" => "ideal time of what was made",
        "PRI·GQ" => "ideal time of what is good",
        "no_data" => "planned time without data",
        "all_time" => "all time",
        _ => "",
    })
}

/// Whether an input counts pieces rather than seconds.
pub(crate) fn counts_pieces(name: &str) -> bool {
    matches!(name, "PQ" | "GQ" | "SQ")
}

/// An input's value with its unit.
pub(crate) fn amount(name: &str, value: f64) -> String {
    if counts_pieces(name) {
        fill("{0} pcs", &[&format::number(value, 2)])
    } else if name == "PRI" {
        format!("{} s", format::number(value, 6))
    } else {
        format::duration(value)
    }
}

/// `71.4 %`.
pub(crate) fn percent(share: f64) -> String {
    format!("{} %", format::number_exact(share * 100.0, 1))
}

/// `Why 71.4 %?`
pub(crate) fn why_title(figure: &str, of: &str) -> String {
    format!("{figure}, {of}")
}

/// How many records of how many.
pub(crate) fn records_of(shown: usize, total: u64) -> String {
    if shown as u64 == total {
        plural(total, "record", "records")
    } else {
        fill("first {0} of {1} records", &[&format::count(shown as u64), &format::count(total)])
    }
}

/// What the cursor is on, to be read out.
pub(crate) fn readout(span: &LaneSpan, zone: &str) -> String {
    let time = fill("{0} to {1}", &[&format::instant(span.start.0, zone), &format::instant(span.end.0, zone)]);
    let mut text = format!("{}, {}, {time}, {}", span.asset, span.state, format::duration(span.seconds));
    if let Some(reason) = &span.reason {
        text.push_str(", ");
        text.push_str(reason);
    }
    text
}

/// How many things were in the machine.
pub(crate) fn units(count: u64) -> String {
    plural(count, "unit", "units")
}

/// How many more there are than are shown.
pub(crate) fn more(count: u64) -> String {
    fill("and {0} more", &[&format::count(count)])
}

/// A chart's name for people who do not see it.
pub(crate) fn chart_label(title: &str) -> String {
    fill("{0}, as a chart. The same as a table: use the button beside the title.", &[title])
}
