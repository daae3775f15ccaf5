//! A file with an EPCIS query instead of events: it holds no facts, and a person is told so, and what is wrong with it.

use crate::import::value::{Object, Value};
use crate::model::parse_rfc3339;

/// Parameters of the SimpleEventQuery that are not built from a prefix and a field (EPCIS 2.0, section 8.2.7.1).
const PLAIN: &[&str] = &[
    "@context",
    "eventType",
    "orderBy",
    "orderDirection",
    "eventCountLimit",
    "maxEventCount",
    "perPage",
    "queryType",
    "name",
    "query",
    "queryName",
    "params",
];
const PREFIXES: &[&str] =
    &["EQ_", "GT_", "GE_", "LT_", "LE_", "NE_", "MATCH_", "WD_", "EXISTS_", "HASATTR_", "EQATTR_"];
const COMPARED: &[&str] = &["EQ_", "GT_", "GE_", "LT_", "LE_"];
/// Fields that a parameter may name without a namespace.
const FIELDS: &[&str] = &[
    "action",
    "anyEPC",
    "anyEPCClass",
    "bizLocation",
    "bizStep",
    "bizRules",
    "booleanValue",
    "chemicalSubstance",
    "correctiveEventID",
    "dataProcessingMethod",
    "destination",
    "deviceID",
    "disposition",
    "endTime",
    "epc",
    "epcClass",
    "errorDeclarationTime",
    "errorDeclaration_Time",
    "errorReason",
    "eventID",
    "eventTime",
    "hexBinaryValue",
    "inputEPC",
    "inputEPCClass",
    "maxValue",
    "meanValue",
    "microorganism",
    "minValue",
    "outputEPC",
    "outputEPCClass",
    "parentID",
    "percRank",
    "percValue",
    "persistentDisposition",
    "quantity",
    "readPoint",
    "recordTime",
    "sDev",
    "sensorElementList",
    "source",
    "startTime",
    "stringValue",
    "time",
    "transformationID",
    "type",
    "uriValue",
    "value",
    "bizTransaction",
    "errorDeclaration",
    "ilmd",
];
const EVENT_TYPES: &[&str] =
    &["ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent"];

/// True for an object whose keys are query parameters.
pub(super) fn is_query(value: &Value) -> bool {
    let Value::Object(fields) = value else { return false };
    fields.contains_key("eventType")
        || fields.keys().any(|key| COMPARED.iter().chain(&["MATCH_", "EXISTS_"]).any(|p| key.starts_with(p)))
}

/// What breaks the rules of a query.
pub(super) fn faults(value: &Value) -> Vec<String> {
    let mut out = Vec::new();
    let Value::Object(fields) = value else { return out };
    for (key, value) in fields.iter() {
        if PLAIN.contains(&key) {
            match key {
                "eventType" => one_of(key, value, EVENT_TYPES, &mut out),
                "orderDirection" => one_of(key, value, &["ASC", "DESC"], &mut out),
                "eventCountLimit" | "maxEventCount" | "perPage"
                    if !value.is_u64() && value.as_str().is_none_or(|text| text.parse::<u32>().is_err()) =>
                {
                    out.push(format!("{key} must be a whole number, not {value}"));
                }
                _ => {}
            }
            continue;
        }
        let field = PREFIXES.iter().find_map(|prefix| key.strip_prefix(prefix));
        let known = field.is_some_and(|field| {
            let head = field.split('_').next().unwrap_or(field);
            field.contains(':') || FIELDS.contains(&field) || FIELDS.contains(&head) || field.starts_with("ATTR_")
        });
        if !known {
            out.push(format!("`{key}` is no parameter of an EPCIS query"));
            continue;
        }
        let field = field.unwrap_or_default();
        if field == "action" {
            one_of(key, value, &["ADD", "OBSERVE", "DELETE"], &mut out);
        } else if (field.ends_with("Time") || field == "time") && value.as_str().and_then(parse_rfc3339).is_none() {
            out.push(format!("{key} must be a date and time with a zone, not {value}"));
        }
    }
    out
}

/// What breaks the rules of a poll or subscription that was XML: a query name, and parameters of name and value.
pub(super) fn xml_faults(poll: &Value) -> Vec<String> {
    let mut out = Vec::new();
    if poll.get("queryName").and_then(Value::as_str).is_none_or(str::is_empty) {
        out.push("queryName is missing, which EPCIS requires of a poll".to_owned());
    }
    let params = match poll.get("params").and_then(|params| params.get("param")) {
        Some(Value::Array(list)) => list.as_slice(),
        Some(one) => std::slice::from_ref(one),
        None => &[],
    };
    let mut fields = Object::default();
    for param in params {
        let Some(name) = param.get("name").and_then(Value::as_str) else {
            out.push("a param has no name, which EPCIS requires".to_owned());
            continue;
        };
        // A list of strings, or one value.
        let value = param.get("value").map(|value| value.get("string").unwrap_or(value).clone());
        match value {
            Some(value) => fields.insert(name.to_owned(), value),
            None => out.push(format!("the param {name} has no value, which EPCIS requires")),
        }
    }
    out.extend(faults(&Value::Object(fields)));
    out
}

fn one_of(key: &str, value: &Value, allowed: &[&str], out: &mut Vec<String>) {
    let all = match value {
        Value::Array(list) => list.as_slice(),
        one => std::slice::from_ref(one),
    };
    for value in all {
        if !value.as_str().is_some_and(|v| allowed.contains(&v)) {
            out.push(format!("{key} must be one of {}, not {value}", allowed.join(", ")));
        }
    }
}
