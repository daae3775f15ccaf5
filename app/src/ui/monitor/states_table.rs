//! The timeline as a table: seconds per state and machine, to the microsecond, by the source's own names.

use super::state::State;
use crate::text::{self, format};
use crate::ui::ask::{answer, loaded};
use crate::ui::live::live;
use floorlens_core::order::Order;
use floorlens_core::protocol::{Question, StateLane};
use leptos::prelude::*;

/// Machines shown at once; more are a click away.
const PAGE: usize = 100;

#[component]
pub(super) fn StatesTable(state: State) -> impl IntoView {
    let lanes = answer::<Vec<StateLane>>(move || {
        let (from, to) = state.figures_of();
        let assets = state.selection.assets.get();
        // One machine can be asked for; several are picked out of all.
        let asset = (assets.len() == 1).then(|| assets.first().cloned()).flatten();
        Some(Question::States { asset, from, to })
    });
    let shown = RwSignal::new(PAGE);
    loaded(lanes, move |mut lanes: Vec<StateLane>| {
        let assets = state.selection.assets.get();
        lanes.retain(|lane| assets.is_empty() || assets.contains(&lane.asset));
        let mut names: Vec<String> = lanes.iter().flat_map(|lane| lane.states.keys().cloned()).collect();
        names.order();
        names.dedup();
        let all = lanes.len();
        let rows = {
            let names = names.clone();
            move || {
                lanes
                    .iter()
                    .take(shown.get())
                    .map(|lane| {
                        let cells = names.iter().map(|name| {
                            let seconds = lane.states.get(name).copied().unwrap_or(0.0);
                            let title = format::duration(seconds);
                            view! {
                                <td class="number" title=title data-state=name.clone() data-seconds=seconds.to_string()>
                                    {format::number_exact(seconds, 3)}
                                </td>
                            }
                        });
                        view! {
                            <tr data-asset=lane.asset.clone()>
                                <th scope="row">{lane.asset.clone()}</th>
                                {cells.collect_view()}
                                <td class="number">{format::number_exact(lane.total, 3)}</td>
                            </tr>
                        }
                    })
                    .collect_view()
            }
        };
        view! {
            <div class="table-scroll table-tall" tabindex="0" role="group" aria-label=text::monitor::states_table()>
                <table id="states-table">
                    <caption class="visually-hidden">{text::monitor::states_table()}</caption>
                    <thead><tr>
                        <th scope="col">{text::monitor::machine()}</th>
                        {names.into_iter().map(|name| view! { <th scope="col" class="number">{name}</th> }).collect_view()}
                        <th scope="col" class="number">{text::monitor::total()}" (s)"</th>
                    </tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {live(move || (shown.get() < all).then(|| view! {
                <button type="button" class="link-button" on:click=move |_| shown.update(|n| *n += PAGE)>
                    {text::monitor::more((all - shown.get_untracked()) as u64)}
                </button>
            }))}
        }
    })
}
