//! Workbooks and Parquet: what they give as rows, and what is said of those that cannot be read.

use floorlens_books::Book;
use floorlens_core::bytes::ByteSource;
use floorlens_core::protocol::{FileReport, InspectAnswer, Question};
use floorlens_tests::books::{packed, sheet, workbook};
use floorlens_tests::load::{ask, session};
use floorlens_tests::xls::old_workbook;
use floorlens_tests::zip::{Style, zip};
use std::io::Write;
use std::path::PathBuf;
use std::rc::Rc;

const STATES: &[&[&str]] =
    &[&["asset", "start", "state"], &["Saw", "2026-01-01T00:00:00Z", "RUN"], &["Saw", "2026-01-01T01:00:00Z", "STOP"]];

fn here(path: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)).expect("a file of the tests")
}

/// The text of every table, and the fault that ended it, by name.
fn texts(bytes: Vec<u8>) -> Result<Vec<(String, String, Option<String>)>, String> {
    let source: Rc<dyn ByteSource> = Rc::new(bytes);
    let book = Book::open(&source)?;
    let tables = book.tables(&source)?;
    let text = |table: floorlens_core::bytes::Table| {
        let (mut out, mut fault) = (Vec::new(), None);
        match book.rows(table.number) {
            Ok(mut rows) => loop {
                match rows.next(&mut out) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(sentence) => {
                        fault = Some(sentence);
                        break;
                    }
                }
            },
            Err(sentence) => fault = Some(sentence),
        }
        (table.name, String::from_utf8(out).expect("text"), fault)
    };
    Ok(tables.into_iter().map(text).collect())
}

fn rows(bytes: Vec<u8>) -> String {
    let all = texts(bytes).expect("it opens");
    assert_eq!(all.len(), 1, "{all:?}");
    assert_eq!(all[0].2, None);
    all[0].1.clone()
}

fn files(name: &str, bytes: Vec<u8>) -> Vec<FileReport> {
    let session = session([(name.to_owned(), bytes)]);
    ask::<InspectAnswer>(&session, &Question::Inspect {}).files
}

fn said(file: &FileReport) -> String {
    file.messages.iter().map(|m| m.reason.as_str()).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_sheet_is_a_table_whose_lines_are_its_rows() {
    let tables = texts(here("golden/book-workbook/plant.xlsx")).expect("a workbook");
    let names: Vec<&str> = tables.iter().map(|(name, ..)| name.as_str()).collect();
    assert_eq!(names, ["Stops", "Counts", "Notes"], "the empty sheet is left out");
    assert_eq!(
        tables[0].1,
        "\"Stops of March, line 4\",,,\n\nMachine,Start,End,Downtime reason\n\
         Press 1,2026-03-23T06:00:00,2026-03-23T06:15:00,Jam\n\
         Press 1,2026-03-23T09:30:00,2026-03-23T09:45:00,\"No material, \"\"late\"\"\"\n\
         Press 1,2026-03-23T11:00:00,2026-03-23T10:30:00,Jam\n\n\
         Press 2,2026-03-23T12:00:00,2026-03-23T12:45:00,\"Tool change\"\n",
        "a merged machine counts for all of its rows"
    );
    assert_eq!(
        tables[1].1,
        "Machine,Time,Good pieces,Scrap,Check\nPress 1,2026-03-23T12:00:00,412,3,409\n\
         Press 1,2026-03-23T18:00:00,398.5,1,397.5\nPress 2,2026-03-23T18:00:00,,0,\n",
        "formulas count by the values saved with them, errors state nothing"
    );
    assert_eq!(tables[2].1, "\nExported by hand.\n");
    let old = texts(here("../books/fixtures/plant.xlsx")).expect("another writer's");
    assert_eq!(old.len(), 2);
    assert!(old[0].1.contains("Press 2,2026-03-23T12:00:00,2026-03-23T12:45:00"), "{}", old[0].1);
}

#[test]
fn a_record_of_a_sheet_is_opened_by_its_row() {
    let session = session([("plant.xlsx".to_owned(), here("golden/book-workbook/plant.xlsx"))]);
    let report: InspectAnswer = ask(&session, &Question::Inspect {});
    assert_eq!(report.files[1].name, "plant.xlsx/Notes");
    let stops = &report.files[2];
    assert_eq!((stops.name.as_str(), stops.records), ("plant.xlsx/Stops", 4));
    let record = session.ask(&Question::Record { file: "plant.xlsx/Stops".to_owned(), record: 4 });
    let record = format!("{record:?}");
    assert!(record.contains("line: 8") && record.contains("Press 2,2026-03-23T12:00:00"), "{record}");
}

#[test]
fn days_may_count_from_1904_and_durations_pass_a_day() {
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"165\" formatCode=\"[h]:mm\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>\
                  <xf numFmtId=\"22\"/><xf numFmtId=\"165\"/></cellXfs></styleSheet>";
    let cells = "<worksheet><sheetData><row r=\"2\"><c r=\"B2\" s=\"1\"><v>44642.5</v></c><c r=\"C2\" s=\"2\"><v>1.5</v></c>\
                 <c r=\"D2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"d\"><v>2026-03-23T06:00:00</v></c></row></sheetData></worksheet>";
    let list = "<workbook xmlns:r=\"x\"><workbookPr date1904=\"1\"/><sheets><sheet name=\"A\" r:id=\"rId1\"/></sheets></workbook>";
    let book = workbook(&[("A", cells)], &[("xl/styles.xml", styles), ("xl/workbook.xml", list)]);
    assert_eq!(rows(book), "\n2026-03-23T12:00:00,36:00:00,true,,2026-03-23T06:00:00\n");
}

#[test]
fn cells_that_say_their_kind_and_no_more_are_blank() {
    let cells = "<worksheet><sheetData><row><c t=\"s\"/><c t=\"s\"><v></v></c><c t=\"b\"/><c t=\"b\"><v> </v></c><c t=\"e\"/><c t=\"d\"/>\
                 <c t=\"inlineStr\"/><c t=\"s\"><v> 0 </v></c><c t=\"b\"><v>true</v></c><c t=\"b\"><v>0</v></c></row>\
                 <row><c><v>7</v></c></row></sheetData></worksheet>";
    let strings = "<sst><si><t>Saw</t></si></sst>";
    let book = workbook(&[("A", cells)], &[("xl/sharedStrings.xml", strings)]);
    assert_eq!(rows(book), ",,,,,,,Saw,true,false\n7,,,,,,,,,\n");
}

#[test]
fn days_of_old_workbooks_may_count_from_1904_too() {
    let cells = [(44_642.5, 22), (44_642.0, 14), (1.5, 46), (0.25, 21)];
    assert_eq!(rows(old_workbook(true, &cells)), "2026-03-23T12:00:00,2026-03-23,36:00:00,06:00:00\n");
    assert_eq!(rows(old_workbook(false, &cells)), "2022-03-22T12:00:00,2022-03-22,36:00:00,06:00:00\n");
}

#[test]
fn every_second_row_of_a_full_sheet_may_be_merged() {
    // As many as there can be in a column: 17 MB behind the rows.
    const PAIRS: u32 = 524_288;
    let (mut rows, mut list) = (String::new(), String::new());
    for row in (1..=2 * PAIRS).step_by(2) {
        // Rows in the middle alone, so that the test is a short one.
        if [1, PAIRS + 1, 2 * PAIRS - 1].contains(&row) {
            let below = row + 1;
            rows.push_str(&format!(
                "<row r=\"{row}\"><c r=\"A{row}\"><v>{row}</v></c><c r=\"B{row}\"><v>1</v></c></row>"
            ));
            rows.push_str(&format!("<row r=\"{below}\"><c r=\"B{below}\"><v>2</v></c></row>"));
        }
        list.push_str(&format!("<mergeCell ref=\"A{row}:A{}\"/>", row + 1));
    }
    let sheet = format!("<worksheet><sheetData>{rows}</sheetData><mergeCells>{list}</mergeCells></worksheet>");
    let text = texts(workbook(&[("A", &sheet)], &[])).expect("it opens").swap_remove(0);
    let lines: Vec<&str> = text.1.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines, ["1,1", "1,2", "524289,1", "524289,2", "1048575,1", "1048575,2"]);
}

#[test]
fn merged_cells_that_cannot_be_found_are_told() {
    let good = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>asset</t></is></c><c r=\"B1\"><v>1</v></c></row>";
    let cut = format!("<worksheet><sheetData>{good}</sheetData><mergeCells><mergeCell ref=\"A1:A3\"");
    let reports = files("book.xlsx", workbook(&[("A", &cut)], &[]));
    assert!(
        said(&reports[0]).contains("What stands behind the rows of the sheet cannot be read"),
        "{}",
        said(&reports[0])
    );
}

#[test]
fn workbooks_that_cannot_be_read_say_why_and_hide_nothing_else() {
    let good = sheet(STATES);
    let cut = good.replace("</sheetData></worksheet>", "<row><c t=\"s\"><v>7</v></c></row>");
    let laughs = "<!DOCTYPE x [<!ENTITY l0 \"ha\"><!ENTITY l1 \"&l0;&l0;\">]><worksheet><sheetData><row><c t=\"str\"><v>&l1;</v></c></row></sheetData></worksheet>";
    let wide = "<worksheet><sheetData><row><c r=\"XFE1\"><v>1</v></c></row></sheetData></worksheet>";
    let tall = "<worksheet><sheetData><row r=\"4294967295\"><c><v>1</v></c></row></sheetData></worksheet>";
    let twice = "<worksheet><sheetData><row r=\"2\"><c><v>1</v></c></row><row r=\"1\"><c><v>1</v></c></row></sheetData></worksheet>";
    let bad = [
        ("Cut", cut.as_str(), "a text that is not there"),
        ("Laughs", laughs, "entity of its own"),
        ("Wide", wide, "stands where none can be"),
        ("Tall", tall, "no number that a sheet can have"),
        ("Twice", twice, "comes twice or too late"),
    ];
    let mut sheets = vec![("Good", good.as_str())];
    sheets.extend(bad.iter().map(|(name, xml, _)| (*name, *xml)));
    let reports = files("book.xlsx", workbook(&sheets, &[]));
    assert_eq!(reports.len(), 6);
    for report in &reports {
        let name = report.name.strip_prefix("book.xlsx/").expect("a sheet's name");
        match bad.iter().find(|(sheet, ..)| *sheet == name) {
            Some((.., sentence)) => assert!(said(report).contains(sentence), "{name}: {}", said(report)),
            // The sheet that is cut says the same, and one of the two counts.
            None => assert_eq!((name, report.records, report.used + report.merged), ("Good", 2, 2)),
        }
    }
    let cut = reports.iter().find(|r| r.name.ends_with("Cut")).expect("it is there");
    assert_eq!(cut.records, 2, "rows before the fault count: {}", said(cut));
}

#[test]
fn what_is_protected_old_or_empty_is_told_by_its_name() {
    let mut protected = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    protected.resize(3000, 0);
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    protected.resize(5000, 0);
    for (bytes, sentence) in [
        (protected, "protected by a password"),
        (b"\xD0\xCF\x11\xE0 and no more".to_vec(), "damaged"),
        (workbook(&[("A", "<worksheet><sheetData/></worksheet>")], &[]), "No sheet of the workbook holds anything"),
        (workbook(&[("A", &sheet(STATES))], &[("xl/sharedStrings.xml", "<sst><si><t>cut")]), "sharedStrings.xml"),
        (workbook(&[], &[("xl/workbook.xml", "<workbook><sheets><sheet")]), "xl/workbook.xml"),
        (b"PAR1 and no more".to_vec(), "no footer"),
        (b"PAR1\xFF\xFF\xFF\x7FPAR1".to_vec(), "no footer"),
        (b"PAR1\x15\x02\x04\0\0\0PAR1".to_vec(), "Parquet file cannot be read"),
        (b"PAR1....\0\0\0\0PARE".to_vec(), "encrypted"),
    ] {
        let reports = files("book", bytes);
        assert_eq!(reports.len(), 1);
        assert_eq!(reports[0].records, 0);
        assert!(said(&reports[0]).contains(sentence), "{sentence}: {}", said(&reports[0]));
    }
}

#[test]
fn a_bomb_in_a_workbook_is_stopped() {
    let blanks = " ".repeat(66 << 20);
    let text = format!(
        "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>a{blanks}</t></is></c></row></sheetData></worksheet>"
    );
    let source: Rc<dyn ByteSource> = Rc::new(workbook(&[("A", &text)], &[]));
    let mut rows = Book::open(&source).and_then(|book| book.rows(0)).expect("it opens");
    let stopped = rows.next(&mut Vec::new()).and_then(|_| rows.next(&mut Vec::new()));
    assert!(
        stopped.as_ref().is_err_and(|e| e.contains("more than any real log") || e.contains("longer than")),
        "{stopped:?}"
    );
    let strings = format!("<sst><si><t>{blanks}</t></si></sst>");
    let reports = files("bomb.xlsx", workbook(&[("A", &sheet(STATES))], &[("xl/sharedStrings.xml", &strings)]));
    assert!(said(&reports[0]).contains("sharedStrings"), "{}", said(&reports[0]));
}

#[test]
fn a_large_sheet_is_read_with_rows_of_one_width_and_in_bounded_memory() {
    let mut text = "<worksheet><sheetData>".to_owned();
    for row in 1..=20_000 {
        let more = if row == 9_000 { "<c r=\"A9000\"><v>9</v></c>" } else { "" };
        let extra = if row % 2 == 0 { format!("<c r=\"D{row}\"><v>2</v></c>") } else { String::new() };
        text.push_str(&format!("<row r=\"{row}\">{more}<c r=\"B{row}\"><v>{row}</v></c>{extra}</row>"));
    }
    let book = packed(
        &[("A", &(text + "</sheetData></worksheet>"))],
        &[],
        Style { deflate: true, descriptor: true, ..Style::default() },
    );
    let text = rows(book);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 20_000);
    assert_eq!(
        (lines[0], lines[1], lines[8_998], lines[8_999]),
        ("1,,", "2,,2", "8999,,", "9000,,2,9"),
        "nothing is lost"
    );
}

/// What each Parquet file of the tests says, whatever packs it.
fn parquet(end: &str, at: &str) -> Vec<String> {
    let mut lines = vec!["asset,start,end,state,reason,weight,day,at,load,ok,count,tool.id,tool.name".to_owned()];
    for i in 0..10_u64 {
        let clock = |minute: u64| format!("2026-03-23T{:02}:{:02}:00{end}", 6 + minute / 60, minute % 60);
        let weight = i as i64 * 125 - 300;
        let weight = format!("{}{}.{:02}", if weight < 0 { "-" } else { "" }, weight.abs() / 100, weight.abs() % 100);
        let trimmed = |text: &str| text.trim_end_matches('0').trim_end_matches('.').to_owned();
        lines.push(
            [
                if i < 5 { "Press 1" } else { "Press 2" }.to_owned(),
                clock(5 * i),
                if i % 5 == 4 { String::new() } else { clock(5 * i + 5) },
                ["RUN", "DOWN", "IDLE"][i as usize % 3].to_owned(),
                if i % 3 == 1 { "\"No material, \"\"late\"\"\"" } else { "" }.to_owned(),
                trimmed(&weight),
                "2026-03-23".to_owned(),
                format!("06:{:02}:00{at}", 5 * i),
                if i == 3 { String::new() } else { (i as f64 / 4.0).to_string() },
                (i % 2 == 0).to_string(),
                (u64::MAX - i).to_string(),
                i.to_string(),
                if i == 2 { String::new() } else { format!("T{i}") },
            ]
            .join(","),
        );
    }
    lines
}

#[test]
fn parquet_is_read_whatever_packs_its_pages_and_however_times_are_kept() {
    for name in ["none", "snappy", "gzip", "brotli", "lz4", "zstd", "second-version", "int96", "millis"] {
        let text = rows(here(&format!("books/{name}.parquet")));
        assert_eq!(text.lines().collect::<Vec<_>>(), parquet("Z", ""), "{name}");
    }
}

#[test]
fn lists_are_left_out_with_a_sentence_and_rows_are_records() {
    let reports = files("states.parquet", here("golden/book-parquet/states.parquet"));
    assert_eq!((reports.len(), reports[0].records, reports[0].format.as_str()), (1, 10, "floorlens-states"));
    assert!(said(&reports[0]).contains("`readings.list.element`"), "{}", said(&reports[0]));
}

#[test]
fn rows_before_a_broken_page_count() {
    // Inside of the last group, which lies before the footer.
    let mut bytes = here("books/none.parquet");
    let end = bytes.len() - 8;
    let footer = u32::from_le_bytes(bytes[end..end + 4].try_into().expect("four bytes")) as usize;
    let at = end - footer - 400;
    bytes[at..at + 60].fill(0xff);
    let tables = texts(bytes).expect("its footer is sound");
    let (_, text, fault) = &tables[0];
    assert!(fault.as_ref().is_some_and(|f| f.contains("cannot be read any further")), "{fault:?}");
    assert!(text.lines().count() >= 5, "{text}");
}

#[test]
fn books_inside_of_archives_are_refused_with_what_to_do() {
    let (book, table) = (here("golden/book-workbook/plant.xlsx"), here("books/snappy.parquet"));
    let style = Style { deflate: true, ..Style::default() };
    let archive = zip(&[("plant.xlsx", &book, style), ("states.parquet", &table, Style::default())]);
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let gz = gz.write_all(&table).and_then(|()| gz.finish()).expect("in memory");
    let mut reports = files("export.zip", archive);
    reports.extend(files("states.parquet.gz", gz));
    assert_eq!(reports.len(), 3);
    for report in reports {
        assert_eq!(report.records, 0);
        assert!(said(&report).contains("unpack it and open what comes out"), "{}: {}", report.name, said(&report));
    }
}

#[test]
fn rows_without_values_end_in_bounded_time() {
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::writer::SerializedFileWriter;
    // A page may promise thousands of millions of them in a dozen bytes; a few more than are read tell as much.
    let schema =
        "message t { optional binary asset (UTF8); optional binary start (UTF8); optional binary state (UTF8); }";
    let schema = parquet::schema::parser::parse_message_type(schema).expect("a schema");
    let mut file = Vec::new();
    let mut writer = SerializedFileWriter::new(&mut file, schema.into(), Default::default()).expect("in memory");
    let mut group = writer.next_row_group().expect("a group");
    let nothing = vec![0i16; 600_000];
    let mut values = ["Saw", "2026-01-01T00:00:00Z", "RUN"].into_iter();
    while let Some(mut column) = group.next_column().expect("a column") {
        let value = values.next().map(ByteArray::from).expect("three columns");
        let writer = column.typed::<ByteArrayType>();
        writer.write_batch(&[value], Some(&[1]), None).expect("a value");
        for _ in 0..2 {
            writer.write_batch(&[], Some(&nothing), None).expect("no values");
        }
        column.close().expect("a column");
    }
    group.close().expect("a group");
    writer.close().expect("a file");
    assert!(file.len() < 10_000, "{} bytes", file.len());
    let files = files("blank.parquet", file);
    assert_eq!((files.len(), files[0].records), (1, 1));
    assert!(said(&files[0]).contains("without a value"), "{}", said(&files[0]));
}
