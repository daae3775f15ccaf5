//! The rows of a table from NDJSON: one object per line, keys are columns.

use super::header::normal;
use crate::order::Gather;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A value that fits a cell.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Number(serde_json::Number),
    Truth(bool),
    Nothing(()),
}

type Object<'a> = BTreeMap<Cow<'a, str>, Scalar<'a>>;

/// The keys of the object on a line; `None` when it is no object of plain values.
pub(in crate::import) fn keys(line: &str) -> Option<Vec<String>> {
    let object: Object<'_> = serde_json::from_str(line).ok()?;
    Some(object.into_keys().map(Cow::into_owned).collect())
}

/// Writes the cells of the object on a line into `text` and `ends`, in the order of `columns`.
pub(super) fn cells(line: &str, columns: &[String], text: &mut String, ends: &mut Vec<usize>) -> Result<(), String> {
    text.clear();
    ends.clear();
    let object: Object<'_> = serde_json::from_str(line).map_err(|e| match e.is_data() {
        true => "The line is no JSON object of plain values, such as {\"asset\":\"Saw\"}; lists and objects do not fit a cell.".to_owned(),
        false => format!("The line is no JSON: {e}."),
    })?;
    let by_name: BTreeMap<String, &Scalar<'_>> = object.iter().map(|(key, value)| (normal(key), value)).gather_map();
    for column in columns {
        match by_name.get(column) {
            Some(Scalar::Text(value)) => text.push_str(value),
            Some(Scalar::Number(value)) => text.push_str(&value.to_string()),
            Some(Scalar::Truth(value)) => text.push_str(if *value { "true" } else { "false" }),
            Some(Scalar::Nothing(())) | None => {}
        }
        ends.push(text.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_object_becomes_cells_in_the_order_of_the_columns() {
        let (mut text, mut ends) = (String::new(), Vec::new());
        let line = r#"{"State":"RUN","asset":"Säge \"1\"","order":null,"n":1.50}"#;
        cells(line, &["asset", "n", "order", "state", "end"].map(str::to_owned), &mut text, &mut ends).unwrap();
        assert_eq!((text.as_str(), ends), ("Säge \"1\"1.5RUN", vec![9, 12, 12, 15, 15]));
        assert!(cells("[1]", &["asset".to_owned()], &mut text, &mut Vec::new()).is_err());
        assert!(cells(r#"{"asset":{"deep":1}}"#, &["asset".to_owned()], &mut text, &mut Vec::new()).is_err());
    }
}
