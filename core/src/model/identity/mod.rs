//! Identities: many spellings, one canonical key per thing.
//!
//! ```text
//! gs1.rs      a GS1 key with its qualifiers, lengths, check digits and its canonical Digital Link
//! urn.rs      EPC URNs: urn:epc:id:sgtin:…, urn:epc:class:lgtin:…, urn:epc:idpat:…, urn:epc:tag:…
//! link.rs     GS1 Digital Link URIs of any host
//! element.rs  element strings: (01)…(21)… and raw scans with symbology prefix or FNC1
//! tag.rs      EPC tags in hexadecimal: SGTIN-96, SSCC-96, SGLN-96, GRAI-96, GIAI-96, SGTIN-198
//! class.rs    what a key names: one thing, a lot, or only a product
//! ```
//!
//! The canonical key of a GS1 identity is its Digital Link on `id.gs1.org`, such as `https://id.gs1.org/01/09506000134352/21/123`.
//! Everything else is opaque and compared exactly: a plain number or serial is never taken for GS1, only marked forms are.

mod class;
mod element;
mod gs1;
mod link;
mod tag;
mod urn;

pub use class::{KeyClass, key_class, product_of};
pub use gs1::IdentityFault;

use gs1::Gs1;
use std::borrow::Cow;

/// The canonical key of an item: the GS1 Digital Link form for GS1 keys, anything else exactly as it stands.
///
/// GTIN with serial names one thing whether or not its lot is given too, so the lot is left out there (see [`lot_of`]).
/// Cheap for spellings that are no GS1 form: a look at the first byte and the length.
pub fn canonical_key(spelling: &str) -> String {
    canonical(spelling).into_owned()
}

/// As [`canonical_key`], without a copy of what is no GS1 form.
pub fn canonical(spelling: &str) -> Cow<'_, str> {
    let key = match parse(spelling) {
        Ok(key) => key,
        Err(fault) => mistaken(spelling, &fault),
    };
    key.map_or(Cow::Borrowed(spelling), |key| Cow::Owned(key.uri()))
}

/// The key of a Digital Link in which nothing but the check digit is wrong: it names the same thing on every host, though a wrong one.
fn mistaken(spelling: &str, fault: &IdentityFault) -> Option<Gs1> {
    matches!(fault, IdentityFault::CheckDigit { .. }).then(|| link::parse_unchecked(spelling))?
}

/// Everything a spelling tells, found in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// As [`canonical_key`].
    pub key: String,
    /// As [`key_class`].
    pub class: KeyClass,
    /// As [`lot_of`].
    pub lot: Option<String>,
    /// As [`identity_fault`].
    pub fault: Option<IdentityFault>,
    gs1: Option<Gs1>,
}

impl Identity {
    /// As [`product_of`].
    pub fn product(&self) -> Option<String> {
        match &self.gs1 {
            Some(gs1) => gs1.product().map(|product| product.uri()),
            // Without GS1 the key is the spelling.
            None => class::opaque_product(&self.key),
        }
    }
}

/// Everything a spelling tells.
pub fn identify(spelling: &str) -> Identity {
    let (gs1, fault) = match parse(spelling) {
        Ok(gs1) => (gs1, None),
        Err(fault) => (mistaken(spelling, &fault), Some(fault)),
    };
    match gs1 {
        Some(gs1) => {
            Identity { key: gs1.uri(), class: class::class_of(&gs1), lot: gs1.lot_key(), fault, gs1: Some(gs1) }
        }
        None => Identity { key: spelling.to_owned(), class: key_class(spelling), lot: None, fault, gs1: None },
    }
}

/// Why a spelling that is marked as GS1 is not valid GS1 (and is kept as an opaque key); `None` for valid and for opaque spellings.
pub fn identity_fault(spelling: &str) -> Option<IdentityFault> {
    parse(spelling).err()
}

/// The lot that a spelling names beside the thing itself: the canonical key of GTIN and lot, from `(01)…(10)…(21)…`.
pub fn lot_of(spelling: &str) -> Option<String> {
    parse(spelling).ok()??.lot_key()
}

/// Reads a spelling. `Ok(None)` = not marked as GS1; `Err` = marked as GS1 but wrong.
fn parse(spelling: &str) -> Result<Option<Gs1>, IdentityFault> {
    let bytes = spelling.as_bytes();
    match bytes {
        [b'u' | b'U', ..] => urn::parse(spelling),
        [b'h' | b'H', ..] => link::parse(spelling),
        [b'(' | b']' | b'^' | b'<' | b'{' | element::FNC1, ..] => element::parse(spelling),
        [b'0'..=b'9', ..] if element::has_separator(spelling) => element::parse(spelling),
        [b'0' | b'3', ..] => tag::parse(spelling),
        _ => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_spelling_of_one_thing_has_one_key() {
        // The worked example of the EPC Tag Data Standard, section 14 and appendix E: URN, tag URI and 96-bit tag of one SGTIN.
        let key = "https://id.gs1.org/01/80614141123458/21/6789";
        for spelling in [
            "urn:epc:id:sgtin:0614141.812345.6789",
            "URN:EPC:ID:sgtin:0614141.812345.6789",
            "urn:epc:tag:sgtin-96:3.0614141.812345.6789",
            "urn:epc:raw:96.x3074257BF7194E4000001A85",
            "3074257BF7194E4000001A85",
            "3074257bf7194e4000001a85",
            "https://id.gs1.org/01/80614141123458/21/6789",
            "http://example.com/some/path/01/80614141123458/21/6789?17=261231#top",
            "https://example.com/gtin/80614141123458/ser/6789",
            "(01)80614141123458(21)6789",
            "(01)80614141123458(10)L1(21)6789",
            "]d20180614141123458216789",
            "]C1018061414112345810L1\u{1d}216789",
            "]Q3018061414112345810L1<GS>216789",
            "]e0018061414112345810L1{GS}216789",
            "018061414112345810L1^216789",
            "^0180614141123458216789",
        ] {
            assert_eq!(canonical_key(spelling), key, "{spelling:?}");
            assert_eq!(identity_fault(spelling), None, "{spelling:?}");
        }
    }

    #[test]
    fn what_is_not_marked_as_gs1_stays_as_it_is() {
        for spelling in [
            "L-2291",
            "0180614141123458216789",
            "80614141123458",
            "106141412345678908",
            "300000000000000000000000",
            "3074257BF7194E40",
            "https://example.com/items/7",
            "https://example.com/01/12345",
            "https://example.com/orders/401/20230001",
            "urn:uuid:374d95fc-9457-4a51-bd6a-0bba133845a8",
            "urn:epc:id:gid:95100000.12345.400",
            "(see drawing)",
            "^A",
            "<none>",
            "1^2",
            "hall 3",
            "",
        ] {
            assert_eq!(canonical_key(spelling), spelling, "{spelling:?}");
            assert_eq!(identity_fault(spelling), None, "{spelling:?}");
        }
    }

    #[test]
    fn a_wrong_check_digit_leaves_the_spelling_opaque_and_is_reported() {
        for spelling in
            ["(01)80614141123457(21)6789", "https://id.gs1.org/01/80614141123457/21/6789", "]C100106141412345678909"]
        {
            assert_eq!(canonical_key(spelling), spelling);
            let fault = identity_fault(spelling).map(|f| f.to_string());
            assert!(fault.as_deref().is_some_and(|f| f.contains("check digit")), "{spelling}: {fault:?}");
        }
    }

    #[test]
    fn a_link_with_a_wrong_check_digit_is_one_thing_on_every_host() {
        let key = "https://id.gs1.org/8003/030013450007718765";
        for spelling in [key, "https://id.example.com/8003/030013450007718765"] {
            assert_eq!(canonical_key(spelling), key);
            let identity = identify(spelling);
            assert_eq!((identity.key.as_str(), identity.class), (key, KeyClass::Instance));
            assert!(identity.fault.is_some());
        }
    }

    #[test]
    fn the_lot_beside_a_serial_is_not_lost() {
        let lot = "https://id.gs1.org/01/80614141123458/10/L1";
        assert_eq!(lot_of("(01)80614141123458(10)L1(21)6789").as_deref(), Some(lot));
        assert_eq!(lot_of("(01)80614141123458(10)L1"), None, "the lot is the thing itself");
        assert_eq!(canonical_key("(01)80614141123458(10)L1"), lot);
    }

    proptest! {
        #[test]
        fn a_canonical_key_is_its_own_canonical_key(spelling in "[ -~]{0,40}|(urn:epc:id:sgtin:0614141\\.812345\\.[!-~]{1,20})") {
            let key = canonical_key(&spelling);
            prop_assert_eq!(canonical_key(&key), key);
        }

        #[test]
        fn urn_link_and_element_string_of_a_serial_agree(serial in "[0-9A-Za-z/%&?.+-]{1,20}") {
            let escaped: String = serial.chars().map(|c| match c {
                '/' | '%' | '&' | '?' => format!("%{:02X}", c as u32),
                c => c.to_string(),
            }).collect();
            let urn = canonical_key(&format!("urn:epc:id:sgtin:0614141.812345.{escaped}"));
            let element = canonical_key(&format!("(01)80614141123458(21){serial}"));
            let link = canonical_key(&format!("https://example.com/01/80614141123458/21/{escaped}"));
            prop_assert_eq!(&urn, &element);
            prop_assert_eq!(&urn, &link);
        }
    }
}
