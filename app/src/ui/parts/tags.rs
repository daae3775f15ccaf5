//! Certainty, never by colour alone: word, and solid, dashed or dotted outline; and what an answer rests on.

use crate::text;
use floorlens_core::protocol::Certainty;
use leptos::prelude::*;

/// How sure an answer is, as a tag.
pub(crate) fn certainty_tag(certainty: Certainty) -> impl IntoView {
    let class = match certainty {
        Certainty::Definite => "tag tag-definite",
        Certainty::Possible => "tag tag-possible",
        Certainty::Exposed => "tag tag-exposed",
        Certainty::Unknown => "tag",
    };
    view! { <span class=class>{text::trace::certainty(certainty)}</span> }
}

/// That a record behind it counts after a repair, as a tag.
pub(crate) fn repaired_tag(repaired: bool) -> impl IntoView {
    repaired.then(|| view! { " " <span class="tag tag-possible">{text::shell::repaired()}</span> })
}
