//! What was loaded: the ledger as an answer.

use crate::index::Dataset;
use crate::model::{Severity, Sources};
use crate::protocol::{FileReport, InspectAnswer, MessageReport};

/// What was loaded and what became of every record.
pub fn inspect(data: &Dataset) -> InspectAnswer {
    let facts = &data.facts;
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
            })
            .collect();
        // How the lanes were chosen is known only now, and may be another choice with one more file.
        messages.extend(data.lanes.notes().iter().filter(|note| note.file == Some(id)).map(|note| MessageReport {
            record: 0,
            line: 0,
            severity: Severity::Info,
            reason: note.text.clone(),
        }));
        messages.sort_by(|a, b| (a.record, &a.reason).cmp(&(b.record, &b.reason)));
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
            messages,
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
        files: files.collect(),
        facts: tables.into_iter().filter(|(_, n)| *n > 0).map(|(t, n)| (t.to_owned(), n as u64)).collect(),
    }
}
