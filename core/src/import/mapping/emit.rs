//! The values of a row → rows of Floorlens tables. What a table does with its rows is the table's own affair, so that a mapped file and a
//! Floorlens table are read by the same code.

use super::candidates::{comes, result_of};
use super::profile::is_nothing;
use super::stock::{Booking, booking};
use super::values::{Roles, Values};
use crate::import::tables::{Table, ToFact, find_table, to_fact};
use crate::model::{Counting, Role, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// One row of a Floorlens table.
pub(super) struct Fact {
    pub(super) table: &'static Table,
    pub(super) to_fact: ToFact,
    /// Its cells in the order of the table's columns, and where each ends.
    pub(super) text: String,
    pub(super) ends: Vec<usize>,
    /// The role that each filled column came from.
    pub(super) roles: Vec<(&'static str, Role)>,
}

impl Fact {
    /// The cells in the order of the table's columns.
    pub(super) fn cells(&self) -> impl Iterator<Item = &str> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(from, to)| self.text.get(from..*to).unwrap_or_default())
    }
}

/// What a cell of a Floorlens table is filled with.
enum Fill<'a> {
    Role(Role),
    Text(&'a str),
}

/// Makes facts of rows.
#[derive(Default)]
pub(super) struct Emitter {
    /// Item, product, lot and supplier that were said already.
    said: BTreeSet<String>,
    /// What of it the last row said first.
    fresh: Vec<String>,
    /// What is to be said of the file: a sentence and how many rows it is about.
    pub(super) notes: BTreeMap<String, u64>,
}

impl Emitter {
    /// The facts of a row; the first one must be sound for the row to count. `Err` is a sentence: the row gives no facts.
    pub(super) fn facts<'a>(
        &mut self,
        roles: &Roles,
        values: &Values,
        cell: &dyn Fn(usize) -> &'a str,
        out: &mut Vec<Fact>,
    ) -> Result<(), String> {
        out.clear();
        self.fresh.clear();
        let mut put = |table: &str, cells: &[(&'static str, Fill<'_>)]| out.extend(fact(table, cells, values));
        match roles.mapping.shape {
            Shape::EventLog => put(
                "states",
                &[
                    ("asset", Fill::Role(Role::Asset)),
                    ("start", Fill::Role(Role::Time)),
                    ("state", Fill::Role(Role::State)),
                    ("reason", Fill::Role(Role::Reason)),
                    ("product", Fill::Role(Role::Product)),
                    ("order", Fill::Role(Role::Order)),
                ],
            ),
            Shape::IntervalLog => {
                put(
                    "states",
                    &[
                        ("asset", Fill::Role(Role::Asset)),
                        ("start", Fill::Role(Role::Start)),
                        ("end", Fill::Role(Role::End)),
                        (
                            "state",
                            Fill::Role(if values.get(Role::State).is_empty() { Role::Reason } else { Role::State }),
                        ),
                        ("reason", Fill::Role(Role::Reason)),
                        ("product", Fill::Role(Role::Product)),
                        ("order", Fill::Role(Role::Order)),
                    ],
                );
                counts(values, if values.get(Role::End).is_empty() { Role::Start } else { Role::End }, "", &mut put);
            }
            Shape::CounterLog => {
                let kind = roles.mapping.counting.unwrap_or(Counting::Delta).name();
                counts(values, Role::Time, kind, &mut put);
            }
            Shape::WideHistorian => {
                channels(roles, values, cell, &mut put);
                if !values.get(Role::State).is_empty() {
                    put(
                        "states",
                        &[
                            ("asset", Fill::Role(Role::Asset)),
                            ("start", Fill::Role(Role::Time)),
                            ("state", Fill::Role(Role::State)),
                        ],
                    );
                }
            }
            Shape::LongHistorian => {
                if !trusted(values.get(Role::Validity)) {
                    return Err(format!(
                        "The source does not vouch for the value: `{}` is `{}`.",
                        roles.name(Role::Validity).unwrap_or("quality"),
                        values.get(Role::Validity)
                    ));
                }
                let place = roles.of(Role::Value).first().copied();
                let value = place.map_or_else(String::new, |place| roles.value(cell(place)));
                measurement(Fill::Role(Role::Channel), &value, Fill::Role(Role::Unit), &mut put);
            }
            Shape::JobList => job(values, &mut put),
            Shape::ReadLog => put(
                "sightings",
                &[
                    ("item", Fill::Role(Role::Item)),
                    ("place", Fill::Role(if values.get(Role::Place).is_empty() { Role::Reader } else { Role::Place })),
                    ("time", Fill::Role(Role::Time)),
                    (
                        "reader",
                        Fill::Role(if values.get(Role::Reader).is_empty() { Role::Operator } else { Role::Reader }),
                    ),
                    ("technology", Fill::Role(Role::Technology)),
                    ("strength", Fill::Role(Role::Strength)),
                ],
            ),
            Shape::GenealogyPairs => {
                let event = values.get(Role::LotOut).to_owned();
                let mut side = |role, item, quantity, product| {
                    put(
                        "transformations",
                        &[
                            ("event", Fill::Text(&event)),
                            ("time", Fill::Role(Role::Time)),
                            ("item", Fill::Role(item)),
                            ("role", Fill::Text(role)),
                            ("quantity", Fill::Role(quantity)),
                            ("unit", Fill::Role(if quantity == Role::Ignore { Role::Ignore } else { Role::Unit })),
                            ("product", Fill::Role(product)),
                            ("asset", Fill::Role(Role::Asset)),
                            ("order", Fill::Role(Role::Order)),
                        ],
                    );
                };
                side("input", Role::LotIn, Role::Quantity, Role::Product);
                side("output", Role::LotOut, Role::Ignore, Role::Ignore);
            }
            Shape::StockMoves => self.stock(values, &mut put),
            Shape::Inspections => {
                let said = values.get(Role::Result);
                if !is_nothing(said) {
                    let Some(result) = result_of(said) else {
                        return Err(format!(
                            "Column `{}`: `{said}` is no result that is known, such as OK, NOK, pass, fail, hold, scrap or rework.",
                            roles.name(Role::Result).unwrap_or("result")
                        ));
                    };
                    put(
                        "quality",
                        &[
                            ("item", Fill::Role(Role::Item)),
                            ("time", Fill::Role(Role::Time)),
                            ("result", Fill::Text(result)),
                            ("defect", Fill::Role(Role::Defect)),
                            ("quantity", Fill::Role(Role::Quantity)),
                        ],
                    );
                }
                channels(roles, values, cell, &mut put);
            }
            Shape::AlarmLog => {
                if comes(values.get(Role::State)) == Some(false) {
                    let note = "say that an alarm went or was acknowledged; alarms are taken from the rows in which they come, without an end";
                    *self.notes.entry(note.to_owned()).or_default() += 1;
                    return Ok(());
                }
                put(
                    "alarms",
                    &[
                        ("asset", Fill::Role(Role::Asset)),
                        (
                            "start",
                            Fill::Role(if values.get(Role::Start).is_empty() { Role::Time } else { Role::Start }),
                        ),
                        ("code", Fill::Role(if values.get(Role::Code).is_empty() { Role::Text } else { Role::Code })),
                        ("end", Fill::Role(Role::End)),
                        ("severity", Fill::Role(Role::Severity)),
                        ("text", Fill::Role(Role::Text)),
                    ],
                );
            }
            Shape::Packing => put(
                "containment",
                &[
                    ("parent", Fill::Role(Role::Parent)),
                    ("child", Fill::Role(Role::Child)),
                    ("time", Fill::Role(Role::Time)),
                    ("action", Fill::Text("add")),
                    ("quantity", Fill::Role(Role::Quantity)),
                    ("unit", Fill::Role(Role::Unit)),
                ],
            ),
        }
        if !out.is_empty() {
            self.about_item(roles, values, out);
        }
        Ok(())
    }

    /// The last row was left out, and what it said first with it.
    pub(super) fn unsay(&mut self) {
        for what in self.fresh.drain(..) {
            self.said.remove(&what);
        }
    }

    /// Product, lot and supplier of the row's item, said once.
    fn about_item(&mut self, roles: &Roles, values: &Values, out: &mut Vec<Fact>) {
        let item = match roles.mapping.shape {
            Shape::GenealogyPairs | Shape::Packing => return,
            Shape::JobList if values.get(Role::Item).is_empty() => Role::Order,
            _ => Role::Item,
        };
        let about = [Role::Product, Role::Lot, Role::Supplier].map(|role| values.get(role));
        if values.get(item).is_empty() || about.iter().all(|text| text.is_empty()) {
            return;
        }
        let mut new = false;
        for (place, text) in about.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            let what = format!("{place}\u{1f}{}\u{1f}{text}", values.get(item));
            if self.said.insert(what.clone()) {
                self.fresh.push(what);
                new = true;
            }
        }
        if new {
            out.extend(fact(
                "items",
                &[
                    ("item", Fill::Role(item)),
                    ("product", Fill::Role(Role::Product)),
                    ("lot", Fill::Role(Role::Lot)),
                    ("supplier", Fill::Role(Role::Supplier)),
                ],
                values,
            ));
        }
    }

    /// A movement of stock, and what it did to the lot where that is plain.
    fn stock(&mut self, values: &Values, put: Put<'_>) {
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

type Put<'p> = &'p mut dyn FnMut(&str, &[(&'static str, Fill<'_>)]);

/// A step of work, and the pieces it gave.
fn job(values: &Values, put: Put<'_>) {
    let first = |roles: &[Role]| roles.iter().copied().find(|role| !values.get(*role).is_empty()).unwrap_or(roles[0]);
    let step = if values.get(Role::Step).is_empty() && values.get(Role::Asset).is_empty() {
        Fill::Text("work")
    } else {
        Fill::Role(first(&[Role::Step, Role::Asset]))
    };
    let start = first(&[Role::Start, Role::Time, Role::End]);
    put(
        "operations",
        &[
            ("item", Fill::Role(first(&[Role::Item, Role::Order]))),
            ("step", step),
            ("start", Fill::Role(start)),
            ("end", Fill::Role(Role::End)),
            ("asset", Fill::Role(Role::Asset)),
            ("order", Fill::Role(Role::Order)),
            ("operator", Fill::Role(Role::Operator)),
            ("program", Fill::Role(Role::Program)),
            ("result", Fill::Role(Role::Result)),
        ],
    );
    if !values.get(Role::Asset).is_empty() {
        counts(values, first(&[Role::End, Role::Time, Role::Start]), "", put);
    }
}

/// Pieces, where the row counts any.
fn counts(values: &Values, at: Role, kind: &str, put: Put<'_>) {
    let figures = [Role::Total, Role::Good, Role::Scrap, Role::Rework];
    if kind.is_empty() && figures.iter().all(|role| values.get(*role).is_empty()) {
        return;
    }
    put(
        "counts",
        &[
            ("asset", Fill::Role(Role::Asset)),
            ("time", Fill::Role(at)),
            ("total", Fill::Role(Role::Total)),
            ("good", Fill::Role(Role::Good)),
            ("scrap", Fill::Role(Role::Scrap)),
            ("rework", Fill::Role(Role::Rework)),
            ("kind", Fill::Text(kind)),
            ("product", Fill::Role(Role::Product)),
            ("order", Fill::Role(Role::Order)),
        ],
    );
}

/// One measurement per filled value column; the column's header is the channel unless another column names it.
fn channels<'a>(roles: &Roles, values: &Values, cell: &dyn Fn(usize) -> &'a str, put: Put<'_>) {
    for place in roles.of(Role::Value).iter().copied() {
        let value = roles.value(cell(place));
        if value.is_empty() {
            continue;
        }
        let Some(column) = roles.mapping.columns.get(place) else { continue };
        let unit = if values.get(Role::Unit).is_empty() {
            Fill::Text(column.unit.as_deref().unwrap_or(""))
        } else {
            Fill::Role(Role::Unit)
        };
        let name = without_unit(&column.name, column.unit.as_deref());
        let channel = if values.get(Role::Channel).is_empty() { Fill::Text(name) } else { Fill::Role(Role::Channel) };
        measurement(channel, &value, unit, put);
    }
}

fn measurement(channel: Fill<'_>, value: &str, unit: Fill<'_>, put: Put<'_>) {
    put(
        "measurements",
        &[
            ("time", Fill::Role(Role::Time)),
            ("channel", channel),
            ("value", Fill::Text(value)),
            ("asset", Fill::Role(Role::Asset)),
            ("item", Fill::Role(Role::Item)),
            ("unit", unit),
            ("lower", Fill::Role(Role::Lower)),
            ("upper", Fill::Role(Role::Upper)),
            ("target", Fill::Role(Role::Target)),
        ],
    );
}

/// `Temp [°C]` → `Temp`, where the unit is known to be °C.
fn without_unit<'n>(name: &'n str, unit: Option<&str>) -> &'n str {
    let Some(unit) = unit.filter(|unit| !unit.is_empty()) else { return name };
    let bare = name.trim_end().trim_end_matches([']', ')']);
    match bare.strip_suffix(unit) {
        Some(front) => {
            let front = front.trim_end_matches([' ', '[', '(', '_', '.', '/']);
            if front.is_empty() { name } else { front }
        }
        None => name,
    }
}

/// True unless the source says that a value is bad. OPC: 192 and above are good, the last eight bits count.
fn trusted(validity: &str) -> bool {
    match validity.trim().to_lowercase().as_str() {
        "bad" | "false" | "uncertain" | "schlecht" | "ungültig" | "ungueltig" | "invalid" | "error" | "fehler"
        | "i/o timeout" | "no data" | "not connected" | "comm failure" | "stale" => false,
        text => match text.parse::<u32>() {
            // 0 is bad and 1…3 are flags of historians that only say "good" in other words.
            Ok(n) if n > 3 => n & 0xC0 == 0xC0 || n == 100,
            Ok(n) => n != 0,
            Err(_) => true,
        },
    }
}

fn fact(table: &str, cells: &[(&'static str, Fill<'_>)], values: &Values) -> Option<Fact> {
    let table = find_table(table)?;
    let (mut text, mut ends, mut roles) = (String::new(), Vec::new(), Vec::new());
    for column in table.columns() {
        match cells.iter().find(|(name, _)| *name == column.name) {
            Some((name, Fill::Role(role))) => {
                text.push_str(values.get(*role));
                roles.push((*name, *role));
            }
            Some((_, Fill::Text(own))) => text.push_str(own),
            None => {}
        }
        ends.push(text.len());
    }
    Some(Fact { table, to_fact: to_fact(table.name)?, text, ends, roles })
}
