//! The rows of a file, however they are written, each with its line and what is wrong with it as a row.

use super::cells::Fault;
use super::json;
use super::object::Objects;
use super::rows::{MAX_ROW, MAX_UNCLOSED, Next, Rows};
use crate::bytes::{Content, ContentReader, Lines};
use crate::import::{ImportError, Sink};
use crate::model::{Names, Severity, SourceFile, SourceId};

/// From this many rejected rows on, reasons leave out the cell's text, so that a million bad rows do not make a million sentences; the
/// row itself is in the file and in the list of rejects.
pub(crate) const FULL_SENTENCES: u32 = 1000;

/// Reads rows one by one.
pub(in crate::import) enum Reader {
    /// Cells between separators.
    Rows(Box<Rows<ContentReader>>),
    /// The elements of a JSON array.
    Array {
        /// The elements.
        elements: Box<json::Elements>,
        /// Lays them out.
        objects: Objects,
    },
    /// JSON objects, one per line.
    Json {
        /// The lines.
        lines: Lines<ContentReader>,
        /// Lays them out.
        objects: Objects,
    },
}

impl Reader {
    /// Cells separated by `delimiter`.
    pub(in crate::import) fn rows(content: &Content, delimiter: u8) -> Self {
        Reader::Rows(Box::new(Rows::new(content.reader(), delimiter)))
    }

    /// JSON objects, one per line or the elements of an array.
    pub(in crate::import) fn json(content: &Content, names: Vec<String>) -> Self {
        // What cannot be read here cannot be read below either, and is said there.
        if json::is_array(content).unwrap_or_default() {
            let elements = Box::new(json::Elements::new(content));
            return Reader::Array { elements, objects: Objects::new(names) };
        }
        Reader::Json { lines: content.lines(), objects: Objects::new(names) }
    }

    /// Bytes of text taken so far.
    pub(in crate::import) fn taken(&self) -> u64 {
        match self {
            Reader::Rows(rows) => rows.taken(),
            Reader::Array { elements, .. } => elements.taken(),
            Reader::Json { lines, .. } => lines.taken(),
        }
    }

    /// The text of all cells of the row read last, and where each ends.
    pub(in crate::import) fn row(&self) -> (&str, &[usize]) {
        match self {
            Reader::Rows(rows) => rows.row(),
            Reader::Array { objects, .. } | Reader::Json { objects, .. } => objects.row(),
        }
    }

    /// Reads on to the next row that is not blank: its line, and why it is no row, if so. `None` at the end.
    pub(in crate::import) fn next(&mut self) -> Result<Option<(u32, Option<String>)>, ImportError> {
        loop {
            let (line, fault) = match self {
                Reader::Rows(rows) => match rows.next()? {
                    Next::End => return Ok(None),
                    // Spreadsheets end tables with rows of separators; they say nothing and are no records.
                    Next::Row(_) if rows.row().0.trim_ascii().is_empty() => continue,
                    Next::Row(line) => (line, None),
                    Next::Unclosed(line) => (line, Some(UNCLOSED.to_owned())),
                    Next::TooLong(line) => (line, Some(too_long())),
                    Next::Hopeless(line) => {
                        return Err(ImportError::Broken(format!(
                            "More than {MAX_UNCLOSED} rows open a quote that is never closed; reading stopped at line {line}. Export the table \
                             again with quotes inside cells written twice (\"\")."
                        )));
                    }
                },
                Reader::Array { elements, objects } => match elements.next()? {
                    None => return Ok(None),
                    Some((line, Err(fault))) => (line, Some(format!("The element is no JSON: {fault}."))),
                    Some((line, Ok(object))) if object.len() > MAX_ROW => (line, Some(too_long())),
                    Some((line, Ok(object))) => (line, objects.read(&object).err()),
                },
                Reader::Json { lines, objects } => match lines.next()? {
                    None => return Ok(None),
                    Some(line) if line.text.trim_ascii().is_empty() => continue,
                    Some(line) if line.too_long.is_some() => (line.number, Some(too_long())),
                    Some(line) => (line.number, objects.read(line.text).err()),
                },
            };
            return Ok(Some((line, fault)));
        }
    }
}

/// What is said of a row with an open quote.
pub(super) const UNCLOSED: &str =
    "The row opens a quote that is never closed; quotes inside a cell are written twice (\"\").";

/// What is said of a row above the limit.
pub(super) fn too_long() -> String {
    format!("The row is longer than {} MiB and was skipped.", MAX_ROW >> 20)
}

/// What becomes of a row that is no fact: a person does not want it, or it is rejected and counted.
///
/// Never inlined, so that the functions that read rows stay small.
#[inline(never)]
pub(in crate::import) fn refuse(fault: Fault, record: SourceId, rejected: &mut u32, sink: &mut Sink<'_>) {
    match fault {
        Fault::LeftOut(why) => sink.leave_out(record, why),
        fault => {
            let sentence = fault.sentence(*rejected >= FULL_SENTENCES);
            *rejected += 1;
            sink.reject(record, &sentence);
        }
    }
}

/// A row with more cells than the header has its values in the wrong columns.
pub(in crate::import) fn check_width(text: &str, ends: &[usize], width: usize) -> Result<(), Fault> {
    let last = width.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(text.len());
    if ends.len() <= width || text.get(last..).unwrap_or_default().trim_ascii().is_empty() {
        return Ok(());
    }
    Err(Fault::Row(format!(
        "The row has {} cells where the header has {width}; cells that hold the separator must stand in quotes.",
        ends.len()
    )))
}

/// No further record can be numbered.
pub(in crate::import) fn check_room(sink: &Sink<'_>, line: u32) -> Result<(), ImportError> {
    if !sink.facts.sources.is_full() {
        return Ok(());
    }
    Err(ImportError::Limit(format!(
        "More than {} records cannot be held; reading stopped at line {line}. Load a shorter time.",
        u32::MAX - 1
    )))
}

/// Said of a whole file with so many bytes.
const STRANGE: &str = " bytes are no valid text and were read as Windows-1252; check names with accents.";

/// Whether rows behind those of a table that was read may be read apart: nothing is said of it that they would change.
pub(crate) fn goes_on_in_ranges(file: &SourceFile, names: &Names) -> bool {
    file.messages.iter().all(|message| {
        let sentence = names.text(message.reason);
        let of_all = message.severity == Severity::Error || sentence.ends_with(STRANGE);
        sentence != UNCLOSED && !(message.record == 0 && of_all)
    })
}

/// What is said of a table once it has been read: text that was none, times without a zone.
///
/// [`goes_on_in_ranges`] knows the sentences that are about all of a file.
pub(in crate::import) fn close(strange: u64, local_times: u64, sink: &mut Sink<'_>) {
    if strange > 0 {
        sink.note(Severity::Warning, &format!("{strange}{STRANGE}"));
    }
    if local_times == 0 {
        return;
    }
    let times = if local_times == 1 {
        "1 time has no zone and was".to_owned()
    } else {
        format!("{local_times} times have no zone and were")
    };
    if sink.facts.zones.is_empty() {
        sink.note(
            Severity::Warning,
            &format!(
                "{times} read as UTC. If the plant's clock shows another time, say so: `zone` in the recipe or in the table \
                 `assets`, such as Europe/Berlin."
            ),
        );
    } else {
        sink.note(Severity::Info, &format!("{times} read in the zone of the asset, else in that of the recipe."));
    }
}
