//! Where an item is, at the instant looked at.

use super::read::after_no_data;
use crate::text;
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{ByChoice, SourceLink, certainty_tag, instant, name, name_button, since_until};
use floorlens_core::protocol::{Container, Instant, LocateAnswer, Question};
use leptos::prelude::*;

#[component]
pub(super) fn Located(item: String) -> impl IntoView {
    let selection = Selection::expect();
    let asked = item.clone();
    let located = answer::<LocateAnswer>(move || {
        Some(Question::Locate { item: asked.clone(), at: selection.at.get().map(Instant) })
    });
    let title = move || if selection.at.get().is_some() { text::track::where_at() } else { text::track::where_now() };
    view! {
        <section class="panel" aria-labelledby="located-title">
            <div class="panel-head">
                <h2 id="located-title">{title}</h2>
                <small class="wrap-anywhere">{name(&item)}</small>
                <button type="button" class="link-button panel-end" on:click=move |_| selection.trace_item(&item)>
                    {text::track::trace()}
                </button>
            </div>
            {loaded(located, show)}
            <ByChoice/>
        </section>
    }
}

fn show(located: LocateAnswer) -> impl IntoView {
    let selection = Selection::expect();
    let place = match located.place.clone() {
        Some(place) => name_button(place, move |place| selection.show_place(place)).into_any(),
        None => text::track::nowhere(located.gone.as_deref(), located.used_in.as_deref()).into_any(),
    };
    let placed = located.place.is_some();
    let until = located.since.map(|since| since_until(since, located.until, placed, located.certainty));
    view! {
        <div class="figures">
            <div class="figure">
                <p class="figure-label">{text::track::place()}</p>
                <p class="figure-value">{place}</p>
            </div>
            <div class="figure">
                <p class="figure-label">{text::track::since()}</p>
                <p>{located.since.map(instant)} {after_no_data(located.after_no_data)}</p>
            </div>
            <div class="figure">
                <p class="figure-label">{text::track::until()}</p>
                <p>{until}</p>
            </div>
            <div class="figure">
                <p class="figure-label">{text::track::certainty()}</p>
                <p>{certainty_tag(located.certainty)}</p>
            </div>
            <div class="figure">
                <p class="figure-label">{text::track::source()}</p>
                <p><SourceLink source=located.source/></p>
            </div>
        </div>
        {(!located.inside.is_empty()).then(|| view! { <Inside containers=located.inside/> })}
    }
}

/// The containers around an item.
#[component]
fn Inside(containers: Vec<Container>) -> impl IntoView {
    let selection = Selection::expect();
    let row = move |container: Container| {
        view! {
            <tr>
                <td>{name_button(container.id, move |id| selection.track_item(id))}</td>
                <td class="nowrap">{instant(container.since)}</td>
                <td><SourceLink source=container.source/></td>
            </tr>
        }
    };
    view! {
        <div class="table-scroll inside" tabindex="0" role="region" aria-label=text::track::inside()><table>
            <thead><tr>
                <th scope="col">{text::track::inside()} " (" {text::track::inside_note()} ")"</th>
                <th scope="col">{text::track::since()}</th>
                <th scope="col">{text::track::source()}</th>
            </tr></thead>
            <tbody>{containers.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
}
