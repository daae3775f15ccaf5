//! A GS1 key with its qualifiers. Lengths, check digits and the order of qualifiers: GS1 General Specifications (application
//! identifiers, check digit calculation); the canonical URI: GS1 Digital Link Standard, URI Syntax, "canonical GS1 Digital Link URIs".

use std::fmt;

/// Why something marked as GS1 is not valid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IdentityFault {
    /// The check digit does not fit.
    CheckDigit {
        /// The key as read.
        key: String,
        /// The digit that would fit.
        expected: char,
    },
    /// Digits, length or characters do not fit the key.
    Format {
        /// The spelling.
        spelling: String,
        /// The name of the key, such as `SGTIN`.
        scheme: String,
    },
}

impl fmt::Display for IdentityFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            IdentityFault::CheckDigit { key, expected } => write!(
                f,
                "The check digit of `{key}` is wrong: {expected} would fit. It is kept as it stands and matches only the same digits."
            ),
            IdentityFault::Format { spelling, scheme } => write!(
                f,
                "`{spelling}` is not a valid {scheme}: its length or characters do not fit. It is kept as it stands and matches only the same spelling."
            ),
        }
    }
}

impl std::error::Error for IdentityFault {}

impl IdentityFault {
    /// The spelling with the check digit that would fit, for a key that ends with it.
    pub(super) fn corrected(&self, spelling: &str) -> Option<String> {
        let IdentityFault::CheckDigit { key, expected } = self else { return None };
        let body = key.get(..key.len().checked_sub(1)?)?;
        Some(spelling.replacen(key, &format!("{body}{expected}"), 1))
    }
}

/// A GS1 key that passed all checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Gs1 {
    /// Application identifier of the primary key.
    ai: &'static str,
    /// Its value, complete with check digit.
    key: String,
    /// Consumer product variant (22).
    variant: Option<String>,
    /// Batch or lot (10).
    lot: Option<String>,
    /// What singles out one thing: application identifier and value.
    serial: Option<(&'static str, String)>,
}

/// How the value of a primary key is built.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    /// Exactly so many digits, the last a check digit.
    Digits(usize),
    /// GTIN: 8, 12, 13 or 14 digits, the last a check digit.
    Gtin,
    /// So many digits, the last a check digit, then up to so many characters.
    Serialised(usize, usize),
    /// GTIN, piece number and total: 14 + 4 digits.
    Piece,
    /// Up to so many characters, starting with the digits of a company prefix; no check digit.
    Free(usize),
}

/// Primary keys: application identifier, short name (Digital Link 1.1), shape, name for people.
pub(super) const PRIMARY: &[(&str, &str, Shape, &str)] = &[
    ("01", "gtin", Shape::Gtin, "GTIN"),
    ("00", "sscc", Shape::Digits(18), "SSCC"),
    ("414", "gln", Shape::Digits(13), "GLN"),
    ("417", "party", Shape::Digits(13), "party GLN"),
    ("253", "gdti", Shape::Serialised(13, 17), "GDTI"),
    ("255", "gcn", Shape::Serialised(13, 12), "GCN"),
    ("401", "ginc", Shape::Free(30), "GINC"),
    ("402", "gsin", Shape::Digits(17), "GSIN"),
    ("8003", "grai", Shape::Serialised(14, 16), "GRAI"),
    ("8004", "giai", Shape::Free(30), "GIAI"),
    ("8006", "itip", Shape::Piece, "ITIP"),
    ("8010", "cpid", Shape::Free(30), "CPI"),
    ("8017", "gsrnp", Shape::Digits(18), "GSRN of a provider"),
    ("8018", "gsrn", Shape::Digits(18), "GSRN"),
];

/// Qualifiers that belong to the identity: application identifier, short name, primary keys they qualify, longest value.
const QUALIFIERS: &[(&str, &str, &[&str], usize)] = &[
    ("22", "cpv", &["01"], 20),
    ("10", "lot", &["01", "8006"], 20),
    ("21", "ser", &["01", "8006"], 20),
    ("235", "tpx", &["01"], 28),
    ("254", "glnx", &["414"], 20),
    ("8011", "cpsn", &["8010"], 12),
    ("8019", "srin", &["8017", "8018"], 10),
];

/// The check digit of a string of digits (without it): weights 3 and 1 from the right, to the next multiple of ten.
pub(super) fn check_digit(digits: &str) -> char {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| u32::from(b.wrapping_sub(b'0')) * if i % 2 == 0 { 3 } else { 1 })
        .sum();
    char::from(b'0' + ((10 - sum % 10) % 10) as u8)
}

/// True when `text` is not empty and all ASCII digits.
pub(super) fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// The primary key of that application identifier or short name.
pub(super) fn primary(name: &str) -> Option<(&'static str, Shape, &'static str)> {
    PRIMARY
        .iter()
        .find(|(ai, short, ..)| *ai == name || *short == name)
        .map(|(ai, _, shape, label)| (*ai, *shape, *label))
}

/// The canonical application identifier of a qualifier of `primary`.
pub(super) fn qualifier(primary: &str, name: &str) -> Option<&'static str> {
    QUALIFIERS
        .iter()
        .find(|(ai, short, of, _)| (*ai == name || *short == name) && of.contains(&primary))
        .map(|(ai, ..)| *ai)
}

fn checked(digits: &str, key: &str) -> Result<(), IdentityFault> {
    let (body, last) = digits.split_at(digits.len() - 1);
    let expected = check_digit(body);
    if last.starts_with(expected) { Ok(()) } else { Err(IdentityFault::CheckDigit { key: key.to_owned(), expected }) }
}

/// Characters that GS1 keys and qualifiers may hold (GS1 AI encodable character set 82).
fn in_charset(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"!\"%&'()*+,-./:;<=>?_#".contains(&b))
}

impl Gs1 {
    /// Checks the value of a primary key. `None` = the shape does not fit at all; `Err` = it fits but the check digit is wrong.
    pub(super) fn new(ai: &'static str, shape: Shape, value: &str) -> Result<Option<Gs1>, IdentityFault> {
        let Some(key) = Self::unchecked(ai, shape, value) else { return Ok(None) };
        match shape {
            Shape::Digits(_) | Shape::Gtin => checked(value, value)?,
            Shape::Serialised(n, _) => checked(&value[..n], value)?,
            Shape::Piece => checked(&value[..14], value)?,
            Shape::Free(_) => {}
        }
        Ok(Some(key))
    }

    /// As [`Gs1::new`], whatever the check digit.
    pub(super) fn unchecked(ai: &'static str, shape: Shape, value: &str) -> Option<Gs1> {
        let fits = match shape {
            Shape::Digits(n) => value.len() == n && is_digits(value),
            Shape::Gtin => matches!(value.len(), 8 | 12 | 13 | 14) && is_digits(value),
            Shape::Piece => value.len() == 18 && is_digits(value),
            Shape::Serialised(n, more) => {
                value.is_ascii()
                    && value.len() >= n
                    && value.len() <= n + more
                    && is_digits(&value[..n])
                    && (value.len() == n || in_charset(&value[n..]))
            }
            // A company prefix has at least four digits.
            Shape::Free(n) => {
                value.len() <= n && in_charset(value) && value.len() > 4 && is_digits(value.get(..4).unwrap_or(""))
            }
        };
        if !fits {
            return None;
        }
        let key = if matches!(shape, Shape::Gtin) { format!("{value:0>14}") } else { value.to_owned() };
        Some(Gs1 { ai, key, variant: None, lot: None, serial: None })
    }

    /// Adds a qualifier; false when it does not belong to this key or its value does not fit.
    pub(super) fn qualify(&mut self, ai: &str, value: &str) -> bool {
        let Some((ai, _, _, longest)) = QUALIFIERS.iter().find(|(q, _, of, _)| *q == ai && of.contains(&self.ai))
        else {
            return false;
        };
        if value.len() > *longest || !in_charset(value) {
            return false;
        }
        match *ai {
            "22" => self.variant = Some(value.to_owned()),
            "10" => self.lot = Some(value.to_owned()),
            // A GLN extension of 0 means none (EPC Tag Data Standard, SGLN).
            "254" if value == "0" => {}
            // The maker's serial names the thing, in whatever order a scan gives it and the extension of a third party.
            "235" if self.serial.is_some() => {}
            ai => self.serial = Some((ai, value.to_owned())),
        }
        true
    }

    /// True with a lot but nothing that singles out one thing.
    pub(super) fn is_lot(&self) -> bool {
        self.lot.is_some() && self.serial.is_none()
    }

    /// True when it names one thing.
    pub(super) fn is_serialised(&self) -> bool {
        self.serial.is_some()
            || match self.ai {
                "253" | "255" => self.key.len() > 13,
                "8003" => self.key.len() > 14,
                "01" | "8006" | "8010" => false,
                _ => true,
            }
    }

    /// The key without what singles out a thing or a lot: its product (or document type, or asset type).
    pub(super) fn product(&self) -> Option<Gs1> {
        let bare = |key: &str| Gs1 { ai: self.ai, key: key.to_owned(), variant: None, lot: None, serial: None };
        match self.ai {
            "01" | "8010" => Some(bare(&self.key)),
            // A piece of a trade item is of that trade item.
            "8006" => Some(Gs1 { ai: "01", ..bare(self.key.get(..14)?) }),
            "253" | "255" => Some(bare(self.key.get(..13)?)),
            "8003" => Some(bare(self.key.get(..14)?)),
            _ => None,
        }
    }

    /// The lot's key where the thing itself is told apart by a serial.
    pub(super) fn lot_key(&self) -> Option<String> {
        (self.lot.is_some() && self.serial.is_some()).then(|| Gs1 { serial: None, ..self.clone() }.uri())
    }

    /// The canonical Digital Link.
    pub(super) fn uri(&self) -> String {
        let serial = self.serial.as_ref().map_or(24, |(_, serial)| serial.len());
        let mut uri = String::with_capacity(32 + self.key.len() + serial);
        uri.push_str("https://id.gs1.org/");
        uri.push_str(self.ai);
        uri.push('/');
        escape_into(&mut uri, &self.key);
        let mut part = |ai: &str, value: &str| {
            uri.push('/');
            uri.push_str(ai);
            uri.push('/');
            escape_into(&mut uri, value);
        };
        match (&self.serial, &self.lot) {
            (Some((ai, serial)), _) => part(ai, serial),
            (None, lot) => {
                // A lot belongs to the GTIN; the variant is an attribute of it. Alone, the variant is a product of its own.
                match lot {
                    Some(lot) => part("10", lot),
                    None => {
                        if let Some(variant) = &self.variant {
                            part("22", variant);
                        }
                    }
                }
            }
        }
        uri
    }
}

fn escape_into(out: &mut String, text: &str) {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~'".contains(&b);
    if text.bytes().all(plain) {
        return out.push_str(text);
    }
    for b in text.bytes() {
        if plain(b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            out.push(hex_digit(b >> 4));
            out.push(hex_digit(b & 15));
        }
    }
}

fn hex_digit(nibble: u8) -> char {
    char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase()
}

/// Undoes percent-encoding; `None` when it is not valid or does not give UTF-8.
pub(super) fn unescape(text: &str) -> Option<String> {
    if !text.contains('%') {
        return Some(text.to_owned());
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(b) = bytes.next() {
        if b == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push((high * 16 + low) as u8);
        } else {
            out.push(b);
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_digits_are_those_of_the_general_specifications() {
        // The worked examples of GS1's check digit calculation: GTIN-13 629104150021 3, SSCC 37610425002123456 9.
        assert_eq!(check_digit("629104150021"), '3');
        assert_eq!(check_digit("37610425002123456"), '9');
    }

    #[test]
    fn percent_encoding_is_undone_and_done_again() {
        let mut out = String::new();
        escape_into(&mut out, "32a/b");
        assert_eq!(out, "32a%2Fb");
        assert_eq!(unescape(&out).as_deref(), Some("32a/b"));
        assert_eq!(unescape("%4"), None);
        assert_eq!(unescape("%zz"), None);
    }
}
