//! What machines said: states, counts, alarms, measurements.

use super::cells::{Fault, Row};
use super::table::{Kind, Table, column};
use crate::import::Sink;
use crate::model::tables::{AlarmRow, CountKind, CountRow, MeasurementRow, StateRow};
use crate::model::{Amount, NameId, SourceId};

pub(super) const STATES: Table = Table {
    name: "states",
    format: "floorlens-states",
    doc: "What a machine was doing from `start` on: until `end`, or until its next row where `end` is empty.",
    must: &[
        column("asset", Kind::Name, "The machine."),
        column("start", Kind::Time, "When the state began."),
        column("state", Kind::Name, "The state in the source's own words."),
    ],
    may: &[
        column("end", Kind::Time, "When it ended; empty = it holds until the machine's next row."),
        column("reason", Kind::Name, "Why (stop reason)."),
        column("product", Kind::Name, "The product being made."),
        column("order", Kind::Name, "The work order."),
    ],
    any: &[],
};

pub(super) fn states(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [asset, start, state, end, reason, product, order] = row.cells();
    let name = asset.required()?;
    state.required()?;
    let from = start.time(sink, name)?;
    let end = end.until(sink, name, from)?;
    sink.wants_of_machine(from, end.get().unwrap_or(from), name)?;
    let row = StateRow {
        asset: sink.asset(name),
        start: from,
        state: state.name(sink),
        source,
        end,
        reason: reason.name(sink),
        product: product.name(sink),
        order: order.name(sink),
        key: NameId::NONE,
    };
    sink.facts.states.push(row);
    Ok(())
}

pub(super) const COUNTS: Table = Table {
    name: "counts",
    format: "floorlens-counts",
    doc: "Pieces counted on a machine: since its previous row (`delta`), or as a running counter (`counter`).",
    must: &[column("asset", Kind::Name, "The machine."), column("time", Kind::Time, "When it was counted.")],
    may: &[
        column("total", Kind::Amount, "All pieces."),
        column("good", Kind::Amount, "Good pieces."),
        column("scrap", Kind::Amount, "Scrap."),
        column("rework", Kind::Amount, "Rework."),
        column("kind", Kind::Word(&["delta", "counter"]), "How the figures count; `delta` when empty."),
        column("product", Kind::Name, "The product."),
        column("order", Kind::Name, "The work order."),
    ],
    any: &["total", "good", "scrap", "rework"],
};

pub(super) fn counts(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [asset, time, total, good, scrap, rework, kind, product, order] = row.cells();
    let name = asset.required()?;
    let time = time.time(sink, name)?;
    let (total, good, scrap, rework) = (total.number()?, good.number()?, scrap.number()?, rework.number()?);
    if [total, good, scrap, rework].iter().all(|figure| *figure == Amount::NONE) {
        return Err(Fault::Row("The row counts nothing: total, good, scrap and rework are all empty.".to_owned()));
    }
    let kind = match kind.word()? {
        Some(1) => CountKind::Counter,
        _ => CountKind::Delta,
    };
    sink.wants_of_machine(time, time, name)?;
    let row = CountRow {
        asset: sink.asset(name),
        time,
        total,
        source,
        good,
        scrap,
        rework,
        kind,
        product: product.name(sink),
        order: order.name(sink),
        key: NameId::NONE,
    };
    sink.facts.counts.push(row);
    Ok(())
}

pub(super) const MEASUREMENTS: Table = Table {
    name: "measurements",
    format: "floorlens-measurements",
    doc: "A value of a channel at a time, of a machine or of a piece.",
    must: &[
        column("time", Kind::Time, "When it was measured."),
        column("channel", Kind::Name, "The sensor, tag or characteristic."),
        column("value", Kind::Value, "The value; text where it is no number."),
    ],
    may: &[
        column("asset", Kind::Name, "The machine."),
        column("item", Kind::Name, "The piece that was measured."),
        column("unit", Kind::Name, "Unit of the value."),
        column("lower", Kind::Number, "Lower specification limit."),
        column("upper", Kind::Number, "Upper specification limit."),
        column("target", Kind::Number, "Nominal value."),
    ],
    any: &[],
};

pub(super) fn measurements(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [time, channel, value, asset, item, unit, lower, upper, target] = row.cells();
    let time = time.time(sink, asset.text)?;
    channel.required()?;
    value.required()?;
    let number = value.parsed();
    let (lower, upper, target) = (lower.number()?, upper.number()?, target.number()?);
    if let (Some(from), Some(to)) = (lower.get(), upper.get())
        && from > to
    {
        return Err(Fault::Row(format!("The limits contradict each other: lower {from} is above upper {to}.")));
    }
    // A piece's values are drawn with the piece, a machine's with the machine.
    match item.text {
        "" => sink.wants_of_machine(time, time, asset.text)?,
        item => sink.wants_of_item(time, time, item)?,
    }
    let row = MeasurementRow {
        time,
        channel: channel.name(sink),
        value: number.into(),
        source,
        asset: sink.asset(asset.text),
        text: if number.is_some() { NameId::NONE } else { value.name(sink) },
        item: sink.item(item.text),
        unit: unit.name(sink),
        lower,
        upper,
        target,
    };
    sink.facts.measurements.push(row);
    Ok(())
}

pub(super) const ALARMS: Table = Table {
    name: "alarms",
    format: "floorlens-alarms",
    doc: "An alarm of a machine, from `start` until `end`.",
    must: &[
        column("asset", Kind::Name, "The machine."),
        column("start", Kind::Time, "When it came up."),
        column("code", Kind::Name, "Its code."),
    ],
    may: &[
        column("end", Kind::Time, "When it cleared; empty = not known."),
        column("severity", Kind::Name, "Severity in the source's own words."),
        column("text", Kind::Name, "What it says."),
    ],
    any: &[],
};

pub(super) fn alarms(row: &Row<'_>, sink: &mut Sink<'_>, source: SourceId) -> Result<(), Fault> {
    let [asset, start, code, end, severity, text] = row.cells();
    let name = asset.required()?;
    code.required()?;
    let from = start.time(sink, name)?;
    let end = end.until(sink, name, from)?;
    sink.wants_of_machine(from, end.get().unwrap_or(from), name)?;
    let row = AlarmRow {
        asset: sink.asset(name),
        start: from,
        code: code.name(sink),
        source,
        end,
        severity: severity.name(sink),
        text: text.name(sink),
        key: NameId::NONE,
    };
    sink.facts.alarms.push(row);
    Ok(())
}
