//! EPCIS as JSON and XML: what real documents of others load as, and what events mean.
//!
//! ```text
//! corpus.rs   real documents, valid and invalid
//! pairs.rs    XML and JSON that say the same
//! hashes.rs   the golden hashes of the Core Business Vocabulary
//! meaning.rs  what each kind of event means
//! forms.rs    documents, lines, arrays and single events; names spelled in every way
//! xml.rs      what XML alone has: namespaces, extensions of 1.x, order
//! broken.rs   broken, truncated and doubtful documents
//! ```

mod broken;
mod corpus;
mod forms;
mod hashes;
mod meaning;
mod pairs;
mod xml;

use floorlens_core::Session;
use floorlens_core::model::{Facts, FileCounts, ItemId, NameId};
use floorlens_tests::load::session;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn open(text: &str) -> Session {
    session([("events".to_owned(), text.as_bytes().to_vec())])
}

fn document(events: Value) -> Value {
    json!({
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://example.com/"}],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z",
        "epcisBody": {"eventList": events}
    })
}

fn event(kind: &str, rest: Value) -> Value {
    let mut event = json!({"type": kind, "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00"});
    for (key, value) in rest.as_object().expect("an object") {
        event[key] = value.clone();
    }
    event
}

fn counts(session: &Session) -> FileCounts {
    session.data().facts.sources.files()[0].counts()
}

/// Record, line and text of every message about a record, then of the file.
fn messages(session: &Session) -> Vec<(u32, u32, String)> {
    let facts = &session.data().facts;
    let all = facts.sources.files().iter().flat_map(|f| &f.messages);
    all.map(|m| (m.record, m.line, facts.names.text(m.reason).to_owned())).collect()
}

/// Every row of the tables that EPCIS fills, by names, sorted: equal dumps are equal facts.
fn dump(facts: &Facts) -> Vec<String> {
    let name = |id: NameId| facts.names.text(id);
    let item = |id: ItemId| if id == ItemId::NONE { "" } else { facts.names.text(facts.items.key(id)) };
    let mut out = Vec::new();
    for r in facts.sightings.rows() {
        out.push(format!("sighting {} {} {} {:?} {}", item(r.item), name(r.place), r.time, r.kind, name(r.reader)));
    }
    for r in facts.lifecycles.rows() {
        out.push(format!("lifecycle {} {} {} {:?} {}", item(r.item), r.time, r.birth, r.quantity.get(), name(r.unit)));
    }
    for r in facts.containments.rows() {
        let (parent, child) = (item(r.parent), item(r.child));
        out.push(format!(
            "contain {parent} {child} {} {:?} {:?} {}",
            r.time,
            r.action,
            r.quantity.get(),
            r.association
        ));
    }
    for r in facts.transformations.rows() {
        let (event, group, unit) = (name(r.event), name(r.group), name(r.unit));
        out.push(format!(
            "line {event} {} {:?} {group} {:?} {unit} {}",
            item(r.item),
            r.role,
            r.quantity.get(),
            r.time
        ));
    }
    for r in facts.movements.rows() {
        let places = format!("{} {} {} {}", name(r.from), name(r.to), name(r.document), name(r.party));
        out.push(format!("move {} {} {:?} {places}", item(r.item), r.time, r.kind));
    }
    for r in facts.measurements.rows() {
        let value = format!("{:?} {} {}", r.value.get(), name(r.text), name(r.unit));
        out.push(format!("measure {} {} {} {value}", item(r.item), r.time, name(r.channel)));
    }
    for r in facts.product_mentions.rows() {
        out.push(format!("product {} {} {:?} {} {}", name(r.product), r.time, r.role, item(r.item), name(r.event)));
    }
    for r in facts.document_links.rows() {
        out.push(format!("document {} {} {} {}", item(r.item), name(r.document), name(r.kind), r.removed));
    }
    for r in facts.item_facts.rows() {
        out.push(format!("fact {} {}", item(r.item), name(r.lot)));
    }
    out.sort();
    out
}

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, out);
        } else if path.extension().is_some_and(|e| e == "json" || e == "jsonld" || e == "xml") {
            out.push(path);
        }
    }
}

fn corpus_files(folder: &str) -> Option<Vec<PathBuf>> {
    let mut out = Vec::new();
    files_below(&floorlens_tests::corpus::corpus()?.join(folder), &mut out);
    assert!(out.len() > 20, "the corpus has changed: {} files in {folder}", out.len());
    Some(out)
}

fn is_invalid(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "Invalid")
}
