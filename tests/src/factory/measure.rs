//! What sensors say: a channel every ten minutes, creeping up before a breakdown and with a planted drift.

use super::history::{History, Measurement};
use super::scenario::{Cause, Scenario};
use crate::sim::{Rng, SECOND};
use floorlens_core::model::Micros;

const EVERY: Micros = 600 * SECOND;
/// A breakdown announces itself so long before.
const LEAD: Micros = 2 * 3600 * SECOND;

/// Values of every machine of a line that has a channel.
pub(super) fn measure(scenario: &Scenario, seed: u64, line: u32, end: Micros, history: &mut History) {
    for machine in 0..history.machines.len() {
        let this = &history.machines[machine];
        let stage = &scenario.stages[this.stage];
        if this.line != line || stage.channel.is_empty() {
            continue;
        }
        let mut luck = Rng::new(seed, &format!("{} {}", this.asset, stage.channel));
        let first = this.asset.ends_with('1');
        let down = |s: &&super::history::State| s.machine as usize == machine && s.state == "DOWN";
        let breakdowns: Vec<Micros> = history.states.iter().filter(down).map(|s| s.at).collect();
        let mut next = 0;
        let mut at = 0;
        while at < end {
            while breakdowns.get(next).is_some_and(|b| *b < at) {
                next += 1;
            }
            let ahead = breakdowns.get(next).map_or(LEAD, |b| (b - at).min(LEAD));
            let mut value = luck.normal(58.0, 0.8) + 9.0 * (1.0 - ahead as f64 / LEAD as f64);
            for cause in &scenario.causes {
                if let Cause::Drift { step, from, to, .. } = cause
                    && first
                    && *step == stage.step
                {
                    let share = at as f64 / end as f64;
                    if (*from..*to).contains(&share) {
                        value += 8.0 * (share - from) / (to - from);
                    }
                }
            }
            history.measurements.push(Measurement { machine: machine as u32, at, value: (value * 1000.0) as i64 });
            at += EVERY;
        }
    }
}
