//! What the mapping says beyond the columns: units, constants, how pieces are counted.

use super::questions::{ask_direction, ask_missing, question};
use crate::import::mapping::headers::take_apart;
use crate::import::mapping::numbers::{is_minutes_seconds, seconds_per};
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
            // `Duration (mm:ss)`, `Duration hh:mm`: of use where a value has only two numbers.
            let parts = |pattern: &[&str]| header.parts.windows(pattern.len()).any(|part| part == pattern);
            let said = header.unit.as_deref().filter(|unit| unit.contains(':'));
            let hours = said.is_some_and(|unit| unit.to_lowercase().starts_with('h')) || parts(&["hh", "mm"]);
            let minutes = said.is_some_and(is_minutes_seconds) || parts(&["mm", "ss"]);
            let clock = match (p.two_parts > 0, hours, minutes) {
                (true, true, _) => Some("h:mm"),
                (true, false, true) => Some("mm:ss"),
                _ => None,
            };
            clock.or(found).or(inside).map(str::to_owned).filter(|_| p.is_number() || p.mostly(p.durations))
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
        let (column, p) = (&mut mapping.columns[place], profiles.get(place));
        match p.and_then(|p| minutes_seconds(column, p)) {
            Some(true) => column.unit = Some("mm:ss".to_owned()),
            Some(false) => {
                let (name, sample) =
                    (column.name.clone(), p.and_then(|p| p.samples.first()).map_or("", String::as_str));
                let text = format!(
                    "Does `{name}` give hours and minutes, or minutes and seconds? No value in the whole column tells; the first is {sample}."
                );
                questions.push(question(MappingQuestionKind::Unit, Some(&name), text, true));
            }
            None => {}
        }
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

/// Whether durations such as `12:30` are minutes and seconds: no stop takes days on end, and where hours come they make a third number. `None`
/// where the column has none, or its header says; false where its values leave it open.
pub(super) fn minutes_seconds(column: &MappedColumn, p: &Profile) -> Option<bool> {
    let open = column.role == Role::Duration && column.unit.is_none() && p.two_parts > 0;
    open.then_some(p.three_parts > 0 || p.first_part >= 24)
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
