//! One SHDR line → what it says, without knowing any key.
//!
//! ```text
//! time[@duration]|key|value|key|value…
//! time|key|level|nativeCode|nativeSeverity|qualifier|text          a condition: five fields after its key
//! time|key|code|text                                               a message: two fields after its key
//! time|key|3|100|1.5 1.6 1.8                                       a time series: how many values, values per second, values
//! time|@ASSET@|id|type|--multiline--ABC                            an asset; its text ends at the line --multiline--ABC
//! * PONG 10000                                                     talk between agent and adapter
//! ```

use crate::model::{Micros, Moment, TimeFault, execution_rank, parse_iso8601};
use std::borrow::Cow;

/// What a line is.
#[derive(Debug, PartialEq)]
pub(super) enum Parsed<'a> {
    /// Nothing but blanks.
    Blank,
    /// Protocol talk; it states nothing.
    Comment,
    /// A line that is no SHDR, and why.
    Bad(String),
    /// A time and what was observed then.
    Observations(Micros, Fields<'a>),
    /// A record that goes on until a line equals `end`.
    Multiline {
        /// When.
        time: Micros,
        /// `id` and `type` of the asset, as far as given.
        fields: Fields<'a>,
        /// The line that ends it.
        end: &'a str,
    },
}

/// The fields after the time.
pub(super) type Fields<'a> = Vec<Cow<'a, str>>;

const MULTILINE: &str = "--multiline--";

/// Takes a line apart.
pub(super) fn parse(line: &str) -> Parsed<'_> {
    let text = line.trim();
    if text.is_empty() {
        return Parsed::Blank;
    }
    if text.starts_with('*') {
        return Parsed::Comment;
    }
    if ["<<<<<<<", "=======", ">>>>>>>", "|||||||"].iter().any(|mark| text.starts_with(mark)) {
        let text = "This is a conflict marker of a version control system, not a machine record: two versions of the file were merged \
                    into one. Check where the data around it comes from.";
        return Parsed::Bad(text.to_owned());
    }
    let Some((stamp, rest)) = line.split_once('|') else {
        return Parsed::Bad("The line has no `|`: an SHDR line is `time|key|value`.".to_owned());
    };
    let time = match time(stamp) {
        Ok(time) => time,
        Err(_) if stamp.trim().is_empty() => {
            return Parsed::Bad("The line has no time: an SHDR line is `time|key|value`.".to_owned());
        }
        Err(_) if is_relative(stamp) => {
            return Parsed::Bad(format!(
                "The time `{}` counts from the start of the adapter, and nothing in the log says when that was. Record the log with absolute times.",
                excerpt(stamp)
            ));
        }
        Err(fault) => return Parsed::Bad(format!("The time `{}` {fault}.", excerpt(stamp))),
    };
    let fields = split(rest);
    if fields.first().is_some_and(|f| f.trim_start().starts_with('*')) {
        return Parsed::Comment;
    }
    if let Some(end) = rest.rsplit('|').next().map(str::trim).filter(|f| f.starts_with(MULTILINE)) {
        return Parsed::Multiline { time, fields, end };
    }
    Parsed::Observations(time, fields)
}

/// The time before `@duration`. MTConnect times are UTC, so one without a zone is read as such.
pub(super) fn time(stamp: &str) -> Result<Micros, TimeFault> {
    let stamp = stamp.split('@').next().unwrap_or_default();
    match parse_iso8601(stamp)? {
        Moment::Zoned(at) | Moment::Local(at) => Ok(at),
    }
}

/// Splits at `|`. A field that begins with a quote and holds an escaped `\|` ends at the closing quote.
fn split(rest: &str) -> Fields<'_> {
    if !rest.contains("\\|") {
        return rest.split('|').map(Cow::Borrowed).collect();
    }
    let mut fields = Vec::new();
    let mut rest = Some(rest);
    while let Some(text) = rest {
        let quoted = text.strip_prefix('"').and_then(|inner| {
            let end = inner.match_indices('"').map(|(at, _)| at).find(|at| {
                let after = &inner[at + 1..];
                after.is_empty() || after.starts_with('|')
            })?;
            Some((&inner[..end], inner[end + 1..].strip_prefix('|')))
        });
        match quoted {
            Some((value, next)) => {
                fields.push(Cow::Owned(value.replace("\\|", "|")));
                rest = next;
            }
            None => {
                let (value, next) = text.split_once('|').map_or((text, None), |(value, next)| (value, Some(next)));
                fields.push(Cow::Borrowed(value));
                rest = next;
            }
        }
    }
    fields
}

/// Milliseconds since the adapter started, as some adapters send instead of times.
fn is_relative(stamp: &str) -> bool {
    stamp.split('@').next().is_some_and(|s| s.trim().len() <= 12 && s.trim().parse::<f64>().is_ok())
}

/// A line with a relative time and the key of a state lane: the log of an adapter, though nothing of it can be dated.
pub(super) fn is_undatable(line: &str) -> bool {
    line.split_once('|').is_some_and(|(stamp, rest)| {
        is_relative(stamp) && rest.split('|').step_by(2).any(|key| execution_rank(key).is_some())
    })
}

/// The level of a condition.
pub(super) fn is_level(value: &str) -> bool {
    ["NORMAL", "WARNING", "FAULT", "UNAVAILABLE"].iter().any(|level| value.trim().eq_ignore_ascii_case(level))
}

/// True when `fields` begin with a condition: no device file is needed to see that, because its qualifier is nothing, LOW or HIGH where
/// a list of observations has a key.
pub(super) fn is_condition(fields: &[Cow<'_, str>]) -> bool {
    let [_, level, code, _, qualifier, _, ..] = fields else { return false };
    let qualifier = qualifier.trim();
    let says_nothing = level.trim().eq_ignore_ascii_case("UNAVAILABLE") || qualifier.is_empty();
    let fits = qualifier.is_empty() || qualifier.eq_ignore_ascii_case("LOW") || qualifier.eq_ignore_ascii_case("HIGH");
    // `mode|UNAVAILABLE|line|UNAVAILABLE|…` is a list: its third field is a key.
    is_level(level)
        && fits
        && (!level.trim().eq_ignore_ascii_case("UNAVAILABLE") || (says_nothing && code.trim().is_empty()))
}

/// A time series: its key, values per second where given, and its values. It stands alone on its line and tells how many values follow.
pub(super) fn time_series<'f>(fields: &'f [Cow<'_, str>]) -> Option<(&'f str, Option<f64>, Vec<f64>)> {
    let [key, count, rate, values] = fields else { return None };
    let (count, rate): (usize, &str) = (count.trim().parse().ok()?, rate.trim());
    let values: Vec<f64> = values.split_ascii_whitespace().map(|v| v.parse().ok()).collect::<Option<_>>()?;
    let rate = match rate {
        "" => None,
        rate => Some(rate.parse().ok().filter(|rate: &f64| *rate > 0.0)?),
    };
    // Without a rate, one value may as well be that of a second key.
    let told = count > 1 || rate.is_some();
    (told && count == values.len() && !key.trim().is_empty()).then_some((key, rate, values))
}

pub(super) fn excerpt(text: &str) -> String {
    let mut short: String = text.chars().filter(|c| !c.is_control()).take(40).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(line: &str) -> Vec<String> {
        match parse(line) {
            Parsed::Observations(_, fields) => fields.into_iter().map(Cow::into_owned).collect(),
            other => panic!("{other:?}"),
        }
    }

    fn reason(line: &str) -> String {
        match parse(line) {
            Parsed::Bad(reason) => reason,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_is_taken_apart_at_its_bars() {
        assert_eq!(fields("2017-02-01T10:12:23.1718750Z|a|1|b| |c|"), ["a", "1", "b", " ", "c", ""]);
        assert_eq!(fields(r#"2017-02-01T10:12:23Z|a|"x\|y"|b|2"#), ["a", "x|y", "b", "2"]);
        assert_eq!(fields(r#"2017-02-01T10:12:23Z|a|"quoted"|b|\"#), ["a", "\"quoted\"", "b", "\\"]);
    }

    #[test]
    fn a_time_may_have_a_duration_seven_digits_or_no_zone() {
        let at = |text| time(text).ok();
        assert_eq!(at("2017-02-01T10:12:23.1718759Z"), Some(1_485_943_943_171_875));
        assert_eq!(at("2017-02-01T10:12:23.171875Z@100.5"), Some(1_485_943_943_171_875));
        assert_eq!(at("2017-02-01T10:12:23.171875"), Some(1_485_943_943_171_875));
        assert_eq!(at("2017-02-01T1"), None);
    }

    #[test]
    fn what_is_no_record_is_refused_with_its_reason() {
        assert!(reason("<<<<<<< HEAD").contains("conflict marker"));
        assert!(reason("=======").contains("conflict marker"));
        assert!(reason("2017").contains("no `|`"));
        assert!(reason("|a|1").contains("no time"));
        assert!(reason("2017-13-45T00:00:00Z|a|1").contains("does not exist"));
        assert!(reason("not a time|a|1").contains("`not a time`"));
        assert_eq!(parse("* PONG 10000"), Parsed::Comment);
        assert!(matches!(parse("2022-08-08T13:51:34Z|*adapterVersion:UNAVAILABLE"), Parsed::Comment));
        assert_eq!(parse(" \t"), Parsed::Blank);
    }

    #[test]
    fn a_condition_is_told_from_a_list_of_observations() {
        let is = |line: &str| is_condition(&split(line));
        assert!(is("motion|Unavailable||||"));
        assert!(is("motion|NORMAL||||"));
        assert!(is("temp|FAULT|217|10|HIGH|Spindle too hot"));
        assert!(!is("mode|UNAVAILABLE|line|UNAVAILABLE|program|UNAVAILABLE"));
        assert!(!is("move|NORMAL|line|5|mode|AUTO"));
        assert!(!is("execution|ACTIVE"));
    }

    #[test]
    fn an_asset_block_names_the_line_that_ends_it() {
        match parse("2022-08-08T13:43:36.08Z|@ASSET@|123.1|CuttingTool|--multiline--ABCD") {
            Parsed::Multiline { fields, end, .. } => {
                assert_eq!((fields[1].as_ref(), end), ("123.1", "--multiline--ABCD"));
            }
            other => panic!("{other:?}"),
        }
    }
}
