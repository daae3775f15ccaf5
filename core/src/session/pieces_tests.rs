//! Tables of books read in pieces, beside reading them in one go.

use super::*;
use crate::bytes::{Books, ByteSource, Table, UnpackError};
use crate::import::{Divided, Importers};
use crate::protocol::{Answer, Question};
use proptest::prelude::*;
use std::io;
use std::rc::Rc;

/// A book of one table, which is the text behind four bytes; of a text that begins with `!` what is behind the next one cannot be had.
static BOOKS: Books = Books {
    tables: |source| {
        let bytes = source.len();
        Ok(vec![Table {
            book: Rc::clone(source),
            number: 0,
            name: String::new(),
            bytes,
            rows: None,
            remarks: Vec::new(),
        }])
    },
    rows: |table, taken| {
        let mut text = vec![0; table.book.len() as usize];
        let _ = table.book.read_at(0, &mut text);
        let text = String::from_utf8(text).expect("text");
        let mut parts = text[4..].split('!');
        let sound = parts.next().unwrap_or_default().to_owned();
        Box::new(Rows { text: sound.into_bytes(), at: 0, broken: parts.next().is_some(), taken })
    },
};

struct Rows {
    text: Vec<u8>,
    at: usize,
    broken: bool,
    taken: crate::bytes::Taken,
}

impl Read for Rows {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        // As they come: never much at once.
        let rest = &self.text[self.at..];
        let length = rest.len().min(buf.len()).min(700);
        if length == 0 && self.broken {
            return Err(io::Error::other(UnpackError::Table("The file ends in the middle.".to_owned())));
        }
        buf[..length].copy_from_slice(&rest[..length]);
        self.at += length;
        self.taken.set(self.at as u64);
        Ok(length)
    }
}

fn session(text: &str) -> Session {
    let mut session = Session::with_importers(Importers::all().with_books(&BOOKS));
    session.add("first.csv", Rc::new(b"asset,start,state\nM2,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session.add("states.parquet", Rc::new(format!("PAR1{text}").into_bytes()) as Rc<dyn ByteSource>);
    session.add("last.csv", Rc::new(b"asset,start,state\nM9,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session
}

/// What the ledger and the facts say.
fn told(session: &Session) -> String {
    let files = format!("{:#?}", session.data.facts.sources.files());
    let names: Vec<String> = session.data.facts.names.iter().map(|name| format!("{name:?}")).collect();
    let states = &session.data.facts.states;
    let rows: Vec<String> = (0..states.len())
        .map(|row| format!("{:?} {:?} {:?}", states.start.get(row), states.end.get(row), states.source.get(row)))
        .collect();
    let answer = session.ask(&Question::Inspect {}).map(|answer: Answer| format!("{answer:?}"));
    format!("{files}\n{names:?}\n{rows:?}\n{answer:?}")
}

fn in_one_go(text: &str) -> String {
    let mut session = session(text);
    session.run();
    told(&session)
}

/// Reads the table in pieces of at least `least` bytes; gives how many were taken, and whether it was put back.
fn in_pieces(text: &str, least: usize) -> (String, u32, bool) {
    let mut session = session(text);
    let (mut taken, mut gave_up) = (0, false);
    while session.progress.files_done == 0 || session.open.is_none() {
        session.step();
    }
    if let Some(mut pieces) = Pieces::with_pieces_of(&mut session, least) {
        let divided = Divided::of_text("states.parquet", pieces.piece().0.to_vec(), None).expect("a table");
        loop {
            let (text, range, last) = pieces.piece();
            let chunk = divided.read_text(text, range, last);
            taken += 1;
            match pieces.take(&mut session, &chunk) {
                Merged::Taken => {}
                Merged::Done => break,
                _ => {
                    gave_up = true;
                    break;
                }
            }
        }
    }
    session.run();
    (told(&session), taken, gave_up)
}

proptest! {
    // Each case is two sessions with every importer.
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn pieces_of_any_length_give_what_reading_in_one_go_gives(
        rows in prop::collection::vec((0u8..9, 0u32..80_000, prop_oneof!["RUN", "\"a, b\"", "", "STOP,x", "é"]), 0..200),
        least in prop_oneof![1usize..300, Just(1 << 20)],
        broken in prop::bool::weighted(0.1),
        local in prop::bool::weighted(0.1),
    ) {
        let mut text = "asset,start,state\n".to_owned();
        for (asset, second, state) in rows {
            let zone = if local { "" } else { "Z" };
            text += &format!("M{asset},2026-03-01T{:02}:{:02}:{:02}{zone},{state}\n", second / 3600, second / 60 % 60, second % 60);
        }
        if broken {
            text.push('!');
        }
        let (pieces, _, gave_up) = in_pieces(&text, least);
        prop_assert_eq!(pieces, in_one_go(&text));
        prop_assert!(!gave_up || broken);
    }
}

#[test]
fn long_tables_come_in_many_pieces_and_sentences_become_short_after_the_same_record() {
    let mut text = "asset,start,state,more\n".to_owned();
    (0..30_000).for_each(|i| {
        let day = if i % 9 == 0 { "never" } else { "2026-03-01" };
        text += &format!("M{},{day}T00:{:02}:{:02}Z,RUN,{i}\n", i % 7, i / 60 % 60, i % 60);
    });
    let (pieces, taken, gave_up) = in_pieces(&text, 5000);
    assert!(pieces == in_one_go(&text));
    assert!(taken > 100 && !gave_up, "{taken}");
}

#[test]
fn other_tables_are_not_read_so() {
    let text = "when;who;what\n2026-03-01T00:00:00Z;M1;RUN\n";
    assert_eq!(in_pieces(text, 1000).1, 0);
}

/// The same text, gzipped: unpacked here as a driver does, its pieces read in the wrong order. Gives how many were taken; 0 where it is not read so.
fn unpacked_by_others(text: &str, least: usize) -> (String, u32) {
    let packed = gzip(text);
    let mut session = packed_session(&packed);
    while session.progress.files_done == 0 || session.open.is_none() {
        session.step();
    }
    let mut taken = 0;
    if let Some(mut merge) = Merge::of_packed(&mut session, text.as_bytes()) {
        let divided = Divided::of_text("states.csv.gz", text.as_bytes().to_vec(), None).expect("a table");
        let mut cuts = vec![0];
        while let Some(from) = cuts.last().copied().filter(|from| *from < text.len()) {
            let end = text[from..].match_indices('\n').map(|(at, _)| from + at + 1).find(|end| end - from >= least);
            cuts.push(end.unwrap_or(text.len()));
        }
        let pieces: Vec<_> = cuts.windows(2).map(|cut| (cut[0], &text[cut[0]..cut[1]], cut[1] == text.len())).collect();
        // Whoever reads a later one knows nothing of the rows before it.
        let read = |merge: &mut Merge, (from, text, last): &(usize, &str, bool)| {
            let range = merge.piece_at(*from as u64, text.len() as u64, *last);
            divided.read_text(text.as_bytes(), range, *last)
        };
        let mut chunks: Vec<_> = pieces.iter().rev().map(|piece| read(&mut merge, piece)).collect();
        let mut bytes = crate::bytes::Fingerprint::default();
        bytes.add(&packed);
        for piece in &pieces {
            merge.set_read(&session, packed.len() as u64, bytes.get());
            taken += 1;
            match merge.take(&mut session, &chunks.pop().expect("one for each")) {
                Merged::Taken => {}
                Merged::Again(_) => {
                    let chunk = read(&mut merge, piece);
                    if merge.take(&mut session, &chunk) == Merged::InOneGo {
                        break;
                    }
                }
                Merged::Done | Merged::InOneGo => break,
            }
        }
    }
    session.run();
    (told(&session), taken)
}

fn gzip(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(text.as_bytes()).and_then(|()| gz.finish()).expect("in memory")
}

fn packed_session(packed: &[u8]) -> Session {
    let mut session = Session::new();
    session.add("first.csv", Rc::new(b"asset,start,state\nM2,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session.add("states.csv.gz", Rc::new(packed.to_vec()) as Rc<dyn ByteSource>);
    session.add("last.csv", Rc::new(b"asset,start,state\nM9,2026-03-01T00:00:00Z,RUN\n".to_vec()));
    session
}

#[test]
fn gzipped_tables_that_others_unpack_give_what_reading_in_one_go_gives() {
    let in_one_go = |text: &str| {
        let mut session = packed_session(&gzip(text));
        session.run();
        told(&session)
    };
    let mut text = "asset,start,state,more\n".to_owned();
    (0..9_000).for_each(|i| {
        let day = if i % 5 == 0 { "never" } else { "2026-03-01" };
        text += &format!("M{},{day}T00:{:02}:{:02}Z,RUN,{i}\n", i % 7, i / 60 % 60, i % 60);
    });
    let quoted =
        "asset,start,state\nM1,2026-03-01T00:00:00Z,\"a\nb\"\n".repeat(40).replace("\nasset,start,state\n", "\n");
    let json = "{\"asset\":\"M1\",\"start\":\"2026-03-01T00:00:00Z\",\"state\":\"RUN\"}\n".repeat(50);
    for (text, many) in
        [(text.as_str(), 100), (&quoted, 1), (&json, 10), ("asset,start,state\nM1,2026-03-01T00:00:00Z,RUN", 1)]
    {
        let (told, taken) = unpacked_by_others(text, 300);
        assert!(told == in_one_go(text), "{}", &text[..20]);
        assert!(taken >= many, "{taken}");
    }
    assert_eq!(unpacked_by_others("when;who;what\n2026-03-01T00:00:00Z;M1;RUN\n", 300).1, 0);
}
