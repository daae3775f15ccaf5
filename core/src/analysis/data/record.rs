//! Source records as they stand in their files: read again from the bytes that the driver still holds.

use crate::bytes::{ByteSource, Content, Marks, Unpacking};
use crate::index::Dataset;
use crate::model::{FileId, RecordStatus, Severity, SourceFile};
use crate::order::Order;
use crate::protocol::{AskError, RecordAnswer, RejectsAnswer};
use std::io::{self, BufRead};
use std::rc::Rc;

/// The most of a record that an answer shows.
const MAX_TEXT: usize = 64 << 10;
/// How long the table of rejects may grow before it is continued in the next answer.
const MAX_REJECTS: usize = 16 << 20;

/// A file that the driver still holds.
#[derive(Clone)]
pub struct Held {
    /// Its bytes.
    pub source: Rc<dyn ByteSource>,
    /// Where in it lines are.
    pub marks: Marks,
}

/// Files as they are, where the driver still holds them.
#[derive(Clone, Copy)]
pub struct Originals<'a> {
    /// By id.
    pub held: &'a [Held],
    /// What unpacks those that are packed.
    pub unpacking: Unpacking,
}

/// The text of record `record` (from 1) of the file called `name`.
pub fn record(data: &Dataset, originals: Originals<'_>, name: &str, record: u32) -> Result<RecordAnswer, AskError> {
    let (id, file) = find_file(data, name, |file| file.status_of(record).is_some()).map_err(|known| {
        AskError::new(match known {
            Some(file) => format!("`{name}` has {} records; there is no record {record}.", file.records()),
            None => format!("No file called `{name}` was loaded."),
        })
    })?;
    let mut walk = Walk::open(originals, id, file, file.line_of(record))?;
    let (text, truncated) = walk.record(file, record)?;
    let repair = id.and_then(|id| data.facts.sources.repair_of(id, record));
    let repair = repair.map(|repair| data.facts.names.text(repair.reason).to_owned());
    Ok(RecordAnswer { file: name.to_owned(), record, line: file.line_of(record), text, truncated, repair })
}

/// The rejected records of the file called `name` that come after record `after`.
pub fn rejects(data: &Dataset, originals: Originals<'_>, name: &str, after: u32) -> Result<RejectsAnswer, AskError> {
    let (id, file) = find_file(data, name, |file| file.counts().rejected > 0)
        .or_else(|known| known.map(|file| (None, file)).ok_or(()))
        .map_err(|()| AskError::new(format!("No file called `{name}` was loaded.")))?;
    let mut answer = RejectsAnswer {
        file: name.to_owned(),
        csv: "record,line,reason,text\n".to_owned(),
        records: 0,
        more_after: None,
    };
    let Some(id) = id else { return Ok(answer) };
    let mut reasons: Vec<(u32, &str)> = Vec::new();
    for message in file.messages.iter().filter(|m| m.severity == Severity::Error && m.record > after) {
        reasons.push((message.record, data.facts.names.text(message.reason)));
    }
    reasons.order();
    let first = reasons.first().map_or(1, |(record, _)| file.line_of(*record));
    let mut walk = Walk::open(originals, Some(id), file, first)?;
    for rows in reasons.chunk_by(|a, b| a.0 == b.0) {
        let record = rows[0].0;
        if file.status_of(record) != Some(RecordStatus::Rejected) {
            continue;
        }
        if answer.csv.len() > MAX_REJECTS {
            answer.more_after = Some(record - 1);
            break;
        }
        let (text, truncated) = walk.record(file, record)?;
        let mut reason = rows.iter().map(|(_, reason)| *reason).collect::<Vec<_>>().join(" ");
        if truncated {
            reason.push_str(" (Only the beginning of the record is given here.)");
        }
        let line = file.line_of(record);
        answer.csv.push_str(&format!("{record},{line},{},{}\n", quoted(&reason), quoted(&text)));
        answer.records += 1;
    }
    Ok(answer)
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('"', "\"\""))
}

/// The first file of that name, in the order of answers, for which `fits` holds; else any file of that name as the error.
fn find_file<'a>(
    data: &'a Dataset,
    name: &str,
    fits: impl Fn(&SourceFile) -> bool,
) -> Result<(Option<FileId>, &'a SourceFile), Option<&'a SourceFile>> {
    let sources = &data.facts.sources;
    let mut known = None;
    for id in sources.sorted() {
        match sources.files().get(id.0 as usize) {
            Some(file) if file.name == name && fits(file) => return Ok((Some(id), file)),
            Some(file) if file.name == name => known = Some(file),
            _ => {}
        }
    }
    Err(known)
}

/// Walks forward through the lines of a file.
struct Walk {
    reader: crate::bytes::ContentReader,
    /// The line that comes next, from 1.
    line: u32,
}

impl Walk {
    /// A walk that can reach `line` and all that come after it.
    fn open(originals: Originals<'_>, id: Option<FileId>, file: &SourceFile, line: u32) -> Result<Self, AskError> {
        let gone = || AskError::new(format!("The bytes of `{}` are no longer at hand; open it again.", file.name));
        let held = id.and_then(|id| originals.held.get(id.0 as usize)).ok_or_else(gone)?;
        let (content, _) = Content::open(&file.name, Rc::clone(&held.source), Rc::default(), originals.unpacking)
            .map_err(|e| unreadable(file, &e))?;
        let (reader, line) = content.reader_near(line, &held.marks);
        Ok(Self { reader, line })
    }

    /// The lines of a record, up to the line of the next one, without the line end. Records must be asked for in ascending order.
    fn record(&mut self, file: &SourceFile, record: u32) -> Result<(String, bool), AskError> {
        let first = file.line_of(record);
        let next = (record < file.records()).then(|| file.line_of(record + 1));
        // Several records on one line (JSON without line ends): the line is shown.
        let end = next.map(|next| next.max(first.saturating_add(1)));
        self.skip_to(first).and_then(|()| self.take_to(end)).map_err(|e| unreadable(file, &e))
    }

    fn skip_to(&mut self, line: u32) -> io::Result<()> {
        while self.line < line {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                return Ok(());
            }
            let ends = chunk.iter().filter(|b| **b == b'\n').count();
            let wanted = (line - self.line) as usize;
            let (taken, passed) = match ends < wanted {
                true => (chunk.len(), ends),
                false => {
                    let positions = chunk.iter().enumerate().filter(|(_, b)| **b == b'\n');
                    (positions.map(|(at, _)| at + 1).nth(wanted - 1).unwrap_or(chunk.len()), wanted)
                }
            };
            self.reader.consume(taken);
            self.line += passed as u32;
        }
        Ok(())
    }

    fn take_to(&mut self, end: Option<u32>) -> io::Result<(String, bool)> {
        let mut text = Vec::new();
        while end.is_none_or(|end| self.line < end) && text.len() <= MAX_TEXT {
            let chunk = self.reader.fill_buf()?;
            if chunk.is_empty() {
                break;
            }
            let line_end = chunk.iter().position(|b| *b == b'\n');
            let room = MAX_TEXT + 1 - text.len();
            let taken = line_end.map_or(chunk.len(), |at| at + 1).min(room);
            text.extend_from_slice(&chunk[..taken]);
            self.line += u32::from(line_end.is_some_and(|at| at < taken));
            self.reader.consume(taken);
        }
        let truncated = text.len() > MAX_TEXT;
        text.truncate(MAX_TEXT);
        let whole = match std::str::from_utf8(&text) {
            Ok(whole) => whole,
            // The cut went through a character.
            Err(e) => std::str::from_utf8(&text[..e.valid_up_to()]).unwrap_or_default(),
        };
        Ok((whole.trim_end_matches(['\r', '\n']).to_owned(), truncated))
    }
}

fn unreadable(file: &SourceFile, error: &io::Error) -> AskError {
    AskError::new(format!("`{}` could not be read again: {error}", file.name))
}
