//! One event's elements → the JSON that says the same.
//!
//! ```text
//! <epcList><epc>a</epc></epcList>                      "epcList": ["a"]
//! <source type="t">a</source>                          {"type": "t", "source": "a"}
//! <sensorReport type="t" value="2.0"/>                 "sensorReport": [{"type": "t", "value": 2.0}]
//! <extension>…</extension> <baseExtension>…            what is in it, one level up (EPCIS 1.x)
//! <ex:a>1</ex:a> <ex:a>2</ex:a>                        "ex:a": ["1", "2"]
//! ```
//!
//! A stack instead of recursion; what nests deeper than JSON may, or is longer than an event may be, is left out and said.

use super::names::Scopes;
use crate::import::epcis::context::Context;
use crate::import::splitter::MAX_EVENT;
use crate::import::value::{FEW, Object, Value};
use crate::import::xml::Element;
use crate::order::Order;
use serde_json::Number;

/// As deep as JSON of events may nest, less the levels that lists add.
const MAX_DEPTH: usize = 60;

/// Elements whose children are a list.
const LISTS: &[&str] = &[
    "epcList",
    "childEPCs",
    "inputEPCList",
    "outputEPCList",
    "quantityList",
    "childQuantityList",
    "inputQuantityList",
    "outputQuantityList",
    "bizTransactionList",
    "sourceList",
    "destinationList",
    "sensorElementList",
    "correctiveEventIDs",
];

/// Elements that hold others even when they are empty.
const OBJECTS: &[&str] = &[
    "readPoint",
    "bizLocation",
    "ilmd",
    "errorDeclaration",
    "persistentDisposition",
    "sensorMetadata",
    "sensorReport",
];

/// Elements whose text is the field of their own name, beside `type`.
const TYPED: &[&str] = &["bizTransaction", "source", "destination"];

/// Fields that are numbers in JSON.
const NUMBERS: &[&str] = &["quantity", "value", "minValue", "maxValue", "meanValue", "sDev", "percRank", "percValue"];

/// An element that is open.
struct Frame {
    key: String,
    /// How many of `fields` are attributes.
    attributes: usize,
    fields: Vec<(String, Value<'static>)>,
    text: String,
}

/// An event, or another part of a document, while it is read.
pub(super) struct Tree {
    /// What the terms of its keys mean.
    context: Context,
    /// What prefixes in its values mean.
    values: Context,
    open: Vec<Frame>,
    /// Open elements that are left out.
    skipped: usize,
    size: usize,
    too_deep: bool,
    done: Option<(String, Vec<(String, Value<'static>)>)>,
}

impl Tree {
    /// Nothing yet; the next element begins it.
    pub(super) fn new() -> Self {
        Self {
            context: Context::default(),
            values: Context::default(),
            open: Vec::new(),
            skipped: 0,
            size: 0,
            too_deep: false,
            done: None,
        }
    }

    /// An element begins. The scopes know its namespaces already.
    pub(super) fn start(&mut self, element: &Element<'_>, scopes: &Scopes) {
        if self.open.is_empty() || element.declares() {
            scopes.add_to(&mut self.values);
        }
        if self.open.len() >= MAX_DEPTH {
            self.too_deep = true;
        }
        if self.too_deep || self.is_too_long() {
            self.skipped += 1;
            return;
        }
        let key = scopes.key(element.qualified_name(), &mut self.context);
        let mut fields = Vec::new();
        let (context, size) = (&mut self.context, &mut self.size);
        element.qualified_attributes(&mut |name, value| {
            *size += name.len() + value.len();
            if let Some(name) = scopes.attribute(name, context) {
                fields.push((name.clone(), scalar(&name, value)));
            }
        });
        self.size += key.len();
        self.open.push(Frame { key, attributes: fields.len(), fields, text: String::new() });
    }

    /// Text inside the innermost element.
    pub(super) fn text(&mut self, text: &str) {
        self.size += text.len();
        if self.skipped == 0
            && !self.is_too_long()
            && let Some(frame) = self.open.last_mut()
        {
            // Nothing looks at blanks in front, and between elements there is nothing else.
            let text = if frame.text.is_empty() { text.trim_start() } else { text };
            frame.text.push_str(text);
        }
    }

    /// The innermost element ends; true when that was the outermost.
    pub(super) fn end(&mut self) -> bool {
        if self.skipped > 0 {
            self.skipped -= 1;
            return false;
        }
        let Some(frame) = self.open.pop() else { return true };
        let Some(parent) = self.open.last_mut() else {
            self.done = Some((frame.key, frame.fields));
            return true;
        };
        if frame.key == "extension" || frame.key == "baseExtension" {
            parent.fields.extend(frame.fields);
        } else {
            let (key, value) = close(frame);
            parent.fields.push((key, value));
        }
        false
    }

    /// Why it cannot be used, if so.
    pub(super) fn fault(&self) -> Option<&'static str> {
        match (self.is_too_long(), self.too_deep) {
            (true, _) => Some("it is longer than 64 MiB"),
            (_, true) => Some("its elements are nested more than 60 levels deep"),
            _ => None,
        }
    }

    fn is_too_long(&self) -> bool {
        self.size > MAX_EVENT
    }

    /// What its keys mean, and what its keys and values mean.
    pub(super) fn contexts(&self) -> (Context, Context) {
        (self.context.clone(), self.context.and(&self.values))
    }

    /// Its name and its fields in the order of the document.
    pub(super) fn finish(self) -> (String, Vec<(String, Value<'static>)>) {
        self.done.unwrap_or_default()
    }
}

fn close(frame: Frame) -> (String, Value<'static>) {
    let Frame { key, attributes, mut fields, text } = frame;
    let bare = key.as_str();
    // The attributes of a text say how it is meant (unit, type), which JSON has no place for.
    let text_alone = fields.len() == attributes && !text.trim().is_empty();
    let value = if LISTS.contains(&bare) {
        Value::Array(fields.into_iter().map(|(_, value)| value).collect())
    } else if TYPED.contains(&bare) {
        fields.push((key.clone(), Value::text(text.trim().to_owned())));
        object(fields)
    } else if !text_alone && (!fields.is_empty() || OBJECTS.contains(&bare)) {
        object(fields)
    } else {
        scalar(&key, &text)
    };
    (key, value)
}

fn scalar(key: &str, text: &str) -> Value<'static> {
    let text = text.trim();
    if NUMBERS.contains(&key)
        && let Some(number) = text.parse().ok().and_then(Number::from_f64)
    {
        return Value::Number(number);
    }
    match (key, text) {
        ("booleanValue", "true" | "1") => Value::Bool(true),
        ("booleanValue", "false" | "0") => Value::Bool(false),
        _ => Value::text(text.to_owned()),
    }
}

/// Fields of one name become a list; a sensor element's reports are always one.
pub(super) fn object(mut fields: Vec<(String, Value<'static>)>) -> Value<'static> {
    let mut out = Object::default();
    // An object is kept in this order, so that each of many fields comes behind those that are there.
    if fields.len() > FEW {
        fields.order_by(|a, b| a.0.cmp(&b.0));
    }
    for (key, value) in fields {
        match out.get_mut(&key) {
            None if key == "sensorReport" => out.insert(key, Value::Array(vec![value])),
            None => out.insert(key, value),
            Some(Value::Array(list)) if !LISTS.contains(&key.as_str()) => list.push(value),
            // A second list of the same name goes on with the first.
            Some(Value::Array(list)) => match value {
                Value::Array(more) => list.extend(more),
                one => list.push(one),
            },
            Some(one) => *one = Value::Array(vec![std::mem::take(one), value]),
        }
    }
    Value::Object(out)
}
