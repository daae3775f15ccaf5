//! What a key names: one thing, a lot, or only a product. A product is not a node of any genealogy: it would merge a whole family.

use super::gs1::Gs1;
use super::parse;

/// What a key names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyClass {
    /// One thing: serial, pallet, returnable asset, document.
    Instance,
    /// A lot or batch.
    Lot,
    /// Only a product or type: all things of that kind.
    Product,
    /// An opaque key; taken for one thing.
    Opaque,
}

/// What a key (in any spelling) names.
pub fn key_class(spelling: &str) -> KeyClass {
    match parse(spelling) {
        Ok(Some(key)) => class_of(&key),
        Ok(None) => opaque_class(spelling),
        // A product whose check digit is wrong is no thing for that.
        Err(fault) => match fault.corrected(spelling).map(|spelling| parse(&spelling)) {
            Some(Ok(Some(key))) => class_of(&key),
            _ => opaque_class(spelling),
        },
    }
}

pub(super) fn class_of(key: &Gs1) -> KeyClass {
    match (key.is_serialised(), key.is_lot()) {
        (true, _) => KeyClass::Instance,
        (_, true) => KeyClass::Lot,
        _ => KeyClass::Product,
    }
}

/// The class of a key that is not GS1, where its words tell.
fn opaque_class(spelling: &str) -> KeyClass {
    if !is_urn(spelling) {
        return KeyClass::Opaque;
    }
    let urn = spelling.to_ascii_lowercase();
    // A pattern stands for many things, whatever its scheme.
    if urn.starts_with("urn:epc:idpat:") {
        return KeyClass::Product;
    }
    named_class(&urn).map_or(KeyClass::Opaque, |(class, _)| class)
}

/// The key of the product that a key belongs to, where the key itself tells: GTIN of a serial or lot, type of a returnable asset.
pub fn product_of(spelling: &str) -> Option<String> {
    match parse(spelling) {
        Ok(Some(key)) => key.product().map(|p| p.uri()),
        _ => opaque_product(spelling),
    }
}

pub(super) fn opaque_product(spelling: &str) -> Option<String> {
    if !is_urn(spelling) {
        return None;
    }
    let lower = spelling.to_ascii_lowercase();
    let (class, marker) = named_class(&lower)?;
    if class == KeyClass::Product {
        return Some(spelling.to_owned());
    }
    // The last part of `company.product.lot` is the lot or serial.
    let at = lower.find(marker)?;
    let (product, _) = spelling.get(at + marker.len()..)?.rsplit_once('.')?;
    Some(format!("{}:product:class:{product}", spelling.get(..at)?))
}

fn is_urn(text: &str) -> bool {
    text.get(..4).is_some_and(|s| s.eq_ignore_ascii_case("urn:"))
}

/// The class that a URN's own words tell, and the words. Schemes whose names say so: those of GDST
/// (`urn:gdst:example.org:product:class:…`, `…:product:lot:class:…`, `…:product:serial:obj:…`).
fn named_class(lower: &str) -> Option<(KeyClass, &'static str)> {
    const MARKERS: [(&str, KeyClass); 3] = [
        (":product:lot:class:", KeyClass::Lot),
        (":product:serial:obj:", KeyClass::Instance),
        (":product:class:", KeyClass::Product),
    ];
    MARKERS.iter().find(|(marker, _)| lower.contains(marker)).map(|(m, c)| (*c, *m))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_without_lot_or_serial_are_products() {
        for (key, class) in [
            ("https://id.gs1.org/01/09506000134352", KeyClass::Product),
            ("https://id.gs1.org/01/09506000134353", KeyClass::Product),
            ("https://id.gs1.org/01/09506000134353/21/A", KeyClass::Instance),
            ("https://id.gs1.org/01/09506000134352/22/2A", KeyClass::Product),
            ("https://id.gs1.org/01/09506000134352/10/A", KeyClass::Lot),
            ("https://id.gs1.org/01/09506000134352/21/A", KeyClass::Instance),
            ("urn:epc:idpat:sgtin:4054739.099914.*", KeyClass::Product),
            ("urn:epc:idpat:sgtin:4054739.*.*", KeyClass::Product),
            ("urn:epc:idpat:grai:4012345.66666.*", KeyClass::Product),
            ("urn:epc:id:grai:4012345.66666.1", KeyClass::Instance),
            ("urn:epc:id:giai:4012345.1", KeyClass::Instance),
            ("urn:epc:id:sscc:0614141.1234567890", KeyClass::Instance),
            ("urn:epc:class:lgtin:4012345.012345.998877", KeyClass::Lot),
            ("urn:gdst:example.org:product:class:0614141.fish", KeyClass::Product),
            ("urn:gdst:example.org:product:lot:class:0614141.fish.7", KeyClass::Lot),
            ("urn:gdst:example.org:product:serial:obj:0614141.fish.7", KeyClass::Instance),
            ("L-2291", KeyClass::Opaque),
        ] {
            assert_eq!(key_class(key), class, "{key}");
        }
    }

    #[test]
    fn the_product_of_a_key_is_its_class() {
        let gtin = "https://id.gs1.org/01/09506000134352";
        for key in [
            "(01)09506000134352(10)A",
            "(01)09506000134352(21)A",
            "(01)09506000134352",
            "(8006)095060001343520102(21)1",
        ] {
            assert_eq!(product_of(key).as_deref(), Some(gtin), "{key}");
        }
        assert_eq!(
            product_of("urn:gdst:example.org:product:lot:class:0614141.fish.7").as_deref(),
            Some("urn:gdst:example.org:product:class:0614141.fish")
        );
        assert_eq!(product_of("urn:epc:id:sscc:0614141.1234567890"), None);
        assert_eq!(product_of("L-2291"), None);
    }
}
