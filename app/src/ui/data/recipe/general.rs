//! The zone and the definition of OEE.

use super::Editor;
use crate::text::{self, format};
use crate::ui::live::live;
use leptos::prelude::*;

#[component]
pub(super) fn General(editor: Editor) -> impl IntoView {
    let wrong = RwSignal::new(false);
    let set_zone = move |ev: leptos::ev::Event| {
        let zone = event_target_value(&ev).trim().to_owned();
        let known = zone.is_empty() || format::is_zone(&zone);
        wrong.set(!known);
        if known {
            editor.change(|recipe| recipe.zone = Some(zone).filter(|zone| !zone.is_empty()));
        }
    };
    let set_definition = move |ev: leptos::ev::Event| {
        let name = event_target_value(&ev);
        editor.change(|recipe| recipe.definition = Some(name).filter(|name| name != text::data::DEFINITIONS[0].0));
    };
    let zone = move || editor.recipe.get().zone.unwrap_or_default();
    let definition = move || editor.recipe.get().definition.unwrap_or_else(|| text::data::DEFINITIONS[0].0.to_owned());
    let fixed = move || !editor.editable();
    view! {
        <div class="row row-end">
            <label class="label">{text::data::zone()}
                <input class="field" type="text" autocomplete="off" placeholder=format::browser_zone() disabled=fixed
                    aria-invalid=move || wrong.get().to_string() prop:value=zone on:change=set_zone />
            </label>
            <label class="label">{text::data::definition()}
                <select class="field" disabled=fixed prop:value=definition on:change=set_definition>
                    {text::data::DEFINITIONS.map(|(id, words)| view! { <option value=id>{words}</option> }).collect_view()}
                </select>
            </label>
        </div>
        <p class="field-error" role="alert">{live(move || wrong.get().then(text::data::zone_wrong))}</p>
    }
}
