//! Alarm records → spans.

use crate::analysis::items::{source, text};
use crate::index::Dataset;
use crate::model::tables::AlarmRow;
use crate::model::{AssetId, Micros, OPEN_END, Span};
use crate::order::Order;
use crate::protocol::{ContextAlarm, Instant};
use std::collections::BTreeMap;

/// The alarms of the machines that were asked for so far.
pub(super) struct Alarms<'a> {
    data: &'a Dataset,
    by_asset: BTreeMap<AssetId, Vec<(AlarmRow, Micros)>>,
}

impl<'a> Alarms<'a> {
    pub(super) fn new(data: &'a Dataset) -> Self {
        Self { data, by_asset: BTreeMap::new() }
    }

    /// The alarms of a machine that stood during a span, by start and code.
    pub(super) fn during(&mut self, asset: AssetId, span: Span) -> Vec<ContextAlarm> {
        let data = self.data;
        let stood = self.by_asset.entry(asset).or_insert_with(|| spans(data, asset));
        // An alarm without length counts at its instant.
        let meets = |start: Micros, end: Micros| start < span.end && span.start < end.max(start.saturating_add(1));
        let mut alarms: Vec<ContextAlarm> = stood
            .iter()
            .filter(|(row, end)| meets(row.start, *end))
            .map(|(row, end)| ContextAlarm {
                code: data.facts.names.text(row.code).to_owned(),
                severity: text(data, row.severity),
                text: text(data, row.text),
                start: Instant(row.start),
                end: (*end != OPEN_END && *end > row.start).then_some(Instant(*end)),
                source: source(data, row.source),
            })
            .collect();
        alarms.order_by(|a, b| (a.start, &a.code, &a.source).cmp(&(b.start, &b.code, &b.source)));
        alarms
    }
}

/// The alarms of a machine with their ends. A condition (a row with a key) stands until a later row of its key clears it or repeats its
/// code; an alarm from a list that gives no end is known at its beginning alone.
fn spans(data: &Dataset, asset: AssetId) -> Vec<(AlarmRow, Micros)> {
    let facts = &data.facts;
    let rows: Vec<AlarmRow> =
        data.journeys().asset_alarms(asset).iter().map(|row| facts.alarms.row(*row as usize)).collect();
    let clears = |row: &AlarmRow| {
        let severity = facts.names.text(row.severity);
        severity.eq_ignore_ascii_case("NORMAL") || severity.eq_ignore_ascii_case("UNAVAILABLE")
    };
    // From the last to the first: when each condition next changes, as a whole and per code.
    let (mut cleared, mut repeated) = (BTreeMap::new(), BTreeMap::new());
    let mut spans = Vec::new();
    for row in rows.iter().rev() {
        if clears(row) {
            match row.key.some() {
                // MTConnect: a NORMAL without a code (or with the key in its place) clears the whole condition.
                Some(key) if row.code.some().is_none_or(|code| code == key) => cleared.insert(key, row.start),
                Some(key) => repeated.insert((key, row.code), row.start),
                None => None,
            };
            continue;
        }
        let end = match (row.end.get(), row.key.some()) {
            (Some(end), _) => end,
            (None, None) => row.start,
            (None, Some(key)) => {
                let again = repeated.insert((key, row.code), row.start);
                [cleared.get(&key).copied(), again].into_iter().flatten().min().unwrap_or(OPEN_END)
            }
        };
        spans.push((*row, end));
    }
    spans
}
