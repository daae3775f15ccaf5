//! EPCIS as XML, 1.0 to 2.0: documents, query results, master data documents, polls and single events.
//!
//! ```text
//! names.rs  namespaces: EPCIS' own names and all others
//! tree.rs   one event's elements → the JSON that says the same
//! order.rs  the order of elements
//! ```
//!
//! From the JSON on, an event goes the way of JSON, so both formats give the same facts and the same hashes.

mod names;
mod order;
mod tree;

use super::documents::{required, settle, tell};
use super::event::Findings;
use super::query;
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::value::{Object, Value};
use crate::import::xml::{Element, Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{Severity, SourceId};
use names::Scopes;
use tree::Tree;

/// How the registry knows EPCIS XML.
pub(in crate::import) const FORMAT: Format = Format { title: "EPCIS 1.2 and 2.0 XML", recognises, open };

const DOCUMENTS: &[&str] = &["EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument"];
const EVENTS: &[&str] = &[
    "ObjectEvent",
    "AggregationEvent",
    "AssociationEvent",
    "TransactionEvent",
    "TransformationEvent",
    "QuantityEvent",
];

/// What documents and query results travel in: SOAP, and the envelope of the standard business document header.
const ENVELOPES: &[&str] = &["Envelope", "StandardBusinessDocument", "QueryResults"];

fn recognises(head: &Head) -> bool {
    head.xml_root().is_some_and(|root| {
        DOCUMENTS.contains(&root)
            || EVENTS.contains(&root)
            || root == "EventList"
            || (ENVELOPES.contains(&root) && head.text.contains("urn:epcglobal:epcis"))
    })
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = EpcisXml {
        xml: Xml::new(&content),
        scopes: Scopes::default(),
        list: None,
        part: None,
        first: None,
        records: 0,
        masters: 0,
        said: Vec::new(),
    };
    Ok(Opened { format: "epcis-xml", importer: Box::new(importer) })
}

/// What is being collected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Event,
    Query,
}

struct Part {
    kind: Kind,
    source: SourceId,
    tree: Tree,
}

struct EpcisXml {
    xml: Xml,
    scopes: Scopes,
    /// Depth inside the event list that is open.
    list: Option<usize>,
    part: Option<Part>,
    first: Option<SourceId>,
    records: u64,
    /// Things that master data describes.
    masters: u64,
    /// Faults of the document, told to its first event.
    said: Vec<String>,
}

impl Importer for EpcisXml {
    fn columns(&self) -> Vec<String> {
        vec![crate::model::VALUES.to_owned()]
    }

    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let (line, depth) = (self.xml.line(), self.xml.depth());
            match self.xml.next() {
                Ok(Node::Eof) => {
                    self.end(sink);
                    return Ok(Step::Done);
                }
                Ok(Node::Text(text)) => {
                    if let Some(part) = &mut self.part {
                        part.tree.text(text);
                    }
                }
                Ok(Node::End) => {
                    self.scopes.leave(depth.saturating_sub(1));
                    if self.part.as_mut().is_some_and(|part| part.tree.end()) {
                        self.finish(sink);
                    }
                    self.list = self.list.filter(|list| depth > *list);
                }
                Ok(Node::Start(element)) => {
                    let scopes = &mut self.scopes;
                    if element.declares() {
                        element.qualified_attributes(&mut |name, value| scopes.declare(name, value, depth + 1));
                    }
                    if let Some(part) = &mut self.part {
                        part.tree.start(&element, scopes);
                        continue;
                    }
                    let name = element.name();
                    let kind = match (self.list, name) {
                        // EPCIS 1.x wraps the kinds of event that it does not know itself.
                        (Some(_), "extension" | "baseExtension") => None,
                        (Some(_), _) => Some(Kind::Event),
                        (None, "Poll" | "Subscribe") => Some(Kind::Query),
                        (None, _) if depth == 0 && EVENTS.contains(&name) => Some(Kind::Event),
                        _ => None,
                    };
                    match kind {
                        Some(kind) => {
                            if sink.facts.sources.is_full() {
                                return Err(ImportError::Limit(
                                    "No more records can be numbered: the rest of this file is missing. Load fewer files at once.".to_owned(),
                                ));
                            }
                            let source = sink.record(line);
                            self.first.get_or_insert(source);
                            self.records += 1;
                            let mut tree = Tree::new();
                            tree.start(&element, &self.scopes);
                            self.part = Some(Part { kind, source, tree });
                        }
                        None if depth == 0 => document(&element, line, &mut self.said),
                        None => {}
                    }
                    match name {
                        "EventList" if self.part.is_none() => self.list = Some(depth + 1),
                        "VocabularyElement" => self.masters += 1,
                        _ => {}
                    }
                }
                Err(error) => {
                    if let Some(part) = self.part.take() {
                        sink.reject(part.source, "The event is rejected: the file ends or breaks in the middle of it.");
                    }
                    self.end(sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}

/// The rules of a document's own element.
fn document(element: &Element<'_>, line: u32, said: &mut Vec<String>) {
    if !DOCUMENTS.contains(&element.name()) {
        return;
    }
    let (mut version, mut created) = (false, false);
    element.attributes(|name, _| {
        version |= name == "schemaVersion";
        created |= name == "creationDate";
    });
    required(version, created, line, said);
}

impl EpcisXml {
    fn end(&mut self, sink: &mut Sink<'_>) {
        tell(self.first, &std::mem::take(&mut self.said), sink);
        if self.masters > 0 {
            sink.note(
                Severity::Info,
                &format!(
                    "The document describes {} places, products and parties (master data). Floorlens shows their identifiers, not these descriptions.",
                    self.masters
                ),
            );
        }
        if self.records == 0 {
            sink.note(Severity::Info, "The document holds no events.");
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let Some(Part { kind, source, tree }) = self.part.take() else { return };
        if let Some(fault) = tree.fault() {
            return sink.reject(source, &format!("The event is rejected: {fault}."));
        }
        let (keys, all) = tree.contexts();
        let (name, fields) = tree.finish();
        match kind {
            Kind::Query => query_document(fields, source, sink),
            Kind::Event => {
                let mut found = Findings::default();
                if let Some((late, early)) = order::fault(&name, &fields) {
                    found.warn(format!(
                        "{late} stands after {early}: EPCIS' XML schema requires the other order. The event was read all the same."
                    ));
                }
                let event = event(&name, fields, &mut found);
                settle(&all, &keys, &event, found, source, sink);
            }
        }
    }
}

/// The event with its type, which in XML is the element's name.
fn event(name: &str, fields: Vec<(String, Value<'static>)>, found: &mut Findings) -> Value<'static> {
    let mut value = tree::object(fields);
    let Value::Object(event) = &mut value else { return value };
    // Attributes of the element itself (single events carry those of a document) are no fields.
    for attribute in ["schemaVersion", "creationDate"] {
        event.remove(attribute);
    }
    let mut kind = name;
    if name == "QuantityEvent" {
        // EPCIS 1.0, deprecated since 1.1: an observation of a quantity.
        found.warn(
            "A QuantityEvent is deprecated since EPCIS 1.1. It was read as an ObjectEvent that observes the quantity.",
        );
        let mut quantity = Object::default();
        for field in ["epcClass", "quantity"] {
            let value = event.remove(field).unwrap_or_default();
            quantity.insert(field, value);
        }
        event.insert("quantityList", Value::Array(vec![Value::Object(quantity)]));
        if !event.contains_key("action") {
            event.insert("action", Value::text("OBSERVE"));
        }
        kind = "ObjectEvent";
    }
    event.insert("type", Value::text(kind.to_owned()));
    value
}

/// A poll or subscription: no facts, but its rules.
fn query_document(fields: Vec<(String, Value<'static>)>, source: SourceId, sink: &mut Sink<'_>) {
    let faults = query::xml_faults(&tree::object(fields));
    if faults.is_empty() {
        sink.note(Severity::Info, "This is an EPCIS query, not events: it holds no facts. Open the answer to it.");
    } else {
        sink.reject(source, &format!("The query breaks EPCIS' rules: {}.", faults.join("; ")));
    }
}
