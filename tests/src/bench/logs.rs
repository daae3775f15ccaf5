//! Logs of cases and objects, and inspections: OCEL as JSON and XML, XES, QIF.
//!
//! Units are sawn off lots, turned, measured and packed: four events each.

use super::writer::{BEGIN, SECOND, Stamp, create, hash};
use floorlens_core::model::Micros;
use std::io::{self, Write};
use std::path::Path;

/// Events of a unit.
const STEPS: [&str; 4] = ["Saw off", "Turn", "Measure", "Pack"];

/// Units of a lot, and of a pallet.
const PER_LOT: u64 = 200;

fn at(event: u64) -> String {
    Stamp(BEGIN + event as Micros * 5 * SECOND).text()
}

/// The objects of an event, each with its qualifier.
fn relations(event: u64) -> Vec<(String, &'static str)> {
    let (unit, step) = (event / 4, event % 4);
    let own = format!("part-{unit:07}");
    let machine = (format!("M{:02}", hash(event) % 50), "machine");
    match step {
        0 => vec![(format!("lot-{:06}", unit / PER_LOT), "input"), (own, "output"), machine],
        3 => vec![(own, "content"), (format!("pallet-{:06}", unit / PER_LOT), "container"), machine],
        _ => vec![(own, "piece"), machine],
    }
}

/// The objects of so many events: identifier, type, product.
fn objects(events: u64) -> impl Iterator<Item = (String, &'static str, u64)> {
    let (units, groups) = (events.div_ceil(4), events.div_ceil(4).div_ceil(PER_LOT));
    let machines = (0..50).map(|n| (format!("M{n:02}"), "Machine", 0));
    let lots = (0..groups).map(|n| (format!("lot-{n:06}"), "Lot", n % 4));
    let pallets = (0..groups).map(|n| (format!("pallet-{n:06}"), "Pallet", 0));
    machines.chain(lots).chain(pallets).chain((0..units).map(|n| (format!("part-{n:07}"), "Part", n / PER_LOT % 4)))
}

/// OCEL 2.0 JSON of so many events, laid out as pm4py does: about 460 bytes of it per event.
pub(super) fn ocel_json(path: &Path, events: u64) -> io::Result<()> {
    let mut out = create(path)?;
    let types = |names: &[&str]| {
        let all: Vec<String> = names.iter().map(|name| format!("{{\"name\":\"{name}\",\"attributes\":[]}}")).collect();
        all.join(",")
    };
    write!(
        out,
        "{{\"objectTypes\":[{}],\"eventTypes\":[{}],\"objects\":[",
        types(&["Machine", "Lot", "Pallet", "Part"]),
        types(&STEPS)
    )?;
    for (n, (id, kind, product)) in objects(events).enumerate() {
        write!(
            out,
            "{}\n{{\"id\":\"{id}\",\"type\":\"{kind}\",\"attributes\":[{{\"name\":\"product\",\"time\":\"1970-01-01T00:00:00Z\",\"value\":\"P-{product}\"}}],\
             \"relationships\":[]}}",
            if n > 0 { "," } else { "" }
        )?;
    }
    write!(out, "],\"events\":[")?;
    for event in 0..events {
        let relations: Vec<String> = relations(event)
            .iter()
            .map(|(id, qualifier)| format!("{{\"objectId\": \"{id}\", \"qualifier\": \"{qualifier}\"}}"))
            .collect();
        write!(
            out,
            "{}\n{{\"id\": \"event-{event:08}\", \"type\": \"{}\", \"time\": \"{}\", \"attributes\": [{{\"name\": \"temperature\", \"value\": {}.{}}}, {{\"name\": \"operator\", \"value\": \"op-{:02}\"}}, \
             {{\"name\": \"program\", \"value\": \"O{:04}\"}}], \"relationships\": [{}]}}",
            if event > 0 { "," } else { "" },
            STEPS[event as usize % 4],
            at(event),
            20 + hash(event) % 60,
            1 + hash(event) % 9,
            hash(event) % 12,
            event / 40 % 9000,
            relations.join(", ")
        )?;
    }
    writeln!(out, "]}}")?;
    out.flush()
}

/// The same as XML.
pub(super) fn ocel_xml(path: &Path, events: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n<object-types/>\n<event-types/>\n<objects>")?;
    for (id, kind, product) in objects(events) {
        writeln!(
            out,
            "<object id=\"{id}\" type=\"{kind}\"><attributes><attribute name=\"product\" time=\"1970-01-01T00:00:00Z\">P-{product}</attribute></attributes></object>"
        )?;
    }
    writeln!(out, "</objects>\n<events>")?;
    for event in 0..events {
        write!(
            out,
            "<event id=\"event-{event:08}\" type=\"{}\" time=\"{}\">\n  <attributes><attribute name=\"operator\">op-{:02}</attribute></attributes>\n  <objects>\n",
            STEPS[event as usize % 4],
            at(event),
            hash(event) % 12
        )?;
        for (id, qualifier) in relations(event) {
            writeln!(out, "    <relationship object-id=\"{id}\" qualifier=\"{qualifier}\"/>")?;
        }
        writeln!(out, "  </objects>\n</event>")?;
    }
    writeln!(out, "</events>\n</log>")?;
    out.flush()
}

/// XES: a trace per unit, two of its steps with start and end.
pub(super) fn xes(path: &Path, events: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log xes.version=\"1.0\" xmlns=\"http://www.xes-standard.org/\">\n\
         <extension name=\"Concept\" prefix=\"concept\" uri=\"http://www.xes-standard.org/concept.xesext\"/>\n\
         <classifier name=\"Activity\" keys=\"concept:name lifecycle:transition\"/>"
    )?;
    for unit in 0..events / 4 {
        writeln!(out, "<trace>\n  <string key=\"concept:name\" value=\"part-{unit:07}\"/>")?;
        for step in 0..4 {
            let event = unit * 4 + step;
            writeln!(
                out,
                "  <event>\n    <string key=\"concept:name\" value=\"{}\"/>\n    <string key=\"lifecycle:transition\" value=\"{}\"/>\n    \
                 <date key=\"time:timestamp\" value=\"{}\"/>\n    <string key=\"org:resource\" value=\"M{:02}\"/>\n  </event>",
                STEPS[step as usize / 2 + 1],
                ["start", "complete"][step as usize % 2],
                at(event),
                unit % 50
            )?;
        }
        writeln!(out, "</trace>")?;
    }
    writeln!(out, "</log>")?;
    out.flush()
}

/// Characteristics of a piece.
const CHARACTERISTICS: u64 = 10;

/// QIF 3 measurement results of pieces with ten characteristics each.
pub(super) fn qif(path: &Path, results: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<QIFDocument xmlns=\"http://qifstandards.org/xsd/qif3\" versionQIF=\"3.0.0\">\n\
         <Version><TimeCreated>2026-03-01T00:00:00Z</TimeCreated></Version>\n<Characteristics>\n<CharacteristicDefinitions n=\"1\">\
         <DiameterCharacteristicDefinition id=\"10\"><Tolerance><MaxValue>0.05</MaxValue><MinValue>-0.05</MinValue><DefinedAsLimit>false</DefinedAsLimit></Tolerance>\
         </DiameterCharacteristicDefinition></CharacteristicDefinitions>\n<CharacteristicNominals n=\"1\"><DiameterCharacteristicNominal id=\"13\">\
         <CharacteristicDefinitionId>10</CharacteristicDefinitionId><TargetValue>6.6</TargetValue></DiameterCharacteristicNominal></CharacteristicNominals>\n\
         <CharacteristicItems n=\"{CHARACTERISTICS}\">"
    )?;
    for n in 0..CHARACTERISTICS {
        writeln!(
            out,
            "<DiameterCharacteristicItem id=\"{}\"><Name>DIAMETER{n}</Name><CharacteristicNominalId>13</CharacteristicNominalId></DiameterCharacteristicItem>",
            20 + n
        )?;
    }
    let pieces = results / CHARACTERISTICS;
    writeln!(
        out,
        "</CharacteristicItems>\n</Characteristics>\n<MeasurementsResults>\n<MeasurementResultsSet n=\"{pieces}\">"
    )?;
    for piece in 0..pieces {
        writeln!(
            out,
            "<MeasurementResults id=\"{}\"><MeasuredCharacteristics><CharacteristicMeasurements n=\"{CHARACTERISTICS}\">",
            100 + piece * 20
        )?;
        for n in 0..CHARACTERISTICS {
            writeln!(
                out,
                "<DiameterCharacteristicMeasurement id=\"{}\"><Status><CharacteristicStatusEnum>PASS</CharacteristicStatusEnum></Status>\
                 <CharacteristicItemId>{}</CharacteristicItemId><Value linearUnit=\"mm\">6.{:03}</Value></DiameterCharacteristicMeasurement>",
                101 + piece * 20 + n,
                20 + n,
                560 + hash(piece * CHARACTERISTICS + n) % 80
            )?;
        }
        writeln!(
            out,
            "</CharacteristicMeasurements></MeasuredCharacteristics><InspectionTraceability><InspectionStart>{}</InspectionStart></InspectionTraceability>\
             <ActualComponentIds n=\"1\"><Id>{}</Id></ActualComponentIds></MeasurementResults>",
            at(piece * CHARACTERISTICS),
            119 + piece * 20
        )?;
    }
    writeln!(out, "</MeasurementResultsSet>\n<ActualComponentSets n=\"1\"><ActualComponentSet n=\"{pieces}\">")?;
    for piece in 0..pieces {
        writeln!(
            out,
            "<ActualComponent id=\"{}\"><SerialNumber>part-{piece:07}</SerialNumber><Status><InspectionStatusEnum>PASS</InspectionStatusEnum></Status></ActualComponent>",
            119 + piece * 20
        )?;
    }
    writeln!(out, "</ActualComponentSet></ActualComponentSets>\n</MeasurementsResults>\n</QIFDocument>")?;
    out.flush()
}
