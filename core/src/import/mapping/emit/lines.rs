//! Facts that rows of several shapes give: work, pieces, measurements.

use super::fact::{Fill, Put};
use crate::import::mapping::values::{Roles, Values};
use crate::model::Role;

/// A step of work, and the pieces it gave.
pub(super) fn job(values: &Values, put: Put<'_>) {
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
pub(super) fn counts(values: &Values, at: Role, kind: &str, put: Put<'_>) {
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
pub(super) fn channels<'a>(roles: &Roles, values: &Values, cell: &dyn Fn(usize) -> &'a str, put: Put<'_>) {
    for place in roles.of(Role::Value).iter().copied() {
        let value = roles.value(place, cell(place));
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

pub(super) fn measurement(channel: Fill<'_>, value: &str, unit: Fill<'_>, put: Put<'_>) {
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
pub(super) fn without_unit<'n>(name: &'n str, unit: Option<&str>) -> &'n str {
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
