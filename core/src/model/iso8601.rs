//! Reads ISO 8601 times without allocating: the form in which tables and logs give nearly every time.
//!
//! ```text
//! 2026-03-23T06:00:00.1234567+01:00
//! └─ date ─┘│└─ clock ─┘└ frac ┘└zone┘   'T', 't' or one space; '.' or ','; 'Z', '+hh:mm', '+hhmm', '+hh' or nothing
//! ```
//!
//! A year outside 0…9999 has a sign and six digits. Seconds and the whole clock may be left out, `24:00` is the end of its day, a leap second (`:60`) is the first instant of the next
//! minute, and what a fraction says beyond microseconds is cut off. The basic form (`20260323T060000Z`) is read too; plain numbers are
//! not: whether they are seconds or milliseconds is anybody's guess.

use super::Micros;
use super::civil::days_since_1970;

/// A time as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// With a zone: an instant.
    Zoned(Micros),
    /// Without one: a reading of some wall clock, as if that clock showed UTC.
    Local(Micros),
}

/// Why a text is no time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeFault {
    /// It does not look like a time.
    Shape,
    /// There is no such day.
    Day,
    /// There is no such time of day.
    Clock,
    /// The zone is not `Z` or an offset such as `+01:00`.
    Zone,
}

impl std::fmt::Display for TimeFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            TimeFault::Shape => "is not an ISO 8601 time such as 2026-03-23T06:00:00Z",
            TimeFault::Day => "names a day that does not exist; a time looks like 2026-03-23T06:00:00Z",
            TimeFault::Clock => "names a time of day that does not exist; a time looks like 2026-03-23T06:00:00Z",
            TimeFault::Zone => "has a zone that cannot be read; write Z or an offset such as +01:00",
        })
    }
}

impl std::error::Error for TimeFault {}

const SECOND: i64 = 1_000_000;
const DAY: i64 = 86_400 * SECOND;

/// Reads a time; blanks around it are ignored.
pub fn parse_iso8601(text: &str) -> Result<Moment, TimeFault> {
    let text = text.trim_ascii();
    if let Some(at) = usual(text.as_bytes()) {
        return Ok(Moment::Zoned(at));
    }
    let (days, rest) = date(text.as_bytes())?;
    let (clock, rest) = match rest {
        [] => (0, rest),
        [b'T' | b't' | b' ', rest @ ..] => clock(rest)?,
        _ => return Err(TimeFault::Shape),
    };
    let local = days * DAY + clock;
    match offset(rest)? {
        Some(offset) => Ok(Moment::Zoned(local - offset)),
        None => Ok(Moment::Local(local)),
    }
}

/// Reads times of a few days, as those of a log are: a date that was just read is known again by its ten characters, and only the clock is
/// worked out, all of its digits at once.
#[derive(Debug, Clone, Default)]
pub struct LateDays {
    /// By the last digit of the day.
    days: [LateDay; 10],
}

#[derive(Debug, Clone, Copy, Default)]
struct LateDay {
    /// `YYYY-MM-DD`, or nothing that anybody writes.
    date: [u8; 10],
    start: Micros,
}

impl LateDays {
    /// [`parse_iso8601`].
    pub fn parse(&mut self, text: &str) -> Result<Moment, TimeFault> {
        match self.late(text.as_bytes()) {
            Some(at) => Ok(Moment::Zoned(at)),
            None => parse_iso8601(text),
        }
    }

    /// `YYYY-MM-DDThh:mm:ss[.fff]Z`; anything else, and what does not exist, is left to others.
    fn late(&mut self, text: &[u8]) -> Option<Micros> {
        let (date, rest) = text.split_first_chunk::<10>()?;
        let ([b'T'], rest) = rest.split_first_chunk::<1>()? else { return None };
        let (clock, fraction) = rest.split_first_chunk::<8>()?;
        let millis = match fraction {
            [b'Z'] => 0,
            [b'.', a, b, c, b'Z'] => {
                let [a, b, c] = [a, b, c].map(|digit| u32::from(digit.wrapping_sub(b'0')));
                if a.max(b).max(c) > 9 {
                    return None;
                }
                a * 100 + b * 10 + c
            }
            _ => return None,
        };
        let past = i64::from(seconds_of_day(*clock)?) * SECOND + i64::from(millis) * 1000;
        let late = self.days.get_mut(usize::from(date[9].wrapping_sub(b'0')))?;
        if late.date != *date {
            *late = LateDay { date: *date, start: usual(text)? - past };
        }
        Some(late.start + past)
    }
}

/// `hh:mm:ss` → seconds, all eight characters at once, each in a byte of a word.
fn seconds_of_day(clock: [u8; 8]) -> Option<u32> {
    // What each place holds if its digit is 0, and what must be added to it so that anything too large there reaches the upper bit.
    const ZERO: u64 = u64::from_le_bytes(*b"00:00:00");
    const ROOM: u64 = u64::from_le_bytes([0x76, 0x76, 0x7f, 0x76, 0x76, 0x7f, 0x76, 0x76]);
    const UPPER: u64 = 0x8080_8080_8080_8080;
    let text = u64::from_le_bytes(clock);
    // Below its zero a place comes out with its upper bit set, too; it is kept from borrowing of the next one.
    let digits = ((text | UPPER) - ZERO) ^ UPPER;
    if (text | digits | (digits & !UPPER).wrapping_add(ROOM)) & UPPER != 0 {
        return None;
    }
    // Ten times each digit and the one behind it.
    let pairs = digits * 10 + (digits >> 8);
    let pair = |place: u32| (pairs >> (8 * place)) as u32 & 0xff;
    let (hour, minute, second) = (pair(0), pair(3), pair(6));
    (hour < 24 && minute < 60 && second < 60).then_some((hour * 60 + minute) * 60 + second)
}

/// `YYYY-MM-DDThh:mm:ss[.fraction]Z`, the form of nearly every row of a long table, in one go. `None` for anything else and for what does not
/// exist: the way through [`date`] and [`clock`] then says what is wrong.
fn usual(text: &[u8]) -> Option<Micros> {
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1, fraction @ .., b'Z'] =
        text
    else {
        return None;
    };
    let mut odd = false;
    let mut digit = |b: &u8| {
        let value = b.wrapping_sub(b'0');
        odd |= value > 9;
        i64::from(value)
    };
    let mut number = |a: &u8, b: &u8| digit(a) * 10 + digit(b);
    let year = number(y0, y1) * 100 + number(y2, y3);
    let (month, day) = (number(m0, m1), number(d0, d1));
    let (hour, minute, second) = (number(h0, h1), number(n0, n1), number(s0, s1));
    let micros = match fraction {
        [] => 0,
        [b'.', a, b, c] => (digit(a) * 100 + digit(b) * 10 + digit(c)) * 1000,
        [b'.', digits @ ..] if (1..=6).contains(&digits.len()) => {
            let whole = digits.iter().fold(0, |sum, b| sum * 10 + digit(b));
            (digits.len()..6).fold(whole, |sum, _| sum * 10)
        }
        _ => return None,
    };
    if odd || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(days_since_1970(year, month, day)? * DAY + (hour * 3600 + minute * 60 + second) * SECOND + micros)
}

/// `YYYY-MM-DD` or `YYYYMMDD` → days since 1970 and what follows.
fn date(text: &[u8]) -> Result<(i64, &[u8]), TimeFault> {
    let (year, month, day, rest) = match text {
        [sign @ (b'+' | b'-'), y0, y1, y2, y3, y4, y5, b'-', m0, m1, b'-', d0, d1, rest @ ..] => {
            let year = two(*y0, *y1).zip(four([*y2, *y3, *y4, *y5])).map(|(high, low)| high * 10_000 + low);
            let year = year.map(|year| if *sign == b'-' { -year } else { year });
            (year, two(*m0, *m1), two(*d0, *d1), rest)
        }
        [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, rest @ ..] => {
            (four([*y0, *y1, *y2, *y3]), two(*m0, *m1), two(*d0, *d1), rest)
        }
        // Eight digits alone may be any number; with a clock behind them they are a date.
        [y0, y1, y2, y3, m0, m1, d0, d1, rest @ ..] if matches!(rest, [b'T' | b't', ..]) => {
            (four([*y0, *y1, *y2, *y3]), two(*m0, *m1), two(*d0, *d1), rest)
        }
        _ => return Err(TimeFault::Shape),
    };
    match (year, month, day) {
        (Some(year), Some(month), Some(day)) => {
            days_since_1970(year, month, day).map(|days| (days, rest)).ok_or(TimeFault::Day)
        }
        _ => Err(TimeFault::Shape),
    }
}

/// `hh:mm[:ss[.fraction]]` or `hhmm[ss[.fraction]]` → microseconds since midnight and what follows.
fn clock(text: &[u8]) -> Result<(i64, &[u8]), TimeFault> {
    let (hour, rest) = digits(text)?;
    let (colon, rest) = colon(rest);
    let (minute, mut rest) = digits(rest)?;
    let (mut second, mut fraction) = (0, 0);
    let more = match rest {
        [b':', more @ ..] if colon => Some(more),
        [b'0'..=b'9', ..] if !colon => Some(rest),
        _ => None,
    };
    if let Some(more) = more {
        (second, rest) = digits(more)?;
        if let [b'.' | b',', more @ ..] = rest {
            (fraction, rest) = micros(more)?;
        }
    }
    let whole = (hour * 3600 + minute * 60 + second) * SECOND + fraction;
    // 24:00 is the end of the day and nothing comes after it; :60 is a leap second.
    if minute > 59 || second > 60 || hour > 24 || (hour == 24 && whole != DAY) {
        return Err(TimeFault::Clock);
    }
    Ok((whole, rest))
}

fn colon(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b':', rest @ ..] => (true, rest),
        _ => (false, text),
    }
}

/// The digits of a fraction of a second → microseconds; digits beyond the sixth are cut off.
fn micros(text: &[u8]) -> Result<(i64, &[u8]), TimeFault> {
    let count = text.iter().take_while(|b| b.is_ascii_digit()).count();
    if count == 0 {
        return Err(TimeFault::Shape);
    }
    let (digits, rest) = text.split_at(count);
    let kept = digits.iter().chain(std::iter::repeat(&b'0')).take(6);
    Ok((kept.fold(0, |sum, b| sum * 10 + i64::from(b - b'0')), rest))
}

/// `Z`, `±hh:mm`, `±hhmm`, `±hh` → microseconds east of Greenwich; `None` without a zone.
fn offset(text: &[u8]) -> Result<Option<i64>, TimeFault> {
    let text = text.trim_ascii_start();
    let (sign, rest) = match text {
        [] => return Ok(None),
        [b'Z' | b'z'] => return Ok(Some(0)),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return Err(TimeFault::Zone),
    };
    let (hours, minutes) = match rest {
        [h0, h1] => (two(*h0, *h1), Some(0)),
        [h0, h1, b':', m0, m1] | [h0, h1, m0, m1] => (two(*h0, *h1), two(*m0, *m1)),
        _ => return Err(TimeFault::Zone),
    };
    match (hours, minutes) {
        (Some(hours @ 0..=23), Some(minutes @ 0..=59)) => Ok(Some(sign * (hours * 3600 + minutes * 60) * SECOND)),
        _ => Err(TimeFault::Zone),
    }
}

fn digits(text: &[u8]) -> Result<(i64, &[u8]), TimeFault> {
    match text {
        [a, b, rest @ ..] => two(*a, *b).map(|n| (n, rest)).ok_or(TimeFault::Shape),
        _ => Err(TimeFault::Shape),
    }
}

fn two(a: u8, b: u8) -> Option<i64> {
    (a.is_ascii_digit() && b.is_ascii_digit()).then(|| i64::from(a - b'0') * 10 + i64::from(b - b'0'))
}

fn four([a, b, c, d]: [u8; 4]) -> Option<i64> {
    Some(two(a, b)? * 100 + two(c, d)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::parse_rfc3339;
    use proptest::prelude::*;

    fn zoned(text: &str) -> Option<Micros> {
        match parse_iso8601(text) {
            Ok(Moment::Zoned(at)) => Some(at),
            _ => None,
        }
    }

    #[test]
    fn every_common_spelling_of_an_instant_is_read() {
        let at = parse_rfc3339("2026-03-23T06:00:00Z");
        assert!(at.is_some());
        for text in [
            "2026-03-23T06:00:00Z",
            "2026-03-23t06:00:00z",
            " 2026-03-23 06:00:00Z ",
            "2026-03-23 06:00:00 Z",
            "2026-03-23T06:00Z",
            "2026-03-23T06:00:00.000Z",
            "2026-03-23T06:00:00,0Z",
            "2026-03-23T07:00:00+01:00",
            "2026-03-23T07:00:00+0100",
            "2026-03-23T07:00+01",
            "2026-03-22T18:30:00-11:30",
            "20260323T060000Z",
            "20260323T0600Z",
        ] {
            assert_eq!(zoned(text), at, "{text}");
        }
    }

    #[test]
    fn midnight_may_be_the_end_of_a_day_and_fractions_are_cut_at_microseconds() {
        assert_eq!(zoned("2026-12-31T24:00Z"), zoned("2027-01-01T00:00:00Z"));
        assert_eq!(zoned("2016-12-31T23:59:60Z"), zoned("2017-01-01T00:00:00Z"));
        assert_eq!(zoned("1969-12-31T23:59:59.9999999Z"), Some(-1));
        assert_eq!(zoned("1970-01-01T00:00:00.1234567Z"), Some(123_456));
        assert_eq!(zoned("1970-01-01T00:00:00.5Z"), Some(500_000));
    }

    #[test]
    fn a_time_without_a_zone_is_told_from_one_with_a_zone() {
        assert_eq!(parse_iso8601("1970-01-02"), Ok(Moment::Local(DAY)));
        assert_eq!(parse_iso8601("1970-01-01 00:00:01"), Ok(Moment::Local(SECOND)));
    }

    #[test]
    fn what_is_no_time_is_refused_with_its_reason() {
        use TimeFault::{Clock, Day, Shape, Zone};
        for (text, fault) in [
            ("", Shape),
            ("yesterday", Shape),
            ("1711180800", Shape),
            ("20260323", Shape),
            ("23.03.2026 06:00", Shape),
            ("2026-03-23T", Shape),
            ("2026-03-23T6:00Z", Shape),
            ("2026-03-23T06:00:00.Z", Shape),
            ("2026-02-29T00:00Z", Day),
            ("2026-13-01T00:00Z", Day),
            ("2026-00-01T00:00Z", Day),
            ("2026-04-31", Day),
            ("2026-03-23T24:01Z", Clock),
            ("2026-03-23T24:00:00.1Z", Clock),
            ("2026-03-23T12:60Z", Clock),
            ("2026-03-23T06:00:00 Europe/Berlin", Zone),
            ("2026-03-23T06:00:00+1", Zone),
            ("2026-03-23T06:00:00+25:00", Zone),
        ] {
            assert_eq!(parse_iso8601(text), Err(fault), "{text}");
        }
    }

    proptest! {
        #[test]
        fn agrees_with_the_library_on_every_instant(at in -377_705_023_201_000_000_i64..253_402_207_200_999_999) {
            let text = jiff::Timestamp::from_microsecond(at).expect("it is in range").to_string();
            prop_assert_eq!(parse_iso8601(&text), Ok(Moment::Zoned(at)));
            prop_assert_eq!(crate::model::format_rfc3339(at), text);
        }

        #[test]
        fn late_days_change_nothing(
            texts in prop::collection::vec("2026-(02|03)-(28|29|30) ?T(06|24):0[0-3]:?[0-6][0-9](\\.[0-9]{0,4}|[a-f])?(Z|\\+01)?|[0-9TZ:+. -]{0,28}|2026-03-01T[0-2][0-9]:[0-7][0-9]:[0-7][0-9](\\.[0-9]{3})?Z|2026-03-01T[0-2][!-;é]:[!-;]0:1[!-;](\\.00[!-;])?Z", 0..30)
        ) {
            let mut late = LateDays::default();
            for text in texts {
                prop_assert_eq!(late.parse(&text), parse_iso8601(&text), "{}", text);
            }
        }

        #[test]
        fn never_panics(text in "\\PC*") {
            let _ = parse_iso8601(&text);
        }

        #[test]
        fn never_panics_near_a_time(text in "[0-9TZ:+. -]{0,32}") {
            let _ = parse_iso8601(&text);
        }
    }
}
