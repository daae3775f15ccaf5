//! What arrived, was packed and left: goods receipts, pallets, reads along the way, shipments as EPCIS 2.0.

use super::csv::{Csv, time};
use super::{File, Source};
use crate::sim::{Rng, SECOND, Verdict};
use floorlens_core::model::Micros;
use serde_json::json;

const MINUTE: Micros = 60 * SECOND;
const PER_PALLET: usize = 24;
/// A GS1 company prefix that GS1 itself uses in its examples.
const COMPANY: &str = "9506000";

struct Pallet {
    number: u64,
    /// Units with the time each was packed.
    units: Vec<(usize, Micros)>,
    full: bool,
}

impl Pallet {
    /// The SSCC: extension digit 3, company prefix, serial reference, check digit (GS1 General Specifications 7.9.1).
    fn sscc(&self) -> String {
        let digits = format!("3{COMPANY}{:09}", self.number);
        let sum: u32 =
            digits.bytes().rev().enumerate().map(|(i, d)| u32::from(d - b'0') * if i % 2 == 0 { 3 } else { 1 }).sum();
        format!("{digits}{}", (10 - sum % 10) % 10)
    }

    fn element_string(&self) -> String {
        format!("(00){}", self.sscc())
    }

    fn urn(&self) -> String {
        format!("urn:epc:id:sscc:{COMPANY}.3{:09}", self.number)
    }

    fn closed(&self) -> Micros {
        self.units.last().map_or(0, |u| u.1) + 4 * MINUTE
    }
}

pub(super) fn files(s: &Source<'_>) -> Vec<File> {
    let pallets = pallets(s);
    let (sightings, shipments) = journeys(s, &pallets);
    vec![
        File { name: "containment.csv", text: containment(s, &pallets) },
        File { name: "movements.csv", text: receipts(s) },
        File { name: "sightings.csv", text: sightings },
        File { name: "shipments.json", text: shipments },
    ]
}

/// Good units onto pallets of one product, in the order in which they passed.
fn pallets(s: &Source<'_>) -> Vec<Pallet> {
    let mut open: Vec<Option<Pallet>> = s.plant.products.iter().map(|_| None).collect();
    let (mut done, mut number) = (Vec::new(), 0);
    for step in s.history.steps.iter().filter(|x| x.verdict == Some(Verdict::Pass)) {
        let product = s.plant.order(s.history.units[step.unit].order).product;
        let at = s.plant.calendar.wall(step.end, true) + 2 * MINUTE;
        let pallet = open[product].get_or_insert_with(|| {
            number += 1;
            Pallet { number, units: Vec::new(), full: false }
        });
        pallet.units.push((step.unit, at));
        if pallet.units.len() == PER_PALLET {
            pallet.full = true;
            done.extend(open[product].take());
        }
    }
    done.extend(open.into_iter().flatten());
    done
}

fn containment(s: &Source<'_>, pallets: &[Pallet]) -> String {
    let mut csv = Csv::new("parent,child,time,action");
    for pallet in pallets {
        for (unit, at) in &pallet.units {
            csv.row(&[&pallet.element_string(), &s.housing(*unit), &time(*at), "add"]);
        }
    }
    csv.finish()
}

/// Lots are received two working shifts before they are opened.
fn receipts(s: &Source<'_>) -> String {
    let mut csv = Csv::new("item,time,to,from,kind,document,party,quantity,unit");
    let lots = s
        .history
        .raw_lots
        .iter()
        .map(|l| (l, "390", "KGM"))
        .chain(s.history.bushing_lots.iter().map(|l| (l, "680", "")));
    for (i, (lot, quantity, unit)) in lots.enumerate() {
        let opened = s.plant.calendar.wall(lot.opened, false);
        let received = opened - 15 * 3600 * SECOND - (i as i64 % 7) * 11 * MINUTE;
        let note = format!("GR-{}", 7001 + i);
        csv.row(&[&lot.id, &time(received), "Goods in", lot.supplier, "receive", &note, lot.supplier, quantity, unit]);
        csv.row(&[&lot.id, &time(opened - 35 * MINUTE), "Line 2 store", "Goods in", "move", "", "", quantity, unit]);
    }
    csv.finish()
}

/// The reads of the pallets, and the shipments that leave each afternoon. One pallet is never seen again after it was packed.
fn journeys(s: &Source<'_>, pallets: &[Pallet]) -> (String, String) {
    let mut csv = Csv::new("item,place,time,reader,technology,strength");
    let mut rng = Rng::new(s.seed, "reads");
    let mut events = Vec::new();
    let lost = 17;
    for (i, pallet) in pallets.iter().enumerate() {
        let item = pallet.element_string();
        if let Some((_, first)) = pallet.units.first() {
            csv.row(&[&item, "Packing", &time(*first), "pack-1", "bar code", ""]);
        }
        if !pallet.full || i == lost {
            continue;
        }
        let stored = pallet.closed() + (rng.between(6.0, 25.0) * MINUTE as f64) as Micros;
        // RFID gates read a tag several times.
        for k in 0..=(rng.bits() % 3) as i64 {
            let strength = format!("{:.0}", rng.normal(-52.0, 4.0));
            csv.row(&[&item, "Warehouse A", &time(stored + k * 700_000), "gate-3", "RFID", &strength]);
        }
        // The lorry comes at 13:00 UTC on the next day that the pallet is ready for, if the calendar still covers it.
        let day = 24 * 3600 * SECOND;
        let leaves = (stored.div_euclid(day) + 1) * day + 13 * 3600 * SECOND;
        if leaves > s.plant.calendar.extent().end {
            continue;
        }
        csv.row(&[
            &item,
            "Dock 3",
            &time(leaves - 22 * MINUTE),
            "gate-7",
            "RFID",
            &format!("{:.0}", rng.normal(-49.0, 4.0)),
        ]);
        let customer = if i % 3 == 1 { "hale-and-sons" } else { "norwell-pumps" };
        events.push(event(pallet, leaves, "shipping", "in_transit", None, i));
        let arrived = leaves + (rng.between(5.0, 20.0) * 3600.0) as Micros * SECOND;
        if arrived < s.plant.calendar.extent().end {
            events.push(event(pallet, arrived, "receiving", "in_progress", Some(customer), i));
        }
    }
    let document = json!({
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": time(s.plant.calendar.extent().end),
        "epcisBody": { "eventList": events },
    });
    (csv.finish(), format!("{document:#}\n"))
}

fn event(
    pallet: &Pallet,
    at: Micros,
    step: &str,
    disposition: &str,
    location: Option<&str>,
    i: usize,
) -> serde_json::Value {
    let mut event = json!({
        "type": "ObjectEvent",
        "eventID": format!("urn:uuid:{:08x}-0000-4000-8000-{:012x}", i, at / SECOND),
        "eventTime": time(at),
        "eventTimeZoneOffset": "+00:00",
        "epcList": [pallet.urn()],
        "action": "OBSERVE",
        "bizStep": step,
        "disposition": disposition,
        "bizTransactionList": [{ "type": "desadv", "bizTransaction": format!("urn:plant.example:dn:{}", 55_012 + i) }],
    });
    if let Some(location) = location {
        // Where it was read is left out of a shipment: the dock's own reader says that, under the plant's own name.
        event["readPoint"] = json!({ "id": format!("https://plant.example/places/{location}") });
        event["bizLocation"] = json!({ "id": format!("https://plant.example/places/{location}") });
    }
    event
}
