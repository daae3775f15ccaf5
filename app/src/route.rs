//! The address bar always holds the view: it is read when the page starts and when a person goes back, and written when the
//! selection changes. What reads it is fetched by who comes with a link, what makes it short after the first figures.

use crate::chunks::{self, Missing};
use crate::client::Client;
use crate::text;
use crate::ui::{Load, Selection, Workspace};
use crate::web::page;
use floorlens_core::link::{Pack, Screen, StateAt, View, deflate, store};
use floorlens_core::protocol::{Direction, Instant};
use floorlens_core::recipe::Recipe;
use leptos::ev::popstate;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// When no figures came in that time there are none to wait for.
const PATIENCE: Duration = Duration::from_secs(4);

/// Reads a fragment; the error is a sentence.
pub(crate) type Reader = fn(&str) -> Result<View, String>;

/// What [`chunks::link_reader`] brings.
pub(crate) fn reader() -> Reader {
    |fragment| fragment.parse::<View>().map_err(|error| error.to_string())
}

/// What [`chunks::link_packer`] brings.
pub(crate) fn packer() -> Pack {
    deflate
}

/// The view in the address bar, or why it cannot be told.
pub(crate) type Read = Result<Result<View, String>, Missing>;

/// Reads the address bar.
pub(crate) async fn read() -> Read {
    let fragment = page::fragment();
    if fragment.trim_start_matches('#').is_empty() {
        return Ok(Ok(View::default()));
    }
    Ok(chunks::link_reader().await?(&fragment))
}

/// Ties the address bar, of which `first` was read, to the selection.
pub(crate) fn install(client: Client, selection: Selection, workspace: Workspace, first: Read) {
    // A link that nobody could read stays where it is, so that it can be tried again.
    let unread = first.is_err();
    start(client, selection, workspace, first);
    let listener = window_event_listener(popstate, move |_| {
        spawn_local(async move {
            match read().await {
                // Another source is another session: nothing of this one may leak into it.
                Ok(Ok(view)) if view.src != shown_sources(workspace) => page::reload(),
                Ok(Ok(view)) => {
                    apply(&view, selection);
                    use_recipe(client, workspace, view.recipe);
                }
                Ok(Err(error)) => workspace.notice(format!("{} {error}", text::shell::link_broken())),
                Err(missing) => workspace.notice(missing.to_string()),
            }
        });
    });
    on_cleanup(move || listener.remove());
    let packer = RwSignal::new(None::<Pack>);
    let patience = StoredValue::new(false);
    Effect::new(move |before: Option<Screen>| {
        let view = current(client, selection, workspace);
        let screen = view.screen;
        if unread {
            return screen;
        }
        // An address without a fragment says as much as the default view.
        let fragment = match packer.get() {
            _ if view == View::default() => String::new(),
            Some(pack) => view.fragment(pack),
            None => {
                // What a person looks at first must not wait for it.
                if workspace.rested.get() {
                    fetch_packer(packer);
                } else if !patience.get_value() {
                    patience.set_value(true);
                    set_timeout(move || workspace.rested.set(true), PATIENCE);
                }
                view.fragment(store)
            }
        };
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

/// Fetches what makes links shorter. Without it they are right as well, and it is tried again with the next change.
fn fetch_packer(packer: RwSignal<Option<Pack>>) {
    spawn_local(async move {
        if let Ok(pack) = chunks::link_packer().await {
            packer.set(Some(pack));
        }
    });
}

/// Opens the page's own link.
fn start(client: Client, selection: Selection, workspace: Workspace, read: Read) {
    let view = match read {
        Ok(Ok(view)) => view,
        Ok(Err(error)) => return workspace.notice(format!("{} {error}", text::shell::link_broken())),
        Err(missing) => return workspace.notice(missing.to_string()),
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
