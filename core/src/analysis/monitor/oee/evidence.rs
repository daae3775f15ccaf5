//! The records behind each input.

use crate::index::{Lane, RowRef};
use crate::model::{SourceId, SourceRef, Sources};
use crate::order::Gather;
use std::collections::BTreeMap;

/// An answer lists so many records per input; the count says how many there are.
const LISTED: usize = 100;

/// Inputs that records stand behind, by their ISO 22400 names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis::monitor) enum Input {
    /// Planned busy time.
    Pbt,
    /// Production time.
    Apt,
    /// Set-up time.
    Aust,
    /// Pieces made.
    Pq,
    /// Good pieces.
    Gq,
    /// Ideal time per piece.
    Pri,
}

/// In the order of [`Input`].
const NAMES: [&str; 6] = ["PBT", "APT", "AUST", "PQ", "GQ", "PRI"];

/// Records by input, in the order they are met (time order).
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::analysis::monitor) struct Evidence {
    by_input: [Records; NAMES.len()],
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Records {
    first: Vec<SourceId>,
    last: Option<SourceId>,
    last_row: Option<RowRef>,
    total: u64,
}

impl Evidence {
    /// Notes a record of an input. A record that is met several times in a row counts once.
    pub(in crate::analysis::monitor) fn note(&mut self, input: Input, source: SourceId) {
        let records = &mut self.by_input[input as usize];
        if source != SourceId::NONE && records.last != Some(source) {
            records.last = Some(source);
            records.total += 1;
            if records.first.len() < LISTED {
                records.first.push(source);
            }
        }
    }

    /// Notes the record of a row of a lane whose rows are records of their own: no more than its number is looked at once enough are
    /// listed. Rows and other records of one input do not mix.
    pub(in crate::analysis::monitor) fn note_row(&mut self, input: Input, lane: &Lane<'_>, row: RowRef) {
        let records = &mut self.by_input[input as usize];
        if records.last_row == Some(row) || row.is_filler() {
            return;
        }
        records.last_row = Some(row);
        if records.first.len() < LISTED {
            self.note(input, lane.source_of(row).unwrap_or(SourceId::NONE));
        } else {
            records.total += 1;
        }
    }

    /// As an answer gives it: the first records per input, and how many there are.
    pub(in crate::analysis::monitor) fn answer(
        &self,
        sources: &Sources,
    ) -> (BTreeMap<String, Vec<SourceRef>>, BTreeMap<String, u64>) {
        let known = || NAMES.iter().zip(&self.by_input).filter(|(_, r)| r.total > 0);
        let first = |r: &Records| r.first.iter().filter_map(|s| sources.reference(*s)).collect();
        (
            known().map(|(name, r)| ((*name).to_owned(), first(r))).gather_map(),
            known().map(|(name, r)| ((*name).to_owned(), r.total)).gather_map(),
        )
    }
}
