//! Units are made, packed and shipped, as EPCIS 2.0 events: twelve per pallet.

use super::writer::{BEGIN, SECOND, Stamp, create};
use floorlens_core::model::Micros;
use std::io::{self, Write};
use std::path::Path;

const PLACE: &str = "https://plant.example/places/line-2";

/// One event.
struct Event {
    time: String,
    number: u64,
    pallet: u64,
    /// 0 to 9: a unit is made; 10: they are packed; 11: the pallet is shipped.
    step: u64,
}

impl Event {
    fn unit(&self, n: u64) -> String {
        format!("urn:epc:id:sgtin:9506000.134352.{}", 100_000 + self.pallet * 10 + n)
    }

    fn pallet(&self) -> String {
        format!("urn:epc:id:sscc:9506000.3{:09}", self.pallet)
    }
}

fn events(count: u64) -> impl Iterator<Item = Event> {
    (0..count).map(|number| Event {
        time: Stamp(BEGIN + number as Micros * 15 * SECOND).text(),
        number,
        pallet: number / 12,
        step: number % 12,
    })
}

/// As JSON.
pub(super) fn json(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    write!(
        out,
        "{{\"@context\":[\"https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld\"],\"type\":\"EPCISDocument\",\
         \"schemaVersion\":\"2.0\",\"creationDate\":\"2026-04-01T00:00:00Z\",\"epcisBody\":{{\"eventList\":["
    )?;
    for event in events(count) {
        if event.number > 0 {
            out.write_all(b",")?;
        }
        let head = format!(
            "\"eventTime\":\"{}\",\"eventTimeZoneOffset\":\"+00:00\",\"eventID\":\"urn:bench:{}\"",
            event.time, event.number
        );
        let place = format!("\"readPoint\":{{\"id\":\"{PLACE}\"}}");
        match event.step {
            10 => {
                let children: Vec<String> = (0..10).map(|n| format!("\"{}\"", event.unit(n))).collect();
                write!(
                    out,
                    "\n{{\"type\":\"AggregationEvent\",{head},\"parentID\":\"{}\",\"childEPCs\":[{}],\"action\":\"ADD\",\
                     \"bizStep\":\"packing\",{place}}}",
                    event.pallet(),
                    children.join(",")
                )?;
            }
            11 => write!(
                out,
                "\n{{\"type\":\"ObjectEvent\",{head},\"epcList\":[\"{}\"],\"action\":\"OBSERVE\",\"bizStep\":\"shipping\",\
                 \"disposition\":\"in_transit\",{place}}}",
                event.pallet()
            )?,
            step => write!(
                out,
                "\n{{\"type\":\"ObjectEvent\",{head},\"epcList\":[\"{}\"],\"action\":\"ADD\",\"bizStep\":\"commissioning\",\
                 \"disposition\":\"active\",{place}}}",
                event.unit(step)
            )?,
        }
    }
    writeln!(out, "\n]}}}}")?;
    out.flush()
}

/// The same as XML.
pub(super) fn xml(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<epcis:EPCISDocument xmlns:epcis=\"urn:epcglobal:epcis:xsd:2\" schemaVersion=\"2.0\" \
         creationDate=\"2026-04-01T00:00:00Z\">\n<EPCISBody>\n<EventList>"
    )?;
    for event in events(count) {
        let kind = if event.step == 10 { "AggregationEvent" } else { "ObjectEvent" };
        write!(
            out,
            "<{kind}>\n  <eventTime>{}</eventTime>\n  <eventTimeZoneOffset>+00:00</eventTimeZoneOffset>\n  <eventID>urn:bench:{}</eventID>\n",
            event.time, event.number
        )?;
        let (action, step, disposition) = match event.step {
            10 => {
                let children: String = (0..10).map(|n| format!("<epc>{}</epc>", event.unit(n))).collect();
                writeln!(out, "  <parentID>{}</parentID>\n  <childEPCs>{children}</childEPCs>", event.pallet())?;
                ("ADD", "packing", "")
            }
            11 => {
                writeln!(out, "  <epcList><epc>{}</epc></epcList>", event.pallet())?;
                ("OBSERVE", "shipping", "in_transit")
            }
            n => {
                writeln!(out, "  <epcList><epc>{}</epc></epcList>", event.unit(n))?;
                ("ADD", "commissioning", "active")
            }
        };
        writeln!(out, "  <action>{action}</action>\n  <bizStep>urn:epcglobal:cbv:bizstep:{step}</bizStep>")?;
        if !disposition.is_empty() {
            writeln!(out, "  <disposition>urn:epcglobal:cbv:disp:{disposition}</disposition>")?;
        }
        writeln!(out, "  <readPoint><id>{PLACE}</id></readPoint>\n</{kind}>")?;
    }
    writeln!(out, "</EventList>\n</EPCISBody>\n</epcis:EPCISDocument>")?;
    out.flush()
}
