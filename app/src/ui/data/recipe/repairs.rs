//! Records that were put right on the way in: listed with what was done, and switched off by kind.

use super::Editor;
use crate::text;
use crate::ui::Workspace;
use crate::ui::ask::{Load, answer, loaded};
use crate::ui::live::{live, visible};
use crate::ui::parts::{Pager, ROWS, SourceLink};
use floorlens_core::protocol::{Question, RepairReport, RepairsAnswer};
use leptos::prelude::*;

#[component]
pub(super) fn Repairs(editor: Editor) -> impl IntoView {
    let after = RwSignal::new(0);
    // Most data needs no repair, and what lists them is fetched only for data that does.
    let report = Workspace::expect().report;
    let any = Memo::new(move |_| {
        let off = editor.recipe.with(|recipe| !recipe.repairs_off.is_empty());
        off || report
            .with(|report| matches!(report, Load::Ready(report) if report.files.iter().any(|f| f.repaired > 0)))
    });
    let repairs = answer::<RepairsAnswer>(move || {
        any.get().then(|| Question::Repairs { file: None, after: after.get(), limit: Some(ROWS) })
    });
    view! { <div class="stack" id="repairs">{loaded(repairs, move |answer| list(answer, after, editor).into_any())}</div> }
}

fn list(answer: RepairsAnswer, after: RwSignal<u64>, editor: Editor) -> impl IntoView {
    let RepairsAnswer { kinds, repairs, total } = answer;
    (!kinds.is_empty()).then(|| {
        let off: Vec<String> = kinds.iter().filter(|kind| kind.off).map(|kind| kind.kind.clone()).collect();
        let off = StoredValue::new(off);
        let kinds = StoredValue::new(kinds);
        let switches = move || {
            let kind = |kind: &floorlens_core::protocol::RepairKindReport| {
                let name = StoredValue::new(kind.kind.clone());
                let change = move |ev| {
                    let on = event_target_checked(&ev);
                    editor.change(|recipe| {
                        name.with_value(|name| {
                            recipe.repairs_off.retain(|off| off != name);
                            if !on {
                                recipe.repairs_off.push(name.clone());
                            }
                        });
                    });
                };
                let label = text::data::repair_kind(text::language::say(static_title(&kind.kind)), kind.records);
                view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=!kind.off disabled=!editor.editable() on:change=change/> {label}
                    </label>
                }
            };
            kinds.with_value(|kinds| kinds.iter().map(kind).collect_view())
        };
        let rows = StoredValue::new(repairs);
        view! {
            <h3>{text::data::repairs()}</h3>
            <p class="small">{text::data::repairs_note()}</p>
            {live(switches)}
            {visible(move || total > 0, move || view! {
                <div class="table-scroll"><table class="cards">
                    <thead><tr>
                        <th scope="col">{text::data::where_()}</th>
                        <th scope="col">{text::data::from_to()}</th>
                        <th scope="col">{text::data::reason()}</th>
                    </tr></thead>
                    <tbody>{live(move || rows.with_value(|rows| rows.iter().map(|repair| row(repair, off.with_value(|off| off.contains(&repair.kind)))).collect_view()))}</tbody>
                </table></div>
                <Pager after total/>
            })}
        }
    })
}

/// What a kind does, as a text that can be translated.
fn static_title(kind: &str) -> &'static str {
    text::data::REPAIRS.iter().find(|(name, _)| *name == kind).map_or("", |(_, title)| title)
}

fn row(repair: &RepairReport, off: bool) -> impl IntoView + use<> {
    let change = match (&repair.from, &repair.to) {
        (Some(from), Some(to)) => format!("{from} → {to}"),
        (Some(from), None) => format!("{from} → –"),
        _ => "–".to_owned(),
    };
    view! {
        <tr>
            <td><SourceLink source=Some(repair.source.clone())/></td>
            <td class="wrap-anywhere">{change} {off.then(|| view! { " " <span class="tag tag-bad">{text::shell::rejected()}</span> })}</td>
            <td class="wrap-anywhere">{repair.reason.clone()}</td>
        </tr>
    }
}
