//! The discrete-event simulation of a line: things move through stages with finite buffers; a machine that cannot pass its thing on is blocked, one
//! that has nothing to do is starved.

use super::history::{
    CounterRead, History, ItemId, ItemKind, Machine, Mass, Order, Planted, State, Step, Transformation, Verdict, mix,
};
use super::machine::Wear;
use super::material::Stores;
use super::quality::Causes;
use super::scenario::{Counters, Kind, Loss, Scenario};
use crate::sim::Rng;
use floorlens_core::model::Micros;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};
use std::sync::Arc;

/// A thing in the line.
struct Piece {
    item: ItemId,
    /// Units in it.
    quantity: u32,
    order: u32,
    reworked: bool,
    /// Chance to fail that its way has added.
    fails: f64,
    /// Steps of pairs that it passed on the machine in question, by number of cause.
    marks: u64,
    verdict: Option<Verdict>,
    since: Micros,
}

struct Station {
    /// Index into [`History::machines`].
    machine: u32,
    stage: usize,
    wear: Wear,
    busy: Vec<usize>,
    /// Done, and not passed on yet.
    out: VecDeque<usize>,
    started: Micros,
    product: Option<usize>,
    state: &'static str,
    counter: u32,
    /// A breakdown in this cycle sets the counter back.
    reset: bool,
}

/// What a line is simulated for.
pub(super) struct Run<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) seed: u64,
    /// Line, from 0.
    pub(super) line: u32,
    /// Working time.
    pub(super) end: Micros,
    /// A machine of the line (by number in it) that runs 1 % faster.
    pub(super) faster: Option<usize>,
}

/// Things that left the line good, with the order and when.
pub(super) type Finished = Vec<(ItemId, u32, Micros)>;

struct Line<'a> {
    run: &'a Run<'a>,
    history: &'a mut History,
    now: Micros,
    /// `(when, sequence, station)`: the end of a cycle. The sequence makes ties reproducible.
    events: BinaryHeap<Reverse<(Micros, u64, usize)>>,
    sequence: u64,
    stations: Vec<Station>,
    waiting: Vec<VecDeque<usize>>,
    pieces: Vec<Piece>,
    stores: Stores,
    causes: Causes<'a>,
    luck: Rng,
    products: Vec<Arc<str>>,
    order: u32,
    left: u32,
    orders: u32,
    serials: u32,
    event: u32,
    /// Per loss of the scenario, how many things came by.
    passed: Vec<u32>,
    finished: Finished,
}

/// Simulates a line into the history.
pub(super) fn simulate(run: &Run<'_>, history: &mut History) -> Finished {
    let scenario = run.scenario;
    let mut stations = Vec::new();
    for (stage, spec) in scenario.stages.iter().enumerate() {
        for n in 0..spec.machines {
            let asset = format!("L{:02}-{}{}", run.line + 1, spec.step.to_uppercase(), n + 1);
            let mut wear = Wear::new(spec, &asset, run.seed);
            if run.faster == Some(stations.len()) {
                wear.pace = 0.99;
            }
            history.machines.push(Machine { asset, line: run.line, stage });
            stations.push(Station {
                machine: history.machines.len() as u32 - 1,
                stage,
                wear,
                busy: Vec::new(),
                out: VecDeque::new(),
                started: 0,
                product: None,
                state: "",
                counter: 0,
                reset: false,
            });
        }
    }
    let mut line = Line {
        run,
        now: 0,
        events: BinaryHeap::new(),
        sequence: 0,
        stations,
        waiting: vec![VecDeque::new(); scenario.stages.len()],
        pieces: Vec::new(),
        stores: Stores::new(scenario, run.line),
        causes: Causes::new(scenario, run.seed, run.line, run.end),
        luck: Rng::new(run.seed, &format!("line {} test", run.line)),
        products: scenario.products.iter().map(|p| Arc::from(p.id.as_str())).collect(),
        order: 0,
        left: 0,
        orders: 0,
        serials: 0,
        event: 0,
        passed: vec![0; scenario.losses.len()],
        finished: Vec::new(),
        history,
    };
    line.settle();
    if scenario.counters == Counters::Rolling {
        // A reading says nothing without the one before it.
        for station in &line.stations {
            line.history.counters.push(CounterRead { machine: station.machine, at: 0, value: 0, order: line.order });
        }
    }
    while let Some(Reverse((at, _, station))) = line.events.pop() {
        if at >= run.end {
            break;
        }
        line.now = at;
        line.finish(station);
        line.settle();
    }
    line.close();
    let Line { finished, causes, stores, history, .. } = line;
    causes.plant(history, &stores);
    finished
}

impl Line<'_> {
    /// Passes on what is done and starts idle machines until nothing changes. Later stages go first, so that a place that becomes free is
    /// seen by the stage before.
    fn settle(&mut self) {
        let mut changed = true;
        while changed {
            changed = false;
            for station in (0..self.stations.len()).rev() {
                changed |= self.pass_on(station) | self.start(station);
            }
        }
        for station in 0..self.stations.len() {
            let this = &self.stations[station];
            match (this.busy.is_empty(), this.out.front()) {
                (true, None) => self.log(station, self.now, "STARVED", "", None),
                (true, Some(piece)) => {
                    let order = self.pieces[*piece].order;
                    self.log(station, self.now, "BLOCKED", "", Some(order));
                }
                _ => {}
            }
        }
    }

    fn start(&mut self, station: usize) -> bool {
        let this = &self.stations[station];
        if !this.busy.is_empty() || !this.out.is_empty() {
            return false;
        }
        let stage = this.stage;
        let spec = &self.run.scenario.stages[stage];
        let waiting = self.waiting[stage].len();
        let count = match spec.kind {
            Kind::Cut => spec.cavities as usize,
            Kind::Merge if waiting < spec.into as usize => 0,
            Kind::Merge => spec.into as usize,
            Kind::Split => waiting.min(1),
            Kind::Work | Kind::Join | Kind::Test => waiting.min(spec.cavities as usize),
        };
        if count == 0 {
            return false;
        }
        let busy: Vec<usize> = match spec.kind {
            Kind::Cut => self.begin(count),
            _ => self.waiting[stage].drain(..count).collect(),
        };
        if spec.kind != Kind::Cut {
            let place = self.history.place(&format!("Before {} {}", spec.step, self.run.line + 1));
            for piece in &busy {
                let piece = &self.pieces[*piece];
                self.history.was(piece.item, place, piece.since, Some(self.now));
            }
        }
        let order = self.pieces[busy[0]].order;
        let product = self.history.orders[order as usize].product;
        let factor = self.run.scenario.products[product].factor.get(&spec.step).copied().unwrap_or(1.0);
        let this = &mut self.stations[station];
        let change_over = this.product.is_some_and(|before| before != product);
        let parts = this.wear.cycle(spec, factor, change_over);
        this.product = Some(product);
        this.busy = busy;
        this.reset = parts.iter().any(|part| part.state == "DOWN");
        this.started = self.now;
        let mut at = self.now;
        for part in parts {
            self.log(station, at, part.state, part.reason, Some(order));
            // The operation begins when set-up and maintenance are over.
            if matches!(part.state, "SETUP" | "MAINTENANCE") {
                self.stations[station].started = at + part.length;
            }
            at += part.length;
        }
        self.sequence += 1;
        self.events.push(Reverse((at, self.sequence, station)));
        true
    }

    /// New pieces of the order that is under way; they have no serial yet.
    fn begin(&mut self, count: usize) -> Vec<usize> {
        let scenario = self.run.scenario;
        if self.left == 0 {
            let n = self.orders;
            self.orders += 1;
            let product = n as usize % scenario.products.len();
            self.left = scenario.orders.get(n as usize % scenario.orders.len().max(1)).copied().unwrap_or(100).max(1);
            let id = format!("{}", 800_000 + 10_000 * self.run.line + n);
            self.history.orders.push(Order { id, product, quantity: self.left, started: self.now });
            self.order = self.history.orders.len() as u32 - 1;
            for change in scenario.changes.iter().filter(|c| c.from_order == n) {
                self.history.planted.push(Planted {
                    kind: "engineering-change".to_owned(),
                    what: change.id.clone(),
                    from: Some(self.now),
                    to: None,
                    note: format!(
                        "From order {} on, {} takes the place of {}.",
                        800_000 + 10_000 * self.run.line + n,
                        change.new,
                        change.old
                    ),
                });
            }
        }
        let count = count.min(self.left as usize);
        self.left -= count as u32;
        let first = self.pieces.len();
        for _ in 0..count {
            self.pieces.push(Piece {
                item: ItemId::MAX,
                quantity: 1,
                order: self.order,
                reworked: false,
                fails: 0.0,
                marks: 0,
                verdict: None,
                since: self.now,
            });
        }
        (first..self.pieces.len()).collect()
    }

    fn finish(&mut self, station: usize) {
        let this = &mut self.stations[station];
        let (stage, machine, started) = (this.stage, this.machine, this.started);
        let busy = std::mem::take(&mut this.busy);
        let (maintenances, first) =
            (this.wear.maintenances, self.history.machines[machine as usize].asset.ends_with('1'));
        let spec = &self.run.scenario.stages[stage];
        let asset = self.history.machines[machine as usize].asset.clone();
        let place = self.history.place(&asset);
        for piece in &busy {
            if self.pieces[*piece].item != ItemId::MAX {
                self.history.was(self.pieces[*piece].item, place, started, Some(self.now));
            }
        }
        let made = match spec.kind {
            Kind::Cut | Kind::Join => {
                for piece in &busy {
                    self.transform(stage, machine, &[*piece], &[*piece]);
                }
                busy
            }
            Kind::Merge => {
                let lot = busy[0];
                for other in &busy[1..] {
                    let (fails, marks) = (self.pieces[*other].fails, self.pieces[*other].marks);
                    let piece = &mut self.pieces[lot];
                    piece.fails = piece.fails.max(fails);
                    piece.marks |= marks;
                }
                self.transform(stage, machine, &busy, &[lot]);
                vec![lot]
            }
            Kind::Split => {
                let parent = busy[0];
                let mut parts = vec![parent];
                for _ in 1..spec.into {
                    let Piece { item, quantity, order, fails, marks, since, .. } = self.pieces[parent];
                    self.pieces.push(Piece {
                        item,
                        quantity,
                        order,
                        reworked: false,
                        fails,
                        marks,
                        verdict: None,
                        since,
                    });
                    parts.push(self.pieces.len() - 1);
                }
                self.transform(stage, machine, &[parent], &parts);
                parts
            }
            Kind::Work | Kind::Test => busy,
        };
        for piece in &made {
            let (adds, marks) = self.causes.at_step(stage, first, maintenances, self.now);
            self.pieces[*piece].fails += adds;
            self.pieces[*piece].marks |= marks;
            let verdict = (spec.kind == Kind::Test).then(|| self.verdict(*piece));
            self.pieces[*piece].since = self.now;
            self.pieces[*piece].verdict = verdict;
            let Piece { item, order, .. } = self.pieces[*piece];
            self.history.steps.push(Step { item, machine, order, start: started, end: self.now, verdict });
        }
        self.count(station, &made);
        self.stations[station].out = made.into();
    }

    /// The controller counts what a cycle gave, in one go.
    fn count(&mut self, station: usize, made: &[usize]) {
        if self.run.scenario.counters == Counters::Rolling {
            let this = &mut self.stations[station];
            // The power was off: it starts again.
            let before = if std::mem::take(&mut this.reset) { 0 } else { this.counter };
            this.counter = (before + made.len() as u32) % 10_000;
            let order = self.pieces[made[0]].order;
            self.history.counters.push(CounterRead { machine: this.machine, at: self.now, value: this.counter, order });
        }
    }

    /// Pieces and material become pieces with new identities.
    fn transform(&mut self, stage: usize, machine: u32, from: &[usize], to: &[usize]) {
        let scenario = self.run.scenario;
        let spec = &scenario.stages[stage];
        let order = self.pieces[to[0]].order;
        let nth = self.history.orders[order as usize].id.parse::<u32>().unwrap_or(0) % 10_000;
        let (mut mass, mut hidden) = (Mass::new(), Mass::new());
        let mut inputs = Vec::new();
        for piece in from {
            let item = self.pieces[*piece].item;
            if item != ItemId::MAX {
                mix(&mut mass, &self.history.items[item as usize].mass, 1.0);
                mix(&mut hidden, &self.history.items[item as usize].hidden, 1.0);
                inputs.push((item, f64::from(self.pieces[*piece].quantity)));
            }
        }
        for (name, quantity) in &spec.uses {
            let changed = scenario.changes.iter().rev().find(|c| &c.old == name && nth >= c.from_order);
            let name = changed.map_or(name, |change| &change.new);
            let Some(material) = scenario.material(name) else { continue };
            let taken = self.stores.take(self.history, material, *quantity, self.now);
            inputs.extend(taken.inputs);
            mix(&mut mass, &taken.mass, 1.0);
            mix(&mut hidden, &taken.hidden, 1.0);
        }
        let product = Arc::clone(&self.products[self.history.orders[order as usize].product]);
        let share = 1.0 / to.len() as f64;
        let mut outputs = Vec::new();
        for piece in to {
            self.serials += 1;
            let id = format!("{}{:02}-{:06}", spec.makes, self.run.line + 1, self.serials);
            let kind = if spec.kind == Kind::Merge { ItemKind::Lot } else { ItemKind::Serial };
            let item = self.history.item(id, kind, &product);
            mix(&mut self.history.items[item as usize].mass, &mass, share);
            mix(&mut self.history.items[item as usize].hidden, &hidden, share);
            let quantity = if spec.kind == Kind::Merge { spec.into } else { 1 };
            self.pieces[*piece].item = item;
            self.pieces[*piece].quantity = quantity;
            outputs.push((item, f64::from(quantity)));
        }
        self.event += 1;
        self.history.transformations.push(Transformation {
            event: format!("T{:02}-{:07}", self.run.line + 1, self.event),
            at: self.now,
            machine: Some(machine),
            order: Some(order),
            inputs,
            outputs,
        });
    }

    fn verdict(&mut self, piece: usize) -> Verdict {
        let this = &self.pieces[piece];
        let item = &self.history.items[this.item as usize];
        let chance = this.fails + self.causes.at_test(item, this.marks, self.history, &self.stores);
        let again = !self.run.scenario.stages.iter().all(|s| s.rework_to.is_empty());
        // Drawn always, so that one more cause does not shift what happens to the next piece.
        let (fails, back) = (self.luck.unit() < chance, self.luck.chance(0.5));
        match (fails, back && again && !this.reworked) {
            (false, _) => Verdict::Pass,
            (true, true) => Verdict::Rework,
            (true, false) => Verdict::Scrap,
        }
    }

    /// Moves pieces that are done to the next buffer while there is room.
    fn pass_on(&mut self, station: usize) -> bool {
        let stage = self.stations[station].stage;
        let scenario = self.run.scenario;
        let mut moved = false;
        while let Some(&piece) = self.stations[station].out.front() {
            match self.pieces[piece].verdict {
                Some(Verdict::Rework) => {
                    self.pieces[piece].reworked = true;
                    let back = scenario.stage(&scenario.stages[stage].rework_to).unwrap_or(stage);
                    // Rework goes before everything else and may overfill the buffer, or the line could lock itself.
                    self.waiting[back].push_front(piece);
                }
                Some(Verdict::Scrap) => {
                    let place = self.history.place("Scrap");
                    self.history.was(self.pieces[piece].item, place, self.now, None);
                }
                _ if stage + 1 == scenario.stages.len() => {
                    self.finished.push((self.pieces[piece].item, self.pieces[piece].order, self.now));
                }
                _ => {
                    let next = &scenario.stages[stage + 1];
                    let room = if next.kind == Kind::Merge {
                        scenario.buffer.max(2 * next.into as usize)
                    } else {
                        scenario.buffer
                    };
                    if self.waiting[stage + 1].len() >= room {
                        return moved;
                    }
                    self.enter(piece, stage + 1);
                }
            }
            self.stations[station].out.pop_front();
            moved = true;
        }
        moved
    }

    /// A piece comes before a stage; what is planted there may happen to it.
    fn enter(&mut self, piece: usize, stage: usize) {
        let scenario = self.run.scenario;
        let (item, order) = (self.pieces[piece].item, self.pieces[piece].order);
        let id = self.history.items[item as usize].id.clone();
        let number = &self.history.orders[order as usize].id;
        let nth = number.parse::<u32>().unwrap_or(0) % 10_000;
        let here = |step: &String| scenario.stage(step) == Some(stage);
        for (n, loss) in scenario.losses.iter().enumerate() {
            let planted = |kind: &str, what: &str, note: String| Planted {
                kind: kind.to_owned(),
                what: what.to_owned(),
                from: Some(self.now),
                to: None,
                note,
            };
            match loss {
                Loss::VanishUnit { step, every } if here(step) => {
                    self.passed[n] += 1;
                    if self.passed[n].is_multiple_of((*every).max(1)) {
                        let note = format!("It was on its way to {step} and was never seen again.");
                        self.history.planted.push(planted("vanished-unit", &id, note));
                        return;
                    }
                }
                Loss::SkipStep { step, every } if here(step) && stage + 1 < scenario.stages.len() => {
                    self.passed[n] += 1;
                    if self.passed[n].is_multiple_of((*every).max(1)) {
                        self.history.planted.push(planted("wrong-route", &id, format!("It left out {step}.")));
                        self.waiting[stage + 1].push_back(piece);
                        return;
                    }
                }
                Loss::StallOrder { step, order: stalled } if here(step) && nth == *stalled => {
                    self.passed[n] += 1;
                    if self.passed[n] == 1 {
                        let note = format!("Its pieces stand before {step} and nobody touches them again.");
                        self.history.planted.push(planted("stalled-order", number, note));
                    }
                    let place = self.history.place(&format!("Before {step} {}", self.run.line + 1));
                    self.history.was(item, place, self.now, None);
                    return;
                }
                _ => {}
            }
        }
        self.waiting[stage].push_back(piece);
    }

    /// What is still in the line at the end stands where it stands.
    fn close(&mut self) {
        for stage in 1..self.waiting.len() {
            let step = &self.run.scenario.stages[stage].step;
            let place = self.history.place(&format!("Before {step} {}", self.run.line + 1));
            for piece in &self.waiting[stage] {
                self.history.was(self.pieces[*piece].item, place, self.pieces[*piece].since, None);
            }
        }
        for station in &self.stations {
            let asset = self.history.machines[station.machine as usize].asset.clone();
            let place = self.history.place(&asset);
            for piece in station.busy.iter().chain(&station.out).filter(|p| self.pieces[**p].item != ItemId::MAX) {
                let from = if station.busy.is_empty() { self.pieces[*piece].since } else { station.started };
                self.history.was(self.pieces[*piece].item, place, from.min(self.run.end), None);
            }
        }
    }

    fn log(&mut self, station: usize, at: Micros, state: &'static str, reason: &'static str, order: Option<u32>) {
        let waits = matches!(state, "STARVED" | "BLOCKED");
        if waits && self.stations[station].state == state {
            return;
        }
        self.stations[station].state = state;
        self.history.states.push(State { machine: self.stations[station].machine, at, state, reason, order });
    }
}
