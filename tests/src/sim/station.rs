//! One cycle of one station: how long it runs, where a minor stop or a breakdown interrupts it.

use super::{Plant, Rng, SECOND};
use floorlens_core::model::Micros;

/// A part of a cycle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) state: &'static str,
    pub(super) reason: String,
    pub(super) length: Micros,
}

/// What a station carries from cycle to cycle.
#[derive(Debug, Clone)]
pub(super) struct Wear {
    /// Running time left until the next breakdown.
    until_breakdown: Micros,
    rng: Rng,
}

impl Wear {
    pub(super) fn new(plant: &Plant, station: usize, seed: u64) -> Self {
        let mut rng = Rng::new(seed, plant.stations[station].asset);
        let until_breakdown = rng.exponential(plant.stations[station].mtbf as f64) as Micros;
        Self { until_breakdown, rng }
    }

    /// The parts of one cycle on `product`, after a change-over from `from` if that is another product.
    pub(super) fn cycle(&mut self, plant: &Plant, station: usize, product: usize, from: Option<usize>) -> Vec<Part> {
        let machine = &plant.stations[station];
        let mut parts = Vec::new();
        if let Some(from) = from.filter(|from| *from != product && machine.setup > 0) {
            let reason = format!("Change-over {} → {}", plant.products[from].id, plant.products[product].id);
            let length = self.around(machine.setup, 0.2);
            parts.push(Part { state: "SETUP", reason, length });
        }
        // Real cycles are a little slower than ideal, never faster.
        let slow = 1.0 + libm::fabs(self.rng.normal(0.02, 0.02));
        let run = milliseconds(machine.ideal[product] as f64 * slow);
        let mut ran = 0;
        if self.rng.chance(machine.minor_stop) {
            ran = milliseconds(run as f64 * self.rng.unit());
            parts.push(Part { state: "RUN", reason: String::new(), length: ran });
            let length = milliseconds(self.rng.between(15.0, 170.0) * SECOND as f64);
            parts.push(Part { state: "MINOR STOP", reason: machine.minor_reason.to_owned(), length });
        }
        if self.until_breakdown < run - ran {
            let before = self.until_breakdown.max(SECOND).min(run - ran);
            parts.push(Part { state: "RUN", reason: String::new(), length: before });
            ran += before;
            let broken = self.rng.pick(&machine.breakdowns).clone();
            let length = self.around(broken.repair, 0.45);
            parts.push(Part { state: "DOWN", reason: broken.reason.to_owned(), length });
            self.until_breakdown = self.rng.exponential(machine.mtbf as f64) as Micros;
        } else {
            self.until_breakdown -= run - ran;
        }
        parts.push(Part { state: "RUN", reason: String::new(), length: run - ran });
        parts.retain(|p| p.length > 0);
        parts
    }

    fn around(&mut self, mean: Micros, spread: f64) -> Micros {
        let factor = self.rng.normal(1.0, spread).clamp(0.3, 3.0);
        milliseconds(mean as f64 * factor)
    }
}

/// Machines log milliseconds.
fn milliseconds(micros: f64) -> Micros {
    (micros / 1000.0) as Micros * 1000
}
