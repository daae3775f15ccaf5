//! When lanes rest on records that were repaired.

use super::{Lanes, SpanSet};
use crate::model::{AssetId, Facts, RecordStatus, Span};
use std::collections::BTreeMap;

/// The spans of each lane whose record counts after a repair; lanes without any are left out.
pub(super) fn find(facts: &Facts, lanes: &Lanes) -> BTreeMap<AssetId, SpanSet> {
    let mut found = BTreeMap::new();
    let files = (0..facts.sources.files().len() as u32).map(crate::model::FileId);
    // The usual case costs nothing.
    if files.into_iter().all(|file| facts.sources.repairs(file).len() == 0) {
        return found;
    }
    for lane in lanes.iter(facts) {
        let repaired = |source| facts.sources.status(source) == Some(RecordStatus::Repaired);
        let spans = lane.spans(Span::ALL).filter(|span| lane.source(span).is_some_and(repaired));
        let spans: Vec<Span> = spans.map(|span| span.span).collect();
        if !spans.is_empty() {
            found.insert(lane.asset(), SpanSet::new(spans));
        }
    }
    found
}
