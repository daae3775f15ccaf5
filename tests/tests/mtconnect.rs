//! MTConnect answers in every layout, and device files beside logs.

use floorlens_core::Session;
use floorlens_core::model::{Facts, NameId};
use floorlens_core::protocol::{FileReport, InspectAnswer, Question};
use floorlens_tests::load::{ask, session};

/// Every row that a machine format fills, by names, sorted.
fn dump(session: &Session) -> Vec<String> {
    let facts: &Facts = &session.data().facts;
    let name = |id: NameId| facts.names.text(id);
    let asset = |id: floorlens_core::model::AssetId| id.some().map_or("", |id| name(facts.assets.name(id)));
    let mut out = Vec::new();
    for r in facts.states.rows() {
        out.push(format!("state {} {} {} {}", asset(r.asset), r.start, name(r.state), name(r.key)));
    }
    for r in facts.counts.rows() {
        let figures = [r.total, r.good, r.scrap].map(|a| a.get());
        out.push(format!("count {} {} {figures:?} {:?} {}", asset(r.asset), r.time, r.kind, name(r.key)));
    }
    for r in facts.measurements.rows() {
        out.push(format!(
            "value {} {} {} {:?} {}",
            asset(r.asset),
            r.time,
            name(r.channel),
            r.value.get(),
            name(r.text)
        ));
    }
    for r in facts.alarms.rows() {
        let said = format!("{} {} {} {}", name(r.code), name(r.severity), name(r.text), name(r.key));
        out.push(format!("alarm {} {} {said}", asset(r.asset), r.start));
    }
    for r in facts.data_items.rows() {
        let said =
            format!("{} {} {} {} {}", name(r.key), name(r.category), name(r.kind), name(r.sub_type), name(r.unit));
        out.push(format!("item {} {said} {} {}", name(r.device), name(r.id), name(r.uuid)));
    }
    out.sort();
    out
}

fn load(files: &[(&str, &str)]) -> Session {
    session(files.iter().map(|(name, text)| ((*name).to_owned(), text.as_bytes().to_vec())))
}

fn reports(session: &Session) -> Vec<FileReport> {
    ask::<InspectAnswer>(session, &Question::Inspect {}).files
}

fn said(file: &FileReport) -> String {
    file.messages.iter().map(|m| m.reason.as_str()).collect::<Vec<_>>().join(" ")
}

const XML: &str = r#"<MTConnectStreams xmlns="urn:mtconnect.org:MTConnectStreams:2.0"><Header instanceId="7"/>
<Streams><DeviceStream name="Saw" uuid="u-1"><ComponentStream component="Path">
<Samples>
<Temperature dataItemId="t" timestamp="2026-01-01T00:00:01Z" sequence="1">21.5</Temperature>
<PathPosition dataItemId="p" timestamp="2026-01-01T00:00:01Z" sequence="2">1 2 3</PathPosition>
<PositionTimeSeries dataItemId="s" timestamp="2026-01-01T00:00:10Z" sequence="3" sampleCount="3" sampleRate="2">4 5 6</PositionTimeSeries>
</Samples>
<Events>
<Execution dataItemId="e" name="run" timestamp="2026-01-01T00:00:00Z" sequence="4">ACTIVE</Execution>
<PartCount dataItemId="n" subType="GOOD" timestamp="2026-01-01T00:00:07Z" sequence="5">12</PartCount>
<VariableDataSet dataItemId="v" timestamp="2026-01-01T00:00:06Z" sequence="6" count="2"><Entry key="a">1</Entry><Entry key="b">x</Entry></VariableDataSet>
<WorkOffsetTable dataItemId="w" timestamp="2026-01-01T00:00:06Z" sequence="7" count="1"><Entry key="G54"><Cell key="X">1.5</Cell><Cell key="Y">2</Cell></Entry></WorkOffsetTable>
</Events>
<Condition>
<Fault dataItemId="c" timestamp="2026-01-01T00:00:08Z" sequence="8" nativeCode="217" qualifier="HIGH" type="TEMPERATURE">Hot</Fault>
<Normal dataItemId="c" timestamp="2026-01-01T00:00:09Z" sequence="9" type="TEMPERATURE"/>
</Condition>
</ComponentStream></DeviceStream></Streams></MTConnectStreams>"#;

/// The device's name stands behind its observations, as in documents whose keys are sorted.
const VERSION_1: &str = r#"{"MTConnectStreams": {"Header": {"instanceId": 7, "version": "2.0"}, "Streams": [{"DeviceStream": {
"ComponentStreams": [{"ComponentStream": {"component": "Path", "componentId": "x",
 "Condition": [{"Fault": {"dataItemId": "c", "nativeCode": "217", "qualifier": "HIGH", "sequence": 8, "timestamp": "2026-01-01T00:00:08Z", "type": "TEMPERATURE", "value": "Hot"}},
               {"Normal": {"dataItemId": "c", "sequence": 9, "timestamp": "2026-01-01T00:00:09Z", "type": "TEMPERATURE"}}],
 "Events": [{"Execution": {"dataItemId": "e", "name": "run", "sequence": 4, "timestamp": "2026-01-01T00:00:00Z", "value": "ACTIVE"}},
            {"PartCount": {"dataItemId": "n", "subType": "GOOD", "sequence": 5, "timestamp": "2026-01-01T00:00:07Z", "value": 12}},
            {"VariableDataSet": {"count": 2, "dataItemId": "v", "sequence": 6, "timestamp": "2026-01-01T00:00:06Z", "value": {"a": 1, "b": "x"}}},
            {"WorkOffsetTable": {"count": 1, "dataItemId": "w", "sequence": 7, "timestamp": "2026-01-01T00:00:06Z", "value": {"G54": {"X": 1.5, "Y": 2}}}}],
 "Samples": [{"Temperature": {"dataItemId": "t", "sequence": 1, "timestamp": "2026-01-01T00:00:01Z", "value": 21.5}},
             {"PathPosition": {"dataItemId": "p", "sequence": 2, "timestamp": "2026-01-01T00:00:01Z", "value": [1.0, 2.0, 3.0]}},
             {"PositionTimeSeries": {"dataItemId": "s", "sampleCount": 3, "sampleRate": 2.0, "sequence": 3, "timestamp": "2026-01-01T00:00:10Z", "value": [4, 5, 6]}}]
}}], "name": "Saw", "uuid": "u-1"}}]}}"#;

const VERSION_2: &str = r#"{"MTConnectStreams": {"jsonVersion": 2, "Header": {"instanceId": 7}, "Streams": {"DeviceStream": [{"name": "Saw", "uuid": "u-1",
"ComponentStream": [{"component": "Path", "componentId": "x",
 "Samples": {"Temperature": [{"value": 21.5, "dataItemId": "t", "sequence": 1, "timestamp": "2026-01-01T00:00:01Z"}],
             "PathPosition": [{"value": [1.0, 2.0, 3.0], "dataItemId": "p", "sequence": 2, "timestamp": "2026-01-01T00:00:01Z"}],
             "PositionTimeSeries": [{"value": [4, 5, 6], "dataItemId": "s", "sampleCount": 3, "sampleRate": 2.0, "sequence": 3, "timestamp": "2026-01-01T00:00:10Z"}]},
 "Events": {"Execution": [{"value": "ACTIVE", "dataItemId": "e", "name": "run", "sequence": 4, "timestamp": "2026-01-01T00:00:00Z"}],
            "PartCount": [{"value": 12, "dataItemId": "n", "subType": "GOOD", "sequence": 5, "timestamp": "2026-01-01T00:00:07Z"}],
            "VariableDataSet": [{"value": {"a": 1, "b": "x"}, "count": 2, "dataItemId": "v", "sequence": 6, "timestamp": "2026-01-01T00:00:06Z"}],
            "WorkOffsetTable": [{"value": {"G54": {"X": 1.5, "Y": 2}}, "count": 1, "dataItemId": "w", "sequence": 7, "timestamp": "2026-01-01T00:00:06Z"}]},
 "Condition": {"Fault": [{"value": "Hot", "dataItemId": "c", "nativeCode": "217", "qualifier": "HIGH", "sequence": 8, "timestamp": "2026-01-01T00:00:08Z", "type": "TEMPERATURE"}],
               "Normal": [{"dataItemId": "c", "sequence": 9, "timestamp": "2026-01-01T00:00:09Z", "type": "TEMPERATURE"}]}
}]}]}}}"#;

#[test]
fn xml_and_both_layouts_of_json_say_the_same() {
    let expected = dump(&load(&[("x", XML)]));
    assert!(
        expected.contains(&"count Saw 1767225607000000 [None, Some(12.0), None] Counter n".to_owned()),
        "{expected:#?}"
    );
    // Two values a second, the last one at the timestamp.
    for (time, value) in [(9_000_000, 4.0), (9_500_000, 5.0), (10_000_000, 6.0)] {
        let row = format!("value Saw {} s Some({value:?}) ", 1_767_225_600_000_000i64 + time);
        assert!(expected.contains(&row), "{row}: {expected:#?}");
    }
    for json in [VERSION_1, VERSION_2] {
        let loaded = load(&[("x", json)]);
        let file = &reports(&loaded)[0];
        assert_eq!((file.format.as_str(), file.records, file.used), ("mtconnect-streams-json", 9, 9), "{file:?}");
        assert_eq!(dump(&loaded), expected);
    }
}

#[test]
fn a_broken_document_keeps_what_stands_before_and_every_cut_adds_up() {
    for json in [VERSION_1, VERSION_2] {
        for cut in (0..json.len()).step_by(7) {
            let loaded = load(&[("x", &json[..cut])]);
            let file = &reports(&loaded)[0];
            let sum = file.used + file.merged + file.superseded + file.retracted + file.repaired + file.rejected;
            assert_eq!(sum, file.records, "cut at {cut}");
            assert!(!file.messages.is_empty(), "cut at {cut}: nothing was said");
        }
    }
}

#[test]
fn a_time_series_without_rate_is_text_and_said() {
    let xml = XML.replace(" sampleRate=\"2\"", "");
    let loaded = load(&[("x", &xml)]);
    assert!(dump(&loaded).iter().any(|row| row.ends_with(" s None 4 5 6")));
    assert!(said(&reports(&loaded)[0]).contains("gives no sampleRate"));
}

const DEVICES_XML: &str = r#"<MTConnectDevices><Header/><Devices><Device id="d" name="Saw" uuid="u-1"><DataItems>
<DataItem category="EVENT" id="e" name="run" type="EXECUTION"/>
<DataItem category="CONDITION" id="c" name="motor" type="TEMPERATURE"/>
<DataItem category="EVENT" id="n" name="pieces" type="PART_COUNT" subType="GOOD"/>
<DataItem category="EVENT" id="g" name="PartCountGoal" type="PART_COUNT" subType="TARGET"/>
<DataItem category="EVENT" id="q" name="partcount_old" type="MESSAGE"/>
</DataItems></Device></Devices></MTConnectDevices>"#;

const DEVICES_1: &str = r#"{"MTConnectDevices": {"Header": {}, "Devices": [{"Device": {"DataItems": [
{"DataItem": {"category": "EVENT", "id": "e", "name": "run", "type": "EXECUTION"}},
{"DataItem": {"category": "CONDITION", "id": "c", "name": "motor", "type": "TEMPERATURE"}},
{"DataItem": {"category": "EVENT", "id": "n", "name": "pieces", "type": "PART_COUNT", "subType": "GOOD"}},
{"DataItem": {"category": "EVENT", "id": "g", "name": "PartCountGoal", "type": "PART_COUNT", "subType": "TARGET"}},
{"DataItem": {"category": "EVENT", "id": "q", "name": "partcount_old", "type": "MESSAGE"}}
], "id": "d", "name": "Saw", "uuid": "u-1"}}]}}"#;

const DEVICES_2: &str = r#"{"MTConnectDevices": {"jsonVersion": 2, "Header": {}, "Devices": {"Device": [{"id": "d", "name": "Saw", "uuid": "u-1", "DataItems": {"DataItem": [
{"category": "EVENT", "id": "e", "name": "run", "type": "EXECUTION"},
{"category": "CONDITION", "id": "c", "name": "motor", "type": "TEMPERATURE"},
{"category": "EVENT", "id": "n", "name": "pieces", "type": "PART_COUNT", "subType": "GOOD"},
{"category": "EVENT", "id": "g", "name": "PartCountGoal", "type": "PART_COUNT", "subType": "TARGET"},
{"category": "EVENT", "id": "q", "name": "partcount_old", "type": "MESSAGE"}
]}}]}}}"#;

const LOG: &str = "2026-01-01T00:00:00Z|run|ACTIVE|pieces|3|partcount_old|9\n\
    2026-01-01T00:00:05Z|motor|NORMAL|pieces|4|partcount_old|UNAVAILABLE\n\
    2026-01-01T00:00:06Z|motor|FAULT\n";

#[test]
fn a_device_file_corrects_a_log_whichever_came_first_and_in_every_layout() {
    let guessed = dump(&load(&[("Saw.txt", LOG)]));
    assert!(guessed.contains(&"value Saw 1767225600000000 pieces Some(3.0) ".to_owned()), "{guessed:#?}");
    assert!(guessed.iter().any(|row| row.starts_with("count") && row.ends_with("partcount_old")), "{guessed:#?}");
    let expected = [
        "alarm Saw 1767225605000000 motor NORMAL  motor",
        "alarm Saw 1767225606000000 motor FAULT  motor",
        "count Saw 1767225600000000 [None, Some(3.0), None] Counter pieces",
        "count Saw 1767225605000000 [None, Some(4.0), None] Counter pieces",
        "item Saw PartCountGoal EVENT PART_COUNT TARGET  g u-1",
        "item Saw motor CONDITION TEMPERATURE   c u-1",
        "item Saw partcount_old EVENT MESSAGE   q u-1",
        "item Saw pieces EVENT PART_COUNT GOOD  n u-1",
        "item Saw run EVENT EXECUTION   e u-1",
        "value Saw 1767225600000000 partcount_old Some(9.0) ",
        "value Saw 1767225600000000 run None ACTIVE",
        "value Saw 1767225605000000 partcount_old None UNAVAILABLE",
    ];
    for devices in [DEVICES_XML, DEVICES_1, DEVICES_2] {
        for files in [[("d", devices), ("Saw.txt", LOG)], [("Saw.txt", LOG), ("d", devices)]] {
            let loaded = load(&files);
            assert_eq!(dump(&loaded), expected);
            let lane = loaded.data().lanes().next().expect("a lane");
            assert_eq!(lane.name(), "Saw");
            for file in reports(&loaded) {
                assert_eq!(file.used, file.records, "{file:?}");
            }
        }
    }
    // What was corrected before stays so when another file comes.
    let mut grown = load(&[("Saw.txt", LOG), ("d", DEVICES_XML)]);
    grown.add("Saw-2.txt", std::rc::Rc::new(b"2026-01-01T00:00:09Z|Saw:pieces|5\n".to_vec()));
    grown.run();
    assert_eq!(dump(&grown).iter().filter(|row| row.starts_with("count")).count(), 3);
}

/// The layout of MTConnect.NET.
const NET: &str = r#"{"header": {"instanceId": 7}, "streams": [{"name": "Saw", "uuid": "u-1", "componentStream": [{"component": "Path", "samples": [
{"dataItemId": "t", "type": "TEMPERATURE", "timestamp": "2026-01-01T00:00:01Z", "sequence": 1, "result": "21.5"},
{"sampleRate": 2, "dataItemId": "s", "type": "VARIABLE", "timestamp": "2026-01-01T00:00:02Z", "sequence": 2, "samples": ["4", "5"]}],
"events": [{"dataItemId": "e", "name": "run", "type": "EXECUTION", "timestamp": "2026-01-01T00:00:00Z", "sequence": 3, "result": "ACTIVE"},
{"dataItemId": "n", "type": "PART_COUNT", "subType": "GOOD", "timestamp": "2026-01-01T00:00:03Z", "sequence": 4, "result": "12"},
{"dataItemId": "w", "type": "WORK_OFFSET", "timestamp": "2026-01-01T00:00:04Z", "sequence": 5, "entries": [{"key": "T1", "cells": [{"key": "LENGTH", "value": "13.5"}, {"key": "DIAMETER", "value": "6"}]}], "count": 1}],
"condition": [{"level": "FAULT", "qualifier": "HIGH", "dataItemId": "c", "type": "SYSTEM", "timestamp": "2026-01-01T00:00:05Z", "sequence": 6, "result": "Bad", "nativeCode": "400"}]}]}]}"#;

#[test]
fn the_layout_of_mtconnect_net_says_of_each_observation_what_it_is() {
    let loaded = load(&[("x", NET)]);
    let file = &reports(&loaded)[0];
    assert_eq!((file.format.as_str(), file.records, file.used), ("mtconnect-streams-json", 6, 6), "{file:?}");
    assert_eq!(
        dump(&loaded),
        [
            "alarm Saw 1767225605000000 400 FAULT Bad, HIGH c",
            "count Saw 1767225603000000 [None, Some(12.0), None] Counter n",
            "item Saw run EVENT EXECUTION    ",
            "state Saw 1767225600000000 ACTIVE run",
            "value Saw 1767225601000000 t Some(21.5) ",
            "value Saw 1767225601500000 s Some(4.0) ",
            "value Saw 1767225602000000 s Some(5.0) ",
            "value Saw 1767225604000000 w None T1= LENGTH=13.5 DIAMETER=6",
        ]
    );
    let devices = r#"{"header": {}, "devices": [{"id": "d", "type": "Device", "name": "Saw", "uuid": "u-1", "components": [{"id": "p", "type": "Path",
        "dataItems": [{"category": "EVENT", "id": "e", "type": "EXECUTION", "name": "run"}]}]}]}"#;
    let loaded = load(&[("d", devices)]);
    assert_eq!(reports(&loaded)[0].format, "mtconnect-devices-json");
    assert_eq!(dump(&loaded), ["item Saw run EVENT EXECUTION   e u-1"]);
}

#[test]
fn a_source_names_the_key_of_the_adapter() {
    let xml = r#"<MTConnectDevices><Devices><Device name="Saw" uuid="u"><DataItems>
<DataItem category="EVENT" id="e" name="exec" type="EXECUTION"><Source>MachState</Source></DataItem>
<DataItem category="EVENT" id="n" type="PART_COUNT" subType="GOOD"><Constraints><Filter>1</Filter></Constraints><Source dataItemId="x"> Pieces </Source></DataItem>
</DataItems></Device></Devices></MTConnectDevices>"#;
    let json = r#"{"MTConnectDevices": {"Devices": {"Device": [{"name": "Saw", "uuid": "u", "DataItems": {"DataItem": [
{"category": "EVENT", "id": "e", "name": "exec", "type": "EXECUTION", "Source": {"value": "MachState"}},
{"category": "EVENT", "id": "n", "type": "PART_COUNT", "subType": "GOOD", "Source": {"value": "Pieces"}}]}}]}}}"#;
    let log = "2026-01-01T00:00:00Z|MachState|ACTIVE|Pieces|3\n2026-01-01T00:00:05Z|MachState|READY|Pieces|4\n";
    for devices in [xml, json] {
        let loaded = load(&[("Saw.txt", log), ("d", devices)]);
        assert_eq!(loaded.data().lanes().next().map(|lane| lane.name()), Some("Saw"), "{devices}");
        assert_eq!(loaded.data().facts.counts.len(), 2, "{devices}");
        assert_eq!(reports(&loaded).iter().map(|file| file.records).collect::<Vec<_>>(), [2, 2]);
    }
}

#[test]
fn assets_are_told_of_their_device_and_an_error_is_no_data() {
    let xml = "<MTConnectAssets><Header/><Assets><CuttingTool assetId=\"T1.9\" deviceUuid=\"u-1\" timestamp=\"2026-01-01T00:00:00Z\">\
               <CuttingToolLifeCycle><Location type=\"POT\">1</Location></CuttingToolLifeCycle></CuttingTool>\n\
               <File assetId=\"F\"/></Assets></MTConnectAssets>";
    let v1 = r#"{"MTConnectAssets": {"Header": {}, "Assets": [{"CuttingTool": {"CuttingToolLifeCycle": {"Location": {"type": "POT", "value": 1}}, "assetId": "T1.9", "deviceUuid": "u-1", "timestamp": "2026-01-01T00:00:00Z"}}, {"File": {"assetId": "F"}}]}}"#;
    let v2 = r#"{"MTConnectAssets": {"Header": {}, "Assets": {"CuttingTool": [{"assetId": "T1.9", "deviceUuid": "u-1", "timestamp": "2026-01-01T00:00:00Z"}], "File": [{"assetId": "F"}]}}}"#;
    for text in [xml, v1, v2] {
        let loaded = load(&[("x", text)]);
        let file = &reports(&loaded)[0];
        assert_eq!((file.records, file.used, file.rejected), (2, 1, 1), "{file:?}");
        assert_eq!(dump(&loaded), ["value u-1 1767225600000000 CuttingTool None T1.9"]);
    }
    for text in [
        "<MTConnectError><Header/><Errors><Error errorCode=\"OUT_OF_RANGE\">'at' must be less than 10.</Error></Errors></MTConnectError>",
        "<MTConnectError><Header/><Errors><OutOfRange errorCode=\"OUT_OF_RANGE\"><ErrorMessage>'at' must be less than 10</ErrorMessage></OutOfRange></Errors></MTConnectError>",
        r#"{"MTConnectError": {"Header": {}, "Errors": [{"Error": {"errorCode": "OUT_OF_RANGE", "value": "'at' must be less than 10"}}]}}"#,
        r#"{"MTConnectError": {"jsonVersion": 2, "Errors": {"Error": [{"errorCode": "OUT_OF_RANGE", "value": "'at' must be less than 10"}]}}}"#,
    ] {
        let file = &reports(&load(&[("x", text)]))[0];
        assert_eq!(file.records, 0);
        assert!(
            said(file).contains("OUT_OF_RANGE instead of data: 'at' must be less than 10. There is"),
            "{}",
            said(file)
        );
    }
}

#[test]
fn a_message_keeps_its_code_as_in_the_log_of_an_adapter() {
    let xml = r#"<!-- from <export> of the agent --><MTConnectStreams><Streams><DeviceStream name="Saw"><ComponentStream><Events>
<Message dataItemId="m" timestamp="2026-01-01T00:00:00Z" sequence="1" nativeCode="4711">Door open</Message>
<Message dataItemId="m" timestamp="2026-01-01T00:00:01Z" sequence="2">Door closed</Message>
<Message dataItemId="m" timestamp="2026-01-01T00:00:02Z" sequence="3" nativeCode="4711">UNAVAILABLE</Message>
</Events></ComponentStream></DeviceStream></Streams></MTConnectStreams>"#;
    let log = "2026-01-01T00:00:00Z|m|4711|Door open\n2026-01-01T00:00:01Z|m||Door closed\n2026-01-01T00:00:02Z|m|UNAVAILABLE\n";
    assert_eq!(dump(&load(&[("x", xml)])), dump(&load(&[("Saw.log", log)])));
}

#[test]
fn an_entry_called_device_is_no_device() {
    let json = r#"{"MTConnectStreams": {"Header": {"instanceId": 7}, "Streams": {"DeviceStream": [
{"ComponentStream": [{"Events": {"VariableDataSet": [{"value": {"Device": {"X": 1}}, "dataItemId": "v", "sequence": 1, "timestamp": "2026-01-01T00:00:00Z"}]}}], "name": "Saw"},
{"ComponentStream": [{"Events": {"Execution": [{"value": "ACTIVE", "dataItemId": "e", "sequence": 2, "timestamp": "2026-01-01T00:00:00Z"}]}}], "name": "Mill"}]}}}"#;
    let rows = dump(&load(&[("x", json)]));
    assert!(rows.contains(&"state Mill 1767225600000000 ACTIVE e".to_owned()), "{rows:#?}");
    assert!(rows.iter().any(|row| row.starts_with("value Saw")), "{rows:#?}");
}
