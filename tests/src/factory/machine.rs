//! One cycle of one machine: how long it runs, where a micro-stop, a breakdown or maintenance interrupts it.

use super::scenario::Stage;
use crate::sim::{Rng, SECOND};
use floorlens_core::model::Micros;

/// A part of a cycle.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Part {
    pub(super) state: &'static str,
    pub(super) reason: &'static str,
    pub(super) length: Micros,
}

/// Reasons of breakdowns with their alarm codes; every machine has two of its own.
pub(super) const BREAKDOWNS: [(&str, &str); 6] = [
    ("Hydraulic pressure low", "ALM-410"),
    ("Spindle drive fault", "ALM-221"),
    ("Gripper lost part", "ALM-117"),
    ("Coolant pump blocked", "ALM-305"),
    ("Axis position deviation", "ALM-142"),
    ("Safety door switch", "ALM-090"),
];

/// The alarm code of a breakdown.
pub(super) fn alarm_code(reason: &str) -> &'static str {
    BREAKDOWNS.iter().find(|(name, _)| *name == reason).map_or("", |(_, code)| code)
}

/// What a machine carries from cycle to cycle. Cycles and breakdowns draw from streams of their own, so that a machine that runs faster has the
/// same breakdowns after the same running time.
pub(super) struct Wear {
    cycles: Rng,
    repairs: Rng,
    until_breakdown: Micros,
    until_maintenance: Micros,
    /// Maintenances so far.
    pub(super) maintenances: u32,
    reasons: [&'static str; 2],
    /// Factor on every cycle.
    pub(super) pace: f64,
}

impl Wear {
    pub(super) fn new(stage: &Stage, asset: &str, seed: u64) -> Self {
        let mut repairs = Rng::new(seed, &format!("{asset} repairs"));
        let reasons = [0, 1].map(|_| repairs.pick(&BREAKDOWNS).0);
        let mut wear = Self {
            cycles: Rng::new(seed, &format!("{asset} cycles")),
            repairs,
            until_breakdown: Micros::MAX,
            until_maintenance: if stage.maintenance_h > 0.0 { hours(stage.maintenance_h) } else { Micros::MAX },
            maintenances: 0,
            reasons,
            pace: 1.0,
        };
        wear.until_breakdown = wear.next_breakdown(stage);
        wear
    }

    fn next_breakdown(&mut self, stage: &Stage) -> Micros {
        if stage.mtbf_h > 0.0 { hours(self.repairs.exponential(stage.mtbf_h)).max(SECOND) } else { Micros::MAX }
    }

    /// The parts of one cycle, after a change-over if one is needed. `factor` is the product's on this step.
    pub(super) fn cycle(&mut self, stage: &Stage, factor: f64, change_over: bool) -> Vec<Part> {
        let mut parts = Vec::new();
        // Every cycle draws the same number of times, whatever happens in it.
        let slow = 1.0 + libm::fabs(self.cycles.normal(0.015, 0.015));
        let stops = self.cycles.chance(stage.micro);
        let (where_, long, setup) =
            (self.cycles.unit(), self.cycles.between(12.0, 140.0), self.cycles.normal(1.0, 0.2));
        if change_over && stage.setup_min > 0.0 {
            let length = milliseconds(stage.setup_min * 60.0 * setup.clamp(0.4, 2.0));
            parts.push(Part { state: "SETUP", reason: "Change-over", length });
        }
        if self.until_maintenance <= 0 {
            self.until_maintenance = hours(stage.maintenance_h);
            self.maintenances += 1;
            parts.push(Part { state: "MAINTENANCE", reason: "Planned maintenance", length: milliseconds(15.0 * 60.0) });
        }
        let run = milliseconds(stage.cycle * factor * slow * self.pace).max(1000);
        let mut ran = 0;
        if stops {
            ran = (run as f64 * where_ / 1000.0) as Micros * 1000;
            parts.push(Part { state: "RUN", reason: "", length: ran });
            parts.push(Part { state: "MICRO STOP", reason: "Part jammed", length: milliseconds(long) });
        }
        if self.until_breakdown < run - ran {
            let before = (self.until_breakdown / 1000 * 1000).clamp(1000, run - ran);
            parts.push(Part { state: "RUN", reason: "", length: before });
            ran += before;
            let reason = self.reasons[usize::from(self.repairs.chance(0.4))];
            let length = milliseconds(stage.repair_min * 60.0 * self.repairs.normal(1.0, 0.45).clamp(0.3, 3.0));
            parts.push(Part { state: "DOWN", reason, length });
            self.until_breakdown = self.next_breakdown(stage);
        } else {
            self.until_breakdown -= run - ran;
        }
        self.until_maintenance = self.until_maintenance.saturating_sub(run);
        parts.push(Part { state: "RUN", reason: "", length: run - ran });
        parts.retain(|part| part.length > 0);
        parts
    }
}

fn hours(hours: f64) -> Micros {
    milliseconds(hours * 3600.0)
}

/// Seconds as whole milliseconds, which is what machines log.
pub(super) fn milliseconds(seconds: f64) -> Micros {
    (seconds * 1000.0) as Micros * 1000
}
