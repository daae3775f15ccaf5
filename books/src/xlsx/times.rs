//! Excel's days as times.

use crate::text;

const DAY_MS: i64 = 86_400_000;
/// Days from Excel's day 0 (1899-12-30 once the leap day that 1900 did not have is left out) to 1970.
const TO_1970: i64 = 25_569;
/// Days from Excel's day 0 to that of old Macs.
const TO_1904: i64 = 1462;

/// Writes a cell's days as a time without a zone, because spreadsheets know none; as a time of day where there is no date, and as a date
/// where there is no time.
pub(crate) fn excel_time(days: f64, duration: bool, from_1904: bool, out: &mut Vec<u8>) {
    // To the millisecond: the last of Excel's fifteen digits is a few microseconds.
    let millis = (days * DAY_MS as f64).round();
    if !(-1e15..1e15).contains(&millis) {
        return text::print(days, out);
    }
    let millis = millis as i64;
    let (day, clock) = (millis.div_euclid(DAY_MS), millis.rem_euclid(DAY_MS));
    if duration || day == 0 {
        return text::clock(millis * 1000, out);
    }
    let day = match from_1904 {
        true => day + TO_1904,
        // Excel's 1900 has a 29 February: its days before that are one early.
        false if day < 60 => day + 1,
        false => day,
    } - TO_1970;
    if clock == 0 { text::date(day, out) } else { text::instant((day * DAY_MS + clock) * 1000, false, out) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(days: f64, duration: bool, from_1904: bool) -> String {
        let mut out = Vec::new();
        excel_time(days, duration, from_1904, &mut out);
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn times_of_cells_are_written_as_tables_read_them() {
        assert_eq!(time(46_104.260_416_666_7, false, false), "2026-03-23T06:15:00");
        assert_eq!(time(46_104.0, false, false), "2026-03-23");
        assert_eq!(time(0.25, false, false), "06:00:00");
        assert_eq!(time(1.5, true, false), "36:00:00");
        assert_eq!(time(1.0, false, false), "1900-01-01");
        assert_eq!(time(61.0, false, false), "1900-03-01");
        assert_eq!(time(44_642.0, false, true), "2026-03-23");
        assert_eq!(time(1e300, false, false).len(), 301);
    }
}
