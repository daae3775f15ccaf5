//! The rows of a table from JSON: one object per line (NDJSON), or an array of objects, also inside an object; keys are columns.

use super::header::normal;
use crate::bytes::{Content, ContentReader};
use crate::import::ImportError;
use crate::import::splitter::{Fault, Piece, Splitter};
use crate::order::Gather;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, VecDeque};
use std::io::Read;

/// A value that fits a cell.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar<'a> {
    #[serde(borrow)]
    Text(Cow<'a, str>),
    Number(serde_json::Number),
    Truth(bool),
    Nothing(()),
    /// A list or an object, which fits no cell.
    Deep(serde::de::IgnoredAny),
}

type Object<'a> = BTreeMap<Cow<'a, str>, Scalar<'a>>;

/// The beginning of a file as NDJSON: of an array its complete elements, one per line; anything else as it stands.
pub(in crate::import) fn as_lines(text: &str) -> Cow<'_, str> {
    if !is_list(text) {
        return Cow::Borrowed(text);
    }
    let mut lines = String::new();
    Splitter::new(1, LISTS).push(text.as_bytes(), &mut |piece| {
        if let Piece::Event { json, fault: None, .. } = piece {
            // Between values a line end is a blank; inside a text there is none.
            lines.extend(String::from_utf8_lossy(json).chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
            lines.push('\n');
        }
    });
    Cow::Owned(lines)
}

/// The keys under which servers answer with their rows.
const LISTS: &[&str] = &["data", "value", "rows", "items", "results", "records"];

/// True for an array, and for an object around one, as servers answer. Objects on lines of their own are rows themselves.
pub(in crate::import) fn is_list(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    let mut row = || lines.next().is_some_and(|line| line.len() > 1 && line.starts_with('{'));
    if !text.starts_with('{') || (row() && row()) {
        return text.starts_with('[');
    }
    LISTS.iter().any(|key| {
        let after = text.split_once(&format!("\"{key}\"")).and_then(|(_, after)| after.trim_start().strip_prefix(':'));
        let first = after.and_then(|after| after.trim_start().strip_prefix('['));
        first.is_some_and(|first| first.trim_start().starts_with('{'))
    })
}

/// True when the text is an array, or an object around one.
pub(super) fn is_array(content: &Content) -> Result<bool, ImportError> {
    let mut head = Vec::new();
    content.reader().take(1 << 16).read_to_end(&mut head)?;
    Ok(is_list(String::from_utf8_lossy(&head).trim_start()))
}

/// The line on which an element starts, and its text.
type Element = (u32, Result<String, Fault>);

/// The elements of an array, one at a time.
pub(in crate::import) struct Elements {
    reader: ContentReader,
    splitter: Splitter,
    /// Elements with their lines that were found and not taken yet.
    waiting: VecDeque<Element>,
    taken: u64,
    /// What is wrong with the array around its elements, once it has ended.
    ended: Option<Option<Fault>>,
}

impl Elements {
    pub(super) fn new(content: &Content) -> Self {
        let waiting = VecDeque::new();
        Self { reader: content.reader(), splitter: Splitter::new(1, LISTS), waiting, taken: 0, ended: None }
    }

    /// Bytes of text taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken
    }

    /// The next element and the line on which it starts; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Element>, ImportError> {
        let mut chunk = [0; 1 << 14];
        loop {
            if let Some(next) = self.waiting.pop_front() {
                return Ok(Some(next));
            }
            match self.ended {
                None => {}
                Some(Some(Fault::Truncated)) => {
                    self.ended = Some(None);
                    return Err(ImportError::Broken(
                        "The file ends before its JSON is complete: what was complete up to there was read. Export it again.".to_owned(),
                    ));
                }
                Some(_) => return Ok(None),
            }
            let n = self.reader.read(&mut chunk)?;
            self.taken += n as u64;
            let (waiting, mut fault) = (&mut self.waiting, None);
            let mut take = |piece: Piece<'_>| match piece {
                Piece::Event { json, line, fault, .. } => {
                    let text = || String::from_utf8_lossy(json).into_owned();
                    waiting.push_back((line, fault.map_or_else(|| Ok(text()), Err)));
                }
                Piece::Root { fault: found, .. } => fault = fault.or(found),
                Piece::Header { .. } => {}
            };
            match chunk.get(..n) {
                Some(text) if n > 0 => self.splitter.push(text, &mut take),
                _ => {
                    self.splitter.finish(&mut take);
                    self.ended = Some(fault);
                }
            }
        }
    }
}

/// The keys of plain values of the object on a line; `None` when it is no object, or has none.
pub(in crate::import) fn keys(line: &str) -> Option<Vec<String>> {
    let object: Object<'_> = serde_json::from_str(line).ok()?;
    let plain = object.into_iter().filter(|(_, value)| !matches!(value, Scalar::Deep(_)));
    let keys: Vec<String> = plain.map(|(key, _)| key.into_owned()).collect();
    (!keys.is_empty()).then_some(keys)
}

/// Writes the cells of the object on a line into `text` and `ends`, in the order of `columns`.
pub(super) fn cells(line: &str, columns: &[String], text: &mut String, ends: &mut Vec<usize>) -> Result<(), String> {
    text.clear();
    ends.clear();
    let object: Object<'_> = serde_json::from_str(line).map_err(|e| match e.is_data() {
        true => "The line is no JSON object, such as {\"asset\":\"Saw\"}.".to_owned(),
        false => format!("The line is no JSON: {e}."),
    })?;
    let by_name: BTreeMap<String, &Scalar<'_>> = object.iter().map(|(key, value)| (normal(key), value)).gather_map();
    for column in columns {
        match by_name.get(column) {
            Some(Scalar::Text(value)) => text.push_str(value),
            Some(Scalar::Number(value)) => text.push_str(&value.to_string()),
            Some(Scalar::Truth(value)) => text.push_str(if *value { "true" } else { "false" }),
            Some(Scalar::Nothing(())) | None => {}
            Some(Scalar::Deep(_)) => {
                return Err(format!("`{column}` holds a list or an object, which does not fit a cell."));
            }
        }
        ends.push(text.len());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_array_has_its_complete_elements_on_lines() {
        assert_eq!(as_lines("[{\"a\":\n1}, {\"a\":2},{\"a\""), "{\"a\": 1}\n{\"a\":2}\n");
        assert_eq!(as_lines("{\"a\":1}"), "{\"a\":1}");
        assert_eq!(as_lines("{\"total\":2,\n\"data\" : [ {\"a\":1}, {\"a\":[{}]}]}"), "{\"a\":1}\n{\"a\":[{}]}\n");
        let rows = "{\"a\":1,\"items\":[{\"b\":1}]}\n{\"a\":2,\"items\":[{\"b\":1}]}\n";
        assert_eq!(as_lines(rows), rows);
    }

    #[test]
    fn an_object_becomes_cells_in_the_order_of_the_columns() {
        let (mut text, mut ends) = (String::new(), Vec::new());
        let line = r#"{"State":"RUN","asset":"Säge \"1\"","order":null,"n":1.50}"#;
        cells(line, &["asset", "n", "order", "state", "end"].map(str::to_owned), &mut text, &mut ends).unwrap();
        assert_eq!((text.as_str(), ends), ("Säge \"1\"1.5RUN", vec![9, 12, 12, 15, 15]));
        assert!(cells("[1]", &["asset".to_owned()], &mut text, &mut Vec::new()).is_err());
        assert!(cells(r#"{"asset":{"deep":1}}"#, &["asset".to_owned()], &mut text, &mut Vec::new()).is_err());
        assert!(cells(r#"{"asset":"Saw","x":{"deep":1}}"#, &["asset".to_owned()], &mut text, &mut Vec::new()).is_ok());
        assert_eq!(keys(r#"{"asset":"Saw","x":{"deep":1},"y":[]}"#), Some(vec!["asset".to_owned()]));
        assert_eq!(keys(r#"{"x":{"deep":1}}"#), None);
    }
}
