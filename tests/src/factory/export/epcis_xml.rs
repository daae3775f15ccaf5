//! The same events as EPCIS 2.0 XML, elements in the order of the schema.

use super::epcis::{Event, Things, What, events};
use super::{File, time};
use crate::factory::Plant;
use floorlens_core::model::format_rfc3339;
use std::fmt::Write;

/// `epcis.xml`.
pub(super) fn xml(plant: &Plant) -> File {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<epcis:EPCISDocument xmlns:epcis=\"urn:epcglobal:epcis:xsd:2\" schemaVersion=\"2.0\" \
         creationDate=\"{}\">\n<EPCISBody>\n<EventList>\n",
        time(plant, plant.clock.working(), true)
    );
    for event in events(plant) {
        write_event(&mut text, &event);
    }
    text.push_str("</EventList>\n</EPCISBody>\n</epcis:EPCISDocument>\n");
    File::Text { name: "epcis.xml".to_owned(), text }
}

fn element(text: &mut String, name: &str, content: &str) {
    if !content.is_empty() {
        // A String takes any text.
        let _ = write!(text, "<{name}>{}</{name}>", escape(content));
    }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn list(text: &mut String, name: &str, instances: &[String]) {
    if !instances.is_empty() {
        let _ = write!(text, "<{name}>");
        instances.iter().for_each(|epc| element(text, "epc", epc));
        let _ = write!(text, "</{name}>");
    }
}

fn quantities(text: &mut String, name: &str, things: &Things) {
    if !things.classes.is_empty() {
        let _ = write!(text, "<{name}>");
        for (class, quantity, unit) in &things.classes {
            text.push_str("<quantityElement>");
            element(text, "epcClass", class);
            element(text, "quantity", quantity);
            element(text, "uom", unit);
            text.push_str("</quantityElement>");
        }
        let _ = write!(text, "</{name}>");
    }
}

fn write_event(text: &mut String, event: &Event) {
    let kind = match &event.what {
        What::Transformation { .. } => "TransformationEvent",
        What::Aggregation { .. } => "AggregationEvent",
        What::Object { .. } => "ObjectEvent",
    };
    let cbv = |kind: &str, word: &str| format!("urn:epcglobal:cbv:{kind}:{word}");
    let _ = write!(text, "<{kind}>");
    element(text, "eventTime", &format_rfc3339(event.at));
    element(text, "eventTimeZoneOffset", "+00:00");
    element(text, "eventID", &event.id);
    match &event.what {
        What::Transformation { inputs, outputs } => {
            list(text, "inputEPCList", &inputs.instances);
            quantities(text, "inputQuantityList", inputs);
            list(text, "outputEPCList", &outputs.instances);
            quantities(text, "outputQuantityList", outputs);
        }
        What::Aggregation { parent, children, add } => {
            element(text, "parentID", parent);
            if children.is_empty() {
                text.push_str("<childEPCs/>");
            }
            list(text, "childEPCs", children);
            element(text, "action", if *add { "ADD" } else { "DELETE" });
        }
        What::Object { things, action } => {
            if things.instances.is_empty() {
                text.push_str("<epcList/>");
            }
            list(text, "epcList", &things.instances);
            element(text, "action", action);
        }
    }
    element(text, "bizStep", &cbv("bizstep", event.step));
    element(text, "disposition", &cbv("disp", event.disposition));
    for (name, place) in [("readPoint", &event.read_point), ("bizLocation", &event.location)] {
        if !place.is_empty() {
            let _ = write!(text, "<{name}>");
            element(text, "id", place);
            let _ = write!(text, "</{name}>");
        }
    }
    if !event.document.is_empty() {
        let _ = write!(
            text,
            "<bizTransactionList><bizTransaction type=\"urn:epcglobal:cbv:btt:desadv\">urn:plant.example:document:{}</bizTransaction></bizTransactionList>",
            escape(&event.document)
        );
    }
    if let What::Object { things, .. } = &event.what {
        quantities(text, "quantityList", things);
    }
    let _ = writeln!(text, "</{kind}>");
}
