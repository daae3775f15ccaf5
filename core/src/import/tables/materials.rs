//! What items are made of and how good they are: transformations, containment, quality, items.

use super::cells::{Fault, Row};
use super::table::{Kind, Table, column};
use crate::import::Sink;
use crate::model::tables::{ContainAction, ContainmentRow, ItemFactRow, QualityRow, Role, TransformationLine};
use crate::model::{NameId, SourceId};

pub(super) const TRANSFORMATIONS: Table = Table {
    name: "transformations",
    format: "floorlens-transformations",
    doc: "One item that went into, or came out of, a transformation. Rows with the same `event` are one transformation.",
    must: &[
        column("event", Kind::Name, "Identity of the transformation."),
        column("time", Kind::Time, "When."),
        column("item", Kind::Name, "The serial or lot, in any spelling."),
        column("role", Kind::Word(&["input", "output"]), "Went in or came out."),
    ],
    may: &[
        column("quantity", Kind::Amount, "How much."),
        column("unit", Kind::Name, "Unit of the quantity; empty = pieces."),
        column("product", Kind::Name, "Product of the item."),
        column("asset", Kind::Name, "The machine."),
        column("order", Kind::Name, "The work order."),
    ],
    any: &[],
};

pub(super) fn transformations(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [event, time, item, role, quantity, unit, product, asset, order] = row.cells();
    event.required()?;
    let time = time.time(sink, asset.text)?;
    let key = item.required()?;
    let role = if role.required_word()? == 0 { Role::Input } else { Role::Output };
    let quantity = quantity.number()?;
    sink.wants_time(time, time)?;
    let row = TransformationLine {
        event: event.name(sink),
        time,
        item: sink.item(key),
        role,
        source,
        group: NameId::NONE,
        quantity,
        unit: unit.name(sink),
        asset: sink.asset(asset.text),
        order: order.name(sink),
        product: product.name(sink),
    };
    sink.facts.transformations.push(row);
    Ok(())
}

pub(super) const CONTAINMENT: Table = Table {
    name: "containment",
    format: "floorlens-containment",
    doc: "An item goes into a container or comes out of it.",
    must: &[
        column("parent", Kind::Name, "The container."),
        column("child", Kind::Name, "What goes in or out; empty with `delete` = everything comes out."),
        column("time", Kind::Time, "When."),
        column("action", Kind::Word(&["add", "delete"]), "In or out."),
    ],
    may: &[column("quantity", Kind::Amount, "How much of a lot."), column("unit", Kind::Name, "Unit of the quantity.")],
    any: &[],
};

pub(super) fn containment(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [parent, child, time, action, quantity, unit] = row.cells();
    let container = parent.required()?;
    let time = time.time(sink, "")?;
    let action = if action.required_word()? == 0 { ContainAction::Add } else { ContainAction::Delete };
    if action == ContainAction::Add {
        child.required()?;
    }
    if child.text == container {
        return Err(child.fault("is its own container; parent and child must differ"));
    }
    let quantity = quantity.number()?;
    sink.wants_time(time, time)?;
    let row = ContainmentRow {
        parent: sink.item(container),
        child: sink.item(child.text),
        time,
        action,
        source,
        quantity,
        unit: unit.name(sink),
        association: false,
    };
    sink.facts.containments.push(row);
    Ok(())
}

pub(super) const QUALITY: Table = Table {
    name: "quality",
    format: "floorlens-quality",
    doc: "An inspection result of an item.",
    must: &[
        column("item", Kind::Name, "The item, in any spelling."),
        column("time", Kind::Time, "When it was inspected."),
        column("result", Kind::Word(RESULTS), "What was found."),
    ],
    may: &[column("defect", Kind::Name, "What was wrong."), column("quantity", Kind::Amount, "How many.")],
    any: &[],
};

const RESULTS: &[&str] = &["pass", "fail", "hold", "scrap", "rework"];

pub(super) fn quality(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [item, time, result, defect, quantity] = row.cells();
    let key = item.required()?;
    let time = time.time(sink, "")?;
    let result = RESULTS.get(result.required_word()?).copied().unwrap_or_default();
    let quantity = quantity.number()?;
    sink.wants_of_item(time, time, key)?;
    let row = QualityRow {
        item: sink.item(key),
        time,
        result: sink.name(result),
        source,
        defect: defect.name(sink),
        quantity,
    };
    sink.facts.qualities.push(row);
    Ok(())
}

pub(super) const ITEMS: Table = Table {
    name: "items",
    format: "floorlens-items",
    doc: "What is known of an item itself.",
    must: &[column("item", Kind::Name, "The item, in any spelling.")],
    may: &[
        column("product", Kind::Name, "Its product."),
        column("lot", Kind::Name, "The lot it belongs to."),
        column("supplier", Kind::Name, "Who supplied it."),
        column("kind", Kind::Name, "Serial, lot, pallet, order …"),
    ],
    any: &[],
};

pub(super) fn items(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [item, product, lot, supplier, kind] = row.cells();
    let key = item.required()?;
    sink.wants_item(key)?;
    let row = ItemFactRow {
        item: sink.item(key),
        source,
        product: product.name(sink),
        lot: lot.name(sink),
        supplier: supplier.name(sink),
        kind: kind.name(sink),
    };
    sink.facts.item_facts.push(row);
    Ok(())
}
