//! Assets of an agent: tools, files, pallets, raw material.

use crate::import::Sink;
use crate::import::observation::Observed;
use crate::model::{Moment, NameId, SourceId, parse_iso8601};

/// An asset while its properties are read. What is in it (cutting items, life, geometry) gives no facts.
pub(super) struct Asset {
    record: SourceId,
    kind: String,
    id: String,
    device: String,
    time: String,
    removed: bool,
}

impl Asset {
    pub(super) fn new(record: SourceId, kind: &str) -> Self {
        let none = String::new;
        Self { record, kind: kind.to_owned(), id: none(), device: none(), time: none(), removed: false }
    }

    pub(super) fn set(&mut self, key: &str, value: &str) {
        match key {
            "assetId" => value.clone_into(&mut self.id),
            "deviceUuid" => value.clone_into(&mut self.device),
            "timestamp" => value.clone_into(&mut self.time),
            "removed" => self.removed = value == "true",
            _ => {}
        }
    }

    /// At its time the device had this asset: text under the asset's kind, as a channel of the device.
    pub(super) fn finish(self, sink: &mut Sink<'_>) {
        let time = match parse_iso8601(&self.time) {
            Ok(Moment::Zoned(at) | Moment::Local(at)) => at,
            Err(_) if self.time.is_empty() => return sink.reject(self.record, "The asset has no timestamp."),
            Err(fault) => return sink.reject(self.record, &format!("Its timestamp `{}` {fault}.", self.time)),
        };
        if self.id.is_empty() {
            return sink.reject(self.record, "The asset has no assetId.");
        }
        if self.device.is_empty() {
            return sink.warn(self.record, "The asset names no device (deviceUuid), so it belongs to no machine.");
        }
        let key: NameId = sink.name(&self.kind);
        let observed = Observed { record: self.record, time, asset: sink.asset(&self.device), key };
        let text = if self.removed { format!("{} removed", self.id) } else { self.id };
        observed.text(sink, &text);
    }
}
