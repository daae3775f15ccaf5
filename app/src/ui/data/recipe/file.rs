//! Saving a recipe as a file and loading it again; the CLI's `--set` takes the same file.

use super::Editor;
use crate::text;
use crate::ui::live::visible;
use crate::web::page;
use floorlens_core::recipe::Recipe;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

#[component]
pub(super) fn RecipeFile(editor: Editor) -> impl IntoView {
    let input = NodeRef::<Input>::new();
    let save = move |_| {
        let recipe = Recipe { version: Some(1), ..editor.client.recipe() };
        let saved = serde_json::to_string_pretty(&recipe)
            .map_err(|error| error.to_string())
            .and_then(|json| page::download(text::data::recipe_file(), "application/json", &json));
        if let Err(error) = saved {
            editor.workspace.notice(error);
        }
    };
    let load = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let Some(file) = input.files().and_then(|files| files.get(0)) else { return };
        input.set_value("");
        spawn_local(async move {
            let json = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string()).unwrap_or_default();
            match Recipe::from_json(&json, text::format::is_zone) {
                Ok(recipe) => editor.replace(recipe),
                Err(error) => editor.workspace.notice(format!("{}: {error}", file.name())),
            }
        });
    };
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    view! {
        <span class="row">
            <button type="button" class="link-button" on:click=save>{text::data::recipe_export()}</button>
            {visible(move || editor.editable(), move || view! {
                <button type="button" class="link-button" on:click=choose>{text::data::recipe_import()}</button>
                <input type="file" accept=".json,application/json" hidden node_ref=input on:change=load aria-label=text::data::recipe_import() />
            })}
        </span>
    }
}
