//! The facts of a row → rows of Floorlens tables, and what becomes of the row.

use crate::import::Sink;
use crate::import::mapping::emit::Fact;
use crate::import::mapping::guess::role_words;
use crate::import::mapping::values::Roles;
use crate::import::tables::{Column, Fault, Row, Table};
use crate::model::{LeftOut, Mapping, RepairKind, Role, Shape, SourceId};

/// What became of a row.
pub(super) enum Filled {
    /// It counts.
    Counts,
    /// Some of it counts.
    Partly,
    /// None of it is wanted.
    LeftOut,
    /// None of it counts: why.
    Not(String),
}

/// Appends the facts of a row. The row counts if it says something beside what its item is, which only the first row of an item says; what is
/// wrong with the rest is a repair.
pub(super) fn fill_all(
    facts: &[Fact],
    roles: &Roles,
    known: &mut Vec<(&'static str, Vec<&'static Column>)>,
    sink: &mut Sink<'_>,
    record: SourceId,
    short: bool,
) -> Filled {
    let mut left_out: Vec<String> = Vec::new();
    let mut unwanted: Option<LeftOut> = None;
    let mut counts = false;
    let is_aside = |fact: &Fact| fact.table.name == "items";
    let all_aside = facts.iter().all(is_aside);
    for fact in facts {
        match fill(fact, known, sink, record) {
            Ok(()) => counts |= all_aside || !is_aside(fact),
            // The time of a row is that of all it says, unless its work reaches into what is wanted.
            Err(Fault::LeftOut(why @ LeftOut::Time)) => {
                unwanted = Some(why);
                if !counts {
                    break;
                }
            }
            Err(Fault::LeftOut(why)) => unwanted = Some(why),
            Err(fault) => left_out.push(named(&fault, fact, roles, short)),
        }
    }
    if let Some(why) = unwanted.filter(|_| !counts && left_out.is_empty()) {
        sink.leave_out(record, why);
        return Filled::LeftOut;
    }
    if left_out.is_empty() {
        return Filled::Counts;
    }
    left_out.dedup();
    let sentence = left_out.join(" ");
    if !counts {
        return Filled::Not(sentence);
    }
    sink.repair(record, RepairKind::RowPart, ["", ""], &format!("A part of the row was left out: {sentence}"));
    Filled::Partly
}

/// Appends one fact.
pub(in crate::import::mapping) fn fill(
    fact: &Fact,
    known: &mut Vec<(&'static str, Vec<&'static Column>)>,
    sink: &mut Sink<'_>,
    record: SourceId,
) -> Result<(), Fault> {
    const PLACES: [usize; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
    let place = match known.iter().position(|(name, _)| *name == fact.table.name) {
        Some(place) => place,
        None => {
            known.push((fact.table.name, Table::columns(fact.table).collect()));
            known.len() - 1
        }
    };
    let columns = known.get(place).map_or(&[][..], |(_, columns)| columns.as_slice());
    let row = Row { text: &fact.text, starts: &[], ends: &fact.ends, places: &PLACES, columns, decimal_comma: false };
    (fact.to_fact)(&row, sink, record)
}

/// A fault of a Floorlens table in the words of the file's own header.
pub(in crate::import::mapping) fn named(fault: &Fault, fact: &Fact, roles: &Roles, short: bool) -> String {
    let sentence = fault.sentence(short);
    let Some(column) = fault.column() else { return sentence };
    let role = fact.roles.iter().find(|(name, _)| *name == column).map(|(_, role)| *role);
    let own = role.and_then(|role| roles.name(role));
    match (own, role) {
        (Some(own), _) => sentence.replacen(&format!("`{column}`"), &format!("`{own}`"), 1),
        (None, Some(role)) => match fault {
            Fault::Blank(_) => format!("The row has no {}.", role_words(role)),
            _ => sentence,
        },
        (None, None) => match fault {
            Fault::Blank(column) => format!("The row does not say `{column}`: map a column to it, or give a constant."),
            _ => sentence,
        },
    }
}

/// Whether rows say less without a column of this role, but nothing else.
pub(super) fn may_be_left_out(mapping: &Mapping, role: Role) -> bool {
    let shape = mapping.shape;
    match role {
        Role::Program | Role::Severity | Role::Technology | Role::Strength | Role::Lot | Role::Defect => true,
        Role::Lower | Role::Upper | Role::Target => true,
        // Each of these stands in for another column where that is missing, or says what kind of booking a row is.
        Role::Reason => mapping.has(Role::State),
        Role::Text => mapping.has(Role::Code),
        Role::Operator => shape != Shape::ReadLog || mapping.has(Role::Reader),
        Role::Order => shape != Shape::StockMoves && (shape != Shape::JobList || mapping.has(Role::Item)),
        Role::Supplier | Role::Party | Role::Document => shape != Shape::StockMoves,
        Role::Value => matches!(shape, Shape::WideHistorian | Shape::Inspections),
        _ => false,
    }
}
