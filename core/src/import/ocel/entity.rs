//! An event or object as both formats give it.

use crate::import::value::Value;
use serde::Deserialize;
use serde::de::Deserializer;
use std::borrow::Cow;

/// A scalar as text; anything else is empty.
#[derive(Debug, Default, Clone)]
pub(super) struct Text<'a>(pub(super) Cow<'a, str>);

impl Text<'_> {
    /// Without blanks around it.
    pub(super) fn get(&self) -> &str {
        self.0.trim()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.get().is_empty()
    }

    /// The number that it is.
    pub(super) fn number(&self) -> Option<f64> {
        self.get().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl From<&str> for Text<'_> {
    fn from(text: &str) -> Self {
        Text(Cow::Owned(text.to_owned()))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let own = |text: String| Text(Cow::Owned(text));
        Ok(match Value::deserialize(deserializer)? {
            Value::String(text) => Text(text),
            Value::Bool(truth) => own(truth.to_string()),
            Value::Number(number) => own(match number.as_f64().filter(|_| number.is_f64()) {
                Some(fraction) => fraction.to_string(),
                None => number.to_string(),
            }),
            Value::Null | Value::Array(_) | Value::Object(_) => Text::default(),
        })
    }
}

/// What stands in a list of an entity: an attribute, a relation or a quantity operation. Fields that it does not have are empty.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Part<'a> {
    /// Of an attribute, or the item of a quantity operation.
    #[serde(borrow, alias = "item", alias = "itemType")]
    pub(super) name: Text<'a>,
    /// Of an object's attribute.
    #[serde(borrow)]
    pub(super) time: Text<'a>,
    #[serde(borrow)]
    pub(super) value: Text<'a>,
    /// The object of a relation, or the collection point of a quantity operation.
    #[serde(borrow, rename = "objectId", alias = "collectionPoint", alias = "ocel_cpid")]
    pub(super) object: Text<'a>,
    /// The object's type, where the relation itself says it, as in tables.
    #[serde(skip)]
    pub(super) object_type: &'a str,
    #[serde(borrow)]
    pub(super) qualifier: Text<'a>,
    /// How much of it.
    #[serde(borrow)]
    pub(super) quantity: Text<'a>,
    #[serde(borrow, alias = "uom")]
    pub(super) unit: Text<'a>,
}

/// An event or an object.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Entity<'a> {
    #[serde(borrow)]
    pub(super) id: Text<'a>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Text<'a>,
    /// Of an event.
    #[serde(borrow)]
    pub(super) time: Text<'a>,
    #[serde(borrow)]
    pub(super) attributes: Vec<Part<'a>>,
    #[serde(borrow, rename = "relationships")]
    pub(super) relations: Vec<Part<'a>>,
    /// The quantity extension: at an event, so much of a kind of item is added to (or, negative, taken from) a collection point.
    #[serde(borrow, rename = "quantityOperations", alias = "quantity_operations", alias = "quantities")]
    pub(super) operations: Vec<Part<'a>>,
}

/// Reads an entity of JSON.
pub(super) fn from_json(json: &[u8]) -> Result<Entity<'_>, String> {
    // Checked once as a whole, not text by text.
    let read = match std::str::from_utf8(json) {
        Ok(json) => serde_json::from_str(json),
        Err(_) => serde_json::from_slice(json),
    };
    read.map_err(|e: serde_json::Error| {
        let text = e.to_string();
        format!("It is not valid OCEL JSON ({}).", text.split(" at line ").next().unwrap_or(&text))
    })
}
