//! States per machine in wall time: what was logged, cut at breaks and nights, which are states too.

use crate::factory::Plant;
use crate::factory::history::State;
use crate::sim::Kind;
use floorlens_core::model::{Micros, Span};

/// A stretch of wall time of a machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// When.
    pub span: Span,
    /// State.
    pub state: &'static str,
    /// Why, where it is known.
    pub reason: &'static str,
    /// Index into the history's orders.
    pub order: Option<u32>,
}

/// States of a machine in working time, equal neighbours joined, in time order.
pub fn worked(plant: &Plant, changes: &[&State]) -> Vec<Interval> {
    let end = plant.clock.working();
    let mut out: Vec<Interval> = Vec::new();
    for change in changes.iter().filter(|change| change.at < end) {
        if let Some(last) = out.last_mut() {
            last.span.end = change.at.max(last.span.start);
            if (last.state, last.reason, last.order) == (change.state, change.reason, change.order) {
                last.span.end = end;
                continue;
            }
        }
        out.push(Interval {
            span: Span::new(change.at, end),
            state: change.state,
            reason: change.reason,
            order: change.order,
        });
    }
    out.retain(|interval| !interval.span.is_empty());
    out
}

/// Changes per machine, in time order.
pub fn changes(plant: &Plant) -> Vec<Vec<&State>> {
    let mut all = vec![Vec::new(); plant.history.machines.len()];
    for state in &plant.history.states {
        all[state.machine as usize].push(state);
    }
    all
}

/// The same in wall time, with `BREAK` and `NO SHIFT`: they tile the plant's calendar.
pub fn walled(plant: &Plant, changes: &[&State]) -> Vec<Interval> {
    let mut out = Vec::new();
    for interval in worked(plant, changes) {
        for span in plant.clock.wall_spans(interval.span) {
            out.push(Interval { span, ..interval.clone() });
        }
    }
    let idle = |span: Span, state| Interval { span, state, reason: "", order: None };
    let last: Micros = plant.clock.extent().end;
    for (span, kind, _) in &plant.clock.spans {
        let span = Span::new(span.start, span.end.min(last));
        match kind {
            Kind::Break => out.push(idle(span, "BREAK")),
            Kind::NotPlanned => out.push(idle(span, "NO SHIFT")),
            Kind::Planned => {}
        }
    }
    out.retain(|interval| !interval.span.is_empty());
    out.sort_by_key(|interval| interval.span);
    out
}
