//! Rules of EPCIS that an event may break, each with its sentence.

use super::context::Context;
use super::event::{Action, Findings, Kind};
use super::vocabulary::{EVENT_FIELDS, Vocabulary};
use crate::import::value::Value;
use crate::model::parse_rfc3339;
use std::borrow::Cow;

/// Which identifiers an event has.
pub(super) struct Present {
    pub(super) parent: bool,
    pub(super) things: bool,
    pub(super) outputs: bool,
    pub(super) group: bool,
    pub(super) documents: bool,
    pub(super) readings: bool,
}

/// Every kind of event must name what it is about.
pub(super) fn check_identifiers(kind: Kind, action: Action, have: &Present, found: &mut Findings) {
    let fault = match kind {
        Kind::Object if !have.things && !have.readings => {
            "there are no identifiers: EPCIS requires an epcList or quantityList (or sensor data) in an ObjectEvent"
        }
        Kind::Aggregation | Kind::Association
            if !have.parent && (kind == Kind::Association || action != Action::Observe) =>
        {
            "parentID is missing: EPCIS requires it unless an AggregationEvent only observes"
        }
        Kind::Aggregation | Kind::Association if !have.things && action == Action::Add => {
            "there are no children: EPCIS requires childEPCs or a childQuantityList unless everything is taken out (DELETE)"
        }
        Kind::Aggregation | Kind::Association if !have.things && !have.parent => {
            "there are no identifiers: EPCIS requires a parentID or children"
        }
        Kind::Transaction if !have.things && !have.parent => {
            "there are no identifiers: EPCIS requires an epcList, a quantityList or a parentID in a TransactionEvent"
        }
        Kind::Transformation if !have.things && !have.outputs => {
            "there are no identifiers: EPCIS requires inputs and outputs in a TransformationEvent"
        }
        _ => "",
    };
    if !fault.is_empty() {
        found.faults.push(fault.to_owned());
        return;
    }
    match kind {
        Kind::Transaction if !have.documents => {
            found.warn("bizTransactionList is missing or empty, which EPCIS requires in a TransactionEvent.");
        }
        Kind::Transformation if !(have.group || have.things && have.outputs) => {
            found.warn(
                "A TransformationEvent without transformationID must have inputs and outputs. Without the other side nothing is derived from it.",
            );
        }
        _ => {}
    }
}

/// Field names, and the parts that no fact is made of but that can be wrong all the same.
pub(super) fn check_fields(context: &Context, body: &Value, kind: Option<Kind>, found: &mut Findings) {
    let Value::Object(fields) = body else { return };
    for key in fields.keys() {
        let name = context.field(key);
        if !name.contains(':') && !EVENT_FIELDS.contains(&name.as_ref()) {
            found.warn(format!(
                "The field `{name}` is none of EPCIS and has no namespace, which EPCIS requires of extensions. It was ignored."
            ));
        }
    }
    if let Some(Value::Object(ilmd)) = context.get(body, "ilmd") {
        for key in ilmd.keys().filter(|key| !key.starts_with('@') && !context.expand(key).contains(':')) {
            found.warn(format!(
                "The field `{key}` of ilmd has no namespace, which EPCIS requires of master data. It was ignored."
            ));
        }
        if kind != Some(Kind::Transformation) && context.get(body, "action").and_then(Value::as_str) != Some("ADD") {
            found.warn("ilmd is only allowed where things are made: in an ObjectEvent with action ADD or in a TransformationEvent.");
        }
    }
    if let Some(info) = context.get(body, "certificationInfo") {
        let all = match info {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        if !all.iter().all(|v| v.as_str().is_some_and(|s| s.contains(':'))) {
            found.warn("certificationInfo must be a URI or a list of URIs. It was ignored.");
        }
    }
    for (field, required) in [("readPoint", "id"), ("bizLocation", "id")] {
        if let Some(place) = context.get(body, field)
            && context.id(place).is_none()
        {
            found.warn(format!("{field} has no {required}, which EPCIS requires. It was ignored."));
        }
    }
    if let Some(time) = context.get(body, "recordTime")
        && time.as_str().and_then(parse_rfc3339).is_none()
    {
        found.warn(format!("recordTime {time} is not a date and time with a zone. It was ignored."));
    }
}

/// A word of a vocabulary; one that CBV does not know is kept and said.
pub(super) fn word<'v>(
    context: &Context,
    object: &'v Value<'_>,
    field: &str,
    vocabulary: &Vocabulary,
    found: &mut Findings,
) -> Option<Cow<'v, str>> {
    let value = context.get(object, field)?;
    let Some(text) = value.as_str() else {
        found.warn(format!("{field} is {value} where EPCIS requires text. It was ignored."));
        return None;
    };
    let word = vocabulary.word(context, text);
    if word.is_empty() {
        return None;
    }
    if !vocabulary.knows(&word) {
        found.warn(unknown_word(vocabulary, &word));
    }
    Some(word)
}

pub(super) fn unknown_word(vocabulary: &Vocabulary, word: &str) -> String {
    format!(
        "The {} `{word}` is no value of the Core Business Vocabulary: use one of its values, or a full URI for a word of your own. It is kept as it stands.",
        vocabulary.field
    )
}

/// `eventTimeZoneOffset` if it is valid.
pub(super) fn offset<'v>(context: &Context, body: &'v Value<'_>, found: &mut Findings) -> Option<&'v str> {
    let Some(value) = context.get(body, "eventTimeZoneOffset") else {
        found.warn("eventTimeZoneOffset is missing, which EPCIS requires in every event.");
        return None;
    };
    let text = value.as_str().map(str::trim);
    let valid = text.filter(|t| {
        let minutes = match (t.get(..1), t.get(1..3), t.get(3..4), t.get(4..6)) {
            (Some("+" | "-"), Some(h), Some(":"), Some(m))
                if t.len() == 6 && h.bytes().chain(m.bytes()).all(|b| b.is_ascii_digit()) =>
            {
                m.parse::<u32>().ok().filter(|m| *m < 60).and_then(|m| Some(h.parse::<u32>().ok()? * 60 + m))
            }
            _ => None,
        };
        minutes.is_some_and(|m| m <= 14 * 60)
    });
    if valid.is_none() {
        found.warn(format!(
            "eventTimeZoneOffset {value} is not an offset from -14:00 to +14:00, such as +02:00. It was ignored."
        ));
    }
    valid
}
