//! How good units leave: boxes, pallets that come back, lorries, customers, returns.

use super::history::{History, ItemId, ItemKind, Movement, Packed, Planted};
use super::line::Left;
use super::scenario::{Loss, Packing, Scenario};
use crate::sim::{Rng, SECOND};
use floorlens_core::model::Micros;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::sync::Arc;

const MINUTE: Micros = 60 * SECOND;
const HOUR: Micros = 60 * MINUTE;
/// A company prefix that GS1 uses in its examples.
const COMPANY: &str = "9506000";

/// Something that came by a place: what, where, from, until.
pub(super) type Passage = (ItemId, u32, Micros, Micros);

struct Yard<'a> {
    scenario: &'a Scenario,
    packing: &'a Packing,
    history: &'a mut History,
    line: u32,
    end: Micros,
    luck: Rng,
    passages: Vec<Passage>,
    /// Pallets that are free, with the time from which they are, and when they last carried something.
    free: BinaryHeap<Reverse<(Micros, ItemId)>>,
    /// Where in [`History::positions`] a pallet waits.
    empties: BTreeMap<ItemId, usize>,
    boxes: u32,
    loads: usize,
    documents: u32,
}

/// Packs and ships what a line finished; what came by which place.
pub(super) fn ship(
    scenario: &Scenario,
    seed: u64,
    line: u32,
    end: Micros,
    finished: &[Left],
    history: &mut History,
) -> Vec<Passage> {
    let Some(packing) = scenario.packing.as_ref().filter(|_| !finished.is_empty()) else { return Vec::new() };
    let mut yard = Yard {
        scenario,
        packing,
        history,
        line,
        end,
        luck: Rng::new(seed, &format!("line {line} yard")),
        passages: Vec::new(),
        free: BinaryHeap::new(),
        empties: BTreeMap::new(),
        boxes: 0,
        loads: 0,
        documents: 0,
    };
    for n in 0..packing.pallets {
        let pallet = yard.pallet(n);
        yard.free.push(Reverse((0, pallet)));
    }
    let mut open: Vec<Vec<(ItemId, Micros)>> = vec![Vec::new(); scenario.products.len()];
    let per_load = packing.per_pallet.max(1) * packing.per_box.max(1);
    for (item, order, at) in finished {
        let product = yard.history.orders[*order as usize].product;
        open[product].push((*item, *at + MINUTE));
        if open[product].len() == per_load {
            let units = std::mem::take(&mut open[product]);
            yard.load(&units);
        }
    }
    yard.passages
}

impl Yard<'_> {
    /// A pallet: one that comes back has a GRAI, one that leaves for good an SSCC (GS1 General Specifications 3.3.1 and 3.9.1).
    fn pallet(&mut self, n: usize) -> ItemId {
        let id = if self.packing.pallets > 0 {
            format!(
                "https://id.gs1.org/8003/0{}{}",
                check(&format!("{COMPANY}12345")),
                format_args!("P{:02}-{n:04}", self.line + 1)
            )
        } else {
            format!("https://id.gs1.org/00/{}", check(&format!("3{COMPANY}{:02}{n:07}", self.line + 1)))
        };
        self.history.item(id, ItemKind::Container, &Arc::from("Pallet"))
    }

    /// Packs a pallet and follows it as far as time reaches.
    fn load(&mut self, units: &[(ItemId, Micros)]) {
        let n = self.loads;
        self.loads += 1;
        let ready = units.last().map_or(0, |u| u.1);
        let (free, pallet) = match self.free.pop() {
            Some(Reverse(next)) if self.packing.pallets > 0 => next,
            // Every pallet is gone for good: one more is bought.
            _ => (0, self.pallet(self.packing.pallets + n)),
        };
        let from = free.max(units[0].1);
        let place = self.history.place("Packing");
        let per_box = self.packing.per_box;
        let mut at = from;
        let mut boxes = Vec::new();
        if per_box > 0 {
            for chunk in units.chunks(per_box) {
                let box_id = format!("BOX{:02}-{:06}", self.line + 1, self.boxes);
                self.boxes += 1;
                let carton = self.history.item(box_id, ItemKind::Container, &Arc::from("Box"));
                let first = chunk[0].1.max(from);
                for (unit, done) in chunk {
                    at = at.max(*done);
                    self.pack(carton, *unit, at);
                }
                at += 20 * SECOND;
                self.history.was(carton, place, first, Some(at));
                self.passages.push((carton, place, first, at));
                self.pack(pallet, carton, at);
                boxes.push(carton);
            }
        } else {
            for (unit, done) in units {
                at = at.max(*done);
                self.pack(pallet, *unit, at);
            }
        }
        let closed = at.max(ready) + 2 * MINUTE;
        self.stay(pallet, "Packing", from, closed);
        if closed >= self.end {
            return;
        }
        let stored = closed + self.minutes(3.0, 12.0);
        if self.scenario.losses.iter().any(|loss| matches!(loss, Loss::VanishPallet { nth } if *nth == n))
            && self.line == 0
        {
            let gone = stored + self.minutes(20.0, 60.0);
            self.stay(pallet, "Warehouse", stored, gone);
            let what = self.history.items[pallet as usize].id.clone();
            self.history.planted.push(Planted {
                kind: "vanished-pallet".to_owned(),
                what,
                from: Some(gone),
                to: None,
                note: "It left the warehouse and was never seen again.".to_owned(),
            });
            return;
        }
        let every = (self.packing.lorry_h * HOUR as f64) as Micros;
        let leaves = (stored / every + 1) * every;
        let dock = leaves - 20 * MINUTE;
        if dock <= stored {
            self.travel(pallet, units, &boxes, stored, leaves + every);
        } else {
            self.travel(pallet, units, &boxes, stored, leaves);
        }
    }

    fn travel(&mut self, pallet: ItemId, units: &[(ItemId, Micros)], boxes: &[ItemId], stored: Micros, leaves: Micros) {
        let dock = leaves - 20 * MINUTE;
        self.stay(pallet, "Warehouse", stored, dock);
        self.stay(pallet, "Dock", dock, leaves);
        if leaves >= self.end {
            return;
        }
        let customers = &self.packing.customers;
        let customer = customers.get(self.documents as usize % customers.len().max(1)).cloned().unwrap_or_default();
        let note = format!("DN-{:02}{:05}", self.line + 1, self.documents);
        self.documents += 1;
        self.movement(pallet, leaves, "Dock", &customer, "ship", &note);
        let arrives = leaves + self.minutes(120.0, 260.0);
        let transit = self.history.place("In transit");
        self.history.was(pallet, transit, leaves, Some(arrives.min(self.end)));
        if arrives >= self.end {
            return;
        }
        self.movement(pallet, arrives, "In transit", &customer, "receive", &note);
        let unpacked = arrives + self.minutes(30.0, 90.0);
        self.stay(pallet, &customer, arrives, unpacked);
        if unpacked >= self.end || self.packing.pallets == 0 {
            return;
        }
        self.history.packed.push(Packed { parent: pallet, child: None, at: unpacked, add: false });
        let there = self.history.place(&customer);
        for carton in boxes {
            self.history.was(*carton, there, unpacked, None);
        }
        for (n, (unit, _)) in units.iter().enumerate() {
            let back = self.luck.chance(self.packing.returns).then(|| unpacked + self.minutes(240.0, 600.0));
            let back = back.filter(|at| *at < self.end);
            if boxes.is_empty() {
                self.history.was(*unit, there, unpacked, back);
            }
            if let Some(back) = back {
                // Boxes stay packed at the customer; what comes back is taken out of its box.
                if let Some(carton) = n.checked_div(self.packing.per_box).and_then(|n| boxes.get(n)) {
                    self.history.packed.push(Packed { parent: *carton, child: Some(*unit), at: back, add: false });
                }
                self.movement(*unit, back, &customer, "Returns", "receive", &note);
                let returns = self.history.place("Returns");
                self.history.was(*unit, returns, back, None);
            }
        }
        let home = unpacked + self.minutes(180.0, 400.0);
        if home < self.end {
            self.movement(pallet, home, &customer, "Empties", "receive", "");
            let empties = self.history.place("Empties");
            self.empties.insert(pallet, self.history.positions.len());
            self.history.was(pallet, empties, home, None);
            self.free.push(Reverse((home + 10 * MINUTE, pallet)));
        }
    }

    fn minutes(&mut self, low: f64, high: f64) -> Micros {
        self.luck.between(low, high) as Micros * MINUTE
    }

    fn pack(&mut self, parent: ItemId, child: ItemId, at: Micros) {
        if at < self.end {
            self.history.packed.push(Packed { parent, child: Some(child), at, add: true });
        }
    }

    fn stay(&mut self, item: ItemId, place: &str, from: Micros, to: Micros) {
        if from < self.end {
            let place = self.history.place(place);
            if let Some(open) = self.empties.remove(&item) {
                // The pallet waited among the empties until now.
                self.history.positions[open].to = Some(from);
            }
            self.history.was(item, place, from, (to < self.end).then_some(to));
            self.passages.push((item, place, from, to.min(self.end)));
        }
    }

    fn movement(&mut self, item: ItemId, at: Micros, from: &str, to: &str, kind: &'static str, document: &str) {
        let party = if document.is_empty() { "" } else { to };
        self.history.movements.push(Movement {
            item,
            at,
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
            document: document.to_owned(),
            party: party.to_owned(),
            quantity: None,
        });
    }
}

/// Appends the check digit (GS1 General Specifications 7.9.1).
fn check(digits: &str) -> String {
    let sum: u32 =
        digits.bytes().rev().enumerate().map(|(i, d)| u32::from(d - b'0') * if i % 2 == 0 { 3 } else { 1 }).sum();
    format!("{digits}{}", (10 - sum % 10) % 10)
}
