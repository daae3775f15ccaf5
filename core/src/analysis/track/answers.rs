//! `Question::Locate` and `Question::Journey`.

use super::known::{after_no_data, coverage};
use super::stays::stays;
use crate::analysis::items::{aliases, find_item, key, source, text};
use crate::index::Dataset;
use crate::model::{Micros, OPEN_END};
use crate::protocol::{AskError, Certainty, Container, Instant, JourneyAnswer, LocateAnswer, Stay};

/// Where an item is at a time, or at the end of the data.
pub fn locate(data: &Dataset, item: &str, at: Option<Micros>) -> Result<LocateAnswer, AskError> {
    let item = find_item(data, item)?;
    let at = at.unwrap_or(OPEN_END - 1);
    let stays = stays(data, item);
    let coverage = coverage(&stays);
    let stay = stays.into_iter().find(|stay| stay.since <= at && at < stay.until);
    let containers = data.containment().chain(item, at).into_iter().map(|inside| Container {
        id: key(data, inside.parent).to_owned(),
        since: Instant(inside.from),
        source: source(data, inside.source),
    });
    let mut answer = LocateAnswer {
        item: key(data, item).to_owned(),
        place: None,
        since: None,
        until: None,
        certainty: Certainty::Unknown,
        source: None,
        inside: containers.collect(),
        gone: None,
        used_in: None,
        after_no_data: false,
        coverage,
        left_out: data.left_out,
    };
    if let Some(stay) = stay {
        answer.place = stay.place.and_then(|place| text(data, place));
        answer.gone = stay.place.is_none().then(|| stay.how.words().to_owned());
        answer.used_in = stay.used_in.and_then(|machine| text(data, machine));
        answer.after_no_data = after_no_data(data, &stay);
        answer.since = Some(Instant(stay.since));
        answer.until = until(stay.until);
        answer.certainty = stay.certainty;
        answer.source = source(data, stay.source);
    }
    Ok(answer)
}

/// All stays of an item.
pub fn journey(data: &Dataset, item: &str) -> Result<JourneyAnswer, AskError> {
    let item = find_item(data, item)?;
    let stays = stays(data, item);
    let coverage = coverage(&stays);
    let stays = stays.into_iter().map(|stay| Stay {
        after_no_data: after_no_data(data, &stay),
        repaired: stay.repaired,
        place: stay.place.and_then(|place| text(data, place)),
        since: Instant(stay.since),
        until: until(stay.until),
        certainty: stay.certainty,
        how: stay.how.words().to_owned(),
        used_in: stay.used_in.and_then(|machine| text(data, machine)),
        via: stay.via.map(|container| key(data, container).to_owned()),
        reads: stay.reads,
        source: source(data, stay.source),
    });
    let stays: Vec<Stay> = stays.collect();
    let total = stays.len() as u64;
    let (item, aliases) = (key(data, item).to_owned(), aliases(data, item));
    Ok(JourneyAnswer { item, aliases, stays, total, coverage, left_out: data.left_out })
}

/// An end as an answer gives it.
pub(super) fn until(end: Micros) -> Option<Instant> {
    (end != OPEN_END).then_some(Instant(end))
}
