//! What the mapping says beyond the columns: units, constants, how pieces are counted.

use super::questions::{ask_direction, ask_missing, question};
use crate::import::mapping::headers::take_apart;
use crate::import::mapping::numbers::seconds_per;
use crate::import::mapping::profile::Profile;
use crate::model::{Counting, FILE_STEM, MappedColumn, Mapping, Role, Shape};
use crate::protocol::{MappingQuestion, MappingQuestionKind};

/// The unit of a column's numbers, from its header.
pub(super) fn unit(role: Role, name: &str, p: &Profile) -> Option<String> {
    let header = take_apart(name);
    match role {
        Role::Duration => {
            let words = header.unit.iter().map(String::as_str).chain(header.parts.iter().map(String::as_str));
            let found = words.filter_map(|word| seconds_per(word).map(|_| word)).next_back();
            let inside = [("minut", "min"), ("second", "s"), ("sekund", "s"), ("hour", "h"), ("stund", "h")];
            let inside = inside.iter().find(|(part, _)| header.folded.contains(part)).map(|(_, unit)| *unit);
            found.or(inside).map(str::to_owned).filter(|_| p.is_number() || p.mostly(p.durations))
        }
        Role::Value | Role::Quantity => header.unit,
        _ => None,
    }
}

/// Constants and ways of counting that complete the mapping, and what they leave open.
pub(super) fn complete(mapping: &mut Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
    use Shape::{AlarmLog, CounterLog, EventLog, IntervalLog};
    let shape = mapping.shape;
    let of_machine = matches!(shape, IntervalLog | EventLog | CounterLog | AlarmLog)
        || (shape == Shape::WideHistorian && mapping.has(Role::State));
    if of_machine && !mapping.has(Role::Asset) {
        mapping.constants.insert(Role::Asset, FILE_STEM.to_owned());
        let text = "Which machine is this? No column names one, so the file's name is taken for it.".to_owned();
        questions.push(question(MappingQuestionKind::Asset, None, text, false));
    }
    if shape == IntervalLog && !mapping.has(Role::State) && mapping.has(Role::Reason) {
        mapping.constants.insert(Role::State, "DOWN".to_owned());
        let text = "What did the machine do in these rows? They give reasons only, so each is taken for a stop (DOWN)."
            .to_owned();
        // Work that is taken for a stop would turn every figure upside down: without a word of stops it is asked.
        questions.push(question(MappingQuestionKind::State, None, text, !mapping.columns.iter().any(speaks_of_stops)));
    }
    if shape == CounterLog {
        mapping.counting = Some(counting(mapping, profiles));
    }
    let no_end = mapping.column(Role::End).is_none();
    if let (true, Some(place)) = (no_end, mapping.column(Role::Duration)) {
        let (column, p) = (&mapping.columns[place], profiles.get(place));
        let bare = p.is_some_and(|p| p.is_number() && !p.mostly(p.durations) && !p.is_clock());
        if bare && column.unit.is_none() {
            let name = column.name.clone();
            let text = format!("In which unit does `{name}` give durations: seconds, minutes or hours?");
            questions.push(question(MappingQuestionKind::Unit, Some(&name), text, true));
        }
    }
    if matches!(shape, Shape::GenealogyPairs) {
        ask_direction(mapping, questions);
    }
    ask_missing(mapping, questions);
}

/// True for a column whose header speaks of stops, or is plainly a reason.
pub(super) fn speaks_of_stops(column: &MappedColumn) -> bool {
    const STOPS: &[&str] = &[
        "stop",
        "down",
        "stillst",
        "stoer",
        "fault",
        "failure",
        "ausfall",
        "unterbrech",
        "arret",
        "panne",
        "paro",
        "parada",
        "avar",
        "fermo",
        "guast",
        "stilstand",
        "storing",
        "przest",
        "postoj",
        "porucha",
        "seis",
        "loss",
        "verlust",
        "call",
        "andon",
    ];
    let folded = take_apart(&column.name).folded;
    STOPS.iter().any(|word| folded.contains(word))
        || (column.role == Role::Reason
            && ["reason", "grund", "ursache", "cause", "motif", "motiv", "causa", "przyczyn", "duvod", "orsak"]
                .iter()
                .any(|word| folded.contains(word)))
}

/// Whether figures run on or begin anew in every row.
pub(super) fn counting(mapping: &Mapping, profiles: &[Profile]) -> Counting {
    let figures = [Role::Total, Role::Good, Role::Scrap].into_iter().find_map(|role| mapping.column(role));
    let Some((place, p)) = figures.and_then(|place| Some((place, profiles.get(place)?))) else {
        return Counting::Delta;
    };
    let name = mapping.columns.get(place).map(|c| take_apart(&c.name).folded).unwrap_or_default();
    let said = ["zaehler", "counter", "contador", "compteur", "contatore", "licznik", "reading"]
        .iter()
        .any(|word| name.contains(word));
    let steps = p.filled.saturating_sub(1);
    let rising = steps >= 3 && p.rises * 10 >= steps * 4 && p.falls * 20 <= p.rises;
    if rising || (said && p.greatest > 1000.0) { Counting::Counter } else { Counting::Delta }
}
