//! Tables as columns: a struct of arrays, a row struct to write and read it, and columns that cost nothing while they are empty.

use super::{AssetId, ItemId, Micros, NameId, Narrow, OPEN_END, RecordStatus, Records, SourceId};

/// A column whose rows mostly hold the default: it allocates only from the first other value on.
#[derive(Debug, Clone, Default)]
pub struct Lazy<T: Stored> {
    len: usize,
    /// Every row's value, or nothing.
    values: T::Column,
}

impl<T: Copy + Default + PartialEq + Stored> Lazy<T>
where
    T::Column: Fill<T>,
{
    /// Appends a value.
    pub fn push(&mut self, value: T) {
        if self.values.rows() > 0 || value != T::default() {
            if self.values.rows() < self.len {
                self.values.fill_to(self.len);
            }
            self.values.add(value);
        }
        self.len += 1;
    }

    /// Writes a row's value anew; nothing happens where there is no such row.
    pub(crate) fn set(&mut self, row: usize, value: T) {
        if row < self.len && (self.values.rows() > 0 || value != T::default()) {
            self.values.fill_to(self.len);
            self.values.put(row, value);
        }
    }

    /// Appends so many rows that hold the default.
    pub(crate) fn extend_default(&mut self, rows: usize) {
        self.len += rows;
        if self.values.rows() > 0 {
            self.values.fill_to(self.len);
        }
    }

    /// What is written down of the column: every row's value, or nothing.
    pub(crate) fn written(&self) -> &T::Column {
        &self.values
    }

    /// [`Lazy::written`], to write it anew.
    pub(crate) fn written_mut(&mut self) -> &mut T::Column {
        &mut self.values
    }

    /// Appends so many rows, which `write` adds to all values before them if `written`, and which hold the default if not.
    pub(crate) fn extend<R>(&mut self, rows: usize, write: impl FnOnce(&mut T::Column) -> R, written: bool) -> R {
        if written || self.values.rows() > 0 {
            self.values.fill_to(self.len);
        }
        let done = write(&mut self.values);
        self.len += rows;
        if self.values.rows() > 0 {
            self.values.fill_to(self.len);
        }
        done
    }

    /// The value of a row; the default for rows that were never written.
    pub fn get(&self, row: usize) -> T {
        if row < self.values.rows() { self.values.at(row) } else { T::default() }
    }

    /// Makes room for so many more rows, if any row holds a value at all.
    pub(crate) fn reserve(&mut self, more: usize) {
        if self.values.rows() > 0 {
            self.values.make_room(more + self.len - self.values.rows());
        }
    }

    /// Number of rows.
    pub fn len(&self) -> usize {
        self.len
    }

    /// True without rows.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// True when every row holds the default.
    pub fn is_all_default(&self) -> bool {
        self.values.rows() == 0
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.values.bytes()
    }
}

/// How the values of a type stand in a column.
pub trait Stored: Copy {
    /// The column.
    type Column: Keep<Self> + Clone + std::fmt::Debug + Default;
}

/// A column of values that every row has.
pub trait Keep<T> {
    /// The value of a row, which must be there.
    fn at(&self, row: usize) -> T;
    /// Bytes held.
    fn bytes(&self) -> usize;
    /// Makes room for so many more rows, if there is that much memory.
    fn make_room(&mut self, more: usize);
}

/// A column that can be filled up with the default, as [`Lazy`] needs it.
pub trait Fill<T>: Keep<T> + Default {
    /// How many rows are written.
    fn rows(&self) -> usize;
    /// Appends a value.
    fn add(&mut self, value: T);
    /// Writes a row's value anew.
    fn put(&mut self, row: usize, value: T);
    /// Appends the default up to so many rows.
    fn fill_to(&mut self, rows: usize);
}

impl<T: Copy + Default> Fill<T> for Vec<T> {
    fn rows(&self) -> usize {
        self.len()
    }

    fn add(&mut self, value: T) {
        self.push(value);
    }

    fn put(&mut self, row: usize, value: T) {
        if let Some(place) = self.get_mut(row) {
            *place = value;
        }
    }

    fn fill_to(&mut self, rows: usize) {
        self.resize(rows, T::default());
    }
}

impl<T: Copy> Keep<T> for Vec<T> {
    fn at(&self, row: usize) -> T {
        self[row]
    }

    fn bytes(&self) -> usize {
        self.capacity() * size_of::<T>()
    }

    fn make_room(&mut self, more: usize) {
        let _ = self.try_reserve_exact(more);
    }
}

impl Keep<SourceId> for Records {
    fn at(&self, row: usize) -> SourceId {
        Records::at(self, row)
    }

    fn bytes(&self) -> usize {
        Records::bytes(self)
    }

    fn make_room(&mut self, more: usize) {
        self.reserve(more);
    }
}

impl Stored for SourceId {
    type Column = Records;
}

/// Ids are as wide as the largest of them.
macro_rules! narrow {
    ($($kind:ty),* $(,)?) => {
        $(impl Stored for $kind {
            type Column = Narrow<$kind>;
        })*
    };
}

narrow! { NameId, AssetId, ItemId }

/// Types whose columns are plain lists.
macro_rules! lists {
    ($($kind:ty),* $(,)?) => {
        $(impl $crate::model::columns::Stored for $kind {
            type Column = Vec<$kind>;
        })*
    };
}

lists! { Micros, Until, Amount, bool, RecordStatus }

/// What a value says, as bits: equal values have equal bits. Evidence ([`SourceId`]) says nothing about the plant, so all of it is equal.
pub(crate) trait Bits {
    /// The bits.
    fn bits(&self) -> u64;
    /// Notes which asset or item the value names, if it names one.
    fn mark(&self, _marks: &mut Marks) {}
}

/// Assets and items that any row names, by their numbers.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    pub(crate) assets: Vec<bool>,
    pub(crate) items: Vec<bool>,
}

impl Bits for AssetId {
    fn bits(&self) -> u64 {
        u64::from(self.0)
    }

    fn mark(&self, marks: &mut Marks) {
        if let Some(mark) = marks.assets.get_mut(self.0 as usize) {
            *mark = true;
        }
    }
}

impl Bits for ItemId {
    fn bits(&self) -> u64 {
        u64::from(self.0)
    }

    fn mark(&self, marks: &mut Marks) {
        if let Some(mark) = marks.items.get_mut(self.0 as usize) {
            *mark = true;
        }
    }
}

macro_rules! bits {
    ($($kind:ty: $value:ident => $bits:expr),* $(,)?) => {
        $(impl Bits for $kind {
            fn bits(&self) -> u64 {
                let $value = *self;
                $bits
            }
        })*
    };
}

bits! {
    Micros: time => time as u64,
    Until: until => until.0 as u64,
    Amount: amount => amount.get().map_or(u64::MAX, f64::to_bits),
    NameId: id => u64::from(id.0),
    SourceId: _evidence => 0,
    bool: truth => u64::from(truth),
}

/// Spreads the bits of one more column over a row's hash.
pub(crate) fn mix(hash: u64, bits: u64) -> u64 {
    let x = (hash ^ bits).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    x ^ (x >> 29)
}

/// A table of facts, seen from the ledger: which record a row comes from, which rows say the same, and taking rows out.
pub(crate) trait Table: Default {
    /// The record of each row.
    fn sources(&self) -> &Records;
    /// Makes room for so many more rows, if there is that much memory; without it, pushing rows decides.
    fn reserve(&mut self, more: usize);
    /// A hash of what each row says.
    fn hashes(&self) -> Vec<u64>;
    /// True when it is plain without comparing rows that no two of them say the same: in long logs each machine's times ascend.
    fn all_differ(&self) -> bool;
    /// True when rows that say the same are things of their own within one file, such as two pieces counted in one second.
    fn adds(&self, row: usize) -> bool;
    /// True when two rows say the same.
    fn same(&self, a: usize, b: usize) -> bool;
    /// Moves the rows not marked `true` to the end of `aside`.
    fn keep(&mut self, keep: &[bool], aside: &mut Self);
    /// Notes which assets and items the rows name.
    fn mark(&self, marks: &mut Marks);
    /// Shows every column, in an order of their own that never changes.
    fn each_column(&mut self, see: &mut dyn FnMut(&mut dyn super::chunk::Column));
    /// Moves all rows of `other` in between those of this table; both are, and stay, in the order of their records.
    fn merge(&mut self, other: &mut Self);
}

/// True when the times of each `key` ascend from row to row, so that no two rows are equal. Gives up, rather than use much memory, where keys are
/// numbered far beyond the number of rows.
pub(crate) fn ascends(keys: impl Iterator<Item = u32>, times: &[Micros]) -> bool {
    let most = times.len().max(1 << 16);
    let mut last: Vec<Micros> = Vec::new();
    keys.zip(times).all(|(key, time)| {
        let key = key as usize;
        if key >= last.len() && key < most {
            last.resize(key + 1, Micros::MIN);
        }
        last.get_mut(key).is_some_and(|last| std::mem::replace(last, *time) < *time)
    })
}

/// A quantity or value that the source may not give. Equal by bits, so that "not given" equals itself.
#[derive(Debug, Clone, Copy)]
pub struct Amount(f64);

impl Amount {
    /// Not given.
    pub const NONE: Amount = Amount(f64::NAN);

    /// A finite value; anything else is [`Amount::NONE`].
    pub fn new(value: f64) -> Self {
        if value.is_finite() { Amount(value) } else { Self::NONE }
    }

    /// The value, if given.
    pub fn get(self) -> Option<f64> {
        (!self.0.is_nan()).then_some(self.0)
    }
}

impl Default for Amount {
    fn default() -> Self {
        Self::NONE
    }
}

impl PartialEq for Amount {
    fn eq(&self, other: &Self) -> bool {
        self.get().map(f64::to_bits) == other.get().map(f64::to_bits)
    }
}

impl From<Option<f64>> for Amount {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::NONE, Self::new)
    }
}

/// When something ended, or [`Until::OPEN`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Until(pub Micros);

impl Until {
    /// It has not ended, or the source does not say when.
    pub const OPEN: Until = Until(OPEN_END);

    /// The end, if given.
    pub fn get(self) -> Option<Micros> {
        (self != Self::OPEN).then_some(self.0)
    }
}

impl Default for Until {
    fn default() -> Self {
        Self::OPEN
    }
}

/// Declares a table: `columns! { /// doc  Table / Row { must { a: A, … } may { b: B, … } } }`. `must` columns are as [`Stored`] says, `may`
/// columns are [`Lazy`]. `ascending key, time;` names the id and the time by which the rows of a long table usually ascend ([`ascends`]). `adds |row| …` says which rows are things of their own ([`Table::adds`]); without it none are.
macro_rules! columns {
    (@adds) => { |_| false };
    (@adds $adds:expr) => { $adds };
    ($(#[$doc:meta])* $table:ident / $row:ident {
        must { $($(#[$mdoc:meta])* $m:ident : $mt:ty),* $(,)? }
        may { $($(#[$ydoc:meta])* $y:ident : $yt:ty),* $(,)? }
        $(ascending $key:ident, $time:ident;)?
        $(adds $adds:expr;)?
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $table {
            $($(#[$mdoc])* pub $m: <$mt as $crate::model::columns::Stored>::Column,)*
            $($(#[$ydoc])* pub $y: $crate::model::Lazy<$yt>,)*
        }

        #[doc = concat!("One row of [`", stringify!($table), "`].")]
        #[derive(Debug, Clone, Copy, PartialEq)]
        pub struct $row {
            $($(#[$mdoc])* pub $m: $mt,)*
            $($(#[$ydoc])* pub $y: $yt,)*
        }

        impl $table {
            /// Appends a row.
            pub fn push(&mut self, row: $row) {
                $(self.$m.push(row.$m);)*
                $(self.$y.push(row.$y);)*
            }

            /// Number of rows.
            pub fn len(&self) -> usize {
                self.source.len()
            }

            /// True without rows.
            pub fn is_empty(&self) -> bool {
                self.source.is_empty()
            }

            /// Row `i`, which must be below [`Self::len`].
            pub fn row(&self, i: usize) -> $row {
                $row { $($m: $crate::model::columns::Keep::at(&self.$m, i),)* $($y: self.$y.get(i),)* }
            }

            /// All rows in load order.
            pub fn rows(&self) -> impl Iterator<Item = $row> + '_ {
                (0..self.len()).map(|i| self.row(i))
            }

            /// Bytes held by the columns.
            pub fn bytes(&self) -> usize {
                0 $(+ $crate::model::columns::Keep::bytes(&self.$m))* $(+ self.$y.bytes())*
            }
        }

        impl $crate::model::columns::Table for $table {
            fn sources(&self) -> &$crate::model::Records {
                &self.source
            }

            fn reserve(&mut self, more: usize) {
                $($crate::model::columns::Keep::make_room(&mut self.$m, more);)*
                $(self.$y.reserve(more);)*
            }

            fn all_differ(&self) -> bool {
                self.is_empty() $(|| $crate::model::columns::ascends(self.$key.iter().map($crate::model::Id::number), &self.$time))?
            }

            #[inline(never)]
            fn hashes(&self) -> Vec<u64> {
                use $crate::model::columns::{Bits, mix};
                let mut hashes = vec![0; self.len()];
                $(for (row, hash) in hashes.iter_mut().enumerate() {
                    *hash = mix(*hash, $crate::model::columns::Keep::at(&self.$m, row).bits());
                })*
                $(if !self.$y.is_all_default() {
                    for (row, hash) in hashes.iter_mut().enumerate() {
                        *hash = mix(*hash, self.$y.get(row).bits());
                    }
                })*
                hashes
            }

            fn adds(&self, row: usize) -> bool {
                let adds: fn($row) -> bool = columns!(@adds $($adds)?);
                adds(self.row(row))
            }

            fn same(&self, a: usize, b: usize) -> bool {
                use $crate::model::columns::Bits;
                let (a, b) = (self.row(a), self.row(b));
                $(a.$m.bits() == b.$m.bits())&&* $(&& a.$y.bits() == b.$y.bits())*
            }

            fn mark(&self, marks: &mut $crate::model::columns::Marks) {
                use $crate::model::columns::Bits;
                for row in self.rows() {
                    $(row.$m.mark(marks);)*
                    $(row.$y.mark(marks);)*
                }
            }

            fn each_column(&mut self, see: &mut dyn FnMut(&mut dyn $crate::model::chunk::Column)) {
                $(see(&mut self.$m);)*
                $(see(&mut self.$y);)*
            }

            #[inline(never)]
            fn keep(&mut self, keep: &[bool], aside: &mut Self) {
                let mut kept = Self::default();
                for (row, stays) in (0..self.len()).zip(keep) {
                    let to = if *stays { &mut kept } else { &mut *aside };
                    to.push(self.row(row));
                }
                *self = kept;
            }

            #[inline(never)]
            fn merge(&mut self, other: &mut Self) {
                if other.is_empty() {
                    return;
                }
                let (mine, other) = (std::mem::take(self), std::mem::take(other));
                let mut waiting = other.rows().peekable();
                for row in mine.rows() {
                    while let Some(earlier) = waiting.next_if(|w| w.source < row.source) {
                        self.push(earlier);
                    }
                    self.push(row);
                }
                waiting.for_each(|row| self.push(row));
            }
        }
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn rows_that_ascend_differ(rows in prop::collection::vec((0u32..4, -3i64..40), 0..12)) {
            let times: Vec<Micros> = rows.iter().map(|(_, time)| *time).collect();
            let mut sorted = rows.clone();
            sorted.sort_unstable();
            let all_differ = sorted.windows(2).all(|pair| pair[0] != pair[1]);
            prop_assert!(all_differ || !ascends(rows.iter().map(|(key, _)| *key), &times));
            let times: Vec<Micros> = sorted.iter().map(|(_, time)| *time).collect();
            prop_assert_eq!(ascends(sorted.iter().map(|(key, _)| *key), &times), all_differ);
        }
    }

    #[test]
    fn keys_numbered_far_beyond_the_rows_are_not_looked_into() {
        assert!(!ascends([1 << 30].into_iter(), &[0]));
        assert!(!ascends([u32::MAX].into_iter(), &[0]));
    }
}
