//! Any page at all, read by the `parquet` library.

use super::cells::Cells;
use super::pages::Pages;
use super::values::Writer;
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::schema::types::ColumnDescPtr;

/// Rows that are taken at a time.
const BATCH: usize = 1024;

/// Reads a column.
pub(super) struct Library {
    reader: ColumnReader,
    /// The level of a value that is there.
    full: i16,
    levels: Vec<i16>,
    values: Values,
    /// Rows that were taken, the one that comes next, and its value.
    rows: usize,
    row: usize,
    value: usize,
}

enum Values {
    Bool(Vec<bool>),
    Int(Vec<i32>),
    Long(Vec<i64>),
    Int96(Vec<Int96>),
    Float(Vec<f32>),
    Double(Vec<f64>),
    Bytes(Vec<ByteArray>),
    Fixed(Vec<FixedLenByteArray>),
}

impl Library {
    pub(super) fn new(about: ColumnDescPtr, pages: Pages) -> Self {
        let full = about.max_def_level();
        let reader = get_column_reader(about, Box::new(pages));
        let values = match reader {
            ColumnReader::BoolColumnReader(_) => Values::Bool(Vec::new()),
            ColumnReader::Int32ColumnReader(_) => Values::Int(Vec::new()),
            ColumnReader::Int64ColumnReader(_) => Values::Long(Vec::new()),
            ColumnReader::Int96ColumnReader(_) => Values::Int96(Vec::new()),
            ColumnReader::FloatColumnReader(_) => Values::Float(Vec::new()),
            ColumnReader::DoubleColumnReader(_) => Values::Double(Vec::new()),
            ColumnReader::ByteArrayColumnReader(_) => Values::Bytes(Vec::new()),
            ColumnReader::FixedLenByteArrayColumnReader(_) => Values::Fixed(Vec::new()),
        };
        Self { reader, full, levels: Vec::new(), values, rows: 0, row: 0, value: 0 }
    }

    /// Reads at most `wanted` rows; none = the column has ended.
    pub(super) fn read(&mut self, wanted: usize, writer: &mut Writer, cells: &mut Cells) -> Result<usize, String> {
        if self.row == self.rows {
            (self.row, self.value) = (0, 0);
            self.rows = self.take(wanted.min(BATCH))?;
        }
        let mut read = 0;
        while self.row < self.rows && read < wanted && (read == 0 || !cells.is_full()) {
            if self.full > 0 && self.levels.get(self.row) != Some(&self.full) {
                cells.push_blank();
            } else {
                let (values, at) = (&self.values, self.value);
                cells.push(|out| write(values, at, writer, out)).ok_or("its texts are longer than can be counted")?;
                self.value += 1;
            }
            self.row += 1;
            read += 1;
        }
        Ok(read)
    }

    fn take(&mut self, rows: usize) -> Result<usize, String> {
        self.levels.clear();
        let levels = &mut self.levels;
        let read = match (&mut self.reader, &mut self.values) {
            (ColumnReader::BoolColumnReader(reader), Values::Bool(into)) => take(reader, rows, levels, into),
            (ColumnReader::Int32ColumnReader(reader), Values::Int(into)) => take(reader, rows, levels, into),
            (ColumnReader::Int64ColumnReader(reader), Values::Long(into)) => take(reader, rows, levels, into),
            (ColumnReader::Int96ColumnReader(reader), Values::Int96(into)) => take(reader, rows, levels, into),
            (ColumnReader::FloatColumnReader(reader), Values::Float(into)) => take(reader, rows, levels, into),
            (ColumnReader::DoubleColumnReader(reader), Values::Double(into)) => take(reader, rows, levels, into),
            (ColumnReader::ByteArrayColumnReader(reader), Values::Bytes(into)) => take(reader, rows, levels, into),
            (ColumnReader::FixedLenByteArrayColumnReader(reader), Values::Fixed(into)) => {
                take(reader, rows, levels, into)
            }
            _ => Ok(0),
        };
        read.map_err(|error| error.to_string())
    }
}

fn take<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    levels: &mut Vec<i16>,
    values: &mut Vec<T::T>,
) -> parquet::errors::Result<usize> {
    values.clear();
    reader.read_records(rows, Some(levels), None, values).map(|(rows, _, _)| rows)
}

/// Writes a value; one that is not there is blank.
fn write(values: &Values, at: usize, writer: &mut Writer, out: &mut Vec<u8>) {
    match values {
        Values::Bool(all) => all.get(at).into_iter().for_each(|value| writer.bool(*value, out)),
        Values::Int(all) => all.get(at).into_iter().for_each(|value| writer.int(*value, out)),
        Values::Long(all) => all.get(at).into_iter().for_each(|value| writer.long(*value, out)),
        Values::Int96(all) => {
            if let Some([a, b, c]) = all.get(at).map(Int96::data) {
                writer.int96([*a, *b, *c], out);
            }
        }
        Values::Float(all) => all.get(at).into_iter().for_each(|value| writer.float(*value, out)),
        Values::Double(all) => all.get(at).into_iter().for_each(|value| writer.double(*value, out)),
        Values::Bytes(all) => all.get(at).into_iter().for_each(|value| writer.bytes(value.data(), out)),
        Values::Fixed(all) => all.get(at).into_iter().for_each(|value| writer.bytes(value.data(), out)),
    }
}
