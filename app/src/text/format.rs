//! Numbers, bytes, times and durations as people read them.

use floorlens_core::model::Micros;
use floorlens_core::view::TickUnit;
use js_sys::{Array, Function, Intl, Object, Reflect};
use std::cell::RefCell;
use std::collections::HashMap;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    // Making a formatter costs a hundred times more than using one.
    static FORMATTERS: RefCell<HashMap<String, Function>> = RefCell::default();
}

fn formatter(key: String, make: impl FnOnce() -> Function) -> Function {
    FORMATTERS.with(|all| all.borrow_mut().entry(key).or_insert_with(make).clone())
}

/// Formatters are made anew, in the language now.
pub(crate) fn forget_formatters() {
    FORMATTERS.with(|all| all.borrow_mut().clear());
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // A plain object takes every property.
        let _ = Reflect::set(&options, &(*name).into(), value);
    }
    options
}

fn locales() -> Array {
    Array::of1(&super::language::now().locale().into())
}

fn call(function: &Function, value: &JsValue) -> Option<String> {
    function.call1(&JsValue::UNDEFINED, value).ok()?.as_string()
}

/// `1,284,310`.
pub(crate) fn count(number: u64) -> String {
    self::number(number as f64, 0)
}

/// A number with at most so many digits after the point.
pub(crate) fn number(number: f64, digits: u32) -> String {
    let function = formatter(format!("n{digits}"), || {
        let options = options(&[("maximumFractionDigits", digits.into())]);
        Intl::NumberFormat::new(&locales(), &options).format()
    });
    minus(call(&function, &number.into()).unwrap_or_else(|| number.to_string()))
}

/// With the sign that is as wide as a digit; the browser writes a hyphen.
fn minus(number: String) -> String {
    match number.strip_prefix('-') {
        Some(rest) => format!("−{rest}"),
        None => number,
    }
}

/// A number with exactly so many digits after the point, for figures that stand below each other.
pub(crate) fn number_exact(number: f64, digits: u32) -> String {
    let function = formatter(format!("x{digits}"), || {
        let options = options(&[("minimumFractionDigits", digits.into()), ("maximumFractionDigits", digits.into())]);
        Intl::NumberFormat::new(&locales(), &options).format()
    });
    minus(call(&function, &number.into()).unwrap_or_else(|| number.to_string()))
}

/// A text of at most so many letters, shortened in the middle.
pub(crate) fn middle(text: &str, most: usize) -> String {
    let letters: Vec<char> = text.chars().collect();
    if letters.len() <= most {
        return text.to_owned();
    }
    let most = most.max(1);
    let (head, tail) = (most / 2, most - most / 2 - 1);
    letters[..head].iter().chain(&['…']).chain(&letters[letters.len() - tail..]).collect()
}

/// `31.4 MB`, powers of 1,000.
pub(crate) fn bytes(bytes: u64) -> String {
    let units = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes as f64;
    let mut unit = 0;
    while value >= 1000.0 && unit + 1 < units.len() {
        value /= 1000.0;
        unit += 1;
    }
    let digits = if unit == 0 || value >= 100.0 { 0 } else { 1 };
    format!("{} {}", number(value, digits), units.get(unit).copied().unwrap_or("B"))
}

/// `3 h 13 min`, `2 d 4 h`, `38 min 33 s`, `4.2 s`: the two largest units.
pub(crate) fn duration(seconds: f64) -> String {
    if !seconds.is_finite() {
        return "–".to_owned();
    }
    let sign = if seconds < 0.0 { "−" } else { "" };
    let seconds = seconds.abs();
    if seconds < 60.0 {
        let digits = if seconds < 10.0 { 1 } else { 0 };
        // 59.96 must not become "60 s" here; the next branch says it as minutes.
        if seconds < 59.5 {
            return format!("{sign}{} s", number(seconds, digits));
        }
    }
    let whole = seconds.round() as u64;
    let (days, hours, minutes, rest) = (whole / 86_400, whole / 3600 % 24, whole / 60 % 60, whole % 60);
    let two = |a: u64, ua: &str, b: u64, ub: &str| {
        if b == 0 { format!("{sign}{} {ua}", count(a)) } else { format!("{sign}{} {ua} {b} {ub}", count(a)) }
    };
    if days > 0 {
        two(days, "d", hours, "h")
    } else if hours > 0 {
        two(hours, "h", minutes, "min")
    } else {
        two(minutes, "min", rest, "s")
    }
}

/// `0.9 s`, `2 min 3 s`: how long the program worked.
pub(crate) fn elapsed(seconds: f64) -> String {
    if seconds < 0.05 { super::language::say("less than 0.1 s").to_owned() } else { duration(seconds) }
}

/// `Mon, 23 Mar 2026, 06:00:07` in a zone.
pub(crate) fn instant(at: Micros, zone: &str) -> String {
    let function = date_formatter("s", zone, &[("second", "2-digit")]);
    date(&function, at)
}

/// `Mon, 23 Mar 2026, 06:00` in a zone.
pub(crate) fn minute(at: Micros, zone: &str) -> String {
    let function = date_formatter("m", zone, &[]);
    date(&function, at)
}

/// The label of a tick of a time axis. In the upper row it must stand alone, in the lower one the upper row completes it.
pub(crate) fn tick(at: Micros, unit: TickUnit, upper: bool, zone: &str) -> String {
    const TIME: [(&str, &str); 3] = [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")];
    const DAY: [(&str, &str); 3] = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
    let second = ("second", "2-digit");
    let parts: Vec<(&str, &str)> = match (unit, upper) {
        (TickUnit::Subsecond, _) => return format!(".{}", fraction(at)),
        (TickUnit::Second, true) => DAY.into_iter().chain(TIME).chain([second]).collect(),
        (TickUnit::Second, false) => TIME.into_iter().chain([second]).collect(),
        (TickUnit::Minute, true) => DAY.into_iter().chain(TIME).collect(),
        (TickUnit::Minute, false) => TIME.to_vec(),
        (TickUnit::Day, true) => DAY.to_vec(),
        (TickUnit::Day, false) => vec![("weekday", "short"), ("day", "numeric")],
        (TickUnit::Month, true) => vec![("month", "long"), ("year", "numeric")],
        (TickUnit::Month, false) => vec![("month", "short")],
        (TickUnit::Year, _) => vec![("year", "numeric")],
    };
    let function = formatter(format!("t{unit:?}{upper}{zone}"), || {
        let mut pairs: Vec<(&str, JsValue)> = parts.iter().map(|(name, value)| (*name, (*value).into())).collect();
        pairs.push(("timeZone", if is_zone(zone) { zone } else { "UTC" }.into()));
        Intl::DateTimeFormat::new(&locales(), &options(&pairs)).format()
    });
    date(&function, at)
}

/// The digits of a fraction of a second, in groups of three that say something.
fn fraction(at: Micros) -> String {
    let micros = at.rem_euclid(1_000_000);
    if micros % 1_000 == 0 { format!("{:03}", micros / 1_000) } else { format!("{micros:06}") }
}

fn date(function: &Function, at: Micros) -> String {
    // Dates before the year −271821 and after 275760 have no JavaScript date; core clamps to ±9999 anyway.
    let date = js_sys::Date::new(&(at as f64 / 1000.0).into());
    call(function, &date).unwrap_or_else(|| floorlens_core::model::format_rfc3339(at))
}

fn date_formatter(kind: &str, zone: &str, more: &[(&str, &str)]) -> Function {
    formatter(format!("{kind}{zone}"), || {
        let mut pairs: Vec<(&str, JsValue)> = [
            ("weekday", "short"),
            ("day", "numeric"),
            ("month", "short"),
            ("year", "numeric"),
            ("hour", "2-digit"),
            ("minute", "2-digit"),
            ("hourCycle", "h23"),
            ("timeZone", if is_zone(zone) { zone } else { "UTC" }),
        ]
        .iter()
        .chain(more)
        .map(|(name, value)| (*name, JsValue::from_str(value)))
        .collect();
        pairs.dedup_by(|a, b| a.0 == b.0);
        Intl::DateTimeFormat::new(&locales(), &options(&pairs)).format()
    })
}

/// The telling part of an identifier that is an address: `(414) 9521321000010 (254) 12`, `sgln 0614141.07346.1234`, the end of a path. `None` when
/// it is short enough as it stands.
pub(crate) fn short_name(name: &str) -> Option<String> {
    let path = name.strip_prefix("https://").or_else(|| name.strip_prefix("http://"));
    if let Some((_, path)) = path.and_then(|rest| rest.split_once('/')) {
        let parts: Vec<&str> = path.split(['/', '?', '#']).filter(|part| !part.is_empty()).collect();
        // GS1 Digital Link: pairs of a key of two to four digits and its value, after whatever the resolver puts before them.
        let is_key = |part: &&str| (2..=4).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
        let first = parts.iter().position(is_key).filter(|first| (parts.len() - first).is_multiple_of(2));
        if let Some(pairs) = first.and_then(|first| parts.get(first..)) {
            let pairs =
                pairs.chunks(2).map(|pair| format!("({}) {}", pair[0], pair.get(1).copied().unwrap_or_default()));
            return Some(pairs.collect::<Vec<_>>().join(" "));
        }
        return parts.last().map(|last| (*last).to_owned());
    }
    let parts: Vec<&str> = name.strip_prefix("urn:")?.split(':').collect();
    let last = parts.last()?;
    // `urn:epc:id:sgln:…` says what kind of thing it is.
    Some(match parts.as_slice() {
        ["epc", .., kind, _] => format!("{kind} {last}"),
        _ => (*last).to_owned(),
    })
}

/// What the clock of a zone shows at an instant, as if it showed UTC; whole seconds. `None` where the browser has no date for it.
pub(crate) fn wall_clock(at: Micros, zone: &str) -> Option<Micros> {
    let function = formatter(format!("w{zone}"), || {
        let mut pairs: Vec<(&str, JsValue)> =
            ["day", "month", "hour", "minute", "second"].map(|part| (part, "2-digit".into())).to_vec();
        pairs.extend([("year", "numeric".into()), ("era", "short".into()), ("hourCycle", "h23".into())]);
        pairs.push(("timeZone", if is_zone(zone) { zone } else { "UTC" }.into()));
        Intl::DateTimeFormat::new(&locales(), &options(&pairs)).format()
    });
    let date = js_sys::Date::new(&(at as f64 / 1000.0).into());
    let shown = call(&function, &date)?;
    // `23/03/2026 A, 06:00:07` or much like it: the order of the numbers is what the locale fixes.
    let mut numbers = shown.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse::<i64>().ok());
    let mut next = || numbers.next();
    let (day, month, year, hour, minute, second) = (next()?, next()?, next()?, next()?, next()?, next()?);
    let year = if shown.contains('B') { 1 - year } else { year };
    let days = floorlens_core::model::civil::days_since_1970(year, month, day)?;
    Some((((days * 24 + hour) * 60 + minute) * 60 + second) * 1_000_000)
}

/// Whether the browser knows a zone; it throws on one that it does not know.
pub(crate) fn is_zone(zone: &str) -> bool {
    let Some(constructor) = Reflect::get(&js_sys::global(), &"Intl".into())
        .and_then(|intl| Reflect::get(&intl, &"DateTimeFormat".into()))
        .ok()
        .and_then(|f| f.dyn_into::<Function>().ok())
    else {
        return false;
    };
    let options = options(&[("timeZone", zone.into())]);
    !zone.is_empty()
        && Reflect::construct(&constructor, &Array::of2(&super::language::now().locale().into(), &options)).is_ok()
}

/// The zone of this computer.
pub(crate) fn browser_zone() -> String {
    let resolved = Intl::DateTimeFormat::new(&Array::new(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &"timeZone".into()).ok().and_then(|zone| zone.as_string()).unwrap_or_else(|| "UTC".into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn durations_have_their_two_largest_units() {
        for (seconds, text) in [
            (0.0, "0 s"),
            (4.25, "4.3 s"),
            (59.6, "1 min"),
            (2313.0, "38 min 33 s"),
            (11_580.0, "3 h 13 min"),
            (187_200.0, "2 d 4 h"),
            (-60.0, "−1 min"),
            (f64::NAN, "–"),
        ] {
            assert_eq!(duration(seconds), text, "{seconds}");
        }
    }

    #[wasm_bindgen_test]
    fn numbers_are_grouped_and_bytes_have_units() {
        assert_eq!(count(1_284_310), "1,284,310");
        assert_eq!(bytes(999), "999 B");
        assert_eq!(bytes(31_400_000), "31.4 MB");
        assert_eq!(bytes(240_000_000), "240 MB");
    }

    #[wasm_bindgen_test]
    fn addresses_are_shown_by_what_tells_them_apart() {
        for (name, short) in [
            ("https://id.gs1.org/414/9521321000010/254/12", Some("(414) 9521321000010 (254) 12")),
            ("https://example.org/resolve/01/09521321000010/21/7", Some("(01) 09521321000010 (21) 7")),
            ("urn:epc:id:sgln:0614141.07346.1234", Some("sgln 0614141.07346.1234")),
            ("urn:uuid:11", Some("11")),
            ("http://plant.example/halls/Hall%203", Some("Hall%203")),
            ("MC-201", None),
        ] {
            assert_eq!(short_name(name).as_deref(), short, "{name}");
        }
    }

    #[wasm_bindgen_test]
    fn an_instant_is_shown_in_its_zone_and_an_unknown_zone_is_utc() {
        let at = 1_774_242_007_000_000; // 2026-03-23T05:00:07Z
        assert_eq!(instant(at, "Europe/Berlin"), "Mon, 23 Mar 2026, 06:00:07");
        assert_eq!(minute(at, "Plant/Hall 3"), "Mon, 23 Mar 2026, 05:00");
    }
}
