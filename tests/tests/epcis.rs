//! EPCIS 2.0 JSON: what real documents of others load as, and what events mean.

use floorlens_core::Session;
use floorlens_core::model::tables::{ContainAction, MentionRole, MovementKind, Role, SightingKind};
use floorlens_core::model::{Facts, FileCounts, ItemId, NameId, RecordStatus, format_rfc3339};
use floorlens_tests::corpus::corpus;
use floorlens_tests::load::session;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn open(text: &str) -> Session {
    session([("events.json".to_owned(), text.as_bytes().to_vec())])
}

fn document(events: Value) -> Value {
    json!({
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"ex": "https://example.com/"}],
        "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-01-01T00:00:00Z",
        "epcisBody": {"eventList": events}
    })
}

fn event(kind: &str, rest: Value) -> Value {
    let mut event = json!({"type": kind, "eventTime": "2026-01-02T03:04:05Z", "eventTimeZoneOffset": "+00:00"});
    for (key, value) in rest.as_object().expect("an object") {
        event[key] = value.clone();
    }
    event
}

fn counts(session: &Session) -> FileCounts {
    session.data().facts.sources.files()[0].counts()
}

/// Record, line and text of every message about a record, then of the file.
fn messages(session: &Session) -> Vec<(u32, u32, String)> {
    let facts = &session.data().facts;
    let all = facts.sources.files().iter().flat_map(|f| &f.messages);
    all.map(|m| (m.record, m.line, facts.names.text(m.reason).to_owned())).collect()
}

/// Every row of the tables that EPCIS fills, by names, sorted: equal dumps are equal facts.
fn dump(facts: &Facts) -> Vec<String> {
    let name = |id: NameId| facts.names.text(id);
    let item = |id: ItemId| if id == ItemId::NONE { "" } else { facts.names.text(facts.items.key(id)) };
    let mut out = Vec::new();
    for r in facts.sightings.rows() {
        out.push(format!("sighting {} {} {} {:?} {}", item(r.item), name(r.place), r.time, r.kind, name(r.reader)));
    }
    for r in facts.lifecycles.rows() {
        out.push(format!("lifecycle {} {} {} {:?} {}", item(r.item), r.time, r.birth, r.quantity.get(), name(r.unit)));
    }
    for r in facts.containments.rows() {
        let (parent, child) = (item(r.parent), item(r.child));
        out.push(format!(
            "contain {parent} {child} {} {:?} {:?} {}",
            r.time,
            r.action,
            r.quantity.get(),
            r.association
        ));
    }
    for r in facts.transformations.rows() {
        let (event, group, unit) = (name(r.event), name(r.group), name(r.unit));
        out.push(format!(
            "line {event} {} {:?} {group} {:?} {unit} {}",
            item(r.item),
            r.role,
            r.quantity.get(),
            r.time
        ));
    }
    for r in facts.movements.rows() {
        let places = format!("{} {} {} {}", name(r.from), name(r.to), name(r.document), name(r.party));
        out.push(format!("move {} {} {:?} {places}", item(r.item), r.time, r.kind));
    }
    for r in facts.measurements.rows() {
        let value = format!("{:?} {} {}", r.value.get(), name(r.text), name(r.unit));
        out.push(format!("measure {} {} {} {value}", item(r.item), r.time, name(r.channel)));
    }
    for r in facts.product_mentions.rows() {
        out.push(format!("product {} {} {:?} {} {}", name(r.product), r.time, r.role, item(r.item), name(r.event)));
    }
    for r in facts.document_links.rows() {
        out.push(format!("document {} {} {} {}", item(r.item), name(r.document), name(r.kind), r.removed));
    }
    for r in facts.item_facts.rows() {
        out.push(format!("fact {} {}", item(r.item), name(r.lot)));
    }
    out.sort();
    out
}

fn files_below(folder: &Path, out: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = std::fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, out);
        } else if path.extension().is_some_and(|e| e == "json" || e == "jsonld") {
            out.push(path);
        }
    }
}

fn corpus_files(folder: &str) -> Option<Vec<PathBuf>> {
    let mut out = Vec::new();
    files_below(&corpus()?.join(folder), &mut out);
    assert!(out.len() > 20, "the corpus has changed: {} files in {folder}", out.len());
    Some(out)
}

fn is_invalid(path: &Path) -> bool {
    path.components().any(|c| c.as_os_str() == "Invalid")
}

#[test]
fn every_valid_document_of_the_corpus_loads_without_a_rejected_event() {
    for folder in ["openepcis", "epcis-event-hash"] {
        let Some(files) = corpus_files(folder) else { return };
        for path in files.iter().filter(|p| !is_invalid(p)) {
            let text = std::fs::read_to_string(path).expect("readable");
            let loaded = open(&text);
            let counts = counts(&loaded);
            assert!(
                counts.records > 0 && counts.rejected == 0,
                "{}: {counts:?} {:?}",
                path.display(),
                messages(&loaded)
            );
            let events = text.matches("\"eventTime\"").count();
            let is_query = path.components().any(|c| c.as_os_str() == "Queries");
            assert!(is_query || counts.records as usize == events, "{}: {events} events, {counts:?}", path.display());
        }
    }
}

#[test]
fn every_invalid_document_of_the_corpus_gets_a_message_that_names_the_rule_and_the_place() {
    let Some(files) = corpus_files("openepcis") else { return };
    let rules = [
        ("Combination_of_events_with_missing_mandatory_fields", "action is missing", 2),
        ("Combination_of_multiple_invalid_fields", "eventTime `22-07-2026`", 1),
        ("Combination_of_non_standard_bizStep_and_disposition", "disposition `in_transport`", 0),
        ("EPCISDocument_without_context", "no @context", 0),
        ("ObjectEvent_with_ilmd_field_without_namespace", "`materialType` of ilmd has no namespace", 0),
        ("ObjectEvent_with_invalid_action", "action \"CREATE\"", 1),
        ("ObjectEvent_with_invalid_certificationInfo", "certificationInfo must be a URI", 0),
        ("ObjectEvent_with_invalid_eventTime_format", "eventTime `22-07-2026`", 1),
        ("ObjectEvent_with_non_standard_bizStep", "bizStep `transforming`", 0),
        ("ObjectEvent_with_non_standard_bizStep_in_second_event", "bizStep `transforming`", 0),
        ("ObjectEvent_with_non_standard_disposition", "disposition `in_transport`", 0),
        ("ObjectEvent_with_quantity_as_text", "quantity \"twenty\"", 0),
        ("ObjectEvent_with_unknown_field_in_quantityList", "the field `weight`", 0),
        ("ObjectEvent_without_action_and_eventTime", "eventTime is missing", 1),
        ("ObjectEvent_without_identifier_list", "no identifiers", 1),
        ("QueryDocument_with_invalid_action", "action \"INVALIDACTION\"", 1),
        ("QueryDocument_with_invalid_eventType", "type `ObjectEventInvalid`", 1),
        ("Query_with_invalid_values", "orderDirection", 1),
        ("Query_with_unknown_parameter", "`GE_eventDate`", 1),
    ];
    let invalid: Vec<_> = files.iter().filter(|p| is_invalid(p)).collect();
    assert_eq!(invalid.len(), rules.len());
    for path in invalid {
        let stem = path.file_stem().and_then(|s| s.to_str()).expect("a name");
        let (_, rule, rejected) = rules.iter().find(|(name, ..)| *name == stem).expect("a known file");
        let loaded = open(&std::fs::read_to_string(path).expect("readable"));
        assert_eq!(counts(&loaded).rejected, *rejected, "{stem}");
        let told = messages(&loaded);
        assert!(
            told.iter().any(|(record, line, text)| *record > 0 && *line > 0 && text.contains(rule)),
            "{stem}: {told:?}"
        );
    }
}

#[test]
fn event_hashes_are_the_golden_ones_of_the_core_business_vocabulary() {
    let Some(files) = corpus_files("epcis-event-hash") else { return };
    let mut compared = 0;
    for path in files {
        let Ok(golden) = std::fs::read_to_string(path.with_extension("hashes")) else { continue };
        let text = std::fs::read_to_string(&path).expect("readable");
        // Fields that the reference implementation is told to leave out by a field of its own.
        if text.contains(":ignoreFields\"") {
            continue;
        }
        let mut document: Value = serde_json::from_str(&text).expect("JSON");
        let body = &mut document["epcisBody"];
        let list = if body["eventList"].is_array() {
            &mut body["eventList"]
        } else {
            &mut body["queryResults"]["resultsBody"]["eventList"]
        };
        for event in list.as_array_mut().expect("events") {
            let event = event.as_object_mut().expect("an object");
            event.retain(|key, _| key != "eventID" && key != "errorDeclaration");
        }
        let loaded = open(&document.to_string());
        let facts = &loaded.data().facts;
        let mut hashes: Vec<&str> = facts.event_ids.rows().map(|row| facts.names.text(row.event)).collect();
        let mut golden: Vec<&str> = golden.split_whitespace().collect();
        hashes.sort_unstable();
        golden.sort_unstable();
        assert_eq!(hashes, golden, "{}", path.display());
        compared += hashes.len();
    }
    assert!(compared > 20, "{compared}");
}

#[test]
fn an_empty_transformation_id_joins_nothing_and_a_shared_one_does() {
    let make = |id: &str, inputs: Value, outputs: Value| {
        event("TransformationEvent", json!({"transformationID": id, "inputEPCList": inputs, "outputEPCList": outputs}))
    };
    let loaded = open(
        &document(json!([
            make("", json!(["ex:a"]), json!(["ex:b"])),
            make("", json!(["ex:c"]), json!(["ex:d"])),
            make("urn:x:1", json!(["ex:e"]), json!([])),
            make("urn:x:1", json!([]), json!(["ex:f"])),
        ]))
        .to_string(),
    );
    assert_eq!(counts(&loaded).used, 4, "{:?}", messages(&loaded));
    let facts = &loaded.data().facts;
    let lines: Vec<_> = facts
        .transformations
        .rows()
        .map(|r| (facts.names.text(facts.items.key(r.item)), r.role, facts.names.get(r.group)))
        .collect();
    assert_eq!(
        lines,
        [
            ("https://example.com/a", Role::Input, None),
            ("https://example.com/b", Role::Output, None),
            ("https://example.com/c", Role::Input, None),
            ("https://example.com/d", Role::Output, None),
            ("https://example.com/e", Role::Input, Some("urn:x:1")),
            ("https://example.com/f", Role::Output, Some("urn:x:1")),
        ]
    );
    let events: std::collections::BTreeSet<_> = facts.transformations.rows().map(|r| r.event).collect();
    assert_eq!(events.len(), 4, "events without id keep apart");
}

#[test]
fn an_identifier_without_lot_or_serial_is_a_product_and_no_item() {
    let loaded = open(
        &document(json!([
            event(
                "TransformationEvent",
                json!({
                    "inputQuantityList": [
                        {"epcClass": "urn:epc:idpat:sgtin:4012345.011111.*", "quantity": 3, "uom": "KGM"},
                        {"epcClass": "urn:epc:class:lgtin:4012345.011111.L1", "quantity": 4, "uom": "KGM"}
                    ],
                    "outputEPCList": ["urn:epc:id:sgtin:4012345.033333.1"]
                })
            ),
            event(
                "AggregationEvent",
                json!({
                    "action": "ADD", "parentID": "urn:epc:id:sscc:4012345.0000000333",
                    "childQuantityList": [{"epcClass": "https://id.gs1.org/01/04012345111118", "quantity": 9}]
                })
            ),
            event(
                "AggregationEvent",
                json!({
                    "action": "DELETE", "parentID": "urn:epc:id:sscc:4012345.0000000333",
                    "childQuantityList": [{"epcClass": "https://id.gs1.org/01/04012345111118", "quantity": 9}]
                })
            ),
        ]))
        .to_string(),
    );
    assert_eq!(counts(&loaded).used, 3, "{:?}", messages(&loaded));
    let facts = &loaded.data().facts;
    assert_eq!(facts.transformations.len(), 2, "the lot and the serial");
    let roles: Vec<_> =
        facts.product_mentions.rows().map(|m| (facts.names.text(m.product), m.role, m.quantity.get())).collect();
    let product = "https://id.gs1.org/01/04012345111118";
    assert_eq!(
        roles,
        [
            (product, MentionRole::Input, Some(3.0)),
            (product, MentionRole::Child, Some(9.0)),
            (product, MentionRole::Child, Some(9.0))
        ]
    );
    assert!(
        facts.names.find(product).is_none_or(|key| facts.items.find(key).is_none()),
        "no item stands for a product"
    );
    assert_eq!(facts.containments.len(), 0, "taking nine pieces of a product out does not empty the pallet");
    let output = facts.transformations.rows().find(|r| r.role == Role::Output).expect("the output");
    assert_eq!(
        Some(output.event),
        facts.product_mentions.rows().next().map(|m| m.event),
        "a trace can find the mention"
    );
}

#[test]
fn taking_out_without_children_empties_the_parent_and_a_parent_may_be_reused() {
    let pack = |time: &str, action: &str, children: Value| {
        event(
            "AggregationEvent",
            json!({"eventTime": time, "action": action, "parentID": "ex:pallet", "childEPCs": children}),
        )
    };
    // Out of order on purpose: the second load stands first.
    let loaded = open(
        &document(json!([
            pack("2026-01-02T00:00:00Z", "ADD", json!(["ex:b"])),
            pack("2026-01-01T00:00:00Z", "ADD", json!(["ex:a"])),
            pack("2026-01-01T12:00:00Z", "DELETE", json!([])),
        ]))
        .to_string(),
    );
    assert_eq!(counts(&loaded).used, 3, "{:?}", messages(&loaded));
    let facts = &loaded.data().facts;
    let rows: Vec<_> =
        facts.containments.rows().map(|r| (r.child == ItemId::NONE, r.action, format_rfc3339(r.time))).collect();
    assert_eq!(
        rows,
        [
            (false, ContainAction::Add, "2026-01-02T00:00:00Z".to_owned()),
            (false, ContainAction::Add, "2026-01-01T00:00:00Z".to_owned()),
            (true, ContainAction::Delete, "2026-01-01T12:00:00Z".to_owned()),
        ]
    );
}

#[test]
fn an_event_with_places_is_a_sighting_and_shipping_and_receiving_are_movements() {
    let at = |step: &str, rest: Value| {
        let mut e = event("ObjectEvent", json!({"action": "OBSERVE", "bizStep": step, "epcList": ["ex:u1"]}));
        for (k, v) in rest.as_object().expect("an object") {
            e[k] = v.clone();
        }
        e
    };
    let loaded = open(
        &document(json!([
            at(
                "storing",
                json!({"readPoint": {"id": "ex:door"}, "bizLocation": {"id": "urn:epc:id:sgln:0614141.00777.0"}})
            ),
            at("inspecting", json!({"readPoint": {"id": "ex:gate"}})),
            at(
                "shipping",
                json!({"readPoint": {"id": "ex:dock"},
                "destinationList": [{"type": "cbv:SDT-owning_party", "destination": "urn:epc:id:pgln:0614141.00777"},
                                    {"type": "location", "destination": "ex:customer"}],
                "bizTransactionList": [{"type": "urn:epcglobal:cbv:btt:desadv", "bizTransaction": "ex:d1"}]})
            ),
            at("receiving", json!({"bizLocation": {"id": "ex:hall"}})),
        ]))
        .to_string(),
    );
    let facts = &loaded.data().facts;
    let name = |id| facts.names.text(id);
    let seen: Vec<_> = facts.sightings.rows().map(|s| (name(s.place), s.kind, name(s.reader))).collect();
    assert_eq!(
        seen,
        [
            ("https://id.gs1.org/414/0614141007776", SightingKind::At, "https://example.com/door"),
            ("https://example.com/gate", SightingKind::Passed, ""),
            ("https://example.com/dock", SightingKind::Passed, ""),
            ("https://example.com/hall", SightingKind::At, ""),
        ]
    );
    let moves: Vec<_> =
        facts.movements.rows().map(|m| (m.kind, name(m.from), name(m.to), name(m.document), name(m.party))).collect();
    let party = "https://id.gs1.org/417/0614141007776";
    assert_eq!(
        moves,
        [
            (
                MovementKind::Ship,
                "https://example.com/dock",
                "https://example.com/customer",
                "https://example.com/d1",
                party
            ),
            (MovementKind::Receive, "", "https://example.com/hall", "", ""),
        ]
    );
    let links: Vec<_> = facts.document_links.rows().map(|d| (name(d.document), name(d.kind))).collect();
    assert_eq!(links, [("https://example.com/d1", "desadv")]);
}

#[test]
fn an_error_declaration_withdraws_the_event_and_states_nothing_itself() {
    let mut wrong = event(
        "ObjectEvent",
        json!({"action": "ADD", "epcList": ["ex:u1"], "eventID": "urn:uuid:1", "bizLocation": {"id": "ex:p"}}),
    );
    let mut nameless = wrong.clone();
    nameless["epcList"] = json!(["ex:u2"]);
    nameless.as_object_mut().expect("an object").remove("eventID");
    let originals = [wrong.clone(), nameless.clone()];
    for declared in [&mut wrong, &mut nameless] {
        declared["errorDeclaration"] = json!({"declarationTime": "2026-01-05T00:00:00Z", "reason": "incorrect_data"});
        declared["recordTime"] = json!("2026-01-05T00:00:01Z");
    }
    for order in [0, 1] {
        let mut events = vec![originals[0].clone(), originals[1].clone()];
        let declarations = [wrong.clone(), nameless.clone()];
        events.splice(if order == 0 { 2..2 } else { 0..0 }, declarations);
        let loaded = open(&document(json!(events)).to_string());
        let counts = counts(&loaded);
        assert_eq!((counts.records, counts.used, counts.retracted), (4, 2, 2), "{:?}", messages(&loaded));
        assert_eq!(loaded.data().facts.retractions.len(), 2);
        assert_eq!(loaded.data().facts.sightings.len(), 0);
    }
}

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
    let mut draft = single.clone();
    draft.as_object_mut().expect("an object").remove("type");
    draft["isA"] = json!("ObjectEvent");
    for text in [
        single.to_string(),
        draft.to_string(),
        json!([event]).to_string(),
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
    assert_eq!(facts.sources.status(facts.sightings.source[0]), Some(RecordStatus::Repaired));
    let told = messages(&loaded);
    assert!(told.iter().any(|(record, _, text)| *record == 2 && text.contains("from -14:00 to +14:00")), "{told:?}");
}

#[test]
fn sensor_data_and_lots_of_new_things_are_kept_per_item() {
    let loaded = open(
        &document(json!([event(
            "ObjectEvent",
            json!({
                "action": "ADD", "epcList": ["ex:1", "https://id.gs1.org/01/04012345111118/10/L7/21/5"],
                "ilmd": {"cbvmda:lotNumber": "L9"},
                "sensorElementList": [{"sensorMetadata": {"time": "2026-01-01T00:00:00Z"}, "sensorReport": [
                    {"type": "gs1:Temperature", "minValue": 1.5, "maxValue": 2.5, "uom": "CEL"},
                    {"type": "Speed", "component": "cbv:Comp-x", "value": 3, "time": "2026-01-01T06:00:00Z"},
                    {"type": "Illuminance", "stringValue": "dark"}]}]
            })
        )]))
        .to_string(),
    );
    let facts = &loaded.data().facts;
    let of_first: Vec<_> = facts
        .measurements
        .rows()
        .filter(|m| facts.names.text(facts.items.key(m.item)) == "https://example.com/1")
        .map(|m| {
            (
                facts.names.text(m.channel),
                m.value.get(),
                facts.names.text(m.text),
                facts.names.text(m.unit),
                m.time % 86_400_000_000 / 3_600_000_000,
            )
        })
        .collect();
    assert_eq!(
        of_first,
        [
            ("Temperature (min)", Some(1.5), "", "CEL", 0),
            ("Temperature (max)", Some(2.5), "", "CEL", 0),
            ("Speed x", Some(3.0), "", "", 6),
            ("Illuminance", None, "dark", "", 0),
        ]
    );
    assert_eq!(facts.measurements.len(), 8);
    assert_eq!(facts.lifecycles.len(), 2);
    let lots: Vec<_> = facts.item_facts.rows().map(|r| facts.names.text(r.lot)).collect();
    assert_eq!(lots, ["L9", "https://id.gs1.org/01/04012345111118/10/L7"]);
}
