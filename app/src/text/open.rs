//! The first screen and progress.

use super::format;
use super::language::fill;

words! {
    title = "Drop exports from the plant";
    formats = "Machine logs, counters, scans, lot movements, inspection: CSV tables, MTConnect, EPCIS, OCEL, XES, QIF, also as .gz and .zip";
    nothing_leaves = "Nothing leaves this browser: the files are read here, on this computer.";
    choose_files = "Choose files";
    choose_folder = "Choose a folder";
    sample = "Open the sample plant";
    address = "Address of a file";
    address_hint = "https://host/export.csv";
    address_open = "Open address";
    address_wrong = "This is not an address. It should look like https://host/file.csv, or name a file beside this page.";
    recent = "Opened lately";
    recent_note = "Names only; open the files again to see them.";
    recent_forget = "Forget these names";
    drop_here = "Drop to add to what is open";
    add = "Add files";
    cancel = "Cancel";
    reading = "Reading";
}

/// Bytes, records and rate.
pub(crate) fn progress(done: u64, all: u64, records: u64, rate: f64) -> String {
    let parts = [&*format::bytes(done), &*format::bytes(all), &*format::count(records)];
    let mut text = fill("{0} of {1} · {2} records", &parts);
    if rate > 0.0 {
        text.push_str(&format!(" · {}/s", format::bytes(rate as u64)));
    }
    text
}

/// What the screens show while reading goes on.
pub(crate) fn so_far(seen: u64) -> String {
    format!("What you see covers the first {} records; the rest follows.", format::count(seen))
}

/// Which file of how many.
pub(crate) fn file_of(number: u32, files: u32) -> String {
    fill("file {0} of {1}", &[&format::count(number.into()), &format::count(files.into())])
}
