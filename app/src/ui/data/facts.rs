//! What is known, per table.

use crate::text::{self, format};
use leptos::prelude::*;
use std::collections::BTreeMap;

#[component]
pub(super) fn Facts(facts: BTreeMap<String, u64>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="facts-title">
            <div class="panel-head"><h2 id="facts-title">{text::data::facts()}</h2><small>{text::data::facts_note()}</small></div>
            <table>
                <thead><tr>
                    <th scope="col">{text::data::table()}</th>
                    <th scope="col" class="number">{text::data::facts_count()}</th>
                </tr></thead>
                <tbody>
                    {facts.into_iter().map(|(table, count)| view! {
                        <tr><th scope="row">{text::data::fact_table(&table)}</th><td class="number">{format::count(count)}</td></tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}
