//! Columns of ids that are as wide as the largest of them.
//!
//! ```text
//! ids      0 1 0 2 … │ 300      up to 254 in a byte each, up to 65,534 in two, else four; all ones = none
//! bytes    1 1 1 1 …   2 2 2 2 2 … once one needs more, all have more
//! ```
//!
//! A plant has dozens of machines and states, and millions of rows that name them.

use super::chunk::{Column, Input, Numbered, Numbers, put_all};
use super::{AssetId, ItemId, NameId};
use std::marker::PhantomData;

/// A number that stands for something kept elsewhere; [`u32::MAX`] stands for nothing.
pub trait Id: Copy {
    /// Its number.
    fn number(self) -> u32;
    /// The id of that number.
    fn of_number(number: u32) -> Self;
}

macro_rules! ids {
    ($($id:ident),*) => {
        $(impl Id for $id {
            fn number(self) -> u32 {
                self.0
            }
            fn of_number(number: u32) -> Self {
                Self(number)
            }
        })*
    };
}

ids! { NameId, AssetId, ItemId }

/// One id per row.
#[derive(Debug, Clone)]
pub struct Narrow<T> {
    width: Width,
    of: PhantomData<T>,
}

#[derive(Debug, Clone)]
enum Width {
    One(Vec<u8>),
    Two(Vec<u16>),
    Four(Vec<u32>),
}

use Width::{Four, One, Two};

/// What stands for no id in a byte and in two.
const NONE_1: u32 = u8::MAX as u32;
const NONE_2: u32 = u16::MAX as u32;

fn widened(number: u32, none: u32) -> u32 {
    if number == none { u32::MAX } else { number }
}

impl Width {
    fn len(&self) -> usize {
        match self {
            One(values) => values.len(),
            Two(values) => values.len(),
            Four(values) => values.len(),
        }
    }

    fn get(&self, row: usize) -> Option<u32> {
        match self {
            One(values) => values.get(row).map(|v| widened(u32::from(*v), NONE_1)),
            Two(values) => values.get(row).map(|v| widened(u32::from(*v), NONE_2)),
            Four(values) => values.get(row).copied(),
        }
    }

    /// Makes all values as wide as `number` needs.
    fn fit(&mut self, number: u32) {
        let fits = match self {
            One(_) => number < NONE_1,
            Two(_) => number < NONE_2,
            Four(_) => true,
        };
        if !fits && number != u32::MAX {
            self.widen(number);
        }
    }

    #[cold]
    #[inline(never)]
    fn widen(&mut self, number: u32) {
        let room = match self {
            One(values) => values.capacity(),
            Two(values) => values.capacity(),
            Four(values) => values.capacity(),
        };
        let all = (0..self.len()).filter_map(|row| self.get(row));
        *self = if number < NONE_2 {
            let mut wide = Vec::with_capacity(room);
            // None is all ones in any width.
            wide.extend(all.map(|number| number as u16));
            Two(wide)
        } else {
            let mut wide = Vec::with_capacity(room);
            wide.extend(all);
            Four(wide)
        };
    }

    fn push(&mut self, number: u32) {
        self.fit(number);
        match self {
            One(values) => values.push(number as u8),
            Two(values) => values.push(number as u16),
            Four(values) => values.push(number),
        }
    }

    fn set(&mut self, row: usize, number: u32) {
        self.fit(number);
        match self {
            One(values) => values.get_mut(row).map(|v| *v = number as u8),
            Two(values) => values.get_mut(row).map(|v| *v = number as u16),
            Four(values) => values.get_mut(row).map(|v| *v = number),
        };
    }

    fn resize(&mut self, rows: usize) {
        match self {
            One(values) => values.resize(rows, u8::MAX),
            Two(values) => values.resize(rows, u16::MAX),
            Four(values) => values.resize(rows, u32::MAX),
        }
    }

    fn reserve(&mut self, more: usize) {
        let _ = match self {
            One(values) => values.try_reserve_exact(more),
            Two(values) => values.try_reserve_exact(more),
            Four(values) => values.try_reserve_exact(more),
        };
    }

    fn bytes(&self) -> usize {
        match self {
            One(values) => values.capacity(),
            Two(values) => values.capacity() * 2,
            Four(values) => values.capacity() * 4,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            One(values) => {
                out.push(1);
                out.extend_from_slice(values);
            }
            Two(values) => {
                out.push(2);
                put_all(out, values, u16::to_le_bytes);
            }
            Four(values) => {
                out.push(4);
                put_all(out, values, u32::to_le_bytes);
            }
        }
    }

    /// Appends what [`Width::write`] wrote of so many rows; number `i` there is `all[i]` here.
    fn append(&mut self, rows: usize, from: &mut Input<'_>, all: &[u32]) -> Option<()> {
        let width = *from.bytes(1)?.first()?;
        let bytes = from.bytes(rows.checked_mul(usize::from(width))?)?;
        match width {
            1 => {
                // Few numbers: each is looked up once.
                let mut met = [false; 1 + NONE_1 as usize];
                bytes.iter().for_each(|byte| met[usize::from(*byte)] = true);
                let mut map = [u32::MAX; 1 + NONE_1 as usize];
                for (number, (to, _)) in map.iter_mut().zip(met).enumerate().filter(|(_, (_, met))| *met) {
                    *to = all.get(number).copied().filter(|_| number != NONE_1 as usize).unwrap_or(u32::MAX);
                    self.fit(*to);
                }
                let map = &map;
                match self {
                    One(values) => values.extend(bytes.iter().map(|byte| map[usize::from(*byte)] as u8)),
                    Two(values) => values.extend(bytes.iter().map(|byte| map[usize::from(*byte)] as u16)),
                    Four(values) => values.extend(bytes.iter().map(|byte| map[usize::from(*byte)])),
                }
            }
            2 => {
                let number = |pair: &[u8; 2]| {
                    let number = u32::from(u16::from_le_bytes(*pair));
                    all.get(widened(number, NONE_2) as usize).copied().unwrap_or(u32::MAX)
                };
                self.extend(&mut bytes.as_chunks().0.iter().map(number));
            }
            4 => {
                let number = |four: &[u8; 4]| all.get(u32::from_le_bytes(*four) as usize).copied().unwrap_or(u32::MAX);
                self.extend(&mut bytes.as_chunks().0.iter().map(number));
            }
            _ => return None,
        }
        Some(())
    }

    /// Reads rows from `from` on; gives how many there were.
    #[inline(never)]
    fn read(&self, from: usize, into: &mut [u32]) -> usize {
        match self {
            One(values) => read(values, from, into, |v| widened(u32::from(v), NONE_1)),
            Two(values) => read(values, from, into, |v| widened(u32::from(v), NONE_2)),
            Four(values) => read(values, from, into, |v| v),
        }
    }

    fn extend(&mut self, numbers: &mut dyn Iterator<Item = u32>) {
        numbers.for_each(|number| self.push(number));
    }
}

fn read<V: Copy>(values: &[V], from: usize, into: &mut [u32], number: impl Fn(V) -> u32) -> usize {
    let rest = values.get(from..).unwrap_or_default();
    into.iter_mut().zip(rest).for_each(|(into, value)| *into = number(*value));
    rest.len().min(into.len())
}

/// Rows that [`Iter`] reads at a time.
const STRETCH: usize = 256;

/// All ids of a column, row by row. A stretch of them is read at a time: how wide they are is asked once for all of it.
pub struct Iter<'a, T> {
    column: &'a Width,
    /// The row behind the stretch.
    row: usize,
    stretch: [u32; STRETCH],
    at: usize,
    filled: usize,
    of: PhantomData<T>,
}

impl<T: Id> Iterator for Iter<'_, T> {
    type Item = T;

    fn next(&mut self) -> Option<T> {
        if self.at == self.filled {
            self.filled = self.column.read(self.row, &mut self.stretch);
            self.row += self.filled;
            self.at = 0;
        }
        let number = *self.stretch.get(..self.filled)?.get(self.at)?;
        self.at += 1;
        Some(T::of_number(number))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        let rest = self.column.len() - self.row + self.filled - self.at;
        (rest, Some(rest))
    }
}

impl<T: Id> ExactSizeIterator for Iter<'_, T> {}

impl<T> Default for Narrow<T> {
    fn default() -> Self {
        Self { width: One(Vec::new()), of: PhantomData }
    }
}

impl<T: Id> Narrow<T> {
    /// Appends an id.
    pub fn push(&mut self, id: T) {
        self.width.push(id.number());
    }

    /// The id of a row.
    pub fn get(&self, row: usize) -> Option<T> {
        self.width.get(row).map(T::of_number)
    }

    /// The id of a row; that of nothing where there is no such row.
    pub fn at(&self, row: usize) -> T {
        T::of_number(self.width.get(row).unwrap_or(u32::MAX))
    }

    /// All of them, row by row.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { column: &self.width, row: 0, stretch: [0; STRETCH], at: 0, filled: 0, of: PhantomData }
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.width.len()
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether a row has this id.
    pub fn contains(&self, id: T) -> bool {
        self.iter().any(|other| other.number() == id.number())
    }
}

impl<T: Id> super::columns::Keep<T> for Narrow<T> {
    fn at(&self, row: usize) -> T {
        Narrow::at(self, row)
    }

    fn bytes(&self) -> usize {
        self.width.bytes()
    }

    fn make_room(&mut self, more: usize) {
        self.width.reserve(more);
    }
}

impl<T: Id> super::columns::Fill<T> for Narrow<T> {
    fn rows(&self) -> usize {
        self.len()
    }

    fn add(&mut self, id: T) {
        self.push(id);
    }

    fn put(&mut self, row: usize, id: T) {
        self.width.set(row, id.number());
    }

    fn fill_to(&mut self, rows: usize) {
        self.width.resize(rows);
    }
}

impl<T: Numbered> Column for Narrow<T> {
    fn held(&self) -> usize {
        let bytes = match &self.width {
            One(_) => 1,
            Two(_) => 2,
            Four(_) => 4,
        };
        self.width.len() * bytes
    }

    fn write(&self, out: &mut Vec<u8>) {
        self.width.write(out);
    }

    fn append(&mut self, rows: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()> {
        self.width.append(rows, from, T::numbers(numbers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn ids() -> impl Strategy<Value = Vec<u32>> {
        let id =
            prop_oneof![4 => 0u32..4, 2 => 250u32..258, 1 => 65_530u32..65_540, 1 => Just(u32::MAX), 1 => any::<u32>()];
        prop::collection::vec(id, 0..40)
    }

    proptest! {
        #[test]
        fn ids_come_back_as_they_were_whatever_their_width(ids in ids(), at in 0usize..40, later in any::<u32>()) {
            let mut column = Narrow::<NameId>::default();
            ids.iter().for_each(|id| column.push(NameId(*id)));
            prop_assert_eq!(column.iter().map(|id| id.0).collect::<Vec<_>>(), ids.clone());
            let mut changed = ids.clone();
            if let Some(place) = changed.get_mut(at) {
                *place = later;
            }
            super::super::columns::Fill::put(&mut column, at, NameId(later));
            prop_assert_eq!(column.iter().map(|id| id.0).collect::<Vec<_>>(), changed);
            prop_assert_eq!(column.get(ids.len()), None);
        }

        #[test]
        fn a_stretch_is_appended_under_its_new_numbers(before in ids(), stretch in ids(), shift in prop_oneof![Just(0u32), 0u32..300, 65_000u32..70_000]) {
            let all: Vec<u32> = (0..65_540).map(|i| i + shift).collect();
            let (mut column, mut other) = (Narrow::<ItemId>::default(), Narrow::<ItemId>::default());
            before.iter().for_each(|id| column.push(ItemId(*id)));
            stretch.iter().for_each(|id| other.push(ItemId(*id)));
            let mut bytes = Vec::new();
            Column::write(&other, &mut bytes);
            let numbers = Numbers::of_items(all.clone());
            Column::append(&mut column, stretch.len(), &mut Input::new(&bytes), &numbers);
            let expected = stretch.iter().map(|id| all.get(*id as usize).copied().unwrap_or(u32::MAX));
            let expected: Vec<u32> = before.into_iter().chain(expected).collect();
            prop_assert_eq!(column.iter().map(|id| id.0).collect::<Vec<_>>(), expected);
        }
    }
}
