//! Facts of a stretch of a file as bytes, and back: what a reader of a range hands to the one who holds all facts.
//!
//! ```text
//! names │ assets │ items, other spellings │ lines, statuses, messages │ per table: rows, then column after column
//! ```
//!
//! Numbers are little-endian. Names, assets, items and records are numbered within the stretch, in the order in which its rows bring them up.
//! [`absorb`] numbers them anew, in that order: so facts that are absorbed stretch by stretch are, number for number, what reading in one go gives.

use super::columns::{Amount, Fill, Lazy, Stored, Table, Until};
use super::sources::Stretch;
use super::tables::{CalendarKind, ContainAction, CountKind, MentionRole, MovementKind, Role, SightingKind, Unlogged};
use super::{AssetId, Facts, Id, ItemId, Micros, NameId, SourceId, Sources, TableWork};

/// Numbers of a stretch → numbers of all facts.
#[derive(Default)]
pub(crate) struct Numbers {
    pub(super) names: Vec<u32>,
    pub(super) assets: Vec<u32>,
    pub(super) items: Vec<u32>,
    /// What the stretch's first record is.
    records: u32,
}

impl Numbers {
    #[cfg(test)]
    pub(super) fn of_items(items: Vec<u32>) -> Self {
        Self { items, ..Self::default() }
    }

    fn name(&self, number: u32) -> Option<NameId> {
        self.names.get(number as usize).map(|name| NameId(*name))
    }

    /// The number of the stretch's record with that number.
    pub(crate) fn record(&self, number: u32) -> SourceId {
        if number == SourceId::NONE.0 { SourceId::NONE } else { SourceId(self.records.saturating_add(number)) }
    }
}

/// Ids that a stretch numbers for itself.
pub(crate) trait Numbered: Id {
    /// Number of the stretch → number of all facts.
    fn numbers(numbers: &Numbers) -> &[u32];
}

impl Numbered for NameId {
    fn numbers(numbers: &Numbers) -> &[u32] {
        &numbers.names
    }
}

impl Numbered for AssetId {
    fn numbers(numbers: &Numbers) -> &[u32] {
        &numbers.assets
    }
}

impl Numbered for ItemId {
    fn numbers(numbers: &Numbers) -> &[u32] {
        &numbers.items
    }
}

/// Reads what was written; `None` where there is no more, which only a fault of the program can bring about.
pub(crate) struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub(crate) fn bytes(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    pub(crate) fn u32(&mut self) -> Option<u32> {
        Some(u32::from_le_bytes(self.bytes(4)?.try_into().ok()?))
    }

    pub(crate) fn u64(&mut self) -> Option<u64> {
        Some(u64::from_le_bytes(self.bytes(8)?.try_into().ok()?))
    }
}

pub(crate) fn put(out: &mut Vec<u8>, number: u32) {
    out.extend_from_slice(&number.to_le_bytes());
}

/// A value of a column in at most 8 bytes.
pub(crate) trait Cell: Copy {
    /// How many bytes of [`Cell::raw`] matter: 1, 4 or 8.
    const BYTES: usize;
    fn raw(self) -> u64;
    fn of(raw: u64, numbers: &Numbers) -> Self;
}

macro_rules! cells {
    ($($kind:ty, $bytes:literal: $value:ident => $raw:expr, $read:ident, $numbers:ident => $of:expr;)*) => {
        $(impl Cell for $kind {
            const BYTES: usize = $bytes;
            fn raw(self) -> u64 {
                let $value = self;
                $raw
            }
            fn of($read: u64, $numbers: &Numbers) -> Self {
                $of
            }
        })*
    };
}

macro_rules! words {
    ($($kind:ty: $first:ident, $($word:ident),*;)*) => {
        $(impl Cell for $kind {
            const BYTES: usize = 1;
            fn raw(self) -> u64 {
                self as u64
            }
            fn of(raw: u64, _: &Numbers) -> Self {
                $(if raw == Self::$word as u64 { return Self::$word; })*
                Self::$first
            }
        })*
    };
}

cells! {
    SourceId, 4: id => u64::from(id.0), raw, numbers => numbers.record(raw as u32);
    Micros, 8: time => time as u64, raw, _numbers => raw as i64;
    Until, 8: until => until.0 as u64, raw, _numbers => Until(raw as i64);
    Amount, 8: amount => amount.get().map_or(u64::MAX, f64::to_bits), raw, _numbers => Amount::new(f64::from_bits(raw));
    bool, 1: truth => u64::from(truth), raw, _numbers => raw == 1;
}

words! {
    CountKind: Delta, Counter;
    SightingKind: At, Passed;
    MovementKind: Move, Ship, Receive;
    Unlogged: NoData, Running;
    ContainAction: Add, Delete, Observe;
    MentionRole: Seen, Input, Output, Child, Parent;
    CalendarKind: Planned, Break, PlannedDown, NotPlanned;
    Role: Input, Output;
}

/// One column of a table, whatever it holds.
pub(crate) trait Column {
    /// Bytes that its rows take, without room for more.
    fn held(&self) -> usize;
    fn write(&self, out: &mut Vec<u8>);
    /// Appends what [`Column::write`] wrote of so many rows.
    fn append(&mut self, rows: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()>;
}

/// Appends values of `N` bytes each.
pub(super) fn put_all<T: Copy, const N: usize>(out: &mut Vec<u8>, values: &[T], bytes: impl Fn(T) -> [u8; N]) {
    let from = out.len();
    out.resize(from + values.len() * N, 0);
    let to = out.get_mut(from..).unwrap_or_default();
    to.as_chunks_mut().0.iter_mut().zip(values).for_each(|(to, value)| *to = bytes(*value));
}

fn write<T: Cell>(values: &[T], out: &mut Vec<u8>) {
    match T::BYTES {
        8 => put_all(out, values, |value| value.raw().to_le_bytes()),
        4 => put_all(out, values, |value| (value.raw() as u32).to_le_bytes()),
        _ => put_all(out, values, |value| [value.raw() as u8]),
    }
}

fn append<T: Cell>(to: &mut Vec<T>, rows: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()> {
    let bytes = from.bytes(rows.checked_mul(T::BYTES)?)?;
    match T::BYTES {
        8 => to.extend(bytes.as_chunks().0.iter().map(|raw| T::of(u64::from_le_bytes(*raw), numbers))),
        4 => to.extend(bytes.as_chunks().0.iter().map(|raw| T::of(u64::from(u32::from_le_bytes(*raw)), numbers))),
        _ => to.extend(bytes.iter().map(|raw| T::of(u64::from(*raw), numbers))),
    }
    Some(())
}

impl<T: Cell> Column for Vec<T> {
    fn held(&self) -> usize {
        size_of_val(self.as_slice())
    }

    fn write(&self, out: &mut Vec<u8>) {
        write(self, out);
    }

    fn append(&mut self, rows: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()> {
        append(self, rows, from, numbers)
    }
}

impl<T: Copy + Default + PartialEq + Stored> Column for Lazy<T>
where
    T::Column: Fill<T> + Column,
{
    fn held(&self) -> usize {
        self.written().held()
    }

    fn write(&self, out: &mut Vec<u8>) {
        // A column that holds nothing costs a byte.
        out.push(u8::from(!self.is_all_default()));
        if !self.is_all_default() {
            self.written().write(out);
        }
    }

    fn append(&mut self, rows: usize, from: &mut Input<'_>, numbers: &Numbers) -> Option<()> {
        let written = from.bytes(1)? == [1];
        self.extend(rows, |values| if written { values.append(rows, from, numbers) } else { Some(()) }, written)
    }
}

/// Writes all facts down, as those of one stretch of the file that was opened last.
pub(crate) fn write_facts(facts: &mut Facts, out: &mut Vec<u8>) {
    put(out, facts.names.len() as u32);
    let mut text = 0;
    for (_, name) in facts.names.iter() {
        text += name.len();
        put(out, text as u32);
    }
    facts.names.iter().for_each(|(_, name)| out.extend_from_slice(name.as_bytes()));
    put(out, facts.assets.len() as u32);
    (0..facts.assets.len() as u32).for_each(|id| put(out, facts.assets.name(AssetId(id)).0));
    put(out, facts.items.len() as u32);
    facts.items.ids().for_each(|id| put(out, facts.items.key(id).0));
    put(out, facts.items.all_aliases().count() as u32);
    for (item, spelling) in facts.items.all_aliases() {
        put(out, item.0);
        put(out, spelling.0);
    }
    out.push(u8::from(facts.met_local_times));
    facts.sources.write_stretch(out);
    facts.each_table(&mut Write(out));
}

struct Write<'a>(&'a mut Vec<u8>);

impl TableWork for Write<'_> {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        let rows = table.sources().len();
        put(self.0, rows as u32);
        if rows > 0 {
            table.each_column(&mut |column| column.write(self.0));
        }
    }
}

/// Appends a stretch, whose first line is line `line` of the file that was opened last. `None` when it is no stretch, or more records than can
/// be numbered: then some of it may have been appended.
pub(crate) fn absorb(facts: &mut Facts, stretch: &mut Input<'_>, line: u32) -> Option<()> {
    let mut numbers = Numbers::default();
    let names = stretch.u32()? as usize;
    let mut ends = Vec::with_capacity(names);
    for _ in 0..names {
        ends.push(stretch.u32()? as usize);
    }
    let text = std::str::from_utf8(stretch.bytes(ends.last().copied().unwrap_or(0))?).ok()?;
    let mut start = 0;
    for end in ends {
        numbers.names.push(facts.names.intern(text.get(start..end)?).0);
        start = end;
    }
    for _ in 0..stretch.u32()? {
        let name = numbers.name(stretch.u32()?)?;
        numbers.assets.push(facts.assets.intern(name).0);
    }
    for _ in 0..stretch.u32()? {
        let key = numbers.name(stretch.u32()?)?;
        numbers.items.push(facts.items.intern(key).0);
    }
    for _ in 0..stretch.u32()? {
        let item = ItemId(*numbers.items.get(stretch.u32()? as usize)?);
        facts.items.add_alias(item, numbers.name(stretch.u32()?)?);
    }
    facts.met_local_times |= stretch.bytes(1)? == [1];
    numbers.records = facts.sources.records();
    facts.sources.absorb(&Stretch::read(stretch)?, line, |name| numbers.name(name.0).unwrap_or_default())?;
    let mut append = Append { stretch, numbers: &numbers, whole: Some(()) };
    facts.each_table(&mut append);
    append.whole
}

struct Append<'a, 'b> {
    stretch: &'a mut Input<'b>,
    numbers: &'a Numbers,
    whole: Option<()>,
}

impl TableWork for Append<'_, '_> {
    fn on<T: Table>(&mut self, table: &mut T, _: &mut T, _: &Sources) {
        let rows = self.stretch.u32();
        self.whole = self.whole.and(rows.map(drop));
        let Some(rows @ 1..) = rows else { return };
        table.each_column(&mut |column| {
            self.whole = self.whole.and_then(|()| column.append(rows as usize, self.stretch, self.numbers));
        });
    }
}
