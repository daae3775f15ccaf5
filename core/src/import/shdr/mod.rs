//! MTConnect SHDR adapter logs: `time|key|value|key|value…`.
//!
//! ```text
//! line.rs   one line → time and fields, conditions told from lists
//! keys.rs   keys → asset, role, first spelling
//! facts.rs  values → rows of facts
//! ```
//!
//! Every key goes in as it is, whether or not a device file was loaded: which one is the state lane is decided when indexes are built, so
//! the order of loading does not matter.

mod facts;
mod keys;
mod line;

use super::detect::{Format, Opened};
use super::{ImportError, Importer, Sink, Step};
use crate::bytes::{Content, ContentReader, Head, Lines, MAX_LINE, STEP_BYTES};
use crate::model::{LeftOut, RecordStatus, Severity, SourceId, VALUES};
use facts::Writer;
use keys::Keys;
use line::Parsed;

pub(super) const FORMAT: Format = Format { title: "MTConnect SHDR adapter log", recognises, open };

/// A third of the lines must be SHDR: asset blocks, conflict markers and protocol talk may make up the rest. A first line of words with as
/// many bars as every other line is the header of a table.
fn recognises(head: &Head) -> bool {
    let (mut lines, mut shdr, mut other) = (0u32, 0u32, 0u32);
    let mut header = 0;
    for text in head.lines().take(500) {
        let bars = text.matches('|').count();
        let good = match line::parse(text) {
            Parsed::Blank | Parsed::Comment => continue,
            Parsed::Bad(_) => {
                // A log that was cut may begin with the `Z` of a time.
                let word = |(field, _): (&str, &str)| field.len() > 1 && !field.bytes().any(|b| b.is_ascii_digit());
                if lines == 0 && text.split_once('|').is_some_and(word) {
                    header = bars;
                }
                line::is_undatable(text)
            }
            Parsed::Observations(_, fields) => fields.first().is_some_and(|key| !key.trim().is_empty()),
            Parsed::Multiline { .. } => true,
        };
        (lines, shdr, other) = (lines + 1, shdr + u32::from(good), other + u32::from(bars != header));
    }
    shdr > 0 && shdr * 3 >= lines && other * 10 > lines
}

fn open(head: &Head, content: Content) -> Result<Opened, ImportError> {
    let importer = Shdr { lines: content.lines(), writer: Writer::new(Keys::new(&head.name)), block: None, content };
    Ok(Opened { format: "mtconnect-shdr", importer: Box::new(importer) })
}

/// A record of several lines that has begun.
struct Block {
    record: SourceId,
    end: String,
}

struct Shdr {
    lines: Lines<ContentReader>,
    writer: Writer,
    block: Option<Block>,
    content: Content,
}

impl Importer for Shdr {
    fn columns(&self) -> Vec<String> {
        vec![VALUES.to_owned()]
    }

    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        let until = self.lines.taken() + STEP_BYTES;
        while self.lines.taken() < until {
            if sink.facts.sources.is_full() {
                let text =
                    "No more records can be numbered: the rest of this file is missing. Load fewer files at once.";
                return Err(ImportError::Limit(text.to_owned()));
            }
            let line = match self.lines.next() {
                Ok(Some(line)) => line,
                Ok(None) => {
                    self.end(sink, "The file ends");
                    return Ok(Step::Done);
                }
                Err(error) => {
                    self.end(sink, "The file breaks off");
                    return Err(error.into());
                }
            };
            if let Some(block) = &self.block {
                if line.text.trim() == block.end {
                    self.block = None;
                    continue;
                }
                // An adapter that began anew has left its record open: what the machine says next is no text of an asset.
                if line.too_long.is_some()
                    || !matches!(line::parse(line.text), Parsed::Observations(..) | Parsed::Multiline { .. })
                {
                    continue;
                }
                let why = format!("Line {} goes on with something else", line.number);
                close_block(&mut self.block, sink, &why);
            }
            if let Some(length) = line.too_long {
                let record = sink.record(line.number);
                let limit = MAX_LINE >> 20;
                sink.reject(
                    record,
                    &format!(
                        "The line is {length} bytes long; no machine writes more than {limit} MiB. It was skipped."
                    ),
                );
                continue;
            }
            let parsed = line::parse(line.text);
            if parsed == Parsed::Blank {
                continue;
            }
            let record = sink.record(line.number);
            let cut = !line.ended;
            match parsed {
                Parsed::Blank | Parsed::Comment => {}
                Parsed::Bad(reason) if cut => {
                    sink.reject(record, &format!("The file ends in the middle of this line. {reason}"))
                }
                Parsed::Bad(reason) => sink.reject(record, &reason),
                Parsed::Observations(time, _) | Parsed::Multiline { time, .. }
                    if sink.wants_time(time, time).is_err() =>
                {
                    sink.leave_out(record, LeftOut::Time);
                    if let Parsed::Multiline { end, .. } = parsed {
                        self.block = Some(Block { record, end: end.to_owned() });
                    }
                }
                Parsed::Observations(time, fields) => self.writer.observations(sink, record, time, &fields, cut),
                Parsed::Multiline { time, fields, end } => {
                    self.writer.asset_block(sink, record, time, &fields);
                    self.block = Some(Block { record, end: end.to_owned() });
                }
            }
        }
        Ok(Step::More)
    }
}

/// The open record of several lines has no end: why.
fn close_block(block: &mut Option<Block>, sink: &mut Sink<'_>, why: &str) {
    if let Some(block) = block.take()
        && sink.facts.sources.status(block.record) == Some(RecordStatus::Used)
    {
        let end = line::excerpt(&block.end);
        sink.warn(block.record, &format!("{why} before the line `{end}` that ends this record."));
    }
}

impl Shdr {
    fn end(&mut self, sink: &mut Sink<'_>, why: &str) {
        close_block(&mut self.block, sink, why);
        let strange = self.content.strange_bytes();
        if strange > 0 {
            let text = format!(
                "{strange} bytes are no valid UTF-8; they were read as Windows-1252. Look at the names with special characters."
            );
            sink.note(Severity::Warning, &text);
        }
        for note in self.writer.notes() {
            sink.note(Severity::Warning, &note);
        }
    }
}

#[cfg(test)]
mod tests;
