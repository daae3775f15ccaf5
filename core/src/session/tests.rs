//! What the ledger says of files whose turn never came, and that records are found again without reading files from their start.

use super::*;
use crate::protocol::{Answer, InspectAnswer, Question, RecordAnswer};
use std::cell::RefCell;

/// A log whose lines tell their number.
fn log(lines: u32) -> Vec<u8> {
    let line =
        |n: u32| format!("2026-03-23T{:02}:{:02}:{:02}Z|execution|LINE{n}\n", 5 + n / 3600 % 18, n / 60 % 60, n % 60);
    (1..=lines).map(line).collect::<String>().into_bytes()
}

fn inspect(session: &Session) -> InspectAnswer {
    let Ok(Answer::Inspect(report)) = session.ask(&Question::Inspect {}) else { panic!("inspect always answers") };
    report
}

#[test]
fn cancelling_leaves_a_sentence_at_every_file_that_was_not_read_to_its_end() {
    let mut session = Session::new();
    for name in ["a.txt", "b.txt", "c.txt"] {
        session.add(name, Rc::new(log(200_000)));
    }
    // Opens the first file and reads a step of it.
    session.step();
    session.step();
    session.cancel();
    let progress = session.run();
    assert_eq!((progress.files_done, progress.files, progress.done), (3, 3, true));
    let files = inspect(&session).files;
    assert!((1..200_000).contains(&files[0].records), "{}", files[0].records);
    assert!(files[0].messages.iter().any(|m| m.reason.contains("the rest of this file is missing")));
    let said: Vec<(String, u32, String)> =
        files.into_iter().map(|f| (f.name, f.records, f.messages[0].reason.clone())).collect();
    assert_eq!((said[1].1, said[1].2.as_str()), (0, CANCELLED));
    assert_eq!((said[2].1, said[2].2.as_str()), (0, CANCELLED));
}

#[test]
fn what_was_not_read_is_not_read_with_another_zone_either() {
    let mut session = Session::new();
    session.add("local.csv", Rc::new(b"asset,start,state\nM1,2026-03-23 06:00,RUN\n".to_vec()));
    session.add_unreadable("gone.csv", "The address does not answer.");
    session.run();
    session.set_recipe(Recipe::from_json(r#"{"zone":"Europe/Berlin"}"#, |_| true).unwrap());
    session.run();
    let gone = &inspect(&session).files[0];
    assert_eq!((gone.name.as_str(), gone.messages.len()), ("gone.csv", 1));
    assert!(gone.messages[0].reason.contains("does not answer"), "{gone:?}");
}

/// A log of one machine whose times have no zone.
fn local(machine: &str) -> Rc<Vec<u8>> {
    Rc::new(
        format!("asset,start,state\n{machine},2026-03-23 06:00,RUN\n{machine},2026-03-23 07:00,IDLE\n").into_bytes(),
    )
}

#[test]
fn another_zone_reads_every_file_again() {
    let mut session = Session::new();
    for name in ["a.csv", "b.csv", "c.csv"] {
        session.add(name, local(name));
    }
    session.run();
    session.set_recipe(Recipe::from_json(r#"{"zone":"Europe/Berlin"}"#, |_| true).unwrap());
    assert!(!session.progress().done, "the driver takes the steps");
    session.run();
    let files = inspect(&session).files;
    assert_eq!(files.iter().map(|f| f.records).collect::<Vec<_>>(), [2, 2, 2]);
    let start = session.data().lanes.extent().map(|extent| extent.start);
    assert_eq!(start, crate::model::parse_rfc3339("2026-03-23T05:00:00Z"));
}

#[test]
fn a_file_that_cannot_be_had_waits_for_its_turn() {
    let mut session = Session::new();
    session.add("log.txt", Rc::new(log(200_000)));
    session.step();
    session.step();
    session.add_unreadable("gone.csv", "The address does not answer.");
    session.add_cancelled("late.csv");
    session.run();
    let files = inspect(&session).files;
    let said: Vec<_> = files.iter().map(|f| (f.name.as_str(), f.records, f.messages.len())).collect();
    assert_eq!(said, [("gone.csv", 0, 1), ("late.csv", 0, 1), ("log.txt", 200_000, files[2].messages.len())]);
    assert_eq!(files[2].used + files[2].merged + files[2].superseded, 200_000);
}

/// Remembers which offsets were read.
struct Watched {
    bytes: Vec<u8>,
    reads: RefCell<Vec<u64>>,
}

impl ByteSource for Watched {
    fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        self.reads.borrow_mut().push(offset);
        self.bytes.read_at(offset, buf)
    }
}

#[test]
fn a_record_is_read_again_from_near_its_place() {
    let lines = 400_000;
    let source = Rc::new(Watched { bytes: log(lines), reads: RefCell::default() });
    assert!(source.len() > 12_000_000);
    let mut session = Session::new();
    session.add("log.txt", source.clone());
    session.run();
    for record in [1, 2, lines / 2, lines - 1, lines] {
        source.reads.borrow_mut().clear();
        let question = Question::Record { file: "log.txt".into(), record };
        let Ok(Answer::Record(RecordAnswer { text, .. })) = session.ask(&question) else { panic!("the record exists") };
        assert!(text.ends_with(&format!("|LINE{record}")), "{record}: {text}");
        // The head tells the encoding; the rest lies within one reading step of the record.
        let near = u64::from(record) * source.len() / u64::from(lines);
        let far = |offset: &u64| *offset > 64 << 10 && offset.abs_diff(near) > 2 * crate::bytes::STEP_BYTES;
        assert_eq!(source.reads.borrow().iter().filter(|offset| far(offset)).count(), 0, "{record}");
    }
}
