//! EPC tags as readers give them: the EPC memory bank in hexadecimal. EPC Tag Data Standard, "EPC binary encoding".
//!
//! ```text
//! header 8 | filter 3 | partition 3 | company prefix | reference | serial
//! ```

use super::IdentityFault;
use super::gs1::Gs1;
use super::urn;

/// Bits and decimal digits of the company prefix per partition value; what is left of a scheme's total is the reference's.
const COMPANY: [(u32, usize); 7] = [(40, 12), (37, 11), (34, 10), (30, 9), (27, 8), (24, 7), (20, 6)];

/// Reads a tag in hexadecimal, bare or after `0x`. A number without any letter A–F is not marked as a tag and stays opaque.
pub(super) fn parse(spelling: &str) -> Result<Option<Gs1>, IdentityFault> {
    if let Some(hex) = spelling.strip_prefix("0x").or_else(|| spelling.strip_prefix("0X")) {
        return decode(hex);
    }
    if matches!(spelling.len(), 24 | 52) && spelling.bytes().any(|b| b.is_ascii_alphabetic()) {
        return decode(spelling);
    }
    Ok(None)
}

/// Decodes the hexadecimal digits of a tag; anything that is not a known and consistent encoding is opaque.
pub(super) fn decode(hex: &str) -> Result<Option<Gs1>, IdentityFault> {
    match bits(hex).and_then(|bits| to_urn(&bits)) {
        Some(urn) => urn::parse(&urn).or(Ok(None)),
        None => Ok(None),
    }
}

struct Bits(Vec<u8>);

fn bits(hex: &str) -> Option<Bits> {
    if !matches!(hex.len(), 24 | 50 | 52) {
        return None;
    }
    hex.chars().map(|c| c.to_digit(16).map(|d| d as u8)).collect::<Option<Vec<u8>>>().map(Bits)
}

impl Bits {
    /// The number in bits `from..from + len` (at most 64); bits behind the end are zero.
    fn number(&self, from: usize, len: u32) -> u64 {
        (from..from + len as usize).fold(0, |n, i| {
            let nibble = self.0.get(i / 4).copied().unwrap_or(0);
            n << 1 | u64::from(nibble >> (3 - i % 4) & 1)
        })
    }

    /// Company prefix and reference as padded decimals: the fields after the partition value, together `total` bits and `digits` digits.
    fn company_and_reference(&self, total: u32, digits: usize) -> Option<(String, String)> {
        let (company_bits, company_digits) = *COMPANY.get(self.number(11, 3) as usize)?;
        let company = self.number(14, company_bits);
        let reference = self.number(14 + company_bits as usize, total - company_bits);
        let reference_digits = digits - company_digits;
        let fits = |n: u64, digits: usize| 10u64.checked_pow(digits as u32).is_some_and(|limit| n < limit);
        if !fits(company, company_digits) || !fits(reference, reference_digits) {
            return None;
        }
        let reference = if reference_digits == 0 { String::new() } else { format!("{reference:0>reference_digits$}") };
        Some((format!("{company:0>company_digits$}"), reference))
    }

    /// Seven-bit characters until the first zero; none when something follows it.
    fn text(&self, from: usize, chars: usize) -> Option<String> {
        let codes: Vec<u8> = (0..chars).map(|i| self.number(from + 7 * i, 7) as u8).collect();
        let end = codes.iter().position(|c| *c == 0).unwrap_or(chars);
        if end == 0 || codes[end..].iter().any(|c| *c != 0) {
            return None;
        }
        // As in a URN: what a URN cannot hold is escaped.
        Some(codes[..end].iter().fold(String::new(), |mut out, c| {
            if b"\"%&/<>?#".contains(c) {
                out.push_str(&format!("%{c:02X}"));
            } else {
                out.push(char::from(*c));
            }
            out
        }))
    }
}

fn to_urn(bits: &Bits) -> Option<String> {
    let long = bits.0.len() > 24;
    match (bits.number(0, 8), long) {
        (0x30, false) => {
            let (company, item) = bits.company_and_reference(44, 13)?;
            Some(format!("urn:epc:id:sgtin:{company}.{item}.{}", bits.number(58, 38)))
        }
        (0x31, false) => {
            let (company, serial) = bits.company_and_reference(58, 17)?;
            // The last 24 bits are reserved and zero.
            (bits.number(72, 24) == 0).then(|| format!("urn:epc:id:sscc:{company}.{serial}"))
        }
        (0x32, false) => {
            let (company, location) = bits.company_and_reference(41, 12)?;
            Some(format!("urn:epc:id:sgln:{company}.{location}.{}", bits.number(55, 41)))
        }
        (0x33, false) => {
            let (company, asset) = bits.company_and_reference(44, 12)?;
            Some(format!("urn:epc:id:grai:{company}.{asset}.{}", bits.number(58, 38)))
        }
        (0x34, false) => {
            let (company_bits, company_digits) = *COMPANY.get(bits.number(11, 3) as usize)?;
            let company = bits.number(14, company_bits);
            if company >= 10u64.pow(company_digits as u32) {
                return None;
            }
            let reference = bits.number(14 + company_bits as usize, 82 - company_bits);
            Some(format!("urn:epc:id:giai:{company:0>company_digits$}.{reference}"))
        }
        (0x36, true) => {
            let (company, item) = bits.company_and_reference(44, 13)?;
            Some(format!("urn:epc:id:sgtin:{company}.{item}.{}", bits.text(58, 20)?))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::canonical_key;

    #[test]
    fn tags_decode_as_in_the_standard() {
        for (hex, urn) in [
            // EPC Tag Data Standard, appendix "EPC encoding and decoding examples".
            ("3074257BF7194E4000001A85", "urn:epc:id:sgtin:0614141.812345.6789"),
            ("3174257BF4499602D2000000", "urn:epc:id:sscc:0614141.1234567890"),
            ("3274257BF46072000000162E", "urn:epc:id:sgln:0614141.12345.5678"),
            ("3374257BF40C0E400000162E", "urn:epc:id:grai:0614141.12345.5678"),
            ("3474257BF40000000000162E", "urn:epc:id:giai:0614141.5678"),
            ("3674257BF6B7A659B2C2BF1000000000000000000000000000", "urn:epc:id:sgtin:0614141.712345.32a%2Fb"),
        ] {
            assert!(canonical_key(urn).starts_with("https://id.gs1.org/"), "{urn}");
            assert_eq!(canonical_key(&format!("0x{hex}")), canonical_key(urn), "{hex}");
        }
    }

    #[test]
    fn unknown_headers_and_impossible_fields_stay_opaque() {
        for hex in ["E28011700000020A1B2C3D4E", "307FFFFFFFFFFFFFFFFFFFFF", "3174257BF4499602D2000001", "ABCDEF"] {
            assert_eq!(canonical_key(hex), hex);
        }
    }
}
