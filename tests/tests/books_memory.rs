//! A small workbook that holds one text a hundred times fills no memory. Alone in its file, because memory is counted for the whole process.

use floorlens_books::Book;
use floorlens_core::bytes::ByteSource;
use floorlens_core::protocol::{InspectAnswer, Question};
use floorlens_tests::books::workbook;
use floorlens_tests::load::{ask, session};
use floorlens_tests::repeated::peak;
use std::rc::Rc;

/// A table of states with these rows between two that are sound, text 0 being a MiB long, and what stands behind the rows.
fn states(rows: &str, behind: &str) -> Vec<u8> {
    let row = |cells: [u32; 3]| format!("<row>{}</row>", cells.map(|n| format!("<c t=\"s\"><v>{n}</v></c>")).concat());
    let (head, good, last) = (row([1, 2, 3]), row([4, 5, 7]), row([4, 6, 7]));
    let texts = ["asset", "start", "state", "Saw", "2026-01-01T00:00:00Z", "2026-01-01T01:00:00Z", "RUN"];
    let texts = texts.map(|text| format!("<si><t>{text}</t></si>")).concat();
    let shared = format!("<sst><si><t>{}</t></si>{texts}</sst>", "x".repeat(1 << 20));
    let sheet = format!("<worksheet><sheetData>{head}{good}{rows}{last}</sheetData>{behind}</worksheet>");
    workbook(&[("A", &sheet)], &[("xl/sharedStrings.xml", &shared)])
}

/// How many lines are given, and why no more.
fn read(book: Vec<u8>) -> (usize, Option<String>) {
    let source: Rc<dyn ByteSource> = Rc::new(book);
    let mut rows = Book::open(&source).and_then(|book| book.rows(0)).expect("it opens");
    let mut lines = 0;
    loop {
        let mut out = Vec::new();
        let more = rows.next(&mut out);
        lines += out.iter().filter(|byte| **byte == b'\n').count();
        match more {
            Ok(true) => {}
            Ok(false) => return (lines, None),
            Err(fault) => return (lines, Some(fault)),
        }
    }
}

#[test]
fn a_text_that_many_cells_share_is_not_held_for_each_of_them() {
    let before = peak();
    let in_bounds = || {
        if let (Some(before), Some(after)) = (before, peak()) {
            assert!(after - before < 400 << 20, "{} MB", (after - before) >> 20);
        }
    };
    let row = format!("<row>{}</row>", "<c t=\"s\"><v>0</v></c>".repeat(10));
    // 600 MB would wait until the sheet's columns are known.
    assert_eq!(read(states(&row.repeat(60), "")), (63, None));
    in_bounds();
    // A sheet that goes on like that ends, also where one cell is merged over all rows.
    let short = "<row><c t=\"s\"><v>0</v></c></row>".to_owned() + &"<row><c r=\"B1\"><v>1</v></c></row>".repeat(900);
    let merged = states(&short, "<mergeCells><mergeCell ref=\"A3:A903\"/></mergeCells>");
    for book in [states(&row.repeat(900), ""), merged] {
        let (lines, fault) = read(book);
        assert!((100..400).contains(&lines), "{lines}");
        assert!(fault.as_ref().is_some_and(|fault| fault.contains("more than any real sheet")), "{fault:?}");
    }
    in_bounds();
    // Rows that are far too long cost themselves alone.
    let session = session([("book.xlsx".to_owned(), states(&row.repeat(3), ""))]);
    let file = ask::<InspectAnswer>(&session, &Question::Inspect {}).files.swap_remove(0);
    assert_eq!((file.records, file.used, file.rejected), (5, 2, 3), "{file:?}");
    assert!(file.messages.iter().any(|m| m.reason.contains("longer than 1 MiB")), "{:?}", file.messages);
}
