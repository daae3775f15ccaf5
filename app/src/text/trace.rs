//! What things are made of and where they went.

use floorlens_core::protocol::Certainty;

/// How sure an answer is, in one word.
pub(crate) fn certainty(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Definite => "definite",
        Certainty::Possible => "possible",
        Certainty::Exposed => "exposed",
        Certainty::Unknown => "unknown",
    }
}
