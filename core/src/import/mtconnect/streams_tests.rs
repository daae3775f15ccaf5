//! Whole documents through a session.

use crate::Session;
use crate::model::{Micros, Span};
use crate::protocol::FileReport;
use std::rc::Rc;

fn document(observations: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<m:MTConnectStreams xmlns:m=\"urn:mtconnect.org:MTConnectStreams:2.0\">\n<m:Header instanceId=\"7\"/>\n\
         <m:Streams><m:DeviceStream name=\"Saw\" uuid=\"u\"><m:ComponentStream component=\"Path\">\n{observations}\
         </m:ComponentStream></m:DeviceStream></m:Streams></m:MTConnectStreams>\n"
    )
}

const TYPICAL: &str = "<m:Samples>\n\
    <m:Temperature dataItemId=\"t\" timestamp=\"2026-01-01T00:00:01Z\" sequence=\"1\">21.5</m:Temperature>\n\
    <x:Weird xmlns:x=\"u\" dataItemId=\"w\" timestamp=\"2026-01-01T00:00:01Z\" sequence=\"2\">a &amp; b&#33;</x:Weird>\n\
    </m:Samples>\n<m:Events>\n\
    <m:Execution dataItemId=\"p1\" name=\"run\" timestamp=\"2026-01-01T00:00:00Z\" sequence=\"3\">READY</m:Execution>\n\
    <m:Execution dataItemId=\"p1\" name=\"run\" timestamp=\"2026-01-01T00:00:05Z\" sequence=\"4\">ACTIVE</m:Execution>\n\
    <m:VariableDataSet dataItemId=\"v\" timestamp=\"2026-01-01T00:00:06Z\" sequence=\"5\"><m:Entry key=\"a\">1</m:Entry><m:Entry key=\"b\">2</m:Entry></m:VariableDataSet>\n\
    <m:PartCount dataItemId=\"n\" subType=\"GOOD\" timestamp=\"2026-01-01T00:00:07Z\" sequence=\"6\">12</m:PartCount>\n\
    <m:Line dataItemId=\"l\" timestamp=\"yesterday\" sequence=\"7\">12</m:Line>\n\
    </m:Events>\n<m:Condition>\n\
    <m:Fault dataItemId=\"c\" timestamp=\"2026-01-01T00:00:08Z\" sequence=\"8\" nativeCode=\"217\" qualifier=\"HIGH\" type=\"TEMPERATURE\">Hot</m:Fault>\n\
    <m:Normal dataItemId=\"c\" timestamp=\"2026-01-01T00:00:09Z\" sequence=\"9\" type=\"TEMPERATURE\"/>\n\
    </m:Condition>\n";

fn session(files: &[(&str, &str)]) -> Session {
    let mut session = Session::new();
    for (name, text) in files {
        session.add(name, Rc::new(text.as_bytes().to_vec()));
    }
    session.run();
    session
}

fn reports(session: &Session) -> Vec<FileReport> {
    crate::analysis::data::inspect(session.data()).files
}

const START: Micros = 1_767_225_600_000_000;

#[test]
fn every_observation_is_a_record_and_the_execution_element_is_the_lane() {
    let session = session(&[("a.xml", &document(TYPICAL))]);
    let file = &reports(&session)[0];
    assert_eq!((file.format.as_str(), file.records, file.used, file.rejected), ("mtconnect-streams", 9, 8, 1));
    assert_eq!(file.messages.iter().map(|m| (m.record, m.line)).collect::<Vec<_>>(), [(7, 14)]);
    let f = &session.data().facts;
    let lane = session.data().lanes().next().expect("a lane");
    let times = lane.time_by_state(Span::new(START, START + 10_000_000));
    let expected = [("ACTIVE", 4_000_000), ("NO_DATA", 1_000_000), ("READY", 5_000_000)];
    assert_eq!((lane.name(), times.into_iter().collect::<Vec<_>>()), ("Saw", expected.to_vec()));
    assert_eq!(session.data().lanes.notes(), [], "the lane is no guess");
    assert_eq!((f.counts.good.get(0).get(), f.counts.total[0].get()), (Some(12.0), None));
    let texts: Vec<&str> = f.measurements.rows().map(|m| f.names.text(m.text)).collect();
    assert_eq!(texts, ["", "a & b!", "a=1 b=2"]);
    let fault = f.alarms.row(0);
    assert_eq!(
        (f.names.text(fault.severity), f.names.text(fault.code), f.names.text(fault.text)),
        ("FAULT", "217", "Hot, HIGH")
    );
}

#[test]
fn the_same_observations_in_two_documents_count_once() {
    let whole = document(TYPICAL);
    let longer = format!("{whole}<!-- asked a second later -->\n");
    let session = session(&[("b.xml", &longer), ("a.xml", &whole)]);
    let merged: Vec<(u32, u32)> = reports(&session).iter().map(|f| (f.used, f.merged)).collect();
    assert_eq!(merged, [(8, 0), (0, 8)]);
    assert_eq!(session.data().facts.states.len(), 2);
}

#[test]
fn a_truncated_document_keeps_what_stands_before_the_cut() {
    let whole = document(TYPICAL);
    let cut = whole.find("<m:VariableDataSet").expect("it is there") + 40;
    let session = session(&[("a.xml", &whole[..cut])]);
    let file = &reports(&session)[0];
    assert_eq!((file.records, file.used), (4, 4));
    assert!(file.messages.iter().any(|m| m.record == 0 && m.reason.contains("was read")), "{:?}", file.messages);
    let inside = whole.find("<m:Entry").expect("it is there");
    let file = &reports(&self::session(&[("a.xml", &whole[..inside])]))[0];
    assert_eq!((file.records, file.used, file.rejected), (5, 4, 1));
}

#[test]
fn entities_that_expand_are_refused() {
    let bomb = format!(
        "<!DOCTYPE x [<!ENTITY lol \"lol\"><!ENTITY lol2 \"&lol;&lol;&lol;\">]>\n{}",
        document(&TYPICAL.replace("READY", "&lol2;")).trim_start_matches("<?xml version=\"1.0\"?>\n")
    );
    let file = &reports(&session(&[("a.xml", &bomb)]))[0];
    assert_eq!(file.records, 0);
    assert!(file.messages[0].reason.contains("refused"), "{:?}", file.messages);
    let undeclared = document(&TYPICAL.replace("READY", "&lol2;"));
    let file = &reports(&session(&[("a.xml", &undeclared)]))[0];
    assert_eq!((file.records, file.used, file.rejected), (3, 2, 1));
    assert!(file.messages.iter().any(|m| m.reason.contains("lol2")), "{:?}", file.messages);
}

#[test]
fn a_document_without_observations_is_no_crash() {
    for text in ["<MTConnectStreams/>", "<MTConnectStreams>", "<MTConnectStreams", "<MTConnectDevices/>"] {
        let file = &reports(&session(&[("a.xml", text)]))[0];
        assert!(file.format.starts_with("mtconnect"), "{text}: {file:?}");
        assert_eq!(file.records, 0);
    }
}
