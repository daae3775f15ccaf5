//! How much is known of where an item was.

use super::stays::{How, Stayed};
use crate::index::{Category, Dataset};
use crate::model::Micros;
use crate::protocol::Certainty;

/// Share of the time from the beginning of the first stay to that of the last for which is known for sure where the item was, or that it was
/// no more. The last stay is open, so it is not counted. `None` where no time lies between them.
pub(super) fn coverage(stays: &[Stayed]) -> Option<f64> {
    let (first, last) = (stays.first()?, stays.last()?);
    let whole = last.since.saturating_sub(first.since);
    let sure = |stay: &Stayed| {
        let certain = stay.certainty == Certainty::Definite;
        if certain { stay.until.min(last.since).saturating_sub(stay.since) } else { 0 }
    };
    let known: Micros = stays.iter().map(sure).sum();
    (whole > 0).then(|| known as f64 / whole as f64)
}

/// True when a stay begins with a read at a machine, or a position of one, of which nothing was known right before although something had been known
/// earlier: the item may have come while nobody looked.
pub(super) fn after_no_data(data: &Dataset, stay: &Stayed) -> bool {
    let read = matches!(stay.how, How::Seen | How::Passed);
    let asset = stay.place.filter(|_| read).and_then(|place| data.journeys().asset_at(place));
    let lane = asset.and_then(|asset| {
        let lineage = data.calendars.lineage(asset);
        lineage.into_iter().find_map(|level| data.lanes.get(&data.facts, level))
    });
    let before = lane.map(|lane| lane.at(stay.since.saturating_sub(1)));
    // The time before the first record of a log is no hole in it.
    before.is_some_and(|before| before.category == Category::NoData && before.span.start > Micros::MIN)
}

#[cfg(test)]
mod tests {
    use crate::analysis::track::{journey, locate, place};
    use crate::model::{NameId, Repair, RepairKind, SourceId};
    use crate::testing::Plant;
    use crate::{Session, index::Dataset};
    use std::rc::Rc;

    fn coverage(data: &Dataset) -> Option<f64> {
        let journey = journey(data, "a").expect("a known item");
        assert_eq!(locate(data, "a", None).expect("a known item").coverage, journey.coverage, "one function");
        journey.coverage
    }

    #[test]
    fn coverage_is_the_share_of_time_between_the_first_and_the_last_record_with_a_sure_place() {
        assert_eq!(coverage(&Plant::new().seen(10, "a", "A").data()), None, "no time lies between them");
        assert_eq!(coverage(&Plant::new().seen(10, "a", "A").seen(20, "a", "B").data()), Some(1.0));
        // Sure at A for 10, then somewhere behind the gate for 30.
        let data = Plant::new().seen(10, "a", "A").passed(20, "a", "Gate").seen(50, "a", "B").data();
        assert_eq!(coverage(&data), Some(0.25));
    }

    #[test]
    fn of_a_stay_is_known_how_many_of_its_records_were_put_right() {
        let mut plant = Plant::new().seen(10, "a", "A").seen(20, "a", "A").seen(30, "a", "B");
        let repair = Repair { kind: RepairKind::RowPart, reason: NameId::NONE, from: NameId::NONE, to: NameId::NONE };
        plant.facts.sources.repair(SourceId(1), repair);
        let stays = journey(&plant.data(), "a").expect("a known item").stays;
        let told: Vec<_> = stays.iter().map(|stay| (stay.reads, stay.repaired)).collect();
        assert_eq!(told, [(2, 1), (1, 0)]);
    }

    #[test]
    fn a_read_at_a_machine_of_which_nothing_was_known_before_is_marked_and_work_is_not() {
        let states = "asset,start,state\nMill,2026-01-01T06:00:00Z,RUN\nMill,2026-01-01T08:00:00Z,UNAVAILABLE\n\
                      Mill,2026-01-01T10:00:00Z,RUN\nMill,2026-01-01T12:00:00Z,RUN\n";
        let sightings = "item,place,time\nearly,Mill,2026-01-01T05:00:00Z\nknown,Mill,2026-01-01T07:00:00Z\n\
                         silent,Mill,2026-01-01T09:00:00Z\nfirst,Mill,2026-01-01T10:00:00Z\nlate,Mill,2026-01-01T10:01:00Z\n\
                         other,Dock,2026-01-01T09:00:00Z\n";
        let operations = "item,step,asset,start,end\nworked,cut,Mill,2026-01-01T09:30:00Z,2026-01-01T09:40:00Z\n";
        let mut session = Session::new();
        for (name, text) in [("states.csv", states), ("sightings.csv", sightings), ("operations.csv", operations)] {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        let data = session.data();
        let marked = |item: &str| {
            let (journey, located) = (journey(data, item).expect("known"), locate(data, item, None).expect("known"));
            assert_eq!(journey.stays.last().map(|stay| stay.after_no_data), Some(located.after_no_data), "{item}");
            journey.stays[0].after_no_data
        };
        let items = ["early", "known", "silent", "first", "late", "other", "worked"];
        assert_eq!(items.map(marked), [false, false, true, true, false, false, false]);
        let here = place(data, "Mill", None, 10).expect("a known place").items;
        let told: Vec<_> = here.iter().filter(|item| item.after_no_data).map(|item| item.id.as_str()).collect();
        assert_eq!(told, ["first", "silent"]);
    }
}
