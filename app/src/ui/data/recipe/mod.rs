//! What a person says about the data: typed here, kept in the link, never overriding a record.
//!
//! ```text
//! needs.rs    what is missing for OEE, filled in where it is said
//! cycles.rs   ideal cycle times
//! planned.rs  planned time
//! states.rs   what states mean
//! repairs.rs  what was put right, and what is not to be
//! general.rs  zone and definition
//! file.rs     saving and loading a recipe
//! ```

mod cycles;
mod file;
mod general;
mod needs;
mod planned;
mod repairs;
mod states;

use crate::client::Client;
use crate::text;
use crate::ui::Workspace;
use floorlens_core::recipe::Recipe;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The recipe as the page shows it, and the one way to change it.
#[derive(Clone, Copy)]
struct Editor {
    client: Client,
    workspace: Workspace,
    recipe: Memo<Recipe>,
}

impl Editor {
    /// Changes the recipe; every panel asks again.
    fn change(self, change: impl FnOnce(&mut Recipe)) {
        let mut recipe = self.client.recipe();
        change(&mut recipe);
        self.replace(recipe);
    }

    fn replace(self, recipe: Recipe) {
        spawn_local(async move {
            if let Err(error) = self.client.set_recipe(recipe).await {
                self.workspace.notice(error.error);
            }
        });
    }

    fn editable(self) -> bool {
        !self.workspace.read_only.get()
    }
}

/// All that can be said about the data.
#[component]
pub(crate) fn RecipePanel() -> impl IntoView {
    let client = Client::expect();
    let recipe = Memo::new(move |_| {
        client.data_version.track();
        client.recipe()
    });
    let editor = Editor { client, workspace: Workspace::expect(), recipe };
    view! {
        <section class="panel stack" aria-labelledby="recipe-title">
            <div class="panel-head">
                <h2 id="recipe-title">{text::data::recipe()}</h2>
                <small>{text::data::recipe_note()}</small>
                <span class="panel-end"><file::RecipeFile editor/></span>
            </div>
            <needs::Needs editor/>
            <cycles::IdealCycles editor/>
            <planned::Planned editor/>
            <states::States editor/>
            <general::General editor/>
            <repairs::Repairs editor/>
        </section>
    }
}
