//! Times as people, spreadsheets and databases write them → the ISO 8601 text that tables read.
//!
//! ```text
//! 23.03.2026 06:15:00,5     day first        3/23/2026 6:15 PM        month first
//! 2026/03/23 06:15          year first       46104.2604               Excel's days
//! 20260323 · 061500         compact          1774246500123            epoch
//! 23-Mar-2026, 23. März 26  month by name    24:00                    the end of the day
//! ```
//!
//! ```text
//! mod.rs    a text as a time, in any of the forms
//! date.rs   its date
//! clock.rs  its clock and zone
//! marks.rs  digits, marks and blanks
//! ```

mod clock;
mod date;
mod marks;

use crate::model::{Micros, Moment, TimeForm, format_rfc3339, parse_iso8601};
use clock::{clock, offset};
use date::date;
use marks::skip_blanks;

const SECOND: i64 = 1_000_000;
/// A day in microseconds.
pub(super) const DAY: i64 = 86_400 * SECOND;
/// Days from Excel's day 0 (1899-12-30) to 1970-01-01.
const EXCEL_1970: f64 = 25_569.0;

/// What a cell says about time.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Reading {
    /// Days since 1970 in microseconds; `None` when only a time of day is given.
    pub(super) date: Option<Micros>,
    /// Microseconds since midnight; `None` when only a date is given.
    pub(super) clock: Option<Micros>,
    /// Microseconds east of Greenwich, when a zone is given.
    pub(super) offset: Option<Micros>,
    /// The numbers of a date without a year of four digits in front: over a column they tell day, month and year apart.
    pub(super) triple: Option<Triple>,
    /// True when nothing but the form could tell how the date is meant: the month has a name, or the year comes first.
    pub(super) plain: bool,
}

/// The numbers of a date as they stand, and the mark behind the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Triple {
    pub(super) first: i64,
    pub(super) second: i64,
    /// The third, where all have two digits: then the first may be the year.
    pub(super) third: Option<i64>,
    pub(super) mark: u8,
}

impl Reading {
    fn of(moment: Moment, dated: bool) -> Self {
        let (Moment::Zoned(at) | Moment::Local(at)) = moment;
        let offset = matches!(moment, Moment::Zoned(_)).then_some(0);
        let (date, clock) = (at.div_euclid(DAY) * DAY, at.rem_euclid(DAY));
        Reading { date: Some(date), clock: (!dated).then_some(clock), offset, triple: None, plain: true }
    }

    /// The moment of a date and a clock.
    pub(super) fn moment(self) -> Option<Moment> {
        let local = self.date?.checked_add(self.clock.unwrap_or(0))?;
        Some(match self.offset {
            Some(offset) => Moment::Zoned(local - offset),
            None => Moment::Local(local),
        })
    }
}

/// Reads a cell in the given form.
pub(super) fn read(text: &str, form: TimeForm) -> Option<Reading> {
    let text = text.trim();
    let number = || text.replace(',', ".").parse::<f64>().ok().filter(|n| n.is_finite() && n.abs() < 1e20);
    let epoch = |scale: f64| {
        // Whole numbers keep every digit; fractions of a second are rounded to microseconds.
        let at = match (text.parse::<i128>(), scale) {
            (Ok(n), s) if s >= 1.0 => n.checked_mul(s as i128)?,
            (Ok(n), _) => n.div_euclid(1000),
            _ => libm::round(number()? * scale) as i128,
        };
        Some(Reading::of(Moment::Zoned(i64::try_from(at).ok().filter(|at| at.abs() < 1 << 58)?), false))
    };
    match form {
        TimeForm::EpochS => epoch(1e6),
        TimeForm::EpochMs => epoch(1e3),
        TimeForm::EpochUs => epoch(1.0),
        TimeForm::EpochNs => epoch(1e-3),
        TimeForm::Excel => {
            let days = number().filter(|days| (-200_000.0..3_000_000.0).contains(days))?;
            // Excel keeps 15 digits: the last of them is a few microseconds, so that whole milliseconds are what was meant.
            let at = libm::round((days - EXCEL_1970) * 86_400_000.0) as i64 * 1000;
            Some(Reading::of(Moment::Local(at), days.fract() == 0.0))
        }
        TimeForm::Clock => {
            let (clock, rest) = clock(text.as_bytes())?;
            rest.is_empty().then_some(Reading {
                date: None,
                clock: Some(clock),
                offset: None,
                triple: None,
                plain: true,
            })
        }
        TimeForm::YearFirst | TimeForm::DayFirst | TimeForm::MonthFirst => written(text, form),
    }
}

/// A written date, with or without a clock.
fn written(text: &str, form: TimeForm) -> Option<Reading> {
    if let Ok(moment) = parse_iso8601(text) {
        let dated = text.len() <= 10;
        return Some(Reading::of(moment, dated));
    }
    // IEC 61131 writes DT#2026-03-23-06:15:00.
    let text = text.strip_prefix("DT#").unwrap_or(text);
    let turned = compact(text).or_else(|| year_last(text));
    let bytes = turned.as_deref().unwrap_or(text).as_bytes();
    let (date, triple, plain, rest) = date(bytes, form)?;
    let rest = skip_blanks(rest);
    let rest = match rest {
        [b'T' | b't' | b',' | b'-' | b'/' | b':', more @ ..] if !rest.is_empty() => skip_blanks(more),
        _ => rest,
    };
    if rest.is_empty() {
        return Some(Reading { date: Some(date), clock: None, offset: None, triple, plain });
    }
    let (clock, rest) = clock(rest)?;
    let offset = offset(skip_blanks(rest))?;
    Some(Reading { date: Some(date), clock: Some(clock), offset, triple, plain })
}

/// `20260323061500`, one number; also without seconds, and with two or three digits more, or a mark and more, for their fraction.
fn compact(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once(['.', ',']).unwrap_or((text, ""));
    if !whole.bytes().chain(fraction.bytes()).all(|b| b.is_ascii_digit()) || (whole.len() != 14 && !fraction.is_empty())
    {
        return None;
    }
    let second = match whole.len() {
        12 => "00",
        14 | 16 | 17 => whole.get(12..14)?,
        _ => return None,
    };
    let (day, hour, minute) = (whole.get(..8)?, whole.get(8..10)?, whole.get(10..12)?);
    let fraction = whole.get(14..).filter(|digits| !digits.is_empty()).unwrap_or(fraction);
    let fraction = if fraction.is_empty() { "0" } else { fraction };
    Some(format!("{day} {hour}:{minute}:{second}.{fraction}"))
}

/// `Mon Mar 23 06:15:00 CET 2026`, as C and Unix write it, with the year behind the day.
fn year_last(text: &str) -> Option<String> {
    let (front, year) = text.rsplit_once(' ')?;
    if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) || !front.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let at = front.split(' ').position(|word| word.contains(':'))?;
    let words: Vec<&str> = front.split(' ').collect();
    Some([words.get(..at)?, &[year], words.get(at..)?].concat().join(" "))
}

/// A moment as tables read it: with `Z` when the instant is known, else the bare wall clock.
pub(super) fn iso(moment: Moment, out: &mut String) {
    let (Moment::Zoned(at) | Moment::Local(at)) = moment;
    let text = format_rfc3339(at);
    match moment {
        Moment::Zoned(_) => out.push_str(&text),
        Moment::Local(_) => out.push_str(text.trim_end_matches('Z')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str, form: TimeForm) -> String {
        let mut out = String::new();
        match read(text, form).and_then(Reading::moment) {
            Some(moment) => iso(moment, &mut out),
            None => out.push('?'),
        }
        out
    }

    #[test]
    fn every_usual_spelling_is_read() {
        use TimeForm::{Clock, DayFirst, EpochMs, EpochNs, EpochS, EpochUs, Excel, MonthFirst, YearFirst};
        for (text, form, expected) in [
            ("23.03.2026 06:15", DayFirst, "2026-03-23T06:15:00"),
            ("23.03.26 06:15:01,5", DayFirst, "2026-03-23T06:15:01.5"),
            ("3.4.2026", DayFirst, "2026-04-03T00:00:00"),
            ("3/4/2026 6:15 PM", MonthFirst, "2026-03-04T18:15:00"),
            ("3/4/2026 12:00:00 a.m.", MonthFirst, "2026-03-04T00:00:00"),
            ("03/04/2026 24:00", DayFirst, "2026-04-04T00:00:00"),
            ("2026/03/23 6:15", YearFirst, "2026-03-23T06:15:00"),
            ("2026-03-23 06:15:00.123", YearFirst, "2026-03-23T06:15:00.123"),
            ("2026-03-23T06:15:00+02:00", YearFirst, "2026-03-23T04:15:00Z"),
            ("20260323", YearFirst, "2026-03-23T00:00:00"),
            ("20260323 061500", YearFirst, "2026-03-23T06:15:00"),
            ("23-Mar-2026 06:15", DayFirst, "2026-03-23T06:15:00"),
            ("23. März 2026", DayFirst, "2026-03-23T00:00:00"),
            ("Mon, 23 Mar 2026 06:15:00 GMT", DayFirst, "2026-03-23T06:15:00Z"),
            ("Mar 23, 2026 6:15 AM", MonthFirst, "2026-03-23T06:15:00"),
            ("23/Dec/2026:06:15:00 +0100", DayFirst, "2026-12-23T05:15:00Z"),
            ("23.03.2026 06:15 MEZ", DayFirst, "2026-03-23T05:15:00Z"),
            ("2026-03-23 06:15:00 CEST", YearFirst, "2026-03-23T04:15:00Z"),
            ("2026-03-23 06:15:00 CST", YearFirst, "?"),
            ("Mon Mar 23 06:15:00 2026", DayFirst, "2026-03-23T06:15:00"),
            ("Mon Mar  3 06:15:00 EST 2026", DayFirst, "2026-03-03T11:15:00Z"),
            ("2026年3月23日 6:15", YearFirst, "2026-03-23T06:15:00"),
            ("2026年3月23日", YearFirst, "2026-03-23T00:00:00"),
            ("20260323061500", YearFirst, "2026-03-23T06:15:00"),
            ("20260323061500.25", YearFirst, "2026-03-23T06:15:00.25"),
            ("202603230615", YearFirst, "2026-03-23T06:15:00"),
            ("2026032306150012", YearFirst, "2026-03-23T06:15:00.12"),
            ("20260323061500123", YearFirst, "2026-03-23T06:15:00.123"),
            ("1774246500123456", YearFirst, "?"),
            ("26-03-23 06:15", YearFirst, "2026-03-23T06:15:00"),
            ("26-03-23 06:15", DayFirst, "2023-03-26T06:15:00"),
            ("26/03/2023", YearFirst, "2023-03-26T00:00:00"),
            ("2026-03-23 06:15:00 UTC+1", YearFirst, "2026-03-23T05:15:00Z"),
            ("2026-03-23 06:15:00 +2359", YearFirst, "2026-03-22T06:16:00Z"),
            ("2026-03-23 06:15:00 +9959", YearFirst, "?"),
            ("2026-03-23 06:15:00 UTCUTC", YearFirst, "?"),
            ("23/03/2026 06:15 p. m.", DayFirst, "2026-03-23T18:15:00"),
            ("DT#2026-03-23-06:15:00", YearFirst, "2026-03-23T06:15:00"),
            ("46104.26041666", Excel, "2026-03-23T06:14:59.999"),
            ("46104,25", Excel, "2026-03-23T06:00:00"),
            ("1774246500", EpochS, "2026-03-23T06:15:00Z"),
            ("1774246500.25", EpochS, "2026-03-23T06:15:00.25Z"),
            ("1774246500123", EpochMs, "2026-03-23T06:15:00.123Z"),
            ("1774246500123456", EpochUs, "2026-03-23T06:15:00.123456Z"),
            ("1774246500123456789", EpochNs, "2026-03-23T06:15:00.123456Z"),
            ("31.02.2026", DayFirst, "?"),
            ("25:00", Clock, "?"),
            ("yesterday", DayFirst, "?"),
            ("12,5", DayFirst, "?"),
            ("1234", DayFirst, "?"),
        ] {
            assert_eq!(said(text, form), expected, "{text}");
        }
    }

    #[test]
    fn a_time_of_day_stands_alone() {
        for (text, micros) in [("06:15", 22_500), ("061500", 22_500), ("6:15:00 PM", 65_700), ("24:00", 86_400)] {
            let read = read(text, TimeForm::Clock).map(|r| (r.date, r.clock));
            assert_eq!(read, Some((None, Some(micros * SECOND))), "{text}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_a_cell_may_hold_breaks_it(text in "\\PC{0,40}", form in 0..TimeForm::ALL.len()) {
            let _ = read(&text, TimeForm::ALL[form]).and_then(Reading::moment);
        }

        #[test]
        fn nothing_that_looks_like_a_time_breaks_it(text in "[0-9.:/, APMTZ+-]{0,30}", form in 0..TimeForm::ALL.len()) {
            let _ = read(&text, TimeForm::ALL[form]).and_then(Reading::moment);
        }
    }
}
