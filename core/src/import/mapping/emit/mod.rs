//! The values of a row → rows of Floorlens tables. What a table does with its rows is the table's own affair, so that a mapped file and a
//! Floorlens table are read by the same code.
//!
//! ```text
//! mod.rs    the facts of a row by its shape
//! stock.rs  a movement of stock, and what it did to the lot
//! lines.rs  what several shapes give
//! fact.rs   one row of a Floorlens table
//! ```

mod fact;
mod lines;
mod stock;

pub(super) use fact::Fact;

use super::candidates::{comes, result_of};
use super::profile::is_nothing;
use super::quality::{self, trusted};
use super::values::{Roles, Values};
use crate::model::{Counting, Role, Shape};
use fact::{Fill, fact};
use lines::{channels, counts, job, measurement};
use std::collections::{BTreeMap, BTreeSet};

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
                let said = values.get(Role::Validity);
                let scale =
                    roles.of(Role::Validity).first().and_then(|place| roles.mapping.columns.get(*place)?.quality);
                if scale.is_none() && quality::is_code(said) {
                    let note = format!(
                        "give the quality of their value as a code, and the mapping does not say on which scale: 0 was taken for bad, 1 to 3, 100 \
                         and 192 and above for good. Say `quality` for `{}`",
                        roles.name(Role::Validity).unwrap_or("quality")
                    );
                    *self.notes.entry(note).or_default() += 1;
                }
                if !trusted(said, scale) {
                    return Err(format!(
                        "The source does not vouch for the value: `{}` is `{}`.",
                        roles.name(Role::Validity).unwrap_or("quality"),
                        said
                    ));
                }
                let place = roles.of(Role::Value).first().copied();
                let value = place.map_or_else(String::new, |place| roles.value(place, cell(place)));
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
}
