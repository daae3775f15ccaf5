//! `Question::Context`: what machines did, said and measured while they worked on an item.
//!
//! ```text
//! mod.rs           the operations: the item's own, its lot's, and its containers' while it was inside
//! alarms.rs        alarm records → spans
//! measurements.rs  values → figures per channel
//! ```

mod alarms;
mod measurements;
#[cfg(test)]
mod tests;

use crate::analysis::items::{find_item, key, source, text};
use crate::index::Dataset;
use crate::model::tables::OperationRow;
use crate::model::{AssetId, ItemId, Micros, Span, canonical_key, seconds};
use crate::order::Order;
use crate::protocol::{AskError, ContextAnswer, ContextOperation, ContextQuality, Instant};
use std::collections::{BTreeMap, BTreeSet};

/// The machines, states, alarms and measurements of an item's operations, with its inspection results.
pub fn context(data: &Dataset, item: &str) -> Result<ContextAnswer, AskError> {
    let item = find_item(data, item)?;
    let operations = operations(data, item);
    let qualities = data.journeys().qualities(item).iter().map(|row| data.facts.qualities.row(*row as usize));
    let mut quality: Vec<ContextQuality> = qualities
        .map(|row| ContextQuality {
            time: Instant(row.time),
            result: data.facts.names.text(row.result).to_owned(),
            defect: text(data, row.defect),
            source: source(data, row.source),
        })
        .collect();
    quality.order_by(|a, b| (a.time, &a.result, &a.defect, &a.source).cmp(&(b.time, &b.result, &b.defect, &b.source)));
    Ok(ContextAnswer {
        item: key(data, item).to_owned(),
        operations,
        quality,
        measurements: measurements::figures(data, data.journeys().item_measurements(item)),
        operations_total: None,
        quality_total: None,
    })
}

/// All operations that concern an item, by start, then by step and machine.
fn operations(data: &Dataset, item: ItemId) -> Vec<ContextOperation> {
    let mut rows: Vec<(u32, Option<ItemId>)> =
        data.journeys().operations(item).iter().map(|row| (*row, None)).collect();
    for lot in lots(data, item) {
        rows.extend(data.journeys().operations(lot).iter().map(|row| (*row, Some(lot))));
    }
    for (container, spans) in data.containment().containers([(item, Span::ALL)], false) {
        for row in data.journeys().operations(container) {
            let operation = data.facts.operations.row(*row as usize);
            let worked = Span::new(operation.start, operation.end.0);
            if container != item && spans.iter().any(|inside| !inside.intersect(worked).is_empty()) {
                rows.push((*row, Some(container)));
            }
        }
    }
    let mut alarms = alarms::Alarms::new(data);
    let mut operations: Vec<ContextOperation> =
        rows.iter().map(|(row, of)| operation(data, &mut alarms, *row, *of)).collect();
    operations.order_by(|a, b| {
        let order =
            |o: &ContextOperation| (o.start, o.step.clone(), o.asset.clone(), o.end, o.of.clone(), o.source.clone());
        order(a).cmp(&order(b))
    });
    operations
}

/// The lots that master data says the item belongs to.
fn lots(data: &Dataset, item: ItemId) -> BTreeSet<ItemId> {
    let facts = &data.facts;
    let rows = (0..facts.item_facts.len()).filter(|row| facts.item_facts.item.at(*row) == item);
    let names = rows.filter_map(|row| facts.item_facts.lot.get(row).some());
    let lots = names.filter_map(|lot| {
        let canonical = || facts.names.find(&canonical_key(facts.names.text(lot)));
        facts.items.find(lot).or_else(|| facts.items.find(canonical()?))
    });
    lots.filter(|lot| *lot != item).collect()
}

fn operation(data: &Dataset, alarms: &mut alarms::Alarms<'_>, row: u32, of: Option<ItemId>) -> ContextOperation {
    let facts = &data.facts;
    let operation = facts.operations.row(row as usize);
    let span = Span::new(operation.start, end(data, &operation));
    let mut answer = ContextOperation {
        of: of.map(|item| key(data, item).to_owned()),
        step: facts.names.text(operation.step).to_owned(),
        asset: operation.asset.some().and_then(|asset| text(data, facts.assets.name(asset))),
        start: Instant(operation.start),
        end: operation.end.get().map(Instant),
        order: text(data, operation.order),
        operator: text(data, operation.operator),
        program: text(data, operation.program),
        result: text(data, operation.result),
        states: BTreeMap::new(),
        alarms: Vec::new(),
        alarms_total: None,
        measurements: Vec::new(),
        source: source(data, operation.source),
    };
    let mut rows: Vec<u32> = Vec::new();
    for asset in position_and_machine(data, operation.asset) {
        if let Some(lane) = data.lane(asset) {
            let times = lane.time_by_state(span).into_iter().filter(|(_, time)| *time > 0);
            answer.states = times.map(|(state, time)| (state.to_owned(), seconds(time))).collect();
        }
        answer.alarms.extend(alarms.during(asset, span));
        rows.extend(data.journeys().asset_measurements(facts, asset, span.start, span.end));
    }
    answer.measurements = measurements::figures(data, &rows);
    answer
}

/// The asset, and what it is part of up to the machine: a position in a machine (a cavity, a spindle) has no states of its own.
fn position_and_machine(data: &Dataset, asset: AssetId) -> Vec<AssetId> {
    let mut path: Vec<AssetId> = Vec::new();
    let mut next = asset.some();
    // Records that contradict each other can close a circle.
    while let Some(here) = next.filter(|here| !path.contains(here)) {
        path.push(here);
        next = data.calendars.parent(here).filter(|_| data.lane(here).is_none());
    }
    // Nothing up to the site has states: then what stands around it says nothing of this operation.
    if path.last().is_some_and(|last| data.lane(*last).is_none()) {
        path.truncate(1);
    }
    path
}

/// When an operation ended. One without an end lasts until the machine begins its next one, else to the end of the data.
fn end(data: &Dataset, operation: &OperationRow) -> Micros {
    if let Some(end) = operation.end.get() {
        return end;
    }
    let starts = &data.facts.operations.start;
    let rows = operation.asset.some().map_or(&[][..], |asset| data.journeys().asset_operations(asset));
    let next = rows.partition_point(|row| starts[*row as usize] <= operation.start);
    let next = rows.get(next).map(|row| starts[*row as usize]);
    let last = data.journeys().last().into_iter().chain(data.lanes.extent().map(|extent| extent.end)).max();
    next.or(last).unwrap_or(operation.start)
}
