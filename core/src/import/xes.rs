//! XES, the event log of one case notion (IEEE 1849): traces of events.
//!
//! ```text
//! <trace> <string key="concept:name" value="Case 17"/>              the item
//!   <event> concept:name, time:timestamp, lifecycle:transition,     an operation on it; start and complete are one
//!           org:resource, concept:instance </event>
//! </trace>
//! ```
//!
//! An event is a record. The activity is what the log's first classifier says, without the lifecycle's part of it; else `concept:name`. Tables that
//! were converted without either have an attribute `Activity` and one date.

use super::detect::{Format, Opened};
use super::roles::{Role, role};
use super::times::{instant, note_local_times};
use super::xml::{Element, Node, Xml};
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::model::tables::{ItemFactRow, OperationRow};
use crate::model::{AssetId, ItemId, NameId, Severity, SourceId, Until};
use std::collections::{BTreeMap, VecDeque};

pub(super) const FORMAT: Format = Format { title: "XES event log", recognises, open };

fn recognises(head: &Head) -> bool {
    const MARKS: [&str; 3] = ["<trace", "<extension", "xes."];
    head.xml_root() == Some("log") && MARKS.iter().any(|mark| head.text.contains(mark))
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = Xes {
        xml: Xml::new(&content),
        keys: Vec::new(),
        trace: None,
        traces: 0,
        event: None,
        local_times: 0,
        others: 0,
        renamed: 0,
    };
    Ok(Opened { format: "xes", importer: Box::new(importer) })
}

/// A trace that is open.
#[derive(Default)]
struct Trace {
    item: ItemId,
    name: String,
    product: String,
    /// Operations that have started, by activity and instance; the first one started is the first one completed.
    started: BTreeMap<(String, String), VecDeque<OperationRow>>,
}

struct Event {
    record: SourceId,
    /// How many elements are open directly inside it.
    depth: usize,
    attributes: Vec<(String, String)>,
    /// Which of them are dates.
    dates: Vec<usize>,
}

struct Xes {
    xml: Xml,
    /// The keys of the first classifier.
    keys: Vec<String>,
    trace: Option<Trace>,
    traces: u64,
    event: Option<Event>,
    local_times: u64,
    /// Events that neither start nor complete anything.
    others: u64,
    /// Events without the standard's names for what happened or when.
    renamed: u64,
}

impl Importer for Xes {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let (line, depth) = (self.xml.line(), self.xml.depth());
            match self.xml.next() {
                Ok(Node::Eof) => {
                    self.end(sink);
                    return Ok(Step::Done);
                }
                Ok(Node::Text(_)) => {}
                Ok(Node::Start(element)) => match (depth, element.name()) {
                    (1, "trace") => {
                        self.traces += 1;
                        self.trace = Some(Trace::default());
                    }
                    (1, "classifier") if self.keys.is_empty() => self.keys = classifier(&element),
                    (1 | 2, "event") if self.event.is_none() => {
                        if sink.facts.sources.is_full() {
                            let text = "No more records can be numbered: the rest of this file is missing. Load fewer files at once.";
                            return Err(ImportError::Limit(text.to_owned()));
                        }
                        let (record, depth) = (sink.record(line), depth + 1);
                        self.event = Some(Event { record, depth, attributes: Vec::new(), dates: Vec::new() });
                    }
                    (2, _) if self.event.is_none() => {
                        if let (Some(trace), Some((key, value))) = (&mut self.trace, attribute(&element)) {
                            match key.as_str() {
                                "concept:name" => trace.name = value,
                                "product" => trace.product = value,
                                _ => {}
                            }
                        }
                    }
                    _ => {
                        // Attributes of attributes say nothing that is used.
                        if let Some(event) = self.event.as_mut().filter(|event| event.depth == depth) {
                            if element.name() == "date" {
                                event.dates.push(event.attributes.len());
                            }
                            event.attributes.extend(attribute(&element));
                        }
                    }
                },
                Ok(Node::End) => {
                    if self.event.as_ref().is_some_and(|event| event.depth == depth) {
                        self.finish_event(sink);
                    } else if depth == 2 && self.event.is_none() {
                        self.finish_trace(sink);
                    }
                }
                Err(error) => {
                    if let Some(event) = self.event.take() {
                        sink.reject(event.record, "The file ends or breaks in the middle of this event.");
                    }
                    self.finish_trace(sink);
                    self.end(sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}

/// The keys of a classifier, without the lifecycle's. Keys with blanks stand in quotes.
fn classifier(element: &Element<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    element.attributes(|name, value| {
        if name == "keys" {
            // Every second part is inside quotes.
            for (i, part) in value.split(['\'', '"']).enumerate() {
                match i % 2 {
                    0 => keys.extend(part.split_whitespace().map(str::to_owned)),
                    _ => keys.push(part.to_owned()),
                }
            }
        }
    });
    keys.retain(|key| key != "lifecycle:transition");
    keys
}

fn attribute(element: &Element<'_>) -> Option<(String, String)> {
    let (mut key, mut value) = (String::new(), String::new());
    element.attributes(|name, text| match name {
        "key" => text.clone_into(&mut key),
        "value" => text.clone_into(&mut value),
        _ => {}
    });
    (!key.is_empty()).then_some((key, value))
}

impl Event {
    fn get(&self, key: &str) -> &str {
        self.attributes.iter().find(|(name, _)| name == key).map_or("", |(_, value)| value.trim())
    }

    /// The activity under the names that converted tables have for it.
    fn activity(&self) -> &str {
        const NAMES: [&str; 6] = ["activity", "activity name", "activityname", "task", "event", "operation"];
        let named = |(name, _): &&(String, String)| NAMES.contains(&name.to_ascii_lowercase().as_str());
        self.attributes.iter().find(named).map_or("", |(_, value)| value.trim())
    }

    /// The event's date, if it has only one.
    fn date(&self) -> &str {
        let [only] = self.dates.as_slice() else { return "" };
        self.attributes.get(*only).map_or("", |(_, value)| value.trim())
    }

    /// The value of the first attribute whose name says this role, `org:…` left aside; a mere `Resource` may be a person as well.
    fn of_role(&self, wanted: Role) -> &str {
        let fits = |(name, _): &&(String, String)| {
            !name.contains(':') && !name.eq_ignore_ascii_case("resource") && role(name) == Some(wanted)
        };
        self.attributes.iter().find(fits).map_or("", |(_, value)| value.trim())
    }
}

impl Xes {
    fn finish_event(&mut self, sink: &mut Sink<'_>) {
        let Some(event) = self.event.take() else { return };
        let Some(trace) = &mut self.trace else {
            return sink.reject(event.record, "The event stands in no trace, so nobody knows what it happened to.");
        };
        let parts = self.keys.iter().map(|key| event.get(key)).filter(|part| !part.is_empty());
        let mut step = parts.collect::<Vec<_>>().join(" + ");
        if step.is_empty() {
            event.get("concept:name").clone_into(&mut step);
        }
        let named = !step.is_empty();
        if !named {
            event.activity().clone_into(&mut step);
        }
        if step.is_empty() {
            return sink.reject(event.record, "The event has no concept:name, so nobody knows what happened.");
        }
        let (timed, text) = match event.get("time:timestamp") {
            "" => (false, event.date()),
            text => (true, text),
        };
        if text.is_empty() {
            return sink.reject(event.record, "The event has no time:timestamp.");
        }
        let time = instant(sink, text);
        self.renamed += u64::from(!named || !timed);
        self.local_times += sink.take_local_times();
        let time = match time {
            Ok(time) => time,
            Err(fault) => return sink.reject(event.record, &format!("The event's time:timestamp {fault}.")),
        };
        if let Err(why) = sink.wants_time(time, time) {
            return sink.leave_out(event.record, why);
        }
        if trace.item == ItemId::NONE {
            if trace.name.is_empty() {
                trace.name = format!("trace {}", self.traces);
                sink.warn(event.record, &format!("The trace has no concept:name; it is called `{}`.", trace.name));
            }
            trace.item = sink.item(&trace.name);
            if !trace.product.is_empty() {
                let (item, source, none) = (trace.item, event.record, NameId::NONE);
                let product = sink.name(&trace.product);
                sink.facts.item_facts.push(ItemFactRow {
                    item,
                    source,
                    product,
                    lot: none,
                    supplier: none,
                    kind: none,
                });
            }
        }
        let (asset, operator) = who(&event, sink);
        let row = OperationRow {
            item: trace.item,
            step: sink.name(&step),
            start: time,
            source: event.record,
            end: Until::OPEN,
            asset,
            order: sink.name(event.of_role(Role::Order)),
            operator,
            program: NameId::NONE,
            result: NameId::NONE,
        };
        let key = (step, event.get("concept:instance").to_owned());
        let transition = event.get("lifecycle:transition").to_ascii_lowercase();
        // Work that is broken off ends as well, and says so as its result.
        let (ends, result) = match transition.as_str() {
            "start" => return trace.started.entry(key).or_default().push_back(row),
            // The default of the lifecycle is that an event completes.
            "complete" | "" => (true, NameId::NONE),
            "ate_abort" | "pi_abort" | "withdraw" => (true, sink.name(&transition)),
            _ => (false, NameId::NONE),
        };
        let waiting = trace.started.get_mut(&key).filter(|_| ends);
        let first = waiting.and_then(|rows| rows.pop_front_if(|row| row.start <= time));
        let done = match first {
            Some(started) => OperationRow {
                end: Until(time),
                asset: started.asset.some().unwrap_or(asset),
                operator: started.operator.some().unwrap_or(operator),
                result,
                ..started
            },
            // Only the end is known: it takes no time that anybody saw.
            None if ends && result == NameId::NONE => OperationRow { end: Until(time), ..row },
            // What never began can neither be broken off.
            None => return self.others += 1,
        };
        sink.facts.operations.push(done);
    }

    /// What has started and not completed goes on.
    fn finish_trace(&mut self, sink: &mut Sink<'_>) {
        for row in self.trace.take().into_iter().flat_map(|trace| trace.started.into_values()).flatten() {
            sink.facts.operations.push(row);
        }
    }

    fn end(&self, sink: &mut Sink<'_>) {
        note_local_times(sink, self.local_times);
        if self.others > 0 {
            sink.note(
                Severity::Info,
                &format!(
                    "{} events neither start nor complete an activity (such as schedule or suspend); they count as read and change nothing.",
                    self.others
                ),
            );
        }
        if self.renamed > 0 {
            sink.note(
                Severity::Warning,
                &format!(
                    "{} events have no concept:name or no time:timestamp. Their attribute `Activity` (or one called so) says what happened, and their only date when.",
                    self.renamed
                ),
            );
        }
        if self.traces == 0 {
            sink.note(Severity::Info, "The log holds no traces.");
        }
    }
}

/// The machine and the person: by attributes that say so, else `org:resource` by its own words.
fn who(event: &Event, sink: &mut Sink<'_>) -> (AssetId, NameId) {
    let mut asset = sink.asset(event.of_role(Role::Asset));
    let mut operator = sink.name(event.of_role(Role::Operator));
    let resource = match event.get("org:resource") {
        "" => event
            .attributes
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("resource"))
            .map_or("", |(_, v)| v.trim()),
        resource => resource,
    };
    if !resource.is_empty() {
        if asset == AssetId::NONE && role(resource) == Some(Role::Asset) {
            asset = sink.asset(resource);
        } else if operator == NameId::NONE {
            operator = sink.name(resource);
        }
    }
    (asset, operator)
}
