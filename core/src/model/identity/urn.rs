//! EPC URNs, by the EPC Tag Data Standard: pure identities, classes and patterns, tag and raw URIs.

use super::IdentityFault;
use super::gs1::{Gs1, check_digit, is_digits, primary, unescape};
use super::tag;
use std::borrow::Cow;

/// Reads an EPC URN. Anything that is not one, or of a scheme without a GS1 key, is opaque.
pub(super) fn parse(spelling: &str) -> Result<Option<Gs1>, IdentityFault> {
    let Some(rest) = strip_prefix_ignoring_case(spelling, "urn:epc:") else { return Ok(None) };
    let Some((kind, rest)) = rest.split_once(':') else { return Ok(None) };
    match lower(kind).as_ref() {
        "id" | "class" => scheme(spelling, rest, false),
        // A pattern with a wildcard in last place is the class of all its serials.
        "idpat" => match rest.strip_suffix(".*") {
            Some(class) if !class.contains('*') => scheme(spelling, class, true),
            _ => Ok(None),
        },
        "tag" => {
            // urn:epc:tag:sgtin-96:3.0614141.812345.6789: the scheme with its tag size, a filter value in front.
            let Some((name, value)) = rest.split_once(':') else { return Ok(None) };
            let (Some((name, _)), Some((_, value))) = (name.split_once('-'), value.split_once('.')) else {
                return Ok(None);
            };
            scheme(spelling, &format!("{name}:{value}"), false)
        }
        "raw" => match rest.split_once(".x") {
            Some((_, hex)) => tag::decode(hex),
            None => Ok(None),
        },
        _ => Ok(None),
    }
}

pub(super) fn strip_prefix_ignoring_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| &text[prefix.len()..])
}

/// In lower case, as nearly all are written.
fn lower(text: &str) -> Cow<'_, str> {
    match text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::Owned(text.to_ascii_lowercase()),
        false => Cow::Borrowed(text),
    }
}

/// How the parts of a scheme's URN make up its key.
enum Parts {
    /// Company prefix and reference, together so many digits, of which the reference's first goes in front; then a check digit.
    Indicator(usize),
    /// Company prefix and reference, together so many digits; then a check digit.
    Plain(usize),
    /// The same with a leading zero.
    Zero(usize),
    /// Company prefix and reference, joined.
    Joined,
}

/// Scheme → application identifier, parts, and the qualifier that its last part is: `""` = appended to the key, `None` = no last part.
fn layout(scheme: &str) -> Option<(&'static str, Parts, Option<&'static str>)> {
    Some(match scheme {
        "sgtin" => ("01", Parts::Indicator(13), Some("21")),
        "lgtin" => ("01", Parts::Indicator(13), Some("10")),
        "upui" => ("01", Parts::Indicator(13), Some("235")),
        "itip" => ("8006", Parts::Indicator(13), Some("21")),
        "sscc" => ("00", Parts::Indicator(17), None),
        "sgln" => ("414", Parts::Plain(12), Some("254")),
        "pgln" => ("417", Parts::Plain(12), None),
        "gsrn" => ("8018", Parts::Plain(17), None),
        "gsrnp" => ("8017", Parts::Plain(17), None),
        "gsin" => ("402", Parts::Plain(16), None),
        "gdti" => ("253", Parts::Plain(12), Some("")),
        "sgcn" => ("255", Parts::Plain(12), Some("")),
        "grai" => ("8003", Parts::Zero(12), Some("")),
        "ginc" => ("401", Parts::Joined, None),
        "giai" => ("8004", Parts::Joined, None),
        "cpi" => ("8010", Parts::Joined, Some("8011")),
        _ => return None,
    })
}

/// Reads `scheme:company.reference[.rest]`; `class` = the last part is left out because it was a wildcard.
fn scheme(spelling: &str, text: &str, class: bool) -> Result<Option<Gs1>, IdentityFault> {
    let Some((name, value)) = text.split_once(':') else { return Ok(None) };
    let name = lower(name);
    let Some((ai, parts, last)) = layout(&name) else { return Ok(None) };
    match build(&name, ai, &parts, last, value, class) {
        Some(result) => result.map(Some),
        None => Err(IdentityFault::Format { spelling: spelling.to_owned(), scheme: name.to_ascii_uppercase() }),
    }
}

fn build(
    name: &str,
    ai: &'static str,
    parts: &Parts,
    last: Option<&str>,
    value: &str,
    class: bool,
) -> Option<Result<Gs1, IdentityFault>> {
    let (company, rest) = value.split_once('.')?;
    if !is_digits(company) {
        return None;
    }
    // The last part may hold dots of its own, so the parts are cut from the left.
    let wants_last = last.is_some() && !class;
    let (reference, mut rest) = match rest.split_once('.') {
        Some((reference, rest)) if wants_last || name == "itip" => (reference, rest),
        None if !wants_last => (rest, ""),
        // Without a serial part, dots belong to the reference (GIAI, GINC).
        Some(_) if matches!(parts, Parts::Joined) && last.is_none() => (rest, ""),
        _ => return None,
    };
    let mut key = match parts {
        Parts::Joined => format!("{company}{}", unescape(reference)?),
        Parts::Indicator(n) | Parts::Plain(n) | Parts::Zero(n) => {
            if company.len() + reference.len() != *n || !(reference.is_empty() || is_digits(reference)) {
                return None;
            }
            let mut key = match parts {
                Parts::Indicator(_) => format!("{}{company}{}", reference.get(..1)?, &reference[1..]),
                Parts::Zero(_) => format!("0{company}{reference}"),
                _ => format!("{company}{reference}"),
            };
            key.push(check_digit(&key));
            key
        }
    };
    if name == "itip" {
        // Piece and total, two digits each, stand before the serial.
        let (piece, more) = rest.split_once('.').unwrap_or((rest, ""));
        let (total, more) = more.split_once('.').unwrap_or((more, ""));
        key.push_str(piece);
        key.push_str(total);
        rest = more;
    }
    let serial = if wants_last { unescape(rest).filter(|s| !s.is_empty()) } else { None };
    if wants_last && serial.is_none() {
        return None;
    }
    if let (Some(""), Some(serial)) = (last, &serial) {
        key.push_str(serial);
    }
    let (_, shape, _) = primary(ai)?;
    let mut gs1 = match Gs1::new(ai, shape, &key) {
        Ok(gs1) => gs1?,
        Err(fault) => return Some(Err(fault)),
    };
    if let (Some(qualifier), Some(serial)) = (last.filter(|q| !q.is_empty()), &serial)
        && !gs1.qualify(qualifier, serial)
    {
        return None;
    }
    Some(Ok(gs1))
}

#[cfg(test)]
mod tests {
    use super::super::{canonical_key, identity_fault};

    #[test]
    fn urns_become_the_links_of_the_standards() {
        for (urn, link) in [
            // EPC Tag Data Standard 1.13: the examples of "correspondence between EPCs and GS1 keys".
            ("urn:epc:id:sgtin:0614141.712345.32a%2Fb", "01/70614141123451/21/32a%2Fb"),
            ("urn:epc:id:sscc:0614141.1234567890", "00/106141412345678908"),
            ("urn:epc:id:sgln:0614141.12345.32a%2Fb", "414/0614141123452/254/32a%2Fb"),
            ("urn:epc:id:sgln:0614141.12345.0", "414/0614141123452"),
            ("urn:epc:id:grai:0614141.12345.32a%2Fb", "8003/0061414112345232a%2Fb"),
            ("urn:epc:id:giai:0614141.32a%2Fb", "8004/061414132a%2Fb"),
            ("urn:epc:id:gsrn:0614141.1234567890", "8018/061414112345678902"),
            ("urn:epc:id:gsrnp:0614141.1234567890", "8017/061414112345678902"),
            ("urn:epc:id:gdti:0614141.12345.006847", "253/0614141123452006847"),
            ("urn:epc:id:cpi:0614141.123ABC.123456789", "8010/0614141123ABC/8011/123456789"),
            ("urn:epc:id:sgcn:4012345.67890.04711", "255/401234567890104711"),
            ("urn:epc:id:ginc:0614141.xyz3311cba", "401/0614141xyz3311cba"),
            ("urn:epc:id:gsin:0614141.123456789", "402/06141411234567890"),
            ("urn:epc:id:itip:4012345.012345.04.04.32a%2Fb", "8006/040123451234560404/21/32a%2Fb"),
            (
                "urn:epc:id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7SDB",
                "01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7SDB",
            ),
            ("urn:epc:id:pgln:1234567.89012", "417/1234567890128"),
            ("urn:epc:class:lgtin:4012345.012345.998877", "01/04012345123456/10/998877"),
            // Classes and patterns as CBV event hashes spell them (golden values of the event hash generator's document with all keys).
            ("urn:epc:idpat:sgtin:4054739.099914.*", "01/04054739999148"),
            ("urn:epc:idpat:grai:4012345.66666.*", "8003/04012345666663"),
            ("urn:epc:idpat:gdti:4012345.55555.*", "253/4012345555554"),
            ("urn:epc:idpat:sgcn:4012345.99999.*", "255/4012345999990"),
            ("urn:epc:idpat:cpi:4012345.ABC.*", "8010/4012345ABC"),
            ("urn:epc:idpat:itip:4012345.012345.01.02.*", "8006/040123451234560102"),
        ] {
            assert_eq!(canonical_key(urn), format!("https://id.gs1.org/{link}"), "{urn}");
        }
    }

    #[test]
    fn a_urn_with_too_few_digits_or_no_serial_is_reported() {
        for urn in ["urn:epc:id:sgtin:061414.712345.1", "urn:epc:id:sgtin:0614141.712345", "urn:epc:id:sscc:0614141.12"]
        {
            assert_eq!(canonical_key(urn), urn);
            assert!(identity_fault(urn).is_some_and(|f| f.to_string().contains("not a valid S")), "{urn}");
        }
    }
}
