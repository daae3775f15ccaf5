//! Lists that come page by page: the page holds the rows that it shows, the engine the rest.

use crate::text;
use leptos::prelude::*;

/// So many rows are shown at once.
pub(crate) const ROWS: u32 = 50;

/// Which rows of how many are shown, and the way to the others; nothing when all of them are.
#[component]
pub(crate) fn Pager(
    /// How many rows come before those that are shown.
    after: RwSignal<u64>,
    /// How many rows there are in all.
    total: u64,
) -> impl IntoView {
    let rows = u64::from(ROWS);
    let first = after.get_untracked();
    let last = first.saturating_add(rows).min(total);
    (total > rows).then(|| {
        view! {
            <div class="row pager">
                <button type="button" class="button" disabled={first == 0} on:click=move |_| after.set(first.saturating_sub(rows))>
                    {text::shell::earlier_rows()}
                </button>
                <span class="small" role="status">{text::shell::rows_of(first + 1, last, total)}</span>
                <button type="button" class="button" disabled={last >= total} on:click=move |_| after.set(first + rows)>
                    {text::shell::later_rows()}
                </button>
            </div>
        }
    })
}
