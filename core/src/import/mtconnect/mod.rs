//! What MTConnect agents answer: streams, devices, assets and errors, as XML and as JSON (versions 1 and 2, as cppagent writes them).
//!
//! ```text
//! observations.rs  observations → facts
//! streams_xml.rs   MTConnectStreams XML
//! devices_xml.rs   MTConnectDevices XML
//! json.rs          streams, devices, assets and errors in JSON
//! assets.rs        assets: that there is one, of what kind, on which device
//! other_xml.rs     MTConnectAssets and MTConnectError XML
//! ```
//!
//! Adapter logs (SHDR) have their own folder.

mod assets;
mod devices_xml;
mod json;
mod observations;
mod other_xml;
mod streams_xml;

pub(super) use devices_xml::FORMAT as DEVICES_FORMAT;
pub(super) use json::FORMAT as JSON_FORMAT;
pub(super) use other_xml::FORMAT as OTHER_FORMAT;
pub(super) use streams_xml::FORMAT as STREAMS_FORMAT;

use super::Sink;
use crate::model::tables::DataItemRow;
use crate::model::{NameId, Severity, SourceId};

/// A data item of a device file while its properties are read.
#[derive(Default)]
struct DataItem {
    category: NameId,
    kind: NameId,
    name: NameId,
    id: NameId,
    sub_type: NameId,
    unit: NameId,
    /// What the adapter calls it, where that is another name.
    source: NameId,
}

impl DataItem {
    fn set(&mut self, sink: &mut Sink<'_>, key: &str, value: &str) {
        let slot = match key {
            "category" => &mut self.category,
            "type" => &mut self.kind,
            "name" => &mut self.name,
            "id" => &mut self.id,
            "subType" => &mut self.sub_type,
            "units" => &mut self.unit,
            "Source" => &mut self.source,
            _ => return,
        };
        *slot = sink.name(value);
    }

    fn finish(self, sink: &mut Sink<'_>, source: SourceId, device: NameId, uuid: NameId) {
        let Some(key) = self.name.some().or(self.id.some()) else {
            return sink.reject(source, "The data item has neither name nor id, so nothing can be its observation.");
        };
        let DataItem { category, kind, id, sub_type, unit, .. } = self;
        let row = DataItemRow { device, key, category, kind, source, id, sub_type, unit, uuid };
        sink.facts.data_items.push(row);
        // The adapter's log has the adapter's key.
        if let Some(other) = self.source.some().filter(|other| *other != key && *other != id) {
            sink.facts.data_items.push(DataItemRow { key: other, ..row });
        }
    }
}

/// The agent answered a question with an error: there is no data, and this is why.
fn agent_error(sink: &mut Sink<'_>, code: &str, text: &str) {
    let code = if code.is_empty() { "an error" } else { code };
    sink.note(
        Severity::Error,
        &format!(
            "The agent answered {code} instead of data{}{}. There is nothing to read; ask the agent again and save its new answer.",
            if text.is_empty() { "" } else { ": " },
            text.trim().trim_end_matches('.')
        ),
    );
}
