//! Zip archives: every member is a file of its own.

use flate2::{Compression, write::GzEncoder};
use floorlens_core::Session;
use floorlens_core::protocol::{FileReport, InspectAnswer, Question};
use floorlens_tests::load::{ask, session};
use floorlens_tests::zip::{Style, zip};
use std::io::Write;

const STATES: &[u8] = b"asset,start,state\nSaw,2026-01-01T00:00:00Z,RUN\nSaw,2026-01-01T01:00:00Z,STOP\n";
const DEFLATE: Style = Style { deflate: true, descriptor: false, zip64: false, encrypted: false, method: None };
const STORE: Style = Style { deflate: false, ..DEFLATE };

fn load(archive: Vec<u8>) -> (Session, Vec<FileReport>) {
    let session = session([("export.zip".to_owned(), archive)]);
    let answer: InspectAnswer = ask(&session, &Question::Inspect {});
    (session, answer.files)
}

fn said(file: &FileReport) -> String {
    file.messages.iter().map(|m| m.reason.as_str()).collect::<Vec<_>>().join(" ")
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut gz = GzEncoder::new(Vec::new(), Compression::best());
    gz.write_all(bytes).expect("in memory");
    gz.finish().expect("in memory")
}

#[test]
fn members_of_every_kind_are_read_under_their_path() {
    let packed = gz(STATES);
    let archive = zip(&[
        ("a/stored.csv", STATES, STORE),
        ("a/deflated.csv", STATES, DEFLATE),
        ("a/described.csv", STATES, Style { descriptor: true, ..DEFLATE }),
        ("a/long.csv", STATES, Style { zip64: true, ..DEFLATE }),
        ("a/inner.csv.gz", &packed, STORE),
        ("a/", b"", STORE),
        ("__MACOSX/a/._stored.csv", b"x", STORE),
        ("readme.txt", b"This is not a log.", DEFLATE),
    ]);
    let (session, files) = load(archive);
    let names: Vec<(&str, &str, u32)> = files.iter().map(|f| (f.name.as_str(), f.format.as_str(), f.records)).collect();
    let states = "floorlens-states";
    assert_eq!(
        names,
        [
            ("export.zip/a/deflated.csv", states, 2),
            ("export.zip/a/described.csv", states, 2),
            ("export.zip/a/inner.csv.gz", states, 2),
            ("export.zip/a/long.csv", states, 2),
            ("export.zip/a/stored.csv", states, 2),
            ("export.zip/readme.txt", "unknown", 0),
        ]
    );
    assert_eq!(files.iter().map(|f| f.used).sum::<u32>(), 2, "the copies say the same");
    let record = session.ask(&Question::Record { file: "export.zip/a/inner.csv.gz".to_owned(), record: 2 });
    assert!(format!("{record:?}").contains("STOP"), "{record:?}");
}

#[test]
fn members_that_cannot_be_unpacked_say_why_and_leave_the_others_alone() {
    let archive = zip(&[
        ("secret.csv", STATES, Style { encrypted: true, ..DEFLATE }),
        ("zstd.csv", STATES, Style { method: Some(93), ..STORE }),
        ("good.csv", STATES, DEFLATE),
        ("empty.csv", b"", DEFLATE),
    ]);
    let (_, files) = load(archive);
    let of = |name: &str| files.iter().find(|f| f.name.ends_with(name)).expect("listed");
    assert!(
        said(of("secret.csv")).contains("encrypted. Unpack the archive with its password"),
        "{:?}",
        of("secret.csv")
    );
    assert!(said(of("zstd.csv")).contains("packed by Zstandard"), "{:?}", of("zstd.csv"));
    assert!(said(of("empty.csv")).contains("empty"));
    assert_eq!(of("good.csv").used, 2);
}

#[test]
fn a_damaged_member_keeps_what_came_before_and_says_so() {
    let mut archive = zip(&[("good.csv", STATES, STORE)]);
    let at = archive.windows(3).position(|w| w == b"RUN").expect("stored as it is");
    archive[at] = b'F';
    let (_, files) = load(archive);
    assert_eq!(files[0].records, 2);
    assert!(said(&files[0]).contains("checksum"), "{}", said(&files[0]));
}

#[test]
fn an_archive_without_directory_or_with_shared_members_is_refused_with_advice() {
    let archive = zip(&[("a.csv", STATES, DEFLATE), ("b.csv", STATES, DEFLATE)]);
    let (_, files) = load(archive[..archive.len() - 30].to_vec());
    assert_eq!((files[0].name.as_str(), files[0].format.as_str()), ("export.zip", "zip"));
    assert!(said(&files[0]).contains("no directory at its end"), "{}", said(&files[0]));

    // The second entry of the directory points at the first member.
    let mut shared = archive.clone();
    let entry = shared.windows(4).rposition(|w| w == b"PK\x01\x02").expect("an entry");
    shared[entry + 42..entry + 46].fill(0);
    let (_, files) = load(shared);
    assert!(said(&files[0]).contains("share their bytes"), "{}", said(&files[0]));

    let (_, files) = load(zip(&[]));
    assert!(said(&files[0]).contains("holds no files"));
}

#[test]
fn a_bomb_is_stopped_and_says_what_to_do() {
    let zeros = vec![b'\n'; 200 << 20];
    let (_, files) = load(zip(&[("bomb.csv", &zeros, DEFLATE), ("good.csv", STATES, DEFLATE)]));
    let of = |name: &str| files.iter().find(|f| f.name.ends_with(name)).expect("listed");
    assert_eq!(of("good.csv").used, 2);
    // A header that fits, so that the bomb is read at all.
    let mut table = STATES.to_vec();
    table.extend_from_slice(&zeros);
    let (_, files) = load(zip(&[("bomb.csv", &table, DEFLATE)]));
    assert!(said(&files[0]).contains("Unpacking was stopped"), "{}", said(&files[0]));
    assert_eq!(files[0].used, 2);
}

#[test]
fn an_office_document_is_no_archive_of_files() {
    for (part, sentence) in [("word/document.xml", "Office document"), ("xl/workbook.xml", "The workbook")] {
        let (_, files) = load(zip(&[("[Content_Types].xml", b"<Types/>", STORE), (part, b"<x/>", STORE)]));
        assert_eq!(files.len(), 1);
        assert!(said(&files[0]).contains(sentence), "{}", said(&files[0]));
    }
}

#[test]
fn names_that_do_not_say_they_are_utf_8_are_in_the_code_page_of_the_format() {
    let mut archive = zip(&[("S##ge-20240101.csv", STATES, DEFLATE)]);
    while let Some(at) = archive.windows(2).position(|w| w == b"##") {
        // One byte is one letter; what is left over is a blank.
        archive[at..at + 2].copy_from_slice(b"\x84 ");
    }
    let (_, files) = load(archive);
    assert_eq!(files[0].name, "export.zip/Sä ge-20240101.csv");
}

#[test]
fn a_member_that_promises_more_bytes_than_there_are_numbers_is_refused() {
    for packed in [u64::MAX, u64::MAX - 29, u64::MAX - 60] {
        let mut archive = zip(&[("a.csv", STATES, Style { zip64: true, ..DEFLATE })]);
        let extra = archive.windows(4).rposition(|w| w == [1, 0, 16, 0]).expect("an extra field");
        archive[extra + 12..extra + 20].copy_from_slice(&packed.to_le_bytes());
        let (_, files) = load(archive);
        assert!(said(&files[0]).contains("reaches past the end"), "{packed}: {}", said(&files[0]));
    }
}
