//! What becomes of the pieces that the splitter finds: events as records, documents with their rules, queries.

use super::context::Context;
use super::event::{self, Findings};
use super::{facts, hash, query};
use crate::import::Sink;
use crate::import::splitter::{Fault, Piece, Splitter};
use crate::import::value::Value;
use crate::model::{RepairKind, Severity, SourceId};
use std::collections::BTreeMap;

/// Whether pieces are read, or only looked through for contexts that stand behind their events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Pass {
    #[default]
    Read,
    /// From this root on, nothing was read yet.
    LookAhead { from: u32 },
}

/// Reads pieces into facts.
#[derive(Default)]
pub(super) struct Documents {
    pass: Pass,
    /// The number of the root value being read.
    root: u32,
    /// Roots before this one were read in an earlier pass.
    done_before: u32,
    /// Contexts that stand behind their events, by root.
    late: BTreeMap<u32, Context>,
    context: Context,
    /// The first record of the document, to which faults of the document are told.
    first: Option<SourceId>,
    events: u64,
}

impl Documents {
    /// What is being done.
    pub(super) fn pass(&self) -> Pass {
        self.pass
    }

    /// The look-ahead has reached the end: read on from where it began.
    pub(super) fn read_again(&mut self) {
        if let Pass::LookAhead { from } = self.pass {
            *self = Documents { done_before: from, late: std::mem::take(&mut self.late), ..Documents::default() };
        }
    }

    /// Takes a piece.
    pub(super) fn take(&mut self, piece: Piece<'_>, sink: &mut Sink<'_>) {
        match (piece, self.pass) {
            (Piece::Root { json, .. }, Pass::LookAhead { .. }) => {
                let context = Value::of(json).ok().and_then(|v| v.get("@context").map(|c| Context::default().with(c)));
                self.late.insert(self.root, context.unwrap_or_default());
                self.root += 1;
            }
            (_, Pass::LookAhead { .. }) => {}
            (piece, Pass::Read) if self.root < self.done_before => {
                self.root += u32::from(matches!(piece, Piece::Root { .. }));
            }
            (Piece::Header { json }, Pass::Read) => self.header(json),
            (Piece::Event { json, line, fault, .. }, Pass::Read) => self.element(json, line, fault, sink),
            (Piece::Root { json, line, fault, listed }, Pass::Read) => {
                self.root(json, line, fault, listed, sink);
                (self.root, self.first, self.events, self.context) = (self.root + 1, None, 0, Context::default());
            }
        }
    }

    fn header(&mut self, json: &[u8]) {
        let header = Value::of(json).unwrap_or_default();
        if let Some(late) = self.late.get(&self.root) {
            self.context = late.clone();
        } else if let Some(context) = header.get("@context") {
            self.context = Context::default().with(context);
        } else {
            self.pass = Pass::LookAhead { from: self.root };
        }
    }

    /// An element of a list: an event, or in an array at the root also a whole document.
    fn element(&mut self, json: &[u8], line: u32, fault: Option<Fault>, sink: &mut Sink<'_>) {
        let parsed = Value::of(json);
        match parsed {
            Ok(value) if fault.is_none() && self.context == Context::default() && value.get("epcisBody").is_some() => {
                self.nested(json, &value, line, sink);
            }
            parsed => self.parsed(parsed, line, fault, sink),
        }
    }

    fn nested(&mut self, json: &[u8], document: &Value, line: u32, sink: &mut Sink<'_>) {
        let context = document.get("@context").map(|c| Context::default().with(c)).unwrap_or_default();
        let mut inner = Documents { late: BTreeMap::from([(0, context)]), ..Documents::default() };
        let mut splitter = Splitter::new(line, super::LISTS);
        // A document inside this one's event list is an element there, so this goes one level deep and no further.
        let mut take = |piece: Piece<'_>| match piece {
            Piece::Event { json, line, fault, .. } => inner.event(json, line, fault, sink),
            other => inner.take(other, sink),
        };
        splitter.push(json, &mut take);
        splitter.finish(&mut take);
    }

    fn event(&mut self, json: &[u8], line: u32, fault: Option<Fault>, sink: &mut Sink<'_>) {
        self.parsed(Value::of(json), line, fault, sink);
    }

    fn parsed(
        &mut self,
        parsed: Result<Value<'_>, serde_json::Error>,
        line: u32,
        fault: Option<Fault>,
        sink: &mut Sink<'_>,
    ) {
        let Some(source) = self.record(line, sink) else { return };
        let value = match (fault, parsed) {
            (None, Ok(value)) => value,
            (Some(fault), _) => return sink.reject(source, &broken(&fault.to_string())),
            (None, Err(e)) => return sink.reject(source, &broken(&located(&e, line))),
        };
        self.value(&value, source, sink);
    }

    fn record(&mut self, line: u32, sink: &mut Sink<'_>) -> Option<SourceId> {
        if sink.facts.sources.is_full() {
            return None;
        }
        let source = sink.record(line);
        self.first.get_or_insert(source);
        self.events += 1;
        Some(source)
    }

    fn value(&self, value: &Value, source: SourceId, sink: &mut Sink<'_>) {
        if !value.is_object() {
            return sink.reject(source, "The event is rejected: it is not a JSON object.");
        }
        let own = value.get("@context").map(|c| self.context.with(c));
        let context = own.as_ref().unwrap_or(&self.context);
        settle(context, context, value, Findings::default(), source, sink);
    }

    /// A value at the root: a document whose events were read, or a single event, or a query.
    fn root(&mut self, json: &[u8], line: u32, fault: Option<Fault>, listed: bool, sink: &mut Sink<'_>) {
        let parsed = Value::of(json);
        if listed {
            return self.document(parsed.ok(), line, fault, sink);
        }
        let value = match (&parsed, fault) {
            (Ok(value), None) => value,
            // A document without an event list, or an event: either way it holds one thing.
            _ => return self.event(json, line, fault, sink),
        };
        let loose = loose(value);
        if !loose.is_empty() {
            self.context = value.get("@context").map(|c| Context::default().with(c)).unwrap_or_default();
            for event in loose {
                let Some(source) = self.record(line, sink) else { return };
                self.value(event, source, sink);
            }
            if value.get("epcisBody").is_none() {
                return;
            }
        }
        let kind = event::type_of(&Context::default(), value).unwrap_or_default();
        if value.get("epcisBody").is_some() || kind.ends_with("Document") {
            return self.document(Some(value.clone()), line, fault, sink);
        }
        let Some(source) = self.record(line, sink) else { return };
        if ["epcis", "EPCISBody"].iter().any(|key| value.get(key).is_some_and(Value::is_object)) {
            let text = "This is JSON of a tool from before EPCIS 2.0, which had no JSON of its own (`EPCISBody`, events under the name of their type). Nothing of it was read: export it as EPCIS 2.0 JSON or as XML.";
            return sink.reject(source, text);
        }
        if query::is_query(value) {
            let faults = query::faults(value);
            if faults.is_empty() {
                sink.note(
                    Severity::Info,
                    "This is an EPCIS query, not events: it holds no facts. Open the answer to it.",
                );
            } else {
                sink.reject(source, &format!("The query breaks EPCIS' rules: {}.", faults.join("; ")));
            }
            return;
        }
        self.value(value, source, sink);
        if value.get("@context").is_none()
            && sink.facts.sources.status(source) != Some(crate::model::RecordStatus::Rejected)
        {
            sink.warn(source, "The event has no @context, which EPCIS requires of JSON. Names are read as EPCIS' own.");
        }
    }

    /// The rules of the document around the events. Its faults are told to its first event, so that they have a place.
    fn document(&mut self, document: Option<Value<'_>>, line: u32, fault: Option<Fault>, sink: &mut Sink<'_>) {
        let mut said = Vec::new();
        // An array of events is no document: it has no rules of its own.
        if let Some(Value::Object(document)) = &document {
            if !document.contains_key("@context") {
                said.push(format!(
                    "The document that starts on line {line} has no @context, which EPCIS requires of JSON. Names are read as EPCIS' own."
                ));
            }
            let version = document.get("schemaVersion").and_then(Value::as_str);
            if let Some(version) = version.filter(|version| !version.starts_with('2')) {
                said.push(format!(
                    "The document is of schemaVersion {version}; JSON exists from 2.0 on. It was read as 2.0."
                ));
            }
            required(version.is_some(), document.contains_key("creationDate"), line, &mut said);
        }
        tell(self.first, &said, sink);
        match fault {
            Some(Fault::Truncated) => sink.note(
                Severity::Error,
                "The file ends before its JSON is complete: what was complete up to there was read. Export it again.",
            ),
            Some(fault) => sink.note(
                Severity::Warning,
                &format!(
                    "The JSON that starts on line {line} is not valid around its events: {fault}. The events were read."
                ),
            ),
            None if self.events == 0 => sink.note(Severity::Info, "The document holds no events."),
            None => {}
        }
    }
}

/// Events that stand in no event list: the single one that EPCIS' schema allows in a body, `@graph` of JSON-LD, the lists of servers.
fn loose<'v, 'a>(root: &'v Value<'a>) -> &'v [Value<'a>] {
    let body = root.get("epcisBody").and_then(|body| body.get("event"));
    let found = body.or_else(|| ["@graph", "member", "events"].iter().find_map(|key| root.get(key)));
    match found {
        Some(Value::Array(list)) if root.get("eventTime").is_none() => list,
        Some(one @ Value::Object(_)) if root.get("eventTime").is_none() => std::slice::from_ref(one),
        _ => &[],
    }
}

/// What an event comes to: its facts, or its rejection with the faults. `found` is what is known to be wrong already. The event hash reads
/// values by a context of its own: in XML, unlike in JSON-LD, it takes them as they stand.
pub(super) fn settle(
    context: &Context,
    hashed: &Context,
    value: &Value,
    mut found: Findings,
    source: SourceId,
    sink: &mut Sink<'_>,
) {
    let event = event::read(context, value, &mut found);
    // What withdraws another event counts whenever it was said.
    if let Some(event) = event.as_ref().filter(|event| event.withdrawal.is_none())
        && let Err(why) = sink.wants_time(event.time, event.time)
    {
        return sink.leave_out(source, why);
    }
    for warning in &found.warnings {
        sink.warn(source, warning);
    }
    match event {
        Some(event) => {
            if let Some((from, to, reason)) = &found.repair {
                sink.repair(source, RepairKind::TimeZone, [from, to], reason);
            }
            let identity = event.id.clone().unwrap_or_else(|| hash::event_hash(hashed, value).into());
            facts::append(sink, &event, &identity, source);
        }
        None => sink.reject(source, &format!("The event is rejected: {}.", found.faults.join("; "))),
    }
}

/// What every document must say of itself.
pub(super) fn required(version: bool, created: bool, line: u32, said: &mut Vec<String>) {
    for (name, given) in [("schemaVersion", version), ("creationDate", created)] {
        if !given {
            said.push(format!("The document that starts on line {line} has no {name}, which EPCIS requires."));
        }
    }
}

/// Tells faults of a document to its first event, so that they have a place.
pub(super) fn tell(first: Option<SourceId>, said: &[String], sink: &mut Sink<'_>) {
    for sentence in said {
        match first {
            Some(first) => sink.warn(first, sentence),
            None => sink.note(Severity::Warning, sentence),
        }
    }
}

fn broken(why: &str) -> String {
    format!("The event is rejected: it is not valid JSON ({why}).")
}

/// serde's message with the line in the file; its own line counts from the event.
fn located(error: &serde_json::Error, line: u32) -> String {
    let text = error.to_string();
    let what = text.split(" at line ").next().unwrap_or(&text);
    if what.contains("recursion limit") {
        return "it is nested more than 127 levels deep".to_owned();
    }
    format!("{what}, line {}", u64::from(line) + error.line().saturating_sub(1) as u64)
}
