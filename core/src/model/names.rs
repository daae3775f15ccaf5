//! Every string is kept once, in one arena; tables hold 4-byte ids.

use hashbrown::{DefaultHashBuilder, HashTable};
use std::hash::BuildHasher;

/// The id of a string in [`Names`]. Ids follow load order: sort answers by the text, never by the id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NameId(pub u32);

impl NameId {
    /// "No name": the default of every optional column.
    pub const NONE: NameId = NameId(u32::MAX);

    /// `None` for [`NameId::NONE`].
    pub fn some(self) -> Option<NameId> {
        (self != Self::NONE).then_some(self)
    }
}

impl Default for NameId {
    fn default() -> Self {
        Self::NONE
    }
}

/// All strings of a dataset.
#[derive(Default)]
pub struct Names {
    text: Text,
    ends: Ends,
    /// Each string's number and hash: strings far apart need not be looked at when the table grows.
    table: HashTable<(u32, u32)>,
    hasher: DefaultHashBuilder,
    /// Strings met lately, by [`Short::slot`]: machines and states come again in row after row and need not be hashed each time.
    lately: Vec<Late>,
}

/// Bytes of a block.
const BLOCK: usize = 1 << 20;

/// Text in blocks that stay where they are: one text that grows would be copied again and again, and leave behind what a browser never gets back.
/// No string goes on past its block; one that is longer than a block takes as many as it needs, all of it standing in the first.
#[derive(Default)]
struct Text {
    blocks: Vec<String>,
    /// Where the last string ends, as if blocks stood one behind the other.
    end: u64,
}

impl Text {
    fn push(&mut self, text: &str) -> u64 {
        let (block, at) = place(start(self.end, self.end + text.len() as u64));
        while self.blocks.len() <= block {
            self.blocks.push(String::new());
        }
        let own = &mut self.blocks[block];
        let wanted = at + text.len();
        if own.capacity() < wanted {
            own.reserve_exact(wanted.max((2 * at).clamp(1024, BLOCK)) - own.len());
        }
        // Behind the end of a string that took several blocks.
        let gap = at - own.len();
        own.extend(std::iter::repeat_n('\0', gap));
        own.push_str(text);
        self.end = (block * BLOCK + wanted) as u64;
        self.end
    }

    /// The string that ends there, and before which one ends there.
    fn get(&self, before: u64, end: u64) -> &str {
        let start = start(before, end);
        let (block, at) = place(start);
        self.blocks.get(block).and_then(|own| own.get(at..at + (end - start) as usize)).unwrap_or_default()
    }
}

/// A hash for the table, which takes places by the lower bits and compares the upper ones.
fn spread(hash: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(hash)
}

/// Where a string begins that ends at `end` (or would, if it stood there) behind one that ends at `before`: right there, if that is in one block.
fn start(before: u64, end: u64) -> u64 {
    let block = BLOCK as u64;
    if before == end || before / block == (end - 1) / block { before } else { before.next_multiple_of(block) }
}

/// Block and place in it.
fn place(at: u64) -> (usize, usize) {
    ((at / BLOCK as u64) as usize, (at % BLOCK as u64) as usize)
}

/// Where each string ends in the text of all, see [`Text`]. Four bytes each: where the text grows beyond what they
/// can count, `turns` holds the first string that ends behind each further 4 GiB.
#[derive(Default)]
struct Ends {
    low: Vec<u32>,
    turns: Vec<u32>,
}

impl Ends {
    fn len(&self) -> usize {
        self.low.len()
    }

    fn push(&mut self, end: u64) {
        while self.turns.len() as u64 != end >> 32 {
            self.turns.push(self.low.len() as u32);
        }
        grow(&mut self.low, 1);
        self.low.push(end as u32);
    }

    fn get(&self, id: usize) -> Option<u64> {
        let low = u64::from(*self.low.get(id)?);
        if self.turns.is_empty() {
            return Some(low);
        }
        Some(low + ((self.turns.partition_point(|turn| *turn as usize <= id) as u64) << 32))
    }
}

/// Makes room for `more`, growing by a quarter instead of by doubling: what is kept for good should not stand half empty.
pub(super) fn grow<T>(all: &mut Vec<T>, more: usize) {
    if all.capacity() - all.len() < more {
        all.reserve_exact(more.max(all.len() / 4).max(64));
    }
}

/// Places in [`Names::lately`].
const SLOTS: usize = 256;

/// A short string as numbers: strings are equal when these are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Short {
    length: usize,
    first: u64,
    last: u64,
}

/// Longer strings are compared where they are kept.
const LONGEST_SHORT: usize = 16;

impl Short {
    const NOTHING: Short = Short { length: usize::MAX, first: 0, last: 0 };

    /// The first and the last eight bytes, which may overlap; of fewer bytes the first and the last four, and so on.
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (first, last) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u64::from_le_bytes(*first), u64::from_le_bytes(*last))
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u32::from_le_bytes(*first).into(), u32::from_le_bytes(*last).into())
        } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
            (u16::from_le_bytes(*first).into(), u16::from_le_bytes(*last).into())
        } else {
            (bytes.first().copied().unwrap_or_default().into(), 0)
        };
        Self { length: bytes.len(), first, last }
    }

    /// A place among [`SLOTS`].
    fn slot(self) -> usize {
        // An odd number without pattern (the golden ratio's) spreads every bit over the upper ones.
        let mixed = (self.first ^ self.last.rotate_left(29) ^ (self.length as u64)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        (mixed >> 56) as usize
    }
}

/// A string met lately.
#[derive(Debug, Clone, Copy)]
struct Late {
    short: Short,
    id: u32,
}

impl Names {
    /// The id of `text`, new or known. The empty string is a name like any other; use [`Names::optional`] for "empty means none".
    pub fn intern(&mut self, text: &str) -> NameId {
        let short = Short::of(text);
        let slot = short.slot();
        if let Some(late) = self.lately.get(slot)
            && late.short == short
            && (short.length <= LONGEST_SHORT || self.is(late.id, text))
        {
            return NameId(late.id);
        }
        let id = self.look_up(text);
        if self.lately.is_empty() {
            self.lately = vec![Late { short: Short::NOTHING, id: u32::MAX }; SLOTS];
        }
        self.lately[slot] = Late { short, id: id.0 };
        id
    }

    /// Whether the string of that number, which may be none, is `text`.
    fn is(&self, id: u32, text: &str) -> bool {
        let id = id as usize;
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0);
        self.ends.get(id).is_some_and(|end| self.text.get(start, end) == text)
    }

    fn look_up(&mut self, text: &str) -> NameId {
        let hash = self.hash(text);
        if let Some(id) = self.known(hash, text) {
            return id;
        }
        let id = self.ends.len() as u32;
        let end = self.text.push(text);
        self.ends.push(end);
        self.table.insert_unique(spread(hash), (id, hash), |(_, hash)| spread(*hash));
        NameId(id)
    }

    fn hash(&self, text: &str) -> u32 {
        let hash = self.hasher.hash_one(text);
        (hash ^ hash >> 32) as u32
    }

    /// Like [`Names::intern`], but blank text is [`NameId::NONE`].
    pub fn optional(&mut self, text: &str) -> NameId {
        // Most text has no blanks around it, which is seen faster than blanks of every script are looked for.
        let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
        let bytes = text.as_bytes();
        let text = if visible(bytes.first()) && visible(bytes.last()) { text } else { text.trim() };
        if text.is_empty() { NameId::NONE } else { self.intern(text) }
    }

    /// The id of `text` if it is known.
    pub fn find(&self, text: &str) -> Option<NameId> {
        self.known(self.hash(text), text)
    }

    /// Never inlined: it is large, and two ask it.
    #[inline(never)]
    fn known(&self, hash: u32, text: &str) -> Option<NameId> {
        let found = self.table.find(spread(hash), |(id, of)| *of == hash && slice(&self.text, &self.ends, *id) == text);
        found.map(|(id, _)| NameId(*id))
    }

    /// The text of an id; `""` for [`NameId::NONE`].
    pub fn text(&self, id: NameId) -> &str {
        if (id.0 as usize) < self.ends.len() { slice(&self.text, &self.ends, id.0) } else { "" }
    }

    /// The text of an id, `None` for [`NameId::NONE`].
    pub fn get(&self, id: NameId) -> Option<&str> {
        id.some().map(|id| self.text(id))
    }

    /// All strings with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (NameId, &str)> {
        (0..self.ends.len() as u32).map(|id| (NameId(id), slice(&self.text, &self.ends, id)))
    }

    /// How many different strings there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.len() == 0
    }
}

fn slice<'a>(text: &'a Text, ends: &Ends, id: u32) -> &'a str {
    let id = id as usize;
    let start = id.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0);
    text.get(start, ends.get(id).unwrap_or(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_any_length_stand_in_blocks() {
        let mut names = Names::default();
        let lengths =
            [0, 10, BLOCK - 10, 0, BLOCK, 3, BLOCK - 2, BLOCK + 1, 1, 3 * BLOCK, 0, 5, BLOCK - 5, 1, 2 * BLOCK - 1, 7];
        let texts: Vec<String> =
            (b'a'..).zip(lengths).map(|(c, length)| char::from(c).to_string().repeat(length)).collect();
        let ids: Vec<NameId> = texts.iter().map(|text| names.intern(text)).collect();
        for (id, text) in ids.iter().zip(&texts) {
            assert!(names.text(*id) == text, "{} bytes", text.len());
            assert_eq!(names.find(text), Some(*id));
        }
        assert!(names.iter().all(|(id, text)| names.find(text) == Some(id)));
    }

    #[test]
    fn ends_behind_four_gibibytes_are_found_again() {
        let mut ends = Ends::default();
        let all = [7, u64::from(u32::MAX), 1 << 32, (1 << 32) + 5, (3 << 32) + 1, (3 << 32) + 1];
        all.into_iter().for_each(|end| ends.push(end));
        assert_eq!(
            (0..7).map(|id| ends.get(id)).collect::<Vec<_>>(),
            all.into_iter().map(Some).chain([None]).collect::<Vec<_>>()
        );
    }

    #[test]
    fn a_string_is_kept_once_and_comes_back_as_it_was() {
        let mut names = Names::default();
        let a = names.intern("Saw");
        let empty = names.intern("");
        assert_eq!(names.intern("Saw"), a);
        assert_ne!(a, empty);
        assert_eq!((names.text(a), names.text(empty), names.text(NameId::NONE)), ("Saw", "", ""));
        assert_eq!(names.optional("  "), NameId::NONE);
        for i in 0..10_000 {
            names.intern(&i.to_string());
        }
        assert_eq!(names.find("9999").map(|id| names.text(id)), Some("9999"));
        assert_eq!(names.find("10000"), None);
        assert_eq!(names.len(), 10_002);
    }
}
