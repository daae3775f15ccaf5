//! Streams, devices, assets and errors of an agent in JSON, in both layouts of cppagent.
//!
//! ```text
//! version 1  "Samples": [ {"Position": {…}}, {"Load": {…}} ]        version 2  "Samples": {"Position": [{…}, {…}], "Load": [{…}]}
//! ```
//!
//! and the layout of MTConnect.NET, whose observations say of themselves what they are:
//!
//! ```text
//! "streams": [{"name", "componentStream": [{"samples": [{"type": "POSITION", "dataItemId", "timestamp", "result"}], "events", "condition"}]}]
//! ```
//!
//! The name of a value is its key, or in an array the array's, so both layouts have the same names on the way to a value. The name of a
//! device may stand behind its observations, so a document is read twice: first for the names of its devices.

use super::assets::Asset;
use super::observations::{Group, Open, Streams};
use super::{DataItem, agent_error};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::json::{Frame, Json, Token};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{NameId, SourceId};

/// How the registry knows JSON of agents.
pub(in crate::import) const FORMAT: Format = Format { title: "MTConnect JSON", recognises, open };

const ROOTS: &[(&str, &str)] = &[
    ("\"MTConnectStreams\"", "mtconnect-streams-json"),
    ("\"MTConnectDevices\"", "mtconnect-devices-json"),
    ("\"MTConnectAssets\"", "mtconnect-assets-json"),
    ("\"MTConnectError\"", "mtconnect-error-json"),
];

/// The layout of MTConnect.NET: what stands behind its header.
const NET: &[(&str, &str, &str)] = &[
    ("\"streams\"", "\"componentStream\"", "mtconnect-streams-json"),
    ("\"devices\"", "\"dataItems\"", "mtconnect-devices-json"),
];

fn format_of(head: &Head) -> Option<&'static str> {
    let text = head.trimmed();
    if !text.starts_with('{') {
        return None;
    }
    let first = text.get(1..)?.trim_start();
    if first.starts_with("\"header\"") {
        let net = NET.iter().find(|(list, part, _)| first.contains(list) && first.contains(part));
        return net.map(|(_, _, format)| *format);
    }
    ROOTS.iter().find(|(root, _)| first.starts_with(root)).map(|(_, format)| *format)
}

fn recognises(head: &Head) -> bool {
    format_of(head).is_some()
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = AgentJson {
        json: Json::new(&content),
        content,
        names: Some(Vec::new()),
        devices: Vec::new(),
        at: 0,
        inside: None,
        streams: Streams::default(),
        part: None,
        net: head.trimmed().trim_start_matches('{').trim_start().starts_with("\"header\""),
    };
    Ok(Opened { format: format_of(head).unwrap_or("mtconnect-json"), importer: Box::new(importer) })
}

/// What is being collected: an object of this depth.
struct Part {
    depth: usize,
    kind: Kind,
}

enum Kind {
    Observation(Group, Box<Open>),
    DataItem(SourceId, DataItem),
    Asset(Asset),
    Error { code: String, text: String },
}

/// Name and uuid of a device.
type Device = (NameId, NameId);

struct AgentJson {
    content: Content,
    json: Json,
    /// Some in the first pass: the devices that are open, by depth.
    names: Option<Vec<(usize, usize)>>,
    /// In the order in which they begin.
    devices: Vec<Device>,
    /// The next device that begins.
    at: usize,
    /// The depth of the device that is open in the second pass.
    inside: Option<usize>,
    streams: Streams,
    part: Option<Part>,
    /// The layout is that of MTConnect.NET.
    net: bool,
}

/// The element that XML has for a type: `PART_COUNT` → `PartCount`.
fn element_of(kind: &str) -> String {
    let mut element = String::new();
    for part in kind.split('_') {
        let mut letters = part.chars();
        element.extend(letters.next());
        element.extend(letters.map(|c| c.to_ascii_lowercase()));
    }
    element
}

/// A device, unless it stands in another one: there it is an entry of a data set that is called so.
fn is_device(frame: &Frame) -> bool {
    !frame.array && matches!(frame.name.as_str(), "DeviceStream" | "Device" | "Agent" | "streams" | "devices")
}

impl Importer for AgentJson {
    fn columns(&self) -> Vec<String> {
        vec![crate::model::VALUES.to_owned()]
    }

    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.json.taken() + STEP_BYTES;
        while self.json.taken() < until {
            let token = self.json.next();
            if self.names.is_some() {
                match token {
                    Ok(Token::Eof) | Err(_) => {
                        self.names = None;
                        self.json = Json::new(&self.content);
                        return Ok(Step::More);
                    }
                    Ok(token) => self.name(token, sink),
                }
                continue;
            }
            match token {
                Ok(Token::Eof) => return Ok(Step::Done),
                Ok(Token::Begin) => self.begin(sink)?,
                Ok(Token::Scalar) => self.scalar(sink),
                Ok(Token::End) => {
                    let depth = self.json.path().len();
                    self.inside = self.inside.filter(|at| *at <= depth);
                    if self.part.as_ref().is_some_and(|part| self.json.path().len() < part.depth) {
                        self.finish(sink);
                    }
                }
                Err(error) => {
                    if let Some(Part { kind: Kind::Observation(_, open), .. }) = &self.part {
                        sink.reject(open.record, "The file ends or breaks in the middle of this observation.");
                    } else if let Some(Part { kind: Kind::DataItem(record, _), .. }) = &self.part {
                        sink.reject(*record, "The file ends or breaks in the middle of this data item.");
                    } else {
                        self.finish(sink);
                    }
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}

impl AgentJson {
    /// The first pass: only names of devices.
    fn name(&mut self, token: Token, sink: &mut Sink<'_>) {
        let depth = self.json.path().len();
        let Some(open) = &mut self.names else { return };
        match token {
            Token::Begin if open.is_empty() && self.json.path().last().is_some_and(is_device) => {
                open.push((depth, self.devices.len()));
                self.devices.push((NameId::NONE, NameId::NONE));
            }
            Token::End => open.retain(|(at, _)| *at <= depth),
            Token::Scalar => {
                let device = open.last().filter(|(at, _)| *at == depth).and_then(|(_, i)| self.devices.get_mut(*i));
                match (self.json.name(), device) {
                    ("name", Some(device)) => device.0 = sink.name(self.json.text()),
                    ("uuid", Some(device)) => device.1 = sink.name(self.json.text()),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn begin(&mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        let path = self.json.path();
        let depth = path.len();
        if let Some(part) = &mut self.part {
            // Objects in a value are rows and cells of a table, or a data set.
            if let (Kind::Observation(_, open), Some(frame)) = (&mut part.kind, path.last())
                && !frame.array
                && !self.net
                && frame.name != "value"
            {
                open.entry(&frame.name);
            }
            return Ok(());
        }
        let Some(frame) = path.last().filter(|frame| !frame.array) else { return Ok(()) };
        if self.inside.is_none() && is_device(frame) {
            self.inside = Some(depth);
            let (name, uuid) = self.devices.get(self.at).copied().unwrap_or_default();
            self.at += 1;
            self.streams.device(sink, name, uuid);
            return Ok(());
        }
        // In both layouts an object is one of a group if the nearest other name around it is the group's.
        let around = path.iter().rev().map(|f| f.name.as_str()).find(|name| *name != frame.name).unwrap_or_default();
        let name = frame.name.as_str();
        let line = self.json.line();
        let mut record = || match sink.facts.sources.is_full() {
            true => Err(ImportError::Limit(
                "No more records can be numbered: the rest of this file is missing. Load fewer files at once."
                    .to_owned(),
            )),
            false => Ok(sink.record(line)),
        };
        let kind = match (around, Group::of(around), name) {
            (_, _, "Samples" | "Events" | "Condition" | "Assets" | "Errors" | "Devices" | "Streams") => return Ok(()),
            (_, _, "samples" | "events" | "condition") if self.net => {
                let group = match name {
                    "samples" => Group::Samples,
                    "events" => Group::Events,
                    _ => Group::Condition,
                };
                Kind::Observation(group, Box::new(Open::new(record()?, "")))
            }
            (_, _, "dataItems") if self.net => Kind::DataItem(record()?, DataItem::default()),
            (_, Some(group), element) => Kind::Observation(group, Box::new(Open::new(record()?, element))),
            ("DataItems", _, "DataItem") => Kind::DataItem(record()?, DataItem::default()),
            ("Assets", _, kind) => Kind::Asset(Asset::new(record()?, kind)),
            ("Errors" | "MTConnectError", _, name) if name != "Header" => {
                Kind::Error { code: String::new(), text: String::new() }
            }
            _ => return Ok(()),
        };
        self.part = Some(Part { depth, kind });
        Ok(())
    }

    fn scalar(&mut self, sink: &mut Sink<'_>) {
        let Some(part) = &mut self.part else { return };
        let (name, text) = (self.json.name(), self.json.text());
        let own = self.json.path().len() == part.depth;
        match &mut part.kind {
            Kind::Observation(group, open) if self.net => {
                let inside = self.json.path().last().is_some_and(|frame| frame.array);
                match (own, name) {
                    (true, "result") => open.text.push_str(text),
                    (true, "level") => text.clone_into(&mut open.element),
                    (true, "type") if *group != Group::Condition => open.element = element_of(text),
                    (true, _) => open.set(sink, name, text),
                    (false, "key") => open.entry(text),
                    (false, _) => {
                        if inside {
                            open.samples = true;
                            open.entry("");
                        }
                        open.text.push_str(text);
                    }
                }
            }
            Kind::Observation(_, open) if own && name != "value" => open.set(sink, name, text),
            Kind::Observation(_, open) => {
                // A value, or one of several; in an object, with its key.
                let in_array = self.json.path().last().is_some_and(|frame| frame.array);
                open.entry(if own || in_array { "" } else { name });
                open.text.push_str(text);
            }
            Kind::DataItem(_, item) if own => item.set(sink, name, text),
            Kind::DataItem(_, item)
                if name == "value" && self.json.path().last().is_some_and(|f| f.name == "Source") =>
            {
                item.set(sink, "Source", text);
            }
            Kind::Asset(asset) if own => asset.set(name, text),
            Kind::Error { code, .. } if name == "errorCode" => text.clone_into(code),
            Kind::Error { text: said, .. } if matches!(name, "value" | "ErrorMessage") => text.clone_into(said),
            _ => {}
        }
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let Some(Part { kind, .. }) = self.part.take() else { return };
        match kind {
            Kind::Observation(group, open) => self.streams.finish(sink, *open, group),
            Kind::DataItem(record, item) => {
                let (name, uuid) = self.devices.get(self.at.saturating_sub(1)).copied().unwrap_or_default();
                item.finish(sink, record, name.some().unwrap_or(uuid), uuid);
            }
            Kind::Asset(asset) => asset.finish(sink),
            Kind::Error { code, text } => agent_error(sink, &code, &text),
        }
    }
}
