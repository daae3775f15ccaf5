//! MTConnect Streams XML, 1.3 to 2.x: what an agent answers to `current` and `sample`.
//!
//! ```text
//! MTConnectStreams › Header, Streams › DeviceStream › ComponentStream › Samples | Events | Condition › one element per observation
//! ```

use super::observations::{Group, Open, Streams};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::xml::{Element, Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::NameId;

pub(in crate::import) const FORMAT: Format = Format { title: "MTConnect Streams XML", recognises, open };

fn recognises(head: &Head) -> bool {
    head.xml_root() == Some("MTConnectStreams")
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = StreamsXml { xml: Xml::new(&content), streams: Streams::default(), group: None, open: None };
    Ok(Opened { format: "mtconnect-streams", importer: Box::new(importer) })
}

struct StreamsXml {
    xml: Xml,
    streams: Streams,
    /// The group that is open, and its depth.
    group: Option<(Group, usize)>,
    /// An observation whose end has not been met yet.
    open: Option<Open>,
}

impl Importer for StreamsXml {
    fn columns(&self) -> Vec<String> {
        vec![crate::model::VALUES.to_owned()]
    }

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
                    Some((group, at)) if depth == at + 1 => {
                        if let Some(open) = self.open.take() {
                            self.streams.finish(sink, open, group);
                        }
                    }
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
                        let mut open = Open::new(record, element.name());
                        element.attributes(|key, value| open.set(sink, key, value));
                        self.open = Some(open);
                    }
                    (None, None) => {
                        let group = Group::of(element.name());
                        self.group = group.map(|group| (group, depth + 1));
                        if element.name() == "DeviceStream" {
                            let (mut name, mut uuid) = (NameId::NONE, NameId::NONE);
                            element.attributes(|key, value| match key {
                                "name" => name = sink.name(value),
                                "uuid" => uuid = sink.name(value),
                                _ => {}
                            });
                            self.streams.device(sink, name, uuid);
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

/// Elements inside an observation are the entries of a data set or table: they become text like `key=value`.
fn entry(open: &mut Open, element: &Element<'_>) {
    let mut name = String::new();
    element.attributes(|key, value| {
        if key == "key" {
            name = value.to_owned();
        }
    });
    open.entry(&name);
}

#[cfg(test)]
#[path = "streams_tests.rs"]
mod tests;
