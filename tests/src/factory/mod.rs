//! Plants with known truth, from a few lines of text: seeded, byte-reproducible, from ten thousand events to ten millions.
//!
//! ```text
//! scenario/      the text of a scenario; all scenarios are in tests/scenarios
//! clock.rs       shifts, breaks, holidays, the clock change; working time ↔ wall time
//! history.rs     what truly happened
//! line/          the discrete-event simulation: stages, buffers, blocked and starved, rework, merge, split
//! machine.rs     one cycle of one machine
//! material/      lots that are used up, vessels in which they mix; mass by source
//! quality.rs     why units fail
//! logistics.rs   boxes, pallets that come back, lorries, customers, returns
//! reads.rs       what readers make of what passes
//! measure.rs     what sensors say
//! bottleneck.rs  which machine limits, by simulating each a little faster
//! dirt.rs        what is wrong with the files
//! ancestry.rs    what is in what, by a sweep through the true events
//! truth.rs       the answers, as files
//! export/        the history as the files a plant would have
//! files.rs       everything that is written for a plant
//! ```
//!
//! [`crate::sim`] is the older simulator of one line, which makes the sample plant that the page offers.

pub mod ancestry;
mod bottleneck;
pub mod clock;
pub mod dirt;
pub mod export;
pub mod files;
pub mod history;
mod line;
mod logistics;
mod machine;
mod material;
mod measure;
mod quality;
mod reads;
pub mod scenario;
pub mod truth;

use clock::Clock;
use floorlens_core::model::Micros;
use history::History;
use scenario::Scenario;

use crate::sim::SECOND;

/// More events than this, and one more line is built.
const EVENTS_PER_LINE: u64 = 400_000;
/// Lines at most.
const LINES: u64 = 40;
/// What the rate of events is taken from.
const TRIAL: Micros = 10 * 3600 * SECOND;

/// A simulated plant.
pub struct Plant {
    /// What it is.
    pub scenario: Scenario,
    /// Its random numbers.
    pub seed: u64,
    /// When it worked.
    pub clock: Clock,
    /// How many lines it has, the hall in which they meet included.
    pub lines: u32,
    /// What happened in it.
    pub history: History,
}

impl Plant {
    /// Simulates until there are about `events` records. The same arguments give the same plant.
    pub fn new(scenario: Scenario, seed: u64, events: u64) -> Result<Self, String> {
        let least = scenario.lines.max(1);
        let lines = (events.div_ceil(EVENTS_PER_LINE).clamp(1, LINES) as u32).max(least);
        let trial = Self::run(scenario, seed, least, TRIAL)?;
        let per_line = trial.history.events().max(1) as f64 / f64::from(least);
        let wanted = events as f64 / f64::from(lines) * TRIAL as f64 / per_line;
        let working = (wanted / 1e9) as Micros * 1000 * SECOND;
        Self::run(trial.scenario, seed, lines, working.max(3600 * SECOND))
    }

    /// Simulates so many lines for so much working time, and the hall in which they meet where the scenario has one.
    pub fn run(scenario: Scenario, seed: u64, lines: u32, working: Micros) -> Result<Self, String> {
        let clock = Clock::new(&scenario.calendar, working)?;
        let mut history = History::default();
        let meet = scenario.own_stages() < scenario.stages.len();
        let mut fed = line::Finished::new();
        for line in 0..lines {
            let run = line::Run { scenario: &scenario, seed, line, end: working, faster: None, fed: None };
            let first = history.machines.len();
            let finished = line::simulate(&run, &mut history);
            bottleneck::measure(&run, first, &finished, &mut history);
            if meet {
                fed.extend(&finished);
            }
            leave(&run, &clock, if meet { &[] } else { &finished }, &mut history);
        }
        if meet {
            // What two lines give in one instant comes in the order of the lines.
            fed.sort_by_key(|(_, _, at)| *at);
            let run = line::Run { scenario: &scenario, seed, line: lines, end: working, faster: None, fed: Some(&fed) };
            let finished = line::simulate(&run, &mut history);
            leave(&run, &clock, &finished, &mut history);
        }
        Ok(Self { scenario, seed, clock, lines: lines + u32::from(meet), history })
    }

    /// The name of a line, or of the hall in which lines meet.
    pub fn line_name(&self, line: u32) -> String {
        let meet = self.scenario.own_stages() < self.scenario.stages.len();
        if meet && line + 1 == self.lines { "Hall".to_owned() } else { format!("Line {}", line + 1) }
    }
}

/// What becomes of what a line finished, and what is read and measured on the way.
fn leave(run: &line::Run<'_>, clock: &Clock, finished: &[line::Left], history: &mut History) {
    let (scenario, seed, line, end) = (run.scenario, run.seed, run.line, run.end);
    let passages = logistics::ship(scenario, seed, line, end, finished, history);
    reads::read(scenario, seed, line, clock, &passages, history);
    measure::measure(scenario, seed, line, end, history);
}
