//! JSON as it stands in its text: names and texts are lent, not copied, and an object is a short sorted list. Millions of events are made into
//! such values for a moment each; `serde_json::Value` would cost a tree and a string per field.

use crate::order::Order;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

/// A value of JSON.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) enum Value<'a> {
    #[default]
    Null,
    Bool(bool),
    Number(Number),
    String(Cow<'a, str>),
    Array(Vec<Value<'a>>),
    Object(Object<'a>),
}

/// Up to so many fields are kept in order as they come, and looked through one by one.
pub(super) const FEW: usize = 24;

/// The fields of an object by name; of two of one name the later counts.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Object<'a> {
    fields: Vec<(Cow<'a, str>, Value<'a>)>,
    /// True when a name has a colon, so that it may be a CURIE or a URI.
    colons: bool,
}

impl<'a> Value<'a> {
    /// Reads JSON.
    pub(super) fn of(json: &'a [u8]) -> Result<Self, serde_json::Error> {
        // Checked once as a whole, not text by text.
        match std::str::from_utf8(json) {
            Ok(json) => serde_json::from_str(json),
            Err(_) => serde_json::from_slice(json),
        }
    }

    /// A text.
    pub(super) fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Value::String(text.into())
    }

    pub(super) fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_string(&self) -> bool {
        matches!(self, Value::String(_))
    }

    pub(super) fn is_object(&self) -> bool {
        matches!(self, Value::Object(_))
    }

    pub(super) fn is_u64(&self) -> bool {
        matches!(self, Value::Number(number) if number.is_u64())
    }

    /// The field of an object.
    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(object) => object.get(name),
            _ => None,
        }
    }

    /// A copy as serde has it.
    fn json(&self) -> serde_json::Value {
        match self {
            Value::Null => serde_json::Value::Null,
            Value::Bool(truth) => serde_json::Value::Bool(*truth),
            Value::Number(number) => serde_json::Value::Number(number.clone()),
            Value::String(text) => serde_json::Value::String(text.clone().into_owned()),
            Value::Array(list) => serde_json::Value::Array(list.iter().map(Value::json).collect()),
            Value::Object(object) => {
                let mut fields = serde_json::Map::new();
                for (name, value) in object.iter() {
                    fields.insert(name.to_owned(), value.json());
                }
                serde_json::Value::Object(fields)
            }
        }
    }
}

/// As JSON, for sentences. As deep as the reader lets it nest.
impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.json().fmt(f)
    }
}

impl<'a> Object<'a> {
    fn place(&self, name: &str) -> Result<usize, usize> {
        self.fields.binary_search_by(|(own, _)| own.as_ref().cmp(name))
    }

    fn find(&self, name: &str) -> Option<usize> {
        if self.fields.len() <= FEW {
            return self.fields.iter().position(|(own, _)| own.as_ref() == name);
        }
        self.place(name).ok()
    }

    pub(super) fn get(&self, name: &str) -> Option<&Value<'a>> {
        self.fields.get(self.find(name)?).map(|(_, value)| value)
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value<'a>> {
        let at = self.find(name)?;
        self.fields.get_mut(at).map(|(_, value)| value)
    }

    pub(super) fn contains_key(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// Whether a name has a colon.
    pub(super) fn has_colons(&self) -> bool {
        self.colons
    }

    /// Names and values, ordered by name.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Value<'a>)> {
        self.fields.iter().map(|(name, value)| (name.as_ref(), value))
    }

    /// Names in their order.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.fields.iter().map(|(name, _)| name.as_ref())
    }

    pub(super) fn insert(&mut self, name: impl Into<Cow<'a, str>>, value: Value<'a>) {
        let name = name.into();
        self.colons |= name.contains(':');
        match self.place(&name) {
            Ok(at) => self.fields[at].1 = value,
            Err(at) => self.fields.insert(at, (name, value)),
        }
    }

    pub(super) fn remove(&mut self, name: &str) -> Option<Value<'a>> {
        let at = self.find(name)?;
        Some(self.fields.remove(at).1)
    }

    /// As [`Object::insert`], but many may come, and [`Object::settle`] must follow.
    fn add(&mut self, name: Cow<'a, str>, value: Value<'a>) {
        if self.fields.len() < FEW {
            return self.insert(name, value);
        }
        self.colons |= name.contains(':');
        self.fields.push((name, value));
    }

    fn settle(&mut self) {
        if self.fields.len() > FEW {
            self.fields.order_by(|a, b| a.0.cmp(&b.0));
            self.fields.dedup_by(|later, earlier| {
                let same = later.0.cmp(&earlier.0) == Ordering::Equal;
                if same {
                    std::mem::swap(later, earlier);
                }
                same
            });
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Value<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Values)
    }
}

struct Values;

impl<'de> Visitor<'de> for Values {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any valid JSON value")
    }

    fn visit_bool<E: Error>(self, truth: bool) -> Result<Value<'de>, E> {
        Ok(Value::Bool(truth))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value<'de>, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value<'de>, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value<'de>, E> {
        Ok(Value::String(Cow::Owned(text.to_owned())))
    }

    fn visit_unit<E: Error>(self) -> Result<Value<'de>, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value<'de>, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = list.next_element()? {
            values.push(value);
        }
        Ok(Value::Array(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value<'de>, A::Error> {
        let mut object = Object::default();
        while let Some(name) = map.next_key_seed(Name)? {
            object.add(name, map.next_value()?);
        }
        object.settle();
        Ok(Value::Object(object))
    }
}

/// A name, lent where it has no escapes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Cow<'de, str>, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Name {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What serde's own tree says.
    fn check(json: &str) {
        let own = Value::of(json.as_bytes()).map(|value| value.to_string()).map_err(|error| error.to_string());
        let theirs = serde_json::from_str::<serde_json::Value>(json);
        let theirs = theirs.map(|value| value.to_string()).map_err(|error| error.to_string());
        assert_eq!(own, theirs, "{json}");
    }

    #[test]
    fn many_fields_are_found_as_few_are() {
        for count in [3, FEW, FEW + 1, 200] {
            let fields: Vec<String> = (0..count).map(|n| format!("\"k{}\":{n}", n * 7 % 101)).collect();
            let json = format!("{{{}}}", fields.join(","));
            check(&json);
            let value = Value::of(json.as_bytes()).expect("JSON");
            let last = (0..count).rfind(|n| n * 7 % 101 == 14).map(|n| Value::Number(n.into()));
            assert_eq!(value.get("k14"), last.as_ref());
            assert_eq!(value.get("none"), None);
        }
    }

    proptest! {
        #[test]
        fn a_value_is_that_of_serde(json in "(\\{|\\}|\\[|\\]|,|:|\"a\"|\"b\"|\"c:d\"|\"\\\\u0061\"|1|-2\\.50|1e400|true|null| ){0,24}") {
            check(&json);
        }

        #[test]
        fn an_object_is_that_of_serde(names in prop::collection::vec("[a-e]{1,3}", 0..60)) {
            let fields: Vec<String> = (0..).zip(&names).map(|(n, name)| format!("\"{name}\":[{n},\"{name}\"]")).collect();
            check(&format!("{{{}}}", fields.join(",")));
        }
    }
}
