//! A column → the texts of its values.

use super::pages::Pages;
use super::unreadable;
use crate::text;
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl, get_column_reader};
use parquet::data_type::{ByteArray, DataType, FixedLenByteArray, Int96};
use parquet::schema::types::{ColumnDescPtr, ColumnDescriptor};

/// What the values of a column stand for, where that is not the number or text itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// Numbers without a sign.
    Unsigned,
    /// Digits after the point.
    Decimal(i32),
    Date,
    /// Parts of a second.
    Time(Unit),
    /// Parts of a second since 1970; of UTC, or readings of some wall clock.
    Instant(Unit, bool),
    /// Sixteen bytes.
    Uuid,
    /// Two bytes.
    HalfFloat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Milli,
    Micro,
    Nano,
}

impl Unit {
    fn micros(self, number: i64) -> i64 {
        match self {
            Unit::Milli => number.saturating_mul(1000),
            Unit::Micro => number,
            Unit::Nano => number.div_euclid(1000),
        }
    }
}

/// A column of one group, read some rows at a time.
pub(super) struct Column {
    name: String,
    reader: ColumnReader,
    kind: Kind,
    /// The level of a value that is there.
    full: i16,
    levels: Vec<i16>,
    values: Values,
    /// The value that comes next.
    next: usize,
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

impl Column {
    pub(super) fn new(about: ColumnDescPtr, pages: Pages) -> Self {
        let (name, kind, full) = (about.path().string(), kind(&about), about.max_def_level());
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
        Self { name, reader, kind, full, levels: Vec::new(), values, next: 0 }
    }

    /// Takes the next `rows` rows, all of which must be there.
    pub(super) fn read(&mut self, rows: usize) -> Result<(), String> {
        self.levels.clear();
        self.next = 0;
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
        match read {
            Ok(read) if read == rows => Ok(()),
            Ok(_) => Err(unreadable(&format!("column `{}` has fewer rows than the others", self.name))),
            Err(error) => {
                let error = error.to_string();
                let error = error.trim_start_matches("Parquet error: ");
                Err(unreadable(&format!("column `{}`: {error}", self.name)))
            }
        }
    }

    /// Writes the value of a row of those that were taken; rows must come in their order.
    pub(super) fn write(&mut self, row: usize, out: &mut Vec<u8>) {
        if self.full > 0 && self.levels.get(row) != Some(&self.full) {
            return;
        }
        let (at, kind) = (self.next, self.kind);
        self.next += 1;
        match &self.values {
            Values::Bool(all) => {
                if let Some(value) = all.get(at) {
                    text::print(value, out);
                }
            }
            Values::Int(all) => {
                if let Some(value) = all.get(at) {
                    match kind {
                        Kind::Unsigned => text::print(value.cast_unsigned(), out),
                        kind => long(i64::from(*value), kind, out),
                    }
                }
            }
            Values::Long(all) => {
                if let Some(value) = all.get(at) {
                    long(*value, kind, out);
                }
            }
            Values::Int96(all) => {
                if let Some(value) = all.get(at) {
                    // Nanoseconds of a Julian day; UTC, though nothing says so.
                    let days = i64::from(value.data()[2]) - 2_440_588;
                    let nanos = i64::from(value.data()[0]) | i64::from(value.data()[1]) << 32;
                    text::instant(
                        days.saturating_mul(86_400_000_000).saturating_add(nanos.div_euclid(1000)),
                        true,
                        out,
                    );
                }
            }
            Values::Float(all) => {
                if let Some(value) = all.get(at).filter(|value| value.is_finite()) {
                    text::print(value, out);
                }
            }
            Values::Double(all) => {
                if let Some(value) = all.get(at).filter(|value| value.is_finite()) {
                    text::print(value, out);
                }
            }
            Values::Bytes(all) => {
                if let Some(value) = all.get(at) {
                    bytes(value.data(), kind, out);
                }
            }
            Values::Fixed(all) => {
                if let Some(value) = all.get(at) {
                    bytes(value.data(), kind, out);
                }
            }
        }
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

fn long(value: i64, kind: Kind, out: &mut Vec<u8>) {
    match kind {
        Kind::Unsigned => text::print(value.cast_unsigned(), out),
        Kind::Decimal(scale) => decimal(i128::from(value), scale, out),
        Kind::Date => text::date(value, out),
        Kind::Time(unit) => text::clock(unit.micros(value), out),
        Kind::Instant(unit, utc) => text::instant(unit.micros(value), utc, out),
        _ => text::print(value, out),
    }
}

fn bytes(value: &[u8], kind: Kind, out: &mut Vec<u8>) {
    match (kind, value) {
        // Big-endian, of any length; sixteen bytes hold every decimal that databases have.
        (Kind::Decimal(scale), value) if (1..=16).contains(&value.len()) => {
            let sign = if value[0] & 0x80 == 0 { 0 } else { -1 };
            decimal(value.iter().fold(sign, |number: i128, byte| number << 8 | i128::from(*byte)), scale, out);
        }
        (Kind::HalfFloat, [low, high]) => {
            let value = half(u16::from_le_bytes([*low, *high]));
            if value.is_finite() {
                text::print(value, out);
            }
        }
        (Kind::Uuid, value) if value.len() == 16 => {
            for (at, byte) in value.iter().enumerate() {
                if matches!(at, 4 | 6 | 8 | 10) {
                    out.push(b'-');
                }
                text::print(format_args!("{byte:02x}"), out);
            }
        }
        (_, value) => text::quote(&String::from_utf8_lossy(value), out),
    }
}

/// A number of so many digits after the point.
fn decimal(number: i128, scale: i32, out: &mut Vec<u8>) {
    let scale = scale.clamp(0, 40) as usize;
    let digits = format!("{:0>width$}", number.unsigned_abs(), width = scale + 1);
    let (whole, rest) = digits.split_at(digits.len() - scale);
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(whole.as_bytes());
    let rest = rest.trim_end_matches('0');
    if !rest.is_empty() {
        out.push(b'.');
        out.extend_from_slice(rest.as_bytes());
    }
}

/// IEEE 754 binary16.
fn half(bits: u16) -> f64 {
    let (exponent, fraction) = (i32::from(bits >> 10 & 31), f64::from(bits & 1023));
    let value = match exponent {
        0 => fraction * 2_f64.powi(-24),
        31 => f64::NAN,
        _ => (1.0 + fraction / 1024.0) * 2_f64.powi(exponent - 15),
    };
    if bits >> 15 == 0 { value } else { -value }
}

fn kind(about: &ColumnDescriptor) -> Kind {
    let unit = |unit: &TimeUnit| match unit {
        TimeUnit::MILLIS => Unit::Milli,
        TimeUnit::MICROS => Unit::Micro,
        TimeUnit::NANOS => Unit::Nano,
    };
    match about.logical_type_ref() {
        Some(LogicalType::Timestamp(kind)) => return Kind::Instant(unit(&kind.unit), kind.is_adjusted_to_u_t_c),
        Some(LogicalType::Time(kind)) => return Kind::Time(unit(&kind.unit)),
        Some(LogicalType::Date) => return Kind::Date,
        Some(LogicalType::Decimal(kind)) => return Kind::Decimal(kind.scale),
        Some(LogicalType::Integer(kind)) if !kind.is_signed => return Kind::Unsigned,
        Some(LogicalType::Uuid) => return Kind::Uuid,
        Some(LogicalType::Float16) => return Kind::HalfFloat,
        _ => {}
    }
    // Old writers say it in another way, and give UTC without saying so.
    match about.converted_type() {
        ConvertedType::DATE => Kind::Date,
        ConvertedType::TIMESTAMP_MILLIS => Kind::Instant(Unit::Milli, true),
        ConvertedType::TIMESTAMP_MICROS => Kind::Instant(Unit::Micro, true),
        ConvertedType::TIME_MILLIS => Kind::Time(Unit::Milli),
        ConvertedType::TIME_MICROS => Kind::Time(Unit::Micro),
        ConvertedType::DECIMAL => Kind::Decimal(about.type_scale()),
        ConvertedType::UINT_8 | ConvertedType::UINT_16 | ConvertedType::UINT_32 | ConvertedType::UINT_64 => {
            Kind::Unsigned
        }
        _ => Kind::Plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_and_halves_are_exact() {
        let said = |number: i128, scale| {
            let mut out = Vec::new();
            decimal(number, scale, &mut out);
            String::from_utf8(out).expect("text")
        };
        assert_eq!(said(12_345, 2), "123.45");
        assert_eq!(said(-5, 3), "-0.005");
        assert_eq!(said(1200, 2), "12");
        assert_eq!(said(7, 0), "7");
        assert_eq!(half(0x3c00), 1.0);
        assert_eq!(half(0xc500), -5.0);
        assert_eq!(half(1), 2_f64.powi(-24));
    }
}
