//! Why records were rejected, repaired or merged, each with its place in the file.

use crate::text;
use crate::ui::live::live;
use crate::ui::parts::{More, SourceLink};
use floorlens_core::model::{Severity, SourceRef};
use floorlens_core::protocol::MessageReport;
use leptos::prelude::*;

/// So many at a time: a file may have a message for every record.
const PAGE: usize = 100;

#[component]
pub(super) fn Messages(file: String, messages: Vec<MessageReport>) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = messages.len();
    let messages = StoredValue::new(messages);
    let row = move |message: &MessageReport| {
        let place = match message.record {
            0 => text::data::whole_file().into_any(),
            record => {
                let source = SourceRef { file: file.clone(), record, line: message.line, repaired: message.repaired };
                view! { <SourceLink source=Some(source)/> }.into_any()
            }
        };
        let (class, word) = match message.severity {
            Severity::Info => ("tag", "note"),
            Severity::Warning => ("tag tag-possible", "look"),
            Severity::Error => ("tag tag-bad", "error"),
        };
        view! {
            <tr>
                <td class="nowrap">{place}</td>
                <td><span class=class>{word}</span></td>
                <td class="wrap-anywhere">{message.reason.clone()}</td>
            </tr>
        }
    };
    view! {
        <table class="cards">
            <thead><tr>
                <th scope="col">{text::data::where_()}</th>
                <th scope="col">{text::data::severity()}</th>
                <th scope="col">{text::data::reason()}</th>
            </tr></thead>
            <tbody>{live(move || messages.with_value(|all| all.iter().take(shown.get()).map(&row).collect_view()))}</tbody>
        </table>
        <More shown total page=PAGE/>
    }
}
