//! An event or object as both formats give it.

use serde_json::Value;

/// An attribute; objects' may have a time.
#[derive(Debug, Default)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) time: String,
    pub(super) value: String,
}

/// A relation to an object.
#[derive(Debug, Default)]
pub(super) struct Relation {
    pub(super) object: String,
    pub(super) qualifier: String,
    /// How much of it; empty when not said.
    pub(super) quantity: String,
    pub(super) unit: String,
}

/// The quantity extension: at an event, so much of a kind of item is added to (or, negative, taken from) a collection point.
#[derive(Debug, Default)]
pub(super) struct Operation {
    /// The object that is the collection point.
    pub(super) object: String,
    pub(super) item: String,
    pub(super) quantity: String,
}

/// An event or an object.
#[derive(Debug, Default)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) kind: String,
    /// Of an event.
    pub(super) time: String,
    pub(super) attributes: Vec<Attribute>,
    pub(super) relations: Vec<Relation>,
    pub(super) operations: Vec<Operation>,
}

/// Names under which logs give quantity operations.
pub(super) const OPERATIONS: &[&str] = &["quantityOperations", "quantity_operations", "quantities", "objectQuantities"];

/// Reads an entity of JSON.
pub(super) fn from_json(json: &[u8]) -> Result<Entity, String> {
    let value: Value = serde_json::from_slice(json).map_err(|e| {
        let text = e.to_string();
        format!("It is not valid JSON ({}).", text.split(" at line ").next().unwrap_or(&text))
    })?;
    let Value::Object(fields) = &value else { return Err("It is not a JSON object.".to_owned()) };
    let mut entity = Entity::default();
    for (key, value) in fields {
        match key.as_str() {
            "id" => entity.id = text(value),
            "type" => entity.kind = text(value),
            "time" => entity.time = text(value),
            "attributes" => each(value, &mut |a| {
                entity.attributes.push(Attribute {
                    name: get(a, &["name"]),
                    time: get(a, &["time"]),
                    value: get(a, &["value"]),
                });
            }),
            "relationships" => each(value, &mut |r| {
                entity.relations.push(Relation {
                    object: get(r, &["objectId"]),
                    qualifier: get(r, &["qualifier"]),
                    quantity: get(r, &["quantity"]),
                    unit: get(r, &["unit", "uom"]),
                });
            }),
            key if OPERATIONS.contains(&key) => each(value, &mut |o| operation(o, &mut entity.operations)),
            _ => {}
        }
    }
    Ok(entity)
}

/// `{objectId, item, quantity}`, or `{objectId, quantities: {item: quantity}}`.
fn operation(value: &Value, out: &mut Vec<Operation>) {
    let object = get(value, &["objectId", "collectionPoint", "ocel_cpid"]);
    if let Some(Value::Object(items)) = value.get("quantities") {
        for (item, quantity) in items {
            out.push(Operation { object: object.clone(), item: item.clone(), quantity: text(quantity) });
        }
        return;
    }
    let item = get(value, &["item", "itemType", "name"]);
    out.push(Operation { object, item, quantity: get(value, &["quantity", "value"]) });
}

fn each(value: &Value, take: &mut dyn FnMut(&Value)) {
    if let Value::Array(list) = value {
        list.iter().for_each(take);
    }
}

fn get(value: &Value, names: &[&str]) -> String {
    names.iter().find_map(|name| value.get(name)).map(text).unwrap_or_default()
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}
