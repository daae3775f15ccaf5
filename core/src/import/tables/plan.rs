//! What was planned: products, calendars, assets.

use super::cells::{Fault, Row};
use super::table::{Kind, Table, column};
use crate::import::Sink;
use crate::model::tables::{AssetFactRow, CalendarKind, CalendarRow, ProductRow, Unlogged};
use crate::model::{AssetId, NameId, RepairKind, SourceId};

pub(super) const PRODUCTS: Table = Table {
    name: "products",
    format: "floorlens-products",
    doc: "A product and its ideal cycle time, on all machines or on one.",
    must: &[column("product", Kind::Name, "The product.")],
    may: &[
        column("ideal_cycle_s", Kind::Positive, "Ideal cycle time in seconds: a limit of the machine, not a plan."),
        column("asset", Kind::Name, "Only on this machine; empty = on all."),
        column("cavities", Kind::Positive, "Pieces per cycle; 1 when empty."),
        column("name", Kind::Name, "Name for people."),
    ],
    any: &[],
};

pub(super) fn products(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [product, ideal_cycle_s, asset, cavities, name] = row.cells();
    product.required()?;
    let (ideal_cycle_s, cavities) = (ideal_cycle_s.number()?, cavities.number()?);
    let row = ProductRow {
        product: product.name(sink),
        ideal_cycle_s,
        source,
        asset: sink.asset(asset.text),
        cavities,
        name: name.name(sink),
    };
    sink.facts.products.push(row);
    Ok(())
}

pub(super) const CALENDARS: Table = Table {
    name: "calendars",
    format: "floorlens-calendars",
    doc: "Planned and unplanned time of a machine.",
    must: &[
        column("asset", Kind::Name, "The machine."),
        column("start", Kind::Time, "From."),
        column("end", Kind::Time, "To."),
        column(
            "kind",
            Kind::Word(&["planned", "break", "planned_down", "not_planned"]),
            "To work; a break inside planned time; planned maintenance; no shift.",
        ),
    ],
    may: &[column("shift", Kind::Name, "The shift's name.")],
    any: &[],
};

pub(super) fn calendars(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [asset, start, end, kind, shift] = row.cells();
    let name = asset.required()?;
    let start = start.time(sink, name)?;
    end.required()?;
    let end = end.until(sink, name, start)?.0;
    let kind = match kind.required_word()? {
        0 => CalendarKind::Planned,
        1 => CalendarKind::Break,
        2 => CalendarKind::PlannedDown,
        _ => CalendarKind::NotPlanned,
    };
    let row = CalendarRow { asset: sink.asset(name), start, end, kind, source, shift: shift.name(sink) };
    sink.facts.calendars.push(row);
    Ok(())
}

pub(super) const ASSETS: Table = Table {
    name: "assets",
    format: "floorlens-assets",
    doc: "What is known of a machine, line, area or site.",
    must: &[column("asset", Kind::Name, "The machine, line, area or site.")],
    may: &[
        column("parent", Kind::Name, "What it is part of."),
        column("kind", Kind::Name, "Site, area, line, machine …"),
        column("name", Kind::Name, "Name for people."),
        column("zone", Kind::Name, "IANA zone of its clock, such as Europe/Berlin."),
        column(
            "unlogged",
            Kind::Word(&["no_data", "running"]),
            "What time without any record means; `running` where only stops are logged; `no_data` when empty.",
        ),
    ],
    any: &[],
};

pub(super) fn assets(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [asset, parent, kind, name, zone, unlogged] = row.cells();
    let key = asset.required()?;
    let unlogged = match unlogged.word()? {
        Some(1) => Unlogged::Running,
        _ => Unlogged::NoData,
    };
    let (mut repairs, mut wrong) = (Vec::new(), "");
    let zone = match zone.text {
        "" => NameId::NONE,
        text if sink.facts.zones.find(text).is_some() => zone.name(sink),
        text => {
            wrong = text;
            repairs.push(format!("`{text}` is no IANA zone such as Europe/Berlin and was left out."));
            NameId::NONE
        }
    };
    let parent = if parent.text == key {
        wrong = key;
        repairs.push("The asset is given as part of itself; the parent was left out.".to_owned());
        AssetId::NONE
    } else {
        sink.asset(parent.text)
    };
    let row = AssetFactRow {
        asset: sink.asset(key),
        source,
        parent,
        kind: kind.name(sink),
        name: name.name(sink),
        zone,
        unlogged,
    };
    sink.facts.asset_facts.push(row);
    if !repairs.is_empty() {
        sink.repair(source, RepairKind::AssetDetail, [wrong, ""], &repairs.join(" "));
    }
    Ok(())
}
