//! What is bought: lots that are used up one after the other, and vessels (`tank.rs`) in which they mix. The mass of every thing by source comes from here.

mod tank;

use super::history::{History, ItemId, ItemKind, Mass, Movement, Transformation, mix, total};
use super::scenario::{Material, Scenario, Tanks};
use crate::sim::SECOND;
use floorlens_core::model::Micros;
use std::sync::Arc;
use tank::{NOTHING, Tank};

/// Working time between goods in and first use.
const LEAD: Micros = 4 * 3600 * SECOND;

/// The materials of one line.
pub(super) struct Stores {
    line: u32,
    stores: Vec<Store>,
    /// Raw lots by material, in the order of their use.
    pub(super) lots: Vec<Vec<ItemId>>,
    event: u32,
    /// When each material was last drawn from a vessel.
    drawn: Vec<Micros>,
}

struct Store {
    spec: Material,
    name: Arc<str>,
    unit: Arc<str>,
    kind: StoreKind,
}

enum StoreKind {
    /// The open lot and what is left of it.
    Lots(Option<(ItemId, f64)>),
    Farm {
        spec: Tanks,
        tanks: Vec<Tank>,
        current: usize,
    },
}

/// What was taken.
#[derive(Default)]
pub(super) struct Taken {
    /// From which things, and how much.
    pub(super) inputs: Vec<(ItemId, f64)>,
    /// By source.
    pub(super) mass: Mass,
    /// Heel by source.
    pub(super) hidden: Mass,
}

impl Stores {
    pub(super) fn new(scenario: &Scenario, line: u32) -> Self {
        let stores = scenario.materials.iter().map(|spec| {
            let kind = match &spec.tanks {
                None => StoreKind::Lots(None),
                Some(tanks) => StoreKind::Farm {
                    spec: tanks.clone(),
                    tanks: (1..=tanks.count.max(1)).map(|number| Tank { number, ..Tank::default() }).collect(),
                    current: 0,
                },
            };
            Store { name: Arc::from(spec.name.as_str()), unit: Arc::from(spec.unit.as_str()), spec: spec.clone(), kind }
        });
        let stores: Vec<Store> = stores.collect();
        Self { line, lots: vec![Vec::new(); stores.len()], drawn: vec![-1; stores.len()], stores, event: 0 }
    }

    /// Takes a quantity of a material at a time, opening lots as needed.
    pub(super) fn take(&mut self, history: &mut History, material: usize, quantity: f64, now: Micros) -> Taken {
        let mut taken = Taken::default();
        match &self.stores[material].kind {
            StoreKind::Lots(_) => self.take_lots(history, material, quantity, now, &mut taken),
            StoreKind::Farm { .. } => self.take_tank(history, material, quantity, now, &mut taken),
        }
        taken
    }

    fn take_lots(&mut self, history: &mut History, material: usize, mut need: f64, now: Micros, taken: &mut Taken) {
        let kg = self.stores[material].spec.kg;
        while need > NOTHING {
            let open = match &self.stores[material].kind {
                StoreKind::Lots(Some(open)) if open.1 > NOTHING => *open,
                _ => self.deliver(history, material, now),
            };
            let part = need.min(open.1);
            need -= part;
            if let StoreKind::Lots(store) = &mut self.stores[material].kind {
                *store = Some((open.0, open.1 - part));
            }
            taken.inputs.push((open.0, part));
            mix(&mut taken.mass, &vec![(open.0, part * kg)], 1.0);
        }
    }

    /// A lot arrives: received, sampled, brought to the line.
    fn deliver(&mut self, history: &mut History, material: usize, now: Micros) -> (ItemId, f64) {
        let n = self.lots[material].len();
        let store = &self.stores[material];
        let (line, spec) = (self.line, &store.spec);
        let id = format!("R{}{:02}-{n:05}", material + 1, line + 1);
        let lot = history.item(id, ItemKind::RawLot, &store.name);
        let supplier = spec.suppliers.get(n % spec.suppliers.len().max(1)).map_or("", String::as_str);
        let item = &mut history.items[lot as usize];
        item.supplier = Arc::from(supplier);
        item.unit = Arc::clone(&store.unit);
        item.mass = vec![(lot, spec.lot * spec.kg)];
        let (goods_in, line_store) = ("Goods in".to_owned(), format!("Store {}", line + 1));
        let (received, brought) = ((now - LEAD).max(0), (now - LEAD / 8).max(0));
        let document = format!("GR-{material}{line:02}{n:05}");
        let movement = |at, from: &str, to: &str, kind, document: &str, party: &str| Movement {
            item: lot,
            at,
            from: from.to_owned(),
            to: to.to_owned(),
            kind,
            document: document.to_owned(),
            party: party.to_owned(),
            quantity: Some(spec.lot),
        };
        history.movements.push(movement(received, supplier, &goods_in, "receive", &document, supplier));
        history.movements.push(movement(brought, &goods_in, &line_store, "move", "", ""));
        let (a, b) = (history.place(&goods_in), history.place(&line_store));
        history.was(lot, a, received, Some(brought));
        history.was(lot, b, brought, None);
        let mut left = spec.lot;
        if spec.sample_every > 0 && n.is_multiple_of(spec.sample_every as usize) {
            // A two-hundredth goes to the laboratory.
            let part = spec.lot / 200.0;
            let sample =
                history.item(format!("LAB{}{:02}-{n:05}", material + 1, line + 1), ItemKind::Sample, &store.name);
            let item = &mut history.items[sample as usize];
            item.unit = Arc::clone(&store.unit);
            item.mass = vec![(lot, part * spec.kg)];
            left -= part;
            history.transformations.push(Transformation {
                event: format!("SAM-{material}{line:02}{n:05}"),
                at: brought,
                machine: None,
                order: None,
                inputs: vec![(lot, part)],
                outputs: vec![(sample, part)],
            });
        }
        self.lots[material].push(lot);
        (lot, left)
    }

    fn take_tank(&mut self, history: &mut History, material: usize, quantity: f64, now: Micros, taken: &mut Taken) {
        let StoreKind::Farm { spec, current, .. } = &self.stores[material].kind else { return };
        let (spec, start) = (spec.clone(), *current);
        let kg = self.stores[material].spec.kg;
        // The tank in use is drawn down to a fifth; then the next one takes its place, and is filled up before its first draw.
        let tanks = self.tanks(material);
        let left = tanks[start].level() - quantity * kg;
        let filled = tanks[start].item.is_some();
        // Things drawn in one instant are drawn from one content: nobody could tell from the records what came in between.
        let at_once = std::mem::replace(&mut self.drawn[material], now) == now && filled && left >= 0.0;
        let low = left < spec.size * kg / 5.0 && !at_once;
        let using = if low { (start + 1) % spec.count.max(1) as usize } else { start };
        if low {
            if let StoreKind::Farm { current, .. } = &mut self.stores[material].kind {
                *current = using;
            }
            self.fill(history, material, using, &spec, now);
        }
        let tank = &mut self.tanks(material)[using];
        let (mass, hidden) = tank.draw(quantity * kg);
        if let Some(item) = tank.item {
            taken.inputs.push((item, quantity));
        }
        tank.draws += 1;
        let clean = spec.clean_every > 0 && tank.draws >= spec.clean_every;
        taken.mass = mass;
        taken.hidden = hidden;
        if clean {
            self.clean(history, material, using, &spec, now);
        }
    }

    fn tanks(&mut self, material: usize) -> &mut Vec<Tank> {
        match &mut self.stores[material].kind {
            StoreKind::Farm { tanks, .. } => tanks,
            // Only called for materials in bulk.
            StoreKind::Lots(_) => unreachable!("a material in lots has no tanks"),
        }
    }

    /// Lots are emptied into a tank until it is nearly full.
    fn fill(&mut self, history: &mut History, material: usize, using: usize, spec: &Tanks, now: Micros) {
        let kg = self.stores[material].spec.kg;
        loop {
            let room = spec.size * kg - self.tanks(material)[using].level();
            let lot_size = self.stores[material].spec.lot;
            if room < lot_size * kg {
                return;
            }
            let (lot, quantity) = self.deliver(history, material, now);
            let (line, name) = (self.line, Arc::clone(&self.stores[material].name));
            let unit = Arc::clone(&self.stores[material].unit);
            let tank = &mut self.tanks(material)[using];
            let vessel = *tank.item.get_or_insert_with(|| {
                let id = format!("TANK{}{:02}-{}/{}", material + 1, line + 1, tank.number, tank.epoch);
                let item = history.item(id, ItemKind::Vessel, &name);
                history.items[item as usize].unit = unit;
                item
            });
            tank.charge(lot, quantity * kg, spec.mixing);
            self.event += 1;
            history.transformations.push(Transformation {
                event: format!("CHG-{material}{line:02}{:05}", self.event),
                at: now,
                machine: None,
                order: None,
                inputs: vec![(lot, quantity)],
                outputs: vec![(vessel, quantity)],
            });
        }
    }

    /// What is left goes to waste, but for the heel.
    fn clean(&mut self, history: &mut History, material: usize, using: usize, spec: &Tanks, now: Micros) {
        let kg = self.stores[material].spec.kg;
        let (line, name) = (self.line, Arc::clone(&self.stores[material].name));
        let tank = &mut self.tanks(material)[using];
        let Some(vessel) = tank.item.take() else { return };
        let heel = (spec.heel * kg).min(tank.level());
        let (inside, mut hidden) = tank.draw(tank.level());
        let all = total(&inside) + total(&hidden);
        let share = if all > 0.0 { heel / all } else { 0.0 };
        hidden.iter_mut().for_each(|(_, mass)| *mass *= share);
        mix(&mut hidden, &inside, share);
        let number = tank.number;
        let epoch = tank.epoch;
        tank.hidden = hidden;
        tank.epoch += 1;
        tank.draws = 0;
        let waste =
            history.item(format!("WASTE{}{:02}-{number}/{epoch}", material + 1, line + 1), ItemKind::Lot, &name);
        let quantity = total(&inside) / kg;
        history.items[waste as usize].unit = Arc::clone(&self.stores[material].unit);
        history.items[waste as usize].mass = inside;
        self.event += 1;
        history.transformations.push(Transformation {
            event: format!("CLN-{material}{line:02}{:05}", self.event),
            at: now,
            machine: None,
            order: None,
            inputs: vec![(vessel, quantity)],
            outputs: vec![(waste, quantity)],
        });
    }
}
