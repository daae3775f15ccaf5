//! What the values of a column stand for, and their texts.

use crate::text::{self, Instants};
use parquet::basic::{ConvertedType, LogicalType, TimeUnit};
use parquet::schema::types::ColumnDescriptor;

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

/// Writes the values of a column as text.
pub(super) struct Writer {
    kind: Kind,
    instants: Instants,
}

impl Writer {
    pub(super) fn new(about: &ColumnDescriptor) -> Self {
        Self { kind: kind(about), instants: Instants::default() }
    }

    pub(super) fn bool(&self, value: bool, out: &mut Vec<u8>) {
        text::print(value, out);
    }

    pub(super) fn int(&mut self, value: i32, out: &mut Vec<u8>) {
        match self.kind {
            Kind::Unsigned => text::print(value.cast_unsigned(), out),
            _ => self.long(i64::from(value), out),
        }
    }

    pub(super) fn long(&mut self, value: i64, out: &mut Vec<u8>) {
        match self.kind {
            Kind::Unsigned => text::print(value.cast_unsigned(), out),
            Kind::Decimal(scale) => decimal(i128::from(value), scale, out),
            Kind::Date => text::date(value, out),
            Kind::Time(unit) => text::clock(unit.micros(value), out),
            Kind::Instant(unit, utc) => self.instants.write(unit.micros(value), utc, out),
            _ => text::whole(value, out),
        }
    }

    /// Nanoseconds of a Julian day; UTC, though nothing says so.
    pub(super) fn int96(&mut self, value: [u32; 3], out: &mut Vec<u8>) {
        let days = i64::from(value[2]) - 2_440_588;
        let nanos = i64::from(value[0]) | i64::from(value[1]) << 32;
        let micros = days.saturating_mul(86_400_000_000).saturating_add(nanos.div_euclid(1000));
        self.instants.write(micros, true, out);
    }

    /// Infinite and undefined numbers state nothing.
    pub(super) fn float(&self, value: f32, out: &mut Vec<u8>) {
        if value.is_finite() {
            text::print(value, out);
        }
    }

    /// The same, longer.
    pub(super) fn double(&self, value: f64, out: &mut Vec<u8>) {
        if value.is_finite() {
            text::print(value, out);
        }
    }

    pub(super) fn bytes(&self, value: &[u8], out: &mut Vec<u8>) {
        match (self.kind, value) {
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
