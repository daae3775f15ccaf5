//! Reading: rows → values of roles → facts.

use super::cells::{Cells, is_frame, is_total};
use super::fill::{Filled, fill_all};
use crate::bytes::Content;
use crate::import::mapping::emit::{Emitter, Fact};
use crate::import::mapping::layout::Layout;
use crate::import::mapping::values::{Roles, Values};
use crate::import::tables::{Column, FULL_SENTENCES, Fault, Reader, check_room, check_width, close, refuse};
use crate::import::{ImportError, Sink};
use crate::model::Severity;

pub(super) struct Reading {
    reader: Reader,
    roles: Roles,
    values: Values,
    emitter: Emitter,
    facts: Vec<Fact>,
    columns: Vec<(&'static str, Vec<&'static Column>)>,
    rejected: u32,
    local_times: u64,
    totals: u32,
    headers: u32,
}

impl Reading {
    pub(super) fn new(reader: Reader, roles: Roles) -> Self {
        Self {
            reader,
            roles,
            values: Values::default(),
            emitter: Emitter::default(),
            facts: Vec::new(),
            columns: Vec::new(),
            rejected: 0,
            local_times: 0,
            totals: 0,
            headers: 0,
        }
    }

    /// Bytes of text taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.reader.taken()
    }

    /// Reads one row; `false` at the end.
    pub(super) fn row(&mut self, layout: &Layout, sink: &mut Sink<'_>) -> Result<bool, ImportError> {
        let Some((line, mut fault)) = self.reader.next()? else { return Ok(false) };
        if line <= layout.header_line {
            return Ok(true);
        }
        {
            let (text, ends) = self.reader.row();
            let cells = Cells { text, ends };
            if fault.is_none() && is_frame(&cells, &layout.header) {
                self.headers += 1;
                return Ok(true);
            }
        }
        check_room(sink, line)?;
        let record = sink.record(line);
        let short = self.rejected >= FULL_SENTENCES;
        let (text, ends) = self.reader.row();
        let cells = Cells { text, ends };
        let mut facts = std::mem::take(&mut self.facts);
        if fault.is_none() {
            fault = check_width(text, ends, layout.header.len()).err().map(|fault| fault.sentence(short));
        }
        if fault.is_none() {
            let cell = |place: usize| cells.get(place);
            fault = match self.roles.read(&cell, &mut self.values) {
                Err(wrong) => Some(wrong.sentence(short)),
                Ok(()) => match self.emitter.facts(&self.roles, &self.values, &cell, &mut facts) {
                    Err(sentence) => Some(sentence),
                    Ok(()) => match fill_all(&facts, &self.roles, &mut self.columns, sink, record, short) {
                        Filled::Counts => None,
                        // What it says of its item may not count, at present or with repairs switched off: the next row says it as well.
                        Filled::LeftOut | Filled::Partly => {
                            self.emitter.unsay();
                            None
                        }
                        Filled::Not(sentence) => {
                            self.emitter.unsay();
                            Some(sentence)
                        }
                    },
                },
            };
        }
        if let Some(sentence) = fault {
            if is_total(&cells) {
                self.totals += 1;
                sink.remark(record, "The row sums others up and states nothing of its own.");
            } else {
                refuse(Fault::Row(sentence), record, &mut self.rejected, sink);
            }
        }
        self.facts = facts;
        self.local_times += sink.take_local_times();
        Ok(true)
    }

    pub(super) fn finish(&self, content: &Content, sink: &mut Sink<'_>) {
        for (note, rows) in &self.emitter.notes {
            let rows = if *rows == 1 { "1 row".to_owned() } else { format!("{rows} rows") };
            sink.note(Severity::Info, &format!("{rows} {note}."));
        }
        if self.headers > 0 {
            sink.note(Severity::Info, &format!("{} repeated headers and lines of dashes were skipped.", self.headers));
        }
        close(content.strange_bytes(), self.local_times, sink);
    }
}
