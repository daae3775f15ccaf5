//! Workbooks of Excel before 2007, its binary ones, and those of OpenDocument: whole in memory, by a library. Only the command line reads them.

use crate::book::{Rows, Sheet};
use crate::text;
use crate::xlsx::excel_time;
use calamine::{Data, ExcelDateTime, ExcelDateTimeType, Reader, open_workbook_auto_from_rs};
use floorlens_core::bytes::ByteSource;
use std::io::Cursor;
use std::rc::Rc;

/// Larger ones are not taken into memory.
const MOST: u64 = 1 << 30;

/// Sheets by name with their text.
type Texts = Vec<(String, Rc<Vec<u8>>)>;

/// A workbook that was read.
pub struct OldWorkbook {
    sheets: Texts,
}

impl OldWorkbook {
    /// Reads all of it.
    pub(crate) fn open(source: &Rc<dyn ByteSource>) -> Result<Self, String> {
        if source.len() > MOST {
            return Err("The workbook is longer than 1 GiB. Save its sheets as CSV and open those.".to_owned());
        }
        let mut bytes = vec![0; source.len() as usize];
        let mut read = 0;
        while read < bytes.len() {
            match source
                .read_at(read as u64, &mut bytes[read..])
                .map_err(|e| format!("The file could not be read: {e}"))?
            {
                0 => break,
                n => read += n,
            }
        }
        let sheets = std::panic::catch_unwind(move || sheets(bytes));
        sheets
            .unwrap_or_else(|_| Err("The workbook contradicts itself and was not read.".to_owned()))
            .map(|sheets| Self { sheets })
    }

    /// Number, name, bytes, remarks.
    pub(crate) fn sheets(&self) -> Vec<Sheet> {
        let sheet = |(number, (name, text)): (u32, &(String, Rc<Vec<u8>>))| {
            (number, name.clone(), text.len() as u64, Vec::new())
        };
        (0..).zip(&self.sheets).map(sheet).collect()
    }

    /// The rows of one.
    pub(crate) fn rows(&self, number: u32) -> Result<Box<dyn Rows>, String> {
        let sheet = self.sheets.get(number as usize).ok_or("The workbook has no such sheet.")?;
        Ok(Box::new(OldRows(Rc::clone(&sheet.1), 0)))
    }
}

struct OldRows(Rc<Vec<u8>>, u64);

impl Rows for OldRows {
    fn next(&mut self, out: &mut Vec<u8>) -> Result<bool, String> {
        out.extend_from_slice(self.0.get(self.1 as usize..).unwrap_or_default());
        self.1 = self.0.len() as u64;
        Ok(false)
    }

    fn taken(&self) -> u64 {
        self.1
    }
}

fn sheets(bytes: Vec<u8>) -> Result<Texts, String> {
    let damaged = |e| format!("The workbook is damaged: {e}. Save it again, or its sheets as CSV.");
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let sheet = book.worksheet_range(&name).map_err(damaged)?;
        let Some((first_row, _)) = sheet.start() else { continue };
        // Rows above the first one that holds anything count as lines.
        let mut out = vec![b'\n'; first_row as usize];
        for row in sheet.rows() {
            for (place, cell) in row.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                match cell {
                    Data::Empty | Data::Error(_) => {}
                    Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => {
                        text::quote(text, &mut out)
                    }
                    Data::Float(value) => text::print(value, &mut out),
                    Data::Int(value) => text::print(value, &mut out),
                    Data::Bool(value) => text::print(value, &mut out),
                    Data::DateTime(value) => {
                        excel_time(value.as_f64(), value.is_duration(), is_from_1904(value), &mut out)
                    }
                }
            }
            out.push(b'\n');
        }
        sheets.push((name, Rc::new(out)));
    }
    Ok(sheets)
}

/// Whether a cell's days count from 1904: the library knows it of each cell, but only lets cells be compared.
fn is_from_1904(value: &ExcelDateTime) -> bool {
    let kind = if value.is_duration() { ExcelDateTimeType::TimeDelta } else { ExcelDateTimeType::DateTime };
    *value == ExcelDateTime::new(value.as_f64(), kind, true)
}
