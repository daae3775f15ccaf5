//! The documentation of Floorlens tables, held against the importer: each example loads, each schema and section is up to date.
//!
//! `FLOORLENS_GOLDEN=update` rewrites schemas and sections.

#![allow(clippy::unwrap_used, reason = "a helper that cannot do its part fails the test")]

use floorlens_core::import::{TableDoc, all_tables};
use floorlens_core::protocol::{InspectAnswer, Question};
use floorlens_tests::load::{ask, session};
use floorlens_tests::schema::{schema, section};
use std::fs;
use std::path::PathBuf;

fn docs() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../docs")
}

fn example(table: &TableDoc) -> Vec<u8> {
    fs::read(docs().join("tables").join(format!("{}.csv", table.name))).unwrap()
}

/// Compares, or rewrites where that was asked for.
fn hold(path: PathBuf, expected: &str) {
    if std::env::var_os("FLOORLENS_GOLDEN").is_some_and(|value| value == "update") {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert_eq!(found, expected, "{} is out of date; see the head of this file", path.display());
}

#[test]
fn each_example_is_read_in_full_under_its_name_and_under_no_name() {
    for table in all_tables() {
        for name in [format!("{}.csv", table.name), "unknown".to_owned()] {
            let session = session([(name.clone(), example(&table))]);
            let answer: InspectAnswer = ask(&session, &Question::Inspect {});
            let file = &answer.files[0];
            assert_eq!(file.format, format!("floorlens-{}", table.name), "{name}: {:?}", file.messages);
            assert!(file.records > 1);
            assert_eq!(file.used, file.records, "{name}: {:?}", file.messages);
            assert_eq!(file.messages, [], "{name}");
        }
    }
}

#[test]
fn an_example_as_json_lines_gives_the_same_facts() {
    for table in all_tables() {
        let bytes = example(&table);
        let text = String::from_utf8(bytes.clone()).unwrap();
        let rows = split(&text);
        let mut json = String::new();
        for row in &rows[1..] {
            let cells = rows[0].iter().zip(row).filter(|(_, cell)| !cell.is_empty());
            let object = cells.map(|(key, cell)| (key.clone(), cell.clone().into())).collect();
            json.push_str(&serde_json::Value::Object(object).to_string());
            json.push('\n');
        }
        // Loaded together, each record of one file says what a record of the other says.
        let session = session([("a".to_owned(), bytes), ("b".to_owned(), json.into_bytes())]);
        let answer: InspectAnswer = ask(&session, &Question::Inspect {});
        let (csv, ndjson) = (&answer.files[0], &answer.files[1]);
        assert_eq!(ndjson.format, csv.format, "{:?}", ndjson.messages);
        assert_eq!((csv.used, ndjson.merged), (csv.records, csv.records), "{}: {:?}", table.name, ndjson.messages);
    }
}

/// The cells of each row of a small CSV text.
fn split(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    rows
}

#[test]
fn each_schema_is_what_the_importer_expects() {
    for table in all_tables() {
        let text = serde_json::to_string_pretty(&schema(&table)).unwrap() + "\n";
        hold(docs().join("tables").join(format!("{}.schema.json", table.name)), &text);
    }
}

#[test]
fn the_page_about_tables_lists_every_column() {
    let path = docs().join("tables.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, _) = page.split_once("## The tables\n").unwrap();
    let sections: Vec<String> = all_tables().iter().map(section).collect();
    hold(path, &format!("{before}## The tables\n\n{}", sections.join("\n")));
}

#[test]
fn an_example_as_an_array_or_with_tabs_gives_the_same_facts() {
    for table in all_tables() {
        let bytes = example(&table);
        let rows = split(&String::from_utf8(bytes.clone()).unwrap());
        let object = |row: &Vec<String>| {
            let cells = rows[0].iter().zip(row).filter(|(_, cell)| !cell.is_empty());
            serde_json::Value::Object(cells.map(|(key, cell)| (key.clone(), cell.clone().into())).collect())
        };
        let array = serde_json::Value::Array(rows[1..].iter().map(object).collect());
        let quoted = |cell: &String| if cell.contains('\n') { format!("\"{cell}\"") } else { cell.clone() };
        let tabs = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join("\t") + "\n";
        let tabs: String = rows.iter().map(tabs).collect();
        for (name, other) in [
            ("array.json", array.to_string()),
            ("pretty.json", serde_json::to_string_pretty(&array).unwrap()),
            ("tabs.tsv", tabs),
        ] {
            let session = session([("a".to_owned(), bytes.clone()), (name.to_owned(), other.into_bytes())]);
            let answer: InspectAnswer = ask(&session, &Question::Inspect {});
            assert_eq!(answer.files.len(), 2);
            for file in &answer.files {
                assert_eq!(file.format, format!("floorlens-{}", table.name), "{name}: {:?}", file.messages);
                assert_eq!((file.records as usize, file.rejected), (rows.len() - 1, 0), "{name}: {:?}", file.messages);
            }
            assert_eq!(
                answer.files.iter().map(|file| file.used).sum::<u32>() as usize,
                rows.len() - 1,
                "{}: {name}",
                table.name
            );
        }
    }
}

#[test]
fn a_broken_element_of_an_array_costs_that_element_and_has_its_line() {
    let text = "[\n{\"asset\":\"Saw\",\"start\":\"2026-01-01T00:00:00Z\",\"state\":\"RUN\"},\n{\"asset\":\"Saw\",\"start\":},\n\
                {\"asset\":\"Saw\",\"start\":[1],\"state\":\"RUN\"},\n{\"asset\":\"Saw\",\n\"start\":\"2026-01-01T01:00:00Z\",\"state\":\"STOP\"},\n{\"asset\":\"Sa";
    let session = session([("states.json".to_owned(), text.as_bytes().to_vec())]);
    let answer: InspectAnswer = ask(&session, &Question::Inspect {});
    let file = &answer.files[0];
    assert_eq!((file.records, file.used, file.rejected), (5, 2, 3), "{:?}", file.messages);
    let at: Vec<(u32, u32)> = file.messages.iter().map(|m| (m.record, m.line)).collect();
    assert_eq!(at, [(0, 0), (2, 3), (3, 4), (5, 7)], "{:?}", file.messages);
    assert!(file.messages[0].reason.contains("ends before its JSON is complete"));
}

#[test]
fn spaces_of_any_width_around_cells_and_utc_behind_a_time_are_read() {
    let text = "asset,start,end,state\n\u{a0}Saw\u{2009},2026-01-01 00:00:00 UTC,2026-01-01T01:00:00\u{202f}UTC,\u{202f}RUN\u{a0}\nSaw,2026-01-01 02:00:00 UTC,2026-01-01 03:00:00Z UTC,RUN\n";
    let loaded = session([("states.csv".to_owned(), text.as_bytes().to_vec())]);
    let facts = &loaded.data().facts;
    let rows: Vec<_> = facts
        .states
        .rows()
        .map(|row| {
            (facts.names.text(facts.assets.name(row.asset)), facts.names.text(row.state), row.start, row.end.get())
        })
        .collect();
    let start = 1_767_225_600_000_000;
    assert_eq!(rows, [("Saw", "RUN", start, Some(start + 3_600_000_000))]);
    let file = &ask::<InspectAnswer>(&loaded, &Question::Inspect {}).files[0];
    assert!(!file.messages.iter().any(|m| m.reason.contains("zone is known")), "UTC is a zone: {:?}", file.messages);
    assert_eq!((file.used, file.rejected), (1, 1), "Z and UTC are one too many");
}
