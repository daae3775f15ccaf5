//! Lanes of plain logs, made straight from the rows.
//!
//! In most logs the states of a machine come one after the other: each row starts after the one before it and no interval reaches into the next row.
//! Nothing overlaps then, nothing is said twice, and a lane is its rows with fillers between them. One pass sees which assets are like that
//! and how long their lanes become, a second one writes all their lanes at once; no pieces are gathered, ordered or swept.
//!
//! Loops over all rows are functions of their own and never inlined: browsers compile a hot function anew while it runs, and the smaller it is, the
//! sooner that is done.
//!
//! What comes out is what [`partition`](super::partition) makes of the same rows (`tests.rs`).

use super::Lanes;
use super::cycles::{self, MachineCycle};
use super::gather::AssetPlan;
use super::lane::{Cause, RowRef, fill_category};
use super::partition::label;
use super::select::Selection;
use crate::index::categories::{Categories, Category};
use crate::model::{AssetId, Facts, FileId, Micros, NameId, OPEN_END, SourceId, Span, Until, is_unavailable};

/// What the rows of one asset are like, as far as they were seen.
#[derive(Clone)]
struct Course {
    plain: bool,
    rows: usize,
    /// Fillers between rows.
    gaps: usize,
    first: Micros,
    start: Micros,
    end: Until,
    /// The file that its rows come from, and the run of its records that the last one is of.
    file: FileId,
    records: std::ops::Range<u32>,
}

/// What a state's name means, worked out once per name.
#[derive(Clone, Copy)]
struct Meaning {
    category: Category,
    step: cycles::Step,
}

/// Where the lane of one asset is being written.
struct Pen {
    asset: AssetId,
    plan: AssetPlan,
    from: usize,
    /// Behind the last tile.
    at: usize,
    end: Until,
    last: Option<usize>,
    /// The state of the last row, and whether that made a tile.
    state: NameId,
    made_tile: bool,
    begun: Option<(Micros, SourceId)>,
    cycles: Vec<MachineCycle>,
}

/// Writes the lanes of all plain logs and says whose they are, by asset number.
pub(super) fn write(
    lanes: &mut Lanes,
    facts: &Facts,
    plans: &[AssetPlan],
    selection: &Selection,
    categories: &mut Categories,
) -> Vec<bool> {
    let courses = courses(facts, selection);
    let mut written: Vec<bool> = courses.iter().map(|course| course.plain && course.rows > 0).collect();
    written.resize(facts.assets.len(), false);
    let mut pens: Vec<Option<Pen>> = Vec::with_capacity(courses.len());
    let mut at = 0;
    for ((asset, course), plan) in (0..).zip(&courses).zip(plans) {
        let pen = Pen {
            asset: AssetId(asset),
            plan: *plan,
            from: at,
            at,
            end: Until(Micros::MIN),
            last: None,
            state: NameId::NONE,
            made_tile: false,
            begun: None,
            cycles: Vec::new(),
        };
        pens.push(written[asset as usize].then_some(pen));
        at += if written[asset as usize] { course.rows + course.gaps + 1 } else { 0 };
    }
    if at == 0 {
        return written;
    }
    lanes.starts.resize(at, 0);
    lanes.rows.resize(at, RowRef::NO_DATA);
    lanes.categories.resize(at, Category::NoData);
    write_tiles(lanes, facts, &mut pens, selection, categories);
    let mut to = 0;
    for (pen, course) in pens.into_iter().zip(&courses) {
        let Some(mut pen) = pen else { continue };
        pen.finish(lanes, facts, course.start);
        // Repeated observations are one tile, so lanes may be shorter than was thought.
        let tiles = pen.from..pen.at;
        if tiles.start != to {
            lanes.starts.copy_within(tiles.clone(), to);
            lanes.rows.copy_within(tiles.clone(), to);
            lanes.categories.copy_within(tiles.clone(), to);
        }
        let from = to;
        to += tiles.len();
        if !pen.cycles.is_empty() {
            lanes.cycles.insert(pen.asset, pen.cycles);
        }
        let bounds = Some(Span::new(course.first, pen.plan.last()));
        lanes.close(pen.asset, pen.plan.fill(), from..to, bounds);
    }
    lanes.starts.truncate(to);
    lanes.rows.truncate(to);
    lanes.categories.truncate(to);
    written
}

/// Writes the rows of all pens.
#[inline(never)]
fn write_tiles(
    lanes: &mut Lanes,
    facts: &Facts,
    pens: &mut [Option<Pen>],
    selection: &Selection,
    categories: &mut Categories,
) {
    let states = &facts.states;
    let mut meanings: Vec<Option<Meaning>> = vec![None; facts.names.len()];
    let keyed = !states.key.is_all_default();
    for (row, (asset, state)) in states.asset.iter().zip(states.state.iter()).enumerate() {
        let Some(Some(pen)) = pens.get_mut(asset.0 as usize) else { continue };
        if keyed && !selection.is_lane(asset, states.key.get(row)) {
            continue;
        }
        let meaning = meanings.get(state.0 as usize).copied().flatten().unwrap_or_else(|| {
            let name = facts.names.text(state);
            let meaning = Meaning { category: categories.of(state, &facts.names), step: cycles::step(name) };
            if let Some(slot) = meanings.get_mut(state.0 as usize) {
                *slot = Some(meaning);
            }
            meaning
        });
        pen.row(lanes, facts, row, state, meaning);
    }
}

/// Looks through the log.
#[inline(never)]
fn courses(facts: &Facts, selection: &Selection) -> Vec<Course> {
    let nothing = Course {
        // Values of data items that are states make no plain log, and a state must not outlast what was loaded of its file.
        plain: !selection.uses_measurements() && !facts.sources.has_cuts(),
        rows: 0,
        gaps: 0,
        first: 0,
        start: Micros::MIN,
        end: Until(Micros::MIN),
        file: FileId(0),
        records: 0..0,
    };
    let mut courses = vec![nothing; facts.assets.len()];
    let states = &facts.states;
    let keyed = !states.key.is_all_default();
    let one_file = facts.sources.files().len() == 1;
    for (row, (asset, start)) in states.asset.iter().zip(&states.start).enumerate() {
        let Some(course) = courses.get_mut(asset.0 as usize).filter(|course| course.plain) else { continue };
        if keyed && !selection.is_lane(asset, states.key.get(row)) {
            continue;
        }
        let (start, end) = (*start, states.end.get(row));
        if course.rows == 0 {
            course.first = start;
        }
        course.plain = start > course.start && end.0 > start;
        if !one_file {
            // Where a log has several files there may be holes between them.
            let source = states.source.at(row);
            if !course.records.contains(&source.0) {
                let (file, records) = facts.sources.numbers_around(source).unwrap_or((course.file, 0..0));
                course.plain &= course.rows == 0 || course.file == file;
                (course.file, course.records) = (file, records);
            }
        }
        if course.end != Until::OPEN && course.rows > 0 {
            course.plain &= course.end.0 <= start;
            course.gaps += usize::from(course.end.0 < start);
        }
        (course.start, course.end) = (start, end);
        course.rows += 1;
    }
    courses
}

impl Pen {
    fn row(&mut self, lanes: &mut Lanes, facts: &Facts, row: usize, state: NameId, meaning: Meaning) {
        let (start, end) = (facts.states.start[row], facts.states.end.get(row));
        if self.at > self.from && self.end != Until::OPEN && self.end.0 < start {
            self.fill(lanes, self.end.0);
        }
        let repeats = end == Until::OPEN
            && self.end == Until::OPEN
            && self.last.is_some_and(|last| label(facts, RowRef::state(last)) == label(facts, RowRef::state(row)));
        (self.state, self.made_tile) = (state, !repeats);
        if !repeats {
            self.tile(lanes, start, RowRef::state(row), meaning.category);
            self.last = Some(row);
        }
        self.end = end;
        if end == Until::OPEN {
            let source = facts.states.source.at(row);
            cycles::advance(&mut self.begun, &mut self.cycles, meaning.step, start, source);
        }
    }

    fn tile(&mut self, lanes: &mut Lanes, start: Micros, row: RowRef, category: Category) {
        lanes.starts[self.at] = start;
        lanes.rows[self.at] = row;
        lanes.categories[self.at] = category;
        self.at += 1;
    }

    fn fill(&mut self, lanes: &mut Lanes, from: Micros) {
        let fill = self.plan.fill();
        self.tile(lanes, from, RowRef::fill(fill), fill_category(fill));
        self.last = None;
    }

    /// What the last row holds until, and what comes then.
    fn finish(&mut self, lanes: &mut Lanes, facts: &Facts, start: Micros) {
        let end = match self.end {
            Until::OPEN if is_unavailable(facts.names.text(self.state)) => OPEN_END,
            Until::OPEN => self.plan.last(),
            Until(end) => end,
        };
        if end > start {
            if end < OPEN_END {
                self.fill(lanes, end);
            }
            return;
        }
        // The last observation holds no time at all.
        if self.made_tile {
            self.at -= 1;
        }
        let before = self.at.checked_sub(1).filter(|last| *last >= self.from).map(|last| lanes.rows[last].cause());
        if matches!(before, Some(Cause::State(_))) {
            self.fill(lanes, start);
        }
    }
}
