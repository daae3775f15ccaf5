//! EPCIS: 2.0 as JSON and JSON-LD, 1.x and 2.0 as XML: documents, query documents, single events, in JSON also arrays and lines of them.
//!
//! ```text
//! xml/           XML → the same JSON, one event at a time
//! documents.rs   pieces of JSON → records; rules of documents
//! context.rs     @context: bare words, CURIEs and full URIs mean the same
//! vocabulary.rs  the words of CBV, the fields of EPCIS
//! event.rs       JSON → an event
//! lists.rs       its identifiers, quantities, documents, parties
//! sensors.rs     its sensor data
//! rules.rs       the rules it may break
//! facts.rs       an event → facts
//! hash.rs        the identity of events without id
//! query.rs       queries, which hold no facts
//! ```

mod context;
mod documents;
mod event;
mod facts;
mod hash;
mod lists;
mod query;
mod rules;
mod sensors;
mod vocabulary;
mod xml;

use super::detect::{Format, Opened};
use super::splitter::Splitter;
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, ContentReader, Head, STEP_BYTES};
use crate::model::Severity;
use documents::{Documents, Pass};
use std::io::Read;

/// How the registry knows EPCIS XML.
pub(super) use xml::FORMAT as XML_FORMAT;

/// The lists that are cut into single events.
const LISTS: &[&str] = &["eventList"];

/// How the registry knows EPCIS JSON.
pub(super) const FORMAT: Format = Format { title: "EPCIS 2.0 JSON", recognises, open };

/// JSON that speaks of EPCIS' documents or events, or of a query for them.
fn recognises(head: &Head) -> bool {
    const MARKS: [&str; 10] = [
        "EPCISDocument\"",
        "EPCISQueryDocument\"",
        "eventList\"",
        "ObjectEvent\"",
        "AggregationEvent\"",
        "TransactionEvent\"",
        "TransformationEvent\"",
        "AssociationEvent\"",
        "epcis-context",
        "epcis/2.0.0/query-schema",
    ];
    let text = head.trimmed();
    text.starts_with(['{', '[', '\u{1e}']) && MARKS.iter().any(|mark| text.contains(mark))
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = EpcisImporter {
        reader: content.reader(),
        content,
        splitter: Splitter::new(1, LISTS),
        documents: Documents::default(),
    };
    Ok(Opened { format: "epcis-json", importer: Box::new(importer) })
}

struct EpcisImporter {
    content: Content,
    reader: ContentReader,
    splitter: Splitter,
    documents: Documents,
}

impl Importer for EpcisImporter {
    fn columns(&self) -> Vec<String> {
        vec![crate::model::VALUES.to_owned()]
    }

    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let mut chunk = vec![0; 1 << 16];
        let mut read = 0;
        while read < STEP_BYTES {
            let n = match self.reader.read(&mut chunk) {
                Ok(n) => n,
                Err(e) => {
                    // The rest cannot be had; what was complete up to here counts.
                    self.splitter.finish(&mut |piece| self.documents.take(piece, sink));
                    return Err(e.into());
                }
            };
            read += n as u64;
            if n == 0 {
                self.splitter.finish(&mut |piece| self.documents.take(piece, sink));
                if let Pass::LookAhead { .. } = self.documents.pass() {
                    self.documents.read_again();
                    (self.splitter, self.reader) = (Splitter::new(1, LISTS), self.content.reader());
                    return Ok(Step::More);
                }
                return self.end(sink);
            }
            self.splitter.push(chunk.get(..n).unwrap_or_default(), &mut |piece| self.documents.take(piece, sink));
        }
        Ok(Step::More)
    }
}

impl EpcisImporter {
    fn end(&self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let strange = self.content.strange_bytes();
        if strange > 0 {
            sink.note(
                Severity::Warning,
                &format!("{strange} bytes are not valid UTF-8, which JSON requires; they were read as Windows-1252."),
            );
        }
        if sink.facts.sources.is_full() {
            return Err(ImportError::Limit(
                "There are more records than Floorlens can number (4,294,967,294); the rest of this file was not read. Open fewer files at once.".to_owned(),
            ));
        }
        Ok(Step::Done)
    }
}
