//! MTConnect Devices XML: what data items there are, of which category and type.
//!
//! Joined to observations when indexes are built, so the order of loading does not matter. A device gives no asset by itself: an asset is
//! what something was logged of.

use super::DataItem;
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::xml::{Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{NameId, SourceId};

pub(in crate::import) const FORMAT: Format = Format { title: "MTConnect Devices XML", recognises, open };

fn recognises(head: &Head) -> bool {
    head.xml_root() == Some("MTConnectDevices")
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let (device, uuid) = (NameId::NONE, NameId::NONE);
    Ok(Opened {
        format: "mtconnect-devices",
        importer: Box::new(Devices { xml: Xml::new(&content), device, uuid, open: None }),
    })
}

/// A data item whose end has not been met yet.
struct Open {
    source: SourceId,
    item: DataItem,
    /// The name that its `Source` gives.
    adapters: String,
    /// How many elements are open directly inside it.
    depth: usize,
    in_source: bool,
}

struct Devices {
    xml: Xml,
    device: NameId,
    uuid: NameId,
    open: Option<Open>,
}

impl Importer for Devices {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let (line, depth) = (self.xml.line(), self.xml.depth());
            let element = match self.xml.next() {
                Ok(Node::Eof) => return Ok(Step::Done),
                Ok(Node::Text(text)) => {
                    if let Some(open) = self.open.as_mut().filter(|open| open.in_source) {
                        open.adapters.push_str(text);
                    }
                    continue;
                }
                Ok(Node::End) => {
                    match &mut self.open {
                        Some(open) if depth == open.depth => self.finish(sink),
                        Some(open) => open.in_source = false,
                        None => {}
                    }
                    continue;
                }
                Ok(Node::Start(element)) => element,
                Err(error) => {
                    // Its properties stand at its beginning: it is known even if the file breaks inside it.
                    self.finish(sink);
                    return Err(error);
                }
            };
            match element.name() {
                "Device" | "Agent" => {
                    let (mut name, mut uuid) = (NameId::NONE, NameId::NONE);
                    element.attributes(|key, value| match key {
                        "name" => name = sink.name(value),
                        "uuid" => uuid = sink.name(value),
                        _ => {}
                    });
                    (self.device, self.uuid) = (name.some().unwrap_or(uuid), uuid);
                }
                "DataItem" => {
                    let source = sink.record(line);
                    let mut item = DataItem::default();
                    element.attributes(|key, value| item.set(sink, key, value));
                    let adapters = String::new();
                    self.open = Some(Open { source, item, adapters, depth: depth + 1, in_source: false });
                }
                "Source" => {
                    if let Some(open) = &mut self.open {
                        open.in_source = true;
                    }
                }
                _ => {}
            }
        }
        Ok(Step::More)
    }
}

impl Devices {
    fn finish(&mut self, sink: &mut Sink<'_>) {
        let Some(mut open) = self.open.take() else { return };
        open.item.set(sink, "Source", open.adapters.trim());
        open.item.finish(sink, open.source, self.device, self.uuid);
    }
}
