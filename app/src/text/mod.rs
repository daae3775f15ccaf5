//! Every sentence and word of the page, in one place per screen.
//!
//! A second language is a second column: `words!` gives each word a function, so that it can choose, and a word that
//! lacks a language does not compile. Numbers, dates and durations are in [`format`].
//!
//! ```text
//! shell.rs    rail, top bar, status bar, banners, search
//! open.rs     the first screen and progress
//! data.rs     files, ledger, what is missing
//! mapping.rs  tables with other headers
//! monitor.rs  what the machines did
//! track.rs    where things are
//! trace.rs    what things are made of
//! format.rs   numbers, bytes, times and durations
//! zone.rs     what a person typed as a time, in a zone
//! ```

/// `name = "English";` becomes `fn name() -> &'static str`.
macro_rules! words {
    ($($name:ident = $english:literal;)*) => {
        $(pub(crate) const fn $name() -> &'static str { $english })*
    };
}

pub(crate) mod data;
pub(crate) mod format;
pub(crate) mod mapping;
pub(crate) mod monitor;
pub(crate) mod open;
pub(crate) mod shell;
pub(crate) mod trace;
pub(crate) mod track;
pub(crate) mod zone;

/// `1 file`, `2 files`.
pub(crate) fn plural(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", format::count(count), if count == 1 { one } else { many })
}
