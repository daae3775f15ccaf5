//! The order of elements that EPCIS' XML schemas require; JSON has none.

use crate::import::value::Value;

const BEFORE: &[&str] =
    &["eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo"];

/// What stands between the head and `bizStep`, by kind of event.
const WHAT: &[(&str, &[&str])] = &[
    ("ObjectEvent", &["epcList", "action"]),
    ("AggregationEvent", &["parentID", "childEPCs", "action"]),
    ("AssociationEvent", &["parentID", "childEPCs", "childQuantityList", "action"]),
    ("TransactionEvent", &["bizTransactionList", "parentID", "epcList", "action"]),
    (
        "TransformationEvent",
        &["inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID"],
    ),
];

/// Lists of quantities, parties and sensors follow in an order that differs between 1.2 and 2.0; only what both require is checked.
const AFTER: &[&str] = &["bizStep", "disposition", "readPoint", "bizLocation"];

/// The first field that stands after one that must follow it, with that one.
pub(super) fn fault<'f>(event: &str, fields: &'f [(String, Value<'_>)]) -> Option<(&'f str, &'f str)> {
    let (_, what) = WHAT.iter().find(|(name, _)| *name == event)?;
    let rank = |key: &str| BEFORE.iter().chain(*what).chain(AFTER).position(|name| *name == key);
    let mut last: Option<(usize, &str)> = None;
    for (key, _) in fields {
        let Some(at) = rank(key) else { continue };
        match last {
            Some((before, other)) if at < before => return Some((key, other)),
            _ => last = Some((at, key)),
        }
    }
    None
}
