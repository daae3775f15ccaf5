//! Pieces → spans that tile time.
//!
//! First every piece gets an end: a row without one holds until the next piece, the last one until the asset's last record (for ever
//! when it says UNAVAILABLE), any but UNAVAILABLE at most until a hole in the log (`holes.rs`), and none beyond what was chosen to be loaded. Then a sweep hands each instant to exactly one piece:
//!
//! ```text
//! production   ████████████████████
//! breakdown          ██████████          the category that comes first in `Category` gets the time
//! breakdown              ████████████    of one category: the piece that began first, then the later record
//! lane         ██████▓▓▓▓▓▓▓▓▓▓██████
//! ```

use super::Overlap;
use super::gather::{AssetPieces, Piece};
use super::holes::held_until;
use super::lane::{Cause, RowRef, fill_category};
use crate::index::categories::Category;
use crate::model::{AssetId, Facts, Micros, NameId, OPEN_END, RecordStatus, SourceId, Span, Until, is_unavailable};
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// One tile; it ends where the next one starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tile {
    pub(super) start: Micros,
    pub(super) row: RowRef,
    pub(super) category: Category,
}

/// The tiles of a lane from its first row on, and what the sweep found.
pub(super) struct Tiles {
    pub(super) spans: Vec<Tile>,
    pub(super) overlaps: Vec<Overlap>,
}

/// A piece with its end known.
#[derive(Clone, Copy)]
struct Claim {
    span: Span,
    piece: Piece,
}

/// What two pieces must share to say the same.
pub(super) type Label = (NameId, NameId, NameId, NameId);

#[inline(never)]
pub(super) fn partition(facts: &Facts, pieces: AssetPieces, settled: &mut Vec<(SourceId, RecordStatus)>) -> Tiles {
    let fill = (RowRef::fill(pieces.fill), fill_category(pieces.fill));
    let claims = claims(facts, &pieces, settled);
    let mut sweep = Sweep {
        facts,
        claims: &claims,
        fill,
        active: BTreeSet::new(),
        ends: BTreeSet::new(),
        at: claims.first().map_or(0, |c| c.span.start),
        tiles: Tiles { spans: Vec::new(), overlaps: Vec::new() },
    };
    for i in 0..claims.len() {
        sweep.begin(i);
    }
    if !claims.is_empty() {
        sweep.finish();
    }
    sweep.tiles
}

/// Gives every piece its end; pieces that get no time are left out, and the ledger hears why.
fn claims(facts: &Facts, all: &AssetPieces, settled: &mut Vec<(SourceId, RecordStatus)>) -> Vec<Claim> {
    let pieces = &all.pieces;
    let mut claims: Vec<Claim> = Vec::with_capacity(pieces.len());
    // Intervals that began at the current start, to tell copies.
    let mut copies: BTreeSet<(Micros, Label)> = BTreeSet::new();
    let mut copies_at = Micros::MIN;
    let cuts = facts.sources.has_cuts();
    for (i, piece) in pieces.iter().enumerate() {
        let next = pieces.get(i + 1);
        let end = match (piece.end, next) {
            (Until::OPEN, Some(next)) if all.holes.is_empty() || is_unavailable(facts.names.text(piece.state)) => {
                next.start
            }
            (Until::OPEN, Some(next)) => held_until(&all.holes, piece, next.start),
            (Until::OPEN, None) if is_unavailable(facts.names.text(piece.state)) => OPEN_END,
            (Until::OPEN, None) => all.last,
            (Until(end), _) => end,
        };
        // What came then was not loaded, by choice: nobody knows how long the state held.
        let end = match source(facts, piece.row).filter(|_| cuts && piece.end == Until::OPEN) {
            Some(source) => end.min(facts.sources.cut(source).unwrap_or(end)),
            None => end,
        };
        // Only intervals that begin together can be copies.
        let together = copies_at == piece.start || next.is_some_and(|next| next.start == piece.start);
        if piece.end != Until::OPEN && together {
            if copies_at != piece.start {
                copies.clear();
                copies_at = piece.start;
            }
            if !copies.insert((end, label(facts, piece.row))) {
                settled.extend(source(facts, piece.row).map(|s| (s, RecordStatus::Merged)));
                continue;
            }
        }
        let span = Span::new(piece.start, end);
        if !span.is_empty() {
            claims.push(Claim { span, piece: *piece });
        } else if let (Until::OPEN, Some(next)) = (piece.end, next)
            && next.start == piece.start
        {
            let same = label(facts, piece.row) == label(facts, next.row);
            let status = if same { RecordStatus::Merged } else { RecordStatus::Superseded };
            settled.extend(source(facts, piece.row).map(|s| (s, status)));
        }
    }
    claims
}

fn source(facts: &Facts, row: RowRef) -> Option<SourceId> {
    match row.cause() {
        Cause::State(i) => facts.states.source.get(i),
        Cause::Measurement(i) => facts.measurements.source.get(i),
        Cause::NoData | Cause::Unlogged => None,
    }
}

pub(super) fn label(facts: &Facts, row: RowRef) -> Label {
    let none = NameId::NONE;
    match row.cause() {
        Cause::State(i) => {
            let s = &facts.states;
            (s.state.get(i).unwrap_or(none), s.reason.get(i), s.product.get(i), s.order.get(i))
        }
        Cause::Measurement(i) => (facts.measurements.text.get(i), none, none, none),
        Cause::NoData | Cause::Unlogged => (none, none, none, none),
    }
}

/// Smaller wins: category, then start, then the later record.
type Claimant = (Category, Micros, Reverse<u64>, usize);

struct Sweep<'a> {
    facts: &'a Facts,
    claims: &'a [Claim],
    fill: (RowRef, Category),
    active: BTreeSet<Claimant>,
    ends: BTreeSet<(Micros, usize)>,
    /// Everything before is tiled.
    at: Micros,
    tiles: Tiles,
}

impl Sweep<'_> {
    fn claimant(&self, i: usize) -> Claimant {
        let c = &self.claims[i];
        (c.piece.category, c.span.start, Reverse(c.piece.order), i)
    }

    fn begin(&mut self, i: usize) {
        let span = self.claims[i].span;
        self.tile_until(span.start);
        if self.active.is_empty() && self.claims.get(i + 1).is_none_or(|next| next.span.start >= span.end) {
            // Alone, as nearly always: no set is needed.
            self.emit(Some(i));
            self.at = span.end;
            return;
        }
        let new = self.claimant(i);
        if let Some(winner) = self.active.first().copied() {
            let (kept, hidden) = if winner < new { (winner.3, i) } else { (i, winner.3) };
            let shared = span.intersect(self.claims[winner.3].span);
            let source = |i: usize| source(self.facts, self.claims[i].piece.row).unwrap_or(SourceId::NONE);
            let asset = AssetId::NONE;
            let (kept, hidden) = (source(kept), source(hidden));
            self.tiles.overlaps.push(Overlap { asset, span: shared, kept, hidden });
        }
        self.active.insert(new);
        self.ends.insert((span.end, i));
    }

    /// Hands out the time up to `to`.
    fn tile_until(&mut self, to: Micros) {
        while self.at < to {
            let Some((end, _)) = self.ends.first().copied() else {
                self.emit(None);
                self.at = to;
                return;
            };
            self.emit(self.active.first().map(|c| c.3));
            self.at = end.min(to);
            self.retire();
        }
        // Claims that end exactly here do not overlap with one that starts here.
        self.retire();
    }

    fn retire(&mut self) {
        while let Some((end, i)) = self.ends.first().copied()
            && end <= self.at
        {
            self.ends.pop_first();
            self.active.remove(&self.claimant(i));
        }
    }

    fn finish(&mut self) {
        self.tile_until(OPEN_END);
    }

    /// Begins a tile at `self.at`, unless it only goes on.
    fn emit(&mut self, claim: Option<usize>) {
        let (row, category) = claim.map_or(self.fill, |i| (self.claims[i].piece.row, self.claims[i].piece.category));
        if let Some(last) = self.tiles.spans.last()
            && (last.row == row || self.goes_on(last.row, claim))
        {
            return;
        }
        self.tiles.spans.push(Tile { start: self.at, row, category });
    }

    /// An observation that repeats the one before it is no new state: a stop told twice is one stop.
    fn goes_on(&self, last: RowRef, claim: Option<usize>) -> bool {
        let Some(claim) = claim.map(|i| &self.claims[i]).filter(|c| c.piece.end == Until::OPEN) else { return false };
        let held = match last.cause() {
            Cause::State(i) => self.facts.states.end.get(i) == Until::OPEN,
            Cause::Measurement(_) => true,
            Cause::NoData | Cause::Unlogged => false,
        };
        held && label(self.facts, last) == label(self.facts, claim.piece.row)
    }
}
