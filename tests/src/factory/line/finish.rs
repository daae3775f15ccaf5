//! What a cycle gives: new identities with their mass, steps, counts, verdicts.

use super::{Line, Piece};
use crate::factory::history::{CounterRead, ItemId, ItemKind, Mass, Step, Transformation, Verdict, mix};
use crate::factory::scenario::{Counters, Kind};
use std::sync::Arc;

impl Line<'_> {
    pub(super) fn finish(&mut self, station: usize) {
        let this = &mut self.stations[station];
        let (stage, machine, started) = (this.stage, this.machine, this.started);
        let busy = std::mem::take(&mut this.busy);
        let (maintenances, first) =
            (this.wear.maintenances, self.history.machines[machine as usize].asset.ends_with('1'));
        let spec = &self.run.scenario.stages[stage];
        for piece in &busy {
            if self.pieces[*piece].item != ItemId::MAX {
                let place = self.spot(machine, *piece);
                self.history.was(self.pieces[*piece].item, place, started, Some(self.now));
            }
        }
        let made = match spec.kind {
            Kind::Cut | Kind::Join => {
                for piece in &busy {
                    self.transform(stage, machine, &[*piece], &[*piece]);
                }
                busy
            }
            Kind::Merge => {
                let lot = busy[0];
                for other in &busy[1..] {
                    let (fails, marks) = (self.pieces[*other].fails, self.pieces[*other].marks);
                    let piece = &mut self.pieces[lot];
                    piece.fails = piece.fails.max(fails);
                    piece.marks |= marks;
                }
                self.transform(stage, machine, &busy, &[lot]);
                vec![lot]
            }
            Kind::Split => {
                let parent = busy[0];
                let mut parts = vec![parent];
                for _ in 1..spec.into {
                    let Piece { item, quantity, order, position, fails, marks, since, .. } = self.pieces[parent];
                    self.pieces.push(Piece {
                        item,
                        quantity,
                        order,
                        position,
                        reworked: false,
                        fails,
                        marks,
                        verdict: None,
                        since,
                    });
                    parts.push(self.pieces.len() - 1);
                }
                self.transform(stage, machine, &[parent], &parts);
                parts
            }
            Kind::Work | Kind::Test => busy,
        };
        for piece in &made {
            let (adds, marks) = self.causes.at_step(stage, first, maintenances, self.now);
            self.pieces[*piece].fails += adds;
            self.pieces[*piece].marks |= marks;
            let verdict = (spec.kind == Kind::Test).then(|| self.verdict(*piece));
            self.pieces[*piece].since = self.now;
            self.pieces[*piece].verdict = verdict;
            let Piece { item, order, position, .. } = self.pieces[*piece];
            let (start, end) = (started, self.now);
            self.history.steps.push(Step { item, machine, position, order, start, end, verdict });
        }
        self.count(station, &made);
        self.stations[station].out = made.into();
    }

    /// The controller counts what a cycle gave, in one go.
    fn count(&mut self, station: usize, made: &[usize]) {
        if self.run.scenario.counters == Counters::Rolling {
            let this = &mut self.stations[station];
            // The power was off: it starts again.
            let before = if std::mem::take(&mut this.reset) { 0 } else { this.counter };
            this.counter = (before + made.len() as u32) % 10_000;
            let order = self.pieces[made[0]].order;
            self.history.counters.push(CounterRead { machine: this.machine, at: self.now, value: this.counter, order });
        }
    }

    /// Pieces and material become pieces with new identities.
    fn transform(&mut self, stage: usize, machine: u32, from: &[usize], to: &[usize]) {
        let scenario = self.run.scenario;
        let spec = &scenario.stages[stage];
        let order = self.pieces[to[0]].order;
        let nth = self.history.orders[order as usize].id.parse::<u32>().unwrap_or(0) % 10_000;
        let (mut mass, mut hidden) = (Mass::new(), Mass::new());
        let mut inputs = Vec::new();
        for piece in from {
            let item = self.pieces[*piece].item;
            if item != ItemId::MAX {
                mix(&mut mass, &self.history.items[item as usize].mass, 1.0);
                mix(&mut hidden, &self.history.items[item as usize].hidden, 1.0);
                inputs.push((item, f64::from(self.pieces[*piece].quantity)));
            }
        }
        for (name, quantity) in &spec.uses {
            let changed = scenario.changes.iter().rev().find(|c| &c.old == name && nth >= c.from_order);
            let name = changed.map_or(name, |change| &change.new);
            let Some(material) = scenario.material(name) else { continue };
            let taken = self.stores.take(self.history, material, *quantity, self.now);
            inputs.extend(taken.inputs);
            mix(&mut mass, &taken.mass, 1.0);
            mix(&mut hidden, &taken.hidden, 1.0);
        }
        let product = Arc::clone(&self.products[self.history.orders[order as usize].product]);
        let share = 1.0 / to.len() as f64;
        let mut outputs = Vec::new();
        for piece in to {
            self.serials += 1;
            let id = format!("{}{:02}-{:06}", spec.makes, self.run.line + 1, self.serials);
            let kind = if spec.kind == Kind::Merge { ItemKind::Lot } else { ItemKind::Serial };
            let item = self.history.item(id, kind, &product);
            mix(&mut self.history.items[item as usize].mass, &mass, share);
            mix(&mut self.history.items[item as usize].hidden, &hidden, share);
            let quantity = if spec.kind == Kind::Merge { spec.into } else { 1 };
            self.pieces[*piece].item = item;
            self.pieces[*piece].quantity = quantity;
            outputs.push((item, f64::from(quantity)));
        }
        self.event += 1;
        self.history.transformations.push(Transformation {
            event: format!("T{:02}-{:07}", self.run.line + 1, self.event),
            at: self.now,
            machine: Some(machine),
            order: Some(order),
            inputs,
            outputs,
        });
    }

    fn verdict(&mut self, piece: usize) -> Verdict {
        let this = &self.pieces[piece];
        let item = &self.history.items[this.item as usize];
        let chance = this.fails + self.causes.at_test(item, this.marks, self.history, &self.stores);
        let again = !self.run.scenario.stages.iter().all(|s| s.rework_to.is_empty());
        // Drawn always, so that one more cause does not shift what happens to the next piece.
        let (fails, back) = (self.luck.unit() < chance, self.luck.chance(0.5));
        match (fails, back && again && !this.reworked) {
            (false, _) => Verdict::Pass,
            (true, true) => Verdict::Rework,
            (true, false) => Verdict::Scrap,
        }
    }
}
