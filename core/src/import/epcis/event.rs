//! One event as Floorlens understands it, read from JSON (or from XML as JSON), and what is wrong with it.
//!
//! Rules: EPCIS 2.0, section 7 (data model), and GS1's JSON schema. An event without time, action or identifiers cannot be used and is
//! rejected; everything else is a warning.

use super::context::Context;
use super::lists::{self, Thing};
use super::rules;
use super::sensors::{self, Reading};
use super::vocabulary::{BIZ_STEP, DISPOSITION, ERROR_REASON, PARTY_TYPE, TRANSACTION_TYPE};
use crate::import::value::Value;
use crate::model::{Micros, parse_rfc3339};
use std::borrow::Cow;

/// The five kinds of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Object,
    Aggregation,
    Transaction,
    Transformation,
    Association,
}

/// What the event does to the relation it states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Action {
    Add,
    Delete,
    Observe,
}

/// A withdrawal of an earlier, identical event.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Withdrawal {
    /// When it was declared.
    pub(super) time: Micros,
    /// Why, in CBV's words.
    pub(super) reason: String,
}

/// One event. Identifiers are expanded, words are CBV's bare ones.
#[derive(Debug, Clone)]
pub(super) struct Event<'v> {
    pub(super) kind: Kind,
    pub(super) time: Micros,
    /// Observe for a transformation, which has no action.
    pub(super) action: Action,
    pub(super) id: Option<Cow<'v, str>>,
    pub(super) withdrawal: Option<Withdrawal>,
    /// Container, or the parent of a transaction.
    pub(super) parent: Option<Thing>,
    /// What it is about; children; inputs.
    pub(super) things: Vec<Thing>,
    /// Outputs of a transformation.
    pub(super) outputs: Vec<Thing>,
    /// Non-empty transformationID.
    pub(super) group: Option<Cow<'v, str>>,
    pub(super) step: Cow<'v, str>,
    pub(super) read_point: Option<Cow<'v, str>>,
    pub(super) location: Option<Cow<'v, str>>,
    /// Type and identifier.
    pub(super) documents: Vec<(String, String)>,
    /// Type and identifier.
    pub(super) sources: Vec<(String, String)>,
    /// Type and identifier.
    pub(super) destinations: Vec<(String, String)>,
    pub(super) readings: Vec<Reading>,
    /// Lot number of instance/lot master data.
    pub(super) lot: Option<String>,
}

/// What is wrong with an event.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// The event is used all the same.
    pub(super) warnings: Vec<String>,
    /// The event cannot be used.
    pub(super) faults: Vec<String>,
    /// The event is used after this correction.
    pub(super) repair: Option<(String, String, String)>,
}

impl Findings {
    pub(super) fn warn(&mut self, sentence: impl Into<String>) {
        self.warnings.push(sentence.into());
    }
}

/// The type of an event (or document), as a bare word if it is one of EPCIS: `type`, or `isA` of drafts.
pub(super) fn type_of<'v>(context: &Context, body: &'v Value<'_>) -> Option<Cow<'v, str>> {
    let value = ["type", "isA", "@type"].iter().find_map(|name| context.get(body, name))?;
    let text = match value {
        Value::Array(list) => list.first()?.as_str()?,
        other => other.as_str()?,
    };
    Some(context.field(text.trim()))
}

/// Reads an event; `None` when it has faults.
pub(super) fn read<'v>(context: &Context, body: &'v Value<'_>, found: &mut Findings) -> Option<Event<'v>> {
    let kind = kind(context, body, found);
    let time = time(context, body, found);
    let action = action(context, body, kind, found);
    rules::check_fields(context, body, kind, found);

    let list = |name: &str, found: &mut Findings| lists::epcs(context, body, name, found);
    let quantities = |name: &str, found: &mut Findings| lists::quantities(context, body, name, found);
    let (mut things, mut outputs) = (Vec::new(), Vec::new());
    match kind {
        Some(Kind::Object | Kind::Transaction) | None => {
            things.extend(list("epcList", found));
            things.extend(quantities("quantityList", found));
        }
        Some(Kind::Aggregation | Kind::Association) => {
            things.extend(list("childEPCs", found));
            things.extend(quantities("childQuantityList", found));
        }
        Some(Kind::Transformation) => {
            things.extend(list("inputEPCList", found));
            things.extend(quantities("inputQuantityList", found));
            outputs.extend(list("outputEPCList", found));
            outputs.extend(quantities("outputQuantityList", found));
        }
    }
    let parent = match kind {
        Some(Kind::Aggregation | Kind::Association | Kind::Transaction) => lists::parent(context, body, found),
        _ => None,
    };
    let text = |name: &str| context.get(body, name).and_then(|v| context.id(v));
    let group = text("transformationID");
    let documents = lists::typed(context, body, "bizTransactionList", "bizTransaction", &TRANSACTION_TYPE, found);
    let readings = sensors::read(context, body, time.unwrap_or_default(), found);
    let have = rules::Present {
        parent: parent.is_some(),
        things: !things.is_empty(),
        outputs: !outputs.is_empty(),
        group: group.is_some(),
        documents: !documents.is_empty(),
        readings: !readings.is_empty(),
    };
    if let (Some(kind), Some(action)) = (kind, action) {
        rules::check_identifiers(kind, action, &have, found);
    }

    let event = Event {
        kind: kind?,
        time: time?,
        action: action?,
        id: text("eventID"),
        withdrawal: withdrawal(context, body, time?, found),
        parent,
        things,
        outputs,
        group,
        step: rules::word(context, body, "bizStep", &BIZ_STEP, found).unwrap_or_default(),
        read_point: text("readPoint"),
        location: text("bizLocation"),
        documents,
        sources: lists::typed(context, body, "sourceList", "source", &PARTY_TYPE, found),
        destinations: lists::typed(context, body, "destinationList", "destination", &PARTY_TYPE, found),
        readings,
        lot: lot(context, body),
    };
    rules::word(context, body, "disposition", &DISPOSITION, found);
    found.faults.is_empty().then_some(event)
}

fn kind(context: &Context, body: &Value, found: &mut Findings) -> Option<Kind> {
    let name = type_of(context, body);
    let kind = match name.as_deref() {
        Some("ObjectEvent") => Kind::Object,
        Some("AggregationEvent") => Kind::Aggregation,
        Some("TransactionEvent") => Kind::Transaction,
        Some("TransformationEvent") => Kind::Transformation,
        Some("AssociationEvent") => Kind::Association,
        other => {
            found.faults.push(match other {
                Some(name) => format!("type `{name}` is none of EPCIS' event types"),
                None => "type is missing, which EPCIS requires in every event".to_owned(),
            });
            return None;
        }
    };
    Some(kind)
}

fn time(context: &Context, body: &Value, found: &mut Findings) -> Option<Micros> {
    let offset = rules::offset(context, body, found);
    let text = match context.get(body, "eventTime") {
        Some(Value::String(text)) => text.trim(),
        Some(_) => {
            found.faults.push("eventTime is not text: EPCIS requires a date and time with a zone".to_owned());
            return None;
        }
        None => {
            found.faults.push("eventTime is missing, which EPCIS requires in every event".to_owned());
            return None;
        }
    };
    if let Some(time) = parse_rfc3339(text) {
        return Some(time);
    }
    // A time without zone is not valid, but the event says its offset elsewhere.
    if let Some(time) = offset.and_then(|offset| parse_rfc3339(&format!("{text}{offset}"))) {
        let reason = format!(
            "eventTime `{text}` has no zone, which EPCIS requires; it was read with the event's eventTimeZoneOffset."
        );
        found.repair = Some((text.to_owned(), format!("{text}{}", offset.unwrap_or_default()), reason));
        return Some(time);
    }
    found
        .faults
        .push(format!("eventTime `{text}` is not a date and time with a zone, such as 2026-07-22T06:45:00+02:00"));
    None
}

fn action(context: &Context, body: &Value, kind: Option<Kind>, found: &mut Findings) -> Option<Action> {
    match (context.get(body, "action"), kind) {
        (None, Some(Kind::Transformation)) => Some(Action::Observe),
        (None, _) => {
            found.faults.push("action is missing: EPCIS requires ADD, OBSERVE or DELETE".to_owned());
            None
        }
        (Some(_), Some(Kind::Transformation)) => {
            found.warn("action is not allowed in a TransformationEvent. It was ignored.");
            Some(Action::Observe)
        }
        (Some(value), _) => match value.as_str().map(str::trim) {
            Some("ADD") => Some(Action::Add),
            Some("DELETE") => Some(Action::Delete),
            Some("OBSERVE") => Some(Action::Observe),
            _ => {
                found.faults.push(format!("action {value} is none of ADD, OBSERVE and DELETE"));
                None
            }
        },
    }
}

fn withdrawal(context: &Context, body: &Value, event_time: Micros, found: &mut Findings) -> Option<Withdrawal> {
    let declaration = context.get(body, "errorDeclaration").filter(|d| d.is_object())?;
    let time = context.get(declaration, "declarationTime").and_then(Value::as_str).and_then(parse_rfc3339);
    if time.is_none() {
        found
            .warn("errorDeclaration has no valid declarationTime, which EPCIS requires. The event's own time is used.");
    }
    let reason = rules::word(context, declaration, "reason", &ERROR_REASON, found).unwrap_or_default();
    let reason = reason.into_owned();
    Some(Withdrawal { time: time.unwrap_or(event_time), reason })
}

/// The lot number of instance/lot master data, in CBV's spelling.
fn lot(context: &Context, body: &Value) -> Option<String> {
    let Value::Object(ilmd) = context.get(body, "ilmd")? else { return None };
    // XML names join namespace and name without a colon.
    const NAMES: [&str; 4] = [
        "urn:epcglobal:cbv:mda:lotNumber",
        "urn:epcglobal:cbv:mdalotNumber",
        "urn:epcglobal:cbv:mda#lotNumber",
        "https://ref.gs1.org/cbv/lotNumber",
    ];
    let (_, lot) = ilmd.iter().find(|(key, _)| NAMES.contains(&context.expand(key).as_ref()))?;
    // Systems that know lots as numbers write them as such; JSON-LD may put any value into an object.
    let lot = match lot {
        Value::Object(fields) => fields.iter().find(|(key, _)| *key == "@value")?.1,
        plain => plain,
    };
    let lot = match lot {
        Value::Number(number) => number.to_string(),
        text => text.as_str()?.trim().to_owned(),
    };
    (!lot.is_empty()).then_some(lot)
}
