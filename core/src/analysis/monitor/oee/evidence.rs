//! The records behind each input.

use crate::model::{SourceId, SourceRef, Sources};
use std::collections::BTreeMap;

/// An answer lists so many records per input; the count says how many there are.
const LISTED: usize = 100;

/// Records by input name, in the order they are met (time order).
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::analysis::monitor) struct Evidence {
    by_input: BTreeMap<&'static str, Records>,
}

#[derive(Debug, Clone, Default, PartialEq)]
struct Records {
    first: Vec<SourceId>,
    last: Option<SourceId>,
    total: u64,
}

impl Evidence {
    /// Notes a record of an input. A record that is met several times in a row counts once.
    pub(in crate::analysis::monitor) fn note(&mut self, input: &'static str, source: SourceId) {
        if source == SourceId::NONE {
            return;
        }
        let records = self.by_input.entry(input).or_default();
        if records.last != Some(source) {
            records.last = Some(source);
            records.total += 1;
            if records.first.len() < LISTED {
                records.first.push(source);
            }
        }
    }

    /// As an answer gives it: the first records per input, and how many there are.
    pub(in crate::analysis::monitor) fn answer(
        &self,
        sources: &Sources,
    ) -> (BTreeMap<String, Vec<SourceRef>>, BTreeMap<String, u64>) {
        let first = |r: &Records| r.first.iter().filter_map(|s| sources.reference(*s)).collect();
        (
            self.by_input.iter().map(|(name, r)| ((*name).to_owned(), first(r))).collect(),
            self.by_input.iter().map(|(name, r)| ((*name).to_owned(), r.total)).collect(),
        )
    }
}
