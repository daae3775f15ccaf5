//! The JSON schema of a Floorlens table, and its part of `docs/tables.md`: both from what the importer itself says.

use floorlens_core::import::{ColumnDoc, TableDoc};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The schema of one row as an NDJSON object; the same words hold for CSV cells.
pub fn schema(table: &TableDoc) -> Value {
    let properties: Map<String, Value> = table.columns.iter().map(|c| (c.name.to_owned(), property(c))).collect();
    let required: Vec<&str> = table.columns.iter().filter(|c| c.required).map(|c| c.name).collect();
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": format!("Floorlens table `{}`", table.name),
        "description": table.doc,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": true,
    })
}

fn property(column: &ColumnDoc) -> Value {
    let mut property = match column.kind {
        "time" => json!({"type": "string", "format": "date-time"}),
        "number" => json!({"type": ["number", "null"]}),
        "amount" => json!({"type": ["number", "null"], "minimum": 0}),
        "positive" => json!({"type": ["number", "null"], "exclusiveMinimum": 0}),
        "value" => json!({"type": ["number", "string"]}),
        "word" => json!({"enum": column.words}),
        _ => json!({"type": if column.required { json!("string") } else { json!(["string", "null"]) }}),
    };
    property["description"] = json!(column.doc);
    property
}

/// The section of a table in `docs/tables.md`.
pub fn section(table: &TableDoc) -> String {
    let mut text = format!("### {}\n\n{}\n\n| column | holds | |\n|---|---|---|\n", table.name, table.doc);
    for column in &table.columns {
        let name = if column.required { format!("**{}**", column.name) } else { column.name.to_owned() };
        let holds = match column.kind {
            "word" => column.words.iter().map(|w| format!("`{w}`")).collect::<Vec<_>>().join(", "),
            "amount" => "number, 0 or more".to_owned(),
            "positive" => "number above 0".to_owned(),
            "value" => "number, or text".to_owned(),
            kind => kind.to_owned(),
        };
        let _ = writeln!(text, "| {name} | {holds} | {} |", column.doc);
    }
    let _ = write!(text, "\n[Example](tables/{0}.csv) · [JSON schema](tables/{0}.schema.json)\n", table.name);
    text
}
