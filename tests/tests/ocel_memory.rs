//! A long OCEL log is never held as a tree. Alone in its file, because memory is counted for the whole process.

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, STEP_BYTES};
use floorlens_tests::repeated::{Repeated, peak};
use std::rc::Rc;

/// A log with many events; its objects stand behind them.
fn log(count: u64) -> Repeated {
    let note = "x".repeat(800);
    Repeated {
        head: b"{\"objectTypes\":[],\"eventTypes\":[],\"events\":[{\"id\":\"e0\"}".to_vec(),
        event: format!(
            ",\n{{\"id\":\"e\",\"type\":\"Mix\",\"time\":\"2026-01-02T03:04:05Z\",\"attributes\":[{{\"name\":\"note\",\"value\":\"{note}\"}}],\
             \"relationships\":[{{\"objectId\":\"lot\",\"qualifier\":\"\"}}]}}"
        )
        .into_bytes(),
        tail: b"\n],\"objects\":[{\"id\":\"lot\",\"type\":\"Lot\"}]}".to_vec(),
        count,
    }
}

#[test]
fn a_hundred_thousand_events_before_their_objects_are_read_in_little_memory() {
    const EVENTS: u64 = 100_000;
    let source = log(EVENTS);
    let bytes = source.len();
    let before = peak();
    let mut session = Session::new();
    session.add("long.json", Rc::new(source));
    let mut steps = 0;
    while !session.step().done {
        steps += 1;
        assert!(steps < 10 + 3 * bytes / STEP_BYTES, "the import does not end");
    }
    let counts = session.data().facts.sources.files()[0].counts();
    assert_eq!((u64::from(counts.records), counts.rejected), (EVENTS + 1, 1));
    assert_eq!(session.data().facts.items.len(), 1);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < bytes / 3, "{} MB for {} MB of events", (after - before) >> 20, bytes >> 20);
    }
}
