//! MTConnect Devices XML: what data items there are, of which category and type.
//!
//! Joined to observations when indexes are built, so the order of loading does not matter. A device gives no asset by itself: an asset is
//! what something was logged of.

use super::DataItem;
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::xml::{Node, Xml};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::NameId;

pub(in crate::import) const FORMAT: Format = Format { title: "MTConnect Devices XML", recognises, open };

fn recognises(head: &Head) -> bool {
    head.xml_root() == Some("MTConnectDevices")
}

fn open(_: &Head, content: Content) -> Result<Opened, ImportError> {
    let (device, uuid) = (NameId::NONE, NameId::NONE);
    Ok(Opened { format: "mtconnect-devices", importer: Box::new(Devices { xml: Xml::new(&content), device, uuid }) })
}

struct Devices {
    xml: Xml,
    device: NameId,
    uuid: NameId,
}

impl Importer for Devices {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.xml.taken() + STEP_BYTES;
        while self.xml.taken() < until {
            let line = self.xml.line();
            let element = match self.xml.next()? {
                Node::Eof => return Ok(Step::Done),
                Node::End | Node::Text(_) => continue,
                Node::Start(element) => element,
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
                    item.finish(sink, source, self.device, self.uuid);
                }
                _ => {}
            }
        }
        Ok(Step::More)
    }
}
