//! Looks at a foreign table, decides how it is read, reads it.
//!
//! ```text
//! look   the first rows; all rows where only the whole column can tell day from month
//! wait   questions are open: nothing is read, and the ledger says what to answer
//! read   rows → values of roles → rows of Floorlens tables
//! ```

use super::emit::{Emitter, Fact};
use super::guess::{ask_missing, guess, role_words, shape_words, undecided};
use super::layout::{Form, Layout, is_decoration};
use super::profile::{Profile, Sequence};
use super::values::{Roles, Values};
use crate::bytes::{Content, STEP_BYTES};
use crate::import::tables::{
    Column, FULL_SENTENCES, Fault, Reader, Row, Table, check_room, check_width, close, normal,
};
use crate::import::{ImportError, Importer, Sink, Step};
use crate::model::{LeaveOut, LeftOut, Mapping, RepairKind, Role, Severity, Shape, SourceId};
use crate::protocol::FileMapping;

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
    /// The columns of which only day and month are still looked at.
    open: Option<Vec<usize>>,
}

struct Reading {
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
            Stage::Read(Box::new(Reading {
                reader: self.reader(),
                roles: Roles::new(self.without_left_out(&how.mapping), &self.file),
                values: Values::default(),
                emitter: Emitter::default(),
                facts: Vec::new(),
                columns: Vec::new(),
                rejected: 0,
                local_times: 0,
                totals: 0,
                headers: 0,
            }))
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
            if let Some(open) = open {
                for place in open.iter().copied() {
                    if let Some(profile) = profiles.get_mut(place) {
                        profile.add_pair(cells.get(place));
                    }
                }
                if *rows % 4096 == 0
                    && open
                        .iter()
                        .all(|place| profiles.get(*place).is_none_or(|p| undecided(std::slice::from_ref(p)).is_empty()))
                {
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
                let still = undecided(profiles);
                if still.is_empty() {
                    return Ok(true);
                }
                *open = Some(still);
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
            .map(|column| format!("`{}` as {}", column.name, role_words(column.role)))
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

/// Reads the rows of a table.
pub(super) fn reader(content: &Content, layout: &Layout) -> Reader {
    match layout.form {
        Form::Delimited(delimiter) => Reader::rows(content, delimiter),
        Form::Json => Reader::json(content, layout.header.iter().map(|name| normal(name)).collect()),
    }
}

/// The cells of a row as the file has them.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) text: &'a str,
    pub(super) ends: &'a [usize],
}

impl<'a> Cells<'a> {
    /// A cell; blank when the row is too short.
    pub(super) fn get(&self, place: usize) -> &'a str {
        let Some(end) = self.ends.get(place).copied() else { return "" };
        let start = place.checked_sub(1).and_then(|i| self.ends.get(i)).copied().unwrap_or(0);
        self.text.get(start..end).unwrap_or("").trim()
    }
}

/// Lines of dashes, and headers that are repeated on every page.
pub(super) fn is_frame(cells: &Cells<'_>, header: &[String]) -> bool {
    let first = cells.get(0);
    if first.is_empty() || first.starts_with(['-', '=', '_', '+', '*']) {
        let all: Vec<String> = (0..cells.ends.len()).map(|i| cells.get(i).to_owned()).collect();
        if is_decoration(&all) {
            return true;
        }
    }
    let named =
        |(i, name): (usize, &String)| cells.get(i) == name || (cells.get(i).is_empty() && name.starts_with("column "));
    header.iter().enumerate().all(named)
}

/// Words that begin the last line of a report.
pub(super) fn is_total(cells: &Cells<'_>) -> bool {
    const WORDS: &[&str] = &[
        "total",
        "totals",
        "grand total",
        "subtotal",
        "sum",
        "summe",
        "gesamt",
        "gesamtsumme",
        "zwischensumme",
        "summe:",
        "total:",
        "gesamt:",
        "σ",
        "∑",
        "*",
        "**",
        "totale",
        "totaal",
        "suma",
        "celkem",
        "anzahl:",
        "total général",
        "total general",
        "end of report",
        "ende",
    ];
    let first = (0..cells.ends.len()).map(|i| cells.get(i)).find(|cell| !cell.is_empty());
    first.is_some_and(|cell| {
        let cell = cell.to_lowercase();
        WORDS.contains(&cell.as_str())
            || cell.starts_with("summe ")
            || cell.starts_with("total ")
            || cell.starts_with("gesamt ")
    })
}

impl Reading {
    /// Reads one row; `false` at the end.
    fn row(&mut self, layout: &Layout, sink: &mut Sink<'_>) -> Result<bool, ImportError> {
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
                        Filled::LeftOut => {
                            self.emitter.unsay();
                            None
                        }
                        Filled::Counts => None,
                        Filled::Not(sentence) => Some(sentence),
                    },
                },
            };
        }
        if let Some(sentence) = fault {
            if is_total(&cells) {
                self.totals += 1;
                sink.remark(record, "The row sums others up and states nothing of its own.");
            } else {
                self.rejected += 1;
                sink.reject(record, &sentence);
            }
        }
        self.facts = facts;
        self.local_times += sink.take_local_times();
        Ok(true)
    }

    fn finish(&self, content: &Content, sink: &mut Sink<'_>) {
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

/// What became of a row.
enum Filled {
    /// Some of it counts.
    Counts,
    /// None of it is wanted.
    LeftOut,
    /// None of it counts: why.
    Not(String),
}

/// Appends the facts of a row. The first decides whether the row counts; what is wrong with another is a repair.
fn fill_all(
    facts: &[Fact],
    roles: &Roles,
    known: &mut Vec<(&'static str, Vec<&'static Column>)>,
    sink: &mut Sink<'_>,
    record: SourceId,
    short: bool,
) -> Filled {
    let mut left_out: Vec<String> = Vec::new();
    let mut unwanted: Option<LeftOut> = None;
    let mut counts = false;
    for fact in facts {
        match fill(fact, known, sink, record) {
            Ok(()) => counts = true,
            // The time of a row is that of all it says.
            Err(Fault::LeftOut(why @ LeftOut::Time)) => {
                unwanted = Some(why);
                break;
            }
            Err(Fault::LeftOut(why)) => unwanted = Some(why),
            Err(fault) => left_out.push(named(&fault, fact, roles, short)),
        }
    }
    if let Some(why) = unwanted.filter(|_| !counts && left_out.is_empty()) {
        sink.leave_out(record, why);
        return Filled::LeftOut;
    }
    if left_out.is_empty() {
        return Filled::Counts;
    }
    left_out.dedup();
    let sentence = left_out.join(" ");
    if !counts {
        return Filled::Not(sentence);
    }
    sink.repair(record, RepairKind::RowPart, ["", ""], &format!("A part of the row was left out: {sentence}"));
    Filled::Counts
}

/// Whether rows say less without a column of this role, but nothing else.
fn may_be_left_out(mapping: &Mapping, role: Role) -> bool {
    let shape = mapping.shape;
    match role {
        Role::Program | Role::Severity | Role::Technology | Role::Strength | Role::Lot | Role::Defect => true,
        Role::Lower | Role::Upper | Role::Target => true,
        // Each of these stands in for another column where that is missing, or says what kind of booking a row is.
        Role::Reason => mapping.has(Role::State),
        Role::Text => mapping.has(Role::Code),
        Role::Operator => shape != Shape::ReadLog || mapping.has(Role::Reader),
        Role::Order => shape != Shape::StockMoves && (shape != Shape::JobList || mapping.has(Role::Item)),
        Role::Supplier | Role::Party | Role::Document => shape != Shape::StockMoves,
        Role::Value => matches!(shape, Shape::WideHistorian | Shape::Inspections),
        _ => false,
    }
}

/// Appends one fact.
pub(super) fn fill(
    fact: &Fact,
    known: &mut Vec<(&'static str, Vec<&'static Column>)>,
    sink: &mut Sink<'_>,
    record: SourceId,
) -> Result<(), Fault> {
    const PLACES: [usize; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let place = match known.iter().position(|(name, _)| *name == fact.table.name) {
        Some(place) => place,
        None => {
            known.push((fact.table.name, Table::columns(fact.table).collect()));
            known.len() - 1
        }
    };
    let columns = known.get(place).map_or(&[][..], |(_, columns)| columns.as_slice());
    let row = Row { text: &fact.text, starts: &[], ends: &fact.ends, places: &PLACES, columns, decimal_comma: false };
    (fact.to_fact)(&row, sink, record)
}

/// A fault of a Floorlens table in the words of the file's own header.
pub(super) fn named(fault: &Fault, fact: &Fact, roles: &Roles, short: bool) -> String {
    let sentence = fault.sentence(short);
    let Some(column) = fault.column() else { return sentence };
    let role = fact.roles.iter().find(|(name, _)| *name == column).map(|(_, role)| *role);
    let own = role.and_then(|role| roles.name(role));
    match (own, role) {
        (Some(own), _) => sentence.replacen(&format!("`{column}`"), &format!("`{own}`"), 1),
        (None, Some(role)) => match fault {
            Fault::Blank(_) => format!("The row has no {}.", role_words(role)),
            _ => sentence,
        },
        (None, None) => sentence,
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
            && reading.reader.taken() == 0
        {
            self.announce(sink);
        }
        let layout = &self.layout;
        let Stage::Read(reading) = &mut self.stage else {
            self.announce(sink);
            return Ok(Step::Done);
        };
        let until = reading.reader.taken() + STEP_BYTES;
        while reading.reader.taken() < until {
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
