//! Numbers and durations as plants write them.

use crate::model::Decimal;

/// A number written with this decimal mark: groups of thousands, a sign behind the digits and a unit behind a blank are allowed. What might be
/// meant in another way, such as `1,5` where a point is the decimal mark, is no number.
pub(super) fn number(text: &str, decimal: Decimal) -> Option<f64> {
    let text = text.trim();
    if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '-' | '+' | '.' | ',' | '\u{2212}')) {
        return None;
    }
    let mut plain = String::with_capacity(text.len());
    let (mut negative, mut points, mut digits) = (false, 0, 0);
    let mut groups = Groups::default();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let digit_follows = rest.peek().is_some_and(|(_, c)| c.is_ascii_digit());
        match c {
            '0'..='9' => {
                digits += 1;
                groups.digits += usize::from(points == 0);
                plain.push(c);
            }
            '-' | '\u{2212}' if plain.is_empty() && !negative => negative = true,
            // SAP writes the sign behind.
            '-' if rest.peek().is_none() => negative = !negative,
            '+' if plain.is_empty() => {}
            '.' | ',' if (c == ',') == (decimal == Decimal::Comma) => {
                points += 1;
                plain.push('.');
            }
            '.' | ',' | '\'' | '’' if points == 0 && digit_follows => groups.close(c)?,
            ' ' | '\u{a0}' | '\u{202f}' if points == 0 && digit_follows => groups.close(' ')?,
            'e' | 'E' if digits > 0 => {
                let exponent = text.get(at + 1..)?.trim_start_matches('+');
                let scale: i32 = exponent.parse().ok().filter(|n: &i32| n.abs() < 308)?;
                let value: f64 = format!("{plain}e{scale}").parse().ok()?;
                return (points <= 1 && groups.are_whole()).then_some(if negative { -value } else { value });
            }
            ' ' | '\u{a0}' | '\u{202f}' if !digit_follows => {
                // What follows is a unit, unless it is a sentence.
                let unit = text.get(at..)?.trim();
                if unit.chars().count() > 8 || unit.contains(' ') {
                    return None;
                }
                break;
            }
            '%' | '°' if digits > 0 => break,
            _ => return None,
        }
    }
    if digits == 0 || points > 1 || !groups.are_whole() {
        return None;
    }
    let value: f64 = plain.parse().ok()?;
    value.is_finite().then_some(if negative { -value } else { value })
}

/// Groups of digits in front of the decimal mark: `1.234.567`, `12,34,567` in India.
#[derive(Default)]
struct Groups {
    /// The mark between them.
    mark: Option<char>,
    /// Digits since the last mark.
    digits: usize,
}

impl Groups {
    /// A mark stands behind the digits.
    fn close(&mut self, mark: char) -> Option<()> {
        let fits = match self.mark {
            None => (1..=3).contains(&self.digits),
            Some(before) => before == mark && (self.digits == 3 || (mark == ',' && self.digits == 2)),
        };
        (self.mark, self.digits) = (Some(mark), 0);
        fits.then_some(())
    }

    fn are_whole(&self) -> bool {
        self.mark.is_none() || self.digits == 3
    }
}

/// Seconds per unit of a duration: its usual names in a few languages.
pub(super) fn seconds_per(unit: &str) -> Option<f64> {
    let unit = unit.trim().trim_end_matches('.').to_lowercase();
    Some(match unit.as_str() {
        "ms" | "msec" | "millis" | "millisecond" | "milliseconds" | "millisekunden" => 1e-3,
        "s" | "sec" | "secs" | "second" | "seconds" | "sek" | "sekunde" | "sekunden" | "segundos" | "secondes"
        | "secondi" | "秒" => 1.0,
        "min" | "mins" | "minute" | "minutes" | "minuten" | "minutos" | "minuti" | "m" | "mn" | "分" => 60.0,
        "h" | "hr" | "hrs" | "hour" | "hours" | "std" | "stunde" | "stunden" | "heures" | "horas" | "ore" | "uur"
        | "時間" => 3600.0,
        "d" | "day" | "days" | "tag" | "tage" => 86_400.0,
        _ => return None,
    })
}

/// A duration in seconds: `1:30:00`, `90 min`, `1h 30m`, or a plain number of `unit` (seconds when it is not known).
pub(super) fn duration(text: &str, decimal: Decimal, unit: Option<&str>) -> Option<f64> {
    let text = text.trim();
    if let Some((minutes, seconds)) = text.split_once(':') {
        // The header may say that there are no hours: `Duration (mm:ss)`, or `Minutes`.
        let from_minutes = unit.is_some_and(|unit| is_minutes_seconds(unit) || seconds_per(unit) == Some(60.0));
        if from_minutes && !seconds.contains(':') {
            let seconds = whole(&seconds.replace(',', ".")).filter(|n| *n < 60.0)?;
            return Some(whole(minutes)? * 60.0 + seconds);
        }
        return clocked(text);
    }
    if let Some(value) = bare(text, decimal) {
        return Some(value * unit.and_then(seconds_per).unwrap_or(1.0));
    }
    // Numbers and units by turns.
    let (mut sum, mut rest, mut parts) = (0.0, text, 0);
    while !rest.is_empty() {
        let end = rest.find(|c: char| c.is_alphabetic())?;
        let value = number(rest.get(..end)?, decimal)?;
        let tail = rest.get(end..)?;
        let stop = tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len());
        sum += value * seconds_per(tail.get(..stop)?)?;
        rest = tail.get(stop..)?.trim_start_matches(['.', ' ', ',']);
        parts += 1;
    }
    (parts > 0).then_some(sum)
}

/// True for a unit that names minutes and seconds.
pub(super) fn is_minutes_seconds(unit: &str) -> bool {
    matches!(unit.to_lowercase().as_str(), "mm:ss" | "m:ss" | "mmm:ss" | "min:s" | "min:sec" | "min:sek")
}

fn bare(text: &str, decimal: Decimal) -> Option<f64> {
    if text.contains(|c: char| c.is_alphabetic()) { None } else { number(text, decimal) }
}

/// `h:mm`, `h:mm:ss`, `d.hh:mm:ss`, hours beyond 24 included.
fn clocked(text: &str) -> Option<f64> {
    let mut parts = text.split(':');
    let first = parts.next()?;
    let (days, hours) = match first.split_once(['.', ' ']) {
        Some((days, hours)) => (days.trim().parse::<f64>().ok()?, hours.trim_start_matches("d").trim()),
        None => (0.0, first),
    };
    let minutes = whole(parts.next()?).filter(|n| *n < 60.0)?;
    let seconds = match parts.next() {
        Some(text) => whole(&text.replace(',', ".")).filter(|n| *n < 60.0)?,
        None => 0.0,
    };
    parts.next().is_none().then_some(days * 86_400.0 + whole(hours)? * 3600.0 + minutes * 60.0 + seconds)
}

fn whole(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|n| n.is_finite() && *n >= 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_by_their_decimal_mark() {
        for (text, decimal, expected) in [
            ("12,5", Decimal::Comma, Some(12.5)),
            ("1.234,50", Decimal::Comma, Some(1234.5)),
            ("1 234,5", Decimal::Comma, Some(1234.5)),
            ("100,000-", Decimal::Comma, Some(-100.0)),
            ("1,234.5", Decimal::Point, Some(1234.5)),
            ("1'234.5", Decimal::Point, Some(1234.5)),
            ("-3", Decimal::Point, Some(-3.0)),
            ("2.5e-3", Decimal::Point, Some(0.0025)),
            ("12.5 kg", Decimal::Point, Some(12.5)),
            ("20%", Decimal::Point, Some(20.0)),
            ("1.2.3", Decimal::Point, None),
            ("1.2.3", Decimal::Comma, None),
            ("23.03.2026", Decimal::Comma, None),
            ("1,5", Decimal::Point, None),
            ("21.5", Decimal::Comma, None),
            ("1,234,567.5", Decimal::Point, Some(1_234_567.5)),
            ("12,34,567", Decimal::Point, Some(1_234_567.0)),
            ("1.234'567", Decimal::Comma, None),
            ("1234.567", Decimal::Comma, None),
            ("12 5", Decimal::Point, None),
            ("12 500", Decimal::Point, Some(12_500.0)),
            ("1,234e3", Decimal::Point, Some(1_234_000.0)),
            ("M17", Decimal::Point, None),
            ("", Decimal::Point, None),
            ("-", Decimal::Point, None),
            ("12 of 15 parts", Decimal::Point, None),
        ] {
            assert_eq!(number(text, decimal), expected, "{text}");
        }
    }

    #[test]
    fn durations_carry_their_unit_or_get_the_columns() {
        for (text, unit, expected) in [
            ("90", None, Some(90.0)),
            ("1,5", Some("min"), Some(90.0)),
            ("1:30", None, Some(5400.0)),
            ("0:01:30", Some("min"), Some(90.0)),
            ("12:30", Some("mm:ss"), Some(750.0)),
            ("75:30", Some("mm:ss"), Some(4530.0)),
            ("12:30", Some("min"), Some(750.0)),
            ("12:30", Some("h:mm"), Some(45_000.0)),
            ("1:00:30", Some("mm:ss"), Some(3630.0)),
            ("26:00:00", None, Some(93_600.0)),
            ("1.02:00:00", None, Some(93_600.0)),
            ("1h 30m", None, Some(5400.0)),
            ("12 Min.", None, Some(720.0)),
            ("soon", None, None),
            ("1:75", None, None),
        ] {
            assert_eq!(duration(text, Decimal::Comma, unit), expected, "{text}");
        }
    }
}
