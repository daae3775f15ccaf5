//! Dates by digits and by the names of months.

use super::Triple;
use super::marks::{digits, separator, skip_marks};
use crate::model::{Micros, Moment, TimeForm, parse_iso8601};

pub(super) type Dated<'a> = (Micros, Option<Triple>, bool, &'a [u8]);

pub(super) fn date(text: &[u8], form: TimeForm) -> Option<Dated<'_>> {
    let text = skip_weekday(text);
    if let Some((month, rest)) = month_name(text) {
        // Mar 23, 2026
        let (day, digits, rest) = digits(skip_marks(rest))?;
        let (year, width, rest) = self::digits(skip_marks(rest))?;
        return (digits <= 2).then(|| Some((days(full_year(year, width)?, month, day)?, None, true, rest)))?;
    }
    let (a, width_a, rest) = digits(text)?;
    let width = width_a;
    if width == 8 {
        // 20260323
        return Some((days(a / 10_000, a / 100 % 100, a % 100)?, None, true, rest));
    }
    if width == 4 {
        let (_, rest) = separator(rest)?;
        let (month, rest) = match month_name(rest) {
            Some(named) => named,
            None => digits(rest).map(|(n, _, rest)| (n, rest))?,
        };
        let (_, rest) = separator(rest)?;
        let (day, _, rest) = digits(rest)?;
        let rest = rest.strip_prefix("日".as_bytes()).unwrap_or(rest);
        return Some((days(a, month, day)?, None, true, rest));
    }
    if width > 2 {
        return None;
    }
    let (mark, after) = separator(rest).unwrap_or((b' ', rest));
    let after = skip_marks(after);
    if let Some((month, rest)) = month_name(after) {
        // 23-Mar-26
        let (year, width, rest) = digits(skip_marks(rest))?;
        return Some((days(full_year(year, width)?, month, a)?, None, true, rest));
    }
    let (b, width_b, rest) = digits(after)?;
    let (_, rest) = separator(rest)?;
    let (c, width, rest) = digits(skip_marks(rest))?;
    if width_b > 2 {
        return None;
    }
    let third = (width == 2 && width_a == 2).then_some(c);
    let (year, month, day) = match (form, third) {
        // 26-03-23
        (TimeForm::YearFirst, Some(day)) => (full_year(a, 2)?, b, day),
        (TimeForm::MonthFirst, _) => (full_year(c, width)?, a, b),
        _ => (full_year(c, width)?, b, a),
    };
    Some((days(year, month, day)?, Some(Triple { first: a, second: b, third, mark }), false, rest))
}

pub(super) fn full_year(year: i64, width: usize) -> Option<i64> {
    match width {
        4 => Some(year),
        // Nobody's plant has logs from before 1970.
        2 => Some(if year < 70 { 2000 + year } else { 1900 + year }),
        _ => None,
    }
}

pub(super) fn days(year: i64, month: i64, day: i64) -> Option<Micros> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(1000..=9999).contains(&year) {
        return None;
    }
    match parse_iso8601(&format!("{year:04}-{month:02}-{day:02}")) {
        Ok(Moment::Local(at)) => Some(at),
        _ => None,
    }
}

/// The month whose name, or its first three letters, stand here: English, German, French, Spanish, Italian, Dutch.
pub(super) fn month_name(text: &[u8]) -> Option<(i64, &[u8])> {
    const NAMES: [&str; 12] = [
        "jan ene gen",
        "feb fev fév",
        "mar mär mrz maa",
        "apr avr abr",
        "may mai mei mag",
        "jun juin giu",
        "jul juil lug",
        "aug aou aoû ago",
        "sep set",
        "oct okt ott",
        "nov",
        "dec dez dic déc",
    ];
    let text = std::str::from_utf8(text).ok()?;
    let end = text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len());
    let word = text.get(..end)?.to_lowercase();
    if word.chars().count() < 3 {
        return None;
    }
    let month = NAMES.iter().position(|names| names.split(' ').rev().any(|name| word.starts_with(name)))?;
    Some((month as i64 + 1, text.get(end..)?.as_bytes()))
}

/// `Mon, 23 Mar 2026`: the day of the week says nothing new.
pub(super) fn skip_weekday(text: &[u8]) -> &[u8] {
    let letters = text.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    let is_day = matches!(letters, 2..=10) && month_name(text).is_none();
    if is_day { skip_marks(text.get(letters..).unwrap_or_default()) } else { text }
}
