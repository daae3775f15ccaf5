//! Views of earlier versions as views of today.

use super::VERSION;

/// Turns the JSON of version n + 1 (n = its place in the list) into that of the version after it.
type Upgrader = fn(String) -> String;

/// One for every version but today's: the type does not compile while one is missing.
const UPGRADERS: [Upgrader; VERSION as usize - 1] = [];

/// The JSON of any version up to today's as that of today.
pub(super) fn upgrade(version: u32, view: String) -> String {
    let first = (version as usize).saturating_sub(1);
    UPGRADERS.iter().skip(first).fold(view, |view, upgrader| upgrader(view))
}
