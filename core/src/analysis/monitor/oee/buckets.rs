//! Times and quantities of one asset in one window: everything that OEE is computed from. Roll-ups add buckets; nothing ever averages a
//! percentage.
//!
//! ```text
//! all      ████████████████████████████████████████
//! planned     ██████████████████████████████████       PBT
//! run         ███████  ███████████    ██████           APT
//! setup              ██                                AUST
//! unknown                             no record        counts as not running, and the coverage says how much it is
//! ```

use crate::model::Micros;
use std::collections::BTreeSet;

/// What must be known, in plain words.
pub(in crate::analysis::monitor) type Needs = BTreeSet<String>;

/// A value, or what is needed to know it.
pub(in crate::analysis::monitor) type Known<T> = Result<T, Needs>;

/// Something is needed.
pub(in crate::analysis::monitor) fn needs<T>(what: impl Into<String>) -> Known<T> {
    Err(Needs::from([what.into()]))
}

/// Times and quantities of one asset (or the sum over several) in one window.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::analysis::monitor) struct Buckets {
    /// All time: the window, per asset.
    pub(in crate::analysis::monitor) all: Micros,
    /// PBT, planned busy time.
    pub(in crate::analysis::monitor) planned: Known<Micros>,
    /// APT, production time inside planned busy time.
    pub(in crate::analysis::monitor) run: Known<Micros>,
    /// AUST, set-up time inside planned busy time.
    pub(in crate::analysis::monitor) setup: Micros,
    /// Planned busy time of which no record says anything.
    pub(in crate::analysis::monitor) unknown: Micros,
    /// PQ, pieces made.
    pub(in crate::analysis::monitor) made: Known<f64>,
    /// GQ, good pieces.
    pub(in crate::analysis::monitor) good: Known<f64>,
    /// Σ PRI·PQ in seconds: how long what was made had ideally taken.
    pub(in crate::analysis::monitor) ideal_made: Known<f64>,
    /// Σ PRI·GQ in seconds: how long what is good had ideally taken.
    pub(in crate::analysis::monitor) ideal_good: Known<f64>,
    /// The different ideal times per piece (PRI, as bits of seconds).
    pub(in crate::analysis::monitor) ideals: BTreeSet<u64>,
}

impl Buckets {
    /// Nothing at all: where a sum begins.
    pub(in crate::analysis::monitor) fn zero() -> Self {
        Self {
            all: 0,
            planned: Ok(0),
            run: Ok(0),
            setup: 0,
            unknown: 0,
            made: Ok(0.0),
            good: Ok(0.0),
            ideal_made: Ok(0.0),
            ideal_good: Ok(0.0),
            ideals: BTreeSet::new(),
        }
    }

    /// Adds the buckets of another asset or window. What either needs, the sum needs.
    pub(in crate::analysis::monitor) fn add(&mut self, other: &Self) {
        self.all = self.all.saturating_add(other.all);
        self.setup = self.setup.saturating_add(other.setup);
        self.unknown = self.unknown.saturating_add(other.unknown);
        self.ideals.extend(&other.ideals);
        plus(&mut self.planned, &other.planned, Micros::saturating_add);
        plus(&mut self.run, &other.run, Micros::saturating_add);
        plus(&mut self.made, &other.made, |a, b| a + b);
        plus(&mut self.good, &other.good, |a, b| a + b);
        plus(&mut self.ideal_made, &other.ideal_made, |a, b| a + b);
        plus(&mut self.ideal_good, &other.ideal_good, |a, b| a + b);
    }

    /// PRI in seconds, when all pieces have the same.
    pub(in crate::analysis::monitor) fn ideal(&self) -> Option<f64> {
        let mut all = self.ideals.iter();
        let first = all.next()?;
        all.next().is_none().then(|| f64::from_bits(*first))
    }
}

/// Two knowns, or the needs of both.
pub(in crate::analysis::monitor) fn both<A: Copy, B: Copy>(a: &Known<A>, b: &Known<B>) -> Known<(A, B)> {
    match (a, b) {
        (Ok(a), Ok(b)) => Ok((*a, *b)),
        (Err(a), Err(b)) => Err(a | b),
        (Err(e), Ok(_)) | (Ok(_), Err(e)) => Err(e.clone()),
    }
}

fn plus<T: Copy>(sum: &mut Known<T>, term: &Known<T>, add: impl Fn(T, T) -> T) {
    *sum = both(sum, term).map(|(a, b)| add(a, b));
}
