//! GS1 Digital Link URIs of any host, also with a path in front, short names (`/gtin/…/ser/…`) and attributes in the query.
//! GS1 Digital Link Standard: URI Syntax 1.4; short names as in release 1.1.

use super::IdentityFault;
use super::gs1::{Gs1, PRIMARY, Shape, primary, qualifier, unescape};
use super::urn::strip_prefix_ignoring_case;

/// Reads a Digital Link; other URIs are opaque.
pub(super) fn parse(spelling: &str) -> Result<Option<Gs1>, IdentityFault> {
    read(spelling, true)
}

/// Reads a Digital Link whatever its check digit, so that one wrong link is one thing on every host.
pub(super) fn parse_unchecked(spelling: &str) -> Option<Gs1> {
    read(spelling, false).ok()?
}

fn read(spelling: &str, check: bool) -> Result<Option<Gs1>, IdentityFault> {
    let rest =
        strip_prefix_ignoring_case(spelling, "https://").or_else(|| strip_prefix_ignoring_case(spelling, "http://"));
    let Some(rest) = rest else { return Ok(None) };
    let rest = rest.split(['?', '#']).next().unwrap_or("");
    let Some((host, path)) = rest.split_once('/') else { return Ok(None) };
    let segments: Vec<&str> = path.trim_end_matches('/').split('/').collect();
    let mut fault = None;
    for (at, name) in segments.iter().enumerate() {
        let Some((ai, shape, _)) = primary(name) else { continue };
        // Pairs from the primary key to the end, or it is not a Digital Link.
        if !(segments.len() - at).is_multiple_of(2) {
            continue;
        }
        // Keys without a check digit could be anything on a foreign host, unless the link is in its plainest form.
        if matches!(shape, Shape::Free(_)) && at > 0 && !host.contains("gs1") {
            continue;
        }
        match pairs(ai, shape, &segments[at + 1..], check) {
            Ok(Some(key)) => return Ok(Some(key)),
            Ok(None) => {}
            Err(e) => fault = Some(e),
        }
    }
    match fault {
        Some(fault) => Err(fault),
        // GS1's own host carries nothing but Digital Links.
        None if host.eq_ignore_ascii_case("id.gs1.org") => {
            let scheme = segments.first().and_then(|s| PRIMARY.iter().find(|(ai, short, ..)| ai == s || short == s));
            let scheme = scheme.map_or("GS1 Digital Link", |(.., label)| label).to_owned();
            Err(IdentityFault::Format { spelling: spelling.to_owned(), scheme })
        }
        None => Ok(None),
    }
}

fn pairs(ai: &'static str, shape: Shape, values: &[&str], check: bool) -> Result<Option<Gs1>, IdentityFault> {
    let Some((first, rest)) = values.split_first() else { return Ok(None) };
    let Some(first) = unescape(first) else { return Ok(None) };
    let key = if check { Gs1::new(ai, shape, &first)? } else { Gs1::unchecked(ai, shape, &first) };
    let Some(mut key) = key else { return Ok(None) };
    for pair in rest.chunks_exact(2) {
        let (Some(q), Some(value)) = (qualifier(ai, pair[0]), unescape(pair[1])) else { return Ok(None) };
        if !key.qualify(q, &value) {
            return Ok(None);
        }
    }
    Ok(Some(key))
}

#[cfg(test)]
mod tests {
    use super::super::canonical_key;

    #[test]
    fn links_of_any_host_become_canonical() {
        for (link, key) in [
            // GS1 Digital Link Standard: URI Syntax: its examples use GTIN 9520123456788.
            ("https://example.com/01/9520123456788", "01/09520123456788"),
            ("https://example.com/01/9520123456788/22/2A", "01/09520123456788/22/2A"),
            (
                "https://brand.example.com/some-extra/pieces/of/path-info/01/9520123456788?linktype=all",
                "01/09520123456788",
            ),
            ("https://id.gs1.org/01/09520123456788/10/ABC123/21/12345?17=180426", "01/09520123456788/21/12345"),
            ("https://example.com/gtin/9520123456788/cpv/2A/lot/ABC/ser/12%2F3", "01/09520123456788/21/12%2F3"),
            ("https://example.com/gtin/614141123452/lot/ABC1", "01/00614141123452/10/ABC1"),
            ("https://id.gs1.org/sscc/106141412345678908", "00/106141412345678908"),
            ("https://id.gs1.org/414/9520123456788/254/32a%2Fb", "414/9520123456788/254/32a%2Fb"),
            ("HTTPS://ID.GS1.DE/8004/401234599999/", "8004/401234599999"),
        ] {
            assert_eq!(canonical_key(link), format!("https://id.gs1.org/{key}"), "{link}");
        }
    }
}
