//! `@context` as far as EPCIS needs it: prefixes and terms, so that bare words, CURIEs and full URIs mean the same.
//!
//! The contexts that documents name by address are GS1's; what they declare is known here. Contexts of others cannot be fetched
//! (nothing leaves the page), so their terms stay as they are written.

use crate::import::value::Value;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Fields and types of EPCIS.
const EPCIS: &str = "https://ref.gs1.org/epcis/";

/// Prefixes that GS1's context declares.
const STANDARD: [(&str, &str); 9] = [
    ("epcis", EPCIS),
    ("cbv", "https://ref.gs1.org/cbv/"),
    ("gs1", "https://gs1.org/voc/"),
    ("cbvmda", "urn:epcglobal:cbv:mda:"),
    ("rdfs", "http://www.w3.org/2000/01/rdf-schema#"),
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("owl", "http://www.w3.org/2002/07/owl#"),
    ("xsd", "http://www.w3.org/2001/XMLSchema#"),
    ("dcterms", "http://purl.org/dc/terms/"),
];

/// Prefixes and terms in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Context {
    declared: BTreeMap<String, String>,
    /// True when a term without a colon may mean a field of EPCIS.
    renames: bool,
}

impl Context {
    /// This context with the declarations of an `@context` added; later ones win, as in JSON-LD.
    pub(super) fn with(&self, context: &Value) -> Context {
        let mut out = self.clone();
        let entries = match context {
            Value::Array(list) => list.as_slice(),
            other => std::slice::from_ref(other),
        };
        for entry in entries {
            let Value::Object(terms) = entry else { continue };
            for (term, meaning) in terms.iter() {
                let iri = match meaning {
                    Value::String(iri) => Some(iri.as_ref()),
                    Value::Object(definition) => definition.get("@id").and_then(Value::as_str),
                    _ => None,
                };
                if let Some(iri) = iri.filter(|_| !term.starts_with('@')) {
                    out.declare(term, iri);
                }
            }
        }
        out
    }

    /// Adds a prefix.
    pub(super) fn declare(&mut self, prefix: &str, iri: &str) {
        // An address is not expanded any further.
        let final_meaning = iri.starts_with("http://") || iri.starts_with("https://");
        self.renames |= !final_meaning || iri.starts_with(EPCIS);
        self.declared.insert(prefix.to_owned(), iri.to_owned());
    }

    /// This context with the declarations of another one added.
    pub(super) fn and(&self, other: &Context) -> Context {
        let mut out = self.clone();
        for (term, iri) in &other.declared {
            out.declare(term, iri);
        }
        out
    }

    /// What a prefix was declared for.
    pub(super) fn meaning(&self, prefix: &str) -> Option<&str> {
        self.declared.get(prefix).map(String::as_str)
    }

    fn lookup(&self, term: &str) -> Option<&str> {
        self.declared
            .get(term)
            .map(String::as_str)
            .or_else(|| STANDARD.iter().find(|(prefix, _)| *prefix == term).map(|(_, iri)| *iri))
    }

    /// A CURIE or declared term as a full URI; anything else as it stands.
    pub(super) fn expand<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.declared.is_empty() && !text.contains(':') {
            return Cow::Borrowed(text);
        }
        let mut out = Cow::Borrowed(text);
        // A declaration may use another one; a circle ends after as many steps as there are declarations.
        for _ in 0..=self.declared.len() {
            let next = match out.split_once(':') {
                Some((prefix, rest)) if !rest.starts_with("//") => {
                    self.lookup(prefix).map(|iri| format!("{iri}{rest}"))
                }
                Some(_) => None,
                None => self.declared.get(out.as_ref()).cloned(),
            };
            match next {
                Some(next) if next != out => out = Cow::Owned(next),
                _ => break,
            }
        }
        out
    }

    /// A key of an event: the bare name for EPCIS' own fields, the full URI for extensions, bare what belongs to neither.
    pub(super) fn field<'a>(&self, key: &'a str) -> Cow<'a, str> {
        match self.expand(key) {
            Cow::Borrowed(key) => Cow::Borrowed(key.strip_prefix(EPCIS).unwrap_or(key)),
            Cow::Owned(key) => Cow::Owned(key.strip_prefix(EPCIS).map(str::to_owned).unwrap_or(key)),
        }
    }

    /// The value of a field of an object, whichever way its key is spelled.
    pub(super) fn get<'v, 'a>(&self, object: &'v Value<'a>, name: &str) -> Option<&'v Value<'a>> {
        let Value::Object(object) = object else { return None };
        if let Some(value) = object.get(name) {
            return Some(value);
        }
        // Most events spell their fields as EPCIS does, and lack most of them.
        if !object.has_colons() && !self.renames {
            return None;
        }
        object.iter().find(|(key, _)| self.field(key) == name).map(|(_, value)| value)
    }

    /// The identifier that a value gives: a string, or an object with `id`.
    pub(super) fn id<'v>(&self, value: &'v Value<'_>) -> Option<Cow<'v, str>> {
        let text = match value {
            Value::String(text) => text.as_ref(),
            Value::Object(object) => object.get("id").or_else(|| object.get("@id"))?.as_str()?,
            _ => return None,
        };
        let text = text.trim();
        (!text.is_empty()).then(|| self.expand(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn declaring(context: &serde_json::Value) -> Context {
        Context::default().with(&Value::of(context.to_string().as_bytes()).expect("JSON"))
    }

    #[test]
    fn bare_words_curies_and_uris_mean_the_same() {
        let context = declaring(
            &json!(["https://ref.gs1.org/standards/epcis/epcis-context.jsonld", {"ex": "https://example.com/"}, {"when": "epcis:eventTime"}]),
        );
        for key in ["eventTime", "epcis:eventTime", "https://ref.gs1.org/epcis/eventTime", "when"] {
            assert_eq!(context.field(key), "eventTime", "{key}");
        }
        assert_eq!(context.field("ex:colour"), "https://example.com/colour");
        assert_eq!(context.expand("urn:epc:id:sgtin:1.2.3"), "urn:epc:id:sgtin:1.2.3");
        assert_eq!(context.expand("ex://host/x"), "ex://host/x");
    }

    #[test]
    fn declarations_that_go_in_circles_end() {
        let context = declaring(&json!({"a": "b:x", "b": "a:y"}));
        assert!(context.expand("a:z").ends_with('z'));
    }
}
