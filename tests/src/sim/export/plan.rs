//! Assets, products, calendar, items: what was planned and what things are.

use super::csv::{Csv, time};
use super::{File, Source};
use crate::sim::Kind;

pub(super) fn files(s: &Source<'_>) -> Vec<File> {
    vec![
        File { name: "assets.csv", text: assets(s) },
        File { name: "calendars.csv", text: calendars(s) },
        File { name: "items.csv", text: items(s) },
        File { name: "products.csv", text: products(s) },
    ]
}

fn assets(s: &Source<'_>) -> String {
    let mut csv = Csv::new("asset,parent,kind,name,zone");
    csv.row(&["Line 2", "", "line", "Line 2, pump housings", s.plant.zone]);
    for station in &s.plant.stations {
        csv.row(&[station.asset, "Line 2", "machine", station.name, s.plant.zone]);
    }
    csv.finish()
}

fn calendars(s: &Source<'_>) -> String {
    let mut csv = Csv::new("asset,start,end,kind,shift");
    for (span, kind, shift) in &s.plant.calendar.spans {
        let kind = match kind {
            Kind::Planned => "planned",
            Kind::Break => "break",
            Kind::NotPlanned => "not_planned",
        };
        csv.row(&["Line 2", &time(span.start), &time(span.end), kind, shift]);
    }
    csv.finish()
}

fn products(s: &Source<'_>) -> String {
    let mut csv = Csv::new("product,ideal_cycle_s,asset,name");
    for station in &s.plant.stations {
        for (product, ideal) in s.plant.products.iter().zip(station.ideal) {
            csv.row(&[product.id, &format!("{}", ideal / crate::sim::SECOND), station.asset, product.name]);
        }
    }
    csv.finish()
}

fn items(s: &Source<'_>) -> String {
    let mut csv = Csv::new("item,product,lot,supplier,kind");
    for (lots, product) in [(&s.history.raw_lots, "Steel bar 42CrMo4"), (&s.history.bushing_lots, "Bushing 20x26")] {
        for lot in lots {
            csv.row(&[&lot.id, product, &lot.id, lot.supplier, "lot"]);
        }
    }
    csv.finish()
}
