//! The lists of an event: identifiers, quantities, documents, parties.

use super::context::Context;
use super::event::Findings;
use super::vocabulary::Vocabulary;
use crate::import::value::Value;
use crate::model::{Amount, Identity, identify};
use std::collections::BTreeSet;

/// Something an event names.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    /// What its identifier tells.
    pub(super) identity: Identity,
    /// The identifier, its CURIE expanded.
    pub(super) spelling: String,
    /// How much of it.
    pub(super) quantity: Amount,
    /// UN/CEFACT unit; empty = individuals.
    pub(super) unit: String,
}

fn thing(context: &Context, value: &Value, field: &str, found: &mut Findings) -> Option<Thing> {
    let Some(spelling) = context.id(value).map(|id| id.into_owned()) else {
        found.warn(format!("{field} holds {value}, which is no identifier. It was left out."));
        return None;
    };
    let identity = identify(&spelling);
    if let Some(fault) = &identity.fault {
        found.warn(fault.to_string());
    } else if !spelling.contains(':') {
        found.warn(format!("`{spelling}` in {field} is not a URI, which EPCIS requires. It is kept as it stands."));
    }
    Some(Thing { identity, spelling, quantity: Amount::NONE, unit: String::new() })
}

fn elements<'v, 'a>(context: &Context, body: &'v Value<'a>, field: &str, found: &mut Findings) -> &'v [Value<'a>] {
    match context.get(body, field) {
        None | Some(Value::Null) => &[],
        Some(Value::Array(list)) => list,
        // A list of one is often written without its brackets.
        Some(one @ (Value::String(_) | Value::Object(_))) => std::slice::from_ref(one),
        Some(other) => {
            found.warn(format!("{field} is {other} where EPCIS requires a list. It was ignored."));
            &[]
        }
    }
}

/// A list of identifiers; each counts once.
pub(super) fn epcs(context: &Context, body: &Value, field: &str, found: &mut Findings) -> Vec<Thing> {
    let list = elements(context, body, field, found).iter();
    let things: Vec<Thing> = list.filter_map(|value| thing(context, value, field, found)).collect();
    if things.len() < 2 {
        return things;
    }
    let mut seen = BTreeSet::new();
    things.into_iter().filter(|t| seen.insert(t.identity.key.clone())).collect()
}

/// The parent, if it is given and not empty.
pub(super) fn parent(context: &Context, body: &Value, found: &mut Findings) -> Option<Thing> {
    let value = context.get(body, "parentID").filter(|v| v.as_str() != Some(""))?;
    thing(context, value, "parentID", found)
}

/// A list of `{epcClass, quantity, uom}`.
pub(super) fn quantities(context: &Context, body: &Value, field: &str, found: &mut Findings) -> Vec<Thing> {
    let mut out = Vec::new();
    for element in elements(context, body, field, found) {
        let Some(class) = context.get(element, "epcClass") else {
            found.warn(format!("An element of {field} has no epcClass, which EPCIS requires. It was left out."));
            continue;
        };
        let Some(mut thing) = thing(context, class, field, found) else { continue };
        if let Value::Object(fields) = element {
            for key in fields.keys().map(|key| context.field(key)) {
                if !key.contains(':') && !["epcClass", "quantity", "uom"].contains(&key.as_ref()) {
                    found.warn(format!(
                        "An element of {field} has the field `{key}`, which EPCIS does not know there: only epcClass, quantity and uom, or a field with a namespace. It was ignored."
                    ));
                }
            }
        }
        match context.get(element, "quantity") {
            Some(Value::Number(n)) => thing.quantity = n.as_f64().into(),
            Some(Value::Null) | None => {}
            Some(other) => found.warn(format!(
                "quantity {other} in {field} is not a number, which EPCIS requires. The quantity is taken as unknown."
            )),
        }
        match context.get(element, "uom").map(|u| u.as_str().map(str::trim)) {
            Some(Some(unit)) => {
                if !matches!(unit.len(), 2 | 3) || !unit.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) {
                    found.warn(format!(
                        "uom `{unit}` in {field} is not a unit code of two or three letters and digits (UN/CEFACT Recommendation 20), which EPCIS requires. It is kept as it stands."
                    ));
                }
                thing.unit = unit.to_owned();
            }
            Some(None) => found.warn(format!("uom in {field} is not text. The unit is taken as unknown.")),
            None => {}
        }
        if thing.quantity.get().is_some_and(|q| q < 0.0) {
            found.warn(format!("A quantity in {field} is negative."));
        }
        out.push(thing);
    }
    out
}

/// A list of `{type, <field>}`: documents, sources, destinations. Types as bare words of `vocabulary`.
pub(super) fn typed(
    context: &Context,
    body: &Value,
    list: &str,
    field: &str,
    vocabulary: &Vocabulary,
    found: &mut Findings,
) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for element in elements(context, body, list, found) {
        // Drafts and lazy exports give the identifier alone.
        let id = if element.is_string() { Some(element) } else { context.get(element, field) };
        let Some(id) = id.and_then(|id| context.id(id)) else {
            found.warn(format!("An element of {list} has no {field}, which EPCIS requires. It was left out."));
            continue;
        };
        let kind = context.get(element, "type").and_then(Value::as_str);
        let kind = kind.map(|k| vocabulary.word(context, k).into_owned()).unwrap_or_default();
        if !kind.is_empty() && !vocabulary.knows(&kind) {
            found.warn(super::rules::unknown_word(vocabulary, &kind));
        }
        out.push((kind, id.into_owned()));
    }
    out
}
