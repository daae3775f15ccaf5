//! What truly happened, before anyone writes it down. All times are working time unless a field says otherwise.

use floorlens_core::model::Micros;
use std::sync::Arc;

/// Index into [`History::items`].
pub type ItemId = u32;

/// Mass by source, `(root item, kilograms)`, ordered by root: what a thing is made of in the simulator's own books.
pub type Mass = Vec<(ItemId, f64)>;

/// A machine.
#[derive(Debug, Clone, PartialEq)]
pub struct Machine {
    /// Asset name.
    pub asset: String,
    /// Line, from 0.
    pub line: u32,
    /// Index into the scenario's stages.
    pub stage: usize,
}

/// A machine changed its state.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Index into [`History::machines`].
    pub machine: u32,
    /// When.
    pub at: Micros,
    /// `RUN`, `SETUP`, `MICRO STOP`, `DOWN`, `MAINTENANCE`, `STARVED` or `BLOCKED`.
    pub state: &'static str,
    /// Stop reason, where there is one.
    pub reason: &'static str,
    /// Index into [`History::orders`].
    pub order: Option<u32>,
}

/// What a test said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Good.
    Pass,
    /// Back once, then tested again.
    Rework,
    /// Scrap.
    Scrap,
}

/// A machine worked on a thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it was called after the step.
    pub item: ItemId,
    /// Index into [`History::machines`].
    pub machine: u32,
    /// At which of its positions, from 1; 0 where the machine is one place.
    pub position: u32,
    /// Order of the thing.
    pub order: u32,
    /// Start.
    pub start: Micros,
    /// End.
    pub end: Micros,
    /// The verdict, for a test.
    pub verdict: Option<Verdict>,
}

/// What a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemKind {
    /// A lot as delivered.
    RawLot,
    /// Drawn from a lot for the laboratory.
    Sample,
    /// What is in a vessel between two cleanings.
    Vessel,
    /// A unit.
    Serial,
    /// A lot made of units.
    Lot,
    /// A box or a pallet.
    Container,
}

/// A thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its identifier, the same everywhere.
    pub id: String,
    /// What it is.
    pub kind: ItemKind,
    /// Product or material.
    pub product: Arc<str>,
    /// Who delivered it.
    pub supplier: Arc<str>,
    /// Unit of its quantities; empty = pieces.
    pub unit: Arc<str>,
    /// Mass by source, where it has any.
    pub mass: Mass,
    /// What a vessel still held when it was cleaned, by source: in no record, but in the thing.
    pub hidden: Mass,
}

/// Material went in, things came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Transformation {
    /// Its number.
    pub event: String,
    /// When.
    pub at: Micros,
    /// Index into [`History::machines`]; absent for vessels and the laboratory.
    pub machine: Option<u32>,
    /// Order.
    pub order: Option<u32>,
    /// What went in and how much.
    pub inputs: Vec<(ItemId, f64)>,
    /// What came out and how much.
    pub outputs: Vec<(ItemId, f64)>,
}

/// Something was moved.
#[derive(Debug, Clone, PartialEq)]
pub struct Movement {
    /// What.
    pub item: ItemId,
    /// When.
    pub at: Micros,
    /// From.
    pub from: String,
    /// To.
    pub to: String,
    /// `receive`, `move` or `ship`.
    pub kind: &'static str,
    /// Delivery note or order.
    pub document: String,
    /// Customer or supplier.
    pub party: String,
    /// How much, for lots.
    pub quantity: Option<f64>,
}

/// Something was where it was.
#[derive(Debug, Clone, PartialEq)]
pub struct Position {
    /// What.
    pub item: ItemId,
    /// Where: index into [`History::places`].
    pub place: u32,
    /// From.
    pub from: Micros,
    /// To; absent = to the end.
    pub to: Option<Micros>,
}

/// Something went into a container or came out.
#[derive(Debug, Clone, PartialEq)]
pub struct Packed {
    /// The container.
    pub parent: ItemId,
    /// What; absent = everything comes out.
    pub child: Option<ItemId>,
    /// When.
    pub at: Micros,
    /// In or out.
    pub add: bool,
}

/// A reader could have read something.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// What.
    pub item: ItemId,
    /// Index into the scenario's readers.
    pub reader: usize,
    /// When it truly passed (UTC microseconds).
    pub passed: Micros,
    /// What the reader's clock said (UTC microseconds); absent = it was missed.
    pub logged: Option<Micros>,
    /// It was elsewhere.
    pub ghost: bool,
    /// Signal strength.
    pub strength: Option<i32>,
}

/// Pieces at a machine's counter.
#[derive(Debug, Clone, PartialEq)]
pub struct CounterRead {
    /// Index into [`History::machines`].
    pub machine: u32,
    /// When.
    pub at: Micros,
    /// What it showed.
    pub value: u32,
    /// Order being made.
    pub order: u32,
}

/// A measured value.
#[derive(Debug, Clone, PartialEq)]
pub struct Measurement {
    /// Index into [`History::machines`].
    pub machine: u32,
    /// When.
    pub at: Micros,
    /// Thousandths.
    pub value: i64,
}

/// A work order.
#[derive(Debug, Clone, PartialEq)]
pub struct Order {
    /// Its number.
    pub id: String,
    /// Index into the scenario's products.
    pub product: usize,
    /// Units to start.
    pub quantity: u32,
    /// When its first unit was started.
    pub started: Micros,
}

/// Something planted: what one should find.
#[derive(Debug, Clone, PartialEq)]
pub struct Planted {
    /// What kind: the name of the cause, loss or change.
    pub kind: String,
    /// What it concerns: a lot, a machine, a unit, an order …
    pub what: String,
    /// From (working time), where it has a time.
    pub from: Option<Micros>,
    /// To.
    pub to: Option<Micros>,
    /// In words.
    pub note: String,
}

/// How much faster a machine would have made the plant.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// From.
    pub from: Micros,
    /// To.
    pub to: Micros,
    /// Index into [`History::machines`].
    pub machine: u32,
    /// Units that its line finished in the period.
    pub units: u32,
    /// Units that it would have finished with this machine 1 % faster.
    pub faster: u32,
}

/// Everything that happened.
#[derive(Debug, Clone, Default, PartialEq)]
#[allow(missing_docs, reason = "each is documented at its type")]
pub struct History {
    pub machines: Vec<Machine>,
    /// Names of places, each once.
    pub places: Vec<String>,
    pub orders: Vec<Order>,
    pub items: Vec<Item>,
    /// Per machine in time order.
    pub states: Vec<State>,
    /// Per line in order of their ends.
    pub steps: Vec<Step>,
    pub transformations: Vec<Transformation>,
    pub movements: Vec<Movement>,
    pub positions: Vec<Position>,
    pub packed: Vec<Packed>,
    pub reads: Vec<Read>,
    pub counters: Vec<CounterRead>,
    pub measurements: Vec<Measurement>,
    pub planted: Vec<Planted>,
    pub sensitivities: Vec<Sensitivity>,
}

impl History {
    /// A new thing.
    pub(crate) fn item(&mut self, id: String, kind: ItemKind, product: &Arc<str>) -> ItemId {
        let none: Arc<str> = Arc::from("");
        self.items.push(Item {
            id,
            kind,
            product: Arc::clone(product),
            supplier: Arc::clone(&none),
            unit: none,
            mass: Vec::new(),
            hidden: Vec::new(),
        });
        self.items.len() as ItemId - 1
    }

    /// The number of a place; the first mention makes it. There are few.
    pub(crate) fn place(&mut self, name: &str) -> u32 {
        let known = self.places.iter().position(|place| place == name);
        known.unwrap_or_else(|| {
            self.places.push(name.to_owned());
            self.places.len() - 1
        }) as u32
    }

    /// The name of a machine, or of a position in it (from 1).
    pub fn spot(&self, machine: u32, position: u32) -> String {
        let asset = &self.machines[machine as usize].asset;
        if position == 0 { asset.clone() } else { format!("{asset}/{position}") }
    }

    /// Notes where something was, unless it was only passing.
    pub(crate) fn was(&mut self, item: ItemId, place: u32, from: Micros, to: Option<Micros>) {
        if to.is_none_or(|to| to > from) {
            self.positions.push(Position { item, place, from, to });
        }
    }

    /// How many records its export in Floorlens tables has, about.
    pub fn events(&self) -> usize {
        let tested = self.steps.iter().filter(|s| s.verdict.is_some()).count();
        let rows: usize = self.transformations.iter().map(|t| t.inputs.len() + t.outputs.len()).sum();
        self.states.len()
            + self.steps.len()
            + tested
            + rows
            + self.movements.len()
            + self.packed.len()
            + self.reads.iter().filter(|r| r.logged.is_some()).count()
            + self.counters.len()
            + self.measurements.len()
    }
}

/// Adds `add` times `factor` to `to`, both ordered by source.
pub(crate) fn mix(to: &mut Mass, add: &Mass, factor: f64) {
    for (root, mass) in add {
        match to.binary_search_by_key(root, |(r, _)| *r) {
            Ok(at) => to[at].1 += mass * factor,
            Err(at) => to.insert(at, (*root, mass * factor)),
        }
    }
}

/// Kilograms in all.
pub(crate) fn total(mass: &Mass) -> f64 {
    mass.iter().map(|(_, kg)| kg).sum()
}
