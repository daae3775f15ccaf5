//! Where items were: operations, sightings, movements.

use super::cells::{Fault, Row};
use super::table::{Kind, Table, column};
use crate::import::Sink;
use crate::model::SourceId;
use crate::model::tables::{MovementKind, MovementRow, OperationRow, SightingKind, SightingRow};

pub(super) const OPERATIONS: Table = Table {
    name: "operations",
    format: "floorlens-operations",
    doc: "A step of work on an item.",
    must: &[
        column("item", Kind::Name, "The serial or lot, in any spelling."),
        column("step", Kind::Name, "The step's name."),
        column("start", Kind::Time, "When it began."),
    ],
    may: &[
        column("end", Kind::Time, "When it ended; empty = not known."),
        column("asset", Kind::Name, "The machine."),
        column("order", Kind::Name, "The work order."),
        column("operator", Kind::Name, "Who did it."),
        column("program", Kind::Name, "Program or recipe."),
        column("result", Kind::Name, "The result in the source's own words."),
    ],
    any: &[],
};

pub(super) fn operations(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [item, step, start, end, asset, order, operator, program, result] = row.cells();
    let key = item.required()?;
    step.required()?;
    let from = start.time(sink, asset.text)?;
    let end = end.until(sink, asset.text, from)?;
    sink.wants_of_item(from, end.get().unwrap_or(from), key)?;
    let row = OperationRow {
        item: sink.item(key),
        step: step.name(sink),
        start: from,
        source,
        end,
        asset: sink.asset(asset.text),
        order: order.name(sink),
        operator: operator.name(sink),
        program: program.name(sink),
        result: result.name(sink),
    };
    sink.facts.operations.push(row);
    Ok(())
}

pub(super) const SIGHTINGS: Table = Table {
    name: "sightings",
    format: "floorlens-sightings",
    doc: "An item was read at a place; it is there until something else is known.",
    must: &[
        column("item", Kind::Name, "The item, in any spelling."),
        column("place", Kind::Name, "The place."),
        column("time", Kind::Time, "When it was read."),
    ],
    may: &[
        column("reader", Kind::Name, "Reader or operator."),
        column("technology", Kind::Name, "Bar code, RFID, BLE …"),
        column("strength", Kind::Number, "Signal strength, as the reader gives it."),
    ],
    any: &[],
};

pub(super) fn sightings(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [item, place, time, reader, technology, strength] = row.cells();
    let key = item.required()?;
    place.required()?;
    let time = time.time(sink, "")?;
    let strength = strength.number()?;
    sink.wants_of_item(time, time, key)?;
    let row = SightingRow {
        item: sink.item(key),
        place: place.place(sink),
        time,
        source,
        kind: SightingKind::At,
        reader: reader.name(sink),
        technology: technology.name(sink),
        strength,
    };
    sink.facts.sightings.push(row);
    Ok(())
}

pub(super) const MOVEMENTS: Table = Table {
    name: "movements",
    format: "floorlens-movements",
    doc: "A booking that moves an item.",
    must: &[
        column("item", Kind::Name, "The item, in any spelling."),
        column("time", Kind::Time, "When it was booked."),
        column("to", Kind::Name, "Where it goes."),
    ],
    may: &[
        column("from", Kind::Name, "Where it comes from."),
        column(
            "kind",
            Kind::Word(&["move", "ship", "receive"]),
            "Moved; left for `to`; arrived at `to`. `move` when empty.",
        ),
        column("document", Kind::Name, "Delivery note, order or other document."),
        column("party", Kind::Name, "Customer or supplier."),
        column("quantity", Kind::Amount, "How much of a lot."),
        column("unit", Kind::Name, "Unit of the quantity."),
    ],
    any: &[],
};

pub(super) fn movements(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [item, time, to, from, kind, document, party, quantity, unit] = row.cells();
    let key = item.required()?;
    to.required()?;
    let time = time.time(sink, "")?;
    let quantity = quantity.number()?;
    let kind = match kind.word()? {
        Some(1) => MovementKind::Ship,
        Some(2) => MovementKind::Receive,
        _ => MovementKind::Move,
    };
    sink.wants_of_item(time, time, key)?;
    let row = MovementRow {
        item: sink.item(key),
        time,
        to: to.place(sink),
        source,
        kind,
        from: from.place(sink),
        document: document.name(sink),
        party: party.name(sink),
        quantity,
        unit: unit.name(sink),
    };
    sink.facts.movements.push(row);
    Ok(())
}
