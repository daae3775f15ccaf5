//! The address bar always holds the view: it is read when the page starts and when a person goes back, and written when the
//! selection changes.

use crate::client::Client;
use crate::text;
use crate::ui::{Load, Selection, Workspace};
use crate::web::page;
use floorlens_core::link::{Screen, StateAt, View};
use floorlens_core::protocol::{Direction, Instant};
use floorlens_core::recipe::Recipe;
use leptos::ev::popstate;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Ties the address bar to the selection.
pub(crate) fn install(client: Client, selection: Selection, workspace: Workspace) {
    start(client, selection, workspace);
    let listener = window_event_listener(popstate, move |_| match page::fragment().parse::<View>() {
        // Another source is another session: nothing of this one may leak into it.
        Ok(view) if view.src != shown_sources(workspace) => page::reload(),
        Ok(view) => {
            apply(&view, selection);
            use_recipe(client, workspace, view.recipe);
        }
        Err(error) => workspace.notice(format!("{} {error}", text::shell::link_broken())),
    });
    on_cleanup(move || listener.remove());
    Effect::new(move |before: Option<Screen>| {
        let view = current(client, selection, workspace);
        let screen = view.screen;
        let fragment = view.to_string();
        if page::fragment().trim_start_matches('#') != fragment {
            page::set_fragment(&fragment, before.is_some_and(|before| before != screen));
        }
        screen
    });
    Effect::new(move |_| {
        client.data_version.track();
        let of_data = workspace.report.with(|report| match report {
            Load::Ready(report) => report.zone.clone(),
            _ => None,
        });
        let zone = client.recipe().zone.filter(|zone| text::format::is_zone(zone));
        let zone = zone.or_else(|| of_data.filter(|zone| text::format::is_zone(zone)));
        let zone = zone.unwrap_or_else(text::format::browser_zone);
        if selection.zone.get_untracked() != zone {
            selection.zone.set(zone);
        }
    });
}

/// Opens the page's own link.
fn start(client: Client, selection: Selection, workspace: Workspace) {
    let view: View = match page::fragment().parse() {
        Ok(view) => view,
        Err(error) => {
            workspace.notice(format!("{} {error}", text::shell::link_broken()));
            return;
        }
    };
    apply(&view, selection);
    workspace.wanted.set(view.files);
    use_recipe(client, workspace, view.recipe);
    let (own, foreign): (Vec<String>, Vec<String>) = view.src.into_iter().partition(|a| page::is_own_origin(a));
    workspace.read_only.set(!own.is_empty() || !foreign.is_empty());
    workspace.foreign.set(foreign);
    if !own.is_empty() {
        workspace.open_addresses(own);
    }
}

/// The sources that the address bar should name: those that are open, and those that wait for a click.
fn shown_sources(workspace: Workspace) -> Vec<String> {
    let mut src = workspace.src.get_untracked();
    src.extend(workspace.foreign.get_untracked());
    src
}

fn use_recipe(client: Client, workspace: Workspace, recipe: Recipe) {
    if recipe == client.recipe() {
        return;
    }
    spawn_local(async move {
        if let Err(error) = client.set_recipe(recipe).await {
            workspace.notice(error.error);
        }
    });
}

fn apply(view: &View, selection: Selection) {
    selection.screen.set(view.screen);
    selection.window.set(view.window.filter(|w| w.from < w.to));
    selection.part.set(view.part.filter(|w| w.from < w.to));
    selection.state.set(view.state.as_ref().map(|state| (state.asset.clone(), state.at.0)));
    selection.assets.set(view.assets.clone());
    selection.item.set(view.item.clone());
    selection.direction.set(view.direction.unwrap_or(Direction::Back));
    selection.place.set(view.place.clone());
    selection.at.set(view.at.map(|at| at.0));
    selection.definition.set(view.definition.clone());
}

/// The view as it is now; tracks everything that it is made of.
fn current(client: Client, selection: Selection, workspace: Workspace) -> View {
    client.data_version.track();
    let src: Vec<String> = workspace.src.get().into_iter().chain(workspace.foreign.get()).collect();
    View {
        screen: selection.screen.get(),
        window: selection.window.get(),
        part: selection.part.get(),
        state: selection.state.get().map(|(asset, at)| StateAt { asset, at: Instant(at) }),
        assets: selection.assets.get(),
        item: selection.item.get(),
        direction: Some(selection.direction.get()).filter(|direction| *direction != Direction::Back),
        place: selection.place.get(),
        at: selection.at.get().map(Instant),
        definition: selection.definition.get(),
        recipe: client.recipe(),
        files: workspace.files_from_disk(),
        src,
    }
}
