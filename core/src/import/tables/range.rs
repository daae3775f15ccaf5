//! The rows of a range → records → facts.

use super::cells::{Fault, Row};
use super::cut::{Cut, Cutter};
use super::facts::ToFact;
use super::facts::to_fact;
use super::header::{self, Form, Layout};
use super::json;
use super::object::Objects;
use super::reader::{UNCLOSED, check_width, refuse, too_long};
use super::rows::Next;
use crate::bytes::{Content, Head, MAX_LINE};
use crate::import::Sink;
use memchr::memchr;

/// The layout of a table whose rows stand one after the other: delimited ones, and objects on lines of their own.
pub(in crate::import) fn divisible_layout(head: &Head, content: &Content) -> Option<Box<Layout>> {
    let header::Finding::Layout(mut layout) = header::find(head) else { return None };
    if layout.form == Form::Json {
        if json::is_array(content).unwrap_or(true) {
            return None;
        }
        layout.use_own_order();
    }
    Some(layout)
}

/// How a range ended.
pub(in crate::import) struct RangeEnd {
    /// Records rejected up to its end.
    pub(in crate::import) rejected: u32,
    /// Unclosed quotes put right up to its end.
    pub(in crate::import) unclosed: u32,
    /// It ends inside a row.
    pub(in crate::import) torn: bool,
    /// Nothing more can be read, or not in ranges.
    pub(in crate::import) failed: bool,
}

/// Reads a text that is the first, the last, or any part of a table, behind which so many records were rejected and quotes put right.
///
/// Never inlined: browsers compile a hot function anew while its rows are being read, and the smaller it is, the sooner that is done.
#[inline(never)]
pub(in crate::import) fn read_rows(
    layout: &Layout,
    text: &str,
    (first, last): (bool, bool),
    (rejected, unclosed): (u32, u32),
    sink: &mut Sink<'_>,
) -> RangeEnd {
    let Some(to_fact) = to_fact(layout.table.name) else {
        return RangeEnd { rejected, unclosed, torn: false, failed: true };
    };
    let Form::Delimited { delimiter, sep_line } = layout.form else {
        return read_objects(layout, to_fact, text, last, (rejected, unclosed), sink);
    };
    let mut rows = Cutter::new(text, last, delimiter, unclosed);
    let mut headers = if first { 1 + u32::from(sep_line) } else { 0 };
    let mut end = RangeEnd { rejected, unclosed, torn: false, failed: false };
    loop {
        let (line, fault) = match rows.next() {
            Cut::Torn => {
                end.torn = true;
                break;
            }
            Cut::Is(Next::End) => break,
            Cut::Is(Next::Hopeless(_)) => {
                end.failed = true;
                break;
            }
            Cut::Is(Next::Row(line)) => (line, None),
            Cut::Is(Next::Unclosed(line)) => (line, Some(UNCLOSED.to_owned())),
            Cut::Is(Next::TooLong(line)) => (line, Some(too_long())),
        };
        let (text, starts, ends) = rows.row();
        if fault.is_none() && is_blank(text, starts, ends) {
            continue;
        }
        if headers > 0 {
            headers -= 1;
            continue;
        }
        let record = sink.record(line);
        let result = if let Some(fault) = fault {
            Err(Fault::Row(fault))
        } else {
            let row = Row {
                text,
                starts,
                ends,
                places: &layout.places,
                columns: &layout.columns,
                decimal_comma: delimiter != b',',
            };
            let width = if ends.len() > layout.width { check_wide(text, starts, ends, layout.width) } else { Ok(()) };
            width.and_then(|()| to_fact(&row, sink, record))
        };
        if let Err(fault) = result {
            refuse(fault, record, &mut end.rejected, sink);
        }
    }
    end.unclosed = rows.unclosed();
    // The header lies in the first range, or the table is not worth reading in ranges.
    end.failed |= headers > 0;
    end
}

/// The same for objects on lines of their own.
fn read_objects(
    layout: &Layout,
    to_fact: ToFact,
    text: &str,
    last: bool,
    (rejected, unclosed): (u32, u32),
    sink: &mut Sink<'_>,
) -> RangeEnd {
    let mut end = RangeEnd { rejected, unclosed, torn: false, failed: false };
    let mut objects = Objects::new(layout.column_names());
    let (mut at, mut line) = (0, 0);
    while at < text.len() {
        let from = at;
        let found = memchr(b'\n', text.as_bytes().get(at..).unwrap_or_default());
        if found.is_none() && !last {
            end.torn = true;
            break;
        }
        at = found.map_or(text.len(), |length| from + length + 1);
        line += 1;
        let whole = text.get(from..at).unwrap_or_default();
        let object = whole.strip_suffix('\n').unwrap_or(whole);
        let object = object.strip_suffix('\r').unwrap_or(object);
        if object.trim_ascii().is_empty() {
            continue;
        }
        let record = sink.record(line);
        let read = if whole.len() > MAX_LINE { Err(too_long()) } else { objects.read(object) };
        let result = read.map_err(Fault::Row).and_then(|()| {
            let (text, ends) = objects.row();
            let (places, columns) = (&layout.places, &layout.columns);
            let row = Row { text, starts: &[], ends, places, columns, decimal_comma: true };
            to_fact(&row, sink, record)
        });
        if let Err(fault) = result {
            refuse(fault, record, &mut end.rejected, sink);
        }
    }
    end
}

/// The text of one cell.
fn cell<'a>(text: &'a str, starts: &[usize], ends: &[usize], i: usize) -> &'a str {
    let start = starts.get(i).copied().or_else(|| Some(*ends.get(i.checked_sub(1)?)?)).unwrap_or(0);
    ends.get(i).and_then(|end| text.get(start..*end)).unwrap_or_default()
}

/// True for a row of nothing but separators.
fn is_blank(text: &str, starts: &[usize], ends: &[usize]) -> bool {
    (0..ends.len()).all(|i| cell(text, starts, ends, i).trim_ascii().is_empty())
}

/// [`check_width`] of a row whose cells stand apart.
fn check_wide(text: &str, starts: &[usize], ends: &[usize], width: usize) -> Result<(), super::cells::Fault> {
    if starts.is_empty() {
        return check_width(text, ends, width);
    }
    let cells: Vec<&str> = (0..ends.len()).map(|i| cell(text, starts, ends, i)).collect();
    let mut at = 0;
    let ends: Vec<usize> = cells
        .iter()
        .map(|cell| {
            at += cell.len();
            at
        })
        .collect();
    check_width(&cells.concat(), &ends, width)
}
