//! Files that are opened again after they grew, beside the grown file opened alone.

use crate::bytes::ByteSource;
use crate::protocol::{Answer, InspectAnswer, Question};
use crate::recipe::Recipe;
use crate::session::ranges::{Merge, Merged};
use crate::{Session, model::Facts};
use proptest::prelude::*;
use std::rc::Rc;

fn open(session: &mut Session, name: &str, text: &[u8]) {
    session.add(name, Rc::new(text.to_vec()));
    assert!(session.run().done);
}

fn report(session: &Session) -> InspectAnswer {
    let Ok(Answer::Inspect(report)) = session.ask(&Question::Inspect {}) else { panic!("there is a report") };
    report
}

/// Everything that can be asked of a small plant, as JSON.
fn answers(session: &Session) -> Vec<String> {
    let questions = [
        r#"{"ask":"inspect"}"#,
        r#"{"ask":"states"}"#,
        r#"{"ask":"oee"}"#,
        r#"{"ask":"find","text":"","limit":50}"#,
        r#"{"ask":"rejects","file":"log.csv"}"#,
        r#"{"ask":"record","file":"log.csv","record":3}"#,
        r#"{"ask":"record","file":"log.csv","record":9}"#,
    ];
    questions
        .iter()
        .map(|question| {
            let question: Question = serde_json::from_str(question).unwrap();
            format!("{:?}", session.ask(&question))
        })
        .collect()
}

fn used(session: &Session) -> Vec<(String, u32, u32, u64)> {
    let files = report(session).files;
    files.iter().map(|file| (file.name.clone(), file.records, file.used, file.bytes)).collect()
}

fn rows(from: u32, to: u32) -> String {
    (from..to)
        .map(|i| {
            format!(
                "M{},2026-03-{:02}T{:02}:00:00Z,{}\n",
                i % 2,
                1 + i / 24,
                i % 24,
                ["RUN", "STOP"][i as usize / 2 % 2]
            )
        })
        .collect()
}

const HEADER: &str = "asset,start,state\n";
const OTHER: &str = "asset,time,count\nM1,2026-03-01T02:00:00Z,3\nM7,2026-03-01T02:00:00Z,4\n";

fn alone(text: &str, others: bool) -> Session {
    let mut session = Session::new();
    open(&mut session, "log.csv", text.as_bytes());
    if others {
        open(&mut session, "counts.csv", OTHER.as_bytes());
    }
    session
}

/// The file, perhaps another one, and the file again after it grew.
fn grown(parts: &[&str], others: bool) -> Session {
    let mut session = Session::new();
    let mut text = String::new();
    for part in parts {
        text.push_str(part);
        open(&mut session, "log.csv", text.as_bytes());
        if others && session.held.len() == 1 {
            open(&mut session, "counts.csv", OTHER.as_bytes());
        }
    }
    session
}

#[test]
fn rows_that_came_are_read_alone_and_become_records_of_the_file_that_is_there() {
    for others in [false, true] {
        let (first, second, third) = (HEADER.to_owned() + &rows(0, 30), rows(30, 70), rows(70, 75));
        let session = grown(&[&first, &second, &third], others);
        let whole = alone(&(first + &second + &third), others);
        assert_eq!(used(&session), used(&whole), "one file, one record a row");
        assert_eq!(answers(&session), answers(&whole));
        assert_eq!(session.held.len(), 1 + usize::from(others));
        let progress = session.progress();
        assert_eq!((progress.bytes_done, progress.files_done, progress.records), {
            let whole = whole.progress();
            (whole.bytes_done, whole.files_done, whole.records)
        });
        assert_eq!(progress.files_done, progress.files);
    }
}

/// A source that says what of it was read.
struct Watched(Vec<u8>, std::cell::RefCell<Vec<std::ops::Range<u64>>>);

impl ByteSource for Watched {
    fn len(&self) -> u64 {
        self.0.len() as u64
    }

    fn read_at(&self, offset: u64, to: &mut [u8]) -> Result<usize, crate::bytes::ReadError> {
        let read = self.0.read_at(offset, to)?;
        self.1.borrow_mut().push(offset..offset + read as u64);
        Ok(read)
    }
}

#[test]
fn a_long_file_is_compared_once_and_only_what_came_is_parsed() {
    // Long by its names: more than a block of the fingerprint.
    let long = |from, to| rows(from, to).replace('M', &"M".repeat(8000));
    let (first, second) = (HEADER.to_owned() + &long(0, 600), long(600, 640));
    let mut session = Session::new();
    open(&mut session, "log.csv", first.as_bytes());
    let source = Rc::new(Watched((first.clone() + &second).into_bytes(), Default::default()));
    session.add("log.csv", Rc::clone(&source) as Rc<dyn ByteSource>);
    session.run();
    let head = 1 << 20;
    let times_middle_was_read =
        source.1.borrow().iter().filter(|read| read.contains(&(first.len() as u64 / 2).max(head))).count();
    assert_eq!(times_middle_was_read, 1, "by the comparison");
    let whole = alone(&(first + &second), false);
    assert_eq!(used(&session), used(&whole));
    let fingerprint = |session: &Session| session.data.facts.sources.files()[0].fingerprint;
    assert_eq!(fingerprint(&session), fingerprint(&whole));
}

#[test]
fn another_format_is_read_anew_in_its_place_and_no_other_file_is() {
    let line = |minute: u32, word: &str| format!("2026-03-23T06:{minute:02}:00Z|execution|{word}\n");
    let first: String = (0..20).map(|i| line(i, ["ACTIVE", "READY"][i as usize % 2])).collect();
    let second = line(20, "ACTIVE") + &line(25, "READY");
    let other = || Rc::new(Watched(OTHER.as_bytes().to_vec(), Default::default()));
    let mut session = Session::new();
    let counts = other();
    open(&mut session, "log.txt", first.as_bytes());
    session.add("counts.csv", Rc::clone(&counts) as Rc<dyn ByteSource>);
    session.run();
    let read = counts.1.borrow().len();
    open(&mut session, "log.txt", (first.clone() + &second).as_bytes());
    assert_eq!(counts.1.borrow().len(), read, "its own bytes were not asked for again");
    let mut whole = Session::new();
    open(&mut whole, "log.txt", (first + &second).as_bytes());
    whole.add("counts.csv", other());
    whole.run();
    assert_eq!(answers(&session), answers(&whole));
    assert_eq!(used(&session), used(&whole));
}

#[test]
fn an_end_within_a_row_is_read_anew_so_that_half_a_word_is_no_state() {
    for others in [false, true] {
        let first = HEADER.to_owned() + &rows(0, 30) + "M1,2026-03-20T00:00:00Z,RU";
        let session = grown(&[&first, "N\nM1,2026-03-20T01:00:00Z,STOP\n"], others);
        let whole = alone(&(first + "N\nM1,2026-03-20T01:00:00Z,STOP\n"), others);
        let mut both = [used(&session), used(&whole)];
        both.iter_mut().for_each(|files| files.sort());
        assert_eq!(both[0], both[1]);
        assert_eq!(answers(&session), answers(&whole));
    }
}

#[test]
fn a_file_of_the_same_name_that_begins_otherwise_is_one_of_its_own() {
    let first = HEADER.to_owned() + &rows(0, 30);
    let mut session = alone(&first, false);
    open(&mut session, "log.csv", (HEADER.to_owned() + &rows(1, 60)).as_bytes());
    assert_eq!(session.held.len(), 2);
    assert_eq!(report(&session).files.iter().map(|file| file.merged).sum::<u32>(), 29);
}

#[test]
fn no_hole_opens_where_a_log_goes_on_much_later() {
    let first = HEADER.to_owned() + &rows(0, 30);
    let later = "M1,2026-05-01T00:00:00Z,RUN\nM1,2026-05-01T01:00:00Z,STOP\n";
    let session = grown(&[&first, later], true);
    assert_eq!(answers(&session), answers(&alone(&(first + later), true)));
    assert!(session.data.lanes.holes().is_empty());
}

#[test]
fn equal_pieces_before_and_after_the_seam_add_up() {
    let head = "asset,time,count\n";
    let row = "M1,2026-03-01T02:00:00Z,3\n";
    let session = grown(&[&format!("{head}{row}"), row], true);
    assert_eq!(report(&session).files[1].used, 2);
}

#[test]
fn reading_on_can_be_cancelled_and_says_so() {
    let first = HEADER.to_owned() + &rows(0, 30);
    let longer = first.clone() + &rows(30, 60);
    let mut session = alone(&first, false);
    session.add("log.csv", Rc::new(longer.clone().into_bytes()));
    session.step();
    session.cancel();
    assert!(session.run().done);
    assert!(report(&session).files.iter().any(|file| file.messages.iter().any(|m| m.reason.contains("cancelled"))));
    // Opened once more it is there as a whole.
    open(&mut session, "log.csv", (longer.clone() + &rows(60, 80)).as_bytes());
    let Facts { states, .. } = &session.data.facts;
    assert_eq!(states.asset.iter().count(), 80);
}

#[test]
fn another_recipe_meanwhile_loses_nothing() {
    let first = HEADER.to_owned() + &rows(0, 30);
    let longer = first.clone() + &rows(30, 60);
    for steps in 0..5 {
        let mut session = alone(&first, true);
        session.add("log.csv", Rc::new(longer.clone().into_bytes()));
        (0..steps).for_each(|_| drop(session.step()));
        session.set_recipe(Recipe { zone: Some("Europe/Berlin".to_owned()), ..Recipe::default() });
        session.run();
        assert_eq!(used(&session), used(&alone(&longer, true)), "after {steps} steps");
    }
}

#[test]
fn ranges_that_are_put_together_begin_anew_when_a_file_before_them_is_forgotten() {
    let (text, longer) = (HEADER.to_owned() + &rows(0, 30), rows(30, 60));
    for first in [text.clone(), String::new()] {
        let mut session = Session::new();
        open(&mut session, "counts.csv", OTHER.as_bytes());
        if !first.is_empty() {
            open(&mut session, "log.csv", first.as_bytes());
        }
        session.add("log.csv", Rc::new((text.clone() + &longer).into_bytes()));
        let merge = first_range(&mut session);
        session.map_again(&[crate::model::FileId(0)]);
        assert!(!merge.goes_on(&session));
        assert!(session.run().done);
        assert_eq!(used(&session), used(&alone(&(text.clone() + &longer), true)));
    }
}

#[test]
fn a_choice_for_a_file_behind_the_grown_one_reaches_that_file() {
    use crate::model::Choice;
    let (text, longer) = (HEADER.to_owned() + &rows(0, 30), rows(30, 60));
    let whole = text.clone() + &longer;
    let mut session = Session::new();
    open(&mut session, "log.csv", text.as_bytes());
    open(&mut session, "a.csv", OTHER.replace("M7", "M8").as_bytes());
    open(&mut session, "b.csv", OTHER.as_bytes());
    session.add("log.csv", Rc::new(whole.clone().into_bytes()));
    first_range(&mut session);
    let skip = Choice { file: Some("a.csv".to_owned()), skip: true, ..Choice::default() };
    session.set_recipe(Recipe { load: vec![skip], ..Recipe::default() });
    assert!(session.run().done);
    let told: Vec<_> = used(&session).into_iter().map(|(name, records, used, _)| (name, records, used)).collect();
    let expected = [("a.csv", 0, 0), ("b.csv", 2, 2), ("log.csv", 60, 60)];
    assert_eq!(told, expected.map(|(name, records, used)| (name.to_owned(), records, used)));
}

#[test]
fn without_what_reads_on_a_grown_file_counts_once_all_the_same() {
    let first = HEADER.to_owned() + &rows(0, 30);
    let mut session = Session::with_importers(crate::import::Importers::all());
    open(&mut session, "log.csv", first.as_bytes());
    session.add("log.csv", Rc::new((first + &rows(30, 60)).into_bytes()));
    assert_eq!(session.step().lacks, Some(crate::import::Part::Grown));
    session.run();
    let counts = report(&session).files.iter().map(|file| (file.used, file.merged)).collect::<Vec<_>>();
    assert_eq!(counts.iter().map(|(used, _)| used).sum::<u32>(), 60);
    assert_eq!(counts.iter().map(|(_, merged)| merged).sum::<u32>(), 30);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn however_a_file_grew_it_is_what_it_is(
        cuts in proptest::collection::vec(0usize..2000, 1..4),
        picks in proptest::collection::vec(0usize..12, 1..60),
        step in 20u64..200,
        others: bool,
        by_readers: bool,
    ) {
        let mut text = HEADER.to_owned();
        for (i, pick) in (0u32..).zip(&picks) {
            let odd = ["\n", ",,\n", "M1,yesterday,RUN\n", "M1,2026-03-02T00:00:00,RUN\n", "\"M\n1\",2026-03-01T00:00:00Z,RUN\n",
                "M1,2026-03-01T00:00:00Z,\"RU\nM3,2026-03-01T00:00:00Z,RUN\n", "M1,2026-03-01T00:00:00Z,RUN,x\n"];
            match odd.get(*pick) {
                Some(odd) => text.push_str(odd),
                None => text.push_str(&rows(i, i + 1)),
            }
        }
        let mut ends: Vec<usize> = cuts.iter().map(|cut| HEADER.len() + cut % (text.len() - HEADER.len() + 1)).collect();
        // Half of them where a row ends.
        for end in ends.iter_mut().step_by(2) {
            *end = text[..*end].rfind('\n').map_or(*end, |at| at + 1);
        }
        ends.push(text.len());
        ends.sort_unstable();
        ends.dedup();
        let mut session = Session::new();
        for (i, end) in ends.iter().enumerate() {
            session.add("log.csv", Rc::new(text.as_bytes()[..*end].to_vec()));
            while !session.step().done {
                if by_readers && session.tail.is_some() && let Some(merge) = Merge::with_ranges_of(&mut session, step) {
                    read_by(merge, &mut session);
                }
            }
            if i == 0 && others {
                open(&mut session, "counts.csv", OTHER.as_bytes());
            }
        }
        let whole = alone(&text, others);
        let mut both = [used(&session), used(&whole)];
        both.iter_mut().for_each(|files| files.sort());
        prop_assert_eq!(&both[0], &both[1]);
        prop_assert_eq!(answers(&session), answers(&whole));
    }
}

/// The tail of a file that grew is put together from ranges, of which one is in.
fn first_range(session: &mut Session) -> Merge {
    let mut merge = loop {
        session.step();
        if let Some(merge) = Merge::with_ranges_of(session, 64) {
            break merge;
        }
    };
    let chunk = merge.read(merge.range(merge.next())).unwrap();
    assert_eq!(merge.take(session, &chunk), Merged::Taken);
    merge
}

/// What a driver with readers does.
fn read_by(mut merge: Merge, session: &mut Session) {
    let mut range = merge.range(merge.next());
    loop {
        let chunk = merge.read(range).unwrap();
        match merge.take(session, &chunk) {
            Merged::Again(longer) => range = longer,
            Merged::Taken => range = merge.range(merge.next()),
            Merged::Done | Merged::InOneGo => return,
        }
    }
}
