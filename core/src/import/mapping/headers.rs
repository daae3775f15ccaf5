//! Headers → roles: what a column's name says before its values are looked at.

use super::lexicon::{SUFFIXES, VAGUE, WORDS};
use crate::model::Role;

/// A role that a header may mean, and how sure that is (0…1).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hint {
    pub(super) role: Role,
    pub(super) sure: f64,
    /// The word of the lexicon that matched.
    pub(super) word: &'static str,
}

/// A header taken apart.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Header {
    /// Folded, without blanks, marks and unit.
    pub(super) folded: String,
    /// The same as words.
    pub(super) parts: Vec<String>,
    /// The unit in brackets or behind a comma, as it stands.
    pub(super) unit: Option<String>,
}

/// Takes a header apart: `Temp. [°C]` is `temp` in °C.
pub(super) fn take_apart(header: &str) -> Header {
    let (name, unit) = unit_of(header);
    let parts = parts(name);
    Header { folded: parts.concat(), parts, unit }
}

/// The unit that a header carries: `[°C]`, `(min)`, `_ms`, `in kg`.
fn unit_of(header: &str) -> (&str, Option<String>) {
    let header = header.trim();
    for (open, close) in [('[', ']'), ('(', ')'), ('（', '）')] {
        if let Some(at) = header.rfind(open)
            && at > 0
            && let Some(inner) = header.get(at + open.len_utf8()..).map(|rest| rest.trim_end_matches(close).trim())
            && !inner.is_empty()
            && inner.chars().count() <= 12
            && !inner.chars().all(|c| c.is_ascii_digit())
        {
            let name = header.get(..at).unwrap_or(header);
            return (name, Some(inner.to_owned()));
        }
    }
    for mark in ['_', ' ', '.'] {
        if let Some((name, unit)) = header.rsplit_once(mark)
            && !name.is_empty()
            && is_unit(unit)
        {
            return (
                name.trim_end_matches(" in").trim_end_matches(" /").trim_end_matches("_in"),
                Some(unit.to_owned()),
            );
        }
    }
    // `ProductionHrs`, `DowntimeMins`
    for unit in ["Hrs", "Hours", "Mins", "Minutes", "Secs", "Seconds"] {
        if let Some(name) = header.strip_suffix(unit)
            && name.ends_with(|c: char| c.is_lowercase())
        {
            return (name, Some(unit.to_lowercase()));
        }
    }
    (header, None)
}

/// Units that stand behind a name without brackets.
pub(super) fn is_unit(word: &str) -> bool {
    const KNOWN: &[&str] = &[
        "ms", "s", "sec", "secs", "seconds", "sek", "min", "mins", "minutes", "minuten", "h", "hrs", "hours",
        "stunden", "std", "kg", "g", "mm", "m", "bar", "mbar", "°C", "°F", "degC", "degF", "degc", "degf", "rpm",
        "U/min", "1/min", "%", "pct", "kW", "kw", "kWh", "kwh", "V", "A", "Nm", "N", "kN", "Hz", "hz", "l", "l/min",
        "pcs", "Stk", "Stk.", "St", "um", "µm", "us", "µs", "ns", "psi", "kPa", "kpa", "dBm", "dbm", "utc", "UTC",
    ];
    KNOWN.contains(&word)
}

/// Words of a header, folded: `TagName` and `tag_name` are `tag name`; `MATNR` stays one word.
fn parts(name: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let chars: Vec<char> = name.chars().collect();
    for (i, c) in chars.iter().copied().enumerate() {
        let after = chars.get(i + 1).copied().unwrap_or(' ');
        let hump = c.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && after.is_lowercase()));
        if (!c.is_alphanumeric() || hump) && !word.is_empty() {
            parts.push(std::mem::take(&mut word));
        }
        if c.is_alphanumeric() {
            fold_char(c, &mut word);
        }
        before = c;
    }
    if !word.is_empty() {
        parts.push(word);
    }
    for part in &mut parts {
        if let Some((_, whole)) = SHORT.iter().find(|(short, _)| short == part) {
            *part = (*whole).to_owned();
        }
    }
    parts
}

/// Last words of headers that say how many, whatever of.
const FIGURES: &[&str] = &[
    "qty", "quantity", "amount", "menge", "anzahl", "quantite", "qte", "cantidad", "quantita", "aantal", "ilosc",
    "antal",
];

/// Abbreviations inside headers of several words.
const SHORT: &[(&str, &str)] = &[
    ("msg", "message"),
    ("masch", "maschine"),
    ("auftr", "auftrag"),
    ("anz", "anzahl"),
    ("pers", "personal"),
    ("mat", "material"),
    ("std", "standard"),
    ("stillst", "stillstand"),
    ("stoer", "stoerung"),
    ("ausf", "ausfall"),
    ("erf", "erfassung"),
    ("buch", "buchung"),
    ("seriennr", "seriennummer"),
];

/// Lower case, umlauts as two letters, accents off, nothing but letters and digits.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::new();
    text.chars().filter(|c| c.is_alphanumeric()).for_each(|c| fold_char(c, &mut folded));
    folded
}

fn fold_char(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        match c {
            'ä' => out.push_str("ae"),
            'ö' => out.push_str("oe"),
            'ü' => out.push_str("ue"),
            'ß' => out.push_str("ss"),
            'à' | 'á' | 'â' | 'ã' | 'å' | 'ą' => out.push('a'),
            'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => out.push('e'),
            'ì' | 'í' | 'î' | 'ï' => out.push('i'),
            'ò' | 'ó' | 'ô' | 'õ' | 'ő' | 'ø' => out.push('o'),
            'ù' | 'ú' | 'û' | 'ů' | 'ű' => out.push('u'),
            'ç' | 'ć' | 'č' => out.push('c'),
            'ñ' | 'ń' | 'ň' => out.push('n'),
            'ś' | 'š' => out.push('s'),
            'ź' | 'ż' | 'ž' => out.push('z'),
            'ł' => out.push('l'),
            'ř' => out.push('r'),
            'ť' => out.push('t'),
            'ď' => out.push('d'),
            'ý' => out.push('y'),
            other => out.push(other),
        }
    }
}

/// The roles that a header may mean, the surest first; at most one hint per role.
pub(super) fn hints(header: &Header) -> Vec<Hint> {
    let mut found: Vec<Hint> = Vec::new();
    let name = header.folded.as_str();
    if name.is_empty() {
        return found;
    }
    let stripped = stripped(&header.parts);
    // `Work Order Qty` is a quantity of the order, not the order.
    let figure = header.parts.len() > 1 && header.parts.last().is_some_and(|part| FIGURES.contains(&part.as_str()));
    // Longer words say more: `stillstandsgrund` is a reason more than it is a standstill.
    for (role, words) in WORDS {
        let mut best: Option<Hint> = None;
        for word in words.split_ascii_whitespace() {
            let Some(sure) = sure(word, name, stripped.as_deref(), &header.parts) else { continue };
            let cap = VAGUE
                .iter()
                .find(|(of, vague, _)| of == role && (*vague == word || vague.is_empty()))
                .map_or(1.0, |(_, _, cap)| *cap);
            let sure = sure.min(cap);
            let whole = sure >= 0.88;
            let counted = matches!(
                role,
                Role::Quantity
                    | Role::Good
                    | Role::Scrap
                    | Role::Rework
                    | Role::Total
                    | Role::Lower
                    | Role::Upper
                    | Role::Target
                    | Role::Ignore
            );
            // A `report type` is no type of product.
            let of_another = *role == Role::Product && matches!(word, "type" | "typ");
            let sure = if !whole && ((figure && !counted) || of_another) { sure.min(0.3) } else { sure };
            // What has no place is known by its whole name only: every second header ends in `number`.
            if *role == Role::Ignore && sure < 0.88 {
                continue;
            }
            if best.is_none_or(|hint| sure > hint.sure) {
                best = Some(Hint { role: *role, sure, word });
            }
        }
        found.extend(best);
    }
    crate::order::Order::order_by(found.as_mut_slice(), |a, b| b.sure.total_cmp(&a.sure));
    found
}

/// The header without the words that every header may end in; `None` when it has none or is nothing else.
fn stripped(parts: &[String]) -> Option<String> {
    let (last, front) = parts.split_last()?;
    if !front.is_empty() && SUFFIXES.contains(&last.as_str()) {
        return Some(front.concat());
    }
    // In one word as well: `palletnummer`.
    let whole = parts.concat();
    let short = SUFFIXES.iter().filter(|suffix| suffix.len() >= 4).find_map(|suffix| whole.strip_suffix(suffix));
    short.filter(|front| front.len() >= 4).map(str::to_owned)
}

fn sure(word: &str, name: &str, stripped: Option<&str>, parts: &[String]) -> Option<f64> {
    if word == name {
        return Some(0.95);
    }
    // `meldungs-nr` and `auftrags-nr` bind with an s.
    if stripped.is_some_and(|front| front == word || front.strip_suffix('s') == Some(word)) {
        return Some(0.88);
    }
    // `from step`, `to bin`, `nach Platz`.
    if parts.len() > 1
        && parts.first().is_some_and(|part| part == word)
        && matches!(word, "from" | "to" | "von" | "nach" | "vers" | "hacia" | "naar")
    {
        return Some(0.9);
    }
    let long = word.len() as f64 / name.len() as f64;
    // German compounds say at their end what they are; English does so with separate words.
    if word.len() >= 4 && name.ends_with(word) {
        return Some(0.62 + 0.2 * long);
    }
    if parts.len() > 1 {
        let last = parts.last().is_some_and(|part| part == word);
        let any = parts.iter().any(|part| part == word);
        if last && word.len() >= 2 {
            return Some(0.6 + 0.2 * long);
        }
        if any && word.len() >= 3 {
            return Some(0.45 + 0.2 * long);
        }
    }
    if word.len() >= 5 && name.starts_with(word) {
        return Some(0.42 + 0.25 * long);
    }
    (word.len() >= 6 && name.contains(word)).then_some(0.35 + 0.25 * long)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(header: &str) -> Option<Role> {
        hints(&take_apart(header)).first().map(|hint| hint.role)
    }

    #[test]
    fn headers_of_many_systems_say_what_they_are() {
        for (header, role) in [
            ("MATNR", Role::Product),
            ("CHARG", Role::Item),
            ("WERKS", Role::Site),
            ("AUFNR", Role::Order),
            ("BUDAT", Role::Time),
            ("BWART", Role::Movement),
            ("MENGE", Role::Quantity),
            ("MEINS", Role::Unit),
            ("TagName", Role::Channel),
            ("Timestamp", Role::Time),
            ("Value", Role::Value),
            ("Stillstandsgrund", Role::Reason),
            ("Maschinen-Nr.", Role::Asset),
            ("Dauer (min)", Role::Duration),
            ("Gutmenge", Role::Good),
            ("Ausschuß", Role::Scrap),
            ("Start Time", Role::Start),
            ("end_time", Role::End),
            ("Work Center", Role::Asset),
            ("Serial Number", Role::Item),
            ("Lagerort", Role::Place),
            ("Störgrund", Role::Reason),
            ("Horodatage", Role::Time),
            ("Zählerstand", Role::Total),
            ("Work Order Qty", Role::Quantity),
            ("Qty Completed", Role::Good),
            ("Buch.dat.", Role::Time),
            ("Part Desc.", Role::Ignore),
        ] {
            assert_eq!(first(header), Some(role), "{header}");
        }
        assert_eq!(take_apart("Temp [°C]").unit.as_deref(), Some("°C"));
        assert_eq!(take_apart("downtime_min").unit.as_deref(), Some("min"));
        assert_eq!(take_apart("Spindle load (%)").folded, "spindleload");
    }

    #[test]
    fn the_lexicon_is_folded_as_headers_are() {
        for (_, words) in WORDS {
            for word in words.split_ascii_whitespace() {
                assert!(fold(word) == word || word.contains('_'), "{word}");
            }
        }
    }
}
