//! What an event says, as a hash: the identity of events that have no id, by which duplicates and withdrawals are recognised.

use super::context::Context;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Fields that say something about the record of an event, not about the event.
const NOT_HASHED: [&str; 4] = ["recordTime", "eventID", "errorDeclaration", "@context"];

/// The hash of an event's content, whatever the order of its fields and the spelling of their names.
pub(super) fn content_hash(context: &Context, body: &Value) -> String {
    let mut fields: Vec<(String, String)> = Vec::new();
    if let Value::Object(object) = body {
        for (key, value) in object {
            let name = context.field(key).into_owned();
            if !NOT_HASHED.contains(&name.as_str()) {
                fields.push((name, value.to_string()));
            }
        }
    }
    fields.sort();
    let mut hasher = Sha256::new();
    for (name, value) in &fields {
        hasher.update(name.as_bytes());
        hasher.update([0]);
        hasher.update(value.as_bytes());
        hasher.update([0]);
    }
    format!("sha-256:{:x}", hasher.finalize())
}
