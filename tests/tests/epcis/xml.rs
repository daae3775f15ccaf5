//! What XML alone has: namespaces, extensions of 1.x, order, entities, headers.

use super::*;

fn xml(version: &str, events: &str) -> String {
    let major = &version[..1];
    format!(
        "<?xml version=\"1.0\"?>\n<e:EPCISDocument xmlns:e=\"urn:epcglobal:epcis:xsd:{major}\" xmlns:ex=\"https://example.com/\" \
         schemaVersion=\"{version}\" creationDate=\"2026-01-01T00:00:00Z\">\n<EPCISBody><EventList>\n{events}\n</EventList></EPCISBody></e:EPCISDocument>"
    )
}

const HEAD: &str = "<eventTime>2026-01-02T03:04:05Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>";

#[test]
fn extensions_of_1_2_say_what_2_0_says_without_them() {
    let old = xml(
        "1.2",
        &format!(
            "<ObjectEvent>{HEAD}<baseExtension><eventID>urn:uuid:1</eventID></baseExtension><epcList/><action>ADD</action>\
             <extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.011111.L1</epcClass><quantity>3</quantity>\
             <uom>KGM</uom></quantityElement></quantityList><ilmd><m:lotNumber xmlns:m=\"urn:epcglobal:cbv:mda\">L9</m:lotNumber></ilmd>\
             <extension><sensorElementList><sensorElement><sensorReport type=\"gs1:Temperature\" value=\"4.50\" uom=\"CEL\"/></sensorElement>\
             </sensorElementList></extension></extension></ObjectEvent>\n\
             <extension><TransformationEvent>{HEAD}<inputEPCList><epc>https://example.com/a</epc></inputEPCList><outputEPCList><epc>https://example.com/b</epc></outputEPCList>\
             <transformationID></transformationID></TransformationEvent></extension>"
        ),
    );
    let new = document(json!([
        event(
            "ObjectEvent",
            json!({
                "eventID": "urn:uuid:1", "action": "ADD",
                "quantityList": [{"epcClass": "urn:epc:class:lgtin:4012345.011111.L1", "quantity": 3, "uom": "KGM"}],
                "ilmd": {"cbvmda:lotNumber": "L9"},
                "sensorElementList": [{"sensorReport": [{"type": "Temperature", "value": 4.5, "uom": "CEL"}]}]
            })
        ),
        event(
            "TransformationEvent",
            json!({"inputEPCList": ["ex:a"], "outputEPCList": ["ex:b"], "transformationID": ""})
        ),
    ]));
    let (old, new) = (open(&old), open(&new.to_string()));
    assert_eq!(messages(&old), []);
    assert_eq!(dump(&old.data().facts), dump(&new.data().facts));
    assert_eq!(old.data().facts.sources.files()[0].line_of(2), 5);
}

#[test]
fn what_travels_in_an_envelope_is_the_same_document() {
    let events = format!(
        "<ObjectEvent>{HEAD}<epcList><epc>https://example.com/a</epc></epcList><action>OBSERVE</action>\
         <bizStep>urn:epcglobal:fmcg:bizstep:receiving</bizStep><bizLocation><id>https://example.com/here</id></bizLocation></ObjectEvent>"
    );
    let whole = xml("1.2", &events);
    let bare = whole.split_once("?>").unwrap().1;
    let soap = |inner: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{inner}</s:Body></s:Envelope>"
        )
    };
    let results = format!(
        "<q:QueryResults xmlns:q=\"urn:epcglobal:epcis-query:xsd:1\"><queryName>SimpleEventQuery</queryName><resultsBody><EventList>{events}\
         </EventList></resultsBody></q:QueryResults>"
    );
    let standard =
        format!("<b:StandardBusinessDocument xmlns:b=\"urn:b\"><b:Header/>{bare}</b:StandardBusinessDocument>");
    let expected = dump(&open(&whole).data().facts);
    for text in [soap(bare), soap(&results), results, standard] {
        let loaded = open(&text);
        assert_eq!(dump(&loaded.data().facts), expected, "{text}");
        // Words of vocabularies before CBV say the same.
        assert_eq!(loaded.data().facts.movements.len(), 1);
    }
}

#[test]
fn a_prefix_may_mean_something_else_inside_and_default_namespaces_are_names_too() {
    let text = xml(
        "2.0",
        &format!(
            "<ObjectEvent>{HEAD}<epcList><epc>https://example.com/1</epc></epcList><action>OBSERVE</action><ex:a>1</ex:a>\
             <ex:b xmlns:ex=\"https://other.example/\"><ex:a>2</ex:a></ex:b><c xmlns=\"https://third.example/\"><d>3</d></c></ObjectEvent>\n\
             <ObjectEvent xmlns=\"urn:epcglobal:epcis:xsd:2\">{HEAD}<epcList><epc>https://example.com/1</epc></epcList><action>OBSERVE</action></ObjectEvent>"
        ),
    );
    let loaded = open(&text);
    assert_eq!(messages(&loaded), []);
    let facts = &loaded.data().facts;
    assert_eq!(facts.items.len(), 1, "both name https://example.com/1");
    let ids: std::collections::BTreeSet<_> = facts.event_ids.rows().map(|row| row.event).collect();
    assert_eq!(ids.len(), 2, "the extensions make them different events");
}

#[test]
fn a_broken_document_keeps_the_events_before_and_names_the_line() {
    let good = format!("<ObjectEvent>{HEAD}<epcList><epc>ex:1</epc></epcList><action>OBSERVE</action></ObjectEvent>");
    for (bad, why) in [
        ("<ObjectEvent><eventTime>2026</ObjectEvent>".to_owned(), "breaks at line 5"),
        ("<ObjectEvent><eventTime>&boom;</eventTime></ObjectEvent>".to_owned(), "entity of its own (boom) at line 5"),
    ] {
        let loaded = open(&xml("2.0", &format!("{good}\n{bad}\n{good}")));
        let counts = counts(&loaded);
        assert_eq!((counts.records, counts.used, counts.rejected), (2, 1, 1), "{:?}", messages(&loaded));
        let told = messages(&loaded);
        assert!(told.iter().any(|(record, _, text)| *record == 0 && text.contains(why)), "{told:?}");
        assert!(told.iter().any(|(record, line, _)| (*record, *line) == (2, 5)), "{told:?}");
    }
}

#[test]
fn a_hundred_thousand_nested_elements_cost_no_stack_and_reject_one_event() {
    let good = format!("<ObjectEvent>{HEAD}<epcList><epc>ex:1</epc></epcList><action>OBSERVE</action></ObjectEvent>");
    let deep = format!("<ObjectEvent>{HEAD}{}{}</ObjectEvent>", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let loaded = open(&xml("2.0", &format!("{deep}\n{good}")));
    let counts = counts(&loaded);
    assert_eq!((counts.records, counts.used, counts.rejected), (2, 1, 1));
    assert!(messages(&loaded).iter().any(|(_, _, text)| text.contains("nested more than 60 levels")));
}

#[test]
fn master_data_is_said_and_is_no_record() {
    let text = "<m:EPCISMasterDataDocument xmlns:m=\"urn:epcglobal:epcis-masterdata:xsd:1\" schemaVersion=\"1.2\" creationDate=\"2026-01-01T00:00:00Z\">\
                <EPCISBody><VocabularyList><Vocabulary type=\"urn:epcglobal:epcis:vtype:BusinessLocation\"><VocabularyElementList>\
                <VocabularyElement id=\"urn:epc:id:sgln:0037000.00729.0\"><attribute id=\"x\">y</attribute></VocabularyElement>\
                </VocabularyElementList></Vocabulary></VocabularyList></EPCISBody></m:EPCISMasterDataDocument>";
    let loaded = open(text);
    assert_eq!(counts(&loaded).records, 0);
    assert!(
        messages(&loaded).iter().any(|(_, _, text)| text.contains("describes 1 places")),
        "{:?}",
        messages(&loaded)
    );
}

#[test]
fn a_quantity_event_of_1_0_is_an_observation() {
    let text = xml(
        "1.0",
        &format!(
            "<QuantityEvent>{HEAD}<epcClass>urn:epc:class:lgtin:4012345.011111.L1</epcClass><quantity>20</quantity>\
             <bizLocation><id>ex:shelf</id></bizLocation></QuantityEvent>"
        ),
    );
    let loaded = open(&text);
    assert_eq!(counts(&loaded).used, 1);
    assert_eq!(loaded.data().facts.sightings.len(), 1);
    assert!(
        messages(&loaded).iter().any(|(record, _, text)| *record == 1 && text.contains("deprecated since EPCIS 1.1"))
    );
}
