//! What a stock movement means: SAP's movement types, and words that other systems use for the same.
//!
//! Types after SAP's own list (table T156, "Bewegungsart"): the odd ones book, the even ones after them take back. Only types whose meaning
//! for a lot is plain become more than a movement.

use super::headers::fold;

/// What a booking did to the lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Booking {
    /// It came out of production.
    Made,
    /// It was used up in production.
    Used,
    /// It arrived from outside.
    Received,
    /// It left for a customer or supplier.
    Shipped,
    /// It went to another place.
    Moved,
    /// It was scrapped.
    Scrapped,
    /// It was released for use.
    Released,
    /// It was blocked, or put into inspection.
    Held,
    /// An earlier booking was taken back.
    Reversed,
    /// Its meaning for the lot is not known.
    Other,
}

/// The booking of a movement type. `order`: the row names a production order; `supplier`: it names a supplier.
pub(super) fn booking(text: &str, order: bool, supplier: bool) -> Booking {
    let code: String = text.chars().take_while(char::is_ascii_digit).collect();
    if code.len() == 3 {
        return by_type(&code, order, supplier);
    }
    by_words(&fold(text), order)
}

fn by_type(code: &str, order: bool, supplier: bool) -> Booking {
    match code {
        "101" if order && !supplier => Booking::Made,
        "101" | "103" | "105" | "107" | "109" | "501" | "503" | "505" | "511" | "521" | "523" | "525" | "561"
        | "563" | "565" => Booking::Received,
        "131" | "531" | "545" | "581" => if_order(order, Booking::Made, Booking::Received),
        "261" | "543" | "281" | "251" => if_order(order, Booking::Used, Booking::Other),
        "122" | "124" | "161" | "541" => Booking::Shipped,
        "601" | "603" | "621" | "623" | "631" | "633" | "641" | "643" | "645" | "647" | "351" => Booking::Shipped,
        "301" | "303" | "305" | "309" | "311" | "313" | "315" | "317" | "319" | "323" | "325" | "411" | "413"
        | "415" | "605" => Booking::Moved,
        "321" | "343" => Booking::Released,
        "322" | "344" | "349" | "350" => Booking::Held,
        "551" | "553" | "555" => Booking::Scrapped,
        // The even neighbour of a booking takes it back.
        _ => match code.parse::<u32>() {
            Ok(n) if n % 2 == 0 && (102..700).contains(&n) => Booking::Reversed,
            _ => Booking::Other,
        },
    }
}

fn if_order(order: bool, then: Booking, or: Booking) -> Booking {
    if order { then } else { or }
}

/// Words, folded, and what they mean. The first that is found counts.
const SPOKEN: &[(&str, Booking)] = &[
    ("storno", Booking::Reversed),
    ("revers", Booking::Reversed),
    ("cancel", Booking::Reversed),
    ("ausschuss", Booking::Scrapped),
    ("verschrott", Booking::Scrapped),
    ("scrap", Booking::Scrapped),
    ("rebut", Booking::Scrapped),
    ("verbrauch", Booking::Used),
    ("entnahme", Booking::Used),
    ("consum", Booking::Used),
    ("backflush", Booking::Used),
    ("issuetoorder", Booking::Used),
    ("issuetowork", Booking::Used),
    ("issuetoprod", Booking::Used),
    ("fertigmeldung", Booking::Made),
    ("produced", Booking::Made),
    ("productionreceipt", Booking::Made),
    ("receiptfromprod", Booking::Made),
    ("zugangprod", Booking::Made),
    ("completion", Booking::Made),
    ("umlager", Booking::Moved),
    ("umbuch", Booking::Moved),
    ("einlager", Booking::Moved),
    ("auslager", Booking::Moved),
    ("transfer", Booking::Moved),
    ("putaway", Booking::Moved),
    ("pick", Booking::Moved),
    ("replen", Booking::Moved),
    ("move", Booking::Moved),
    ("wareneingang", Booking::Received),
    ("zugang", Booking::Received),
    ("receipt", Booking::Received),
    ("receive", Booking::Received),
    ("reception", Booking::Received),
    ("entrada", Booking::Received),
    ("warenausgang", Booking::Shipped),
    ("versand", Booking::Shipped),
    ("auslieferung", Booking::Shipped),
    ("ship", Booking::Shipped),
    ("dispatch", Booking::Shipped),
    ("expedition", Booking::Shipped),
    ("delivery", Booking::Shipped),
    ("freigabe", Booking::Released),
    ("release", Booking::Released),
    ("sperr", Booking::Held),
    ("block", Booking::Held),
    ("hold", Booking::Held),
];

fn by_words(text: &str, order: bool) -> Booking {
    match text {
        "we" | "gr" | "in" => return Booking::Received,
        "wa" | "gi" | "issue" | "out" => return if_order(order, Booking::Used, Booking::Shipped),
        "ul" | "tr" => return Booking::Moved,
        _ => {}
    }
    let found = SPOKEN.iter().find(|(word, _)| text.contains(word)).map_or(Booking::Other, |(_, booking)| *booking);
    match found {
        Booking::Used | Booking::Made if !order => Booking::Other,
        found => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movement_types_mean_what_sap_says_and_words_what_people_say() {
        for (text, order, supplier, expected) in [
            ("101", true, false, Booking::Made),
            ("101", false, true, Booking::Received),
            ("101 WE Bestellung", false, false, Booking::Received),
            ("261", true, false, Booking::Used),
            ("262", true, false, Booking::Reversed),
            ("102", true, false, Booking::Reversed),
            ("311", false, false, Booking::Moved),
            ("601", false, false, Booking::Shipped),
            ("551", false, false, Booking::Scrapped),
            ("321", false, false, Booking::Released),
            ("701", false, false, Booking::Other),
            ("Wareneingang", false, false, Booking::Received),
            ("Goods Issue to Order (consumption)", true, false, Booking::Used),
            ("TRANSFER", false, false, Booking::Moved),
            ("Storno Wareneingang", false, false, Booking::Reversed),
            ("ADJ", false, false, Booking::Other),
        ] {
            assert_eq!(booking(text, order, supplier), expected, "{text}");
        }
    }
}
