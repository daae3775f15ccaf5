//! What a person must say before a table can be read, or had better say.

use super::CLEARLY;
use super::words::{role_words, shape_words};
use crate::import::mapping::headers::take_apart;
use crate::import::mapping::profile::Profile;
use crate::import::mapping::shapes::{Fitted, lacking};
use crate::model::{Mapping, Role, TimeForm};
use crate::protocol::{MappingQuestion, MappingQuestionKind};

pub(super) fn question(
    kind: MappingQuestionKind,
    column: Option<&str>,
    text: String,
    blocking: bool,
) -> MappingQuestion {
    MappingQuestion { kind, column: column.map(str::to_owned), roles: Vec::new(), text, blocking }
}

/// What a shape lacks, as questions.
pub(in crate::import::mapping) fn ask_missing(mapping: &Mapping, questions: &mut Vec<MappingQuestion>) {
    for group in lacking(mapping.shape, |role| mapping.has(role)) {
        let words: Vec<&str> = group.iter().map(|role| role_words(*role)).collect();
        let text = format!(
            "Which column is the {}? A {} cannot be read without it.",
            words.join(" or the "),
            shape_words(mapping.shape)
        );
        let mut asked = question(MappingQuestionKind::Role, None, text, true);
        asked.roles = group.to_vec();
        questions.push(asked);
    }
}

pub(super) fn ask_shape(all: &[Fitted], best: &Fitted, questions: &mut Vec<MappingQuestion>) {
    let Some(second) = all.iter().find(|other| other.shape != best.shape && other.missing.len() == best.missing.len())
    else {
        return;
    };
    if best.missing.is_empty() && best.score - second.score < CLEARLY {
        questions.push(question(
            MappingQuestionKind::Shape,
            None,
            format!("Is one row a {}, or a {}?", shape_words(best.shape), shape_words(second.shape)),
            true,
        ));
    } else if !best.missing.is_empty() {
        questions.push(question(MappingQuestionKind::Shape, None, "What is one row of this table?".to_owned(), true));
    }
}

/// `parent` is the assembly to some and the source to others.
pub(super) fn ask_direction(mapping: &Mapping, questions: &mut Vec<MappingQuestion>) {
    let Some(column) = mapping.column(Role::LotOut).and_then(|place| mapping.columns.get(place)) else { return };
    let header = take_apart(&column.name);
    let serial =
        header.parts.iter().any(|part| part.starts_with("serial") || part.starts_with("assembl") || part == "sn");
    if header.folded.contains("parent") && !serial {
        questions.push(question(
            MappingQuestionKind::Direction,
            Some(&column.name),
            format!("Is `{}` what was made, or what it was made of? It is taken for what was made.", column.name),
            true,
        ));
    }
}

pub(super) fn ask_zone(mapping: &Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
    let local = mapping.columns.iter().zip(profiles).find(|(column, p)| match column.time {
        Some(TimeForm::Excel | TimeForm::Clock) => true,
        Some(TimeForm::YearFirst | TimeForm::DayFirst | TimeForm::MonthFirst) => p.zoned < p.dates,
        _ => false,
    });
    if let Some((column, _)) = local
        && mapping.zone.is_none()
    {
        let text = format!("In which time zone is `{}`? Its times do not say.", column.name);
        questions.push(question(MappingQuestionKind::Zone, Some(&column.name), text, false));
    }
}

/// UTC, when all headers of times say so: they may know what the values do not tell.
pub(super) fn said_zone(mapping: &Mapping) -> Option<String> {
    let utc = |name: &str| {
        let header = take_apart(name);
        let unit = header.unit.is_some_and(|unit| unit.eq_ignore_ascii_case("utc"));
        unit || header.parts.iter().any(|part| part == "utc" || part == "gmt") || header.folded.ends_with("utc")
    };
    let mut timed = mapping.columns.iter().filter(|column| column.time.is_some()).peekable();
    (timed.peek().is_some() && timed.all(|column| utc(&column.name))).then(|| "UTC".to_owned())
}
