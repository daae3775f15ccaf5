//! What readers make of what passes: missed reads, ghosts, duplicates, clocks that are ahead or drift.

use super::clock::Clock;
use super::history::{History, ItemId, Read};
use super::logistics::Passage;
use super::scenario::{Reader, Scenario, Technology};
use crate::sim::{Rng, SECOND};
use floorlens_core::model::{Micros, Span};

/// Distance of a beacon's reads.
const BEACON: Micros = 300 * SECOND;

/// Reads of everything that passed, in the order in which it passed.
pub(super) fn read(
    scenario: &Scenario,
    seed: u64,
    line: u32,
    clock: &Clock,
    passages: &[Passage],
    history: &mut History,
) {
    for (n, reader) in scenario.readers.iter().enumerate() {
        let mut luck = Rng::new(seed, &format!("line {line} reader {n}"));
        let steps = scenario.stage(&reader.place).map(|stage| of_steps(stage, line, history));
        let place = history.place(&reader.place);
        let here = |passage: &&Passage| passage.1 == place;
        let own: Vec<Passage> = steps.unwrap_or_else(|| passages.iter().filter(here).copied().collect());
        let mut reads = Vec::new();
        for (k, passage) in own.iter().enumerate() {
            let (item, _, from, to) = *passage;
            let times: Vec<Micros> = match reader.technology {
                Technology::BarCode => vec![clock.wall(from, false)],
                Technology::Rfid => vec![clock.wall(from, false) + 2 * SECOND],
                Technology::Ble => {
                    // Beacons are read in the breaks, too: what counts is the clock on the wall.
                    let span = Span::new(clock.wall(from, false), clock.wall(to, true));
                    (0..(span.length() / BEACON + 1).min(60)).map(|i| span.start + i * BEACON).collect()
                }
            };
            for passed in times {
                let hit = luck.chance(reader.rate);
                reads.push(one(reader, n, item, passed, hit, false, &mut luck, clock));
                if hit && luck.chance(reader.duplicates) {
                    reads.push(one(reader, n, item, passed + 1_400_000, true, false, &mut luck, clock));
                }
            }
            // Something that passed a while ago, or comes later, and is not here.
            if luck.chance(reader.ghosts) && own.len() > 8 {
                let away = 4 + (luck.bits() % (own.len() as u64 - 7)) as usize;
                let other: ItemId = own[(k + away) % own.len()].0;
                if other != item {
                    reads.push(one(
                        reader,
                        n,
                        other,
                        clock.wall(from, false) + 3 * SECOND,
                        true,
                        true,
                        &mut luck,
                        clock,
                    ));
                }
            }
        }
        history.reads.extend(reads);
    }
}

/// Things at the start of a step.
fn of_steps(stage: usize, line: u32, history: &History) -> Vec<Passage> {
    let here = |machine: u32| {
        let machine = &history.machines[machine as usize];
        machine.stage == stage && machine.line == line
    };
    history.steps.iter().filter(|s| here(s.machine)).map(|s| (s.item, 0, s.start, s.end)).collect()
}

#[allow(clippy::too_many_arguments, reason = "one call per kind of read, side by side above")]
fn one(
    reader: &Reader,
    n: usize,
    item: ItemId,
    passed: Micros,
    hit: bool,
    ghost: bool,
    luck: &mut Rng,
    clock: &Clock,
) -> Read {
    let radio = reader.technology != Technology::BarCode;
    let strength = luck.normal(if ghost { -71.0 } else { -53.0 }, 4.0) as i32;
    let since = passed - clock.extent().start;
    let drift = (since as f64 * reader.drift_ppm / 1e6) as Micros;
    let logged = passed + (reader.ahead * 1e3) as Micros * 1000 + drift / 1000 * 1000;
    Read { item, reader: n, passed, logged: hit.then_some(logged), ghost, strength: radio.then_some(strength) }
}
