//! Namespaces: which names are EPCIS' own, and terms for all others.

use crate::import::epcis::context::Context;
use std::collections::BTreeMap;

/// The namespaces in scope, the innermost last.
#[derive(Default)]
pub(super) struct Scopes {
    /// Prefix, namespace, and the depth of the element that declares it.
    declared: Vec<(String, String, usize)>,
    /// Prefix → its places among these, the innermost last.
    places: BTreeMap<String, Vec<usize>>,
}

impl Scopes {
    /// An element at `depth` declares a namespace if `attribute` is `xmlns` or `xmlns:prefix`.
    pub(super) fn declare(&mut self, attribute: &str, namespace: &str, depth: usize) {
        let prefix = match attribute.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) => match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None => return,
            },
            None => return,
        };
        self.places.entry(prefix.to_owned()).or_default().push(self.declared.len());
        self.declared.push((prefix.to_owned(), namespace.to_owned(), depth));
    }

    /// Elements deeper than `depth` have ended.
    pub(super) fn leave(&mut self, depth: usize) {
        while let Some((prefix, ..)) = self.declared.pop_if(|(_, _, at)| *at > depth) {
            if let Some(places) = self.places.get_mut(&prefix) {
                places.pop();
            }
        }
    }

    fn namespace(&self, prefix: &str) -> Option<&str> {
        let place = self.places.get(prefix)?.last()?;
        self.declared.get(*place).map(|(_, namespace, _)| namespace.as_str())
    }

    /// Adds all prefixes to a context: values are written with them as if they were CURIEs.
    pub(super) fn add_to(&self, context: &mut Context) {
        for (prefix, namespace, _) in
            self.declared.iter().filter(|(prefix, namespace, _)| !prefix.is_empty() && !is_epcis(namespace))
        {
            context.declare(prefix, namespace);
        }
    }

    /// An element's name as the key of a field: bare for EPCIS' own and for names without namespace, else `term:name`, for which `context`
    /// knows the namespace.
    pub(super) fn key(&self, name: &str, context: &mut Context) -> String {
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match self.namespace(prefix) {
            Some(namespace) if !namespace.is_empty() && !is_epcis(namespace) => term(namespace, context) + ":" + local,
            None if !prefix.is_empty() => name.to_owned(),
            _ => local.to_owned(),
        }
    }

    /// As [`Scopes::key`] for an attribute, which has no namespace without a prefix; `None` for what speaks about the XML itself.
    pub(super) fn attribute(&self, name: &str, context: &mut Context) -> Option<String> {
        if name == "xmlns" || name.starts_with("xmlns:") || name.starts_with("xml:") {
            return None;
        }
        let Some((prefix, _)) = name.split_once(':') else { return Some(name.to_owned()) };
        if self.namespace(prefix) == Some("http://www.w3.org/2001/XMLSchema-instance") {
            return None;
        }
        Some(self.key(name, context))
    }
}

/// EPCIS 1.x and 2.0, its query interface, and the types of the EPC framework.
fn is_epcis(namespace: &str) -> bool {
    namespace.starts_with("urn:epcglobal:epcis") || namespace.starts_with("urn:epcglobal:xsd")
}

/// A term for a namespace that no value can use: no prefix has braces, and a term has no colon.
fn term(namespace: &str, context: &mut Context) -> String {
    let term = format!("{{{}}}", namespace.replace(':', "\u{1f}"));
    if context.meaning(&term).is_none() {
        context.declare(&term, namespace);
    }
    term
}
