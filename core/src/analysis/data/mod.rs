//! What was loaded: the ledger as an answer, and source records as they stand in their files.

mod find;
mod record;

pub use find::find;
pub use record::{Held, Originals, record, rejects};

use crate::index::{Dataset, Hole, Overlap};
use crate::model::{
    AssetId, FileCounts, FileId, LeftOut, Micros, RecordStatus, Severity, SourceRef, Sources, format_rfc3339, seconds,
};
use crate::order::{Gather, Order};
use crate::protocol::{FileReport, InspectAnswer, MessageReport};
use std::collections::{BTreeMap, BTreeSet};

/// How many sentences a file's report holds; the rest is in the rejects.
const MESSAGES: usize = 1000;

/// What was loaded and what became of every record.
pub fn inspect(data: &Dataset) -> InspectAnswer {
    let facts = &data.facts;
    let mut said_by_lanes = said_by_lanes(data);
    let mut overlaps = overlaps(data);
    let files = facts.sources.sorted().into_iter().filter_map(|id| {
        let file = facts.sources.files().get(id.0 as usize)?;
        let c = file.counts();
        let mut messages: Vec<MessageReport> = file
            .messages
            .iter()
            .map(|m| MessageReport {
                record: m.record,
                line: m.line,
                severity: m.severity,
                reason: Sources::reason(m, &facts.names).to_owned(),
                repaired: file.status_of(m.record) == Some(RecordStatus::Repaired),
            })
            .collect();
        messages.extend(left_out(&c));
        messages.extend(said_by_lanes.remove(&id).unwrap_or_default());
        let hidden = overlaps.remove(&id).unwrap_or_default();
        let messages_total = (messages.len() + hidden.len()) as u64;
        messages.extend(first_by_record(hidden).into_iter().filter_map(|(_, overlap)| overlap_message(data, overlap)));
        messages.order_by(|a, b| (a.record, &a.reason).cmp(&(b.record, &b.reason)));
        messages.truncate(MESSAGES);
        Some(FileReport {
            name: file.name.clone(),
            format: file.format.clone(),
            bytes: file.bytes,
            records: c.records,
            used: c.used,
            merged: c.merged,
            superseded: c.superseded,
            retracted: c.retracted,
            repaired: c.repaired,
            rejected: c.rejected,
            left_out: c.left_out(),
            messages,
            messages_total,
            mapping: None,
            load: None,
        })
    });
    let tables = [
        ("states", facts.states.len()),
        ("counts", facts.counts.len()),
        ("products", facts.products.len()),
        ("calendars", facts.calendars.len()),
        ("assets", facts.assets.len()),
        ("operations", facts.operations.len()),
        ("sightings", facts.sightings.len()),
        ("transformations", facts.transformations.len()),
        ("containment", facts.containments.len()),
        ("movements", facts.movements.len()),
        ("measurements", facts.measurements.len()),
        ("quality", facts.qualities.len()),
        ("alarms", facts.alarms.len()),
        ("product_mentions", facts.product_mentions.len()),
        ("documents", facts.document_links.len()),
        ("items", facts.items.len()),
    ];
    InspectAnswer {
        zone: zone(data),
        files: files.collect(),
        facts: tables.into_iter().filter(|(_, n)| *n > 0).map(|(t, n)| (t.to_owned(), n as u64)).gather_map(),
    }
}

/// What a person left out of a file, as a sentence.
fn left_out(counts: &FileCounts) -> Option<MessageReport> {
    let mut reason = "Left out by choice:".to_owned();
    for (why, records) in LeftOut::ALL.into_iter().zip(counts.left_out).filter(|(_, records)| *records > 0) {
        let why = match why {
            LeftOut::Time => "happened outside the time to load",
            LeftOut::Sample => "are of machines or items outside the sample",
            LeftOut::Values => "give nothing but values, which are not loaded",
        };
        reason += &format!(" {records} records {why}.");
    }
    (counts.left_out() > 0).then_some(of_file(Severity::Info, reason))
}

/// The zone in which most assets are said to stand, of equally many the first by name.
fn zone(data: &Dataset) -> Option<String> {
    let facts = &data.facts;
    let mut assets: BTreeMap<&str, BTreeSet<AssetId>> = BTreeMap::new();
    for row in facts.asset_facts.rows() {
        if let Some(zone) = facts.names.get(row.zone) {
            assets.entry(zone).or_default().insert(row.asset);
        }
    }
    assets.into_iter().rev().max_by_key(|(_, assets)| assets.len()).map(|(zone, _)| zone.to_owned())
}

/// What building the lanes found: which choice was a guess, and holes. Not kept in the ledger, because one more file or another recipe may
/// change it.
fn said_by_lanes(data: &Dataset) -> BTreeMap<FileId, Vec<MessageReport>> {
    let facts = &data.facts;
    let mut said: BTreeMap<FileId, Vec<MessageReport>> = BTreeMap::new();
    for note in data.lanes.notes() {
        if let Some(file) = note.file {
            let reason = note.text.clone();
            said.entry(file).or_default().push(of_file(Severity::Info, reason));
        }
    }
    for hole in data.lanes.holes() {
        let reason = format!("{} has {}", facts.names.text(facts.assets.name(hole.asset)), hole_sentence(data, hole));
        let severity = Severity::Warning;
        said.entry(hole.after).or_default().push(of_file(severity, reason));
    }
    said
}

/// An overlap, by the record that lost its time.
type Hidden<'a> = (u32, &'a Overlap);

/// Every row that claims time which another row got, at its file.
fn overlaps(data: &Dataset) -> BTreeMap<FileId, Vec<Hidden<'_>>> {
    let sources = &data.facts.sources;
    let mut all: BTreeMap<FileId, Vec<Hidden<'_>>> = BTreeMap::new();
    for overlap in data.lanes.overlaps() {
        if let (Some((file, record)), Some(_)) = (sources.locate(overlap.hidden), sources.locate(overlap.kept)) {
            all.entry(file).or_default().push((record, overlap));
        }
    }
    all
}

/// Those that may be among the first [`MESSAGES`] of a file: a log of stops may have a hundred thousand, and each is a sentence.
fn first_by_record(mut hidden: Vec<Hidden<'_>>) -> Vec<Hidden<'_>> {
    hidden.order_by_key(|(record, _)| i64::from(*record));
    if let Some((last, _)) = hidden.get(MESSAGES - 1).copied() {
        let upto = hidden.partition_point(|(record, _)| *record <= last);
        hidden.truncate(upto);
    }
    hidden
}

fn overlap_message(data: &Dataset, overlap: &Overlap) -> Option<MessageReport> {
    let facts = &data.facts;
    let (hidden, kept) = (facts.sources.reference(overlap.hidden)?, facts.sources.reference(overlap.kept)?);
    let (from, to) = (format_rfc3339(overlap.span.start), format_rfc3339(overlap.span.end));
    let asset = facts.names.text(facts.assets.name(overlap.asset));
    let reason = format!(
        "The time of {asset} from {from} to {to} is also claimed by record {} (line {}) of {}, which gets it: each instant counts once, a \
         stop before running.",
        kept.record, kept.line, kept.file
    );
    let SourceRef { record, line, repaired, .. } = hidden;
    Some(MessageReport { record, line, severity: Severity::Warning, reason, repaired })
}

/// A sentence about a whole file.
fn of_file(severity: Severity, reason: String) -> MessageReport {
    MessageReport { record: 0, line: 0, severity, reason, repaired: false }
}

/// Why a hole is one.
pub(super) fn hole_sentence(data: &Dataset, hole: &Hole) -> String {
    let name = |file: FileId| data.facts.sources.files().get(file.0 as usize).map_or("", |file| &file.name);
    let (from, to) = (format_rfc3339(hole.span.start), format_rfc3339(hole.span.end));
    format!(
        "no record from {from}, the end of {}, to {to}, the beginning of {}. Inside its files it is silent for at most {}, so what was \
         known before does not hold until then: NO_DATA. Open the file that is missing.",
        name(hole.before),
        name(hole.after),
        span_in_words(hole.usual),
    )
}

/// A length of time in its largest unit.
fn span_in_words(length: Micros) -> String {
    let seconds = seconds(length);
    match seconds {
        s if s < 120.0 => format!("{s:.0} s"),
        s if s < 7_200.0 => format!("{:.0} min", s / 60.0),
        s => format!("{:.1} h", s / 3_600.0),
    }
}

#[cfg(test)]
mod tests {
    use crate::Session;
    use std::rc::Rc;

    #[test]
    fn every_overlap_is_listed_at_the_record_that_lost_its_time() {
        let log = "asset,start,end,state\nM1,2026-01-01T00:00:00Z,2026-01-01T15:00:00Z,DOWN\n\
                   M1,2026-01-01T00:10:00Z,2026-01-01T14:00:00Z,DOWN\nM1,2026-01-01T14:30:00Z,2026-01-01T16:00:00Z,RUN\n";
        let mut session = Session::new();
        session.add("stops.csv", Rc::new(log.as_bytes().to_vec()));
        session.run();
        let answer = super::inspect(session.data());
        let said: Vec<(u32, u32, bool)> = answer.files[0]
            .messages
            .iter()
            .map(|m| (m.record, m.line, m.reason.contains("record 1 (line 2) of stops.csv")))
            .collect();
        assert_eq!(said, [(2, 3, true), (3, 4, true)]);
        let third = &answer.files[0].messages[1].reason;
        assert!(third.contains("from 2026-01-01T14:30:00Z to 2026-01-01T15:00:00Z"), "{third}");
    }

    #[test]
    fn of_many_overlaps_the_first_are_told_and_all_are_counted() {
        let mut log = "asset,start,end,state\nM1,2026-01-01T00:00:00Z,2026-01-02T00:00:00Z,DOWN\n".to_owned();
        for i in 0..1_200 {
            let (minute, second) = (i / 60, i % 60);
            log += &format!("M1,2026-01-01T01:{minute:02}:{second:02}Z,2026-01-01T02:00:00Z,RUN\n");
        }
        let mut session = Session::new();
        session.add("stops.csv", Rc::new(log.into_bytes()));
        session.run();
        let file = &super::inspect(session.data()).files[0];
        assert!(file.messages_total >= 1_200, "{}", file.messages_total);
        assert_eq!(file.messages.len(), super::MESSAGES);
        let records: Vec<u32> = file.messages.iter().map(|m| m.record).collect();
        assert!(records.is_sorted() && records[999] < 1_201, "{:?}", records.last());
    }
}
