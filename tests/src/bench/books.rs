//! The states as a workbook and as Parquet.

use super::machines::{Row, rows};
use super::writer::{BEGIN, SECOND, create};
use crate::books::workbook;
use parquet::basic::Encoding;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fmt::Write as _;
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

const STYLES: &str = "<styleSheet><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\\ hh:mm:ss.000\"/></numFmts>\
<cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>";

/// Days from the beginning of 1900, as workbooks count, to the first of the rows' days.
const FIRST_DAY: f64 = 46_082.0;

/// A workbook as spreadsheets write it: text once, times as numbers of days.
pub(super) fn xlsx(path: &Path, count: u64) -> io::Result<()> {
    let mut text = String::with_capacity(200 * count as usize);
    let mut shared: Vec<String> = ["asset", "start", "end", "state", "product"].map(str::to_owned).to_vec();
    let mut number = |text: &str| match shared.iter().position(|known| known == text) {
        Some(known) => known,
        None => {
            shared.push(text.to_owned());
            shared.len() - 1
        }
    };
    text.push_str("<worksheet><sheetData><row r=\"1\">");
    for (column, place) in (b'A'..).zip(0..5) {
        let _ = write!(text, "<c r=\"{}1\" t=\"s\"><v>{place}</v></c>", char::from(column));
    }
    text.push_str("</row>");
    for (n, row) in (2..).zip(rows(count)) {
        let day = |at: i64| FIRST_DAY + (at - BEGIN) as f64 / (86_400 * SECOND) as f64;
        let (asset, state, product) =
            (number(&format!("M{:02}", row.lane)), number(row.state), number(&format!("P-{}", row.product)));
        let _ = write!(
            text,
            "<row r=\"{n}\"><c r=\"A{n}\" t=\"s\"><v>{asset}</v></c><c r=\"B{n}\" s=\"1\"><v>{}</v></c><c r=\"C{n}\" s=\"1\"><v>{}</v></c>\
             <c r=\"D{n}\" t=\"s\"><v>{state}</v></c><c r=\"E{n}\" t=\"s\"><v>{product}</v></c></row>",
            day(row.start),
            day(row.end)
        );
    }
    text.push_str("</sheetData></worksheet>");
    let strings: String = shared.iter().map(|text| format!("<si><t>{text}</t></si>")).collect();
    let parts = [("xl/sharedStrings.xml", format!("<sst>{strings}</sst>")), ("xl/styles.xml", STYLES.to_owned())];
    let parts = parts.each_ref().map(|(path, text)| (*path, text.as_str()));
    let mut out = create(path)?;
    out.write_all(&workbook(&[("States", &text)], &parts))?;
    out.flush()
}

/// Rows of a group.
const GROUP: usize = 1 << 17;

/// Parquet, not packed: text by dictionaries, times as they are.
pub(super) fn parquet(path: &Path, count: u64) -> io::Result<()> {
    let schema = "message states { required binary asset (UTF8); required int64 start (TIMESTAMP(MICROS,true)); \
                  required int64 end (TIMESTAMP(MICROS,true)); required binary state (UTF8); required binary product (UTF8); }";
    let schema = Arc::new(parse_message_type(schema)?);
    let mut properties = WriterProperties::builder();
    for time in ["start", "end"] {
        properties = properties
            .set_column_dictionary_enabled(time.into(), false)
            .set_column_encoding(time.into(), Encoding::PLAIN);
    }
    let mut writer = SerializedFileWriter::new(create(path)?, schema, Arc::new(properties.build()))?;
    let mut rows = rows(count);
    loop {
        let group: Vec<Row> = rows.by_ref().take(GROUP).collect();
        if group.is_empty() {
            break;
        }
        let mut columns = writer.next_row_group()?;
        let mut place = 0;
        while let Some(mut column) = columns.next_column()? {
            let texts: fn(&Row) -> String = match place {
                0 => |row| format!("M{:02}", row.lane),
                3 => |row| row.state.to_owned(),
                _ => |row| format!("P-{}", row.product),
            };
            if matches!(place, 1 | 2) {
                let times: Vec<i64> = group.iter().map(|row| if place == 1 { row.start } else { row.end }).collect();
                column.typed::<Int64Type>().write_batch(&times, None, None)?;
            } else {
                let values: Vec<ByteArray> = group.iter().map(|row| texts(row).as_str().into()).collect();
                column.typed::<ByteArrayType>().write_batch(&values, None, None)?;
            }
            column.close()?;
            place += 1;
        }
        columns.close()?;
    }
    writer.close()?;
    Ok(())
}
