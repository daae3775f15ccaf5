//! Why units fail: planted causes, and the luck of a lot where there is none.

use super::history::{History, Item, Planted, total};
use super::material::Stores;
use super::scenario::{Cause, Scenario};
use crate::sim::Rng;
use floorlens_core::model::Micros;

/// The causes of one line.
pub(super) struct Causes<'a> {
    scenario: &'a Scenario,
    line: u32,
    end: Micros,
    seed: u64,
    /// When the first machine of a step began and ended a planted maintenance interval, by cause.
    intervals: Vec<Option<(Micros, Micros)>>,
}

impl<'a> Causes<'a> {
    pub(super) fn new(scenario: &'a Scenario, seed: u64, line: u32, end: Micros) -> Self {
        Self { scenario, line, end, seed, intervals: vec![None; scenario.causes.len()] }
    }

    fn window(&self, from: f64, to: f64) -> (Micros, Micros) {
        let at = |share: f64| (self.end as f64 * share / 1000.0) as Micros * 1000;
        (at(from), at(to))
    }

    /// What a step adds to the chance to fail, and which pairs it is half of. `first`: on the step's first machine.
    pub(super) fn at_step(&mut self, stage: usize, first: bool, maintenances: u32, now: Micros) -> (f64, u64) {
        let (mut adds, mut marks) = (0.0, 0);
        let here = |step: &str| self.scenario.stage(step) == Some(stage);
        for (n, cause) in self.scenario.causes.iter().enumerate() {
            match cause {
                Cause::AfterMaintenance { step, nth, adds: more } if first && here(step) && maintenances == *nth => {
                    adds += more;
                    let interval = self.intervals[n].get_or_insert((now, now));
                    interval.1 = now;
                }
                Cause::Window { step, from, to, adds: more } if here(step) => {
                    let (from, to) = self.window(*from, *to);
                    if (from..to).contains(&now) {
                        adds += more;
                    }
                }
                Cause::Drift { step, from, to, adds: more } if first && here(step) => {
                    let (from, to) = self.window(*from, *to);
                    if (from..to).contains(&now) {
                        adds += more * (now - from) as f64 / (to - from) as f64;
                    }
                }
                Cause::Pair { step, .. } if first && here(step) => marks |= 1 << (n % 64),
                _ => {}
            }
        }
        (adds, marks)
    }

    /// The chance to fail that material and luck give a thing at its test.
    pub(super) fn at_test(&self, item: &Item, marks: u64, history: &History, stores: &Stores) -> f64 {
        let all = total(&item.mass) + total(&item.hidden);
        let share = |kg: f64| if all > 0.0 { kg / all } else { 0.0 };
        let mut chance = self.scenario.fails;
        if self.scenario.lot_effect > 0.0
            && let Some((root, _)) = item.mass.first()
        {
            // The same lot has the same luck for every unit; it has nothing to do with anything that is recorded.
            let mut luck = Rng::new(self.seed, &history.items[*root as usize].id);
            chance *= libm::exp(luck.normal(0.0, self.scenario.lot_effect));
        }
        for (n, cause) in self.scenario.causes.iter().enumerate() {
            match cause {
                Cause::Lot { material, nth, adds } => {
                    let lot = self.scenario.material(material).and_then(|m| stores.lots[m].get(*nth));
                    let kg = lot.and_then(|lot| item.mass.iter().find(|(root, _)| root == lot)).map_or(0.0, |m| m.1);
                    // Nearly all of a unit's mass may be of another material: the dose is the share of this one.
                    let same: f64 = item
                        .mass
                        .iter()
                        .filter(|(root, _)| &*history.items[*root as usize].product == material)
                        .map(|m| m.1)
                        .sum();
                    chance += if same > 0.0 { adds * kg / same } else { 0.0 };
                }
                Cause::Pair { material, supplier, adds, .. } if marks & 1 << (n % 64) != 0 => {
                    let from = |root: u32| {
                        let lot = &history.items[root as usize];
                        &*lot.product == material && &*lot.supplier == supplier
                    };
                    if item.mass.iter().any(|(root, kg)| *kg > 0.0 && from(*root)) {
                        chance += adds;
                    }
                }
                Cause::Heel { adds, .. } => chance += adds * share(total(&item.hidden)),
                _ => {}
            }
        }
        chance.min(0.95)
    }

    /// Notes what was planted, with the names it got.
    pub(super) fn plant(self, history: &mut History, stores: &Stores) {
        let first = |step: &str| format!("L{:02}-{}1", self.line + 1, step.to_uppercase());
        for (n, cause) in self.scenario.causes.iter().enumerate() {
            let mut note = |kind: &str, what: String, when: Option<(Micros, Micros)>, note: String| {
                history.planted.push(Planted {
                    kind: kind.to_owned(),
                    what,
                    from: when.map(|w| w.0),
                    to: when.map(|w| w.1),
                    note,
                });
            };
            match cause {
                Cause::Lot { material, nth, adds } => {
                    let lot = self.scenario.material(material).and_then(|m| stores.lots[m].get(*nth)).copied();
                    if let Some(lot) = lot {
                        let id = history.items[lot as usize].id.clone();
                        history.planted.push(Planted {
                            kind: "bad-lot".to_owned(),
                            what: id,
                            from: None,
                            to: None,
                            note: format!(
                                "Its share of the {material} in a unit, times {adds}, is added to the chance to fail."
                            ),
                        });
                    }
                }
                Cause::AfterMaintenance { step, adds, .. } => {
                    if let Some(interval) = self.intervals[n] {
                        note(
                            "after-maintenance",
                            first(step),
                            Some(interval),
                            format!("Until the next maintenance {adds} is added to the chance to fail."),
                        );
                    }
                }
                Cause::Window { step, from, to, adds } => {
                    let window = self.window(*from, *to);
                    note(
                        "time-window",
                        step.clone(),
                        Some(window),
                        format!("Units that passed {step} in this time fail with {adds} more."),
                    );
                }
                Cause::Pair { material, supplier, step, adds } => {
                    let what = format!("{supplier} × {}", first(step));
                    note(
                        "pair",
                        what,
                        None,
                        format!("{material} of {supplier} on this machine fails with {adds} more; neither alone."),
                    );
                }
                Cause::Drift { step, from, to, adds } => {
                    let window = self.window(*from, *to);
                    note(
                        "drift",
                        first(step),
                        Some(window),
                        format!("The channel creeps up, and the chance to fail with it, up to {adds} more."),
                    );
                }
                Cause::Heel { material, adds } => {
                    note(
                        "heel",
                        material.clone(),
                        None,
                        format!("What stayed in the vessel when it was cleaned: its share, times {adds}, is added."),
                    );
                }
            }
        }
        if self.scenario.causes.is_empty() && self.scenario.lot_effect > 0.0 && self.line == 0 {
            history.planted.push(Planted {
                kind: "none".to_owned(),
                what: String::new(),
                from: None,
                to: None,
                note: "Nothing is planted: lots differ by luck alone, so units of a lot fail together.".to_owned(),
            });
        }
    }
}
