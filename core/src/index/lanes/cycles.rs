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
use crate::model::{Facts, SourceId, Span, Until, is_unavailable};

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

pub(super) fn find(facts: &Facts, pieces: &AssetPieces) -> Vec<MachineCycle> {
    let mut cycles = Vec::new();
    let mut begun: Option<&Piece> = None;
    for piece in pieces.pieces.iter().filter(|p| p.end == Until::OPEN) {
        let state = facts.names.text(piece.state);
        let is = |name: &str| state.eq_ignore_ascii_case(name);
        if is("ACTIVE") {
            begun = begun.or(Some(piece));
        } else if is("PROGRAM_COMPLETED") {
            if let Some(start) = begun.take().filter(|start| start.start < piece.start) {
                let span = Span::new(start.start, piece.start);
                cycles.push(MachineCycle { span, started: source(facts, start), completed: source(facts, piece) });
            }
        } else if is("READY") || is("STOPPED") || is_unavailable(state) {
            // From these a program begins anew; a hold or an interruption goes on.
            begun = None;
        }
    }
    cycles
}

fn source(facts: &Facts, piece: &Piece) -> SourceId {
    let source = match piece.row.cause() {
        Cause::State(row) => facts.states.source.get(row),
        Cause::Measurement(row) => facts.measurements.source.get(row),
        Cause::NoData | Cause::Unlogged => None,
    };
    source.copied().unwrap_or_default()
}
