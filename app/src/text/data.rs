//! Files, ledger, what is missing.

use super::language::fill;
use super::{format, plural};

words! {
    files = "Files";
    ledger_rule = "records = used + merged + superseded + retracted + repaired + rejected";
    file = "File";
    format = "Format";
    size = "Size";
    records = "Records";
    share = "Share";
    total = "Total";
    messages = "What was noticed";
    show_more = "Show more";
    whole_file = "whole file";
    where_ = "Where";
    severity = "Kind";
    reason = "What happened and what to do";
    facts = "What is known";
    facts_note = "facts per table";
    table = "Table";
    facts_count = "Facts";
    rejects = "Download rejected";
    recipe = "What you say about the data";
    recipe_note = "travels with the link; never overrides a record";
    recipe_export = "Save as file";
    recipe_import = "Load from file";
    recipe_file = "floorlens-recipe.json";
    ideal_cycles = "Ideal cycle time";
    ideal_note = "The machine's limit for one piece, not the planned time.";
    product = "Product";
    asset = "Machine";
    any = "any";
    seconds = "Seconds per piece";
    planned = "Planned time";
    planned_note = "When machines were to work. Without it, OEE has nothing to be measured against.";
    planned_whole = "Plan the whole window";
    states = "State meanings";
    state = "State";
    category = "Category";
    add = "Add";
    remove = "Remove";
    seconds_wrong = "Type a number of seconds greater than 0.";
    zone = "Time zone";
    zone_wrong = "No such zone. It should look like Europe/Berlin.";
    definition = "OEE definition";
    needs = "Missing for OEE";
    needs_none = "Nothing is missing: OEE can be computed for every machine.";
    needs_no_machines = "No machine data is loaded, so there is no OEE.";
    no_records = "no records";
    repairs = "Repaired records";
    repairs_note = "They count after a correction. Where a repair is switched off, the records that needed it are rejected.";
    from_to = "In the file → read as";
    from = "From";
    to = "To";
    start = "start of the window";
    end = "end of the window";
}

/// The columns of the ledger, in the order of the sum; to be [`super::language::say`]d.
pub(crate) const LEDGER: [&str; 7] = ["Used", "Merged", "Superseded", "Retracted", "Repaired", "Rejected", "Left out"];

/// State categories that a person can choose, with the names that recipes use; the words are to be [`super::language::say`]d.
pub(crate) const CATEGORIES: [(&str, &str); 8] = [
    ("production", "Running"),
    ("idle", "Idle"),
    ("blocked_starved", "Blocked or starved"),
    ("setup", "Set-up"),
    ("unplanned_down", "Down"),
    ("planned_down", "Planned down"),
    ("engineering", "Engineering"),
    ("non_scheduled", "Not scheduled"),
];

/// Kinds of repairs with the names that recipes use; the words are to be [`super::language::say`]d.
pub(crate) const REPAIRS: [(&str, &str); 4] = [
    ("asset_detail", "What cannot be said of a machine is left out"),
    ("row_part", "A part of a row that cannot be is left out"),
    ("key_spelling", "Two spellings of a key are taken as one"),
    ("time_zone", "A time without a zone is read by the offset given beside it"),
];

/// A kind of repair and how many records needed it.
pub(crate) fn repair_kind(title: &str, records: u64) -> String {
    format!("{title} ({})", format::count(records))
}

/// OEE definitions that a person can choose, with the names that recipes use.
pub(crate) const DEFINITIONS: [(&str, &str); 4] =
    [("vorne", "oee.com"), ("iso22400", "ISO 22400-2"), ("nakajima", "Nakajima"), ("smrp", "SMRP")];

/// How many messages a file has.
pub(crate) fn message_count(count: usize) -> String {
    plural(count as u64, "remark", "remarks")
}

/// How many of a file's messages say that something failed.
pub(crate) fn error_count(count: usize) -> String {
    plural(count as u64, "error", "errors")
}

/// How many more there are.
pub(crate) fn left(count: usize) -> String {
    fill("{0} more", &[&format::count(count as u64)])
}

/// A table of facts, as people name it.
pub(crate) fn fact_table(name: &str) -> String {
    let mut name = name.replace('_', " ");
    if let Some(first) = name.get_mut(0..1) {
        first.make_ascii_uppercase();
    }
    name
}

/// The name under which the rejected records of a file are saved.
pub(crate) fn rejects_file(file: &str) -> String {
    let name = file.rsplit('/').next().unwrap_or(file);
    format!("{name}.rejects.csv")
}
