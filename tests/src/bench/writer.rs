//! A file being written, and times as text.

use floorlens_core::model::Micros;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// One second.
pub(super) const SECOND: Micros = 1_000_000;

/// 2026-03-01T00:00:00Z.
pub(super) const BEGIN: Micros = 1_772_323_200 * SECOND;

/// Creates a file and the folders above it.
pub(super) fn create(path: &Path) -> io::Result<BufWriter<File>> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(BufWriter::with_capacity(1 << 20, File::create(path)?))
}

/// A time as `2026-03-01T00:00:00.000Z`, on the stack: millions of them are written. Howard Hinnant's civil-from-days.
pub(super) struct Stamp(pub(super) Micros);

impl Stamp {
    /// Writes the 24 characters.
    pub(super) fn write(&self, out: &mut impl Write) -> io::Result<()> {
        let ms = self.0.div_euclid(1000);
        let (days, ms) = (ms.div_euclid(86_400_000), ms.rem_euclid(86_400_000));
        let z = days + 719_468;
        let era = z.div_euclid(146_097);
        let doe = z.rem_euclid(146_097);
        let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
        let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        let mp = (5 * doy + 2) / 153;
        let day = doy - (153 * mp + 2) / 5 + 1;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = yoe + era * 400 + i64::from(month <= 2);
        let mut text = *b"0000-00-00T00:00:00.000Z";
        let mut put = |at: usize, digits: usize, mut value: i64| {
            for i in (at..at + digits).rev() {
                text[i] = b'0' + (value % 10) as u8;
                value /= 10;
            }
        };
        put(0, 4, year);
        put(5, 2, month);
        put(8, 2, day);
        put(11, 2, ms / 3_600_000);
        put(14, 2, ms / 60_000 % 60);
        put(17, 2, ms / 1000 % 60);
        put(20, 3, ms % 1000);
        out.write_all(&text)
    }

    /// The same as a string.
    pub(super) fn text(&self) -> String {
        let mut text = Vec::with_capacity(24);
        // Memory takes any write.
        let _ = self.write(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }
}

/// SplitMix64 of a number: random access to a random sequence.
pub(super) fn hash(n: u64) -> u64 {
    let mut z = n.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use floorlens_core::model::parse_rfc3339;

    #[test]
    fn a_stamp_reads_back_as_the_time_it_is() {
        for n in 0..2000 {
            let at = (hash(n) % 200_000_000_000_000) as Micros * 10 / 1000 * 1000;
            assert_eq!(parse_rfc3339(&Stamp(at).text()), Some(at));
        }
        assert_eq!(Stamp(BEGIN).text(), "2026-03-01T00:00:00.000Z");
    }
}
