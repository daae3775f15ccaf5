//! What is open, what the first rows become, and what does not fit.

use super::draft::Draft;
use crate::text;
use crate::ui::ask::Load;
use floorlens_core::model::Role;
use floorlens_core::protocol::{MappingQuestion, MappingQuestionKind, PreviewTable};
use leptos::prelude::*;

/// Why there is no answer.
#[component]
pub(super) fn Problem(draft: Draft) -> impl IntoView {
    move || match draft.load.get() {
        Load::Failed(error) => Some(view! { <p class="problem" role="alert">{error.error}</p> }),
        _ => None,
    }
}

/// What a person should say; the controls for it stand below.
#[component]
pub(super) fn Questions(draft: Draft) -> impl IntoView {
    let question = move |question: MappingQuestion| {
        let (class, word) = match question.blocking {
            true => ("tag tag-bad", text::mapping::blocking()),
            false => ("tag tag-possible", text::mapping::open()),
        };
        let swap = (question.kind == MappingQuestionKind::Direction).then(|| {
            view! { " " <button type="button" class="link-button" on:click=move |_| swap(draft)>{text::mapping::swap()}</button> }
        });
        view! { <li><span class=class>{word}</span> " " {question.text} {swap}</li> }
    };
    view! {
        <Show when=move || !draft.questions.with(Vec::is_empty)>
            <div aria-live="polite">
                <h3>{text::mapping::questions()}</h3>
                <ul class="mapping-questions">{move || draft.questions.get().into_iter().map(question).collect_view()}</ul>
            </div>
        </Show>
    }
}

/// What went in came out, and the other way round.
fn swap(draft: Draft) {
    draft.change(|mapping| {
        for column in &mut mapping.columns {
            column.role = match column.role {
                Role::LotIn => Role::LotOut,
                Role::LotOut => Role::LotIn,
                other => other,
            };
        }
    });
}

#[component]
pub(super) fn Preview(draft: Draft) -> impl IntoView {
    let tables = Memo::new(move |_| draft.answer.get().map(|answer| answer.preview).unwrap_or_default());
    let rows = Memo::new(move |_| draft.answer.get().map_or(0, |answer| answer.preview_rows));
    let remarks = Memo::new(move |_| draft.answer.get().map(|answer| answer.remarks).unwrap_or_default());
    view! {
        <div class="stack">
            <div class="panel-head">
                <h3>{text::mapping::preview()}</h3>
                <small>{move || text::mapping::preview_note(rows.get())}</small>
            </div>
            {move || {
                let tables = tables.get();
                if tables.is_empty() {
                    return view! { <p class="quiet">{text::mapping::preview_none()}</p> }.into_any();
                }
                tables.into_iter().map(|table| view! { <Facts table/> }).collect_view().into_any()
            }}
            <Show when=move || !remarks.with(Vec::is_empty)>
                <h3>{text::mapping::remarks()}</h3>
                <ul class="mapping-questions">
                    {move || remarks.get().into_iter().map(|remark| view! { <li class="wrap-anywhere">{remark}</li> }).collect_view()}
                </ul>
            </Show>
        </div>
    }
}

/// The first facts of one table.
#[component]
fn Facts(table: PreviewTable) -> impl IntoView {
    let name = text::data::fact_table(&table.table);
    let label = name.clone();
    let head = table.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect_view();
    let row = |cells: Vec<String>| view! { <tr>{cells.into_iter().map(|cell| view! { <td class="nowrap">{cell}</td> }).collect_view()}</tr> };
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=label>
            <table>
                <caption>{name}</caption>
                <thead><tr>{head}</tr></thead>
                <tbody>{table.rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}
