//! Documents, lines, arrays and single events; names spelled in every way.

use super::*;

#[test]
fn single_events_lines_arrays_documents_and_query_documents_say_the_same() {
    let event = event(
        "ObjectEvent",
        json!({"action": "OBSERVE", "epcList": ["https://example.com/a"], "readPoint": {"id": "https://example.com/p"}}),
    );
    let query = json!({
        "@context": "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", "type": "EPCISQueryDocument",
        "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z",
        "epcisBody": {"queryResults": {"queryName": "q", "resultsBody": {"eventList": [event]}}}
    });
    let mut single = event.clone();
    single["@context"] = json!("https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld");
    let expected = dump(&open(&document(json!([event])).to_string()).data().facts);
    assert_eq!(expected.len(), 1);
    let context = query["@context"].clone();
    let body = json!({"@context": context, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z",
        "epcisBody": {"event": event}});
    let graph = json!({"@context": context, "@graph": [event]});
    let member = json!({"@context": context, "type": "Collection", "member": [event]});
    let mut draft = single.clone();
    draft.as_object_mut().expect("an object").remove("type");
    draft["isA"] = json!("ObjectEvent");
    for text in [
        single.to_string(),
        draft.to_string(),
        json!([event]).to_string(),
        body.to_string(),
        graph.to_string(),
        member.to_string(),
        query.to_string(),
        json!([query]).to_string(),
        serde_json::to_string_pretty(&query).expect("JSON"),
    ] {
        let loaded = open(&text);
        assert_eq!((counts(&loaded).records, counts(&loaded).rejected), (1, 0), "{text} {:?}", messages(&loaded));
        assert_eq!(dump(&loaded.data().facts), expected, "{text}");
    }
    let mut second = single.clone();
    second["epcList"] = json!(["https://example.com/b"]);
    let lines = format!("{single}\n{second}\n");
    let loaded = open(&lines);
    assert_eq!((counts(&loaded).records, counts(&loaded).used), (2, 2));
    assert_eq!(loaded.data().facts.sources.files()[0].line_of(2), 2);
}

#[test]
fn curies_uris_bare_words_and_any_order_of_fields_mean_the_same() {
    let bare = r#"{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://example.com/"}],
      "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z",
      "epcisBody": {"eventList": [
        {"type": "AggregationEvent", "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00",
         "parentID": "urn:epc:id:sscc:4012345.0000000333", "childEPCs": ["https://example.com/c"],
         "action": "ADD", "bizStep": "receiving", "disposition": "in_progress", "bizLocation": {"id": "https://example.com/p"},
         "bizTransactionList": [{"type": "po", "bizTransaction": "https://example.com/po/1"}],
         "sourceList": [{"type": "possessing_party", "source": "https://example.com/s"}],
         "sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4.5, "uom": "CEL"}]}]}]}}"#;
    // Context behind the events, a context of the event's own, CURIEs and URIs for names and values, another order.
    let curie = r#"{"epcisBody": {"epcis:eventList": [
        {"ex2:note": 1, "@context": {"ex2": "https://two.example/", "loc": "ex:"},
         "sensorElementList": [{"epcis:sensorReport": [{"uom": "CEL", "value": 4.5, "type": "gs1:Temperature"}]}],
         "https://ref.gs1.org/epcis/sourceList": [{"source": "ex:s", "type": "cbv:SDT-possessing_party"}],
         "bizTransactionList": [{"type": "https://ref.gs1.org/cbv/BTT-po", "bizTransaction": "ex:po/1"}],
         "epcis:bizLocation": {"id": "loc:p"}, "disposition": "https://ref.gs1.org/cbv/Disp-in_progress",
         "bizStep": "urn:epcglobal:cbv:bizstep:receiving", "action": "ADD", "childEPCs": ["ex:c"],
         "parentID": "https://id.example.org/00/040123450000003338",
         "eventTimeZoneOffset": "+00:00", "epcis:eventTime": "2026-01-02T04:04:05+01:00", "type": "epcis:AggregationEvent"}]},
      "type": "EPCISDocument", "creationDate": "2026-01-01T00:00:00Z", "schemaVersion": "2.0",
      "@context": [{"ex": "https://example.com/"}, "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"]}"#;
    let (bare, curie) = (open(bare), open(curie));
    assert_eq!(messages(&bare), []);
    assert_eq!(messages(&curie), []);
    let expected = dump(&bare.data().facts);
    assert_eq!(expected.len(), 8, "{expected:#?}");
    assert_eq!(dump(&curie.data().facts), expected);
}
