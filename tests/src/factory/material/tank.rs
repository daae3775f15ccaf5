//! One vessel: what is inside, and what a draw takes of it.

use crate::factory::history::{ItemId, Mass, mix, total};
use crate::factory::scenario::Mixing;
use std::collections::VecDeque;

/// A draw smaller than this is nothing.
pub(super) const NOTHING: f64 = 1e-9;

/// One vessel.
#[derive(Default)]
pub(super) struct Tank {
    pub(super) number: u32,
    pub(super) epoch: u32,
    pub(super) item: Option<ItemId>,
    /// What is inside, from the oldest on; one entry where everything mixes.
    pub(super) layers: VecDeque<Mass>,
    /// What stayed at the last cleaning.
    pub(super) hidden: Mass,
    pub(super) draws: u32,
}

impl Tank {
    /// Kilograms inside.
    pub(super) fn level(&self) -> f64 {
        self.layers.iter().map(total).sum::<f64>() + total(&self.hidden)
    }

    pub(super) fn charge(&mut self, lot: ItemId, kg: f64, mixing: Mixing) {
        match (mixing, self.layers.front_mut()) {
            (Mixing::Perfect, Some(all)) => mix(all, &vec![(lot, kg)], 1.0),
            _ => self.layers.push_back(vec![(lot, kg)]),
        }
    }

    /// Takes kilograms out: of the heel its share, of the rest the oldest layers first.
    pub(super) fn draw(&mut self, kg: f64) -> (Mass, Mass) {
        let level = self.level();
        let kg = kg.min(level);
        let share = if level > 0.0 { total(&self.hidden) / level } else { 0.0 };
        let (mut mass, mut hidden) = (Mass::new(), Mass::new());
        let heel = total(&self.hidden);
        if heel > 0.0 {
            let part = (kg * share / heel).min(1.0);
            mix(&mut hidden, &self.hidden, part);
            self.hidden.iter_mut().for_each(|(_, mass)| *mass *= 1.0 - part);
        }
        let mut need = kg * (1.0 - share);
        while need > NOTHING {
            let Some(layer) = self.layers.front_mut() else { break };
            let inside = total(layer);
            let part = if inside > 0.0 { (need / inside).min(1.0) } else { 1.0 };
            mix(&mut mass, layer, part);
            need -= inside * part;
            if part >= 1.0 {
                self.layers.pop_front();
            } else {
                layer.iter_mut().for_each(|(_, mass)| *mass *= 1.0 - part);
            }
        }
        (mass, hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_perfectly_mixed_tank_gives_every_lot_its_share_and_a_plug_flow_one_the_oldest_first() {
        let mut perfect = Tank::default();
        perfect.charge(1, 300.0, Mixing::Perfect);
        perfect.charge(2, 100.0, Mixing::Perfect);
        assert_eq!(perfect.draw(40.0).0, [(1, 30.0), (2, 10.0)]);
        assert!((perfect.level() - 360.0).abs() < 1e-9);

        let mut plug = Tank::default();
        plug.charge(1, 300.0, Mixing::PlugFlow);
        plug.charge(2, 100.0, Mixing::PlugFlow);
        assert_eq!(plug.draw(290.0).0, [(1, 290.0)]);
        let (mass, _) = plug.draw(40.0);
        assert!((mass[0].1 - 10.0).abs() < 1e-9 && (mass[1].1 - 30.0).abs() < 1e-9, "{mass:?}");
    }

    #[test]
    fn a_heel_is_drawn_with_its_share() {
        let mut tank = Tank { hidden: vec![(7, 100.0)], ..Tank::default() };
        tank.charge(8, 300.0, Mixing::Perfect);
        let (mass, hidden) = tank.draw(40.0);
        assert_eq!((mass, hidden), (vec![(8, 30.0)], vec![(7, 10.0)]));
    }
}
