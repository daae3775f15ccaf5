//! The discrete-event simulation: units move through stages with finite buffers; a station that cannot pass its unit on is blocked, one
//! that has nothing to do is starved.

use super::station::Wear;
use super::{History, Lot, Plant, Rng, StageKind, StateChange, Step, Unit, Verdict};
use floorlens_core::model::Micros;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

struct Running {
    wear: Wear,
    /// The unit in the machine and whether it is done (then the machine is blocked).
    unit: Option<(usize, bool)>,
    started: Micros,
    product: Option<usize>,
    state: &'static str,
}

struct Engine<'a> {
    plant: &'a Plant,
    now: Micros,
    /// `(when, sequence, station)`: the end of a cycle. The sequence makes ties reproducible.
    events: BinaryHeap<Reverse<(Micros, u64, usize)>>,
    sequence: u64,
    stations: Vec<Running>,
    /// Units waiting before each stage.
    waiting: Vec<VecDeque<usize>>,
    test: Rng,
    history: History,
    order: u32,
    left_in_order: u32,
    left_in_lots: (u32, u32),
}

/// Runs a plant for the working time of its calendar. The same plant and seed give the same history.
pub fn simulate(plant: &Plant, seed: u64) -> History {
    let stations = (0..plant.stations.len())
        .map(|s| Running { wear: Wear::new(plant, s, seed), unit: None, started: 0, product: None, state: "" })
        .collect();
    let mut engine = Engine {
        plant,
        now: 0,
        events: BinaryHeap::new(),
        sequence: 0,
        stations,
        waiting: vec![VecDeque::new(); plant.stages.len()],
        test: Rng::new(seed, "test"),
        history: History::default(),
        order: 0,
        left_in_order: plant.order(0).quantity,
        left_in_lots: (0, 0),
    };
    engine.settle();
    let end = plant.calendar.working_time();
    while let Some(Reverse((at, _, station))) = engine.events.pop() {
        if at >= end {
            break;
        }
        engine.now = at;
        engine.finish(station);
        engine.settle();
    }
    engine.history
}

impl Engine<'_> {
    /// Passes on finished units and starts idle stations until nothing changes. Later stages go first, so that a place that becomes free
    /// is seen by the stage before.
    fn settle(&mut self) {
        let mut changed = true;
        while changed {
            changed = false;
            for station in (0..self.stations.len()).rev() {
                changed |= self.pass_on(station) | self.start(station);
            }
        }
        for station in 0..self.stations.len() {
            match self.stations[station].unit {
                None => self.log(station, self.now, "STARVED", String::new(), None),
                Some((unit, true)) => {
                    let order = self.history.units[unit].order;
                    self.log(station, self.now, "BLOCKED", String::new(), Some(order));
                }
                Some((_, false)) => {}
            }
        }
    }

    fn start(&mut self, station: usize) -> bool {
        if self.stations[station].unit.is_some() {
            return false;
        }
        let stage = self.plant.stations[station].stage;
        let unit = match self.plant.stages[stage] {
            StageKind::Cut => self.cut(),
            _ => match self.waiting[stage].pop_front() {
                Some(unit) => unit,
                None => return false,
            },
        };
        if self.plant.stages[stage] == StageKind::Assemble {
            let lot = self.bushing_lot();
            self.history.units[unit].bushing_lot = Some(lot);
        }
        let order = self.history.units[unit].order;
        let product = self.plant.order(order).product;
        let running = &mut self.stations[station];
        let parts = running.wear.cycle(self.plant, station, product, running.product);
        running.product = Some(product);
        running.unit = Some((unit, false));
        let mut at = self.now;
        for part in parts {
            self.log(station, at, part.state, part.reason, Some(order));
            // The operation begins when the set-up is over.
            if part.state == "SETUP" {
                self.stations[station].started = at + part.length;
            } else if at == self.now {
                self.stations[station].started = at;
            }
            at += part.length;
        }
        self.sequence += 1;
        self.events.push(Reverse((at, self.sequence, station)));
        true
    }

    fn finish(&mut self, station: usize) {
        let Some((unit, _)) = self.stations[station].unit else { return };
        let stage = self.plant.stations[station].stage;
        let verdict = (self.plant.stages[stage] == StageKind::Test).then(|| self.verdict(unit));
        let start = self.stations[station].started;
        self.history.steps.push(Step { unit, station, start, end: self.now, verdict });
        self.stations[station].unit = Some((unit, true));
    }

    /// Moves a finished unit to the next buffer if there is room.
    fn pass_on(&mut self, station: usize) -> bool {
        let Some((unit, true)) = self.stations[station].unit else { return false };
        let stage = self.plant.stations[station].stage;
        if self.plant.stages[stage] == StageKind::Test {
            let last = self.history.steps.iter().rev().find(|s| s.unit == unit);
            if last.and_then(|s| s.verdict) == Some(Verdict::Rework) {
                self.history.units[unit].reworked += 1;
                // Rework goes before everything else and may overfill the buffer, or the line could lock itself.
                self.waiting[stage - 1].push_front(unit);
            }
        } else if self.waiting[stage + 1].len() < self.plant.buffer {
            self.waiting[stage + 1].push_back(unit);
        } else {
            return false;
        }
        self.stations[station].unit = None;
        true
    }

    fn verdict(&mut self, unit: usize) -> Verdict {
        let unit = &self.history.units[unit];
        let (usual, bad) = self.plant.fail;
        let p = if unit.raw_lot == self.plant.bad_raw_lot { bad } else { usual };
        match (self.test.chance(p), unit.reworked) {
            (false, _) => Verdict::Pass,
            (true, 0) if self.test.chance(0.5) => Verdict::Rework,
            (true, _) => Verdict::Scrap,
        }
    }

    fn cut(&mut self) -> usize {
        if self.left_in_order == 0 {
            self.order += 1;
            self.left_in_order = self.plant.order(self.order).quantity;
        }
        self.left_in_order -= 1;
        if self.left_in_lots.0 == 0 {
            self.left_in_lots.0 = self.plant.lot_pieces.0;
            let n = self.history.raw_lots.len();
            let supplier = ["Arden Steel", "Norbruk", "Arden Steel"][n % 3];
            self.history.raw_lots.push(Lot { id: format!("R-{}", 1180 + n), supplier, opened: self.now });
        }
        self.left_in_lots.0 -= 1;
        let raw_lot = self.history.raw_lots.len() - 1;
        self.history.units.push(Unit { order: self.order, raw_lot, bushing_lot: None, reworked: 0 });
        self.history.units.len() - 1
    }

    fn bushing_lot(&mut self) -> usize {
        if self.left_in_lots.1 == 0 {
            self.left_in_lots.1 = self.plant.lot_pieces.1;
            let n = self.history.bushing_lots.len();
            self.history.bushing_lots.push(Lot {
                id: format!("B-{}", 561 + n),
                supplier: "Kestrel Bearings",
                opened: self.now,
            });
        }
        self.left_in_lots.1 -= 1;
        self.history.bushing_lots.len() - 1
    }

    fn log(&mut self, station: usize, at: Micros, state: &'static str, reason: String, order: Option<u32>) {
        let waiting = matches!(state, "STARVED" | "BLOCKED");
        if waiting && self.stations[station].state == state {
            return;
        }
        self.stations[station].state = state;
        self.history.states.push(StateChange { station, at, state, reason, order });
    }
}
