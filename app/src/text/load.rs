//! What of a file is loaded.

use super::format;
use super::language::fill;
use floorlens_core::protocol::{FileLoad, LoadAnswer};

words! {
    title = "What is loaded of a file";
    note = "memory is estimated before a file is loaded";
    file = "File";
    less = "Load less";
    memory = "Memory";
    fits = "It fits.";
    fits_not = "It does not fit. Choose what is left out.";
    nothing = "Nothing of it is loaded.";
    about = "Estimated from its first part.";
    time = "Time";
    time_note = "What happened outside is left out. An interval that reaches into it stays whole.";
    from = "From";
    to = "To";
    sample = "Machines and items";
    sample_all = "All";
    sample_note = "Each machine and item is loaded with all that is said of it, or not at all. Figures of those that are loaded are exact; sums over all are those of the sample.";
    columns = "Left out of every row";
    values = "Values that were measured";
    load = "Load it this way";
    loaded = "Loaded this way.";
    anyway = "Load it all the same";
    anyway_note = "The page may run out of memory. What is open then has to be opened again.";
    skip = "Do not load it";
    all = "Load all of it";
    undo = "Undo";
    ledger = "The ledger counts such records as left out; nothing is put to figures in their place.";
    waits = "waits for you";
    in_part = "in part";
    not_loaded = "not loaded";
    whole = "whole";
    choose = "Choose";
}

/// How a file stands, beside its name.
pub(crate) fn standing(load: Option<&FileLoad>) -> &'static str {
    match load {
        Some(load) if load.waiting => waits(),
        Some(FileLoad { choice: Some(choice), .. }) if choice.skip => not_loaded(),
        Some(FileLoad { choice: Some(choice), .. }) if !choice.is_everything() => in_part(),
        _ => whole(),
    }
}

/// What it needs and what there is.
pub(crate) fn needs(answer: &LoadAnswer) -> String {
    let needs = format::bytes(answer.needs);
    match answer.free {
        Some(free) => fill("About {0} while it is loaded; {1} are free.", &[&needs, &format::bytes(free)]),
        None => fill("About {0} while it is loaded.", &[&needs]),
    }
}

/// How many records are loaded.
pub(crate) fn records(answer: &LoadAnswer) -> String {
    let [wanted, all] = [answer.wanted, answer.records].map(|count| format::count(rounded(count)));
    fill("About {0} of {1} records.", &[&wanted, &all])
}

/// An estimate has two figures that say something.
fn rounded(count: u64) -> u64 {
    let mut unit = 1;
    while count / unit >= 100 {
        unit *= 10;
    }
    (count + unit / 2) / unit * unit
}

/// From when to when a file tells.
pub(crate) fn span(from: &str, to: &str) -> String {
    fill("The file tells of {0} to {1}, about.", &[from, to])
}

/// One of so many.
pub(crate) fn one_in(number: u32) -> String {
    fill("One in {0}", &[&number.to_string()])
}

/// How many of those met in the first part are in the sample.
pub(crate) fn drawn(answer: &LoadAnswer) -> String {
    let [machines, items] =
        [answer.machines, answer.items].map(|[met, drawn]| (met > 0).then(|| [drawn, met].map(format::count)));
    let machines = machines.map(|[drawn, met]| fill("{0} of {1} machines", &[&drawn, &met]));
    let items = items.map(|[drawn, met]| fill("{0} of {1} items", &[&drawn, &met]));
    let both: Vec<String> = machines.into_iter().chain(items).collect();
    fill("In its first part: {0}.", &[&both.join(", ")])
}

/// That files wait.
pub(crate) fn waiting(files: &[String]) -> String {
    match files {
        [one] => fill("{0} is not loaded yet: it may not fit into memory.", &[one]),
        _ => fill("{0} files are not loaded yet: they may not fit into memory.", &[&files.len().to_string()]),
    }
}

/// A column as a person knows it.
pub(crate) fn column(name: &str) -> String {
    if name == floorlens_core::model::VALUES { values().to_owned() } else { name.to_owned() }
}
