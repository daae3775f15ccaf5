//! A long EPCIS document is read in bounded memory. Alone in its file, because memory is counted for the whole process.

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, STEP_BYTES};
use floorlens_tests::repeated::{Repeated, peak};
use std::rc::Rc;

/// A document with many events.
fn events(count: u64) -> Repeated {
    let context = "\"@context\":{\"ex\":\"https://example.com/\"},\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":\"2026-01-01T00:00:00Z\"";
    let note = "x".repeat(1000);
    Repeated {
        head: format!("{{{context},\"epcisBody\":{{\"eventList\":[{{\"type\":\"ObjectEvent\"}}").into_bytes(),
        event: format!(
            ",\n{{\"type\":\"ObjectEvent\",\"eventID\":\"urn:x:1\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTimeZoneOffset\":\"+00:00\",\"action\":\"OBSERVE\",\"epcList\":[\"ex:1\"],\"ex:note\":\"{note}\"}}"
        )
        .into_bytes(),
        tail: b"\n]}}".to_vec(),
        count,
    }
}

#[test]
fn a_hundred_thousand_events_are_read_in_short_steps_and_little_memory() {
    const EVENTS: u64 = 100_000;
    let source = events(EVENTS);
    let bytes = source.len();
    let before = peak();
    let mut session = Session::new();
    session.add("long.json", Rc::new(source));
    let mut last = 0;
    loop {
        let progress = session.step();
        assert!(progress.bytes_done - last <= 2 * STEP_BYTES, "a step of {} bytes", progress.bytes_done - last);
        last = progress.bytes_done;
        if progress.done {
            break;
        }
    }
    let counts = session.data().facts.sources.files()[0].counts();
    assert_eq!(u64::from(counts.records), EVENTS + 1);
    assert_eq!(counts.rejected, 1, "the first, which says nothing");
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < bytes / 3, "{} MB for {} MB of events", (after - before) >> 20, bytes >> 20);
    }
}
