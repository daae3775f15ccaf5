//! What makes two events one, and what does not.

use crate::Session;
use std::rc::Rc;

/// A log of transformations, each with its id, its time, what went in and what came out.
fn log(events: &[(&str, &str, &str, &str)]) -> Vec<u8> {
    let event = |(id, time, from, to): &(&str, &str, &str, &str)| {
        let id = if id.is_empty() { String::new() } else { format!(r#""id":"{id}","#) };
        format!(
            r#"{{{id}"type":"mix","time":"{time}","attributes":[],"relationships":[
            {{"objectId":"{from}","qualifier":"input"}},{{"objectId":"{to}","qualifier":"output"}}]}}"#
        )
    };
    let objects: Vec<String> =
        ["A", "B", "C", "D"].map(|id| format!(r#"{{"id":"{id}","type":"lot","attributes":[]}}"#)).into();
    let events: Vec<String> = events.iter().map(event).collect();
    format!(
        r#"{{"objectTypes":[{{"name":"lot","attributes":[]}}],"eventTypes":[{{"name":"mix","attributes":[]}}],"objects":[{}],"events":[{}]}}"#,
        objects.join(","),
        events.join(",")
    )
    .into_bytes()
}

/// How many events there are, and how many lines of transformations.
fn told(logs: &[Vec<u8>]) -> (usize, usize) {
    let mut session = Session::new();
    for (i, log) in logs.iter().enumerate() {
        session.add(&format!("{i}.json"), Rc::new(log.clone()));
    }
    session.run();
    let lines = &session.data().facts.transformations;
    let mut events: Vec<_> = lines.rows().map(|line| line.event.0).collect();
    events.sort_unstable();
    events.dedup();
    (events.len(), lines.len())
}

#[test]
fn events_without_an_id_are_told_apart_by_what_they_say() {
    let at = "2026-03-01T06:00:00Z";
    let both = log(&[("", at, "A", "B"), ("", at, "C", "D")]);
    assert_eq!(told(std::slice::from_ref(&both)), (2, 4));
    assert_eq!(told(&[both.clone(), both]), (2, 4), "the same log twice");
}

#[test]
fn one_instant_written_in_two_ways_is_one() {
    let (z, offset) = ("2026-03-01T06:00:00Z", "2026-03-01T07:00:00.000+01:00");
    assert_eq!(told(&[log(&[("e1", z, "A", "B")]), log(&[("e1", offset, "A", "B")])]), (1, 2));
    assert_eq!(told(&[log(&[("e1", z, "A", "B")]), log(&[("e1", "2026-03-01T06:00:01Z", "A", "B")])]), (2, 4));
}
