//! Whole logs through a session.

use crate::Session;
use crate::model::{Micros, parse_rfc3339};
use crate::protocol::{FileReport, InspectAnswer};
use proptest::prelude::*;
use std::rc::Rc;

fn session(name: &str, text: &str) -> Session {
    let mut session = Session::new();
    session.add(name, Rc::new(text.as_bytes().to_vec()));
    session.run();
    session
}

fn report(session: &Session) -> FileReport {
    let InspectAnswer { files, .. } = crate::analysis::data::inspect(session.data());
    files.into_iter().next().expect("one file")
}

fn at(text: &str) -> Micros {
    parse_rfc3339(text).expect("a time")
}

/// `asset/key=state`, in row order.
fn states(session: &Session) -> Vec<String> {
    let f = &session.data().facts;
    let name = |id| f.names.text(id);
    f.states.rows().map(|r| format!("{}/{}={}", name(f.assets.name(r.asset)), name(r.key), name(r.state))).collect()
}

#[test]
fn every_line_ends_in_the_ledger_whatever_is_wrong_with_it() {
    let log = "<<<<<<< HEAD\n\
        2017-02-01T05:00:00Z|avail|AVAILABLE\n\
        =======\n\
        * PONG 10000\n\
        \n\
        2017-02-01T10:12:23.1718750Z|execution|READY|Feed_Rate|0|Program| |Part_Count|1909\n\
        2017-02-01T10:12:24Z|temp|FAULT|217|10|HIGH|Spindle too hot\n\
        2017-02-01T10:12:25Z|msg|4711|Door open\n\
        2017-02-01T10:12:26Z|@ASSET@|T1|CuttingTool|--multiline--X\n\
        <CuttingTool>|</CuttingTool>\n\
        --multiline--X\n\
        2017-02-01T10:12:27Z@12.5|path_pos|1.0 2.0 -3.5\n\
        2017-99-01T10:12:28Z|Feed_Rate|1\n\
        |Feed_Rate|1\n\
        2017-02-01T10:12:29Z||5\n\
        2017-02-01T10:1";
    let session = session("M1-20170201-20170202.log", log);
    let file = report(&session);
    assert_eq!(file.format, "mtconnect-shdr");
    assert_eq!((file.records, file.used, file.rejected), (13, 7, 6));
    let lines: Vec<u32> =
        file.messages.iter().filter(|m| m.severity == crate::model::Severity::Error).map(|m| m.line).collect();
    assert_eq!(lines, [1, 3, 13, 14, 15, 16]);
    assert!(
        file.messages.iter().any(|m| m.line == 16 && m.reason.contains("ends in the middle")),
        "{:?}",
        file.messages
    );
    let f = &session.data().facts;
    assert_eq!(states(&session), ["M1/execution=READY"]);
    assert_eq!(f.states.start, [at("2017-02-01T10:12:23.171875Z")]);
    let alarm = f.alarms.row(0);
    assert_eq!((f.names.text(alarm.code), f.names.text(alarm.severity)), ("217", "FAULT"));
    assert_eq!(f.names.text(alarm.text), "Spindle too hot, HIGH, 10");
    assert_eq!((f.counts.len(), f.counts.total[0].get()), (1, Some(1909.0)));
    let channels: Vec<(&str, Option<f64>, &str)> =
        f.measurements.rows().map(|m| (f.names.text(m.channel), m.value.get(), f.names.text(m.text))).collect();
    assert_eq!(
        channels,
        [
            ("avail", None, "AVAILABLE"),
            ("Feed_Rate", Some(0.0), ""),
            ("Program", None, ""),
            ("msg", None, "4711: Door open"),
            ("@ASSET@", None, "T1"),
            ("path_pos x", Some(1.0), ""),
            ("path_pos y", Some(2.0), ""),
            ("path_pos z", Some(-3.5), ""),
        ]
    );
}

#[test]
fn a_time_series_is_dated_by_its_rate_or_stays_text() {
    let log = "2017-02-01T10:00:01Z|execution|READY\n2017-02-01T10:00:02Z|load|4|2|1 2 4 8.5\n2017-02-01T10:00:03Z|load|2||7 9\n\
               2017-02-01T10:00:04Z|a|2|3|1\n";
    let session = session("M1.txt", log);
    let f = &session.data().facts;
    let rows: Vec<_> = f
        .measurements
        .rows()
        .map(|m| (f.names.text(m.channel), m.time - at("2017-02-01T10:00:00Z"), m.value.get(), f.names.text(m.text)))
        .collect();
    assert_eq!(
        rows,
        [
            ("load", 500_000, Some(1.0), ""),
            ("load", 1_000_000, Some(2.0), ""),
            ("load", 1_500_000, Some(4.0), ""),
            ("load", 2_000_000, Some(8.5), ""),
            ("load", 3_000_000, None, "7 9"),
            ("a", 4_000_000, Some(2.0), ""),
            ("3", 4_000_000, Some(1.0), ""),
        ]
    );
    let file = report(&session);
    assert_eq!((file.records, file.used), (4, 4));
    assert!(file.messages.iter().any(|m| m.line == 3 && m.reason.contains("sampleRate")), "{:?}", file.messages);
}

#[test]
fn times_that_count_from_the_start_of_the_adapter_are_refused_with_that_reason() {
    let file =
        report(&session("M1.txt", "0|avail|AVAILABLE\n1200|execution|READY|mode|AUTO\n2400.5@3|execution|ACTIVE\n"));
    assert_eq!((file.format.as_str(), file.records, file.rejected), ("mtconnect-shdr", 3, 3));
    assert!(file.messages.iter().any(|m| m.line == 2 && m.reason.contains("`1200` counts from the start")));
}

#[test]
fn a_key_that_changes_its_case_goes_on_as_the_same_key() {
    let log = "2017-02-01T10:00:00Z|Execution|READY\n2017-02-01T10:00:05Z|EXECUTION|ACTIVE\n2017-02-01T10:00:09Z|EXECUTION|READY\n";
    let session = session("M1.txt", log);
    let file = report(&session);
    assert_eq!((file.records, file.used, file.repaired), (3, 1, 2));
    assert_eq!(states(&session), ["M1/Execution=READY", "M1/Execution=ACTIVE", "M1/Execution=READY"]);
    assert!(file.messages.iter().any(|m| m.line == 2 && m.reason.contains("`EXECUTION`")));
}

#[test]
fn a_prefix_names_the_machine() {
    let log = "2017-02-01T10:00:00Z|Saw:execution|READY|Mill:execution|ACTIVE|execution|STOPPED\n";
    assert_eq!(
        states(&session("cell.txt", log)),
        ["Saw/execution=READY", "Mill/execution=ACTIVE", "cell/execution=STOPPED"]
    );
}

#[test]
fn a_line_of_100_mb_is_rejected_and_the_rest_is_read() {
    let mut log = b"2017-02-01T10:00:00Z|execution|READY\n2017-02-01T10:00:01Z|x|".to_vec();
    log.resize(100 << 20, b'y');
    log.extend_from_slice(b"\n2017-02-01T10:00:05Z|execution|ACTIVE\n");
    let mut session = Session::new();
    session.add("M1.txt", Rc::new(log));
    session.run();
    let file = report(&session);
    assert_eq!((file.records, file.used, file.rejected), (3, 2, 1));
    assert!(file.messages.iter().any(|m| m.line == 2 && m.reason.contains("MiB")), "{:?}", file.messages);
    assert_eq!(states(&session).len(), 2);
}

#[test]
fn an_unfinished_asset_block_is_said() {
    let file = report(&session("M1.txt", "2017-02-01T10:00:00Z|@ASSET@|T1|Tool|--multiline--X\n<Tool/>\n"));
    assert_eq!(file.records, 1);
    assert!(file.messages.iter().any(|m| m.line == 1 && m.reason.contains("`--multiline--X`")), "{:?}", file.messages);
}

/// What a log says about states and cycles.
fn answers(session: &Session) -> String {
    let ask = |question: &str| session.ask_json(question).expect("an answer");
    ask(r#"{"ask":"states"}"#) + &ask(r#"{"ask":"cycles"}"#)
}

fn lines() -> impl Strategy<Value = Vec<String>> {
    let state = prop::sample::select(vec!["ACTIVE", "READY", "FEED_HOLD", "PROGRAM_COMPLETED", "UNAVAILABLE", ""]);
    let line = (1..500u32, state, prop::sample::select(vec!["execution", "saw:Execution", "mode"]));
    prop::collection::vec(line, 1..40).prop_map(|lines| {
        let mut at = 0;
        let mut stamp = |step| {
            at += step;
            format!("2017-02-01T{:02}:{:02}:{:02}Z", at / 3600, at / 60 % 60, at % 60)
        };
        lines.into_iter().map(|(step, state, key)| format!("{}|{key}|{state}\n", stamp(step))).collect()
    })
}

proptest! {
    // Each case reads three logs whole.
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn lines_of_distinct_times_may_come_in_any_order_and_from_files_that_open_with_last_known_values(
        (lines, shuffled) in lines().prop_flat_map(|l| (Just(l.clone()), Just(l).prop_shuffle())), files in 1..4usize,
    ) {
        let sorted = session("cell.txt", &lines.concat());
        prop_assert_eq!(answers(&session("cell.txt", &shuffled.concat())), answers(&sorted));
        let mut pieces = Session::new();
        let position = |line: &String| shuffled.iter().position(|other| other == line);
        let mut known: std::collections::BTreeMap<&str, &String> = std::collections::BTreeMap::new();
        for (i, piece) in lines.chunks(lines.len() / files + 1).enumerate() {
            let mut text: Vec<String> = known.values().map(|line| (*line).clone()).chain(piece.iter().cloned()).collect();
            text.sort_by_key(position);
            pieces.add(&format!("{}/cell.txt", 9 - i), Rc::new(text.concat().into_bytes()));
            let told = piece.iter().filter(|line| !line.trim_end().ends_with('|'));
            known.extend(told.filter_map(|line| Some((line.split('|').nth(1)?, line))));
        }
        pieces.run();
        prop_assert_eq!(answers(&pieces), answers(&sorted));
    }
}

#[test]
fn a_state_with_a_bar_too_many_is_a_state() {
    let log = "2026-01-01T00:00:00Z|execution|ACTIVE|\n2026-01-01T01:00:00Z|execution|READY|mode\n2026-01-01T02:00:00Z|Part_Count|12|\n\
               2026-01-01T03:00:00Z|msg|4711|Door open\n";
    let session = session("M1.log", log);
    assert_eq!(states(&session), ["M1/execution=ACTIVE", "M1/execution=READY"]);
    assert_eq!(session.data().facts.counts.len(), 1);
    assert_eq!(session.data().facts.measurements.len(), 1);
}

#[test]
fn an_asset_that_is_never_ended_does_not_swallow_the_log() {
    let log = "2026-01-01T00:00:00Z|@ASSET@|1|CuttingTool|--multiline--A\n<CuttingTool>\n2026-01-01T01:00:00Z|execution|ACTIVE\n\
               2026-01-01T02:00:00Z|execution|READY\n";
    let session = session("M1.log", log);
    let file = report(&session);
    assert_eq!((file.records, file.used, file.rejected), (3, 3, 0));
    assert!(
        file.messages.iter().any(|m| m.line == 1 && m.reason.contains("Line 3 goes on with something else")),
        "{:?}",
        file.messages
    );
    assert_eq!(states(&session).len(), 2);
}

#[test]
fn a_bar_at_the_end_of_a_line_leaves_nothing_out() {
    let file = report(&session("M1.log", "2026-01-01T00:00:00Z|Part_Count|12|\n2026-01-01T00:00:01Z|a|1||5\n"));
    let warned: Vec<u32> = file.messages.iter().map(|m| m.line).filter(|line| *line > 0).collect();
    assert_eq!(warned, [2], "{:?}", file.messages);
}

#[test]
fn a_time_series_may_have_one_value() {
    let session = session("M1.log", "2026-01-01T00:00:01Z|Va|1|100|1.5\n2026-01-01T00:00:02Z|b|1||2\n");
    let f = &session.data().facts;
    let rows: Vec<_> = f.measurements.rows().map(|m| (f.names.text(m.channel), m.value.get())).collect();
    assert_eq!(rows, [("Va", Some(1.5)), ("b", Some(1.0))]);
}

#[test]
fn a_header_of_words_makes_a_table_and_no_log() {
    let rows = "2026-03-23 06:00:00|M1|RUNNING\n2026-03-23 07:00:00|M2|STOPPED\n2026-03-23 08:00:00|M1|RUNNING\n";
    let format = |text: &str| report(&session("export.txt", text)).format;
    assert_eq!(format(&format!("time|machine|state\n{rows}")), "mapped-table");
    assert_eq!(format(rows), "mtconnect-shdr");
    // A log may begin with the end of a line, with talk, or with the marks of a conflict.
    for cut in ["Z|execution|READY", "|execution|READY", "<<<<<<< HEAD", "ution|READY|mode|AUTO"] {
        assert_eq!(format(&format!("{cut}\n{rows}")), "mtconnect-shdr", "{cut}");
    }
}

/// Bytes of which only the first ones can be had.
struct Broken(Vec<u8>);

impl crate::bytes::ByteSource for Broken {
    fn len(&self) -> u64 {
        1 << 20
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, crate::bytes::ReadError> {
        let rest = self.0.get(offset as usize..).filter(|rest| !rest.is_empty());
        let rest = rest.ok_or_else(|| crate::bytes::ReadError("The drive is gone.".to_owned()))?;
        let n = rest.len().min(buf.len());
        buf[..n].copy_from_slice(&rest[..n]);
        Ok(n)
    }
}

#[test]
fn what_is_to_be_said_of_a_log_is_said_when_it_breaks_off_too() {
    let mut log = b"2026-01-01T00:00:00Z|Execution|READY\n2026-01-01T00:00:01Z|EXECUTION|ACTIVE\n".to_vec();
    while log.len() < 100_000 {
        log.extend_from_slice(b"2026-01-01T00:00:02Z|a|1\n");
    }
    log.extend_from_slice(b"2026-01-01T00:00:03Z|@ASSET@|T1|Tool|--multiline--X\n");
    let mut session = Session::new();
    session.add("M1.log", Rc::new(Broken(log)));
    session.run();
    let file = report(&session);
    let said: String = file.messages.iter().map(|m| m.reason.as_str()).collect();
    for part in ["The drive is gone", "written differently before", "The file breaks off before the line"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}
