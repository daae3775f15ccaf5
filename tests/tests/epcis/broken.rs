//! Broken, truncated and doubtful documents.

use super::*;
use floorlens_core::model::{RecordStatus, format_rfc3339};

#[test]
fn a_bad_event_in_the_middle_is_rejected_with_its_line_and_the_rest_loads() {
    let good = |n: u32| event("ObjectEvent", json!({"action": "OBSERVE", "epcList": [format!("ex:{n}")]})).to_string();
    let deep = format!("{{\"type\":\"ObjectEvent\",\"x\":{}1{}}}", "[".repeat(20_000), "]".repeat(20_000));
    for (bad, why) in [
        ("{\"type\":\"ObjectEvent\",\"eventTime\":}", "comma, colon, key or value"),
        ("{\"type\":\"ObjectEvent\",\"epcList\":[\"ex:1\"}", "bracket"),
        ("{\"type\":\"ObjectEvent,\n\"action\":\"ADD\"}", "string is not closed"),
        ("{\"type\":\"ObjectEvent\",\"n\":01}", "invalid number"),
        ("{\"type\":\"ObjectEvent\",\"s\":\"\\u12\"}", "line 3"),
        ("17", "not a JSON object"),
        (deep.as_str(), "nested more than 127 levels"),
    ] {
        let text = format!(
            "{{\"@context\":{{\"ex\":\"https://example.com/\"}},\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":\"2026-01-01T00:00:00Z\",\"epcisBody\":{{\"eventList\":[\n{},\n{bad},\n{},\n{}]}}}}",
            good(1),
            good(2),
            good(3)
        );
        let loaded = open(&text);
        let counts = counts(&loaded);
        assert_eq!((counts.records, counts.used, counts.rejected), (4, 3, 1), "{bad:.60} {:?}", messages(&loaded));
        let told = messages(&loaded);
        assert!(
            told.iter().any(|(record, line, text)| (*record, *line) == (2, 3) && text.contains(why)),
            "{bad:.60}: {told:?}"
        );
    }
}

#[test]
fn a_truncated_document_keeps_its_complete_events_and_says_so() {
    let text = document(json!([
        event("ObjectEvent", json!({"action": "OBSERVE", "epcList": ["ex:1"]})),
        event("ObjectEvent", json!({"action": "OBSERVE", "epcList": ["ex:2"]})),
    ]))
    .to_string();
    let end = text.find("ex:2").expect("the second event");
    let loaded = open(&text[..end]);
    let counts = counts(&loaded);
    assert_eq!((counts.records, counts.rejected), (2, 1));
    let told = messages(&loaded);
    assert!(told.iter().any(|(record, _, text)| *record == 2 && text.contains("the file ends inside it")), "{told:?}");
    assert!(
        told.iter().any(|(record, _, text)| *record == 0 && text.contains("ends before its JSON is complete")),
        "{told:?}"
    );
}

#[test]
fn a_time_without_zone_is_repaired_by_the_offset_and_a_bad_offset_is_told() {
    let at = |time: &str, offset: &str| {
        event(
            "ObjectEvent",
            json!({"action": "OBSERVE", "epcList": ["ex:1"], "readPoint": {"id": "ex:p"}, "eventTime": time, "eventTimeZoneOffset": offset}),
        )
    };
    let loaded = open(
        &document(json!([
            at("2026-01-02T03:04:05", "+02:00"),
            at("2026-01-02T03:04:05Z", "+15:00"),
            at("2026-01-02T03:04:05", "2h")
        ]))
        .to_string(),
    );
    let counts = counts(&loaded);
    assert_eq!((counts.repaired, counts.used, counts.rejected), (1, 1, 1), "{:?}", messages(&loaded));
    let facts = &loaded.data().facts;
    assert_eq!(format_rfc3339(facts.sightings.time[0]), "2026-01-02T01:04:05Z");
    assert_eq!(facts.sources.status(facts.sightings.source.at(0)), Some(RecordStatus::Repaired));
    let told = messages(&loaded);
    assert!(told.iter().any(|(record, _, text)| *record == 2 && text.contains("from -14:00 to +14:00")), "{told:?}");
}
