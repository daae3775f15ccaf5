//! Runs and bit-packed groups: how levels and places in dictionaries are written.
//! <https://github.com/apache/parquet-format/blob/master/Encodings.md#RLE>
//!
//! ```text
//! length·2 │ value            so many times the same value
//! groups·2+1 │ bits…          so many times eight values of `width` bits each
//! ```

use bytes::Bytes;

/// Reads numbers of at most 32 bits.
pub(super) struct Hybrid {
    bytes: Bytes,
    /// Where the next run begins, or the values of a bit-packed one.
    at: usize,
    width: u32,
    run: Run,
}

enum Run {
    /// The same value so many times more.
    Same(u32, usize),
    /// So many values more, the next one at this bit behind `at`; the run is so many bytes long.
    Packed { left: usize, bit: usize, length: usize },
}

impl Hybrid {
    /// The numbers of `width` bits in `bytes`; `None` where there are no such numbers.
    pub(super) fn new(bytes: Bytes, width: u8) -> Option<Self> {
        (width <= 32).then(|| Self { bytes, at: 0, width: u32::from(width), run: Run::Same(0, 0) })
    }

    /// Appends `wanted` numbers; `None` when there are fewer.
    pub(super) fn take(&mut self, mut wanted: usize, into: &mut Vec<u32>) -> Option<()> {
        while wanted > 0 {
            match &mut self.run {
                Run::Same(value, left @ 1..) => {
                    let now = wanted.min(*left);
                    into.resize(into.len() + now, *value);
                    *left -= now;
                    wanted -= now;
                }
                Run::Packed { left: left @ 1.., bit, length } => {
                    let now = wanted.min(*left);
                    let packed = self.bytes.get(self.at..self.at + *length)?;
                    unpack(packed, *bit, self.width, now, into);
                    *bit += now * self.width as usize;
                    *left -= now;
                    wanted -= now;
                }
                _ => self.begin()?,
            }
        }
        Some(())
    }

    /// Begins the next run.
    fn begin(&mut self) -> Option<()> {
        if let Run::Packed { length, .. } = self.run {
            self.at += length;
            self.run = Run::Same(0, 0);
        }
        let mut head = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            head |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                break;
            }
        }
        let count = usize::try_from(head >> 1).ok()?;
        let rest = self.bytes.get(self.at..)?;
        if head & 1 == 0 {
            let mut value = [0; 4];
            let length = self.width.div_ceil(8) as usize;
            value.get_mut(..length)?.copy_from_slice(rest.get(..length)?);
            self.at += length;
            self.run = Run::Same(u32::from_le_bytes(value), count);
        } else if self.width == 0 {
            self.run = Run::Same(0, count.checked_mul(8)?);
        } else {
            // Writers may cut the last group off behind the last value.
            let length = count.checked_mul(self.width as usize)?.min(rest.len());
            let left = count.checked_mul(8)?.min(length.checked_mul(8)? / self.width as usize);
            self.run = Run::Packed { left, bit: 0, length };
            return (left > 0 || count == 0).then_some(());
        }
        Some(())
    }
}

/// Appends `count` numbers of `width` bits, the first at bit `from`; all of them lie in `packed`.
#[inline(never)]
fn unpack(packed: &[u8], from: usize, width: u32, count: usize, into: &mut Vec<u32>) {
    let mask = (1_u64 << width) - 1;
    let number = |i: usize| {
        let bit = from + i * width as usize;
        let (byte, shift) = (bit / 8, bit % 8);
        let word = match packed.get(byte..byte + 8).and_then(|bytes| bytes.first_chunk()) {
            Some(whole) => u64::from_le_bytes(*whole),
            None => {
                let mut last = [0; 8];
                let rest = packed.get(byte..).unwrap_or_default();
                last[..rest.len()].copy_from_slice(rest);
                u64::from_le_bytes(last)
            }
        };
        (word >> shift & mask) as u32
    };
    into.extend((0..count).map(number));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &'static [u8], width: u8, counts: &[usize]) -> Option<Vec<u32>> {
        let mut hybrid = Hybrid::new(Bytes::from_static(bytes), width)?;
        let mut out = Vec::new();
        counts.iter().try_for_each(|count| hybrid.take(*count, &mut out))?;
        Some(out)
    }

    #[test]
    fn runs_and_groups_follow_each_other() {
        // Eight numbers 0…7 of three bits (the specification's example), then five times 4.
        let bytes = &[0x03, 0b1000_1000, 0b1100_0110, 0b1111_1010, 0x0a, 4];
        let expected = vec![0, 1, 2, 3, 4, 5, 6, 7, 4, 4, 4, 4, 4];
        assert_eq!(all(bytes, 3, &[13]), Some(expected.clone()));
        assert_eq!(all(bytes, 3, &[1, 4, 0, 5, 3]), Some(expected));
        assert_eq!(all(bytes, 3, &[14]), None);
    }

    #[test]
    fn what_contradicts_itself_gives_no_numbers() {
        assert_eq!(all(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], 3, &[1]), None);
        assert_eq!(all(&[0x03, 1], 3, &[3]), None, "two numbers of three bits stand in a byte");
        assert_eq!(all(&[0x03, 0b1000_1000], 3, &[2]), Some(vec![0, 1]));
        assert_eq!(all(&[0x03], 3, &[1]), None);
        assert_eq!(all(&[0x02, 1, 0, 0], 32, &[1]), None);
        assert!(Hybrid::new(Bytes::new(), 33).is_none());
        // Empty runs lead nowhere, but not forever.
        assert_eq!(all(&[0, 0, 0, 0, 0, 0], 1, &[1]), None);
        assert_eq!(all(&[0x01, 0x01, 0x02, 1], 1, &[1]), Some(vec![1]));
        assert_eq!(all(&[0xfe, 0xff, 0xff, 0xff, 0x0f], 0, &[3]), Some(vec![0; 3]));
    }
}
