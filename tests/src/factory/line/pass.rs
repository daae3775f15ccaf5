//! The way from stage to stage, and what is planted on it.

use super::Line;
use crate::factory::history::{ItemId, Planted, Verdict};
use crate::factory::scenario::{Kind, Loss};

impl Line<'_> {
    /// Moves pieces that are done to the next buffer while there is room.
    pub(super) fn pass_on(&mut self, station: usize) -> bool {
        let stage = self.stations[station].stage;
        let scenario = self.run.scenario;
        let mut moved = false;
        while let Some(&piece) = self.stations[station].out.front() {
            match self.pieces[piece].verdict {
                Some(Verdict::Rework) => {
                    self.pieces[piece].reworked = true;
                    let back = scenario.stage(&scenario.stages[stage].rework_to).unwrap_or(stage);
                    // Rework goes before everything else and may overfill the buffer, or the line could lock itself.
                    self.waiting[back].push_front(piece);
                }
                Some(Verdict::Scrap) => {
                    let place = self.history.place("Scrap");
                    self.history.was(self.pieces[piece].item, place, self.now, None);
                }
                _ if stage + 1 == self.run.stages().end => {
                    self.finished.push((self.pieces[piece].item, self.pieces[piece].order, self.now));
                }
                _ => {
                    let next = &scenario.stages[stage + 1];
                    let room = if next.kind == Kind::Merge {
                        scenario.buffer.max(2 * next.into as usize)
                    } else {
                        scenario.buffer
                    };
                    if self.waiting[stage + 1].len() >= room {
                        return moved;
                    }
                    self.enter(piece, stage + 1);
                }
            }
            self.stations[station].out.pop_front();
            moved = true;
        }
        moved
    }

    /// A piece comes before a stage; what is planted there may happen to it.
    fn enter(&mut self, piece: usize, stage: usize) {
        let scenario = self.run.scenario;
        let (item, order) = (self.pieces[piece].item, self.pieces[piece].order);
        let id = self.history.items[item as usize].id.clone();
        let number = &self.history.orders[order as usize].id;
        let nth = number.parse::<u32>().unwrap_or(0) % 10_000;
        let here = |step: &String| scenario.stage(step) == Some(stage);
        for (n, loss) in scenario.losses.iter().enumerate() {
            let planted = |kind: &str, what: &str, note: String| Planted {
                kind: kind.to_owned(),
                what: what.to_owned(),
                from: Some(self.now),
                to: None,
                note,
            };
            match loss {
                Loss::VanishUnit { step, every } if here(step) => {
                    self.passed[n] += 1;
                    if self.passed[n].is_multiple_of((*every).max(1)) {
                        let note = format!("It was on its way to {step} and was never seen again.");
                        self.history.planted.push(planted("vanished-unit", &id, note));
                        return;
                    }
                }
                Loss::SkipStep { step, every } if here(step) && stage + 1 < self.run.stages().end => {
                    self.passed[n] += 1;
                    if self.passed[n].is_multiple_of((*every).max(1)) {
                        self.history.planted.push(planted("wrong-route", &id, format!("It left out {step}.")));
                        self.waiting[stage + 1].push_back(piece);
                        return;
                    }
                }
                Loss::StallOrder { step, order: stalled } if here(step) && nth == *stalled => {
                    self.passed[n] += 1;
                    if self.passed[n] == 1 {
                        let note = format!("Its pieces stand before {step} and nobody touches them again.");
                        self.history.planted.push(planted("stalled-order", number, note));
                    }
                    let place = self.history.place(&format!("Before {step} {}", self.run.line + 1));
                    self.history.was(item, place, self.now, None);
                    return;
                }
                _ => {}
            }
        }
        self.waiting[stage].push_back(piece);
    }

    /// What is still in the line at the end stands where it stands.
    pub(super) fn close(&mut self) {
        for stage in 1..self.waiting.len() {
            let step = &self.run.scenario.stages[stage].step;
            let place = self.history.place(&format!("Before {step} {}", self.run.line + 1));
            for piece in &self.waiting[stage] {
                self.history.was(self.pieces[*piece].item, place, self.pieces[*piece].since, None);
            }
        }
        for station in 0..self.stations.len() {
            let this = &self.stations[station];
            let (machine, started, idle) = (this.machine, this.started, this.busy.is_empty());
            let here: Vec<usize> = this.busy.iter().chain(&this.out).copied().collect();
            for piece in here.into_iter().filter(|p| self.pieces[*p].item != ItemId::MAX).collect::<Vec<_>>() {
                let place = self.spot(machine, piece);
                let from = if idle { self.pieces[piece].since } else { started };
                self.history.was(self.pieces[piece].item, place, from.min(self.run.end), None);
            }
        }
    }
}
