//! An answer's JSON as text for people: lists of like objects as tables, the rest indented. The order is that of the JSON.

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt::{self, Write};

/// JSON whose objects keep their order.
#[derive(Debug, Clone, PartialEq)]
enum Node {
    Scalar(String),
    List(Vec<Node>),
    Object(Vec<(String, Node)>),
}

/// The text of an answer.
pub(crate) fn render(json: &str) -> Result<String, String> {
    let node: Node = serde_json::from_str(json).map_err(|e| format!("The answer is not JSON: {e}."))?;
    let mut out = String::new();
    write_node(&node, 0, &mut out);
    Ok(out)
}

fn write_node(node: &Node, indent: usize, out: &mut String) {
    match node {
        Node::Scalar(text) => line(out, indent, text),
        Node::List(rows) if rows.is_empty() => line(out, indent, "none"),
        Node::List(rows) => match table(rows) {
            Some(lines) => lines.iter().for_each(|text| line(out, indent, text)),
            None => {
                for (i, row) in rows.iter().enumerate() {
                    if i > 0 && matches!(row, Node::Object(_)) {
                        out.push('\n');
                    }
                    write_node(row, indent, out);
                }
            }
        },
        Node::Object(fields) => {
            for (key, value) in fields {
                match value.cell() {
                    Some(text) => line(out, indent, &format!("{key}: {text}")),
                    None => {
                        line(out, indent, &format!("{key}:"));
                        write_node(value, indent + 2, out);
                    }
                }
            }
        }
    }
}

fn line(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{:indent$}{}", "", text.trim_end());
}

/// A list of objects whose values all fit into cells, as aligned lines with a header; `None` when it is not such a list.
fn table(rows: &[Node]) -> Option<Vec<String>> {
    let mut header: Vec<&str> = Vec::new();
    for row in rows {
        let Node::Object(fields) = row else { return None };
        for (key, _) in fields {
            if !header.contains(&key.as_str()) {
                header.push(key);
            }
        }
    }
    let mut lines: Vec<Vec<String>> = vec![header.iter().map(|key| (*key).to_owned()).collect()];
    for row in rows {
        let Node::Object(fields) = row else { return None };
        let cell = |key: &&str| match fields.iter().find(|(name, _)| name == key) {
            Some((_, value)) => value.cell(),
            None => Some(String::new()),
        };
        lines.push(header.iter().map(cell).collect::<Option<_>>()?);
    }
    let width = |i: usize| lines.iter().map(|cells| cells[i].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..header.len()).map(width).collect();
    let joined = |cells: &Vec<String>| {
        let padded = cells.iter().zip(&widths).map(|(text, width)| format!("{text:<width$}"));
        padded.collect::<Vec<_>>().join("  ")
    };
    Some(lines.iter().map(joined).collect())
}

impl Node {
    /// As one cell: a scalar, a source as `file:line`, a short list or an object of scalars; `None` when it needs lines of its own.
    fn cell(&self) -> Option<String> {
        match self {
            Node::Scalar(text) => Some(text.clone()),
            Node::List(rows) if rows.is_empty() => Some("–".to_owned()),
            Node::List(rows) => {
                let all: Option<Vec<&str>> = rows.iter().map(Node::scalar).collect();
                all.filter(|all| all.iter().map(|t| t.len()).sum::<usize>() <= 60).map(|all| all.join(", "))
            }
            Node::Object(fields) => {
                let get = |name: &str| fields.iter().find(|(key, _)| key == name).and_then(|(_, v)| v.scalar());
                if let (3, Some(file), Some(_), Some(line)) = (fields.len(), get("file"), get("record"), get("line")) {
                    return Some(format!("{file}:{line}"));
                }
                let all: Option<Vec<String>> =
                    fields.iter().map(|(key, v)| Some(format!("{key} {}", v.scalar()?))).collect();
                all.filter(|all| all.len() <= 8).map(|all| all.join(" · "))
            }
        }
    }

    fn scalar(&self) -> Option<&str> {
        match self {
            Node::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar("–".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Scalar(if value { "yes" } else { "no" }.to_owned()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Scalar(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Node, A::Error> {
        let mut all = Vec::new();
        while let Some(row) = rows.next_element()? {
            all.push(row);
        }
        Ok(Node::List(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
        let mut all = Vec::new();
        while let Some(field) = fields.next_entry()? {
            all.push(field);
        }
        Ok(Node::Object(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_of_like_objects_is_a_table_and_a_source_is_file_and_line() {
        let json = r#"[{"asset":"Saw","seconds":12.5,"source":{"file":"a.csv","record":1,"line":2}},{"asset":"Mill 10","seconds":null,"source":null}]"#;
        let expected = "asset    seconds  source\nSaw      12.5     a.csv:2\nMill 10  –        –\n";
        assert_eq!(render(json).unwrap(), expected);
    }

    #[test]
    fn what_does_not_fit_a_cell_is_indented_in_the_answers_own_order() {
        let json = r#"{"z":1,"a":[{"x":[{"y":true}]}],"none":[]}"#;
        assert_eq!(render(json).unwrap(), "z: 1\na:\n  x:\n    y\n    yes\nnone: –\n");
    }
}
