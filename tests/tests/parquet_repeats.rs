//! Parquet that holds little and says it often: a dictionary of one value and a run of it are a few bytes, whatever their number.

use floorlens_books::Book;
use floorlens_core::bytes::ByteSource;
use floorlens_core::protocol::{InspectAnswer, Question};
use floorlens_tests::load::{ask, everything};
use parquet::data_type::{ByteArray, ByteArrayType};
use parquet::file::writer::SerializedFileWriter;
use std::rc::Rc;

/// So many rows of these columns, each a name and its one value.
fn repeated(columns: &[(&str, &str)], rows: usize) -> Vec<u8> {
    let fields = columns.iter().map(|(name, _)| format!("required binary {name} (UTF8);")).collect::<String>();
    let schema = parquet::schema::parser::parse_message_type(&format!("message t {{ {fields} }}")).expect("a schema");
    let mut file = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut file, schema.into(), Default::default()).expect("in memory");
    let mut group = writer.next_row_group().expect("a group");
    for (_, value) in columns {
        let mut column = group.next_column().expect("a column").expect("one per field");
        let values = vec![ByteArray::from(*value); rows];
        column.typed::<ByteArrayType>().write_batch(&values, None, None).expect("values");
        column.close().expect("a column");
    }
    group.close().expect("a group");
    writer.close().expect("a file");
    file
}

#[test]
fn rows_that_take_no_bytes_take_memory() {
    let states = [("asset", "Saw"), ("start", "2026-01-01T00:00:00Z"), ("state", "RUN")];
    let file = repeated(&states, 300_000);
    assert!(file.len() < 10_000, "{} bytes", file.len());
    for (memory, waits) in [(16 << 20, true), (1 << 30, false)] {
        let mut session = everything();
        session.set_memory(Some(memory));
        session.add("saw.parquet", Rc::new(file.clone()));
        session.run();
        let report = ask::<InspectAnswer>(&session, &Question::Inspect {}).files.swap_remove(0);
        let said = report.messages.iter().any(|m| m.reason.contains("it is estimated to need"));
        assert_eq!((said, report.records), (waits, if waits { 0 } else { 300_000 }), "{report:?}");
    }
}

#[test]
fn a_file_that_says_one_thing_without_end_is_stopped() {
    let note = "x".repeat(1 << 10);
    let source: Rc<dyn ByteSource> = Rc::new(repeated(&[("note", &note)], 600_000));
    assert!(source.len() < 20_000, "{} bytes", source.len());
    let mut rows = Book::open(&source).and_then(|book| book.rows(0)).expect("it opens");
    let (mut given, mut out) = (0, Vec::new());
    let fault = loop {
        match rows.next(&mut out) {
            Ok(true) => {}
            Ok(false) => panic!("all of {given} bytes were given"),
            Err(fault) => break fault,
        }
        given += out.len();
        out.clear();
    };
    assert!(fault.contains("more than any real log"), "{fault}");
    assert!(given + out.len() > 500 << 20, "what is small is read whole: {given}");
}
