//! What truly happened, in working time, before anyone exports it.

use floorlens_core::model::Micros;

/// A station changed its state.
#[derive(Debug, Clone, PartialEq)]
pub struct StateChange {
    /// Index into [`super::Plant::stations`].
    pub station: usize,
    /// When (working time).
    pub at: Micros,
    /// `RUN`, `SETUP`, `MINOR STOP`, `DOWN`, `STARVED` or `BLOCKED`.
    pub state: &'static str,
    /// Stop reason, where there is one.
    pub reason: String,
    /// Order and product that were being worked on: the order's number in sequence.
    pub order: Option<u32>,
}

/// A unit was worked on.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Index into [`History::units`].
    pub unit: usize,
    /// Index into [`super::Plant::stations`].
    pub station: usize,
    /// Start (working time).
    pub start: Micros,
    /// End (working time).
    pub end: Micros,
    /// The verdict, for a test.
    pub verdict: Option<Verdict>,
}

/// What a test said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Good.
    Pass,
    /// Ground once more, then tested again.
    Rework,
    /// Scrap.
    Scrap,
}

/// A unit, from its cut on.
#[derive(Debug, Clone, PartialEq)]
pub struct Unit {
    /// Its order, by number in sequence.
    pub order: u32,
    /// Index into [`History::raw_lots`].
    pub raw_lot: usize,
    /// Index into [`History::bushing_lots`], once assembled.
    pub bushing_lot: Option<usize>,
    /// Times it was reworked.
    pub reworked: u32,
}

/// A lot that was delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Lot {
    /// Its number.
    pub id: String,
    /// Its supplier.
    pub supplier: &'static str,
    /// When its first piece was used (working time).
    pub opened: Micros,
}

/// Everything that happened.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// In time order.
    pub states: Vec<StateChange>,
    /// In order of their ends.
    pub steps: Vec<Step>,
    /// In order of their cuts.
    pub units: Vec<Unit>,
    /// In order of use.
    pub raw_lots: Vec<Lot>,
    /// In order of use.
    pub bushing_lots: Vec<Lot>,
}
