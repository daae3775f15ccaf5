//! A movement of stock, and what it did to the lot where that is plain.

use super::Emitter;
use super::fact::{Fill, Put};
use crate::import::mapping::stock::{Booking, booking};
use crate::import::mapping::values::Values;
use crate::model::Role;

impl Emitter {
    /// A movement of stock, and what it did to the lot where that is plain.
    pub(super) fn stock(&mut self, values: &Values, put: Put<'_>) {
        let said = values.get(Role::Movement);
        let order = values.get(Role::Order);
        let (supplier, party) = (!values.get(Role::Supplier).is_empty(), !values.get(Role::Party).is_empty());
        let what = match (said.is_empty(), supplier, party) {
            (false, ..) => booking(said, !order.is_empty(), supplier),
            // A list of goods received or issued says what it is by whom it names.
            (true, true, false) => Booking::Received,
            (true, false, true) => Booking::Shipped,
            _ => Booking::Moved,
        };
        let place = |role: Role| match (values.get(Role::Site), values.get(role)) {
            ("", place) => place.to_owned(),
            (site, "") => site.to_owned(),
            (site, place) => format!("{site}/{place}"),
        };
        let own = place(Role::Place);
        let taken = matches!(
            values.get(Role::Sign).to_lowercase().as_str(),
            "h" | "-" | "c" | "out" | "credit" | "haben" | "-1"
        );
        let signed = values.get(Role::Quantity).parse().map_or(0.0, |n: f64| if taken { -n.abs() } else { n });
        // Less than nothing is received or made where an earlier booking is taken back.
        let what = match what {
            Booking::Made | Booking::Received if signed < 0.0 && values.get(Role::Sign).is_empty() => Booking::Reversed,
            what => what,
        };
        let quantity = values.get(Role::Quantity).trim_start_matches('-').to_owned();
        let mut line = |role: &'static str| {
            put(
                "transformations",
                &[
                    ("event", Fill::Role(Role::Order)),
                    ("time", Fill::Role(Role::Time)),
                    ("item", Fill::Role(Role::Item)),
                    ("role", Fill::Text(role)),
                    ("quantity", Fill::Text(&quantity)),
                    ("unit", Fill::Role(Role::Unit)),
                    ("product", Fill::Role(Role::Product)),
                    ("order", Fill::Role(Role::Order)),
                ],
            );
        };
        match what {
            Booking::Used => return line("input"),
            Booking::Made => line("output"),
            _ => {}
        }
        if let Booking::Scrapped | Booking::Released | Booking::Held = what {
            let result = match what {
                Booking::Scrapped => "scrap",
                Booking::Released => "pass",
                _ => "hold",
            };
            return put(
                "quality",
                &[
                    ("item", Fill::Role(Role::Item)),
                    ("time", Fill::Role(Role::Time)),
                    ("result", Fill::Text(result)),
                    ("quantity", Fill::Text(&quantity)),
                ],
            );
        }
        let (from, to) = (place(Role::From), place(Role::To));
        let given = |place: &str, role: Role| !values.get(role).is_empty() && !place.is_empty();
        let (mut from, mut to) = (
            if given(&from, Role::From) { from } else { String::new() },
            if given(&to, Role::To) { to } else { String::new() },
        );
        let kind = match what {
            Booking::Received => "receive",
            Booking::Shipped => "ship",
            _ => "move",
        };
        match what {
            Booking::Shipped => {
                if from.is_empty() {
                    from.clone_from(&own);
                }
                if to.is_empty() {
                    let party = [Role::Party, Role::Supplier]
                        .map(|role| values.get(role))
                        .into_iter()
                        .find(|text| !text.is_empty());
                    party.unwrap_or("customer").clone_into(&mut to);
                }
            }
            // A transfer is booked twice: out of one place, into another. Only the second row says where it is now.
            Booking::Moved if signed < 0.0 && to.is_empty() => {
                let note = "take stock out of a place in a transfer; the rows that put it elsewhere give the movement";
                return *self.notes.entry(note.to_owned()).or_default() += 1;
            }
            // With the other place named in both rows, the row that puts stock in names where it came from.
            Booking::Moved if !to.is_empty() && from.is_empty() && !own.is_empty() && own != to => {
                from.clone_from(&own);
                if signed > 0.0 && said.starts_with('3') {
                    std::mem::swap(&mut from, &mut to);
                }
            }
            _ => {}
        }
        if to.is_empty() {
            to.clone_from(&own);
        }
        if let Booking::Reversed | Booking::Other = what {
            let note = format!(
                "have the movement type `{said}`, {}: each is taken as a movement only",
                if what == Booking::Reversed {
                    "which takes an earlier booking back"
                } else {
                    "whose meaning for the lot is not known"
                }
            );
            *self.notes.entry(note).or_default() += 1;
        }
        let party = if values.get(Role::Party).is_empty() { Role::Supplier } else { Role::Party };
        put(
            "movements",
            &[
                ("item", Fill::Role(Role::Item)),
                ("time", Fill::Role(Role::Time)),
                ("to", Fill::Text(&to)),
                ("from", Fill::Text(&from)),
                ("kind", Fill::Text(kind)),
                ("document", Fill::Role(Role::Document)),
                ("party", Fill::Role(party)),
                ("quantity", Fill::Text(&quantity)),
                ("unit", Fill::Role(Role::Unit)),
            ],
        );
    }
}
