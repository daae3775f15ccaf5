//! All that was seen of a table → a mapping, how sure it is, and what a person must say.
//!
//! ```text
//! mod.rs       roles of the columns, the shape that explains most
//! spelling.rs  how its times and numbers are written
//! complete.rs  units, constants, how pieces are counted
//! questions.rs what a person must say
//! words.rs     roles and shapes in words
//! ```

mod complete;
mod questions;
mod spelling;
mod words;

pub(super) use questions::ask_missing;
pub(super) use words::{role_words, scale_words, shape_words};

use super::candidates::{Candidate, candidates, comes, speaks_of_states};
use super::headers::take_apart;
use super::layout::Layout;
use super::profile::{Profile, Sequence};
use super::quality::{self, Told};
use super::shapes::{Column, fit_all, fit_one, lacking, places};
use crate::model::{Decimal, MappedColumn, Mapping, Role, Shape};
use crate::protocol::{ColumnGuess, MappingQuestion, MappingQuestionKind, ShapeGuess};
use complete::{complete, minutes_seconds, unit};
use questions::{ask_shape, ask_zone, question, said_zone};
use spelling::{decimal, holds_times, own_decimal, settle_date_order, time_form, undecided_dates};
use std::collections::BTreeMap;
use words::capital;

/// A role is taken for certain from here on.
const SURE: f64 = 0.55;
/// How much better than any other the best shape must be to be taken without asking.
const CLEARLY: f64 = 0.2;

/// What is thought of a table.
#[derive(Debug, Clone)]
pub(super) struct Guess {
    pub(super) mapping: Mapping,
    pub(super) columns: Vec<ColumnGuess>,
    pub(super) shapes: Vec<ShapeGuess>,
    pub(super) questions: Vec<MappingQuestion>,
}

impl Guess {
    /// True when nothing must be answered before reading.
    pub(super) fn is_certain(&self) -> bool {
        !self.questions.iter().any(|question| question.blocking)
    }
}

/// A case and an activity in one row are the log of a process, whatever else stands there.
fn by_process(header: &[String], columns: &mut [Column]) {
    let place = |words: &[&str]| header.iter().position(|name| words.contains(&take_apart(name).folded.as_str()));
    let case = place(&["caseid", "caseno", "casekey", "case", "caseconceptname"]);
    let activity = place(&["activity", "activityname", "activityid", "conceptname"]);
    let (Some(case), Some(activity)) = (case, activity) else { return };
    let known = places(Shape::JobList);
    for column in columns.iter_mut() {
        column.candidates.retain(|c| known.contains(&c.role) || matches!(c.role, Role::Time | Role::Start | Role::End));
    }
    for (i, role, what) in [(case, Role::Item, "case"), (activity, Role::Step, "step")] {
        if let Some(column) = columns.get_mut(i) {
            let why = format!("a case and its activities make a log of a process, and this is the {what}");
            column.candidates.retain(|c| c.role != role);
            column.candidates.insert(0, Candidate { role, sure: 0.96, why });
        }
    }
}

/// Guesses. `shape` = what a person has chosen already.
pub(super) fn guess(layout: &Layout, profiles: &[Profile], sequence: &Sequence, shape: Option<Shape>) -> Guess {
    let mut columns: Vec<Column> = layout
        .header
        .iter()
        .zip(profiles)
        .map(|(name, p)| {
            let candidates = candidates(name, p);
            let clock = !p.is_date() && (p.is_clock() || p.mostly(p.compact_clocks));
            Column {
                candidates,
                day: p.is_date() && p.days_only * 10 >= p.dates * 9,
                clock,
                number: p.is_number(),
                states: speaks_of_states(p),
                flips: p.share(|value| comes(value).is_some()) > 0.9
                    && p.share(|value| comes(value) == Some(true)) < 1.0,
                distinct: if p.many { u32::MAX } else { p.distinct.len() as u32 },
            }
        })
        .collect();
    by_sequence(sequence, &mut columns);
    by_process(&layout.header, &mut columns);
    let all = fit_all(&columns);
    let best = shape.and_then(|shape| fit_one(shape, &columns)).or_else(|| all.first().cloned());
    let Some(best) = best else {
        return empty(layout);
    };
    let mut questions = Vec::new();
    if shape.is_none() {
        ask_shape(&all, &best, &mut questions);
    }
    let decimal = decimal(layout, profiles, &best, &mut questions);
    let mut mapping = Mapping {
        shape: best.shape,
        columns: Vec::new(),
        constants: BTreeMap::new(),
        zone: None,
        decimal,
        counting: None,
    };
    let mut guesses = Vec::new();
    for (i, name) in layout.header.iter().enumerate() {
        let (Some(column), Some(p)) = (columns.get(i), profiles.get(i)) else { continue };
        let role = best.roles.get(i).copied().flatten().unwrap_or(Role::Ignore);
        let (confidence, reason) = why(role, best.sure.get(i).copied().unwrap_or(0.0), &column.candidates);
        let time = matches!(role, Role::Time | Role::Start | Role::End).then(|| time_form(p, column.clock));
        let unit = unit(role, name, p);
        let quality = match quality::scale(name, &layout.header, p) {
            Told::By(scale) => Some(scale),
            Told::Words | Told::Open => None,
        };
        let own = quality.filter(|_| role == Role::Validity);
        let decimal = own_decimal(role, p, decimal);
        mapping.columns.push(MappedColumn { name: name.clone(), role, time, unit, decimal, quality: own });
        guesses.push(ColumnGuess {
            name: name.clone(),
            samples: p.samples.clone(),
            role,
            time: holds_times(p, column),
            quality,
            confidence,
            reason,
        });
    }
    settle_date_order(&mut mapping, profiles, &mut questions);
    complete(&mut mapping, profiles, &mut questions);
    ask_quality(&mapping, profiles, &mut questions);
    for (column, guess) in mapping.columns.iter().zip(&guesses) {
        let needed = lacking(mapping.shape, |role| role != column.role && mapping.has(role));
        if guess.confidence < SURE
            && needed.iter().any(|group| group.contains(&column.role))
            && column.role != Role::Value
        {
            questions.push(question(
                MappingQuestionKind::Role,
                Some(&column.name),
                format!("Is `{}` really the {}? {}.", column.name, role_words(column.role), capital(&guess.reason)),
                true,
            ));
        }
    }
    mapping.zone = said_zone(&mapping);
    ask_zone(&mapping, profiles, &mut questions);
    let shapes = all.iter().take(4).map(|f| ShapeGuess {
        shape: f.shape,
        score: libm::round(f.score * 100.0) / 100.0,
        missing: f.missing.iter().map(|group| group.to_vec()).collect(),
    });
    Guess { mapping, columns: guesses, shapes: shapes.collect(), questions }
}

/// The columns of which something is still open that the rest of the file may tell: the order of day, month and year, the scale of quality codes, what `12:30` is
/// as a duration.
pub(super) fn undecided(mapping: &Mapping, profiles: &[Profile]) -> Vec<usize> {
    let mut open = undecided_dates(profiles);
    open.extend(undecided_quality(mapping, profiles));
    let pairs = mapping.columns.iter().zip(profiles).enumerate();
    if mapping.column(Role::End).is_none() {
        open.extend(pairs.filter(|(_, (column, p))| minutes_seconds(column, p) == Some(false)).map(|(place, _)| place));
    }
    open
}

/// Asks for scales of quality codes that the mapping does not say, the columns leave open, and nobody asked for yet.
pub(super) fn ask_quality(mapping: &Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
    let kind = MappingQuestionKind::Quality;
    for place in undecided_quality(mapping, profiles) {
        let (Some(column), Some(p)) = (mapping.columns.get(place), profiles.get(place)) else { continue };
        let asked = |q: &MappingQuestion| q.kind == kind && q.column.as_deref() == Some(column.name.as_str());
        if column.quality.is_none() && !questions.iter().any(asked) {
            questions.push(question(kind, Some(&column.name), quality::question(&column.name, p), true));
        }
    }
}

/// The columns whose scale of quality codes is open.
fn undecided_quality(mapping: &Mapping, profiles: &[Profile]) -> Vec<usize> {
    let header: Vec<String> = mapping.columns.iter().map(|column| column.name.clone()).collect();
    let open = |(column, p): (&MappedColumn, &Profile)| {
        column.role == Role::Validity && quality::scale(&column.name, &header, p) == Told::Open
    };
    let places = mapping.columns.iter().zip(profiles).enumerate();
    places.filter(|(_, pair)| open(*pair)).map(|(place, _)| place).collect()
}

/// Two columns of times, of which one never lies before the other, are a start and an end, whatever their headers are called.
fn by_sequence(sequence: &Sequence, columns: &mut [Column]) {
    let Some((start, end)) = sequence.start_and_end() else { return };
    for (place, role, why) in [
        (start, Role::Start, "it is a time that never lies after the other time of the row"),
        (end, Role::End, "it is a time that never lies before the other time of the row"),
    ] {
        let Some(column) = columns.get_mut(place) else { continue };
        if column.candidates.iter().any(|c| matches!(c.role, Role::Start | Role::End | Role::Ignore) && c.sure > 0.6) {
            continue;
        }
        let sure = column.candidates.first().map_or(0.0, |c| c.sure).max(0.6) + 0.02;
        column.candidates.insert(0, Candidate { role, sure: sure.min(0.9), why: why.to_owned() });
    }
}

/// A table without columns that can be told apart.
fn empty(layout: &Layout) -> Guess {
    let column = |name: &String| MappedColumn {
        name: name.clone(),
        role: Role::Ignore,
        time: None,
        unit: None,
        decimal: None,
        quality: None,
    };
    let mapping = Mapping {
        shape: Shape::EventLog,
        columns: layout.header.iter().map(column).collect(),
        constants: BTreeMap::new(),
        zone: None,
        decimal: Decimal::Point,
        counting: None,
    };
    Guess { mapping, columns: Vec::new(), shapes: Vec::new(), questions: Vec::new() }
}

/// How sure the role is, and why.
fn why(role: Role, sure: f64, candidates: &[Candidate]) -> (f64, String) {
    let of_role = candidates.iter().find(|c| c.role == role);
    let first = candidates.first();
    match (role, of_role, first) {
        (Role::Ignore, Some(own), _) => (own.sure, own.why.clone()),
        (Role::Ignore, None, Some(first)) if first.sure >= 0.6 && first.role != Role::Text => {
            (0.5, format!("it looks like the {}, for which this kind of table has no place", role_words(first.role)))
        }
        (Role::Ignore, None, Some(first)) if first.role == Role::Text => {
            (0.6, "it describes what another column names".to_owned())
        }
        (Role::Ignore, None, _) => (0.4, "nothing tells what it is".to_owned()),
        (_, Some(own), _) => (sure, own.why.clone()),
        (_, None, Some(first)) => {
            (sure, format!("it looks like the {}, which here is the {}", role_words(first.role), role_words(role)))
        }
        _ => (sure, String::new()),
    }
}
