//! What happened as EPCIS 2.0 events: transformations, aggregations, shipments, and what readers saw. As JSON here, as XML beside it.

use super::{File, number, time};
use crate::factory::Plant;
use crate::factory::history::{Item, ItemKind};
use floorlens_core::model::{Micros, format_rfc3339};
use serde_json::{Value, json};

/// One event, before it is JSON or XML.
pub(super) struct Event {
    pub(super) at: Micros,
    pub(super) id: String,
    pub(super) what: What,
    /// CBV business step and disposition.
    pub(super) step: &'static str,
    pub(super) disposition: &'static str,
    /// Where it was read, or where things are from then on.
    pub(super) read_point: String,
    pub(super) location: String,
    /// Delivery note.
    pub(super) document: String,
}

/// What kind of event.
pub(super) enum What {
    Transformation { inputs: Things, outputs: Things },
    Aggregation { parent: String, children: Vec<String>, add: bool },
    Object { things: Things, action: &'static str },
}

/// Instances, and quantities of classes.
#[derive(Default)]
pub(super) struct Things {
    pub(super) instances: Vec<String>,
    /// Class, quantity, unit code (empty = individuals).
    pub(super) classes: Vec<(String, String, String)>,
}

/// What a thing is called in EPCIS: containers by their GS1 key, everything else by an address of the plant.
fn name(item: &Item) -> String {
    if item.id.starts_with("https://") {
        item.id.clone()
    } else {
        format!("https://plant.example/item/{}", item.id.replace('/', "-"))
    }
}

impl Things {
    fn add(&mut self, item: &Item, quantity: f64) {
        match item.kind {
            ItemKind::Serial | ItemKind::Container => self.instances.push(name(item)),
            _ => self.classes.push((name(item), number(quantity), item.unit.to_string())),
        }
    }
}

/// All events in time order; of equal times what was made, then what was packed, then what was moved.
pub(super) fn events(plant: &Plant) -> Vec<Event> {
    let history = &plant.history;
    let item = |n: u32| &history.items[n as usize];
    let mut events = Vec::new();
    let place = |text: &str| format!("https://plant.example/place/{}", text.replace(' ', "-"));
    for t in &history.transformations {
        let (mut inputs, mut outputs) = (Things::default(), Things::default());
        t.inputs.iter().for_each(|(i, q)| inputs.add(item(*i), *q));
        t.outputs.iter().for_each(|(o, q)| outputs.add(item(*o), *q));
        events.push(Event {
            at: plant.clock.wall(t.at, true),
            id: format!("urn:plant.example:event:{}", t.event),
            what: What::Transformation { inputs, outputs },
            step: "transforming",
            disposition: "in_progress",
            read_point: t.machine.map_or(String::new(), |m| place(&history.machines[m as usize].asset)),
            location: String::new(),
            document: String::new(),
        });
    }
    for (n, p) in history.packed.iter().enumerate() {
        events.push(Event {
            at: plant.clock.wall(p.at, true),
            id: format!("urn:plant.example:event:PACK-{n:07}"),
            what: What::Aggregation {
                parent: name(item(p.parent)),
                children: p.child.map(|c| name(item(c))).into_iter().collect(),
                add: p.add,
            },
            step: if p.add { "packing" } else { "unpacking" },
            disposition: "in_progress",
            read_point: if p.add { place("Packing") } else { String::new() },
            location: String::new(),
            document: String::new(),
        });
    }
    for (n, m) in history.movements.iter().enumerate() {
        let mut things = Things::default();
        things.add(item(m.item), m.quantity.unwrap_or(1.0));
        let (step, disposition) = match m.kind {
            "ship" => ("shipping", "in_transit"),
            "receive" => ("receiving", "in_progress"),
            _ => ("storing", "in_progress"),
        };
        // A shipment is read where it leaves; only what arrives is somewhere from then on.
        let (read_point, location) =
            if m.kind == "ship" { (place(&m.from), String::new()) } else { (place(&m.to), place(&m.to)) };
        events.push(Event {
            at: plant.clock.wall(m.at, true),
            id: format!("urn:plant.example:event:MOVE-{n:07}"),
            what: What::Object { things, action: "OBSERVE" },
            step,
            disposition,
            read_point,
            location,
            document: m.document.clone(),
        });
    }
    for (n, r) in history.reads.iter().enumerate() {
        let Some(logged) = r.logged else { continue };
        let mut things = Things::default();
        things.add(item(r.item), 1.0);
        let here = place(&plant.scenario.readers[r.reader].place);
        events.push(Event {
            at: logged,
            id: format!("urn:plant.example:event:READ-{n:07}"),
            what: What::Object { things, action: "OBSERVE" },
            step: "storing",
            disposition: "in_progress",
            read_point: here.clone(),
            location: here,
            document: String::new(),
        });
    }
    events.sort_by_key(|event| event.at);
    events
}

/// `epcis.json`.
pub(super) fn json(plant: &Plant) -> File {
    let mut text = format!(
        "{{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"],\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\
         \"creationDate\":\"{}\",\"epcisBody\":{{\"eventList\":[",
        time(plant, plant.clock.working(), true)
    );
    for (n, event) in events(plant).iter().enumerate() {
        text.push_str(if n == 0 { "\n" } else { ",\n" });
        text.push_str(&as_json(event).to_string());
    }
    text.push_str("\n]}}\n");
    File::Text { name: "epcis.json".to_owned(), text }
}

fn as_json(event: &Event) -> Value {
    let classes = |things: &Things| -> Vec<Value> {
        let class = |(class, quantity, unit): &(String, String, String)| {
            // `number` writes what JSON reads.
            let quantity: Value = serde_json::from_str(quantity).unwrap_or(Value::Null);
            if unit.is_empty() {
                json!({ "epcClass": class, "quantity": quantity })
            } else {
                json!({ "epcClass": class, "quantity": quantity, "uom": unit })
            }
        };
        things.classes.iter().map(class).collect()
    };
    let mut out = json!({
        "eventTime": format_rfc3339(event.at),
        "eventTimeZoneOffset": "+00:00",
        "eventID": event.id,
        "bizStep": event.step,
        "disposition": event.disposition,
    });
    let mut put = |key: &str, value: Value| {
        let empty = value.as_array().is_some_and(Vec::is_empty) || value.as_str().is_some_and(str::is_empty);
        if !empty {
            out[key] = value;
        }
    };
    match &event.what {
        What::Transformation { inputs, outputs } => {
            put("type", json!("TransformationEvent"));
            put("inputEPCList", json!(inputs.instances));
            put("inputQuantityList", json!(classes(inputs)));
            put("outputEPCList", json!(outputs.instances));
            put("outputQuantityList", json!(classes(outputs)));
        }
        What::Aggregation { parent, children, add } => {
            put("type", json!("AggregationEvent"));
            put("action", json!(if *add { "ADD" } else { "DELETE" }));
            put("parentID", json!(parent));
            put("childEPCs", json!(children));
        }
        What::Object { things, action } => {
            put("type", json!("ObjectEvent"));
            put("action", json!(action));
            put("epcList", json!(things.instances));
            put("quantityList", json!(classes(things)));
        }
    }
    if !event.read_point.is_empty() {
        put("readPoint", json!({ "id": event.read_point }));
    }
    if !event.location.is_empty() {
        put("bizLocation", json!({ "id": event.location }));
    }
    if !event.document.is_empty() {
        let document = format!("urn:plant.example:document:{}", event.document);
        put("bizTransactionList", json!([{ "type": "desadv", "bizTransaction": document }]));
    }
    out
}
