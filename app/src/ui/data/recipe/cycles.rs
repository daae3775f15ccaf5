//! Ideal cycle times: per product, per machine, or for everything.

use super::Editor;
use crate::text::{self, format};
use crate::ui::frame::icons;
use crate::ui::live::{live, visible};
use floorlens_core::model::parse_number;
use floorlens_core::recipe::IdealCycle;
use leptos::prelude::*;

#[component]
pub(super) fn IdealCycles(editor: Editor) -> impl IntoView {
    let product = RwSignal::new(String::new());
    let asset = RwSignal::new(String::new());
    let seconds = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let parsed = parse_number(&seconds.get_untracked().trim().replace(',', "."));
        let Some(value) = parsed.filter(|s| s.is_finite() && *s > 0.0) else {
            wrong.set(true);
            return;
        };
        wrong.set(false);
        let given = |field: RwSignal<String>| Some(field.get_untracked().trim().to_owned()).filter(|s| !s.is_empty());
        let cycle = IdealCycle { product: given(product), asset: given(asset), seconds: value };
        editor.change(|recipe| {
            // Saying it again about the same thing corrects it.
            recipe.ideal_cycles.retain(|c| (&c.product, &c.asset) != (&cycle.product, &cycle.asset));
            recipe.ideal_cycles.push(cycle);
        });
        seconds.set(String::new());
    };
    let row = move |(index, cycle): (usize, IdealCycle)| {
        let any = || text::data::any().to_owned();
        view! {
            <tr>
                <td class="wrap-anywhere">{cycle.product.unwrap_or_else(any)}</td>
                <td class="wrap-anywhere">{cycle.asset.unwrap_or_else(any)}</td>
                <td class="number">{format::number(cycle.seconds, 3)} " s"</td>
                <td class="number"><Remove editor remove=move |r| { if index < r.ideal_cycles.len() { r.ideal_cycles.remove(index); } }/></td>
            </tr>
        }
    };
    let field = |name: &'static str, value: RwSignal<String>| {
        view! {
            <label class="label">{name}
                <input class="field field-short" type="text" autocomplete="off" placeholder=text::data::any()
                    prop:value=move || value.get() on:input=move |ev| value.set(event_target_value(&ev)) />
            </label>
        }
    };
    view! {
        <div class="stack" hidden=move || !editor.editable() && editor.recipe.with(|r| r.ideal_cycles.is_empty())>
            <h3>{text::data::ideal_cycles()}</h3>
            <p class="small">{text::data::ideal_note()}</p>
            {visible(move || editor.recipe.with(|r| !r.ideal_cycles.is_empty()), move || view! {
                <table>
                    <thead><tr>
                        <th scope="col">{text::data::product()}</th>
                        <th scope="col">{text::data::asset()}</th>
                        <th scope="col" class="number">{text::data::seconds()}</th>
                        <th><span class="visually-hidden">{text::data::remove()}</span></th>
                    </tr></thead>
                    <tbody>{live(move || editor.recipe.get().ideal_cycles.into_iter().enumerate().map(row).collect_view())}</tbody>
                </table>
            })}
            {visible(move || editor.editable(), move || view! {
                <form class="row row-end" on:submit=add novalidate>
                    {field(text::data::product(), product)}
                    {field(text::data::asset(), asset)}
                    <label class="label">{text::data::seconds()}
                        <input class="field field-short" type="text" inputmode="decimal" autocomplete="off"
                            aria-invalid=move || wrong.get().to_string()
                            prop:value=move || seconds.get() on:input=move |ev| seconds.set(event_target_value(&ev)) />
                    </label>
                    <button type="submit" class="button">{text::data::add()}</button>
                </form>
                <p class="field-error" role="alert">{live(move || wrong.get().then(text::data::seconds_wrong))}</p>
            })}
        </div>
    }
}

/// A cross that takes something out of the recipe.
#[component]
pub(super) fn Remove(
    editor: Editor,
    remove: impl Fn(&mut floorlens_core::recipe::Recipe) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        {visible(move || editor.editable(), move || view! {
            <button type="button" class="icon-button" aria-label=text::data::remove() on:click=move |_| editor.change(remove)>
                {icons::cross()}
            </button>
        })}
    }
}
