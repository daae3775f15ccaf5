//! What a read cannot say.

use crate::text;
use leptos::prelude::*;

/// That nothing was known of the machine right before a read, as a tag.
pub(super) fn after_no_data(after: bool) -> impl IntoView {
    after.then(|| view! { " " <span class="tag tag-possible" title=text::track::after_no_data_why()>{text::track::after_no_data()}</span> })
}
