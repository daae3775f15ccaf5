//! OCEL as CSV, as pm4py writes it: a row is an event, and for each type of object a column lists those that took part.
//!
//! ```text
//! ocel:eid,ocel:timestamp,ocel:activity,ocel:type:order,ocel:type:item
//! e1,2026-03-01 06:00:00+00:00,Cut,['o1'],"['i1', 'i2']"
//! ```
//!
//! The lists are written as Python writes lists of texts; a cell that is no list names one object. Relations have no qualifiers here, so what an object
//! is to an event follows from its type alone, and attributes of objects stand in another file.

use super::Log;
use super::entity::{Entity, Part};
use crate::bytes::{Content, Head, STEP_BYTES};
use crate::import::detect::{Format, Opened};
use crate::import::tables::{Fault, Reader, check_room, check_width, close};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::Severity;
use std::iter::once;

/// How the registry knows OCEL CSV.
pub(in crate::import) const FORMAT: Format = Format { title: "OCEL as CSV", recognises, open };

const TYPE: &str = "ocel:type:";

fn header(head: &Head) -> &str {
    head.trimmed().lines().next().unwrap_or_default()
}

/// The beside-file of objects, which says nothing without the events.
fn is_of_objects(header: &str) -> bool {
    header.contains("ocel:oid") && header.contains("ocel:type") && !header.contains("ocel:activity")
}

fn recognises(head: &Head) -> bool {
    let header = header(head);
    let is_table = !header.starts_with(['{', '[', '<']);
    is_table && (header.contains("ocel:activity") && header.contains("ocel:timestamp") || is_of_objects(header))
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    let header = header(head);
    let refused = |text: &str| Err(ImportError::Unknown(text.to_owned()));
    if is_of_objects(header) {
        return refused(
            "This is the table of objects or of relations beside an OCEL log as CSV. Alone it says nothing of what happened, so nothing of it was \
             read. Save the log as OCEL 2.0 JSON, which holds both (pm4py: write_ocel2_json), and open that.",
        );
    }
    if !header.contains(TYPE) {
        return refused(
            "This table of OCEL events names no objects: it has no column such as `ocel:type:order`, so nothing of it was read. Save the log as \
             OCEL 2.0 JSON (pm4py: write_ocel2_json) and open that.",
        );
    }
    let count = |mark: &u8| header.bytes().filter(|byte| byte == mark).count();
    let delimiter = [b',', b';', b'\t', b'|'].into_iter().max_by_key(count).unwrap_or(b',');
    let importer =
        OcelCsv { reader: Reader::rows(&content, delimiter), content, columns: Vec::new(), log: Log::default() };
    Ok(Opened { format: "ocel-csv", importer: Box::new(importer) })
}

/// What a column holds.
enum Column {
    Id,
    Activity,
    Time,
    /// Objects of this type.
    Objects(String),
    /// Something else.
    Other,
}

struct OcelCsv {
    content: Content,
    reader: Reader,
    /// Empty before the header was read.
    columns: Vec<Column>,
    log: Log,
}

impl Importer for OcelCsv {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.reader.taken() + STEP_BYTES;
        while self.reader.taken() < until {
            let Some((line, fault)) = self.reader.next()? else {
                self.log.objects.notes(sink);
                close(self.content.strange_bytes(), self.log.local_times, sink);
                return Ok(Step::Done);
            };
            let (text, ends) = self.reader.row();
            if self.columns.is_empty() {
                self.columns = columns(text, ends, sink);
                continue;
            }
            check_room(sink, line)?;
            let source = sink.record(line);
            let read = match fault {
                Some(fault) => Err(fault),
                None => event(&self.columns, text, ends),
            };
            match read {
                Ok(event) => self.log.writer.event(&event, &mut self.log.objects, source, sink),
                Err(fault) => sink.reject(source, &fault),
            }
            self.log.local_times += sink.take_local_times();
        }
        Ok(Step::More)
    }
}

/// What the columns of the header hold; those that nothing is read from are told.
fn columns(text: &str, ends: &[usize], sink: &mut Sink<'_>) -> Vec<Column> {
    let mut unused: Vec<&str> = Vec::new();
    let columns = cells(text, ends).map(|name| match name.trim() {
        "ocel:eid" => Column::Id,
        "ocel:activity" => Column::Activity,
        "ocel:timestamp" => Column::Time,
        other => match other.strip_prefix(TYPE) {
            Some(kind) => Column::Objects(kind.to_owned()),
            None => {
                unused.push(other);
                Column::Other
            }
        },
    });
    let columns = columns.collect();
    if !unused.is_empty() {
        let names = unused.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        sink.note(
            Severity::Info,
            &format!("Attributes of events have no place yet; these columns were left out: {names}."),
        );
    }
    columns
}

fn cells<'a>(text: &'a str, ends: &'a [usize]) -> impl Iterator<Item = &'a str> {
    once(0).chain(ends.iter().copied()).zip(ends).map(|(from, to)| text.get(from..*to).unwrap_or_default())
}

/// A row as an event.
fn event<'a>(columns: &'a [Column], text: &'a str, ends: &'a [usize]) -> Result<Entity<'a>, String> {
    if let Err(Fault::Row(fault)) = check_width(text, ends, columns.len()) {
        return Err(fault);
    }
    let mut event = Entity::default();
    for (column, cell) in columns.iter().zip(cells(text, ends)) {
        match column {
            Column::Id => event.id = cell.into(),
            Column::Activity => event.kind = cell.into(),
            Column::Time => event.time = cell.into(),
            Column::Other => {}
            Column::Objects(kind) => {
                let objects = objects(cell).map_err(|fault| {
                    format!(
                        "The objects in the column `{TYPE}{kind}` cannot be read: {fault}. They look like ['a', 'b']."
                    )
                })?;
                for object in objects {
                    event.relations.push(Part { object: object.as_str().into(), object_type: kind, ..Part::default() });
                }
            }
        }
    }
    Ok(event)
}

/// The objects that a cell names.
fn objects(cell: &str) -> Result<Vec<String>, &'static str> {
    let cell = cell.trim();
    // What pandas writes for nothing.
    let is_nothing = |text: &str| text.is_empty() || matches!(text, "nan" | "NaN" | "None" | "null" | "<NA>");
    let Some(list) = cell.strip_prefix('[') else {
        return Ok(if is_nothing(cell) { Vec::new() } else { vec![cell.to_owned()] });
    };
    let mut found = Vec::new();
    let mut rest = list.trim_start();
    loop {
        let Some(first) = rest.chars().next() else { return Err("the list does not end") };
        match first {
            ']' if rest.len() == 1 => return Ok(found),
            ']' => return Err("something stands behind the list"),
            ',' => rest = &rest[1..],
            '\'' | '"' => {
                let (object, behind) = quoted(&rest[1..], first).ok_or("a text does not end")?;
                found.push(object);
                rest = behind;
            }
            _ => {
                // A number, or a word without quotes.
                let end = rest.find([',', ']']).ok_or("the list does not end")?;
                let word = rest[..end].trim();
                if !is_nothing(word) {
                    found.push(word.to_owned());
                }
                rest = &rest[end..];
            }
        }
        rest = rest.trim_start();
    }
}

/// A text up to its closing quote, as Python writes it, and what comes behind that.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut read = String::new();
    let mut marks = text.char_indices();
    while let Some((at, mark)) = marks.next() {
        if mark == quote {
            return Some((read, text.get(at + 1..)?));
        }
        if mark != '\\' {
            read.push(mark);
            continue;
        }
        let (_, escaped) = marks.next()?;
        let digits = match escaped {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        match escaped {
            'n' => read.push('\n'),
            'r' => read.push('\r'),
            't' => read.push('\t'),
            _ if digits > 0 => {
                let code: String = marks.by_ref().take(digits).map(|(_, digit)| digit).collect();
                read.push(u32::from_str_radix(&code, 16).ok().and_then(char::from_u32)?);
            }
            other => read.push(other),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::objects;

    #[test]
    fn lists_are_read_as_python_writes_them_and_a_plain_cell_is_one_object() {
        for (cell, wanted) in [
            ("['o1']", &["o1"][..]),
            ("['i1', 'i2']", &["i1", "i2"]),
            (r#"["it's", 'a\\b', 'Gr\xf6\u00dfe']"#, &["it's", "a\\b", "Größe"]),
            ("[1, 2]", &["1", "2"]),
            ("['a, b]', 'c']", &["a, b]", "c"]),
            ("['a' 'b']", &["a", "b"]),
            ("[]", &[]),
            ("", &[]),
            (" nan ", &[]),
            ("Lot 7, left", &["Lot 7, left"]),
        ] {
            assert_eq!(
                objects(cell).as_deref(),
                Ok(wanted.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>()).as_deref(),
                "{cell}"
            );
        }
        for cell in ["['a'", "[", "['a", "['a'] b", "['\\", "['\\xZZ']", "[a"] {
            assert!(objects(cell).is_err(), "{cell}");
        }
    }
}
