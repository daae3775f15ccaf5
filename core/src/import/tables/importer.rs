//! Rows → records → facts.

use super::cells::{Fault, Row};
use super::facts::ToFact;
use super::header::{Form, Layout};
use super::reader::{Reader, check_room, check_width, close, refuse};
use crate::bytes::{Content, STEP_BYTES};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{LeaveOut, Severity};

/// Reads one Floorlens table.
pub(super) struct TableImporter {
    layout: Box<Layout>,
    content: Content,
    to_fact: ToFact,
    reader: Reader,
    started: bool,
    rejected: u32,
    local_times: u64,
}

impl TableImporter {
    pub(super) fn new(mut layout: Box<Layout>, content: Content, to_fact: ToFact) -> Self {
        let reader = match layout.form {
            Form::Delimited { delimiter, .. } => Reader::rows(&content, delimiter),
            Form::Json => {
                // Objects are laid out in the table's own order, whatever keys the first one has.
                layout.use_own_order();
                Reader::json(&content, layout.column_names())
            }
        };
        Self { layout, content, to_fact, reader, started: false, rejected: 0, local_times: 0 }
    }

    fn start(&mut self, sink: &mut Sink<'_>) -> Result<(), ImportError> {
        self.started = true;
        if let Form::Delimited { sep_line, .. } = self.layout.form {
            for _ in 0..=usize::from(sep_line) {
                self.reader.next()?;
            }
        }
        announce(&self.layout, sink);
        Ok(())
    }

    /// Reads one row; `false` at the end.
    fn row(&mut self, sink: &mut Sink<'_>) -> Result<bool, ImportError> {
        let Some((line, fault)) = self.reader.next()? else { return Ok(false) };
        check_room(sink, line)?;
        let record = sink.record(line);
        let result = if let Some(fault) = fault {
            Err(Fault::Row(fault))
        } else {
            let (text, ends) = self.reader.row();
            let decimal_comma = !matches!(self.layout.form, Form::Delimited { delimiter: b',', .. });
            let layout = &self.layout;
            let row = Row { text, starts: &[], ends, places: &layout.places, columns: &layout.columns, decimal_comma };
            let result = check_width(text, ends, layout.width).and_then(|()| (self.to_fact)(&row, sink, record));
            self.local_times += sink.take_local_times();
            result
        };
        if let Err(fault) = result {
            refuse(fault, record, &mut self.rejected, sink);
        }
        Ok(true)
    }
}

/// Says which columns of the header are not read.
pub(in crate::import) fn announce(layout: &Layout, sink: &mut Sink<'_>) {
    let (table, unknown, repeated) = (layout.table.name, &layout.unknown, &layout.repeated);
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
    if !layout.left_out.is_empty() {
        let names: Vec<String> = layout.left_out.iter().map(|name| format!("`{name}`")).collect();
        sink.note(Severity::Info, &format!("Left out by choice: the columns {}.", names.join(", ")));
    }
    for name in repeated {
        sink.note(Severity::Warning, &format!("The column `{name}` occurs more than once; the first one was read."));
    }
}

impl Importer for TableImporter {
    fn needs_zones(&self) -> bool {
        let zone = self.layout.columns.iter().position(|column| column.name == "zone");
        let given = zone.and_then(|at| self.layout.places.get(at)).is_some_and(|place| *place != usize::MAX);
        given && self.layout.table.name == "assets"
    }

    fn is_divisible(&self) -> bool {
        !self.started
            && !matches!(self.reader, Reader::Array { .. })
            && (self.content.lines_are_bytes() || self.content.is_table())
            && !self.needs_zones()
    }

    fn is_packed_text(&self) -> bool {
        !self.started
            && !matches!(self.reader, Reader::Array { .. })
            && self.content.is_packed_utf8()
            && !self.needs_zones()
    }

    fn text(&self) -> Option<Box<dyn std::io::Read>> {
        self.content.is_table().then(|| self.content.bytes())
    }

    fn use_choice(&mut self, chosen: &LeaveOut) {
        self.layout.leave_out(chosen);
    }

    fn columns(&self) -> Vec<String> {
        self.layout.optional()
    }

    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        if !self.started {
            self.start(sink)?;
        }
        let until = self.reader.taken() + STEP_BYTES;
        while self.reader.taken() < until {
            match self.row(sink) {
                Ok(true) => {}
                Ok(false) => {
                    close(self.content.strange_bytes(), self.local_times, sink);
                    return Ok(Step::Done);
                }
                Err(error) => {
                    close(self.content.strange_bytes(), self.local_times, sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }
}
