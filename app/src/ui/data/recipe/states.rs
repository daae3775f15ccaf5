//! What a log's own state names mean.

use super::Editor;
use super::cycles::Remove;
use crate::text;
use crate::ui::live::{live, visible};
use leptos::prelude::*;

#[component]
pub(super) fn States(editor: Editor) -> impl IntoView {
    let state = RwSignal::new(String::new());
    let category = RwSignal::new(text::data::CATEGORIES[0].0.to_owned());
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let name = state.get_untracked().trim().to_owned();
        if !name.is_empty() {
            editor.change(|recipe| {
                recipe.states.insert(name, category.get_untracked());
            });
            state.set(String::new());
        }
    };
    let row = move |(name, category): (String, String)| {
        let known = text::data::CATEGORIES
            .iter()
            .find(|(id, _)| *id == category)
            .map(|(_, words)| text::language::say(words).to_owned());
        let key = StoredValue::new(name.clone());
        view! {
            <tr>
                <td class="wrap-anywhere">{name}</td>
                <td>{known.unwrap_or(category)}</td>
                <td class="number"><Remove editor remove=move |r| { key.with_value(|name| r.states.remove(name)); }/></td>
            </tr>
        }
    };
    view! {
        <div class="stack" hidden=move || !editor.editable() && editor.recipe.with(|r| r.states.is_empty())>
            <h3>{text::data::states()}</h3>
            {visible(move || editor.recipe.with(|r| !r.states.is_empty()), move || view! {
                <table>
                    <thead><tr>
                        <th scope="col">{text::data::state()}</th>
                        <th scope="col">{text::data::category()}</th>
                        <th><span class="visually-hidden">{text::data::remove()}</span></th>
                    </tr></thead>
                    <tbody>{live(move || editor.recipe.get().states.into_iter().map(row).collect_view())}</tbody>
                </table>
            })}
            {visible(move || editor.editable(), move || view! {
                <form class="row row-end" on:submit=add novalidate>
                    <label class="label">{text::data::state()}
                        <input class="field field-short" type="text" autocomplete="off" prop:value=move || state.get()
                            on:input=move |ev| state.set(event_target_value(&ev)) />
                    </label>
                    <label class="label">{text::data::category()}
                        <select class="field" prop:value=move || category.get() on:change=move |ev| category.set(event_target_value(&ev))>
                            {text::data::CATEGORIES.map(|(id, words)| view! { <option value=id>{text::language::say(words)}</option> }).collect_view()}
                        </select>
                    </label>
                    <button type="submit" class="button">{text::data::add()}</button>
                </form>
            })}
        </div>
    }
}
