//! Per file the counts that add up: records = used + merged + superseded + retracted + repaired + rejected + left out by choice.

use super::messages::Messages;
use super::rejects::Rejects;
use crate::text::{self, format};
use crate::ui::Workspace;
use crate::ui::live::visible;
use floorlens_core::model::Severity;
use floorlens_core::protocol::FileReport;
use leptos::prelude::*;

/// Class names of the parts of a ledger bar, in the order of the sum.
const PARTS: [&str; 7] = [
    "ledger-used",
    "ledger-merged",
    "ledger-superseded",
    "ledger-retracted",
    "ledger-repaired",
    "ledger-rejected",
    "ledger-left-out",
];

fn counts(file: &FileReport) -> [u64; 7] {
    [file.used, file.merged, file.superseded, file.retracted, file.repaired, file.rejected, file.left_out]
        .map(u64::from)
}

#[component]
pub(super) fn Files(files: Vec<FileReport>) -> impl IntoView {
    let records: u64 = files.iter().map(|file| u64::from(file.records)).sum();
    let bytes: u64 = files.iter().map(|file| file.bytes).sum();
    let mut total = [0_u64; 7];
    for file in &files {
        for (sum, count) in total.iter_mut().zip(counts(file)) {
            *sum += count;
        }
    }
    // Only where somebody chose is there a column for it.
    let parts = if total[6] > 0 { 7 } else { 6 };
    let rule_end = (parts == 7).then(|| format!(" + {}", text::shell::left_out()));
    let workspace = Workspace::expect();
    let head = text::data::LEDGER.into_iter().zip(PARTS).take(parts).map(|(name, part)| {
        view! { <th scope="col" class="number"><i class=format!("ledger-key {part}")></i>{text::language::say(name)}</th> }
    });
    view! {
        <section class="panel" aria-labelledby="files-title">
            <div class="panel-head">
                <h2 id="files-title">{text::data::files()}</h2>
                <small>{text::data::ledger_rule()} {rule_end}</small>
                {visible(move || !workspace.read_only.get(), move || view! {
                    <button type="button" class="link-button panel-end" on:click=move |_| workspace.load_less.set(Some(String::new()))>
                        {text::load::less()}
                    </button>
                })}
            </div>
            <div class="table-scroll" tabindex="0" role="region" aria-labelledby="files-title">
                <table>
                    <thead><tr>
                        <th scope="col">{text::data::file()}</th>
                        <th scope="col">{text::data::format()}</th>
                        <th scope="col" class="number">{text::data::size()}</th>
                        <th scope="col" class="number">{text::data::records()}</th>
                        {head.collect_view()}
                        <th scope="col">{text::data::share()}</th>
                        <th scope="col">{text::data::messages()}</th>
                    </tr></thead>
                    {files.into_iter().enumerate().map(|(index, file)| view! { <File file index parts/> }).collect_view()}
                    <tfoot><tr>
                        <th scope="row">{text::data::total()}</th>
                        <td></td>
                        <td class="number">{format::bytes(bytes)}</td>
                        <td class="number">{format::count(records)}</td>
                        {total[..parts].iter().map(|count| view! { <td class="number">{format::count(*count)}</td> }).collect_view()}
                        <td>{bar(total, records)}</td>
                        <td></td>
                    </tr></tfoot>
                </table>
            </div>
        </section>
    }
}

/// One file: so many of its counts, and below them its messages when opened. What went wrong with a file as a whole is open.
#[component]
fn File(file: FileReport, index: usize, parts: usize) -> impl IntoView {
    let errors = file.messages.iter().filter(|message| message.severity == Severity::Error);
    let whole = errors.clone().any(|message| message.record == 0);
    let open = RwSignal::new(whole || (file.records == 0 && !file.messages.is_empty()));
    let errors = errors.count();
    // What has no record and nothing to say of it would look as if it were read.
    let silent = file.records == 0 && file.messages.is_empty() && file.load.is_none() && file.mapping.is_none();
    let silent = silent.then(|| view! { <span class="quiet">{text::data::no_records()}</span> });
    let counts = counts(&file);
    let bar = bar(counts, file.records.into());
    let id = format!("messages-{index}");
    let remarks = (!file.messages.is_empty()).then(|| {
        let label = match errors {
            0 => text::data::message_count(file.messages.len()),
            _ => text::data::error_count(errors),
        };
        let name = format!("{label}: {}", file.name);
        view! {
            <button type="button" class="link-button" class:bad={errors > 0} aria-label=name aria-controls=id.clone()
                aria-expanded=Signal::derive(move || open.get().to_string()) on:click=move |_| open.update(|open| *open = !*open)>
                {label}
            </button>
        }
    });
    let cell = |count: &u64| view! { <td class="number" class:quiet={*count == 0}>{format::count(*count)}</td> };
    let rejects = (file.rejected > 0).then(|| view! { <Rejects file=file.name.clone()/> });
    let name = file.name.clone();
    let messages = StoredValue::new((file.name, file.messages));
    view! {
        <tbody>
            <tr>
                <th scope="row"><span class="file-name" title=name.clone()>{name.clone()}</span></th>
                <td class="nowrap">{file.format}</td>
                <td class="number">{format::bytes(file.bytes)}</td>
                <td class="number">{format::count(file.records.into())}</td>
                {counts[..parts].iter().map(cell).collect_view()}
                <td>{bar}</td>
                <td class="nowrap">{remarks} {rejects} {silent}</td>
            </tr>
            <tr id=id hidden=Signal::derive(move || !open.get())>
                <td colspan=parts + 6>
                    {visible(move || open.get(), move || view! {
                        <div class="messages">{let (file, messages) = messages.get_value(); view! { <Messages file messages/> }}</div>
                    })}
                </td>
            </tr>
        </tbody>
    }
}

/// The counts as one bar; the numbers stand beside it, so it says nothing new to a screen reader.
fn bar(counts: [u64; 7], records: u64) -> impl IntoView {
    let parts = counts.into_iter().zip(PARTS).filter(|(count, _)| *count > 0).map(move |(count, part)| {
        // At least a visible sliver: one rejected record of a million is what a person looks for.
        let share = (count as f64 / records.max(1) as f64 * 100.0).max(2.0);
        view! { <i class=part style:flex-basis=format!("{share:.2}%")></i> }
    });
    view! { <span class="ledger-bar" aria-hidden="true">{parts.collect_view()}</span> }
}
