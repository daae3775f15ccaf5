//! What machines did to an item, and what they did, said and measured meanwhile.

use crate::text::{self, format};
use crate::ui::Selection;
use crate::ui::ask::{answer, loaded};
use crate::ui::parts::{Pager, ROWS, SourceLink, end_of, instant};
use floorlens_core::link::Window;
use floorlens_core::protocol::{ContextAnswer, ContextOperation, ContextQuality, Instant, Question};
use leptos::prelude::*;

/// An operation is looked at with a quarter of its length before and after it, at least this much (microseconds).
const LEAST_AROUND: i64 = 60 * 1_000_000;

#[component]
pub(super) fn Operations(item: String) -> impl IntoView {
    let after = RwSignal::new(0);
    let context = answer::<ContextAnswer>(move || {
        Some(Question::Context { item: item.clone(), after: after.get(), limit: Some(ROWS) })
    });
    view! {
        <section class="panel stack" aria-labelledby="operations-title">
            <div class="panel-head"><h2 id="operations-title">{text::track::operations()}</h2></div>
            {loaded(context, move |context| {
                let total = context.operations_total.max(context.quality_total).unwrap_or_default();
                let none = context.operations_total == Some(0);
                view! {
                    {none.then(|| view! { <p class="quiet">{text::track::no_operations()}</p> })}
                    {(!none).then(|| table(context.operations))}
                    {(!context.quality.is_empty()).then(|| quality(context.quality))}
                    <Pager after total/>
                }
            })}
        </section>
    }
}

fn table(operations: Vec<ContextOperation>) -> impl IntoView {
    view! {
        <div class="table-scroll table-tall" tabindex="0" role="region" aria-labelledby="operations-title">
            <table>
                <thead><tr>
                    <th scope="col">{text::track::step()}</th>
                    <th scope="col">{text::track::machine()}</th>
                    <th scope="col">{text::track::started()}</th>
                    <th scope="col">{text::track::until()}</th>
                    <th scope="col">{text::track::states()}</th>
                    <th scope="col">{text::track::alarms()}</th>
                    <th scope="col">{text::track::measurements()}</th>
                    <th scope="col">{text::track::order()}</th>
                    <th scope="col">{text::track::operator()}</th>
                    <th scope="col">{text::track::result()}</th>
                    <th scope="col">{text::track::source()}</th>
                </tr></thead>
                <tbody>{operations.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
}

fn row(operation: ContextOperation) -> impl IntoView {
    let states = operation.states.iter().map(|(state, seconds)| {
        view! { <li><span class="quiet">{state.clone()}</span> " " {format::duration(*seconds)}</li> }
    });
    let states = states.collect_view();
    let alarms = operation.alarms.into_iter().map(|alarm| {
        let words = alarm.text.map_or_else(|| alarm.code.clone(), |text| format!("{} {text}", alarm.code));
        view! { <li>{words} " " <SourceLink source=alarm.source/></li> }
    });
    let alarms = alarms.collect_view();
    let more_alarms =
        operation.alarms_total.map(|total| view! { <li class="quiet">{text::track::alarms_in_all(total)}</li> });
    let measured = operation.measurements.into_iter().map(|m| {
        let value = text::track::measured(m.mean, m.min, m.max, m.unit.as_deref(), m.count);
        let outside = m.outside.filter(|outside| *outside > 0);
        view! {
            <li>
                <span class="quiet">{m.channel}</span> " " {value} " "
                {outside.map(|count| view! { <span class="tag tag-bad">{text::track::outside(count)}</span> })}
            </li>
        }
    });
    let measured = measured.collect_view();
    view! {
        <tr>
            <td>{operation.step}</td>
            <td>{operation.asset.map(|asset| machine(asset, operation.start, operation.end))}</td>
            <td class="nowrap">{instant(operation.start)}</td>
            <td class="nowrap">{operation.end.map(|end| end_of(operation.start, end))}</td>
            <td><ul class="nowrap">{states}</ul></td>
            <td><ul>{alarms} {more_alarms}</ul></td>
            <td><ul>{measured}</ul></td>
            <td class="nowrap">{operation.order}</td>
            <td>{operation.operator}</td>
            <td>{operation.result}</td>
            <td><SourceLink source=operation.source/></td>
        </tr>
    }
}

/// The machine, as a way to what it did during the operation.
fn machine(asset: String, start: Instant, end: Option<Instant>) -> impl IntoView {
    let selection = Selection::expect();
    let end = end.map_or(start.0, |end| end.0);
    let around = (end.saturating_sub(start.0) / 4).max(LEAST_AROUND);
    let window = Window { from: Instant(start.0.saturating_sub(around)), to: Instant(end.saturating_add(around)) };
    let name = asset.clone();
    view! {
        <button type="button" class="link-button" title=text::track::open_machine()
            on:click=move |_| selection.show_machine(&asset, Some(window))>{name}</button>
    }
}

fn quality(results: Vec<ContextQuality>) -> impl IntoView {
    let row = |result: ContextQuality| {
        view! {
            <tr>
                <td class="nowrap">{instant(result.time)}</td>
                <td>{result.result}</td>
                <td>{result.defect}</td>
                <td><SourceLink source=result.source/></td>
            </tr>
        }
    };
    view! {
        <h3>{text::track::quality()}</h3>
        <div class="table-scroll" tabindex="0" role="region" aria-label=text::track::quality()><table>
            <thead><tr>
                <th scope="col">{text::track::time()}</th>
                <th scope="col">{text::track::result()}</th>
                <th scope="col">{text::track::defect()}</th>
                <th scope="col">{text::track::source()}</th>
            </tr></thead>
            <tbody>{results.into_iter().map(row).collect_view()}</tbody>
        </table></div>
    }
}
