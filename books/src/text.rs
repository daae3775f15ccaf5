//! Cells, times and rows as text.

use floorlens_core::model::format_rfc3339;
use std::io::Write;

/// A cell of comma-separated text. A line end inside would make two lines of one row, and zero bytes are no text: both become blanks.
pub(crate) fn quote(cell: &str, out: &mut Vec<u8>) {
    let special = |byte: u8| matches!(byte, b',' | b'"' | b';' | b'\t' | b'|' | b'\r' | b'\n' | 0);
    if !cell.bytes().any(special) {
        return out.extend_from_slice(cell.as_bytes());
    }
    out.push(b'"');
    for byte in cell.bytes() {
        match byte {
            b'"' => out.extend_from_slice(b"\"\""),
            b'\r' | b'\n' | 0 => out.push(b' '),
            byte => out.push(byte),
        }
    }
    out.push(b'"');
}

/// Anything that prints itself without separators.
pub(crate) fn print(value: impl std::fmt::Display, out: &mut Vec<u8>) {
    // Writing into memory cannot fail.
    let _ = write!(out, "{value}");
}

/// An instant: RFC 3339, or without a zone where none is known.
pub(crate) fn instant(micros: i64, utc: bool, out: &mut Vec<u8>) {
    let text = format_rfc3339(micros);
    out.extend_from_slice(if utc { &text } else { text.trim_end_matches('Z') }.as_bytes());
}

const DAY: i64 = 86_400_000_000;

/// Instants as [`instant`] writes them, faster where many are of one day.
#[derive(Default)]
pub(crate) struct Instants {
    day: i64,
    /// The day up to the `T`; nothing before the first.
    date: [u8; 11],
    begun: bool,
}

impl Instants {
    /// Days whose year has four digits, with some room.
    const PLAIN: std::ops::Range<i64> = -719_000..2_932_000;

    /// [`instant`].
    pub(crate) fn write(&mut self, micros: i64, utc: bool, out: &mut Vec<u8>) {
        let (day, clock) = (micros.div_euclid(DAY), micros.rem_euclid(DAY));
        if !self.begun || day != self.day {
            if !Self::PLAIN.contains(&day) {
                return instant(micros, utc, out);
            }
            let text = format_rfc3339(day * DAY);
            let Some(date) = text.as_bytes().first_chunk() else { return instant(micros, utc, out) };
            (self.day, self.date, self.begun) = (day, *date, true);
        }
        // Numbers of 32 bits, which a browser's processor divides faster. Neither part is more.
        let (seconds, fraction) = ((clock / 1_000_000) as u32, (clock % 1_000_000) as u32);
        let mut text = *b"0000-00-00T00:00:00.000000";
        text[..11].copy_from_slice(&self.date);
        for (at, number) in [(11, seconds / 3600), (14, seconds / 60 % 60), (17, seconds % 60)] {
            text[at..at + 2].copy_from_slice(&two(number));
        }
        let mut length = 19;
        if fraction > 0 {
            for (at, number) in [(20, fraction / 10_000), (22, fraction / 100 % 100), (24, fraction % 100)] {
                text[at..at + 2].copy_from_slice(&two(number));
            }
            length = text.len();
            while text[length - 1] == b'0' {
                length -= 1;
            }
        }
        out.extend_from_slice(&text[..length]);
        if utc {
            out.push(b'Z');
        }
    }
}

/// The last two digits of a number.
fn two(number: u32) -> [u8; 2] {
    [b'0' + (number / 10 % 10) as u8, b'0' + (number % 10) as u8]
}

/// A whole number.
pub(crate) fn whole(number: i64, out: &mut Vec<u8>) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    let mut rest = number.unsigned_abs();
    loop {
        at -= 1;
        digits[at] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        out.push(b'-');
    }
    out.extend_from_slice(&digits[at..]);
}

/// A date by its days since 1970.
pub(crate) fn date(days: i64, out: &mut Vec<u8>) {
    let text = format_rfc3339(days.saturating_mul(86_400_000_000));
    out.extend_from_slice(text.split('T').next().unwrap_or_default().as_bytes());
}

/// A time of day, or a duration of more than one.
pub(crate) fn clock(micros: i64, out: &mut Vec<u8>) {
    let (sign, micros) = (if micros < 0 { "-" } else { "" }, micros.unsigned_abs());
    let (seconds, fraction) = (micros / 1_000_000, micros % 1_000_000);
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    let mut text = format!("{sign}{h:02}:{m:02}:{s:02}");
    if fraction > 0 {
        text.push_str(format!(".{fraction:06}").trim_end_matches('0'));
    }
    out.extend_from_slice(text.as_bytes());
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(write: impl Fn(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn cells_are_quoted_where_they_hold_separators() {
        assert_eq!(said(|out| quote("a \"b\", c\nd\0", out)), "\"a \"\"b\"\", c d \"");
        assert_eq!(said(|out| quote("plain", out)), "plain");
    }

    #[test]
    fn times_are_written_as_tables_read_them() {
        assert_eq!(said(|out| instant(1_774_246_560_500_000, true, out)), "2026-03-23T06:16:00.5Z");
        assert_eq!(said(|out| instant(1_774_246_560_500_000, false, out)), "2026-03-23T06:16:00.5");
        assert_eq!(said(|out| date(20_535, out)), "2026-03-23");
        assert_eq!(said(|out| clock(129_600_000_000, out)), "36:00:00");
        assert_eq!(said(|out| clock(-1_500_000, out)), "-00:00:01.5");
    }

    proptest! {
        #[test]
        fn instants_and_whole_numbers_are_written_quickly_as_they_are_slowly(
            numbers in prop::collection::vec(prop_oneof![
                any::<i64>(),
                (-800_000i64..3_000_000, 0i64..100_000).prop_map(|(day, clock)| day * DAY + clock * 1000),
                0i64..300_000_000_000,
                (0i64..100_000).prop_map(|seconds| seconds * 1_000_000),
            ], 0..20),
            utc in any::<bool>(),
        ) {
            let mut instants = Instants::default();
            for number in numbers {
                let mut quick = Vec::new();
                instants.write(number, utc, &mut quick);
                prop_assert_eq!(String::from_utf8(quick).expect("text"), said(|out| instant(number, utc, out)));
                prop_assert_eq!(said(|out| whole(number, out)), number.to_string());
            }
        }
    }
}
