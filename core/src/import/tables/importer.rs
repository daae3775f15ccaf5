//! Rows → records → facts.

use super::cells::{Fault, Row};
use super::header::{Form, Layout};
use super::json;
use super::rows::{MAX_ROW, MAX_UNCLOSED, Next, Rows};
use crate::bytes::{Content, ContentReader, Lines, STEP_BYTES};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::Severity;

/// From this many rejected rows on, reasons leave out the cell's text, so that a million bad rows do not make a million sentences; the
/// row itself is in the file and in the list of rejects.
const FULL_SENTENCES: u32 = 1000;

/// Reads one Floorlens table.
pub(super) struct TableImporter {
    layout: Box<Layout>,
    content: Content,
    reader: Reader,
    started: bool,
    rejected: u32,
    local_times: u64,
}

enum Reader {
    Rows(Box<Rows<ContentReader>>),
    Json { lines: Lines<ContentReader>, names: Vec<&'static str>, text: String, ends: Vec<usize> },
}

impl TableImporter {
    pub(super) fn new(mut layout: Box<Layout>, content: Content) -> Self {
        let reader = match layout.form {
            Form::Delimited { delimiter, .. } => Reader::Rows(Box::new(Rows::new(content.reader(), delimiter))),
            Form::Json => {
                // Objects are laid out in the table's own order, whatever keys the first one has.
                layout.places = (0..layout.columns.len()).collect();
                layout.width = layout.columns.len();
                let names = layout.columns.iter().map(|c| c.name).collect();
                Reader::Json { lines: content.lines(), names, text: String::new(), ends: Vec::new() }
            }
        };
        Self { layout, content, reader, started: false, rejected: 0, local_times: 0 }
    }

    fn start(&mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        self.started = true;
        if let (Reader::Rows(rows), Form::Delimited { sep_line, .. }) = (&mut self.reader, self.layout.form) {
            for _ in 0..=usize::from(sep_line) {
                rows.next()?;
            }
        }
        let (table, unknown, repeated) = (self.layout.table.name, &self.layout.unknown, &self.layout.repeated);
        if !unknown.is_empty() {
            let names: Vec<String> = unknown.iter().take(20).map(|name| format!("`{name}`")).collect();
            let more = if unknown.len() > 20 { format!(" and {} more", unknown.len() - 20) } else { String::new() };
            sink.note(
                Severity::Info,
                &format!(
                    "The table `{table}` has no use for these columns, which were left out: {}{more}.",
                    names.join(", ")
                ),
            );
        }
        for name in repeated {
            sink.note(
                Severity::Warning,
                &format!("The column `{name}` occurs more than once; the first one was read."),
            );
        }
        Ok(())
    }

    fn finish(&mut self, sink: &mut Sink<'_>) {
        let strange = self.content.strange_bytes();
        if strange > 0 {
            sink.note(
                Severity::Warning,
                &format!("{strange} bytes are no valid text and were read as Windows-1252; check names with accents."),
            );
        }
        let local = self.local_times;
        if local == 0 {
            return;
        }
        let times = if local == 1 {
            "1 time has no zone and was".to_owned()
        } else {
            format!("{local} times have no zone and were")
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

    /// Reads one row; `false` at the end.
    fn row(&mut self, sink: &mut Sink<'_>) -> Result<bool, ImportError> {
        let (line, mut fault) = match &mut self.reader {
            Reader::Rows(rows) => match rows.next()? {
                Next::End => return Ok(false),
                Next::Row(line) => (line, None),
                Next::Unclosed(line) => (
                    line,
                    Some(
                        "The row opens a quote that is never closed; quotes inside a cell are written twice (\"\")."
                            .to_owned(),
                    ),
                ),
                Next::TooLong(line) => (line, Some(too_long())),
                Next::Hopeless(line) => {
                    return Err(ImportError::Broken(format!(
                        "More than {MAX_UNCLOSED} rows open a quote that is never closed; reading stopped at line {line}. Export the table \
                         again with quotes inside cells written twice (\"\")."
                    )));
                }
            },
            Reader::Json { lines, names, text, ends } => match lines.next()? {
                None => return Ok(false),
                Some(line) if line.text.trim_ascii().is_empty() => return Ok(true),
                Some(line) if line.too_long.is_some() => (line.number, Some(too_long())),
                Some(line) => (line.number, json::cells(line.text, names, text, ends).err()),
            },
        };
        let (text, ends): (&str, &[usize]) = match &self.reader {
            Reader::Rows(rows) => rows.row(),
            Reader::Json { text, ends, .. } => (text, ends),
        };
        // Spreadsheets end tables with rows of separators; they say nothing and are no records.
        if fault.is_none() && text.trim_ascii().is_empty() && matches!(self.reader, Reader::Rows(_)) {
            return Ok(true);
        }
        if sink.facts.sources.is_full() {
            return Err(ImportError::Limit(format!(
                "More than {} records cannot be held; reading stopped at line {line}. Load a shorter time.",
                u32::MAX - 1
            )));
        }
        let record = sink.record(line);
        if fault.is_none() {
            let decimal_comma = !matches!(self.layout.form, Form::Delimited { delimiter: b',', .. });
            let layout = &self.layout;
            let row = Row { text, ends, places: &layout.places, columns: &layout.columns, decimal_comma };
            let short = self.rejected >= FULL_SENTENCES;
            let result = check_width(text, ends, layout.width).and_then(|()| (layout.table.fill)(&row, sink, record));
            self.local_times += sink.take_local_times();
            fault = result.err().map(|fault| fault.sentence(short));
        }
        if let Some(sentence) = fault {
            self.rejected += 1;
            sink.reject(record, &sentence);
        }
        Ok(true)
    }
}

fn too_long() -> String {
    format!("The row is longer than {} MiB and was skipped.", MAX_ROW >> 20)
}

/// A row with more cells than the header has its values in the wrong columns.
fn check_width(text: &str, ends: &[usize], width: usize) -> Result<(), Fault> {
    let last = width.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(text.len());
    if ends.len() <= width || text.get(last..).unwrap_or_default().trim_ascii().is_empty() {
        return Ok(());
    }
    Err(Fault::Row(format!(
        "The row has {} cells where the header has {width}; cells that hold the separator must stand in quotes.",
        ends.len()
    )))
}

impl Importer for TableImporter {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        if !self.started {
            self.start(sink)?;
        }
        let taken = |reader: &Reader| match reader {
            Reader::Rows(rows) => rows.taken(),
            Reader::Json { lines, .. } => lines.taken(),
        };
        let until = taken(&self.reader) + STEP_BYTES;
        while taken(&self.reader) < until {
            match self.row(sink) {
                Ok(true) => {}
                Ok(false) => {
                    self.finish(sink);
                    return Ok(Step::Done);
                }
                Err(error) => {
                    self.finish(sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}
