//! The discrete-event simulation of a line: things move through stages with finite buffers; a machine that cannot pass its thing on is blocked, one
//! that has nothing to do is starved.
//!
//! ```text
//! finish.rs  what a cycle gives: new identities with their mass, steps, counts, verdicts
//! pass.rs    the way from stage to stage, and what is planted on it
//! ```

mod finish;
mod pass;

use super::history::{CounterRead, History, ItemId, Machine, Order, Planted, State, Verdict};
use super::machine::Wear;
use super::material::Stores;
use super::quality::Causes;
use super::scenario::{Counters, Kind, Scenario};
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
    /// Where in the machine it is worked on, from 1; 0 where the machine is one place.
    position: u32,
    reworked: bool,
    /// Chance to fail that its way has added.
    fails: f64,
    /// Steps of pairs that it passed on the machine in question, by number of cause.
    marks: u64,
    verdict: Option<Verdict>,
    since: Micros,
}

impl Piece {
    /// One unit of an order that has no serial yet.
    fn new(order: u32) -> Self {
        Self {
            item: ItemId::MAX,
            quantity: 1,
            order,
            position: 0,
            reworked: false,
            fails: 0.0,
            marks: 0,
            verdict: None,
            since: 0,
        }
    }
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
    /// What comes from all lines, by time, where this is what they feed; `None` = a line of its own.
    pub(super) fed: Option<&'a Finished>,
}

impl Run<'_> {
    /// The stages that are simulated.
    fn stages(&self) -> std::ops::Range<usize> {
        let own = self.scenario.own_stages();
        if self.fed.is_some() { own..self.scenario.stages.len() } else { 0..own }
    }

    /// How the names of machines begin.
    fn prefix(&self) -> String {
        if self.fed.is_some() { "HALL".to_owned() } else { format!("L{:02}", self.line + 1) }
    }
}

/// In place of a station: something comes from a line.
const ARRIVAL: usize = usize::MAX;

/// A thing that left the line good, with the order and when.
pub(super) type Left = (ItemId, u32, Micros);
/// All of them.
pub(super) type Finished = Vec<Left>;

struct Line<'a> {
    run: &'a Run<'a>,
    history: &'a mut History,
    now: Micros,
    /// `(when, sequence, station)`: the end of a cycle, or [`ARRIVAL`]. The sequence makes ties reproducible.
    events: BinaryHeap<Reverse<(Micros, u64, usize)>>,
    sequence: u64,
    stations: Vec<Station>,
    waiting: Vec<VecDeque<usize>>,
    pieces: Vec<Piece>,
    /// How many pieces have come from lines: they are the first.
    arrived: usize,
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
    for stage in run.stages() {
        let spec = &scenario.stages[stage];
        for n in 0..spec.machines {
            let asset = format!("{}-{}{}", run.prefix(), spec.step.to_uppercase(), n + 1);
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
        arrived: 0,
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
    for (item, order, at) in run.fed.into_iter().flatten() {
        line.sequence += 1;
        line.events.push(Reverse((*at, line.sequence, ARRIVAL)));
        line.pieces.push(Piece { item: *item, since: *at, ..Piece::new(*order) });
    }
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
        if station == ARRIVAL {
            // They come in the order in which they were noted, and there is room for all.
            line.waiting[run.stages().start].push_back(line.arrived);
            line.arrived += 1;
        } else {
            line.finish(station);
        }
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
        if spec.positions() > 0 {
            for (piece, position) in busy.iter().zip(1..) {
                self.pieces[*piece].position = position;
            }
        } else {
            busy.iter().for_each(|piece| self.pieces[*piece].position = 0);
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
            self.pieces.push(Piece { since: self.now, ..Piece::new(self.order) });
        }
        (first..self.pieces.len()).collect()
    }

    /// The place at which a machine works on a piece.
    fn spot(&mut self, machine: u32, piece: usize) -> u32 {
        let name = self.history.spot(machine, self.pieces[piece].position);
        self.history.place(&name)
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
