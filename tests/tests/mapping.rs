//! Tables with headers of their own: how many columns are guessed right without help, and that a mapping means the same wherever it comes
//! from.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, ReadError};
use floorlens_core::model::{Decimal, Mapping, QualityScale, Role, Shape, TimeForm, find_zone};
use floorlens_core::protocol::{
    Answer, FileReport, InspectAnswer, MappingAnswer, MappingQuestion, MappingQuestionKind, Question,
};
use floorlens_core::recipe::Recipe;
use proptest::prelude::*;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

fn fixtures() -> Vec<PathBuf> {
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(golden).unwrap().map(|entry| entry.unwrap().path()).collect();
    folders.retain(|folder| folder.join("columns.json").is_file());
    folders.sort();
    folders
}

fn load(files: &[(&str, &[u8])], recipe: Recipe) -> Session {
    let mut session = Session::new();
    session.set_recipe(recipe);
    for (name, bytes) in files {
        session.add(name, Rc::new(bytes.to_vec()));
    }
    session.run();
    session
}

fn inspect(session: &Session) -> InspectAnswer {
    match session.ask(&Question::Inspect {}) {
        Ok(Answer::Inspect(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

fn report(session: &Session, name: &str) -> FileReport {
    inspect(session).files.into_iter().find(|file| file.name == name).unwrap()
}

fn mapping(session: &Session, name: &str, shape: Option<Shape>, mapping: Option<Mapping>) -> MappingAnswer {
    let question = Question::Mapping { file: name.to_owned(), shape, mapping: mapping.map(Box::new) };
    match session.ask(&question) {
        Ok(Answer::Mapping(answer)) => answer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn nine_columns_of_ten_are_guessed_right_without_help() {
    let (mut files, mut right, mut all) = (0, 0, 0);
    let mut wrong = Vec::new();
    for folder in fixtures() {
        let text = std::fs::read_to_string(folder.join("columns.json")).unwrap();
        let expected: BTreeMap<String, BTreeMap<String, Role>> = serde_json::from_str(&text).unwrap();
        for (name, columns) in expected {
            files += 1;
            let bytes = std::fs::read(folder.join(&name)).unwrap();
            let session = load(&[(&name, &bytes)], Recipe::default());
            let how = report(&session, &name).mapping.unwrap_or_else(|| panic!("{name} was not mapped"));
            for (column, role) in columns {
                let found = how.mapping.columns.iter().find(|c| c.name == column).map(|c| c.role);
                all += 1;
                right += u32::from(found == Some(role));
                if found != Some(role) {
                    wrong.push(format!("{name}: {column} is {role:?}, guessed {found:?}"));
                }
            }
        }
    }
    println!("{right} of {all} columns of {files} files are guessed right; wrong:\n{}", wrong.join("\n"));
    assert!(files >= 12, "{files} files");
    assert!(right * 100 >= all * 90, "{right} of {all}:\n{}", wrong.join("\n"));
}

#[test]
fn a_guess_saved_as_a_recipe_reads_the_file_as_the_guess_did() {
    for folder in fixtures() {
        let text = std::fs::read_to_string(folder.join("columns.json")).unwrap();
        let expected: BTreeMap<String, serde_json::Value> = serde_json::from_str(&text).unwrap();
        for name in expected.keys() {
            let bytes = std::fs::read(folder.join(name)).unwrap();
            let guessed = load(&[(name, &bytes)], Recipe::default());
            let how = report(&guessed, name).mapping.unwrap();
            if how.waiting {
                continue;
            }
            let recipe = Recipe { mappings: vec![how.mapping], ..Recipe::default() };
            let json = serde_json::to_string(&recipe).unwrap();
            let saved = load(&[(name, &bytes)], Recipe::from_json(&json, |zone| find_zone(zone).is_some()).unwrap());
            let how = report(&saved, name).mapping.unwrap();
            assert!(!how.guessed && !how.waiting, "{name}");
            assert_eq!(inspect(&guessed).facts, inspect(&saved).facts, "{name}");
            let counts = |r: FileReport| (r.records, r.used, r.merged, r.superseded, r.repaired, r.rejected);
            assert_eq!(counts(report(&guessed, name)), counts(report(&saved, name)), "{name}");
        }
    }
}

const OPEN: &[u8] =
    b"Machine,Start,End,Reason\nM1,03/04/2026 06:00,03/04/2026 06:10,Jam\nM2,05/04/2026 06:00,05/04/2026 06:30,Tool\n";
const OTHER: &[u8] = b"asset,start,state\nM1,2026-04-03T05:00:00Z,RUN\n";

#[test]
fn a_file_with_an_open_question_waits_and_only_it_is_read_once_it_is_answered() {
    let mut session = load(&[("stops.csv", OPEN), ("log.csv", OTHER)], Recipe::default());
    let waiting = report(&session, "stops.csv");
    let how = waiting.mapping.unwrap();
    assert!(how.waiting && how.guessed);
    assert_eq!(waiting.records, 0);
    assert!(how.questions.iter().any(|q| q.kind == MappingQuestionKind::DateOrder && q.blocking));
    assert!(waiting.messages.iter().any(|m| m.reason.contains("day first or the month first")));
    assert_eq!(report(&session, "log.csv").used, 1);

    let mut mapped = how.mapping;
    for column in &mut mapped.columns {
        if column.time.is_some() {
            column.time = Some(TimeForm::MonthFirst);
        }
    }
    let tried = mapping(&session, "stops.csv", None, Some(mapped.clone()));
    assert!(!tried.how.waiting, "{:?}", tried.how.questions);
    assert_eq!(tried.preview[0].rows[0][1], "2026-03-04T06:00:00");

    session.set_recipe(Recipe { mappings: vec![mapped], ..Recipe::default() });
    session.run();
    assert_eq!(report(&session, "stops.csv").used, 2);
    assert_eq!(report(&session, "log.csv").used, 1);
    let fresh = load(&[("log.csv", OTHER), ("stops.csv", OPEN)], session.recipe().clone());
    assert_eq!(inspect(&session), inspect(&fresh));
}

#[test]
fn another_mapping_leaves_nothing_of_the_first_behind() {
    let text = b"When,Who,What\n2026-01-05 06:00:00,Anna,running\n2026-01-05 07:00:00,Ben,stopped\n2026-01-05 08:00:00,Anna,running\n";
    let mut session = load(&[("x.csv", text), ("log.csv", OTHER)], Recipe::default());
    let first = mapping(&session, "x.csv", Some(Shape::EventLog), None).how.mapping;
    let with = |role: Role| {
        let mut mapped = first.clone();
        mapped.columns[0].role = Role::Time;
        mapped.columns[0].time = Some(TimeForm::YearFirst);
        mapped.columns[1].role = role;
        mapped.columns[2].role = Role::State;
        mapped
    };
    session.set_recipe(Recipe { mappings: vec![with(Role::Asset)], ..Recipe::default() });
    session.run();
    assert_eq!(report(&session, "x.csv").used, 3);
    session.set_recipe(Recipe { mappings: vec![with(Role::Ignore)], ..Recipe::default() });
    session.run();
    let fresh = load(&[("x.csv", text), ("log.csv", OTHER)], session.recipe().clone());
    assert_eq!(inspect(&session), inspect(&fresh));
    let find = |session: &Session| session.ask(&Question::Find { text: "Anna".to_owned(), limit: 5 });
    assert_eq!(find(&session), find(&fresh));
    // Without the recipe it is a guess again.
    session.set_recipe(Recipe::default());
    session.run();
    assert!(report(&session, "x.csv").mapping.unwrap().guessed);
}

fn third() -> Vec<u8> {
    String::from_utf8_lossy(OTHER).replace("M1", "M3").into_bytes()
}

/// Bytes that note how often they are read.
struct Watched(Vec<u8>, Rc<Cell<u32>>);

impl ByteSource for Watched {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        self.1.set(self.1.get() + 1);
        self.0.read_at(offset, buf)
    }
}

#[test]
fn another_mapping_reads_that_file_alone() {
    let text = b"Machine;Start;End;Reason\nM1;2026-01-05 06:00;2026-01-05 07:00;Jam\nM2;2026-01-05 08:00;2026-01-05 09:00;Tool\n";
    let reads = Rc::new(Cell::new(0));
    let mut session = Session::new();
    session.add("a.csv", Rc::new(Watched(OTHER.to_vec(), Rc::clone(&reads))));
    session.add("stops.csv", Rc::new(text.to_vec()));
    session.add("z.csv", Rc::new(Watched(third(), Rc::clone(&reads))));
    session.run();
    let mut mapped = report(&session, "stops.csv").mapping.unwrap().mapping;
    assert_eq!(report(&session, "stops.csv").used, 2);
    let before = reads.get();
    mapped.zone = Some("Europe/Berlin".to_owned());
    mapped.constants.insert(Role::State, "SETUP".to_owned());
    session.set_recipe(Recipe { mappings: vec![mapped], ..Recipe::default() });
    session.run();
    assert_eq!(reads.get(), before, "the other files were read again");
    let mut fresh = Session::new();
    fresh.set_recipe(session.recipe().clone());
    fresh.add("z.csv", Rc::new(third()));
    fresh.add("stops.csv", Rc::new(text.to_vec()));
    fresh.add("a.csv", Rc::new(OTHER.to_vec()));
    fresh.run();
    assert_eq!(inspect(&session), inspect(&fresh));
    let states = |session: &Session| session.ask(&Question::States { asset: None, from: None, to: None });
    assert_eq!(states(&session), states(&fresh));
    let record = |session: &Session| session.ask(&Question::Record { file: "z.csv".to_owned(), record: 1 });
    assert_eq!(record(&session), record(&fresh));
}

#[test]
fn the_whole_column_decides_day_and_month_however_late_it_tells() {
    let mut text = "Machine,Start,End,Reason\n".to_owned();
    for hour in 0..40_000 {
        let (day, hour) = (1 + hour / 24 % 12, hour % 24);
        text.push_str(&format!("M1,{day:02}/03/2026 {hour:02}:00,{day:02}/03/2026 {hour:02}:10,Jam\n"));
    }
    text.push_str("M1,13/03/2026 06:00,13/03/2026 06:10,Jam\n");
    let session = load(&[("stops.csv", text.as_bytes())], Recipe::default());
    let how = report(&session, "stops.csv").mapping.unwrap();
    assert!(!how.waiting);
    assert_eq!(how.mapping.columns[1].time, Some(TimeForm::DayFirst));
    assert_eq!(report(&session, "stops.csv").records, 40_001);
}

#[test]
fn our_headers_with_foreign_times_are_mapped_too() {
    let text = b"asset;start;end;state\nSaw;23.03.2026 06:00;23.03.2026 07:00;RUN\n";
    let session = load(&[("states.csv", text)], Recipe::default());
    let file = report(&session, "states.csv");
    assert_eq!((file.format.as_str(), file.used, file.rejected), ("mapped-table", 1, 0));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn every_record_of_any_table_is_accounted_for(
        header in prop::collection::vec("(Zeit|Start|End|Machine|State|Lot|Menge|Item|Value|[a-zA-Zäöü .]{1,8})", 2..6),
        rows in prop::collection::vec(prop::collection::vec("(|[0-9]{1,3}[.,][0-9]{1,3}|2026-01-0[1-9] 0[0-9]:00|0[1-9]\\.03\\.26|[A-Z]{1,4}|\\PC{0,6})", 2..6), 1..12),
        delimiter in "[;,|\t]",
        shape in 0..Shape::ALL.len(),
    ) {
        let line = |cells: &Vec<String>| cells.iter().map(|c| c.replace(['\n', '\r', '"'], "")).collect::<Vec<_>>().join(&delimiter);
        let mut text = line(&header);
        for row in &rows {
            text.push('\n');
            text.push_str(&line(row));
        }
        let mut session = load(&[("any.csv", text.as_bytes())], Recipe::default());
        let sums = |session: &Session| {
            for f in inspect(session).files {
                assert_eq!(f.used + f.merged + f.superseded + f.retracted + f.repaired + f.rejected, f.records);
            }
        };
        sums(&session);
        if report(&session, "any.csv").mapping.is_some() {
            let forced = mapping(&session, "any.csv", Some(Shape::ALL[shape]), None).how.mapping;
            session.set_recipe(Recipe { mappings: vec![forced], ..Recipe::default() });
            session.run();
            sums(&session);
        }
    }
}

#[test]
fn what_takes_an_output_back_makes_nothing() {
    let text = "Buchungsdatum;Auftrag;Charge;Bewegungsart;Menge;Lagerort\n23.03.2026;4711;C1;101;10;L1\n24.03.2026;4711;C2;101;-10;L1\n\
                25.03.2026;4711;C3;101;10;L1\n";
    let session = load(&[("mb51.csv", text.as_bytes())], Recipe::default());
    let outputs = session.data().facts.transformations.rows().map(|row| row.quantity.get());
    assert_eq!(outputs.collect::<Vec<_>>(), [Some(10.0), Some(10.0)], "{:?}", report(&session, "mb51.csv").messages);
}

/// A history of good and bad values; the codes of `Quality` are given.
fn history(codes: &[&str]) -> Vec<u8> {
    let mut text = String::from("TagName,DateTime,Value,Quality\n");
    for (i, code) in codes.iter().enumerate() {
        text += &format!("TIC1,2026-04-01 {:02}:{:02}:{:02},{i}.5,{code}\n", i / 3600, i / 60 % 60, i % 60);
    }
    text.into_bytes()
}

#[test]
fn quality_codes_are_read_on_the_scale_that_the_whole_column_tells() {
    for (codes, used, rejected) in [
        (&["192", "0", "192", "64"][..], 2, 2),
        (&["0", "0", "1", "16", "133"], 3, 2),
        (&["0", "0", "2147483648"], 2, 1),
        (&["0x00000000", "0x80310000", "0x00000000"], 2, 1),
        (&["100", "100", "0"], 2, 1),
        (&["Good", "BadNoCommunication", "Good"], 2, 1),
    ] {
        let session = load(&[("h.csv", &history(codes))], Recipe::default());
        let file = report(&session, "h.csv");
        assert_eq!((file.used, file.rejected), (used, rejected), "{codes:?}: {:?}", file.messages);
    }
}

#[test]
fn a_scale_that_the_column_leaves_open_is_asked_with_what_each_answer_costs() {
    let codes = ["0", "0", "0", "1"];
    let mut session = load(&[("h.csv", &history(&codes))], Recipe::default());
    let how = report(&session, "h.csv").mapping.unwrap();
    let asked = |questions: &[MappingQuestion]| {
        questions.iter().find(|q| q.kind == MappingQuestionKind::Quality).map(|q| (q.text.clone(), q.blocking))
    };
    let (text, blocking) = asked(&how.questions).unwrap();
    assert!(how.waiting && blocking);
    assert!(text.contains("If 0 is good, 1 of 4 rows are rejected; if 1 is good, 3 of 4 rows"), "{text}");
    let mut mapped = how.mapping;
    assert!(asked(&mapping(&session, "h.csv", None, Some(mapped.clone())).how.questions).is_some());
    for (scale, used) in [(QualityScale::Aveva, 3), (QualityScale::OneGood, 1)] {
        mapped.columns[3].quality = Some(scale);
        let tried = mapping(&session, "h.csv", None, Some(mapped.clone()));
        assert!(!tried.how.waiting, "{:?}", tried.how.questions);
        assert_eq!(tried.preview[0].rows.len(), used);
        let json = serde_json::to_string(&Recipe { mappings: vec![mapped.clone()], ..Recipe::default() }).unwrap();
        session.set_recipe(Recipe::from_json(&json, |zone| find_zone(zone).is_some()).unwrap());
        session.run();
        let file = report(&session, "h.csv");
        assert_eq!((file.used as usize, file.rejected as usize), (used, codes.len() - used), "{scale:?}");
    }
}

#[test]
fn a_recipe_from_before_there_were_scales_reads_as_it_did_and_says_so() {
    let recipe = r#"{"mappings": [{"shape": "long_historian", "columns": [{"name": "TagName", "role": "channel"},
        {"name": "DateTime", "role": "time", "time": "year_first"}, {"name": "Value", "role": "value"}, {"name": "Quality", "role": "validity"}]}]}"#;
    let recipe = Recipe::from_json(recipe, |zone| find_zone(zone).is_some()).unwrap();
    let session = load(&[("h.csv", &history(&["0", "0", "1"]))], recipe);
    let file = report(&session, "h.csv");
    assert_eq!((file.used, file.rejected), (1, 2));
    assert!(file.messages.iter().any(|m| m.reason.contains("does not say on which scale")), "{:?}", file.messages);
}

#[test]
fn the_scale_is_looked_for_behind_the_first_thousands_of_rows() {
    let mut codes = vec!["0"; 6000];
    codes.push("16");
    codes.push("133");
    let session = load(&[("h.csv", &history(&codes))], Recipe::default());
    let file = report(&session, "h.csv");
    assert_eq!((file.used, file.rejected), (6001, 1), "{:?}", file.messages);
}

/// Whether a log of states waits, what it asks, and when its states begin, in seconds behind 2026-03-23T06:15:00.
fn log(times: &[&str]) -> (Vec<MappingQuestionKind>, Vec<f64>) {
    let mut text = String::from("Machine,Timestamp,State\n");
    for (time, state) in times.iter().zip(["RUNNING", "STOPPED"].iter().cycle()) {
        text += &format!("M1,{time},{state}\n");
    }
    let session = load(&[("log.csv", text.as_bytes())], Recipe::default());
    let how = report(&session, "log.csv").mapping.unwrap();
    let asked = how.questions.iter().filter(|question| question.blocking).map(|question| question.kind).collect();
    let starts = session.data().facts.states.rows().map(|row| (row.start - 1_774_246_500_000_000) as f64 / 1e6);
    (asked, starts.collect())
}

#[test]
fn times_of_digits_alone_are_calendar_stamps_or_epochs_by_the_whole_column() {
    for (times, starts) in [
        (&["202603230615", "202603230715"][..], &[0.0, 3600.0][..]),
        (&["20260323061500", "20260323071500"], &[0.0, 3600.0]),
        (&["2026032306150012", "2026032307150000"], &[0.12, 3600.0]),
        (&["20260323061500123", "20260323071500000"], &[0.123, 3600.0]),
        (&["1774246500123456", "1774250100000000"], &[0.123_456, 3600.0]),
        (&["1774246500123", "1774250100000"], &[0.123, 3600.0]),
    ] {
        assert_eq!(log(times), (Vec::new(), starts.to_vec()), "{times:?}");
    }
    // Running numbers behind a day are no times.
    let text = b"Machine,Timestamp,Order,State\nM1,2026-03-23 06:15,202603230001,RUNNING\nM1,2026-03-23 07:15,202603230002,STOPPED\n";
    let session = load(&[("log.csv", text)], Recipe::default());
    let how = report(&session, "log.csv").mapping.unwrap();
    assert_eq!(how.mapping.columns[2].role, Role::Order);
}

#[test]
fn a_year_of_two_digits_stands_in_front_or_behind_by_the_whole_column_or_is_asked() {
    let day = 86_400.0;
    for (times, starts) in [
        (&["26-03-23 06:15", "26-03-24 06:15"][..], &[0.0, day][..]),
        (&["23-03-26 06:15", "24-03-26 06:15"], &[0.0, day]),
        (&["03/23/26 06:15", "03/24/26 06:15"], &[0.0, day]),
        (&["26-03-23 06:15", "26-03-31 06:15", "26-04-01 06:15"], &[0.0, 8.0 * day, 9.0 * day]),
        (&["23.03.26 06:15", "23.03.26 07:15"], &[0.0, 3600.0]),
    ] {
        assert_eq!(log(times), (Vec::new(), starts.to_vec()), "{times:?}");
    }
    for open in [
        // One day.
        &["23-03-26 06:15", "23-03-26 07:15"][..],
        // The first of each month, or the year 2001.
        &["01-01-25 06:00", "01-07-25 06:00", "01-01-26 06:00"],
    ] {
        let (asked, starts) = log(open);
        assert_eq!((asked.as_slice(), starts.len()), (&[MappingQuestionKind::DateOrder][..], 0), "{open:?}");
    }
    // The end decides what the start leaves open.
    let text = "Machine,Start,End,Reason\nM1,26-03-23 06:15,26-03-23 07:15,Jam\nM1,26-03-23 22:15,26-03-24 07:15,Jam\n";
    let session = load(&[("stops.csv", text.as_bytes())], Recipe::default());
    assert_eq!(session.data().facts.states.start.first(), Some(&1_774_246_500_000_000));
}

#[test]
fn durations_of_two_numbers_are_minutes_and_seconds_by_the_whole_column_or_asked() {
    let stops = |header: &str, durations: &[&str]| {
        let mut text = format!("Machine,Start,{header},Reason\n");
        for (i, duration) in durations.iter().enumerate() {
            text += &format!("M1,2026-03-{:02} 06:15,{duration},Jam\n", 20 + i);
        }
        let session = load(&[("stops.csv", text.as_bytes())], Recipe::default());
        let how = report(&session, "stops.csv").mapping.unwrap();
        let asked: Vec<_> = how.questions.into_iter().filter(|q| q.blocking).map(|q| q.kind).collect();
        let lengths: Vec<i64> = session
            .data()
            .facts
            .states
            .rows()
            .filter_map(|row| Some((row.end.get()? - row.start) / 1_000_000))
            .collect();
        (asked, lengths)
    };
    assert_eq!(stops("Duration", &["12:30", "45:10"]), (Vec::new(), vec![750, 2710]));
    assert_eq!(stops("Duration", &["12:30", "1:02:10"]), (Vec::new(), vec![750, 3730]));
    assert_eq!(stops("Duration (mm:ss)", &["12:30", "5:10"]), (Vec::new(), vec![750, 310]));
    assert_eq!(stops("Duration (hh:mm)", &["12:30", "5:10"]), (Vec::new(), vec![45_000, 18_600]));
    assert_eq!(stops("Duration [min]", &["12:30", "5:10"]), (Vec::new(), vec![750, 310]));
    assert_eq!(stops("Duration", &["0:12:30", "0:05:10"]), (Vec::new(), vec![750, 310]));
    assert_eq!(stops("Duration", &["12:30", "5:10"]), (vec![MappingQuestionKind::Unit], Vec::new()));
}

#[test]
fn a_column_may_have_a_decimal_mark_of_its_own() {
    let text = "Zeit;Druck [bar];Temperatur [°C];Zahl\n2026-04-01 00:00:00Z;1,25;71.25;1.234\n2026-04-01 00:00:10Z;1,5;71.5;2.345\n\
                2026-04-01 00:00:20Z;1,75;71.75;3.456\n";
    let session = load(&[("h.csv", text.as_bytes())], Recipe::default());
    let file = report(&session, "h.csv");
    let mapped = file.mapping.unwrap().mapping;
    let own: Vec<_> = mapped.columns.iter().map(|column| column.decimal).collect();
    assert_eq!((mapped.decimal, own), (Decimal::Comma, vec![None, None, Some(Decimal::Point), None]));
    assert!(file.messages.iter().any(|m| m.reason.contains("(with a decimal point)")), "{:?}", file.messages);
    let facts = &session.data().facts;
    let values: Vec<_> = facts.measurements.rows().take(3).map(|row| row.value.get()).collect();
    assert_eq!(values, [Some(1.25), Some(71.25), Some(1234.0)]);
}

#[test]
fn lines_may_end_as_on_old_macs() {
    let text = "Machine,Timestamp,State\rM1,2026-03-23 06:15,RUNNING\r,2026-03-23 06:30,yesterday\rM1,2026-03-23 07:15,STOPPED\r";
    let ours = "asset,start,state\rM1,2026-04-03T05:00:00Z,RUN\rM1,yesterday,RUN\r";
    let session = load(&[("log.csv", text.as_bytes()), ("states.csv", ours.as_bytes())], Recipe::default());
    for (name, used) in [("log.csv", 2), ("states.csv", 1)] {
        let file = report(&session, name);
        assert_eq!((file.used, file.rejected), (used, 1), "{name}: {:?}", file.messages);
        assert!(file.messages.iter().any(|m| m.line == 3), "{:?}", file.messages);
        let question = Question::Record { file: name.to_owned(), record: 2 };
        let shown = serde_json::to_string(&session.ask(&question).unwrap()).unwrap();
        assert!(shown.contains("yesterday") && !shown.contains("06:15") && !shown.contains("05:00"), "{shown}");
    }
}
