//! The true bottleneck: the machine whose 1 % speed-up raises throughput most. Each machine of a line is made faster in a simulation of its own, with
//! the same luck, and what leaves the line is counted again per period.

use super::history::{History, Sensitivity};
use super::line::{Finished, Run, simulate};
use floorlens_core::model::Micros;

/// Fills [`History::sensitivities`] for a line whose machines stand at `first..` in the history.
pub(super) fn measure(run: &Run<'_>, first: usize, finished: &Finished, history: &mut History) {
    let periods = run.scenario.bottleneck_periods;
    if periods == 0 {
        return;
    }
    let edge = |n: u32| run.end * Micros::from(n) / Micros::from(periods);
    let count = |finished: &Finished, n: u32| {
        let from = finished.partition_point(|f| f.2 < edge(n));
        (finished.partition_point(|f| f.2 < edge(n + 1)) - from) as u32
    };
    for machine in 0..history.machines.len() - first {
        let faster = simulate(&Run { faster: Some(machine), ..*run }, &mut History::default());
        for n in 0..periods {
            history.sensitivities.push(Sensitivity {
                from: edge(n),
                to: edge(n + 1),
                machine: (first + machine) as u32,
                units: count(finished, n),
                faster: count(&faster, n),
            });
        }
    }
}
