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
    text: String,
    ends: Ends,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// Strings met lately, by [`slot`]: machines and states come again in row after row and need not be hashed each time.
    lately: Vec<u32>,
}

/// Where each string ends in the text of all; it starts where the one before it ends. Four bytes each: where the text grows beyond what they
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

/// The place of a text among those met lately: names that differ, differ mostly in their middle, their end or their length.
fn slot(text: &str) -> usize {
    let bytes = text.as_bytes();
    let at = |i: usize| bytes.get(i).map_or(0, |b| usize::from(*b));
    let (middle, last) = (at(bytes.len() / 2), at(bytes.len().wrapping_sub(1)));
    (at(0) ^ middle.wrapping_mul(7) ^ last.wrapping_mul(59) ^ bytes.len().wrapping_mul(29)) % SLOTS
}

impl Names {
    /// The id of `text`, new or known. The empty string is a name like any other; use [`Names::optional`] for "empty means none".
    pub fn intern(&mut self, text: &str) -> NameId {
        let slot = slot(text);
        if let Some(&id) = self.lately.get(slot)
            && self.is(id, text)
        {
            return NameId(id);
        }
        let id = self.look_up(text);
        if self.lately.is_empty() {
            self.lately = vec![u32::MAX; SLOTS];
        }
        self.lately[slot] = id.0;
        id
    }

    /// Whether the string of that number, which may be none, is `text`.
    fn is(&self, id: u32, text: &str) -> bool {
        let id = id as usize;
        let start = id.checked_sub(1).and_then(|before| self.ends.get(before)).unwrap_or(0);
        let Some(end) = self.ends.get(id) else { return false };
        self.text.as_bytes().get(start as usize..end as usize) == Some(text.as_bytes())
    }

    fn look_up(&mut self, text: &str) -> NameId {
        let hash = self.hasher.hash_one(text);
        let (all, ends) = (&self.text, &self.ends);
        if let Some(&id) = self.table.find(hash, |&id| slice(all, ends, id) == text) {
            return NameId(id);
        }
        let id = self.ends.len() as u32;
        if self.text.capacity() - self.text.len() < text.len() {
            self.text.reserve_exact(text.len().max(self.text.len() / 4).max(1024));
        }
        self.text.push_str(text);
        self.ends.push(self.text.len() as u64);
        let (all, ends, hasher) = (&self.text, &self.ends, &self.hasher);
        self.table.insert_unique(hash, id, |&id| hasher.hash_one(slice(all, ends, id)));
        NameId(id)
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
        let hash = self.hasher.hash_one(text);
        self.table.find(hash, |&id| slice(&self.text, &self.ends, id) == text).map(|&id| NameId(id))
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

fn slice<'a>(text: &'a str, ends: &Ends, id: u32) -> &'a str {
    let id = id as usize;
    let start = id.checked_sub(1).and_then(|before| ends.get(before)).unwrap_or(0);
    &text[start as usize..ends.get(id).unwrap_or(start) as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

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
