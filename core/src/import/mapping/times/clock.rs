//! Clocks and what stands behind them: halves of the day, zones.

use super::marks::{digits, skip_blanks};
use super::{DAY, SECOND};
use crate::model::Micros;

/// `6:15`, `06:15:00.123`, `06.15.00`, `061500`, `6:15 PM`, `24:00`.
pub(super) fn clock(text: &[u8]) -> Option<(Micros, &[u8])> {
    let (first, width, mut rest) = digits(text)?;
    let (mut hour, minute, second, mut fraction) = if (5..=6).contains(&width) {
        (first / 10_000, first / 100 % 100, first % 100, 0)
    } else {
        let [mark @ (b':' | b'.' | b'h'), more @ ..] = rest else { return None };
        let (minute, width_m, more) = digits(more)?;
        if width > 2 || width_m != 2 {
            return None;
        }
        rest = more;
        let mut second = 0;
        if let [next, more @ ..] = rest
            && (next == mark || *next == b':')
            && let Some((n, 2, more)) = digits(more)
        {
            (second, rest) = (n, more);
        }
        (first, minute, second, 0)
    };
    if let [b'.' | b',' | b':', more @ ..] = rest
        && let Some((_, width, after)) = digits(more)
    {
        let kept = more.iter().take(width).chain(std::iter::repeat(&b'0')).take(6);
        fraction = kept.fold(0, |sum, b| sum * 10 + i64::from(b - b'0'));
        rest = after;
    }
    let half = skip_blanks(rest);
    let half_of = |a: u8| half.first().is_some_and(|b| b.to_ascii_lowercase() == a);
    let (am, pm) = (half_of(b'a'), half_of(b'p'));
    if am || pm {
        // `PM`, `p.m.`, `p. m.`
        let letter = half.get(1..)?;
        let letter = skip_blanks(letter.strip_prefix(b".").unwrap_or(letter));
        let (m, after) = letter.split_first()?;
        let (m, after) = (*m, after.strip_prefix(b".").unwrap_or(after));
        if !m.eq_ignore_ascii_case(&b'm') || !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if pm { 12 } else { 0 };
        rest = after;
    }
    let whole = (hour * 3600 + minute * 60 + second) * SECOND + fraction;
    (hour <= 24 && minute <= 59 && second <= 60 && whole <= DAY).then_some((whole, rest))
}

/// Names of zones that say one offset wherever they are used; `CST` and `IST` do not.
pub(super) const ZONES: &[(&str, i64)] = &[
    ("WET", 0),
    ("WEST", 1),
    ("CET", 1),
    ("MEZ", 1),
    ("CEST", 2),
    ("MESZ", 2),
    ("EET", 2),
    ("EEST", 3),
    ("JST", 9),
    ("EST", -5),
    ("EDT", -4),
    ("CDT", -5),
    ("MST", -7),
    ("MDT", -6),
    ("PST", -8),
    ("PDT", -7),
];

/// `Z`, `UTC`, `GMT`, `CET`, `+01:00`, `+0100`, `+01`; `Some(None)` without a zone, `None` for anything else.
pub(super) fn offset(text: &[u8]) -> Option<Option<Micros>> {
    let text = match text {
        [b'(', inner @ .., b')'] => inner,
        other => other,
    };
    if let Some((_, hours)) = ZONES.iter().find(|(name, _)| name.as_bytes() == text) {
        return Some(Some(hours * 3600 * SECOND));
    }
    match text {
        [] => return Some(None),
        [b'Z' | b'z'] | b"UTC" | b"utc" | b"GMT" => return Some(Some(0)),
        _ => {}
    }
    let from_utc = text.strip_prefix(b"UTC").or_else(|| text.strip_prefix(b"GMT")).unwrap_or(text);
    let (sign, rest) = match from_utc {
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, width, rest) = digits(rest)?;
    let (hours, minutes) = match (width, rest) {
        (4, []) => (hours / 100, hours % 100),
        (1 | 2, []) => (hours, 0),
        (1 | 2, [b':', rest @ ..]) => {
            (hours, digits(rest).filter(|(_, width, rest)| *width == 2 && rest.is_empty())?.0)
        }
        _ => return None,
    };
    (hours <= 23 && minutes <= 59).then_some(Some(sign * (hours * 3600 + minutes * 60) * SECOND))
}
