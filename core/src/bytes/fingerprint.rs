//! Fingerprints of files: equal bytes have equal ones, however they were cut into reads.
//!
//! Not cryptographic: they tell copies from namesakes and give namesakes an order. A file's fingerprint is made of those of its blocks of
//! [`STEP_BYTES`], so that several readers can work on one file.

use super::source::STEP_BYTES;
use std::cell::Cell;
use std::rc::Rc;

/// The fingerprint of the bytes added so far.
#[derive(Debug, Clone, Default)]
pub struct Fingerprint {
    /// Of all whole blocks.
    blocks: u64,
    block: Block,
    length: u64,
}

impl Fingerprint {
    /// Adds bytes.
    pub fn add(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = usize::try_from(STEP_BYTES - self.length % STEP_BYTES).unwrap_or(usize::MAX);
            let (now, rest) = bytes.split_at(room.min(bytes.len()));
            self.block.add(now);
            self.length += now.len() as u64;
            if self.length.is_multiple_of(STEP_BYTES) {
                self.blocks = word(self.blocks, std::mem::take(&mut self.block).get());
            }
            bytes = rest;
        }
    }

    /// Adds a whole block, or the last one, whose [`Fingerprint::of_block`] is known. All blocks before it must be whole.
    pub fn add_block(&mut self, fingerprint: u64, length: u64) {
        self.blocks = word(self.blocks, fingerprint);
        self.length += length;
    }

    /// That of one block of at most [`STEP_BYTES`].
    pub fn of_block(bytes: &[u8]) -> u64 {
        let mut block = Block::default();
        block.add(bytes);
        block.get()
    }

    /// The fingerprint.
    pub fn get(&self) -> u64 {
        let begun = !self.block.is_empty();
        word(if begun { word(self.blocks, self.block.get()) } else { self.blocks }, self.length)
    }
}

/// Takes the fingerprint of bytes as they pass and keeps it in a cell.
pub(super) struct Mixer {
    cell: Rc<Cell<u64>>,
    mixed: Fingerprint,
}

impl Mixer {
    /// One that has seen nothing.
    pub(super) fn new(cell: Rc<Cell<u64>>) -> Self {
        cell.set(0);
        Self { cell, mixed: Fingerprint::default() }
    }

    /// Adds bytes.
    pub(super) fn mix(&mut self, bytes: &[u8]) {
        self.mixed.add(bytes);
        self.cell.set(self.mixed.get());
    }
}

/// Four words at a time, in lanes that do not wait for each other.
#[derive(Debug, Clone, Default)]
struct Block {
    lanes: [u64; 4],
    rest: Vec<u8>,
    begun: bool,
}

impl Block {
    fn is_empty(&self) -> bool {
        !self.begun
    }

    fn add(&mut self, mut bytes: &[u8]) {
        self.begun |= !bytes.is_empty();
        if !self.rest.is_empty() {
            let (now, later) = bytes.split_at(bytes.len().min(32 - self.rest.len()));
            self.rest.extend_from_slice(now);
            bytes = later;
            if let Ok(whole) = <[u8; 32]>::try_from(self.rest.as_slice()) {
                mix(&mut self.lanes, &whole);
                self.rest.clear();
            }
        }
        let (whole, rest) = bytes.as_chunks::<32>();
        whole.iter().for_each(|bytes| mix(&mut self.lanes, bytes));
        self.rest.extend_from_slice(rest);
    }

    fn get(&self) -> u64 {
        let mut lanes = self.lanes;
        let mut last = [0; 32];
        last[..self.rest.len()].copy_from_slice(&self.rest);
        mix(&mut lanes, &last);
        lanes.into_iter().fold(self.rest.len() as u64, word)
    }
}

fn mix(lanes: &mut [u64; 4], bytes: &[u8; 32]) {
    let (words, _) = bytes.as_chunks::<8>();
    for (lane, bytes) in lanes.iter_mut().zip(words) {
        *lane = word(*lane, u64::from_le_bytes(*bytes));
    }
}

fn word(state: u64, word: u64) -> u64 {
    let x = state ^ word;
    x.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (x >> 29)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8], step: usize) -> u64 {
        let mut fingerprint = Fingerprint::default();
        bytes.chunks(step).for_each(|part| fingerprint.add(part));
        fingerprint.get()
    }

    #[test]
    fn the_fingerprint_knows_the_bytes_and_not_how_they_were_read() {
        let bytes: Vec<u8> = (0..200u8).collect();
        let whole = of(&bytes, 1000);
        for step in 1..70 {
            assert_eq!(of(&bytes, step), whole);
        }
        assert_ne!(of(&bytes[..199], 7), whole);
        let mut longer = bytes.clone();
        longer.push(0);
        assert_ne!(of(&longer, 7), whole);
        let mut other = bytes;
        other[50] ^= 1;
        assert_ne!(of(&other, 7), whole);
    }

    #[test]
    fn blocks_that_were_read_apart_give_that_of_the_whole() {
        let block = STEP_BYTES as usize;
        for length in [1, block - 1, block, block + 1, 2 * block, 2 * block + 77] {
            let bytes: Vec<u8> = (0..length).map(|i| (i * 7 + i / 251) as u8).collect();
            let mut apart = Fingerprint::default();
            bytes.chunks(block).for_each(|part| apart.add_block(Fingerprint::of_block(part), part.len() as u64));
            assert_eq!(apart.get(), of(&bytes, 1 << 20), "{length}");
            assert_eq!(apart.get(), of(&bytes, 999_983), "{length}");
        }
    }
}
