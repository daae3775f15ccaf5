//! Looks at a foreign table, decides how it is read, reads it.
//!
//! ```text
//! look   the first rows; all rows where only the whole column can tell day from month, or the scale of quality codes
//! wait   questions are open: nothing is read, and the ledger says what to answer
//! read   rows → values of roles → rows of Floorlens tables
//!
//! mod.rs    looking, deciding
//! read.rs   reading
//! fill.rs   the facts of a row, and what becomes of it
//! cells.rs  its cells
//! ```

mod cells;
mod fill;
mod read;

pub(super) use cells::{Cells, is_frame, is_total, reader};
pub(super) use fill::{fill, named};

use super::guess::{ask_missing, guess, role_words, scale_words, shape_words, undecided};
use super::layout::Layout;
use super::profile::{Profile, Sequence};
use super::values::Roles;
use crate::bytes::{Content, STEP_BYTES};
use crate::import::tables::Reader;
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{Decimal, LeaveOut, Mapping, Role, Severity};
use crate::protocol::FileMapping;
use fill::may_be_left_out;
use read::Reading;

/// Rows that are looked at before a guess, unless only more of them can tell.
const LOOK: u32 = 5000;

/// Reads a table that is none of ours.
pub(super) struct MappedImporter {
    content: Content,
    layout: Layout,
    file: String,
    stage: Stage,
    how: Option<FileMapping>,
    chosen: Option<LeaveOut>,
}

enum Stage {
    Look(Box<Looking>),
    Read(Box<Reading>),
    Wait,
}

struct Looking {
    reader: Reader,
    profiles: Vec<Profile>,
    sequence: Sequence,
    rows: u32,
    /// What was guessed of the beginning, and the columns of which the rest may tell more.
    open: Option<(Mapping, Vec<usize>)>,
}

impl MappedImporter {
    /// An importer that is going to guess.
    pub(super) fn new(file: &str, content: Content, layout: Layout) -> Self {
        let looking = Looking {
            reader: reader(&content, &layout),
            profiles: vec![Profile::default(); layout.header.len()],
            sequence: Sequence::default(),
            rows: 0,
            open: None,
        };
        Self { content, layout, file: file.to_owned(), stage: Stage::Look(Box::new(looking)), how: None, chosen: None }
    }

    fn reader(&self) -> Reader {
        reader(&self.content, &self.layout)
    }

    /// The mapping is settled: reading begins, or waits for answers.
    fn settle(&mut self, mut how: FileMapping) {
        ask_missing(&how.mapping, &mut how.questions);
        let mut seen = Vec::new();
        how.questions.retain(|question| {
            let new = !seen.contains(&question.text);
            seen.push(question.text.clone());
            new
        });
        how.waiting = how.questions.iter().any(|question| question.blocking);
        self.stage = if how.waiting {
            Stage::Wait
        } else {
            let roles = Roles::new(self.without_left_out(&how.mapping), &self.file);
            Stage::Read(Box::new(Reading::new(self.reader(), roles)))
        };
        self.how = Some(how);
    }

    /// The mapping as it is read where a person leaves columns out; what every row needs stays.
    fn without_left_out(&self, mapping: &Mapping) -> Mapping {
        let mut mapping = mapping.clone();
        if let Some(chosen) = &self.chosen {
            let whole = mapping.clone();
            for column in mapping.columns.iter_mut().filter(|column| chosen.column(&column.name)) {
                if may_be_left_out(&whole, column.role) {
                    column.role = Role::Ignore;
                }
            }
        }
        mapping
    }

    /// Looks at some rows; true when enough was seen.
    fn look(&mut self) -> Result<bool, ImportError> {
        let header_line = self.layout.header_line;
        let Stage::Look(looking) = &mut self.stage else { return Ok(true) };
        let Looking { reader, profiles, sequence, rows, open } = looking.as_mut();
        let until = reader.taken() + STEP_BYTES;
        while reader.taken() < until {
            let Some((line, fault)) = reader.next()? else { return Ok(true) };
            if line <= header_line || fault.is_some() {
                continue;
            }
            let (text, ends) = reader.row();
            let cells = Cells { text, ends };
            if let Some((mapping, open)) = open {
                if !is_frame(&cells, &self.layout.header) {
                    for place in open.iter().copied() {
                        if let Some(profile) = profiles.get_mut(place) {
                            profile.add_rest(cells.get(place));
                        }
                    }
                }
                if *rows % 4096 == 0 && undecided(mapping, profiles).is_empty() {
                    return Ok(true);
                }
            } else if !is_frame(&cells, &self.layout.header) {
                for (place, profile) in profiles.iter_mut().enumerate() {
                    profile.add(cells.get(place));
                }
                sequence.add(profiles);
            }
            *rows += 1;
            if *rows == LOOK {
                let mapping = guess(&self.layout, profiles, sequence, None).mapping;
                let still = undecided(&mapping, profiles);
                if still.is_empty() {
                    return Ok(true);
                }
                *open = Some((mapping, still));
            }
        }
        Ok(false)
    }

    /// Says how the table is read, or why it is not.
    fn announce(&self, sink: &mut Sink<'_>) {
        let Some(how) = &self.how else { return };
        let what = shape_words(how.mapping.shape);
        if how.waiting {
            let asked: Vec<&str> = how.questions.iter().filter(|q| q.blocking).map(|q| q.text.as_str()).collect();
            let text = format!(
                "This table is not a Floorlens table and cannot be read yet, because of what only a person can say: {} Its columns can be \
                 mapped on the Data screen, or in `mappings` of a recipe (`floorlens map`).",
                asked.join(" ")
            );
            sink.note(Severity::Warning, &text);
            return;
        }
        let columns: Vec<String> = how
            .mapping
            .columns
            .iter()
            .filter(|column| column.role != Role::Ignore)
            .map(|column| {
                let scale = column.quality.map_or_else(String::new, |scale| format!(" ({})", scale_words(scale)));
                let mark = match column.decimal {
                    Some(Decimal::Comma) => " (with a decimal comma)",
                    Some(Decimal::Point) => " (with a decimal point)",
                    None => "",
                };
                format!("`{}` as {}{scale}{mark}", column.name, role_words(column.role))
            })
            .collect();
        let by = if how.guessed { "guessed from headers and values" } else { "as the recipe says" };
        sink.note(Severity::Info, &format!("Each row was read as a {what} ({by}): {}.", columns.join(", ")));
        let left: Vec<String> =
            how.mapping.columns.iter().filter(|c| c.role == Role::Ignore).map(|c| format!("`{}`", c.name)).collect();
        if !left.is_empty() {
            sink.note(
                Severity::Info,
                &format!("There is no place for these columns, which were left out: {}.", left.join(", ")),
            );
        }
        if self.layout.titles > 0 {
            sink.note(
                Severity::Info,
                &format!("The table begins on line {}; what stands above is no part of it.", self.layout.header_line),
            );
        }
        for question in &how.questions {
            // Times without a zone are spoken of when the file has been read.
            if !matches!(question.kind, crate::protocol::MappingQuestionKind::Zone) {
                sink.note(Severity::Info, &question.text);
            }
        }
    }
}

impl Importer for MappedImporter {
    fn step(&mut self, sink: &mut Sink<'_>) -> Result<Step, ImportError> {
        if let Stage::Look(_) = self.stage {
            if !self.look()? {
                return Ok(Step::More);
            }
            if let Stage::Look(looking) = &self.stage {
                let found = guess(&self.layout, &looking.profiles, &looking.sequence, None);
                let how = FileMapping {
                    waiting: !found.is_certain(),
                    guessed: true,
                    mapping: found.mapping,
                    questions: found.questions,
                };
                self.settle(how);
            }
            self.announce(sink);
            return Ok(if matches!(self.stage, Stage::Wait) { Step::Done } else { Step::More });
        }
        if let Some(how) = &self.how
            && !how.guessed
            && let Stage::Read(reading) = &self.stage
            && reading.taken() == 0
        {
            self.announce(sink);
        }
        let layout = &self.layout;
        let Stage::Read(reading) = &mut self.stage else {
            self.announce(sink);
            return Ok(Step::Done);
        };
        let until = reading.taken() + STEP_BYTES;
        while reading.taken() < until {
            match reading.row(layout, sink) {
                Ok(true) => {}
                Ok(false) => {
                    reading.finish(&self.content, sink);
                    return Ok(Step::Done);
                }
                Err(error) => {
                    reading.finish(&self.content, sink);
                    return Err(error);
                }
            }
        }
        Ok(Step::More)
    }

    fn use_choice(&mut self, chosen: &LeaveOut) {
        self.chosen = Some(chosen.clone());
    }

    fn columns(&self) -> Vec<String> {
        let Some(how) = &self.how else { return Vec::new() };
        let named = how.mapping.columns.iter().filter(|column| may_be_left_out(&how.mapping, column.role));
        named.map(|column| column.name.clone()).collect()
    }

    fn use_mappings(&mut self, saved: &[Mapping]) {
        if let Some(mapping) = saved.iter().find(|mapping| mapping.fits(&self.layout.header)) {
            self.settle(FileMapping {
                waiting: false,
                guessed: false,
                mapping: mapping.clone(),
                questions: Vec::new(),
            });
        }
    }

    fn mapping(&self) -> Option<FileMapping> {
        self.how.clone()
    }
}
