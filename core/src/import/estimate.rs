//! How much memory a file is going to need, judged by its first part before it is loaded.
//!
//! ```text
//! file  ├ 4 MiB ┤ 4 MiB ┤ …                                   ┤ end │
//!       read by its own importer into facts that are thrown away    │ times of the last rows, in files of lines
//!
//! rows        as many per byte as in the part that was read
//! names,      as many more per byte as in its second half: machines and states come in the first rows and then no more,
//! items       serial numbers keep coming
//! time chosen the share that it has of the file's time
//! ```
//!
//! What a row costs is what its columns hold and what the indexes over it hold ([`INDEXES`]); what building them needs for a while is in
//! [`BUILDING`]. Where these figures come from, and how far estimates are from what is taken: `docs/benchmarks.md`.

use super::detect::{Met, open};
use super::{ImportError, Importers, Sink, Step};
use crate::bytes::{ByteSource, Packing};
use crate::model::{Choice, Facts, LeaveOut, Mapping, Micros, Sources, Table, TableWork, Zones};
use std::cell::Cell;
use std::rc::Rc;

/// Steps in which facts came that are enough to judge by.
const ENOUGH: usize = 2;
/// Steps without any after which nothing can be judged.
const MOST: u32 = 12;
/// How much of a file's beginning and end is read to learn its time.
const BEGINNING: usize = 64 << 10;
const ENDING: usize = 256 << 10;

/// Bytes that indexes hold per row of each table, in the order of [`Facts::each_table`].
const INDEXES: [u64; TABLES] = [17, 88, 0, 16, 0, 8, 8, 32, 56, 12, 8, 4, 4, 4, 8, 0, 4, 4];
/// Bytes per row, on top of these, while the indexes are built: hashes that tell equal rows, rows put in order.
const BUILDING: [u64; TABLES] = [8, 12, 12, 12, 12, 12, 12, 12, 16, 12, 12, 12, 12, 12, 12, 12, 12, 12];
const TABLES: usize = 18;
/// Bytes per string beside its text: where it ends, and finding it again.
const PER_NAME: u64 = 18;
/// Bytes per machine: its lane and its counts as objects.
const PER_ASSET: u64 = 1 << 10;
/// Bytes per item: the registry, and a place in each index of items.
const PER_ITEM: u64 = 70;
/// Bytes per other spelling of an item.
const PER_ALIAS: u64 = 40;
/// Bytes per sentence about a record.
const PER_MESSAGE: u64 = 24;
/// Text and lists that grow are copied to twice their length now and then.
const SLACK: f64 = 1.25;
/// What is in use while anything is read: slices of the file, a part of it as text, its facts.
const BUFFERS: u64 = 6 << 20;
/// What any load takes, however little is in it.
const BASE: u64 = 4 << 20;
/// Bytes that a row holds at most whose texts it shares with others: the largest table with its indexes while they are built, twice, as a mapped
/// row may hold several facts.
const PER_ROW: u64 = 300;
/// Bytes of memory per byte of a file, where not one fact came in the part that was read: the middle of what tables and documents take.
const PER_BYTE: u64 = 2;

/// A file that somebody may load.
pub struct Candidate<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub source: &'a Rc<dyn ByteSource>,
    /// What reads it.
    pub importers: &'a Importers,
    /// The wall clocks of times without a zone.
    pub zones: &'a Zones,
    /// How tables with other headers are read.
    pub mappings: &'a [Mapping],
}

/// What a file is estimated to need.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Estimate {
    /// What it was recognised as.
    pub format: String,
    /// Bytes held once it is loaded, with all indexes.
    pub rest: u64,
    /// Bytes held at most while it is loaded.
    pub peak: u64,
    /// Records that it holds, about.
    pub records: u64,
    /// Records of these that are loaded, about.
    pub wanted: u64,
    /// From when to when it tells, about.
    pub span: Option<(Micros, Micros)>,
    /// Machines and items met in the part that was read, and how many of them are in the sample.
    pub machines: [u64; 2],
    /// The same of items.
    pub items: [u64; 2],
    /// What may be left out of each row.
    pub columns: Vec<String>,
    /// Whether rows speak of one machine or item each, so that a sample can be taken.
    pub is_table: bool,
}

/// The code that estimates, handed about as pointers, so that a program can fetch it when a file may not fit.
#[derive(Debug)]
pub struct Estimators {
    /// What a file needs if so much of it is chosen.
    pub file: fn(&Candidate<'_>, &Choice) -> Result<Estimate, ImportError>,
    /// What these facts hold, with their indexes.
    pub held: fn(&Facts) -> u64,
}

/// All that estimates.
pub static ESTIMATORS: Estimators = Estimators { file: estimate, held };

/// What a file of a format holds at most in memory per byte of its own: below this nothing need be estimated.
pub(crate) fn at_most(format: &str, source: &dyn ByteSource) -> u64 {
    let mut magic = [0; 2];
    let gzip = source.read_at(0, &mut magic) == Ok(2) && magic == [0x1f, 0x8b];
    let packed = if gzip || source.packing() != Packing::Plain { 30 } else { 1 };
    // A list of nothing but serial numbers has the shortest rows.
    let per_byte = if format == "floorlens-items" { 32 } else { 8 };
    let rows = source.table().and_then(|table| table.rows).unwrap_or_default();
    source.len().saturating_mul(packed * per_byte).max(rows.saturating_mul(PER_ROW)).saturating_add(BASE + BUFFERS)
}

/// What a file needs if so much of it is chosen.
fn estimate(file: &Candidate<'_>, choice: &Choice) -> Result<Estimate, ImportError> {
    let only_columns = Choice { from: None, to: None, one_in: None, ..choice.clone() };
    let mut all = Part::read(file, Rc::clone(file.source), &only_columns)?;
    let mut estimate = Estimate {
        format: all.format.clone(),
        records: all.total(all.records.len(), |part, i| part.records[i]),
        span: span(file, &all),
        columns: std::mem::take(&mut all.columns),
        is_table: all.format.starts_with("floorlens-") || all.format == "mapped-table",
        ..Estimate::default()
    };
    let chosen = LeaveOut::of(choice);
    let facts = &all.facts;
    let is_in = |wanted: bool| [1, u64::from(wanted)];
    let add = |sum: [u64; 2], one: [u64; 2]| [sum[0] + one[0], sum[1] + one[1]];
    let assets = facts.assets.sorted(&facts.names).into_iter().map(|id| facts.names.text(facts.assets.name(id)));
    let drawn = assets.map(|name| is_in(chosen.as_ref().is_none_or(|chosen| chosen.machine(name).is_ok())));
    estimate.machines = drawn.fold([0; 2], add);
    let keys = facts.items.ids().map(|id| facts.names.text(facts.items.key(id)));
    let drawn = keys.map(|key| is_in(chosen.as_ref().is_none_or(|chosen| chosen.item(key).is_ok())));
    estimate.items = drawn.fold([0; 2], add);
    if choice.skip {
        return Ok(estimate);
    }
    let mut part = match choice.one_in {
        Some(2..) => Part::read(file, Rc::clone(file.source), &Choice { from: None, to: None, ..choice.clone() })?,
        _ => all,
    };
    let share = share(chosen.as_ref(), estimate.span);
    part.cost(share, &mut estimate, chosen.is_some());
    Ok(estimate)
}

/// What share of a file's time was chosen.
fn share(chosen: Option<&LeaveOut>, span: Option<(Micros, Micros)>) -> f64 {
    let (Some((from, to)), Some((begin, end))) = (chosen.map(LeaveOut::range), span) else { return 1.0 };
    if begin == end {
        let inside = from.is_none_or(|from| from <= begin) && to.is_none_or(|to| begin < to);
        return if inside { 1.0 } else { 0.0 };
    }
    let (from, to) = (from.unwrap_or(begin).max(begin), to.unwrap_or(end).min(end));
    let length = (end.saturating_sub(begin)).max(1) as f64;
    (to.saturating_sub(from) as f64 / length).clamp(0.0, 1.0)
}

/// A part of a file that was read, with how much there was after each step.
struct Part {
    facts: Facts,
    format: String,
    columns: Vec<String>,
    /// Length of the file, and of what was read of it after each step.
    length: u64,
    read: Vec<u64>,
    records: Vec<u64>,
    names: Vec<[u64; 2]>,
    items: Vec<[u64; 2]>,
    messages: Vec<u64>,
    /// The file ended in it.
    whole: bool,
}

impl Part {
    fn read(file: &Candidate<'_>, source: Rc<dyn ByteSource>, choice: &Choice) -> Result<Part, ImportError> {
        let length = source.len();
        let read = Rc::<Cell<u64>>::default();
        let mut opened = match open(file.name, source, Rc::clone(&read), file.importers)? {
            Met::Importer(recognised) => recognised.opened,
            Met::Lacks(_) => {
                return Err(ImportError::Unknown("What reads the file is not there; load it first.".to_owned()));
            }
        };
        let chosen = LeaveOut::of(choice);
        if let Some(chosen) = &chosen {
            opened.importer.use_choice(chosen);
        }
        opened.importer.use_mappings(file.mappings);
        let mut part = Part {
            facts: Facts { zones: file.zones.clone(), leave_out: chosen.map(Box::new), ..Facts::default() },
            format: opened.format.to_owned(),
            columns: Vec::new(),
            length,
            read: vec![0],
            records: vec![0],
            names: vec![[0; 2]],
            items: vec![[0; 2]],
            messages: vec![0],
            whole: false,
        };
        let id = part.facts.sources.open(file.name, opened.format, length);
        let mut steps = 0;
        while part.read.len() <= ENOUGH && !part.whole && steps < MOST {
            steps += 1;
            let step = opened.importer.step(&mut Sink::new(&mut part.facts, id));
            // What is wrong is said when the file is read; up to there it counts.
            part.whole = !matches!(step, Ok(Step::More));
            part.note(if part.whole { length } else { read.get() });
        }
        part.columns = opened.importer.columns();
        Ok(part)
    }

    fn note(&mut self, read: u64) {
        let facts = &self.facts;
        let file = facts.sources.files().last();
        let records = file.map_or(0, |file| u64::from(file.records()));
        // A step that only looked tells nothing.
        if records == self.records.last().copied().unwrap_or(0) && !self.whole {
            return;
        }
        self.read.push(read.max(1));
        self.records.push(records);
        self.names.push([facts.names.len() as u64, facts.names.iter().map(|(_, text)| text.len() as u64).sum()]);
        self.items.push([facts.items.len() as u64, facts.items.all_aliases().count() as u64]);
        self.messages.push(file.map_or(0, |file| file.messages.len() as u64));
    }

    /// What was counted after the last step → what the whole file brings, as much per byte.
    fn total(&self, steps: usize, count: impl Fn(&Part, usize) -> u64) -> u64 {
        let last = steps.saturating_sub(1);
        match self.read.get(last) {
            Some(read) if !self.whole && *read > 0 => {
                (count(self, last) as f64 * (self.length.max(*read) as f64 / *read as f64)) as u64
            }
            _ => count(self, last),
        }
    }

    /// The same for what comes up once: as many more per byte as in the last step.
    fn growing(&self, count: impl Fn(&Part, usize) -> u64) -> u64 {
        let last = self.read.len() - 1;
        if self.whole || last == 0 {
            return count(self, last);
        }
        let (now, before) = (count(self, last), count(self, last - 1));
        let step = self.read[last].saturating_sub(self.read[last - 1]).max(1) as f64;
        let rest = self.length.saturating_sub(self.read[last]) as f64;
        now + (now.saturating_sub(before) as f64 / step * rest) as u64
    }

    fn cost(&mut self, share: f64, estimate: &mut Estimate, choice: bool) {
        if self.read.len() == 1 || (self.records.last() == Some(&0) && !self.whole) {
            estimate.rest = (self.length as f64 * PER_BYTE as f64 * share) as u64;
            estimate.peak = estimate.rest + estimate.rest / 2 + BUFFERS;
            return;
        }
        let mut rows = Rows::default();
        self.facts.each_table(&mut rows);
        let steps = self.read.len();
        let scaled = |bytes: u64| self.total(steps, |_, _| bytes) as f64 * share;
        let (columns, indexes, building) = (scaled(rows.columns), scaled(rows.indexes), scaled(rows.building));
        let grown = |count: &dyn Fn(&Part, usize) -> u64| self.growing(count) as f64 * share;
        let names = grown(&|part, i| part.names[i][0] * PER_NAME + part.names[i][1]);
        let items = grown(&|part, i| part.items[i][0] * PER_ITEM + part.items[i][1] * PER_ALIAS);
        let messages = grown(&|part, i| part.messages[i] * PER_MESSAGE);
        let assets = self.facts.assets.len() as f64 * PER_ASSET as f64;
        // Once one record is not merely used, each has a byte.
        let statuses = if choice { estimate.records } else { 0 };
        let rest = columns + indexes + (names + items + messages) * SLACK + assets;
        estimate.rest = rest as u64 + statuses + BASE;
        estimate.peak = estimate.rest + (building + (names + items) * 0.35) as u64 + BUFFERS;
        let left_out = self.facts.sources.files().last().map_or(0, |file| u64::from(file.counts().left_out()));
        let wanted = self.total(steps, |part, i| part.records[i]) - self.total(steps, |_, _| left_out);
        estimate.wanted = (wanted as f64 * share) as u64;
    }
}

/// What facts hold, with their indexes and what is needed to build these anew.
fn held(facts: &Facts) -> u64 {
    let tables = facts.sizes().into_iter().zip(INDEXES.iter().zip(BUILDING));
    let rows: u64 = tables.map(|([rows, bytes], (index, building))| bytes + rows * (index + building)).sum();
    let text: u64 = facts.names.iter().map(|(_, text)| text.len() as u64).sum();
    let names = facts.names.len() as u64 * PER_NAME + text;
    let items = facts.items.len() as u64 * PER_ITEM + facts.items.all_aliases().count() as u64 * PER_ALIAS;
    let messages: u64 = facts.sources.files().iter().map(|file| file.messages.len() as u64 * PER_MESSAGE).sum();
    rows + ((names + items + messages) as f64 * SLACK) as u64 + facts.assets.len() as u64 * PER_ASSET
}

/// Bytes of all rows, in the order of the tables.
#[derive(Default)]
struct Rows {
    table: usize,
    columns: u64,
    indexes: u64,
    building: u64,
}

impl TableWork for Rows {
    fn on<T: Table>(&mut self, table: &mut T, aside: &mut T, _: &Sources) {
        let at = |list: &[u64; TABLES]| list.get(self.table).copied().unwrap_or_default();
        let rows = table.sources().len() as u64;
        (self.indexes, self.building) = (self.indexes + rows * at(&INDEXES), self.building + rows * at(&BUILDING));
        for rows in [table, aside] {
            rows.each_column(&mut |column| self.columns += column.held() as u64);
        }
        self.table += 1;
    }
}

/// From when to when a file tells: files of lines say so in their first and last rows, others by how much time their first part covers.
fn span(file: &Candidate<'_>, part: &Part) -> Option<(Micros, Micros)> {
    let (begin, end) = times(&part.facts)?;
    if part.whole {
        return Some((begin, end));
    }
    let ends = ends(file.source.as_ref(), &part.format);
    let read = ends.and_then(|text| Part::read(file, Rc::new(text), &Choice::default()).ok());
    if let Some((first, last)) = read.and_then(|part| times(&part.facts)) {
        return Some((begin.min(first), end.max(last)));
    }
    let read = part.read.last().copied().unwrap_or(1).max(1);
    let length = end.saturating_sub(begin) as f64 * (part.length.max(read) as f64 / read as f64);
    Some((begin, begin.saturating_add(length as Micros)))
}

/// The first and last lines of a file of lines.
fn ends(source: &dyn ByteSource, format: &str) -> Option<Vec<u8>> {
    let mut first = vec![0; BEGINNING];
    let read = source.read_at(0, &mut first).ok()?;
    first.truncate(read);
    let lines = match first.trim_ascii_start().first()? {
        b'<' | b'[' | 0x1f => false,
        b'{' => format.starts_with("floorlens-") || format == "mapped-table",
        _ => true,
    };
    let from = source.len().saturating_sub(ENDING as u64);
    if !lines || source.packing() != Packing::Plain || from < first.len() as u64 {
        return None;
    }
    first.truncate(memchr::memrchr(b'\n', &first)? + 1);
    let mut last = vec![0; ENDING];
    let read = source.read_at(from, &mut last).ok()?;
    last.truncate(read);
    let begin = memchr::memchr(b'\n', &last)? + 1;
    first.extend_from_slice(last.get(begin..)?);
    Some(first)
}

/// The first and the last time that facts name.
fn times(facts: &Facts) -> Option<(Micros, Micros)> {
    let all = [
        &facts.states.start,
        &facts.counts.time,
        &facts.operations.start,
        &facts.sightings.time,
        &facts.transformations.time,
        &facts.containments.time,
        &facts.movements.time,
        &facts.measurements.time,
        &facts.qualities.time,
        &facts.alarms.start,
        &facts.lifecycles.time,
    ];
    let ends = |times: &&Vec<Micros>| Some((times.iter().copied().min()?, times.iter().copied().max()?));
    all.iter().filter_map(ends).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_has_its_figures() {
        let mut rows = Rows::default();
        Facts::default().each_table(&mut rows);
        assert_eq!(rows.table, TABLES);
    }

    #[test]
    fn a_time_that_was_chosen_is_a_share_of_the_files() {
        let second = |s: i64| s * 1_000_000;
        let chosen = |from: &str, to: &str| {
            LeaveOut::of(&Choice { from: Some(from.into()), to: Some(to.into()), ..Choice::default() })
        };
        let span = Some((second(0), second(100)));
        let chosen = chosen("1970-01-01T00:00:50Z", "1970-01-01T00:01:00Z");
        assert!((share(chosen.as_ref(), span) - 0.1).abs() < 1e-9);
        assert!((share(None, span) - 1.0).abs() < 1e-9);
        assert!((share(chosen.as_ref(), Some((second(200), second(300)))) - 0.0).abs() < 1e-9);
    }
}
