//! Cycles of a controller: from ACTIVE to PROGRAM_COMPLETED.
//!
//! ```text
//! READY │ ACTIVE │ FEED_HOLD │ ACTIVE │ PROGRAM_COMPLETED │ READY        one cycle, its hold included
//! READY │ ACTIVE │ READY │ ACTIVE │ PROGRAM_COMPLETED                    the first run was given up: one cycle, from the second ACTIVE
//! ```
//!
//! Taken from the rows, not from the spans: a completion at the very instant of the next state takes no time, but it happened.

use super::gather::{AssetPieces, Piece};
use super::lane::Cause;
use crate::model::{Facts, Micros, SourceId, Span, Until, is_unavailable};

/// One run of a program from start to completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MachineCycle {
    /// From becoming active to completion.
    pub span: Span,
    /// The record of its start.
    pub started: SourceId,
    /// The record of its completion.
    pub completed: SourceId,
}

/// What a state is to a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// A program runs.
    Active,
    /// It is completed.
    Completed,
    /// From here a program begins anew.
    Anew,
    /// A hold or an interruption: it goes on.
    On,
}

/// What the state of that name is to a cycle.
pub(super) fn step(state: &str) -> Step {
    let is = |name: &str| state.eq_ignore_ascii_case(name);
    if is("ACTIVE") {
        Step::Active
    } else if is("PROGRAM_COMPLETED") {
        Step::Completed
    } else if is("READY") || is("STOPPED") || is_unavailable(state) {
        Step::Anew
    } else {
        Step::On
    }
}

/// Goes on by one observation; `begun` is when the program that runs was started, and by which record.
pub(super) fn advance(
    begun: &mut Option<(Micros, SourceId)>,
    cycles: &mut Vec<MachineCycle>,
    step: Step,
    at: Micros,
    source: SourceId,
) {
    match step {
        Step::Active => *begun = begun.or(Some((at, source))),
        Step::Completed => {
            if let Some((start, started)) = begun.take().filter(|(start, _)| *start < at) {
                cycles.push(MachineCycle { span: Span::new(start, at), started, completed: source });
            }
        }
        Step::Anew => *begun = None,
        Step::On => {}
    }
}

pub(super) fn find(facts: &Facts, pieces: &AssetPieces) -> Vec<MachineCycle> {
    let (mut cycles, mut begun) = (Vec::new(), None);
    for piece in pieces.pieces.iter().filter(|p| p.end == Until::OPEN) {
        let step = step(facts.names.text(piece.state));
        advance(&mut begun, &mut cycles, step, piece.start, source(facts, piece));
    }
    cycles
}

fn source(facts: &Facts, piece: &Piece) -> SourceId {
    let source = match piece.row.cause() {
        Cause::State(row) => facts.states.source.get(row),
        Cause::Measurement(row) => facts.measurements.source.get(row),
        Cause::NoData | Cause::Unlogged => None,
    };
    source.unwrap_or_default()
}
