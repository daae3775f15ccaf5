//! The records of a part of a file, as bytes from the reader that read it and put behind those of the parts before.

use super::{Message, RecordStatus, Severity, Sources};
use crate::model::chunk::{Input, put};
use crate::model::{LeftOut, NameId};

impl Sources {
    /// Writes down what [`Stretch::read`] reads: the records of the file opened last, which read nothing but the stretch.
    pub(crate) fn write_stretch(&self, out: &mut Vec<u8>) {
        let Some(file) = self.files.get(self.current) else { return };
        put(out, file.records());
        put(out, file.lines.len() as u32);
        file.lines.iter().for_each(|(record, line)| [*record, *line].into_iter().for_each(|n| put(out, n)));
        // What is not said of a record while it is read is not known yet.
        let special = |status: &RecordStatus| *status != RecordStatus::Used;
        // Of those left out many stand together.
        let mut stretches: Vec<(u32, u32, RecordStatus)> = Vec::new();
        for (record, status) in (0..).zip(file.status.written()).filter(|(_, status)| special(status)) {
            match stretches.last_mut() {
                Some((first, count, like)) if *first + *count == record && like == status => *count += 1,
                _ => stretches.push((record, 1, *status)),
            }
        }
        put(out, stretches.len() as u32);
        for (first, count, status) in stretches {
            put(out, first);
            put(out, count);
            put(out, code(status));
        }
        put(out, file.messages.len() as u32);
        for message in &file.messages {
            put(out, message.record);
            put(out, message.line);
            put(out, message.severity as u32);
            put(out, message.reason.0);
        }
    }

    /// Appends the records of a stretch that begins on `line` to the file opened last; `name` gives the names of its sentences. `None`,
    /// and nothing is appended, if there are more than can be numbered.
    pub(crate) fn absorb(&mut self, stretch: &Stretch, line: u32, name: impl Fn(NameId) -> NameId) -> Option<()> {
        let file = self.files.get_mut(self.current)?;
        let next = self.next.checked_add(stretch.records).filter(|next| *next < u32::MAX)?;
        let before = file.records();
        file.status.extend_default(stretch.records as usize);
        self.next = next;
        // Within the stretch a record stands on the line of its number until something else is said.
        let first =
            (stretch.records > 0 && stretch.lines.first().is_none_or(|(record, _)| *record > 1)).then_some((1, 1));
        for (record, at) in first.iter().chain(&stretch.lines) {
            let (record, at) = (before + record, at.saturating_add(line - 1));
            if file.line_of(record) != at {
                file.lines.push((record, at));
            }
        }
        for (first, count, status) in &stretch.statuses {
            (*first..first.saturating_add(*count).min(stretch.records))
                .for_each(|record| file.status.set((before + record) as usize, *status));
        }
        file.messages.extend(stretch.messages.iter().map(|message| Message {
            record: if message.record == 0 { 0 } else { message.record + before },
            line: message.line.saturating_add(line - 1),
            reason: name(message.reason),
            ..*message
        }));
        Some(())
    }
}

/// From this number on: left out, and why.
const LEFT_OUT: u32 = 2;

/// What is said of a record while it is read, as a number.
fn code(status: RecordStatus) -> u32 {
    match status {
        RecordStatus::Repaired => 1,
        RecordStatus::LeftOut(why) => LEFT_OUT + why as u32,
        _ => 0,
    }
}

/// The records of a stretch of a file, numbered and with lines from 1.
pub(crate) struct Stretch {
    records: u32,
    lines: Vec<(u32, u32)>,
    /// The first one, from 0 as in [`SourceFile::status`], and how many; all others are used.
    statuses: Vec<(u32, u32, RecordStatus)>,
    messages: Vec<Message>,
}

impl Stretch {
    pub(crate) fn read(from: &mut Input<'_>) -> Option<Self> {
        let records = from.u32()?;
        let mut stretch = Self { records, lines: Vec::new(), statuses: Vec::new(), messages: Vec::new() };
        for _ in 0..from.u32()? {
            stretch.lines.push((from.u32()?, from.u32()?));
        }
        for _ in 0..from.u32()? {
            let (first, count) = (from.u32()?, from.u32()?);
            let code = from.u32()?;
            let status = match code.checked_sub(LEFT_OUT).and_then(|why| LeftOut::ALL.get(why as usize)) {
                Some(why) => RecordStatus::LeftOut(*why),
                None if code == 1 => RecordStatus::Repaired,
                None => RecordStatus::Rejected,
            };
            stretch.statuses.push((first, count, status));
        }
        for _ in 0..from.u32()? {
            let (record, line) = (from.u32()?, from.u32()?);
            let severity = match from.u32()? {
                0 => Severity::Info,
                1 => Severity::Warning,
                _ => Severity::Error,
            };
            stretch.messages.push(Message { record, line, severity, reason: NameId(from.u32()?) });
        }
        Some(stretch)
    }
}
