//! Rail, top bar, status bar, banners, search.

use super::language::{fill, say};
use super::{format, plural};
use floorlens_core::link::Screen;
use floorlens_core::protocol::FoundKind;

words! {
    by_choice_where = "See what is loaded";
    repaired = "repaired";
    skip = "Skip to content";
    rail = "Screens";
    selection = "Common selection";
    status = "Status";
    theme_light = "Light";
    theme_dark = "Dark";
    theme_change = "Change between light and dark";
    search_label = "Find a serial, lot, order, machine or place";
    search_hint = "Find a serial, lot, machine …";
    search_none = "Nothing has this name.";
    window = "Time window";
    window_all = "All time";
    from = "From";
    to = "To";
    apply = "Apply";
    show_all = "Show all";
    clear = "Clear";
    close = "Close";
    assets = "Machines";
    assets_all = "All machines";
    zone = "Time zone";
    definition = "OEE definition";
    item = "Item";
    place = "Place";
    nothing_leaves = "Nothing has left this browser";
    out_of_memory = "it needed more memory than a browser gives one page. Open less at a time: fewer files, or a shorter period";
    crash_restore = "Read the same files again";
    link_broken = "The address holds no view.";
    dismiss = "Dismiss";
    read_only = "You are looking at a shared view. It is read only; nothing here changes the data.";
    foreign_fetch = "Fetch from there";
    source_record = "Source record";
    cut_short = "Only the beginning is shown.";
    loading = "Working …";
    part_missing = "This part of Floorlens could not be fetched. Check the connection and try again; if it stays so, reload the page: the copy on this host is incomplete or was replaced.";
    try_again = "Try again";
    window_wrong = "The end must lie after the start.";
    time_wrong = "This is not a time in this zone.";
    copy_link = "Copy link";
    copied = "Link copied";
    earlier_rows = "Previous";
    later_rows = "Next";
    used = "used";
    merged = "merged";
    superseded = "superseded";
    retracted = "retracted";
    rejected = "rejected";
    left_out = "left out";
}

/// What was left out by choice: records, or columns with these names.
pub(crate) fn by_choice(columns: &[String]) -> String {
    if columns.is_empty() {
        say("Rests on a part of the data: the rest was left out by choice.").to_owned()
    } else {
        let columns: Vec<String> = columns.iter().map(|name| super::load::column(name)).collect();
        fill("Rests on a part of the data. Left out by choice: {0}.", &[&columns.join(", ")])
    }
}

/// The name of a screen.
pub(crate) fn screen(screen: Screen) -> &'static str {
    say(match screen {
        Screen::Data => "Data",
        Screen::Monitor => "Monitor",
        Screen::Track => "Track",
        Screen::Trace => "Trace",
    })
}

/// What was found.
pub(crate) fn found_kind(kind: FoundKind) -> &'static str {
    say(match kind {
        FoundKind::Asset => "machine",
        FoundKind::Item => "item",
        FoundKind::Place => "place",
        FoundKind::Order => "order",
    })
}

/// `51–100 of 4,312`.
pub(crate) fn rows_of(first: u64, last: u64, total: u64) -> String {
    fill("{0}–{1} of {2}", &[&format::count(first), &format::count(last), &format::count(total)])
}

/// How many machines are chosen.
pub(crate) fn machines(count: usize) -> String {
    plural(count as u64, "machine", "machines")
}

/// How many files and records are loaded.
pub(crate) fn loaded(files: usize, records: u64) -> String {
    format!("{} · {}", plural(files as u64, "file", "files"), plural(records, "record", "records"))
}

/// What became of the records.
pub(crate) fn ledger(counts: [u64; 7]) -> String {
    let names = [used(), merged(), superseded(), retracted(), repaired(), rejected(), left_out()];
    // What never happened needs no word, but that nothing was rejected is worth one.
    let said = (0..7).filter(|i| counts[*i] > 0 || matches!(i, 0 | 5));
    said.map(|i| format!("{} {}", format::count(counts[i]), names[i])).collect::<Vec<_>>().join(" · ")
}

/// How long reading took.
pub(crate) fn read_in(records: u64, seconds: f64) -> String {
    fill("{0} in {1}", &[&plural(records, "record", "records"), &format::elapsed(seconds)])
}

/// What the banner says after a fault.
pub(crate) fn crashed(message: &str) -> String {
    fill(
        "The engine stopped and was started again: {0}. Your settings are kept; the data must be read again.",
        &[message],
    )
}

/// Addresses of other hosts wait for a click.
pub(crate) fn foreign(addresses: &[String]) -> String {
    fill(
        "This link wants data from another host: {0}. Fetching it tells that host that you opened the link; nothing else is sent.",
        &[&addresses.join(", ")],
    )
}

/// Files that a link was made from and that are not loaded.
pub(crate) fn missing_files(files: &[String]) -> String {
    fill("This view was made from files on a disk. Drop {0} here to see it.", &[&files.join(", ")])
}

/// How many more were found.
pub(crate) fn found_more(shown: usize, total: u64) -> String {
    let parts = [&*format::count(shown as u64), &*format::count(total)];
    fill("{0} of {1} shown; type more to narrow it down.", &parts)
}

/// `file, line 12`.
pub(crate) fn source(file: &str, line: u32) -> String {
    if line == 0 { file.to_owned() } else { fill("{0}, line {1}", &[file, &format::count(line.into())]) }
}

/// `Record 12, line 13`.
pub(crate) fn record(record: u32, line: u32) -> String {
    fill("Record {0}, line {1}", &[&format::count(record.into()), &format::count(line.into())])
}
