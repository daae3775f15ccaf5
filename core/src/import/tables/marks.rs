//! Finding the bytes at which rows are cut, 64 at a time.
//!
//! ```text
//! bytes   M 1 , 2 0 2 6 … Z , R U N \n M 2 , …
//! mask    . . x . . . . … . x . . . x  . . x …      one bit per byte of a block
//! ```
//!
//! Rows are full of separators, some ten bytes apart: starting a search for each of them would cost more than looking at every byte at once.

/// Bytes looked at in one go.
const BLOCK: usize = 64;

/// Separators, quotes and line ends of a text, from its start to its end.
pub(super) struct Marks<'a> {
    bytes: &'a [u8],
    delimiter: u8,
    /// Where the block begins that `mask` is of.
    block: usize,
    mask: u64,
}

impl<'a> Marks<'a> {
    pub(super) fn new(bytes: &'a [u8], delimiter: u8) -> Self {
        let mut marks = Self { bytes, delimiter, block: 0, mask: 0 };
        marks.load(0);
        marks
    }

    /// The first mark at `from` or behind it. Cheap when asked from left to right.
    pub(super) fn next(&mut self, from: usize) -> Option<usize> {
        if from < self.block || from >= self.block + BLOCK {
            self.load(from - from % BLOCK);
        }
        let mut mask = self.mask & (u64::MAX << (from - self.block));
        while mask == 0 {
            if self.block + BLOCK >= self.bytes.len() {
                return None;
            }
            self.load(self.block + BLOCK);
            mask = self.mask;
        }
        Some(self.block + mask.trailing_zeros() as usize)
    }

    fn load(&mut self, block: usize) {
        self.block = block;
        let rest = self.bytes.get(block..).unwrap_or_default();
        self.mask = match rest.first_chunk() {
            Some(whole) => mask(whole, self.delimiter),
            None => {
                let mut padded = [0; BLOCK];
                padded[..rest.len()].copy_from_slice(rest);
                // A delimiter is never a zero byte.
                mask(&padded, self.delimiter)
            }
        };
    }
}

/// One bit for each byte that is the delimiter, a quote or part of a line end.
#[cfg(target_arch = "wasm32")]
fn mask(block: &[u8; BLOCK], delimiter: u8) -> u64 {
    use core::arch::wasm32::{u8x16_bitmask, u8x16_eq, u8x16_splat, u64x2, v128_or};
    let (delimiter, quote, line, carriage) =
        (u8x16_splat(delimiter), u8x16_splat(b'"'), u8x16_splat(b'\n'), u8x16_splat(b'\r'));
    let mut mask = 0;
    for (i, half) in block.as_chunks::<16>().0.iter().enumerate() {
        let (words, _) = half.as_chunks::<8>();
        let [low, high] = words else { continue };
        let bytes = u64x2(u64::from_le_bytes(*low), u64::from_le_bytes(*high));
        let cuts = v128_or(u8x16_eq(bytes, delimiter), u8x16_eq(bytes, quote));
        let ends = v128_or(u8x16_eq(bytes, line), u8x16_eq(bytes, carriage));
        mask |= u64::from(u8x16_bitmask(v128_or(cuts, ends))) << (16 * i);
    }
    mask
}

/// One bit for each byte that is the delimiter, a quote or part of a line end.
#[cfg(not(target_arch = "wasm32"))]
fn mask(block: &[u8; BLOCK], delimiter: u8) -> u64 {
    const LOW: u64 = 0x7F7F_7F7F_7F7F_7F7F;
    let splat = |byte: u8| u64::from(byte) * 0x0101_0101_0101_0101;
    // The upper bit of each byte that equals.
    let equal = |word: u64, byte: u8| {
        let x = word ^ splat(byte);
        !(((x & LOW) + LOW) | x | LOW)
    };
    let mut mask = 0;
    for (i, word) in block.as_chunks::<8>().0.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let hits = equal(word, delimiter) | equal(word, b'"') | equal(word, b'\n') | equal(word, b'\r');
        mask |= ((hits >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) << (8 * i);
    }
    mask
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn marks_are_those_that_looking_at_each_byte_finds(
            bytes in prop::collection::vec(prop_oneof![4 => Just(b'x'), 1 => any::<u8>(), 2 => prop::sample::select(&b",;\"\n\r\t|"[..])], 0..300),
            delimiter in prop::sample::select(&b",;\t|"[..]),
            steps in prop::collection::vec(1usize..90, 0..40),
        ) {
            let mut marks = Marks::new(&bytes, delimiter);
            let slow = |from: usize| (from..bytes.len()).find(|i| bytes[*i] == delimiter || b"\"\n\r".contains(&bytes[*i]));
            let mut from = 0;
            while let Some(mark) = marks.next(from) {
                prop_assert_eq!(Some(mark), slow(from));
                from = mark + 1;
            }
            prop_assert_eq!(slow(from), None);
            for (at, step) in steps.into_iter().enumerate() {
                let from = (at * step) % (bytes.len() + 1);
                prop_assert_eq!(marks.next(from), slow(from), "from {}", from);
            }
        }
    }
}
