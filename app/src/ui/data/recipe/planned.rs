//! Planned time: when machines were to work.

use super::Editor;
use super::cycles::Remove;
use crate::text::{self, format, zone};
use crate::ui::Selection;
use crate::ui::live::{live, visible};
use floorlens_core::model::{format_rfc3339, parse_rfc3339};
use floorlens_core::recipe::PlannedTime;
use leptos::prelude::*;

#[component]
pub(super) fn Planned(editor: Editor) -> impl IntoView {
    let selection = Selection::expect();
    let asset = RwSignal::new(String::new());
    let from = RwSignal::new(String::new());
    let to = RwSignal::new(String::new());
    let wrong = RwSignal::new(None::<&'static str>);
    let add = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let zone = selection.zone.get_untracked();
        let read = |field: RwSignal<String>| match field.get_untracked() {
            text if text.is_empty() => Ok(None),
            text => zone::from_field(&text, &zone).map(Some).ok_or(text::shell::time_wrong()),
        };
        let bounds = match (read(from), read(to)) {
            (Ok(Some(from)), Ok(Some(to))) if from >= to => Err(text::shell::window_wrong()),
            (Ok(from), Ok(to)) => Ok((from, to)),
            (Err(problem), _) | (_, Err(problem)) => Err(problem),
        };
        match bounds {
            Err(problem) => wrong.set(Some(problem)),
            Ok((from, to)) => {
                wrong.set(None);
                let asset = Some(asset.get_untracked().trim().to_owned()).filter(|s| !s.is_empty());
                let planned = PlannedTime { asset, from: from.map(format_rfc3339), to: to.map(format_rfc3339) };
                editor.change(|recipe| {
                    if !recipe.planned.contains(&planned) {
                        recipe.planned.push(planned);
                    }
                });
            }
        }
    };
    let shown = move |bound: Option<String>, otherwise: &'static str| match bound.as_deref().and_then(parse_rfc3339) {
        Some(at) => format::minute(at, &selection.zone.get()),
        None => otherwise.to_owned(),
    };
    let row = move |(index, planned): (usize, PlannedTime)| {
        view! {
            <tr>
                <td class="wrap-anywhere">{planned.asset.unwrap_or_else(|| text::shell::assets_all().to_owned())}</td>
                <td>{shown(planned.from, text::data::start())}</td>
                <td>{shown(planned.to, text::data::end())}</td>
                <td class="number"><Remove editor remove=move |r| { if index < r.planned.len() { r.planned.remove(index); } }/></td>
            </tr>
        }
    };
    let time_field = |name: &'static str, value: RwSignal<String>| {
        view! {
            <label class="label">{name}
                <input class="field" type="datetime-local" prop:value=move || value.get()
                    on:input=move |ev| value.set(event_target_value(&ev)) />
            </label>
        }
    };
    view! {
        <div class="stack">
            <h3>{text::data::planned()}</h3>
            <p class="small">{text::data::planned_note()}</p>
            {visible(move || editor.recipe.with(|r| !r.planned.is_empty()), move || view! {
                <table>
                    <thead><tr>
                        <th scope="col">{text::data::asset()}</th>
                        <th scope="col">{text::data::from()}</th>
                        <th scope="col">{text::data::to()}</th>
                        <th><span class="visually-hidden">{text::data::remove()}</span></th>
                    </tr></thead>
                    <tbody>{live(move || editor.recipe.get().planned.into_iter().enumerate().map(row).collect_view())}</tbody>
                </table>
            })}
            {visible(move || editor.editable(), move || view! {
                <form class="row row-end" on:submit=add novalidate>
                    <label class="label">{text::data::asset()}
                        <input class="field field-short" type="text" autocomplete="off" placeholder=text::shell::assets_all()
                            prop:value=move || asset.get() on:input=move |ev| asset.set(event_target_value(&ev)) />
                    </label>
                    {time_field(text::data::from(), from)}
                    {time_field(text::data::to(), to)}
                    <button type="submit" class="button">{text::data::add()}</button>
                </form>
                <p class="field-error" role="alert">{live(move || wrong.get())}</p>
            })}
        </div>
    }
}
