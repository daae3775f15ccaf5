//! Machine logs of real plants: states and cycles against figures that were worked out elsewhere.

use flate2::{Compression, write::GzEncoder};
use floorlens_core::Session;
use floorlens_core::model::Severity;
use floorlens_core::protocol::{Cycle, FileReport, InspectAnswer, Instant, LaneSpan, Question, StateLane};
use floorlens_tests::corpus::{corpus, read};
use floorlens_tests::load::{ask, session};
use std::collections::BTreeMap;
use std::io::Write;

const MAZAK: &str = "nist-smstestbed/raw/Mazak03-20161102-20161103.txt";
const OKUMA: &str = "mtconnect-cppagent/okuma.txt";

fn instant(text: &str) -> Instant {
    text.parse().expect("a time")
}

fn states(session: &Session, from: &str, to: &str) -> Vec<StateLane> {
    ask(session, &Question::States { asset: None, from: Some(instant(from)), to: Some(instant(to)) })
}

/// Whole microseconds per state.
fn micros(lane: &StateLane) -> BTreeMap<String, i64> {
    lane.states.iter().map(|(state, seconds)| (state.clone(), (seconds * 1e6).round() as i64)).collect()
}

/// The day of M12 in `monitoring.md`, worked out by the plant's own researchers.
fn assert_m12(session: &Session) {
    let lanes = states(session, "2016-11-02T05:00:00Z", "2016-11-03T05:00:00Z");
    let lane = lanes.iter().find(|lane| lane.asset == "Mazak03").expect("the Mazak has a lane");
    let by_millisecond: BTreeMap<&str, i64> = [
        ("UNAVAILABLE", 47_094_619),
        ("ACTIVE", 12_117_619),
        ("STOPPED", 11_169_080),
        ("INTERRUPTED", 8_803_495),
        ("READY", 7_192_895),
        ("FEED_HOLD", 22_292),
    ]
    .into();
    let exact = micros(lane);
    assert_eq!(exact.values().sum::<i64>(), 86_400_000_000, "the states tile the day to the microsecond");
    let rounded = exact.iter().map(|(s, t)| (s.as_str(), (t + 500) / 1000)).collect::<BTreeMap<_, _>>();
    assert_eq!(rounded, by_millisecond);
    assert_eq!(exact, independent(), "to the microsecond");
}

/// The same day added up from the file's lines alone, by no code of the product.
fn independent() -> BTreeMap<String, i64> {
    let (_, bytes) = read(MAZAK).expect("checked before");
    let text = String::from_utf8(bytes).expect("the file is plain text");
    // Days 2016-11-01 to -03 are all that matters; microseconds since the first of them.
    let at = |stamp: &str| -> Option<i64> {
        let (day, clock) = stamp.trim_end_matches('Z').split_once('T')?;
        let day: i64 = day.strip_prefix("2016-11-")?.parse().ok()?;
        let mut parts = clock.split(':');
        let (hour, minute): (i64, i64) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let (whole, fraction) = parts.next()?.split_once('.')?;
        let fraction: i64 = format!("{fraction:0<6}").get(..6)?.parse().ok()?;
        Some((((day * 24 + hour) * 60 + minute) * 60 + whole.parse::<i64>().ok()?) * 1_000_000 + fraction)
    };
    let mut seen: Vec<(i64, usize, String)> = Vec::new();
    let mut last = 0;
    for (number, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split('|').collect();
        let Some(time) = at(fields[0]) else { continue };
        last = last.max(time);
        for pair in fields[1..].chunks(2) {
            if let [key, value] = pair
                && key.eq_ignore_ascii_case("execution")
            {
                seen.push((time, number, (*value).to_owned()));
            }
        }
    }
    seen.sort();
    let (from, to) = ((2 * 24 + 5) * 3_600_000_000, (3 * 24 + 5) * 3_600_000_000);
    let mut sums: BTreeMap<String, i64> = BTreeMap::new();
    for (i, (time, _, state)) in seen.iter().enumerate() {
        let end = seen.get(i + 1).map_or(if state == "UNAVAILABLE" { to } else { last }, |next| next.0);
        let length = end.min(to) - time.max(&from);
        if length > 0 {
            *sums.entry(state.clone()).or_default() += length;
        }
    }
    sums
}

#[test]
fn the_day_of_the_mazak_is_right_to_the_microsecond() {
    let Some(file) = read(MAZAK) else { return };
    assert_m12(&session([file]));
}

#[test]
fn gzip_and_other_encodings_change_no_answer() {
    let Some((name, bytes)) = read(MAZAK) else { return };
    let mut gz = GzEncoder::new(Vec::new(), Compression::fast());
    gz.write_all(&bytes).expect("in memory");
    assert_m12(&session([(format!("{name}.gz"), gz.finish().expect("in memory"))]));
    let text = String::from_utf8(bytes).expect("plain text");
    let utf16 = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_m12(&session([(name, utf16)]));
}

#[test]
fn a_log_in_pieces_gives_the_same_day_in_whatever_order_they_are_loaded() {
    let Some((_, bytes)) = read(MAZAK) else { return };
    let lines: Vec<&[u8]> = bytes.split_inclusive(|b| *b == b'\n').collect();
    // Pieces of one machine bear its name in their own folders.
    let piece = |(i, lines): (usize, &[&[u8]])| (format!("{i}/Mazak03-20161102-20161103.txt"), lines.concat());
    let mut pieces: Vec<(String, Vec<u8>)> = lines.chunks(lines.len() / 4 + 1).enumerate().map(piece).collect();
    pieces.rotate_left(2);
    assert_m12(&session(pieces.clone()));
    pieces.reverse();
    assert_m12(&session(pieces));
}

#[test]
fn a_device_file_before_or_after_the_log_confirms_its_lane_and_takes_the_guess_back() {
    let (Some(log), Some(devices)) = (read(OKUMA), read("mtconnect-cppagent/Devices.xml")) else { return };
    let orders = [vec![log.clone()], vec![log.clone(), devices.clone()], vec![devices, log]];
    let mut guesses = Vec::new();
    for files in orders {
        let session = session(files);
        let cycles: Vec<Cycle> = ask(&session, &Question::Cycles { asset: None });
        // M11 of monitoring.md gives milliseconds.
        let milliseconds: Vec<i64> = cycles.iter().map(|c| (c.seconds * 1e3).round() as i64).collect();
        assert_eq!(milliseconds, [604_963, 186_730, 16_752, 548_932]);
        assert!(cycles.iter().all(|c| c.asset == "okuma"));
        let InspectAnswer { files, .. } = ask(&session, &Question::Inspect {});
        guesses.push(files.iter().flat_map(|f| &f.messages).filter(|m| m.reason.contains("guessed")).count());
    }
    assert_eq!(guesses, [1, 0, 0]);
}

fn reports(session: &Session) -> Vec<FileReport> {
    ask::<InspectAnswer>(session, &Question::Inspect {}).files
}

#[test]
fn every_machine_log_is_recognised_without_its_name_and_its_ledger_adds_up() {
    let Some(folder) = corpus() else { return };
    let mut paths = vec![OKUMA.to_owned(), MAZAK.to_owned()];
    for name in [
        "GFAgie01-20160609-20160610.txt",
        "Hurco01-20170501-20170502.txt",
        "mtc_adapter007-head.txt",
        "Devices.xml",
        "qdr_input001.xml",
    ] {
        paths.push(format!("nist-smstestbed/raw/{name}"));
    }
    for sub in ["parts", "mtconnect"] {
        let sub = format!("nist-smstestbed/box-assembly/{sub}");
        for entry in std::fs::read_dir(folder.join(&sub)).expect("the folder is there") {
            paths.push(format!("{sub}/{}", entry.expect("readable").file_name().to_string_lossy()));
        }
    }
    for path in paths {
        let (_, bytes) = read(&path).expect("the corpus is there");
        let loaded = session([("unknown".to_owned(), bytes)]);
        let file = &reports(&loaded)[0];
        let format = match path.as_str() {
            p if p.ends_with("Devices.xml") => "mtconnect-devices",
            p if p.ends_with(".xml") => "mtconnect-streams",
            _ => "mtconnect-shdr",
        };
        assert_eq!(file.format, format, "{path}");
        assert!(file.records > 0, "{path}");
        let sum = file.used + file.merged + file.superseded + file.retracted + file.repaired + file.rejected;
        assert_eq!(sum, file.records, "{path}");
        let rejected = file.messages.iter().filter(|m| m.severity == Severity::Error && m.record > 0).count();
        assert_eq!(rejected, file.rejected as usize, "{path}: every rejected record has its reason");
        let lanes: Vec<StateLane> = ask(&loaded, &Question::States { asset: None, from: None, to: None });
        for lane in lanes {
            assert_eq!(micros(&lane).values().sum::<i64>(), (lane.total * 1e6).round() as i64, "{path}");
        }
    }
}

#[test]
fn a_merge_conflict_and_a_cut_last_line_are_rejected_where_they_stand() {
    let Some(file) = read("nist-smstestbed/raw/mtc_adapter007-head.txt") else { return };
    let file = &reports(&session([file]))[0];
    let rejected: Vec<u32> = file.messages.iter().filter(|m| m.severity == Severity::Error).map(|m| m.line).collect();
    assert_eq!(rejected, [1, 19, 7015, 11689]);
    assert_eq!(file.records, 11_689);
}

#[test]
fn a_streams_document_gives_every_observation_as_a_record() {
    let Some(file) = read("nist-smstestbed/raw/qdr_input001.xml") else { return };
    let session = session([file]);
    let file = &reports(&session)[0];
    assert_eq!((file.format.as_str(), file.records, file.rejected), ("mtconnect-streams", 10_049, 0));
    let at = |at: &str| ask::<LaneSpan>(&session, &Question::StateAt { asset: "GFAgie01".to_owned(), at: instant(at) });
    let ready = at("2016-06-01T00:00:00Z");
    assert_eq!((ready.state.as_str(), ready.category.as_str()), ("READY", "idle"));
    assert_eq!(ready.start, instant("2016-05-02T14:43:13.544330Z"));
    assert_eq!(ready.source.map(|s| s.line), Some(10_072));
    assert_eq!(at("2016-05-02T10:00:00Z").state, "UNAVAILABLE");
    assert_eq!(at("2016-05-02T04:00:00Z").state, "NO_DATA");
}

#[test]
fn the_cover_s_streams_give_its_cycles() {
    let Some(file) = read("nist-smstestbed/box-assembly/mtconnect/Cover-Hurco04-01of20.xml") else { return };
    let session = session([file]);
    let lanes: Vec<StateLane> = ask(&session, &Question::States { asset: None, from: None, to: None });
    assert_eq!(lanes.iter().map(|l| l.asset.as_str()).collect::<Vec<_>>(), ["Hurco04"]);
    assert!(lanes[0].states.contains_key("ACTIVE"), "{:?}", lanes[0]);
}

#[test]
fn a_clock_that_was_wrong_for_a_while_moves_nothing_else() {
    let Some(file) = read("nist-smstestbed/raw/Hurco01-20170501-20170502.txt") else { return };
    let session = session([file]);
    // One line says 2002; the day itself is untouched by it.
    let lanes = states(&session, "2017-05-01T05:00:00Z", "2017-05-02T05:00:00Z");
    assert_eq!(micros(&lanes[0]).values().sum::<i64>(), 86_400_000_000);
    let wrong: LaneSpan =
        ask(&session, &Question::StateAt { asset: "Hurco01".to_owned(), at: instant("2002-01-01T05:00:00Z") });
    assert_eq!(wrong.state, "UNAVAILABLE");
}
