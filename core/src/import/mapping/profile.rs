//! What the cells of a column look like, gathered row by row in bounded memory.

use super::numbers::{duration, number};
use super::times::{self, Reading, Triple};
use crate::model::{Decimal, Moment, TimeForm};
use std::collections::BTreeMap;

/// How many different values are remembered.
const DISTINCT: usize = 64;
/// How many are shown to a person.
const SAMPLES: usize = 5;

/// What was seen in one column.
#[derive(Debug, Clone, Default)]
pub(super) struct Profile {
    /// Cells that hold something.
    pub(super) filled: u32,
    /// Cells that hold nothing.
    pub(super) blank: u32,
    /// The first few different values.
    pub(super) samples: Vec<String>,
    /// Different values and how often they came; no more are added once there are 64.
    pub(super) distinct: BTreeMap<String, u32>,
    /// True when there were more.
    pub(super) many: bool,
    /// Numbers under each decimal mark.
    point: u32,
    comma: u32,
    /// Cells that only one decimal mark can explain.
    pub(super) must_point: u32,
    pub(super) must_comma: u32,
    /// `1,234` or `1.234`: a decimal or a group of thousands. Which mark, and how often.
    pub(super) open_comma: u32,
    pub(super) open_point: u32,
    /// Whole numbers of digits alone.
    pub(super) integers: u32,
    /// Durations such as 0:15:00 or 12 min.
    pub(super) durations: u32,
    /// Of two numbers with `:` between, and of three; the greatest first number of two.
    pub(super) two_parts: u32,
    pub(super) three_parts: u32,
    pub(super) first_part: u32,
    /// Least and greatest number.
    pub(super) least: f64,
    pub(super) greatest: f64,
    last: Option<f64>,
    /// Steps up and down from row to row.
    pub(super) rises: u32,
    pub(super) falls: u32,
    /// Dates (with or without clock) as they are written; of them, those with a zone, those without a clock, those that begin with the
    /// year or name the month.
    pub(super) dates: u32,
    pub(super) zoned: u32,
    pub(super) days_only: u32,
    pub(super) plain: u32,
    /// Times of day: 06:15, and those that may as well be numbers (061500).
    pub(super) clocks: u32,
    pub(super) compact_clocks: u32,
    /// Dates whose numbers leave open what is what: the greatest first one, the greatest second one, and the mark between.
    pub(super) first: i64,
    pub(super) second: i64,
    pub(super) mark: u8,
    /// Of those whose first and third number have two digits each: by how much the first, the second and the third one differ, as the least
    /// and the greatest.
    pub(super) short: Option<[(i64, i64); 3]>,
    /// True when some of them cannot begin with the year.
    pub(super) long: bool,
    /// Twelve digits in which the hour would be 00 and the minute not: running numbers behind a day look so.
    counted: u32,
    pub(super) afternoon: u32,
    /// Numbers that may be Excel's days; seconds, ms, µs, ns since 1970.
    pub(super) excel: u32,
    pub(super) epochs: [u32; 4],
    /// Cells with digits and no blanks, as identifiers are.
    pub(super) ids: u32,
    /// Sum of lengths in characters.
    pub(super) length: u64,
    /// Cells without any digit.
    pub(super) words: u32,
    /// The moment of the cell added last, as far as it can be told without knowing the order of day and month.
    at: Option<i64>,
}

/// Which columns of times come before which, row by row.
#[derive(Debug, Clone, Default)]
pub(super) struct Sequence {
    /// (earlier column, later column) → rows in that order, rows against it.
    pairs: BTreeMap<(usize, usize), (u32, u32)>,
}

/// Columns of times that are compared with each other.
const COMPARED: usize = 4;
/// What lies further apart is no start and end: a week.
const APART: i64 = 7 * times::DAY;

impl Sequence {
    /// Compares the cells that the profiles of one row took last.
    pub(super) fn add(&mut self, profiles: &[Profile]) {
        let times: Vec<(usize, i64)> =
            profiles.iter().enumerate().filter_map(|(i, p)| Some((i, p.at?))).take(COMPARED).collect();
        for (i, (a, from)) in times.iter().enumerate() {
            for (b, to) in times.iter().skip(i + 1) {
                let (forward, back) = self.pairs.entry((*a, *b)).or_default();
                let near = (to - from).abs() <= APART;
                *forward += u32::from(from <= to && near);
                *back += u32::from(from > to || !near);
            }
        }
    }

    /// The two columns that are a start and an end, if exactly two columns of times look so.
    pub(super) fn start_and_end(&self) -> Option<(usize, usize)> {
        let mut fitting = self.pairs.iter().filter(|(_, (forward, back))| *forward >= 2 && *back * 20 <= *forward);
        let found = fitting.next()?;
        fitting.next().is_none().then_some(*found.0)
    }
}

impl Profile {
    /// Takes one more cell.
    pub(super) fn add(&mut self, cell: &str) {
        let cell = cell.trim();
        self.at = None;
        if is_nothing(cell) {
            self.blank += 1;
            return;
        }
        self.filled += 1;
        self.length += cell.chars().count() as u64;
        self.remember(cell);
        let digits = cell.bytes().filter(u8::is_ascii_digit).count();
        if digits == 0 {
            self.words += 1;
            return;
        }
        if !cell.contains(' ') {
            self.ids += 1;
        }
        self.add_number(cell);
        self.add_time(cell);
        self.add_parts(cell);
        let timed = cell.contains(':') || cell.contains(|c: char| c.is_alphabetic());
        if timed && duration(cell, Decimal::Comma, None).or_else(|| duration(cell, Decimal::Point, None)).is_some() {
            self.durations += 1;
        }
    }

    fn remember(&mut self, cell: &str) {
        if let Some(times) = self.distinct.get_mut(cell) {
            *times += 1;
        } else if self.distinct.len() < DISTINCT {
            self.distinct.insert(cell.to_owned(), 1);
            if self.samples.len() < SAMPLES {
                self.samples.push(cell.chars().take(60).collect());
            }
        } else {
            self.many = true;
        }
    }

    fn add_number(&mut self, cell: &str) {
        let (point, comma) = (number(cell, Decimal::Point), number(cell, Decimal::Comma));
        self.point += u32::from(point.is_some());
        self.comma += u32::from(comma.is_some());
        if point.is_none() && comma.is_none() {
            return;
        }
        match marks(cell) {
            Marks::None => self.integers += 1,
            Marks::MustComma => self.must_comma += 1,
            Marks::MustPoint => self.must_point += 1,
            Marks::OpenComma => self.open_comma += 1,
            Marks::OpenPoint => self.open_point += 1,
        }
        let Some(value) = point.or(comma) else { return };
        if self.point + self.comma <= 2 && self.last.is_none() {
            (self.least, self.greatest) = (value, value);
        }
        self.least = self.least.min(value);
        self.greatest = self.greatest.max(value);
        if let Some(last) = self.last {
            self.rises += u32::from(value > last);
            self.falls += u32::from(value < last);
        }
        self.last = Some(value);
        self.excel += u32::from((36_526.0..73_050.0).contains(&value));
        for (epochs, scale) in self.epochs.iter_mut().zip([1.0, 1e3, 1e6, 1e9]) {
            // From 2000 to 2100.
            *epochs += u32::from((946_684_800.0 * scale..4_102_444_800.0 * scale).contains(&value));
        }
    }

    /// `12:30` and `1:12:30`.
    fn add_parts(&mut self, cell: &str) {
        let Some((first, rest)) = cell.split_once(':') else { return };
        let Ok(first) = first.parse::<u32>() else { return };
        if rest.contains(':') {
            self.three_parts += 1;
        } else if rest.len() == 2 && rest.parse::<u32>().is_ok_and(|second| second < 60) {
            self.two_parts += 1;
            self.first_part = self.first_part.max(first);
        }
    }

    fn add_time(&mut self, cell: &str) {
        match read_date(cell) {
            Some(read) if !is_number_like(cell, read) => self.add_date(cell, read),
            _ if times::read(cell, TimeForm::Clock).is_some() => {
                let clocks = if cell.contains(':') { &mut self.clocks } else { &mut self.compact_clocks };
                *clocks += 1;
            }
            _ => {}
        }
    }

    fn add_date(&mut self, cell: &str, read: Reading) {
        self.dates += 1;
        self.at = read.clock.and(read.moment()).map(|moment| match moment {
            Moment::Zoned(at) | Moment::Local(at) => at,
        });
        self.zoned += u32::from(read.offset.is_some());
        self.days_only += u32::from(read.clock.is_none());
        self.plain += u32::from(read.plain);
        self.afternoon += u32::from(cell.ends_with(['M', 'm', '.']) && cell.contains(['p', 'P', 'a', 'A']));
        self.counted += u32::from(
            cell.len() == 12 && cell.get(8..10) == Some("00") && cell.get(10..) != Some("00") && !cell.contains(':'),
        );
        self.add_triple(read);
    }

    fn add_triple(&mut self, read: Reading) {
        let Some(Triple { first, second, third, mark }) = read.triple else { return };
        self.first = self.first.max(first);
        self.second = self.second.max(second);
        self.mark = mark;
        match third {
            Some(third) => {
                let now = [first, second, third];
                let mut short = self.short.unwrap_or(now.map(|number| (number, number)));
                for ((least, greatest), number) in short.iter_mut().zip(now) {
                    (*least, *greatest) = (number.min(*least), number.max(*greatest));
                }
                self.short = Some(short);
            }
            None => self.long = true,
        }
    }

    /// Looks only at what the beginning of a column may leave open: the order of day, month and year, what stands before a `:`, and which
    /// different values there are.
    pub(super) fn add_rest(&mut self, cell: &str) {
        let cell = cell.trim();
        if is_nothing(cell) {
            return;
        }
        self.remember(cell);
        self.add_parts(cell);
        if let Some(read) = read_date(cell) {
            self.add_triple(read);
        }
    }

    /// True when at least this share of the filled cells is so.
    pub(super) fn mostly(&self, count: u32) -> bool {
        self.filled > 0 && u64::from(count) * 100 >= u64::from(self.filled) * 95
    }

    /// Numbers under the better decimal mark.
    pub(super) fn numbers(&self) -> u32 {
        self.point.max(self.comma)
    }

    /// True when all cells are numbers.
    pub(super) fn is_number(&self) -> bool {
        self.mostly(self.numbers())
    }

    /// True when the cells are dates, with or without a clock.
    pub(super) fn is_date(&self) -> bool {
        self.mostly(self.dates) && (self.counted < self.dates || self.dates < 2)
    }

    /// True when the cells are times of day.
    pub(super) fn is_clock(&self) -> bool {
        self.mostly(self.clocks)
    }

    /// True when no cell holds anything.
    pub(super) fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// True when values come again and again: names of machines, states, reasons.
    pub(super) fn repeats(&self) -> bool {
        !self.many && (self.distinct.len() as u32) * 2 <= self.filled.max(2)
    }

    /// The share of the filled cells for which `known` holds, weighted by how often each value came.
    pub(super) fn share(&self, known: impl Fn(&str) -> bool) -> f64 {
        let all: u32 = self.distinct.values().sum();
        let some: u32 = self.distinct.iter().filter(|(value, _)| known(value)).map(|(_, n)| n).sum();
        if all == 0 { 0.0 } else { f64::from(some) / f64::from(all) }
    }

    /// Mean length in characters.
    pub(super) fn mean_length(&self) -> f64 {
        if self.filled == 0 { 0.0 } else { self.length as f64 / f64::from(self.filled) }
    }
}

/// A date, whichever of its numbers comes first.
fn read_date(cell: &str) -> Option<Reading> {
    [TimeForm::DayFirst, TimeForm::MonthFirst, TimeForm::YearFirst].into_iter().find_map(|form| times::read(cell, form))
}

/// Words that stand for "no value".
pub(super) fn is_nothing(cell: &str) -> bool {
    matches!(
        cell,
        "" | "-" | "--" | "–" | "NULL" | "null" | "(null)" | "N/A" | "n/a" | "#N/A" | "NaN" | "nan" | "None" | "<null>"
    )
}

/// Eight digits may be a date; they are one when they lie in the years of plants' data.
fn is_number_like(cell: &str, read: Reading) -> bool {
    let year_2060 = 2_840_140_800_000_000;
    let year_1990 = 631_152_000_000_000;
    cell.bytes().all(|b| b.is_ascii_digit()) && read.date.is_none_or(|at| !(year_1990..year_2060).contains(&at))
}

enum Marks {
    None,
    MustComma,
    MustPoint,
    OpenComma,
    OpenPoint,
}

/// What the marks in a number tell about the decimal mark.
fn marks(cell: &str) -> Marks {
    let (points, commas) = (cell.matches('.').count(), cell.matches(',').count());
    match (points, commas) {
        (0, 0) => Marks::None,
        (_, 0) if points > 1 => Marks::MustComma,
        (0, _) if commas > 1 => Marks::MustPoint,
        (1.., 1..) => {
            if cell.rfind(',') > cell.rfind('.') {
                Marks::MustComma
            } else {
                Marks::MustPoint
            }
        }
        _ => {
            let mark = if commas == 1 { ',' } else { '.' };
            let (before, after) = cell.split_once(mark).unwrap_or((cell, ""));
            let whole: String = before.chars().filter(char::is_ascii_digit).collect();
            let behind = after.chars().take_while(char::is_ascii_digit).count();
            // A group of thousands has three digits behind the mark, and one to three before it that do not begin with 0.
            let group = behind == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
            match (group, mark) {
                (true, ',') => Marks::OpenComma,
                (true, _) => Marks::OpenPoint,
                (false, ',') => Marks::MustComma,
                (false, _) => Marks::MustPoint,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(cells: &[&str]) -> Profile {
        let mut profile = Profile::default();
        cells.iter().for_each(|cell| profile.add(cell));
        profile
    }

    #[test]
    fn dates_tell_day_from_month_by_the_whole_column() {
        let p = of(&["03/04/2026 06:00", "05/13/2026 07:00", ""]);
        assert!(p.is_date());
        assert_eq!((p.first, p.second, p.mark, p.blank), (5, 13, b'/', 1));
        assert!(of(&["2026-01-02T03:04:05Z"]).zoned == 1);
        assert!(of(&["06:15", "18:40:10"]).is_clock());
        assert!(!of(&["10012345", "10012346"]).is_date());
    }

    #[test]
    fn numbers_tell_their_decimal_mark_where_it_can_be_told() {
        let p = of(&["12,5", "1.234,5", "7", "100,000"]);
        assert!(p.is_number());
        assert_eq!((p.must_comma, p.must_point, p.open_comma, p.integers), (2, 0, 1, 1));
        assert_eq!(of(&["0.500"]).must_point, 1);
        assert_eq!(of(&["1,250,000"]).must_point, 1);
    }

    #[test]
    fn what_stands_for_nothing_is_blank() {
        let p = of(&["", "NULL", "-", "x"]);
        assert_eq!((p.blank, p.filled), (3, 1));
    }
}
