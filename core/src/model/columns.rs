//! Tables as columns: a struct of arrays, a row struct to write and read it, and columns that cost nothing while they are empty.

use super::{Micros, OPEN_END};

/// A column whose rows mostly hold the default: it allocates only from the first other value on.
#[derive(Debug, Clone, Default)]
pub struct Lazy<T> {
    len: usize,
    values: Vec<T>,
}

impl<T: Copy + Default + PartialEq> Lazy<T> {
    /// Appends a value.
    pub fn push(&mut self, value: T) {
        if !self.values.is_empty() || value != T::default() {
            self.values.resize(self.len, T::default());
            self.values.push(value);
        }
        self.len += 1;
    }

    /// The value of a row; the default for rows that were never written.
    pub fn get(&self, row: usize) -> T {
        self.values.get(row).copied().unwrap_or_default()
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
        self.values.is_empty()
    }

    /// Bytes held.
    pub fn bytes(&self) -> usize {
        self.values.capacity() * size_of::<T>()
    }
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

/// Declares a table: `columns! { /// doc  Table / Row { must { a: A, … } may { b: B, … } } }`. `must` columns are plain vectors, `may`
/// columns are [`Lazy`].
macro_rules! columns {
    ($(#[$doc:meta])* $table:ident / $row:ident {
        must { $($(#[$mdoc:meta])* $m:ident : $mt:ty),* $(,)? }
        may { $($(#[$ydoc:meta])* $y:ident : $yt:ty),* $(,)? }
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Default)]
        pub struct $table {
            $($(#[$mdoc])* pub $m: Vec<$mt>,)*
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
                $row { $($m: self.$m[i],)* $($y: self.$y.get(i),)* }
            }

            /// All rows in load order.
            pub fn rows(&self) -> impl Iterator<Item = $row> + '_ {
                (0..self.len()).map(|i| self.row(i))
            }

            /// Bytes held by the columns.
            pub fn bytes(&self) -> usize {
                0 $(+ self.$m.capacity() * size_of::<$mt>())* $(+ self.$y.bytes())*
            }
        }
    };
}
