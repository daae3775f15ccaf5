//! One column → the roles it may have, each with how sure that is and why: the header proposes, the values dispose.

use super::headers::{Header, Hint, fold, hints, is_unit, take_apart};
use super::lexicon::{COMES, GOES, MEASURES, RESULTS, STATES, UNITS};
use super::numbers::seconds_per;
use super::profile::Profile;
use super::stock::{Booking, booking};
use crate::model::Role;
use crate::order::Order;

/// A role that a column may have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) role: Role,
    /// 0…1.
    pub(super) sure: f64,
    /// A clause such as "its header ends in `grund`".
    pub(super) why: String,
}

/// The roles of a column, the surest first. `name` is its header; `column 3` stands for none.
pub(super) fn candidates(name: &str, profile: &Profile) -> Vec<Candidate> {
    let mut found = Vec::new();
    if profile.is_empty() {
        found.push(Candidate { role: Role::Ignore, sure: 0.9, why: "it is empty in the rows looked at".to_owned() });
        return found;
    }
    let header = take_apart(name);
    let nameless = name.starts_with("column ");
    if !nameless {
        // Numbers in a unit are amounts, whatever words stand before it: `Tool wear [min]` is no tool.
        let unit = header.unit.as_deref().filter(|_| profile.is_number());
        let names = [Role::Asset, Role::Product, Role::Item, Role::Order, Role::Operator, Role::Place, Role::Step];
        let pieces = [Role::Total, Role::Good, Role::Scrap, Role::Rework, Role::Quantity];
        for hint in sided(hints(&header)) {
            if (unit.is_some_and(is_unit) && names.contains(&hint.role))
                || (unit.and_then(seconds_per).is_some() && pieces.contains(&hint.role))
            {
                continue;
            }
            let fit = fit(hint.role, profile, hint.sure > 0.8);
            if fit > 0.0 {
                let why = if header.folded == hint.word {
                    format!("its header is a word for that{}", described(hint.role, profile))
                } else {
                    format!("its header holds `{}`{}", hint.word, described(hint.role, profile))
                };
                found.push(Candidate { role: hint.role, sure: (hint.sure * fit).min(0.99), why });
            }
        }
    }
    let counted = profile.is_number()
        && profile.filled > 2
        && profile.integers == profile.filled
        && profile.falls == 0
        && profile.greatest - profile.least + 1.0 == f64::from(profile.filled);
    // Exports number their rows, often without a word above.
    if counted && (nameless || header.parts.last().is_some_and(|part| part == "id")) {
        found.push(Candidate { role: Role::Ignore, sure: 0.9, why: "its values count the rows".to_owned() });
        return found;
    }
    by_values(&header, profile, &mut found);
    // `41TI202.PV`: what a control system calls a channel says little of what it means.
    let clear = found.iter().any(|c| c.sure >= 0.9);
    if is_tag(name) && !clear && !profile.is_date() && !profile.is_clock() {
        found.iter_mut().for_each(|c| c.sure *= 0.75);
        found.retain(|c| c.role != Role::Value);
        let sure = if profile.is_number() { 0.72 } else { 0.62 };
        found.push(Candidate { role: Role::Value, sure, why: "its header looks like the tag of a channel".to_owned() });
    }
    found.order_by(|a, b| b.sure.total_cmp(&a.sure));
    found
}

/// `Reactor1.TIC101.PV`, `DB10,REAL4`, `Line/Cell/Temp`: no blanks, a mark in between.
fn is_tag(name: &str) -> bool {
    let inner = name.trim_matches(['_', '.', '/', '\\']);
    !name.contains(' ')
        && inner.len() > 4
        && inner.contains(['.', '\\', '/', ':'])
        && !inner.ends_with('.')
        && !inner.contains("./")
        && inner.split(['.', '\\', '/', ':']).all(|part| part.len() >= 2)
}

/// A header that speaks of a time and of a start or an end (`Istende-Uhrzeit`) means the start or the end.
fn sided(mut hints: Vec<Hint>) -> Vec<Hint> {
    let time = hints.iter().find(|hint| hint.role == Role::Time).map_or(0.0, |hint| hint.sure);
    if (0.5..0.9).contains(&time)
        && let Some(side) =
            hints.iter_mut().find(|hint| matches!(hint.role, Role::Start | Role::End) && hint.word.len() >= 3)
    {
        side.sure = side.sure.max(time + 0.06);
    }
    hints
}

/// What values say on their own, where no header helps.
fn by_values(header: &Header, profile: &Profile, found: &mut Vec<Candidate>) {
    let mut add = |role: Role, sure: f64, why: &str| {
        match found.iter_mut().find(|c| c.role == role) {
            // Header and values agree.
            Some(known) => known.sure = (known.sure + 0.04).min(0.99),
            None => found.push(Candidate { role, sure, why: why.to_owned() }),
        }
    };
    if profile.is_date() {
        add(Role::Time, if profile.days_only == profile.dates { 0.42 } else { 0.58 }, "its values are times");
        return;
    }
    let known = |list: &'static str| {
        move |value: &str| list.split_ascii_whitespace().any(|word| word == value.to_lowercase() || word == fold(value))
    };
    if speaks_of_states(profile) {
        add(Role::State, 0.66, "its values are words for states of machines");
    }
    if profile.share(|value| {
        booking(value, true, false) != Booking::Other && fold(value).len() > 2 && value.contains(char::is_alphabetic)
    }) > 0.6
    {
        add(Role::Movement, 0.84, "its values are words for movements of stock");
    }
    if profile.share(is_result) > 0.8 && profile.words > 0 {
        add(Role::Result, 0.6, "its values are words for results of checks");
    }
    if profile.share(known(UNITS)) > 0.8 && profile.words > 0 {
        add(Role::Unit, 0.6, "its values are units");
    }
    if profile.share(is_marked_identity) > 0.6 {
        add(Role::Item, 0.7, "its values are GS1 or EPC identities");
    }
    if !profile.is_number() && profile.repeats() && !profile.is_clock() {
        add(Role::Value, 0.32, "its values come again and again, as those of a signal do");
    }
    if profile.is_number() && !profile.is_clock() {
        let measured = header.parts.iter().any(|part| {
            MEASURES.split_ascii_whitespace().any(|word| part == word || (word.len() >= 5 && part.contains(word)))
        });
        let decimals = profile.must_point + profile.must_comma + profile.open_comma + profile.open_point > 0;
        if measured {
            add(Role::Value, 0.78, "it holds numbers under the name of something that sensors measure");
        } else if header.unit.is_some() && header.unit.as_deref().and_then(seconds_per).is_none() {
            add(Role::Value, 0.72, "it holds numbers and its header gives a unit");
        } else if decimals {
            add(Role::Value, 0.5, "it holds decimal numbers");
        } else {
            add(Role::Value, 0.3, "it holds numbers");
        }
    }
}

/// True when most values are words for what machines do.
pub(super) fn speaks_of_states(profile: &Profile) -> bool {
    let known = |value: &str| {
        let folded = fold(value);
        STATES.split_ascii_whitespace().any(|word| folded == word || (word.len() >= 5 && folded.starts_with(word)))
    };
    profile.words > 0 && profile.share(known) > 0.6
}

/// What a row of an alarm journal says of its alarm: true = it comes, false = it goes or is acknowledged.
pub(super) fn comes(value: &str) -> Option<bool> {
    let folded = if value.trim().len() == 1 { value.trim().to_lowercase() } else { fold(value) };
    let any = |list: &str| list.split_ascii_whitespace().any(|word| word == folded);
    if any(COMES) {
        Some(true)
    } else if any(GOES) {
        Some(false)
    } else {
        None
    }
}

/// `urn:epc:…`, `https://id.gs1.org/…`, `(01)…`.
fn is_marked_identity(value: &str) -> bool {
    value.starts_with("urn:epc:")
        || value.contains("id.gs1.org/")
        || value.starts_with("(01)")
        || value.starts_with("(00)")
}

/// The result that a word stands for, as the table `quality` knows it.
pub(super) fn result_of(value: &str) -> Option<&'static str> {
    let plain = value.trim().to_lowercase();
    let folded = fold(value);
    RESULTS
        .iter()
        .find(|(_, words)| words.split_ascii_whitespace().any(|w| w == plain || w == folded))
        .map(|(result, _)| *result)
}

fn is_result(value: &str) -> bool {
    // Single digits are results only where a header says so.
    value.len() > 1 && result_of(value).is_some()
}

/// A clause about the values that bear the role out.
fn described(role: Role, profile: &Profile) -> String {
    let what = match role {
        Role::Time | Role::Start | Role::End if profile.is_date() => "its values are times".to_owned(),
        Role::Time | Role::Start | Role::End if profile.is_clock() => "its values are times of day".to_owned(),
        _ if profile.is_number() => "its values are numbers".to_owned(),
        _ if profile.distinct.len() == 1 => "its value is the same everywhere".to_owned(),
        _ if profile.repeats() => format!("{} different values come again and again", profile.distinct.len()),
        _ => return String::new(),
    };
    format!(", and {what}")
}

/// How well values bear a role out: 0 = not at all, 1 = well. `clear` = the header leaves no doubt.
fn fit(role: Role, p: &Profile, clear: bool) -> f64 {
    let timed = p.is_date() || p.is_clock();
    let decimals = p.is_number() && p.must_point + p.must_comma > 0;
    let distinct = p.distinct.len();
    let if_ = |holds: bool, fit: f64| if holds { fit } else { 0.0 };
    match role {
        Role::Time | Role::Start | Role::End => {
            if p.is_date() {
                1.04
            } else if p.is_clock() {
                0.96
            } else if is_epoch(p) || p.mostly(p.excel) {
                if_(clear, 0.97)
            } else {
                if_(clear && p.mostly(p.compact_clocks), 0.9)
            }
        }
        Role::Duration => if_(!p.is_date() && (p.is_number() || p.is_clock() || p.mostly(p.durations)), 1.0),
        Role::Quantity
        | Role::Good
        | Role::Scrap
        | Role::Rework
        | Role::Total
        | Role::Lower
        | Role::Upper
        | Role::Target
        | Role::Strength => if_(p.is_number() && !timed, 1.0),
        Role::Value => {
            if p.is_number() && !timed {
                1.0
            } else if timed {
                0.0
            } else if p.numbers() * 2 > p.filled {
                0.95
            } else {
                if_(clear, 0.72)
            }
        }
        Role::Unit => {
            let known = p.share(|value| UNITS.split_ascii_whitespace().any(|word| word == value.to_lowercase()));
            if known > 0.7 { 1.04 } else { if_(!p.is_number() && p.mean_length() <= 5.0 && !p.many, 0.8) }
        }
        Role::State => {
            // What became of an order is no state of a machine.
            let of_orders = |value: &str| {
                let folded = fold(value);
                [
                    "open",
                    "closed",
                    "released",
                    "rel",
                    "teco",
                    "cnf",
                    "finished",
                    "completed",
                    "done",
                    "planned",
                    "freigegeben",
                    "abgeschlossen",
                    "fertig",
                    "erledigt",
                    "offen",
                    "rueckgemeldet",
                    "geplant",
                ]
                .contains(&folded.as_str())
            };
            if timed || decimals || p.many {
                0.0
            } else if p.share(of_orders) > 0.7 {
                0.45
            } else if p.is_number() {
                if_(distinct <= 20 && clear, 0.75)
            } else {
                1.0
            }
        }
        Role::Movement => {
            let codes = p.share(|value| value.len() == 3 && value.bytes().all(|b| b.is_ascii_digit()));
            if codes > 0.8 { 1.04 } else { if_(!timed && !decimals && !p.many, 0.85) }
        }
        Role::Result => {
            if p.share(|value| result_of(value).is_some()) > 0.6 {
                1.04
            } else {
                if_(!timed && !decimals && distinct <= 12 && !p.many, 0.7)
            }
        }
        Role::Validity => if_(!timed && !decimals && distinct <= 12 && !p.many, 1.0),
        Role::Channel => if_(!timed && !p.is_number(), if p.many && distinct as u32 >= p.filled { 0.6 } else { 1.0 }),
        Role::Item | Role::Lot | Role::LotIn | Role::LotOut | Role::Parent | Role::Child => {
            let position = p.is_number() && p.greatest < 1000.0;
            if timed || decimals {
                0.0
            } else if position {
                0.4
            } else {
                1.0
            }
        }
        Role::Asset => {
            let all_different =
                p.filled > 20 && p.many && p.mean_length() > 0.0 && !p.repeats() && distinct as u32 * 2 > p.filled;
            let units = p.share(|value| UNITS.split_ascii_whitespace().any(|word| word == value.to_lowercase())) > 0.7;
            if timed || decimals || units {
                0.0
            } else if p.is_number() && !clear && distinct <= 2 {
                // `Machine failure` with 0 and 1 is no machine.
                0.3
            } else if all_different || (p.is_number() && !clear) {
                0.6
            } else {
                1.0
            }
        }
        Role::Text | Role::Ignore => 1.0,
        Role::Sign => if_(!timed && distinct <= 4 && !p.many, 1.0),
        Role::Severity => if_(!timed && !decimals && distinct <= 20 && !p.many, 1.0),
        _ => if_(!timed && !decimals, 1.0),
    }
}

/// True for numbers that are seconds, ms, µs or ns since 1970.
pub(super) fn is_epoch(p: &Profile) -> bool {
    p.epochs.iter().any(|n| p.mostly(*n))
}
