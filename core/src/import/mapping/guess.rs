//! All that was seen of a table → a mapping, how sure it is, and what a person must say.

use super::candidates::{Candidate, candidates, comes, is_epoch, speaks_of_states};
use super::headers::take_apart;
use super::layout::{Form, Layout};
use super::numbers::seconds_per;
use super::profile::{Profile, Sequence};
use super::shapes::{Column, Fitted, fit_all, fit_one, lacking, places};
use crate::model::{Counting, Decimal, FILE_STEM, MappedColumn, Mapping, Role, Shape, TimeForm};
use crate::protocol::{ColumnGuess, MappingQuestion, MappingQuestionKind, ShapeGuess};
use std::collections::BTreeMap;

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

/// The columns whose order of day and month is still open: the rest of the file may tell.
pub(super) fn undecided(profiles: &[Profile]) -> Vec<usize> {
    let open = |p: &Profile| p.is_date() && date_order(p) == Order::Open;
    (0..profiles.len()).filter(|i| profiles.get(*i).is_some_and(open)).collect()
}

/// Day and month of a column of dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    Year,
    Day,
    Month,
    /// No date in the column tells.
    Open,
    /// Some dates can only be the one, some only the other.
    Mixed,
}

fn date_order(p: &Profile) -> Order {
    match (p.first > 12, p.second > 12) {
        _ if p.first == 0 => Order::Year,
        (true, true) => Order::Mixed,
        (true, false) => Order::Day,
        (false, true) => Order::Month,
        // Nobody writes the month first with dots.
        _ if p.mark == b'.' => Order::Day,
        _ => Order::Open,
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
        mapping.columns.push(MappedColumn { name: name.clone(), role, time, unit });
        guesses.push(ColumnGuess {
            name: name.clone(),
            samples: p.samples.clone(),
            role,
            time: holds_times(p, column),
            confidence,
            reason,
        });
    }
    settle_date_order(&mut mapping, profiles, &mut questions);
    complete(&mut mapping, profiles, &mut questions);
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
    let column = |name: &String| MappedColumn { name: name.clone(), role: Role::Ignore, time: None, unit: None };
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

fn question(kind: MappingQuestionKind, column: Option<&str>, text: String, blocking: bool) -> MappingQuestion {
    MappingQuestion { kind, column: column.map(str::to_owned), roles: Vec::new(), text, blocking }
}

/// What a shape lacks, as questions.
pub(super) fn ask_missing(mapping: &Mapping, questions: &mut Vec<MappingQuestion>) {
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

fn ask_shape(all: &[Fitted], best: &Fitted, questions: &mut Vec<MappingQuestion>) {
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

/// How the times of a column are written, if it holds any, whatever it was taken for.
fn holds_times(p: &Profile, column: &Column) -> Option<TimeForm> {
    (p.is_date() || column.clock || is_epoch(p) || p.mostly(p.excel)).then(|| time_form(p, column.clock))
}

/// How the times of a column are written.
fn time_form(p: &Profile, clock: bool) -> TimeForm {
    if clock {
        return TimeForm::Clock;
    }
    if p.is_date() {
        return match date_order(p) {
            Order::Year => TimeForm::YearFirst,
            Order::Month => TimeForm::MonthFirst,
            _ => TimeForm::DayFirst,
        };
    }
    if is_epoch(p) {
        let forms = [TimeForm::EpochS, TimeForm::EpochMs, TimeForm::EpochUs, TimeForm::EpochNs];
        let place = p.epochs.iter().position(|n| p.mostly(*n)).unwrap_or(0);
        return forms.get(place).copied().unwrap_or(TimeForm::EpochS);
    }
    TimeForm::Excel
}

/// A column that leaves day and month open follows one that does not; else it is asked.
fn settle_date_order(mapping: &mut Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
    let orders: Vec<Order> = profiles.iter().map(date_order).collect();
    let decided = |order: Order| orders.iter().zip(profiles).any(|(o, p)| *o == order && p.is_date() && p.mark != b'.');
    let by_others = match (decided(Order::Day), decided(Order::Month)) {
        (true, false) => Some(TimeForm::DayFirst),
        (false, true) => Some(TimeForm::MonthFirst),
        _ => None,
    };
    for ((column, order), p) in mapping.columns.iter_mut().zip(&orders).zip(profiles) {
        if column.time.is_none() || !p.is_date() {
            continue;
        }
        let sample = p.samples.first().map_or("", String::as_str);
        match (order, by_others) {
            (Order::Open, Some(form)) => column.time = Some(form),
            (Order::Open, None) => questions.push(question(
                MappingQuestionKind::DateOrder,
                Some(&column.name),
                format!(
                    "Does `{}` give the day first or the month first? No date in the whole column tells; the first is {sample}.",
                    column.name
                ),
                true,
            )),
            (Order::Mixed, _) => questions.push(question(
                MappingQuestionKind::DateOrder,
                Some(&column.name),
                format!(
                    "`{}` holds dates that can only have the day first and others that can only have the month first. Which is right? The \
                     others will be rejected.",
                    column.name
                ),
                true,
            )),
            _ => {}
        }
    }
}

/// The decimal mark of the whole file.
fn decimal(layout: &Layout, profiles: &[Profile], best: &Fitted, questions: &mut Vec<MappingQuestion>) -> Decimal {
    let counted = |role: &Option<Role>| {
        matches!(
            role,
            Some(
                Role::Quantity
                    | Role::Value
                    | Role::Duration
                    | Role::Good
                    | Role::Scrap
                    | Role::Rework
                    | Role::Total
                    | Role::Lower
                    | Role::Upper
                    | Role::Target
                    | Role::Strength
            )
        )
    };
    let numbers: Vec<(usize, &Profile)> = profiles
        .iter()
        .enumerate()
        .filter(|(i, p)| best.roles.get(*i).is_some_and(counted) && p.numbers() * 2 > p.filled)
        .collect();
    let sum = |of: fn(&Profile) -> u32| numbers.iter().map(|(_, p)| of(p)).sum::<u32>();
    let (comma, point) = (sum(|p| p.must_comma), sum(|p| p.must_point));
    let semicolons = layout.form == Form::Delimited(b';');
    let dots = profiles.iter().any(|p| p.is_date() && p.mark == b'.');
    match comma.cmp(&point) {
        std::cmp::Ordering::Greater => return Decimal::Comma,
        std::cmp::Ordering::Less => return Decimal::Point,
        std::cmp::Ordering::Equal => {}
    }
    let (open_comma, open_point) = (sum(|p| p.open_comma), sum(|p| p.open_point));
    if open_comma + open_point > 0 && !(semicolons || dots) && open_comma > 0 {
        let open = numbers.iter().find(|(_, p)| p.open_comma > 0);
        let (name, sample) = open
            .and_then(|(i, p)| {
                Some((
                    layout.header.get(*i)?.as_str(),
                    p.samples.iter().find(|s| s.contains(',')).map_or("", String::as_str),
                ))
            })
            .unwrap_or(("", ""));
        questions.push(question(
            MappingQuestionKind::Decimal,
            Some(name),
            format!("Is the comma in `{sample}` of `{name}` a decimal mark, or does it group thousands? No number in the column tells."),
            true,
        ));
    }
    let comma = semicolons || dots;
    if comma && open_comma + open_point + sum(|p| p.integers) > 0 { Decimal::Comma } else { Decimal::Point }
}

/// The unit of a column's numbers, from its header.
fn unit(role: Role, name: &str, p: &Profile) -> Option<String> {
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
fn complete(mapping: &mut Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
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
fn speaks_of_stops(column: &MappedColumn) -> bool {
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

/// `parent` is the assembly to some and the source to others.
fn ask_direction(mapping: &Mapping, questions: &mut Vec<MappingQuestion>) {
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

/// Whether figures run on or begin anew in every row.
fn counting(mapping: &Mapping, profiles: &[Profile]) -> Counting {
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

fn ask_zone(mapping: &Mapping, profiles: &[Profile], questions: &mut Vec<MappingQuestion>) {
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
fn said_zone(mapping: &Mapping) -> Option<String> {
    let utc = |name: &str| {
        let header = take_apart(name);
        let unit = header.unit.is_some_and(|unit| unit.eq_ignore_ascii_case("utc"));
        unit || header.parts.iter().any(|part| part == "utc" || part == "gmt") || header.folded.ends_with("utc")
    };
    let mut timed = mapping.columns.iter().filter(|column| column.time.is_some()).peekable();
    (timed.peek().is_some() && timed.all(|column| utc(&column.name))).then(|| "UTC".to_owned())
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// A role in a sentence.
pub(super) fn role_words(role: Role) -> &'static str {
    match role {
        Role::Time => "time",
        Role::LotIn => "lot that went in",
        Role::LotOut => "lot that came out",
        Role::Item => "item (serial, lot or container)",
        Role::Order => "work order",
        Role::Asset => "machine",
        Role::Movement => "kind of movement",
        Role::Validity => "quality of the value",
        Role::Site => "plant",
        Role::Lower => "lower limit",
        Role::Upper => "upper limit",
        Role::Strength => "signal strength",
        Role::Parent => "container",
        Role::Child => "content",
        Role::From => "place it comes from",
        Role::To => "place it goes to",
        Role::Good => "count of good pieces",
        Role::Scrap => "count of scrap",
        Role::Rework => "count of rework",
        Role::Total => "count of all pieces",
        Role::Code => "alarm code",
        Role::Text => "description",
        other => other.name(),
    }
}

/// A shape in a sentence.
pub(super) fn shape_words(shape: Shape) -> &'static str {
    match shape {
        Shape::EventLog => "change of state of a machine",
        Shape::IntervalLog => "state of a machine with its start and end",
        Shape::CounterLog => "count of pieces",
        Shape::WideHistorian => "reading of several channels",
        Shape::LongHistorian => "reading of one channel",
        Shape::JobList => "step of work on an order or item",
        Shape::ReadLog => "reading of an item at a place",
        Shape::GenealogyPairs => "pair of a lot that went in and one that came out",
        Shape::StockMoves => "movement of stock",
        Shape::Inspections => "check of an item",
        Shape::AlarmLog => "alarm of a machine",
        Shape::Packing => "item packed into a container",
    }
}
