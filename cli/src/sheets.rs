//! Workbooks (Excel, OpenDocument) → tables as text, which core reads like any other.
//!
//! A sheet is a table of its own: line 7 of it is row 7 of the sheet. Times of cells become ISO 8601 without a zone, because spreadsheets
//! know none.

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use std::io::Cursor;

/// Tables by name, each as CSV, or why there are none, as a sentence.
pub(crate) type Tables = Result<Vec<(String, Vec<u8>)>, String>;

/// The tables of a workbook: the sheet's name and its rows as CSV. `None` when the bytes are no workbook.
pub(crate) fn workbook(bytes: &[u8]) -> Option<Tables> {
    if !is_workbook(bytes) {
        return None;
    }
    Some(read_workbook(bytes))
}

/// A ZIP archive that holds a workbook, or one of Excel's old binary files.
fn is_workbook(bytes: &[u8]) -> bool {
    let old = bytes.starts_with(b"\xD0\xCF\x11\xE0");
    let names: [&[u8]; 3] = [b"xl/workbook.", b"xl/worksheets/", b"application/vnd.oasis.opendocument.spreadsheet"];
    let holds = |name: &[u8]| bytes.windows(name.len()).any(|window| window == name);
    old || (bytes.starts_with(b"PK\x03\x04") && names.into_iter().any(holds))
}

fn read_workbook(bytes: &[u8]) -> Tables {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes.to_vec()))
        .map_err(|e| format!("the workbook is damaged: {e}."))?;
    let mut tables = Vec::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).map_err(|e| format!("the sheet `{name}` is damaged: {e}."))?;
        let Some((first_row, _)) = sheet.start() else { continue };
        // Rows above the first one that holds anything count as lines.
        let mut text = "\n".repeat(first_row as usize);
        for row in sheet.rows() {
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    text.push(',');
                }
                quote(&written(cell), &mut text);
            }
            text.push('\n');
        }
        tables.push((name, text.into_bytes()));
    }
    Ok(tables)
}

fn written(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Float(value) => value.to_string(),
        Data::Int(value) => value.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(value) => time(value.as_f64(), value.is_duration()),
    }
}

/// Excel's days as a time, or as a time of day where there is no date.
fn time(days: f64, duration: bool) -> String {
    // To the millisecond: the last of Excel's fifteen digits is a few microseconds.
    let millis = (days * 86_400_000.0).round() as i64;
    let (day, clock) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000));
    let (h, m, s, ms) = (clock / 3_600_000, clock / 60_000 % 60, clock / 1000 % 60, clock % 1000);
    let fraction = if ms == 0 { String::new() } else { format!(".{ms:03}") };
    if duration {
        return format!("{}:{m:02}:{s:02}{fraction}", day * 24 + h);
    }
    if day == 0 {
        return format!("{h:02}:{m:02}:{s:02}{fraction}");
    }
    let micros = (day - 25_569) * 86_400_000_000;
    let date = floorlens_core::model::format_rfc3339(micros);
    let date = date.split('T').next().unwrap_or_default();
    if clock == 0 { date.to_owned() } else { format!("{date}T{h:02}:{m:02}:{s:02}{fraction}") }
}

/// A cell of a CSV file; a line end inside would make two lines of one row.
pub(crate) fn quote(cell: &str, out: &mut String) {
    let cell = cell.replace(['\r', '\n'], " ");
    if cell.contains([',', '"', ';', '\t', '|']) {
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_of_cells_are_written_as_tables_read_them() {
        assert_eq!(time(46_104.260_416_666_7, false), "2026-03-23T06:15:00");
        assert_eq!(time(46_104.0, false), "2026-03-23");
        assert_eq!(time(0.25, false), "06:00:00");
        assert_eq!(time(1.5, true), "36:00:00");
    }

    #[test]
    fn every_sheet_of_a_workbook_is_a_table_whose_lines_are_its_rows() {
        let tables = workbook(include_bytes!("../fixtures/plant.xlsx")).expect("a workbook").expect("a sound one");
        let texts: Vec<(&str, &str)> =
            tables.iter().map(|(name, text)| (name.as_str(), std::str::from_utf8(text).expect("text"))).collect();
        let stops = "Stops of March, line 4";
        let expected = [
            (
                "Stops",
                format!(
                    "\"{stops}\",,,\n,,,\nMachine,Start,End,Downtime reason\nPress 1,2026-03-23T06:00:00,2026-03-23T06:15:00,Jam\n\
                     Press 2,2026-03-23T12:00:00,2026-03-23T12:45:00,\"No material, \"\"late\"\"\"\n"
                ),
            ),
            (
                "Counts",
                "Machine,Time,Good pieces,Scrap\nPress 1,2026-03-23T12:00:00,412,3\nPress 1,2026-03-23T18:00:00,398.5,1\n".to_owned(),
            ),
        ];
        assert_eq!(texts, expected.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>());
        assert!(workbook(b"PK\x03\x04 something else").is_none());
    }

    #[test]
    fn cells_are_quoted_where_they_hold_separators() {
        let mut text = String::new();
        quote("a \"b\", c\nd", &mut text);
        assert_eq!(text, "\"a \"\"b\"\", c d\"");
    }
}
