//! Where things are said to be against where they were.
//!
//! A record says where a thing was at its time; until the next one Floorlens holds on to it. So answers are held to the truth where a record
//! was possible: at the time of every record, and in the middle of every stay that some reader saw begin.

use super::{plant, written};
use floorlens_core::Session;
use floorlens_core::model::Micros;
use floorlens_core::protocol::{Certainty, Instant, JourneyAnswer, LocateAnswer, Question};
use floorlens_tests::factory::Plant;
use floorlens_tests::factory::history::ItemKind;
use floorlens_tests::factory::scenario::{Reader, Scenario, Style, Technology};
use floorlens_tests::load::{ask, session};
use std::collections::BTreeSet;

/// Where things truly were, in wall time. Something that happened as the plant stopped working happened from the end of one shift to the
/// start of the next, so spans are closed and as long as they can be.
pub(super) struct Truth<'a> {
    plant: &'a Plant,
    /// By item: from, to, place.
    at: Vec<Vec<(Micros, Micros, String)>>,
    /// By item: from, to, container.
    inside: Vec<Vec<(Micros, Micros, u32)>>,
    /// By item: when it went into something else for the last time.
    used: Vec<Option<Micros>>,
}

impl<'a> Truth<'a> {
    pub(super) fn new(plant: &'a Plant) -> Self {
        let (history, clock) = (&plant.history, &plant.clock);
        let count = history.items.len();
        let mut truth =
            Self { plant, at: vec![Vec::new(); count], inside: vec![Vec::new(); count], used: vec![None; count] };
        for p in &history.positions {
            let to = p.to.map_or(Micros::MAX, |to| clock.wall(to, false));
            let place = history.places[p.place as usize].clone();
            truth.at[p.item as usize].push((clock.wall(p.from, true), to, place));
        }
        // What is being made is in the machine that makes it.
        for step in &history.steps {
            let place = history.spot(step.machine, step.position);
            truth.at[step.item as usize].push((clock.wall(step.start, true), clock.wall(step.end, false), place));
        }
        for packed in &history.packed {
            match (packed.child, packed.add) {
                (Some(child), true) => {
                    truth.inside[child as usize].push((clock.wall(packed.at, true), Micros::MAX, packed.parent));
                }
                (child, _) => {
                    let end = clock.wall(packed.at, false);
                    let open =
                        |(_, to, parent): &&mut (Micros, Micros, u32)| *to == Micros::MAX && *parent == packed.parent;
                    match child {
                        Some(child) => truth.inside[child as usize].iter_mut().filter(open).for_each(|i| i.1 = end),
                        None => truth.inside.iter_mut().flatten().filter(open).for_each(|i| i.1 = end),
                    }
                }
            }
        }
        for event in &history.transformations {
            for (input, _) in &event.inputs {
                let used = &mut truth.used[*input as usize];
                *used = (*used).max(Some(clock.wall(event.at, true)));
            }
        }
        truth
    }

    /// Whether an item, or a container around it, went into a container at a time.
    fn was_packed(&self, item: u32, at: Micros) -> bool {
        let around = |item: u32| self.inside[item as usize].iter();
        around(item).any(|(from, _, parent)| *from == at || around(*parent).any(|(from, ..)| *from == at))
    }

    /// All names by which the place of an item at a time may be called: a position is in its machine, and readers stand at steps.
    pub(super) fn places(&self, item: u32, at: Micros) -> BTreeSet<&str> {
        let mut names = BTreeSet::new();
        let mut next = vec![item];
        while let Some(item) = next.pop() {
            for (_, _, place) in self.at[item as usize].iter().filter(|(from, to, _)| (*from..=*to).contains(&at)) {
                names.insert(place.as_str());
                let machine = place.split('/').next().unwrap_or(place);
                names.insert(machine);
                let stage = self.plant.history.machines.iter().find(|m| m.asset == machine).map(|m| m.stage);
                names.extend(stage.map(|stage| self.plant.scenario.stages[stage].step.as_str()));
            }
            next.extend(
                self.inside[item as usize].iter().filter(|(from, to, _)| (*from..=*to).contains(&at)).map(|i| i.2),
            );
        }
        names
    }
}

/// Every stay of which Floorlens is certain began where the item then truly was, and what is said to be used up was. Reads of ghosts and by
/// clocks that are wrong are believed, so plants with such readers are left to [`reads_with_a_right_clock_are_where_the_item_was`].
pub(super) fn certain_stays(name: &str, plant: &Plant, session: &Session) {
    if plant.scenario.readers.iter().any(|r| r.ghosts > 0.0 || r.ahead != 0.0 || r.drift_ppm != 0.0) {
        return;
    }
    let truth = Truth::new(plant);
    let mut certain = 0;
    for (n, item) in plant.history.items.iter().enumerate() {
        let journey: Question = Question::Journey { item: item.id.clone(), after: 0, limit: Some(1000) };
        // What no record names is no item.
        if session.ask(&journey).is_err() {
            continue;
        }
        let journey: JourneyAnswer = ask(session, &journey);
        assert_eq!(journey.total as usize, journey.stays.len(), "{name} {}: more than a page", item.id);
        let mut last = Micros::MIN;
        for stay in &journey.stays {
            let until = stay.until.map_or(Micros::MAX, |until| until.0);
            assert!(last <= stay.since.0 && stay.since.0 < until, "{name} {}: stays overlap", item.id);
            last = until;
            match (&stay.place, stay.certainty) {
                (Some(place), Certainty::Definite) => {
                    // What goes into a container is taken to be where that was last recorded, which no record of this instant says.
                    if stay.via.is_some() && truth.was_packed(n as u32, stay.since.0) {
                        continue;
                    }
                    certain += 1;
                    let was = truth.places(n as u32, stay.since.0);
                    assert!(
                        was.contains(place.as_str()),
                        "{name} {} at {}: said to be at {place} ({}), was at {was:?}",
                        item.id,
                        stay.since.0,
                        stay.how
                    );
                }
                (None, Certainty::Definite) => {
                    let used = truth.used[n].is_some_and(|used| used <= stay.since.0);
                    assert!(stay.how != "used up" || used, "{name} {}: said to be used up, was not", item.id);
                }
                _ => {}
            }
        }
    }
    assert!(certain > plant.history.steps.len() / 2, "{name}: only {certain} certain stays");
}

/// With a good reader at every place nothing is in doubt: in the middle of every stay everything is where the answer says, also what is in boxes
/// on pallets.
#[test]
fn in_the_middle_of_every_stay_things_are_where_the_answer_says() {
    for name in ["pallets", "lines-meet", "radio-reads"] {
        let mut scenario = Scenario::named(name).expect(name);
        scenario.exports = vec![Style::Tables];
        scenario.readers = ["Packing", "Warehouse", "Dock"].map(good_reader).into();
        let plant = Plant::new(scenario, 21, 30_000).expect(name);
        let session = session(written(&plant));
        let truth = Truth::new(&plant);
        let mut inside: Vec<Vec<u32>> = vec![Vec::new(); plant.history.items.len()];
        for packed in plant.history.packed.iter().filter(|p| p.add) {
            inside[packed.parent as usize].extend(packed.child);
        }
        let (mut asked, mut nested) = (0, 0);
        for p in &plant.history.positions {
            let place = plant.history.places[p.place as usize].as_str();
            let seen = ["Packing", "Warehouse", "Dock"].contains(&place)
                || plant.scenario.packing.as_ref().is_some_and(|k| k.customers.iter().any(|c| c == place));
            let item = &plant.history.items[p.item as usize];
            let (Some(to), true) = (p.to, seen && item.kind == ItemKind::Container) else { continue };
            let at = plant.clock.wall(p.from + (to - p.from) / 2, false);
            // The container itself, a thing in it, a thing in that.
            let mut chain = vec![p.item];
            while let Some(child) = chain.last().and_then(|outer| {
                inside[*outer as usize].iter().find(|child| {
                    truth.inside[**child as usize]
                        .iter()
                        .any(|(from, to, parent)| parent == outer && *from < at && at < *to)
                })
            }) {
                chain.push(*child);
            }
            // What is packed had its own records since its pallet was read: there Floorlens only says where it may be.
            chain.truncate(if place == "Packing" { 1 } else { chain.len() });
            for item in &chain {
                let id = &plant.history.items[*item as usize].id;
                let said: LocateAnswer = ask(&session, &Question::Locate { item: id.clone(), at: Some(Instant(at)) });
                let was = truth.places(*item, at);
                assert!(
                    said.certainty == Certainty::Definite && said.place.as_deref().is_some_and(|p| was.contains(p)),
                    "{name} {id} at {at}: said to be at {:?} ({:?}), was at {was:?}",
                    said.place,
                    said.certainty
                );
                asked += 1;
            }
            nested += usize::from(chain.len() > 2);
        }
        assert!(asked > 300, "{name}: only {asked} stays were asked for");
        assert!(nested > 20 || name == "radio-reads", "{name}: {nested} things in boxes on pallets");
    }
}

fn good_reader(place: &str) -> Reader {
    Reader {
        place: place.to_owned(),
        technology: Technology::BarCode,
        rate: 1.0,
        ghosts: 0.0,
        duplicates: 0.0,
        ahead: 0.0,
        drift_ppm: 0.0,
        late: 0.0,
    }
}

/// Where reads are missed and ghosts are read, a true read by a clock that is right still says where the item was.
#[test]
fn reads_with_a_right_clock_are_where_the_item_was() {
    let plant = plant("radio-reads", 10, 30_000);
    let session = session(written(&plant));
    let truth = Truth::new(&plant);
    let wrong = |reader: usize| {
        let reader = &plant.scenario.readers[reader];
        reader.ahead != 0.0 || reader.drift_ppm != 0.0
    };
    // What a ghost or a wrong clock says of the same instant is believed as well.
    let doubtful: BTreeSet<(u32, Micros)> = plant
        .history
        .reads
        .iter()
        .filter(|r| r.ghost || wrong(r.reader))
        .filter_map(|r| Some((r.item, r.logged?)))
        .collect();
    let mut asked = 0;
    for read in plant.history.reads.iter().filter(|r| !r.ghost && !wrong(r.reader)) {
        let Some(at) = read.logged.filter(|at| !doubtful.contains(&(read.item, *at))) else { continue };
        let id = &plant.history.items[read.item as usize].id;
        let said: LocateAnswer = ask(&session, &Question::Locate { item: id.clone(), at: Some(Instant(at)) });
        let was = truth.places(read.item, read.passed);
        assert!(
            said.certainty == Certainty::Definite && said.place.as_deref().is_some_and(|p| was.contains(p)),
            "{id} at {at}: said to be at {:?}, was at {was:?}",
            said.place
        );
        asked += 1;
    }
    assert!(asked > 1_000, "{asked} reads");
}
