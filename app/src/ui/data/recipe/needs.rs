//! What is missing for OEE, with a way to fill it in where it is said.

use super::Editor;
use crate::text;
use crate::ui::ask::{Load, answer, loaded};
use crate::ui::live::{live, visible};
use crate::ui::parts::More;
use floorlens_core::model::parse_number;
use floorlens_core::protocol::{Need, NeedKind, NeedsAnswer, OeeAnswer, Question};
use floorlens_core::recipe::{IdealCycle, PlannedTime, Recipe};
use leptos::prelude::*;

const PAGE: usize = 12;

#[component]
pub(super) fn Needs(editor: Editor) -> impl IntoView {
    let needs = answer::<NeedsAnswer>(|| Some(Question::Needs {}));
    // Nothing is asked of no machines either: only a figure shows that nothing is missing.
    let complete = Memo::new(move |_| needs.get().ready().is_some_and(|answer| answer.needs.is_empty()));
    let oee = answer::<OeeAnswer>(move || {
        complete.get().then(|| Question::Oee { assets: Vec::new(), from: None, to: None, definition: None })
    });
    let verdict = move || match oee.get() {
        Load::Loading | Load::Nothing => ().into_any(),
        Load::Ready(answer) if answer.assets.iter().any(|one| one.figures.oee.value.is_some()) => {
            view! { <p class="ok">{text::data::needs_none()}</p> }.into_any()
        }
        _ => view! { <p class="quiet">{text::data::needs_no_machines()}</p> }.into_any(),
    };
    view! {
        <div class="stack">
            <h3>{text::data::needs()}</h3>
            {loaded(needs, move |answer| {
                if answer.needs.is_empty() {
                    live(verdict)
                } else {
                    view! { <List needs=answer.needs editor/> }.into_any()
                }
            })}
        </div>
    }
}

#[component]
fn List(needs: Vec<Need>, editor: Editor) -> impl IntoView {
    let shown = RwSignal::new(PAGE);
    let total = needs.len();
    let needs = StoredValue::new(needs);
    let row = move |need: Need| {
        let unnamed = (!need.text.contains(&need.asset)).then(|| view! { <b>{need.asset.clone()}</b> " " });
        view! {
            <li class="need">
                <span class="wrap-anywhere">{unnamed} {need.text.clone()}</span>
                {visible(move || editor.editable(), move || view! {{fill_in(need.clone(), editor)}})}
            </li>
        }
    };
    view! {
        <ul>{live(move || needs.with_value(|needs| needs.iter().take(shown.get()).cloned().map(row).collect_view()))}</ul>
        <More shown total page=PAGE/>
    }
}

/// The control that answers a need; nothing where only data can.
fn fill_in(need: Need, editor: Editor) -> AnyView {
    match need.kind {
        NeedKind::PlannedTime => {
            let asset = need.asset;
            let plan = move |_| {
                let planned = PlannedTime { asset: Some(asset.clone()), from: None, to: None };
                editor.change(|recipe| recipe.planned.push(planned));
            };
            view! { <button type="button" class="button" on:click=plan>{text::data::planned_whole()}</button> }
                .into_any()
        }
        NeedKind::IdealCycle => {
            let label = format!("{}: {}", text::data::seconds(), need.product.as_deref().unwrap_or(&need.asset));
            let apply = move |recipe: &mut Recipe, typed: &str| {
                let seconds = parse_number(&typed.trim().replace(',', ".")).filter(|s| *s > 0.0);
                if let Some(seconds) = seconds {
                    // A product's ideal time holds on this machine only: another one may be faster.
                    let asset = Some(need.asset.clone());
                    recipe.ideal_cycles.push(IdealCycle { product: need.product.clone(), asset, seconds });
                }
            };
            view! {
                <label class="row">
                    <span class="visually-hidden">{label}</span>
                    <input class="field field-short" type="text" inputmode="decimal" autocomplete="off"
                        placeholder=text::data::seconds()
                        on:change=move |ev| { let typed = event_target_value(&ev); editor.change(|recipe| apply(recipe, &typed)) } />
                </label>
            }
            .into_any()
        }
        NeedKind::StateMeaning => {
            let Some(state) = need.state else { return ().into_any() };
            let label = format!("{}: {state}", text::data::category());
            let choose = move |ev: leptos::ev::Event| {
                let category = event_target_value(&ev);
                if !category.is_empty() {
                    editor.change(|recipe| {
                        recipe.states.insert(state.clone(), category);
                    });
                }
            };
            view! {
                <select class="field" aria-label=label on:change=choose>
                    <option value="">{text::data::category()}</option>
                    {text::data::CATEGORIES.map(|(id, words)| view! { <option value=id>{text::language::say(words)}</option> }).collect_view()}
                </select>
            }
            .into_any()
        }
        NeedKind::States | NeedKind::Counts | NeedKind::Product => ().into_any(),
    }
}
