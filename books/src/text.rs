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

#[cfg(test)]
mod tests {
    use super::*;

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
}
