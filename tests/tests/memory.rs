//! What an event costs in memory. Alone in its file, because memory is counted for the whole process.
//!
//! The budget is 40 B per event all in, and 8 B per interval for the timeline and its index. Neither is met yet, so ceilings hold what is reached:
//! they only ever go down.

use floorlens_core::Session;
use floorlens_core::bytes::ByteSource;
use floorlens_tests::bench;
use std::rc::Rc;

const ROWS: u64 = 300_000;

/// Bytes per row while loading, at its worst; the budget is 40.
const PEAK: u64 = 60;
/// Bytes per row once everything is loaded, with all indexes; the budget is 40.
const REST: u64 = 60;
/// Bytes per interval of the lanes and their sums; the budget is 8.
const LANES: f64 = 16.0;

/// A figure of this process in bytes; `None` where the system does not tell.
fn own(what: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(what))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

#[test]
fn an_event_costs_no_more_than_it_did() {
    let bytes: Rc<dyn ByteSource> = Rc::new(bench::states(ROWS).expect("memory takes any write"));
    let before = own("VmRSS:");
    let mut session = Session::new();
    session.add("states.csv", bytes);
    session.run();
    let (rest, peak) = (own("VmRSS:"), own("VmHWM:"));
    let data = session.data();
    assert_eq!(u64::from(data.facts.sources.files()[0].counts().used), ROWS);
    let lanes = data.lanes.bytes() as f64 / ROWS as f64;
    assert!(lanes <= LANES, "lanes with their sums take {lanes:.1} B per interval, more than {LANES}");
    if let (Some(before), Some(rest), Some(peak)) = (before, rest, peak) {
        let (rest, peak) = (rest.saturating_sub(before) / ROWS, peak.saturating_sub(before) / ROWS);
        assert!(peak <= PEAK, "at its worst a row took {peak} B, more than {PEAK} ({rest} at rest)");
        assert!(rest <= REST, "a row takes {rest} B, more than {REST} (lanes {lanes:.1})");
    }
}
