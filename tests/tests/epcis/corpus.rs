//! What real documents of others load as.

use super::*;

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
            let events = text.matches("\"eventTime\"").count() + text.matches("eventTime>").count() / 2;
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
        ("ObjectEvent_bare_event_without_action.xml", "action is missing", 1),
        ("ObjectEvent_with_invalid_action.xml", "action \"CREATE\"", 1),
        ("ObjectEvent_with_invalid_eventTime_format.xml", "eventTime `22-07-2026`", 1),
        ("ObjectEvent_with_near_miss_action.xml", "action \"OBSERV\"", 1),
        ("ObjectEvent_with_unknown_element.xml", "The field `madeUpField` is none of EPCIS", 0),
        ("ObjectEvent_with_wrong_element_order.xml", "eventTime stands after action", 0),
        ("ObjectEvent_without_eventTime.xml", "eventTime is missing", 1),
        ("QueryDocument_with_invalid_action.xml", "action \"INVALIDACTION\"", 1),
        ("QueryDocument_with_invalid_eventType.xml", "type `ObjectEventInvalid`", 1),
        ("QueryDocument_with_missing_value.xml", "the param EQ_readPoint has no value", 1),
        ("Query_without_queryName.xml", "queryName is missing", 1),
    ];
    let invalid: Vec<_> = files.iter().filter(|p| is_invalid(p)).collect();
    assert_eq!(invalid.len(), rules.len());
    for path in invalid {
        let stem = path.file_name().and_then(|s| s.to_str()).expect("a name");
        let known = |name: &str| if name.ends_with(".xml") { name == stem } else { format!("{name}.json") == stem };
        let (_, rule, rejected) = rules.iter().find(|(name, ..)| known(name)).expect("a known file");
        let loaded = open(&std::fs::read_to_string(path).expect("readable"));
        assert_eq!(counts(&loaded).rejected, *rejected, "{stem}");
        let told = messages(&loaded);
        assert!(
            told.iter().any(|(record, line, text)| *record > 0 && *line > 0 && text.contains(rule)),
            "{stem}: {told:?}"
        );
    }
}
