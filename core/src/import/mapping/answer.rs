//! How a file is, or would be, read: for the mapping panel and `floorlens map`.

use super::emit::Emitter;
use super::guess::{Guess, ask_missing, ask_quality, guess};
use super::importer::{Cells, fill, is_frame, is_total, named, reader};
use super::layout::{self, Layout};
use super::profile::{Profile, Sequence};
use super::shapes::places;
use super::values::{Roles, Values};
use crate::bytes::{ByteSource, Content, Unpacking};
use crate::import::Sink;
use crate::import::tables::check_width;
use crate::model::{Facts, MappedColumn, Mapping, Role, Shape, Zones};
use crate::protocol::{AskError, FileMapping, MappingAnswer, MappingQuestionKind, PreviewTable};
use std::rc::Rc;

/// Rows that are looked at for an answer.
const LOOK: u32 = 2000;
/// Rows that a preview is made of.
const PREVIEW: u32 = 20;
/// Facts of one table that a preview shows.
const SHOWN: usize = 8;
/// Sentences about rows of the preview.
const REMARKS: usize = 10;

/// What a person tries out.
pub struct Draft<'a> {
    /// This mapping.
    pub mapping: Option<&'a Mapping>,
    /// A fresh guess under this shape.
    pub shape: Option<Shape>,
}

/// How the file called `name` is read (`known`), or would be read under `draft`. `zones` are those by which times without a zone are read.
pub fn mapping_answer(
    name: &str,
    source: Rc<dyn ByteSource>,
    known: Option<&FileMapping>,
    draft: &Draft<'_>,
    zones: &Zones,
    unpacking: Unpacking,
) -> Result<MappingAnswer, AskError> {
    let failed = |e: std::io::Error| AskError::new(format!("`{name}` could not be read again: {e}"));
    let (content, head) = Content::open(name, source, Rc::default(), unpacking).map_err(failed)?;
    let Some(layout) = layout::find(&head) else {
        return Err(AskError::new(format!("`{name}` is no table whose columns could be mapped.")));
    };
    let (profiles, sequence) = look(&content, &layout)?;
    let found: Guess = guess(&layout, &profiles, &sequence, draft.shape);
    let mut how = match (draft.mapping, draft.shape, known) {
        (Some(mapping), _, _) => {
            if !mapping.fits(&layout.header) {
                return Err(AskError::new(format!("The mapping names other columns than `{name}` has.")));
            }
            let mut questions = known.map(|known| known.questions.clone()).unwrap_or_default();
            questions.retain(|question| still_open(question.kind, question.column.as_deref(), mapping, known));
            ask_quality(mapping, &profiles, &mut questions);
            FileMapping { waiting: false, guessed: false, mapping: mapping.clone(), questions }
        }
        (None, None, Some(known)) => known.clone(),
        _ => FileMapping {
            waiting: false,
            guessed: true,
            mapping: found.mapping.clone(),
            questions: found.questions.clone(),
        },
    };
    if !zones.is_empty() {
        how.questions.retain(|question| question.kind != MappingQuestionKind::Zone);
    }
    how.questions.retain(|question| question.roles.is_empty());
    ask_missing(&how.mapping, &mut how.questions);
    how.waiting = how.questions.iter().any(|question| question.blocking);
    let mut answer = MappingAnswer {
        file: name.to_owned(),
        roles: places(how.mapping.shape),
        how,
        columns: found.columns,
        shapes: found.shapes,
        preview: Vec::new(),
        preview_rows: 0,
        remarks: Vec::new(),
    };
    preview(&content, &layout, zones, &mut answer)?;
    Ok(answer)
}

/// What a draft answers need not be asked any more.
fn still_open(kind: MappingQuestionKind, column: Option<&str>, draft: &Mapping, known: Option<&FileMapping>) -> bool {
    let Some(known) = known else { return true };
    let time = |mapping: &Mapping| mapping.columns.iter().find(|c| Some(c.name.as_str()) == column).map(|c| c.time);
    let unit =
        |mapping: &Mapping| mapping.columns.iter().find(|c| Some(c.name.as_str()) == column).map(|c| c.unit.clone());
    match kind {
        MappingQuestionKind::Zone => draft.zone.is_none(),
        MappingQuestionKind::Asset | MappingQuestionKind::State => draft.constants == known.mapping.constants,
        MappingQuestionKind::DateOrder => time(draft).is_some() && time(draft) == time(&known.mapping),
        MappingQuestionKind::Unit => unit(draft).is_some() && unit(draft) == unit(&known.mapping),
        MappingQuestionKind::Quality => {
            let of_values = |c: &&MappedColumn| c.role == Role::Validity && c.quality.is_none();
            draft.columns.iter().filter(of_values).any(|c| Some(c.name.as_str()) == column)
        }
        MappingQuestionKind::Shape => draft.shape == known.mapping.shape,
        MappingQuestionKind::Decimal => draft.decimal == known.mapping.decimal,
        MappingQuestionKind::Role | MappingQuestionKind::Direction => draft.columns == known.mapping.columns,
    }
}

fn look(content: &Content, layout: &Layout) -> Result<(Vec<Profile>, Sequence), AskError> {
    let mut profiles = vec![Profile::default(); layout.header.len()];
    let mut reader = reader(content, layout);
    let (mut rows, mut sequence) = (0, Sequence::default());
    while rows < LOOK {
        let Some((line, fault)) = reader.next().map_err(|e| AskError::new(e.to_string()))? else { break };
        let (text, ends) = reader.row();
        let cells = Cells { text, ends };
        if line <= layout.header_line || fault.is_some() || is_frame(&cells, &layout.header) {
            continue;
        }
        for (place, profile) in profiles.iter_mut().enumerate() {
            profile.add(cells.get(place));
        }
        sequence.add(&profiles);
        rows += 1;
    }
    Ok((profiles, sequence))
}

/// Reads the first rows into facts that are thrown away.
fn preview(content: &Content, layout: &Layout, zones: &Zones, answer: &mut MappingAnswer) -> Result<(), AskError> {
    let mut facts = Facts { zones: zones.clone(), ..Facts::default() };
    let file = facts.sources.open(&answer.file, "preview", 0);
    let mut sink = Sink::new(&mut facts, file);
    let roles = Roles::new(answer.how.mapping.clone(), &answer.file);
    let (mut values, mut emitter, mut out, mut known) = (Values::default(), Emitter::default(), Vec::new(), Vec::new());
    let mut reader = reader(content, layout);
    while answer.preview_rows < PREVIEW {
        let Some((line, fault)) = reader.next().map_err(|e| AskError::new(e.to_string()))? else { break };
        let (text, ends) = reader.row();
        let cells = Cells { text, ends };
        if line <= layout.header_line || is_frame(&cells, &layout.header) {
            continue;
        }
        answer.preview_rows += 1;
        let record = sink.record(line);
        let cell = |place: usize| cells.get(place);
        let mut remarks = Vec::new();
        let width = check_width(text, ends, layout.header.len()).err().map(|fault| fault.sentence(false));
        match fault.or(width).map_or_else(|| roles.read(&cell, &mut values).map_err(|wrong| wrong.sentence(false)), Err)
        {
            Err(sentence) => remarks.push(sentence),
            Ok(()) => match emitter.facts(&roles, &values, &cell, &mut out) {
                Err(sentence) => remarks.push(sentence),
                Ok(()) => {
                    for fact in &out {
                        match fill(fact, &mut known, &mut sink, record) {
                            Ok(()) => show(fact.table.name, fact, &mut answer.preview),
                            Err(fault) => remarks.push(named(&fault, fact, &roles, false)),
                        }
                    }
                }
            },
        }
        for remark in remarks {
            if !is_total(&cells) && answer.remarks.len() < REMARKS {
                answer.remarks.push(format!("Line {line}: {remark}"));
            }
        }
    }
    for (note, rows) in &emitter.notes {
        answer.remarks.push(format!("{rows} of the first rows {note}."));
    }
    for table in &mut answer.preview {
        drop_blank_columns(table);
    }
    Ok(())
}

fn show(name: &str, fact: &super::emit::Fact, preview: &mut Vec<PreviewTable>) {
    let place = preview.iter().position(|table| table.table == name).unwrap_or_else(|| {
        let columns = fact.table.columns().map(|column| column.name.to_owned()).collect();
        preview.push(PreviewTable { table: name.to_owned(), columns, rows: Vec::new() });
        preview.len() - 1
    });
    if let Some(table) = preview.get_mut(place)
        && table.rows.len() < SHOWN
    {
        table.rows.push(fact.cells().map(str::to_owned).collect());
    }
}

fn drop_blank_columns(table: &mut PreviewTable) {
    let used: Vec<bool> = (0..table.columns.len())
        .map(|i| table.rows.iter().any(|row| row.get(i).is_some_and(|cell| !cell.is_empty())))
        .collect();
    let keep = |cells: &mut Vec<String>| {
        let mut place = 0;
        cells.retain(|_| {
            place += 1;
            used.get(place - 1).copied().unwrap_or(false)
        });
    };
    keep(&mut table.columns);
    table.rows.iter_mut().for_each(keep);
}
