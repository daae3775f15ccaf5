//! MTConnect Streams XML, 1.3 to 2.x: what an agent answers to `current` and `sample`.
//!
//! ```text
//! MTConnectStreams › Header, Streams › DeviceStream › ComponentStream › Samples | Events | Condition › one element per observation
//! ```
//!
//! Each observation is a record. The same observation in two documents (same sequence of the same agent) is the same row twice, which the
//! ledger merges when indexes are built.

use super::detect::{Format, Opened};
use super::observation::{Figure, Observed};
use super::xml::{Element, Node, Xml};
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::model::tables::DataItemRow;
use crate::model::{AssetId, Micros, Moment, NameId, SourceId, parse_iso8601};
use std::collections::BTreeSet;

pub(super) const FORMAT: Format = Format { title: "MTConnect Streams XML", recognises, open };

fn recognises(head: &Head) -> bool {
    head.xml_root() == Some("MTConnectStreams")
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = Streams {
        xml: Xml::new(&content),
        device: NameId::NONE,
        asset: AssetId::NONE,
        group: None,
        open: None,
        executions: BTreeSet::new(),
    };
    Ok(Opened { format: "mtconnect-streams", importer: Box::new(importer) })
}

/// The element around observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Samples,
    Events,
    Condition,
}

/// An observation whose end has not been met yet.
struct Open {
    record: SourceId,
    /// The element's name: the type, or the level of a condition.
    element: String,
    time: Result<Micros, String>,
    key: NameId,
    code: String,
    sub_type: String,
    /// Severity and qualifier of a condition.
    extra: Vec<String>,
    text: String,
}

struct Streams {
    xml: Xml,
    device: NameId,
    asset: AssetId,
    /// The group that is open, and its depth.
    group: Option<(Group, usize)>,
    open: Option<Open>,
    /// Execution items that are known already.
    executions: BTreeSet<(AssetId, NameId)>,
}

impl Importer for Streams {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let line = self.xml.line();
            let depth = self.xml.depth();
            match self.xml.next() {
                Ok(Node::Eof) => return Ok(Step::Done),
                Ok(Node::Text(text)) => {
                    if let Some(open) = &mut self.open {
                        open.text.push_str(text);
                    }
                }
                Ok(Node::End) => match self.group {
                    Some((group, at)) if depth == at + 1 => self.finish(sink, group),
                    Some((_, at)) if depth == at => self.group = None,
                    _ => {}
                },
                Ok(Node::Start(element)) => match (&mut self.open, self.group) {
                    (Some(open), _) => entry(open, &element),
                    (None, Some(_)) => {
                        if sink.facts.sources.is_full() {
                            let text = "No more records can be numbered: the rest of this file is missing. Load fewer files at once.";
                            return Err(ImportError::Limit(text.to_owned()));
                        }
                        let record = sink.record(line);
                        self.open = Some(begin(sink, record, &element));
                    }
                    (None, None) => {
                        let group = match element.name() {
                            "Samples" => Some(Group::Samples),
                            "Events" => Some(Group::Events),
                            "Condition" => Some(Group::Condition),
                            _ => None,
                        };
                        self.group = group.map(|group| (group, depth + 1));
                        if element.name() == "DeviceStream" {
                            let (mut name, mut uuid) = (NameId::NONE, NameId::NONE);
                            element.attributes(|key, value| match key {
                                "name" => name = sink.name(value),
                                "uuid" => uuid = sink.name(value),
                                _ => {}
                            });
                            self.device = name.some().unwrap_or(uuid);
                            self.asset = self.device.some().map_or(AssetId::NONE, |n| sink.facts.assets.intern(n));
                        }
                    }
                },
                Err(error) => {
                    if let Some(open) = self.open.take() {
                        sink.reject(open.record, "The file ends or breaks in the middle of this observation.");
                    }
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}

fn begin(sink: &mut Sink<'_>, record: SourceId, element: &Element<'_>) -> Open {
    let mut open = Open {
        record,
        element: element.name().to_owned(),
        time: Err("It has no timestamp.".to_owned()),
        key: NameId::NONE,
        code: String::new(),
        sub_type: String::new(),
        extra: Vec::new(),
        text: String::new(),
    };
    let mut id = NameId::NONE;
    element.attributes(|key, value| match key {
        "timestamp" => {
            open.time = match parse_iso8601(value) {
                Ok(Moment::Zoned(at) | Moment::Local(at)) => Ok(at),
                Err(fault) => Err(format!("Its timestamp `{value}` {fault}.")),
            }
        }
        "name" => open.key = sink.name(value),
        "dataItemId" => id = sink.name(value),
        "nativeCode" => open.code = value.to_owned(),
        "subType" => open.sub_type = value.to_owned(),
        "qualifier" | "nativeSeverity" if !value.is_empty() => open.extra.push(value.to_owned()),
        _ => {}
    });
    open.key = open.key.some().unwrap_or(id);
    open
}

/// Elements inside an observation are the entries of a data set or table: they become text like `key=value`.
fn entry(open: &mut Open, element: &Element<'_>) {
    if !open.text.trim().is_empty() {
        open.text.push(' ');
    }
    element.attributes(|key, value| {
        if key == "key" {
            open.text.push_str(value);
            open.text.push('=');
        }
    });
}

impl Streams {
    fn finish(&mut self, sink: &mut Sink<'_>, group: Group) {
        let Some(open) = self.open.take() else { return };
        let time = match &open.time {
            Ok(time) => *time,
            Err(reason) => return sink.reject(open.record, reason),
        };
        if open.key == NameId::NONE || self.asset == AssetId::NONE {
            let missing =
                if open.key == NameId::NONE { "names no data item" } else { "stands in no device stream with a name" };
            return sink.reject(open.record, &format!("The observation {missing}, so nobody knows what was observed."));
        }
        let observed = Observed { record: open.record, time, asset: self.asset, key: open.key };
        let value = open.text.trim();
        match (group, open.element.as_str()) {
            (Group::Condition, level) => {
                let said: Vec<&str> = [value]
                    .into_iter()
                    .chain(open.extra.iter().map(String::as_str))
                    .filter(|t| !t.is_empty())
                    .collect();
                observed.condition(sink, level, &open.code, &said.join(", "));
            }
            (Group::Events, "Execution") if !value.is_empty() => {
                self.execution(sink, &observed);
                observed.state(sink, value);
            }
            (Group::Events, "PartCount") => match open.sub_type.as_str() {
                "" | "ALL" | "COMPLETE" => observed.counter(sink, Figure::Total, value),
                "GOOD" => observed.counter(sink, Figure::Good, value),
                "BAD" | "FAILED" => observed.counter(sink, Figure::Scrap, value),
                _ => observed.value(sink, value),
            },
            _ => observed.value(sink, value),
        }
    }

    /// The element's name says what a device file would say: this data item is the execution.
    fn execution(&mut self, sink: &mut Sink<'_>, observed: &Observed) {
        if self.executions.insert((observed.asset, observed.key)) {
            let (category, kind, none) = (sink.name("EVENT"), sink.name("EXECUTION"), NameId::NONE);
            sink.facts.data_items.push(DataItemRow {
                device: self.device,
                key: observed.key,
                category,
                kind,
                source: observed.record,
                id: none,
                sub_type: none,
                unit: none,
                uuid: none,
            });
        }
    }
}

#[cfg(test)]
#[path = "streams_tests.rs"]
mod tests;
