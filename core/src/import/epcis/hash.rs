//! What an event says, as a hash: the identity of events that have no id, by which duplicates and withdrawals are recognised, and
//! by which an event can be cited.
//!
//! The event hash of the Core Business Vocabulary 2.0: fields in a fixed order as `name=value` without separators, lists sorted,
//! times in UTC to the millisecond, identifiers as canonical Digital Links, words as full URIs, extensions as `{namespace}name`, then
//! SHA-256. What says something about the record (recordTime, eventID, errorDeclaration) is left out.

use super::context::Context;
use super::event::type_of;
use super::vocabulary::{BIZ_STEP, DISPOSITION, EVENT_FIELDS, PARTY_TYPE, TRANSACTION_TYPE, Vocabulary};
use crate::import::value::Value;
use crate::model::{Micros, canonical_key, format_rfc3339, parse_rfc3339};
use crate::order::Order;
use sha2::{Digest, Sha256};

/// `ni:///sha-256;…?ver=CBV2.0`.
pub(super) fn event_hash(context: &Context, body: &Value) -> String {
    format!("ni:///sha-256;{:x}?ver=CBV2.0", Sha256::digest(pre_hash(context, body)))
}

/// How the value of a field is written.
#[derive(Clone, Copy)]
enum Kind {
    Text,
    /// What an extension holds.
    Any,
    Time,
    /// A URI, which may be a GS1 identifier.
    Uri,
    /// A word of a CBV vocabulary.
    Word(&'static Vocabulary),
    /// A word of GS1's web vocabulary.
    Gs1,
    Component,
}

const METADATA: &[(&str, Kind)] = &[
    ("time", Kind::Time),
    ("startTime", Kind::Time),
    ("endTime", Kind::Time),
    ("deviceID", Kind::Uri),
    ("deviceMetadata", Kind::Uri),
    ("rawData", Kind::Uri),
    ("dataProcessingMethod", Kind::Uri),
    ("bizRules", Kind::Uri),
];

const REPORT: &[(&str, Kind)] = &[
    ("type", Kind::Gs1),
    ("exception", Kind::Gs1),
    ("deviceID", Kind::Uri),
    ("deviceMetadata", Kind::Uri),
    ("rawData", Kind::Uri),
    ("dataProcessingMethod", Kind::Uri),
    ("time", Kind::Time),
    ("microorganism", Kind::Uri),
    ("chemicalSubstance", Kind::Uri),
    ("value", Kind::Text),
    ("component", Kind::Component),
    ("stringValue", Kind::Text),
    ("booleanValue", Kind::Text),
    ("hexBinaryValue", Kind::Text),
    ("uriValue", Kind::Uri),
    ("minValue", Kind::Text),
    ("maxValue", Kind::Text),
    ("meanValue", Kind::Text),
    ("sDev", Kind::Text),
    ("percRank", Kind::Text),
    ("percValue", Kind::Text),
    ("uom", Kind::Text),
    ("coordinateReferenceSystem", Kind::Uri),
];

const QUANTITY: &[(&str, Kind)] = &[("epcClass", Kind::Uri), ("quantity", Kind::Text), ("uom", Kind::Text)];

fn pre_hash(context: &Context, body: &Value) -> String {
    let w = Writer { context };
    let get = |name: &str| context.get(body, name);
    let field = |name: &str, kind: Kind| get(name).map(|v| w.all(name, v, kind)).unwrap_or_default();
    let mut out = format!("eventType={}", type_of(context, body).unwrap_or_default());
    out += &field("eventTime", Kind::Time);
    out += &field("eventTimeZoneOffset", Kind::Text);
    out += &field("certificationInfo", Kind::Uri);
    out += &field("parentID", Kind::Uri);
    let epcs = |name: &str| w.list(name, get(name), |v| w.all("epc", v, Kind::Uri));
    let quantities = |name: &str| w.list(name, get(name), |v| format!("quantityElement{}", w.fields(v, QUANTITY)));
    for (epc_list, quantity_list) in [
        ("epcList", "quantityList"),
        ("childEPCs", "childQuantityList"),
        ("inputEPCList", "inputQuantityList"),
        ("outputEPCList", "outputQuantityList"),
    ] {
        out += &epcs(epc_list);
        out += &quantities(quantity_list);
    }
    out += &field("action", Kind::Text);
    out += &field("transformationID", Kind::Uri);
    out += &field("bizStep", Kind::Word(&BIZ_STEP));
    out += &field("disposition", Kind::Word(&DISPOSITION));
    if let Some(persistent) = get("persistentDisposition") {
        let words = w.fields(persistent, &[("set", Kind::Word(&DISPOSITION)), ("unset", Kind::Word(&DISPOSITION))]);
        out += &named("persistentDisposition", words);
    }
    for place in ["readPoint", "bizLocation"] {
        if let Some(value) = get(place) {
            let id = context.id(value).map(|id| format!("id={}", canonical_key(&id))).unwrap_or_default();
            out += &named(place, id + &w.extensions(value, &["id", "@id", "type"]));
        }
    }
    let typed = |name: &str, id: &'static str, types: &'static Vocabulary| {
        w.list(name, get(name), |v| w.fields(v, &[("type", Kind::Word(types)), (id, Kind::Uri)]))
    };
    out += &w.list("sensorElementList", get("sensorElementList"), |element| w.sensor(element));
    // What follows is sorted among itself, as in the golden hashes.
    let mut rest = w.extension_list(body, EVENT_FIELDS);
    rest.push(typed("bizTransactionList", "bizTransaction", &TRANSACTION_TYPE));
    rest.push(typed("destinationList", "destination", &PARTY_TYPE));
    rest.push(typed("sourceList", "source", &PARTY_TYPE));
    rest.push(get("ilmd").map(|ilmd| named("ilmd", w.extensions(ilmd, &[]))).unwrap_or_default());
    rest.push(w.list("sensorElementList", get("sensorElementList"), |element| w.stray(element)));
    rest.sort();
    out + &rest.concat()
}

/// A name before what it holds; nothing for what holds nothing.
fn named(name: &str, content: String) -> String {
    if content.is_empty() { content } else { format!("{name}{content}") }
}

struct Writer<'a> {
    context: &'a Context,
}

impl Writer<'_> {
    fn sensor(&self, element: &Value) -> String {
        let metadata =
            self.context.get(element, "sensorMetadata").map(|m| self.fields(m, METADATA)).unwrap_or_default();
        let reports = self.list("", self.context.get(element, "sensorReport"), |r| {
            let mut known: Vec<&str> = REPORT.iter().map(|(name, _)| *name).collect();
            known.extend(self.strays(r));
            format!("sensorReport{}{}", self.known(r, REPORT), self.extensions(r, &known))
        });
        let rest = self.extensions(element, &["sensorMetadata", "sensorReport"]);
        format!("sensorElement{}{reports}{rest}", named("sensorMetadata", metadata))
    }

    /// Fields without a namespace that no sensor report has.
    fn strays<'v>(&self, report: &'v Value<'_>) -> Vec<&'v str> {
        let Value::Object(report) = report else { return Vec::new() };
        let known = |name: &str| name.contains(':') || REPORT.iter().any(|(field, _)| *field == name);
        report.keys().filter(|key| !known(&self.context.field(key))).collect()
    }

    /// The stray fields of an element's reports, which come at the end of the event.
    fn stray(&self, element: &Value) -> String {
        let reports = self.list("", self.context.get(element, "sensorReport"), |report| {
            let fields = self.strays(report).into_iter().filter_map(|key| Some((key, report.get(key)?)));
            let mut all: Vec<String> = fields.map(|(key, value)| self.extension(key, value)).collect();
            all.sort();
            named("sensorReport", all.concat())
        });
        named("sensorElement", reports)
    }

    /// Every element of a list, sorted.
    fn list(&self, name: &str, value: Option<&Value>, each: impl Fn(&Value) -> String) -> String {
        let mut all: Vec<String> = match value {
            Some(Value::Array(list)) => list.iter().map(each).collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(one) => vec![each(one)],
        };
        all.order();
        named(name, all.concat())
    }

    /// Known fields in their order, then extensions.
    fn fields(&self, object: &Value, known: &[(&str, Kind)]) -> String {
        let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
        self.known(object, known) + &self.extensions(object, &names)
    }

    /// Known fields in their order.
    fn known(&self, object: &Value, known: &[(&str, Kind)]) -> String {
        let mut out = String::new();
        for (name, kind) in known {
            if let Some(value) = self.context.get(object, name) {
                out += &self.all(name, value, *kind);
            }
        }
        out
    }

    /// `name=value`, of a list one for each, sorted.
    fn all(&self, name: &str, value: &Value, kind: Kind) -> String {
        self.list("", Some(value), |value| match self.scalar(value, kind) {
            text if text.is_empty() => text,
            text => format!("{name}={text}"),
        })
    }

    fn scalar(&self, value: &Value, kind: Kind) -> String {
        let text = match value {
            Value::String(text) => text.trim(),
            Value::Bool(b) => return b.to_string(),
            // Without trailing zeros, as Rust writes numbers.
            Value::Number(n) => {
                return n.as_i64().map_or_else(|| n.as_f64().unwrap_or_default().to_string(), |n| n.to_string());
            }
            _ => return String::new(),
        };
        if text.is_empty() {
            return String::new();
        }
        let vocabulary = |prefix: &str| match self.context.expand(text) {
            full if full.contains(':') => full.into_owned(),
            bare => format!("{prefix}{bare}"),
        };
        match kind {
            // Numbers are written the same way everywhere, also where they stand as text.
            Kind::Text => match text.parse::<f64>() {
                // Whole ones with every digit, beyond those that a double can tell apart too.
                Ok(number) if number.is_finite() && number.fract() == 0.0 => format!("{number:.0}"),
                Ok(number) if number.is_finite() => number.to_string(),
                _ => text.to_owned(),
            },
            // An identifier may stand in an extension too; only as URI, so that no other text is taken for one.
            Kind::Any if text.starts_with("urn:epc:") || text.starts_with("http") => canonical_key(text),
            Kind::Any => self.scalar(value, Kind::Text),
            Kind::Time => parse_rfc3339(text).map_or_else(|| text.to_owned(), to_millis),
            Kind::Uri => canonical_key(&self.context.expand(text)),
            Kind::Word(words) => words.uri(&words.word(self.context, text)),
            Kind::Gs1 => vocabulary("https://gs1.org/voc/"),
            Kind::Component => vocabulary("https://ref.gs1.org/cbv/Comp-"),
        }
    }

    /// All fields that are not `known`, sorted.
    fn extensions(&self, object: &Value, known: &[&str]) -> String {
        self.extension_list(object, known).concat()
    }

    fn extension_list(&self, object: &Value, known: &[&str]) -> Vec<String> {
        let Value::Object(object) = object else { return Vec::new() };
        let mut all: Vec<String> = Vec::new();
        for (key, value) in object.iter() {
            let name = self.context.field(key);
            // A comment says nothing.
            let comment = name == "http://www.w3.org/2000/01/rdf-schema#comment";
            if !known.contains(&name.as_ref()) && !key.starts_with('@') && !comment {
                all.push(self.extension(&self.name(key), value));
            }
        }
        all.order();
        all
    }

    /// An extension with all that is in it. As deep as the parser lets data nest (127 levels).
    fn extension(&self, name: &str, value: &Value) -> String {
        match value {
            Value::Array(_) => self.list("", Some(value), |v| self.extension(name, v)),
            Value::Object(_) => named(name, self.extensions(value, &[])),
            scalar => match self.scalar(scalar, Kind::Any) {
                text if text.is_empty() => text,
                text => format!("{name}={text}"),
            },
        }
    }

    /// `{namespace}name` of a key.
    fn name(&self, key: &str) -> String {
        match key.split_once(':') {
            Some((prefix, local)) => {
                let prefix = format!("{prefix}:");
                format!("{{{}}}{local}", self.context.expand(&prefix))
            }
            None => key.to_owned(),
        }
    }
}

/// RFC 3339 in UTC to the millisecond; the fourth decimal decides, five and more round up.
fn to_millis(at: Micros) -> String {
    let millis = at.saturating_add(500).div_euclid(1000);
    let seconds = format_rfc3339(millis.div_euclid(1000) * 1_000_000);
    format!("{}.{:03}Z", seconds.trim_end_matches('Z'), millis.rem_euclid(1000))
}
