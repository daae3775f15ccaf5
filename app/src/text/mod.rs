//! Every sentence and word of the page, in one place per screen.
//!
//! English stands here; [`language`] puts another one in its place. `words!` gives each text a function that asks for it, texts with parts are
//! [`language::fill`]ed. A test compares the texts here with those of every other language. Numbers, dates and durations are in [`format`].
//!
//! ```text
//! language.rs which language, and its texts
//! shell.rs    rail, top bar, status bar, banners, search
//! open.rs     the first screen and progress
//! data.rs     files, ledger, what is missing
//! load.rs     what of a file is loaded
//! mapping.rs  tables with other headers
//! monitor.rs  what the machines did
//! track.rs    where things are
//! trace.rs    what things are made of
//! keys.rs     the list of keys
//! format.rs   numbers, bytes, times and durations
//! zone.rs     the browser's zones; what a person typed as a time in one
//! ```

/// `name = "English";` becomes `fn name() -> &'static str`.
macro_rules! words {
    ($($name:ident = $english:literal;)*) => {
        $(pub(crate) fn $name() -> &'static str { $crate::text::language::say($english) })*
    };
}

pub(crate) mod data;
pub(crate) mod format;
pub(crate) mod keys;
pub(crate) mod language;
pub(crate) mod load;
pub(crate) mod mapping;
pub(crate) mod monitor;
pub(crate) mod open;
pub(crate) mod shell;
pub(crate) mod trace;
pub(crate) mod track;
pub(crate) mod zone;

/// `1 file`, `2 files`.
pub(crate) fn plural(count: u64, one: &'static str, many: &'static str) -> String {
    format!("{} {}", format::count(count), language::say(if count == 1 { one } else { many }))
}
