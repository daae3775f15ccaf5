//! What each kind of event means.

use super::*;
use floorlens_core::model::format_rfc3339;
use floorlens_core::model::tables::{ContainAction, MentionRole, MovementKind, Role, SightingKind};

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
fn an_event_is_withdrawn_by_its_hash_where_that_is_its_id() {
    let plain =
        event("ObjectEvent", json!({"action": "OBSERVE", "epcList": ["ex:u1"], "bizLocation": {"id": "ex:dock"}}));
    let loaded = open(&document(json!([plain.clone()])).to_string());
    let facts = &loaded.data().facts;
    let hash = facts.event_ids.rows().map(|row| facts.names.text(row.event).to_owned()).next().expect("an event");
    assert!(hash.starts_with("ni:///sha-256;") && hash.ends_with("?ver=CBV2.0"), "{hash}");
    let with_id = |id: Option<&str>, declared: bool| {
        let mut event = plain.clone();
        if let Some(id) = id {
            event["eventID"] = json!(id);
        }
        if declared {
            event["errorDeclaration"] = json!({"declarationTime": "2026-01-05T00:00:00Z", "reason": "incorrect_data"});
        }
        event
    };
    for (original, declared, retracted) in [
        (None, Some(&*hash), 1),
        (Some(&*hash), None, 1),
        (Some(&*hash), Some(&*hash), 1),
        (Some("ex:own"), Some(&*hash), 0),
    ] {
        let events = json!([with_id(original, false), with_id(declared, true)]);
        let loaded = open(&document(events).to_string());
        assert_eq!(counts(&loaded).retracted, retracted, "{original:?} {declared:?}");
        let told =
            messages(&loaded).iter().any(|(_, _, message)| message.contains("Was the withdrawn event given an id"));
        assert!(told, "a hash does not find an event with an id of its own");
    }
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

#[test]
fn a_lot_may_be_written_as_a_number_or_as_a_value_object() {
    for lot in [json!("998877"), json!(998877), json!({"@value": "998877"})] {
        let add = json!({"action": "ADD", "epcList": ["ex:1"], "ilmd": {"cbvmda:lotNumber": lot}});
        let loaded = open(&document(json!([event("ObjectEvent", add)])).to_string());
        let facts = &loaded.data().facts;
        let lots: Vec<_> = facts.item_facts.rows().map(|row| facts.names.text(row.lot)).collect();
        assert_eq!(lots, ["998877"], "{lot}");
    }
}
