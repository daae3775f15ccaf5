//! Element strings: bracketed `(01)…(21)…` and raw scans, where FNC1 ends what has no fixed length.
//! GS1 General Specifications: symbology identifiers, FNC1, application identifiers of predefined length.

use super::IdentityFault;
use super::gs1::{Gs1, PRIMARY, is_digits, primary, qualifier};
use super::link;

/// FNC1 as scanners send it: ASCII group separator.
pub(super) const FNC1: u8 = 29;

/// What exports write in its place.
const SPELLED: [&str; 3] = ["<GS>", "{GS}", "^"];

/// Symbology identifiers of GS1 element strings: GS1-128, DataBar and composites, DataMatrix, QR Code, DotCode.
const SYMBOLOGIES: [&str; 5] = ["]C1", "]e0", "]d2", "]Q3", "]J1"];

/// True when FNC1 stands somewhere in it, in any spelling.
pub(super) fn has_separator(text: &str) -> bool {
    text.bytes().any(|b| matches!(b, FNC1 | b'^' | b'<' | b'{'))
        && (text.as_bytes().contains(&FNC1) || SPELLED.iter().any(|s| text.contains(s)))
}

/// Reads an element string in one of its marked forms.
pub(super) fn parse(spelling: &str) -> Result<Option<Gs1>, IdentityFault> {
    if spelling.starts_with('(') {
        return assemble(bracketed(spelling));
    }
    if spelling.starts_with(']') {
        let Some(data) = spelling.get(3..) else { return Ok(None) };
        if data.starts_with("http") || data.starts_with("HTTP") {
            return link::parse(data);
        }
        let gs1 = SYMBOLOGIES.iter().any(|s| spelling.starts_with(s));
        return if gs1 { assemble(raw(data)) } else { Ok(None) };
    }
    if !has_separator(spelling) {
        return Ok(None);
    }
    match assemble(raw(spelling)) {
        // Without a symbology prefix, only what is right in every digit is taken for GS1.
        Err(_) => Ok(None),
        ok => ok,
    }
}

/// Splits `(AI)value(AI)value`; `None` when it is not of that form.
fn bracketed(text: &str) -> Option<Vec<(String, String)>> {
    let mut out: Vec<(String, String)> = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (ai, after) = ai_in_brackets(rest)?;
        // A bracket belongs to the value unless an application identifier stands in it.
        let end = after.char_indices().find(|(i, c)| *c == '(' && ai_in_brackets(&after[*i..]).is_some());
        let (value, next) = after.split_at(end.map_or(after.len(), |(i, _)| i));
        out.push((ai.to_owned(), value.trim().to_owned()));
        rest = next;
    }
    Some(out)
}

fn ai_in_brackets(text: &str) -> Option<(&str, &str)> {
    let (ai, rest) = text.strip_prefix('(')?.split_once(')')?;
    let len = ai_length(ai)?;
    (ai.len() == len && is_digits(ai)).then_some((ai, rest))
}

/// Splits a raw scan; `None` when an application identifier is not known or a value is cut short.
fn raw(text: &str) -> Option<Vec<(String, String)>> {
    let mut text = text.to_owned();
    for spelled in SPELLED {
        text = text.replace(spelled, "\u{1d}");
    }
    let mut out = Vec::new();
    let mut rest = text.trim_start_matches('\u{1d}');
    while !rest.is_empty() {
        let len = ai_length(rest)?;
        let ai = rest.get(..len).filter(|ai| is_digits(ai))?;
        rest = &rest[len..];
        let end = match fixed_length(ai) {
            Some(n) => n,
            None => rest.find('\u{1d}').unwrap_or(rest.len()),
        };
        out.push((ai.to_owned(), rest.get(..end)?.to_owned()));
        rest = rest[end..].trim_start_matches('\u{1d}');
    }
    Some(out)
}

/// How many digits an application identifier has, from its first two.
fn ai_length(text: &str) -> Option<usize> {
    let two = text.get(..2)?;
    if !is_digits(two) {
        return None;
    }
    match two {
        "00" | "01" | "02" | "03" | "10" | "11" | "12" | "13" | "15" | "16" | "17" | "20" | "21" | "22" | "30"
        | "37" | "90" | "91" | "92" | "93" | "94" | "95" | "96" | "97" | "98" | "99" => Some(2),
        "23" | "24" | "25" | "40" | "41" | "42" | "71" => Some(3),
        "31" | "32" | "33" | "34" | "35" | "36" | "39" | "43" | "70" | "72" | "80" | "81" | "82" => Some(4),
        _ => None,
    }
}

/// The length of a value that needs no FNC1: predefined by the General Specifications.
fn fixed_length(ai: &str) -> Option<usize> {
    Some(match ai.get(..2)? {
        "00" => 18,
        "01" | "02" | "03" => 14,
        "11" | "12" | "13" | "15" | "16" | "17" => 6,
        "20" => 2,
        "31" | "32" | "33" | "34" | "35" | "36" => 6,
        "41" => 13,
        _ => return None,
    })
}

/// The key that the pairs name, if one of them is a primary key. Pairs that are attributes (weight, expiry …) are not part of it.
fn assemble(pairs: Option<Vec<(String, String)>>) -> Result<Option<Gs1>, IdentityFault> {
    let Some(pairs) = pairs else { return Ok(None) };
    // A pallet label may carry both the pallet's SSCC and what is on it: the pallet is the thing that was scanned.
    let rank = |ai: &str| {
        if ai == "00" { 0 } else { 1 + PRIMARY.iter().position(|(p, ..)| *p == ai).unwrap_or(PRIMARY.len()) }
    };
    let known = pairs.iter().filter(|(ai, _)| primary(ai).is_some_and(|(p, ..)| p == ai));
    let Some((ai, value)) = known.min_by_key(|(ai, _)| rank(ai)) else { return Ok(None) };
    let Some((ai, shape, label)) = primary(ai) else { return Ok(None) };
    let fault = || IdentityFault::Format { spelling: value.clone(), scheme: label.to_owned() };
    let mut key = Gs1::new(ai, shape, value)?.ok_or_else(fault)?;
    for (other, value) in &pairs {
        if let Some(q) = qualifier(ai, other)
            && q == other
            && !key.qualify(q, value)
        {
            return Err(IdentityFault::Format { spelling: value.clone(), scheme: format!("value of ({q})") });
        }
    }
    Ok(Some(key))
}

#[cfg(test)]
mod tests {
    use super::super::canonical_key;

    #[test]
    fn attributes_are_skipped_and_the_pallet_wins() {
        for (scan, key) in [
            // The bar code (01)09501101530003(17)150525(10)AB-123 of GS1's own examples: predefined lengths need no FNC1.
            ("]C101095011015300031715052510AB-123", "https://id.gs1.org/01/09501101530003/10/AB-123"),
            ("]d201095060001343521725123110ABC\u{1d}3712\u{1d}21X", "https://id.gs1.org/01/09506000134352/21/X"),
            ("(01)09506000134352(3103)001750(10)A(B)", "https://id.gs1.org/01/09506000134352/10/A%28B%29"),
            ("(00)106141412345678908(02)09506000134352(37)24", "https://id.gs1.org/00/106141412345678908"),
            ("]Q1https://example.com/01/09506000134352/21/7", "https://id.gs1.org/01/09506000134352/21/7"),
            ("(01) 09506000134352 (21) 7 ", "https://id.gs1.org/01/09506000134352/21/7"),
            ("(01)09506000134352(21)7(235)X", "https://id.gs1.org/01/09506000134352/21/7"),
            ("(01)09506000134352(235)X(21)7", "https://id.gs1.org/01/09506000134352/21/7"),
            ("(01)09506000134352(235)X", "https://id.gs1.org/01/09506000134352/235/X"),
            ("(10)ABC", "(10)ABC"),
        ] {
            assert_eq!(canonical_key(scan), key, "{scan:?}");
        }
    }
}
