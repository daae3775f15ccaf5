//! Holes between the files of one machine's log: where a file ended, the next one does not go on, and nothing says what was in between.
//!
//! ```text
//! Monday.txt     A────B───────C──|                                  covers its records
//! Wednesday.txt        ·A dated on Tuesday              |──A────    ditto; values that it only opens with do not count as covered
//! lane           A────B───────C──|NO_DATA···············A────       the opening value says since when A holds
//! ```
//!
//! An observation holds until the next one, but not beyond what was logged. A hole is one only if it is longer than the longest time
//! between two states inside any of the files: exports that follow each other leave a shorter one. Where the next file opens with a value
//! that is as old as the last record before the hole, nothing changed meanwhile, and the state holds. `UNAVAILABLE` stays, as at the end of a
//! log. Without two states in one file there is no usual distance to go by, and the state holds.

use super::gather::{AssetPieces, Piece};
use super::select::Selection;
use crate::model::tables::Unlogged;
use crate::model::{AssetId, Facts, FileId, Micros, NameId, Records, SourceId, Span, Until};
use crate::order::Order;
use hashbrown::HashMap;
use std::collections::BTreeMap;

/// A hole in the log of one asset.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// The asset.
    pub asset: AssetId,
    /// From the last record before it to the first after it.
    pub span: Span,
    /// The file that ended.
    pub before: FileId,
    /// The file that comes next.
    pub after: FileId,
    /// The longest time between two states inside one file.
    pub usual: Micros,
}

/// What one file covers of one asset.
#[derive(Debug, Clone, Copy)]
struct Cover {
    /// The first record that is not a value which the file only opens with: the earliest second value of a data item.
    live: Micros,
    /// The last record of any kind.
    last: Micros,
    /// The earliest state that it names, be it only as a value that it opens with or that another file says as well.
    opens: Micros,
}

impl Cover {
    const NOTHING: Self = Self { live: Micros::MAX, last: Micros::MIN, opens: Micros::MAX };
}

/// What each file covers of each asset.
#[derive(Default)]
pub(super) struct Covers(BTreeMap<(AssetId, FileId), Cover>);

impl Covers {
    /// Reads the records of all machines; with one file there is no hole to find.
    pub(super) fn read(facts: &Facts, selection: &Selection) -> Self {
        let mut covers = Self::default();
        if facts.sources.files().len() < 2 {
            return covers;
        }
        let aside = &facts.set_aside;
        // What another file says as well is covered by both.
        for states in [&facts.states, &aside.states] {
            covers.table(facts, &states.source, |row| {
                let start = states.start[row];
                let end = states.end.get(row).get().unwrap_or(start).max(start);
                (states.asset.at(row), states.key.get(row), start, end)
            });
        }
        for measurements in [&facts.measurements, &aside.measurements] {
            covers.table(facts, &measurements.source, |row| {
                let time = measurements.time[row];
                (measurements.asset.get(row), measurements.channel.at(row), time, time)
            });
        }
        for counts in [&facts.counts, &aside.counts] {
            covers.table(facts, &counts.source, |row| {
                (counts.asset.at(row), NameId::NONE, counts.time[row], counts.time[row])
            });
        }
        for states in [&facts.states, &aside.states] {
            for (row, asset) in states.asset.iter().enumerate() {
                covers.note_opening(facts, asset, states.source.at(row), states.start[row], || {
                    selection.is_lane(asset, states.key.get(row))
                });
            }
        }
        let measurements = &facts.measurements;
        if selection.uses_measurements() {
            for row in 0..measurements.len() {
                let (asset, channel) = (measurements.asset.get(row), measurements.channel.at(row));
                covers.note_opening(facts, asset, measurements.source.at(row), measurements.time[row], || {
                    selection.is_measured_lane(asset, channel)
                });
            }
        }
        covers
    }

    /// Notes a state that a file names, if it is the earliest so far.
    fn note_opening(
        &mut self,
        facts: &Facts,
        asset: AssetId,
        source: SourceId,
        start: Micros,
        is_state: impl Fn() -> bool,
    ) {
        let Some((file, _)) = facts.sources.locate(source) else { return };
        if let Some(cover) = self.0.get_mut(&(asset, file))
            && start < cover.opens
            && is_state()
        {
            cover.opens = start;
        }
    }

    /// Reads one table, whose rows stand in the order of their records: asset, key, start and end of each row.
    fn table(&mut self, facts: &Facts, sources: &Records, row: impl Fn(usize) -> (AssetId, NameId, Micros, Micros)) {
        // The earliest time of each data item, as long as it can tell when the file went live.
        let mut earliest: HashMap<(FileId, AssetId, NameId), Micros> = HashMap::new();
        let mut file: Option<(FileId, std::ops::Range<u32>)> = None;
        for (i, source) in sources.iter().enumerate() {
            if !file.as_ref().is_some_and(|(_, records)| records.contains(&source.0)) {
                file = facts.sources.numbers_around(source);
                // Files that grew while others were open go on later.
                if !facts.sources.has_grown() {
                    earliest.clear();
                }
            }
            let Some((id, _)) = file else { continue };
            let (asset, key, start, end) = row(i);
            if asset == AssetId::NONE {
                continue;
            }
            let cover = self.0.entry((asset, id)).or_insert(Cover::NOTHING);
            cover.last = cover.last.max(end);
            if start >= cover.live {
                continue;
            }
            // A data item that is told a second time is no opening value any more, whatever the order of lines.
            cover.live = match earliest.get_mut(&(id, asset, key)) {
                _ if key == NameId::NONE => start,
                Some(first) => {
                    let second = start.max(*first);
                    *first = start.min(*first);
                    second.min(cover.live)
                }
                None => {
                    earliest.insert((id, asset, key), start);
                    continue;
                }
            };
        }
    }

    /// The holes in the log of one asset, in time order.
    pub(super) fn holes(&self, asset: AssetId, pieces: &AssetPieces, by_rank: &[FileId]) -> Vec<Hole> {
        // Who declares what unlogged time means has said so for holes as well.
        if self.0.is_empty() || pieces.fill == Unlogged::Running {
            return Vec::new();
        }
        let (files, usual) = files_and_usual(&pieces.pieces, by_rank);
        let Some(usual) = usual.filter(|_| files.len() > 1) else { return Vec::new() };
        let cover = |file: &FileId| Some((*self.0.get(&(asset, *file))?, *file));
        let mut covers: Vec<(Cover, FileId)> = files.iter().filter_map(cover).collect();
        // Of files that go live in one instant, the one that knows the oldest state proves what held before for the others as well.
        let key = |cover: &Cover| (cover.live.min(cover.last), cover.opens, cover.last);
        covers.order_by(|a, b| key(&a.0).cmp(&key(&b.0)));
        let mut holes = Vec::new();
        let mut until: Option<(Micros, FileId)> = None;
        for (cover, file) in covers {
            // A file with nothing but opening values covers its last instant.
            let from = cover.live.min(cover.last);
            match until {
                Some((end, before)) if from.saturating_sub(end) > usual && cover.opens > end => {
                    holes.push(Hole { asset, span: Span::new(end, from), before, after: file, usual });
                    until = Some((cover.last, file));
                }
                Some((end, _)) if end >= cover.last => {}
                _ => until = Some((cover.last, file)),
            }
        }
        holes
    }
}

/// The files that observations of a lane come from, in the order of answers, and the longest time between two of them in one file. The
/// first state of a machine log may be as old as the hills and says nothing about how often states are logged.
fn files_and_usual(pieces: &[Piece], by_rank: &[FileId]) -> (Vec<FileId>, Option<Micros>) {
    struct Seen {
        states: u32,
        last: Micros,
    }
    let mut files: BTreeMap<u64, Seen> = BTreeMap::new();
    let mut usual = None;
    for piece in pieces {
        let seen = files.entry(piece.order >> 32).or_insert(Seen { states: 0, last: piece.start });
        let opening = piece.keyed && seen.states < 2;
        if seen.states > 0 && !opening {
            usual = usual.max(Some(piece.start - seen.last));
        }
        seen.states += 1;
        seen.last = piece.end.get().unwrap_or(piece.start).max(piece.start);
    }
    (files.keys().filter_map(|rank| by_rank.get(*rank as usize).copied()).collect(), usual)
}

/// Where an observation that holds until `next` ends: at the first hole that begins while it holds.
pub(super) fn held_until(holes: &[Hole], piece: &Piece, next: Micros) -> Micros {
    debug_assert_eq!(piece.end, Until::OPEN, "intervals say themselves when they end");
    let i = holes.partition_point(|hole| hole.span.start < piece.start);
    holes.get(i).map_or(next, |hole| hole.span.start.min(next))
}

#[cfg(test)]
mod tests {
    use crate::Session;
    use crate::protocol::{Answer, Instant, Question};
    use std::rc::Rc;

    fn session(files: &[(&str, &str)]) -> Session {
        let mut session = Session::new();
        for (name, text) in files {
            session.add(name, Rc::new(text.as_bytes().to_vec()));
        }
        session.run();
        session
    }

    fn at(session: &Session, at: &str) -> (String, Option<String>) {
        let at: Instant = at.parse().unwrap();
        let question = Question::StateAt { asset: "M1".into(), at };
        let Ok(Answer::StateAt(span)) = session.ask(&question) else { panic!("M1 has a lane") };
        (span.state, span.reason)
    }

    const MONDAY: &str =
        "asset,start,state\nM1,2026-03-23T06:00:00Z,RUN\nM1,2026-03-23T08:00:00Z,STOP\nM1,2026-03-23T08:10:00Z,RUN\n";

    #[test]
    fn a_missing_day_is_no_data_and_says_which_files_it_lies_between() {
        let wednesday = "asset,start,state\nM1,2026-03-25T06:00:00Z,RUN\nM1,2026-03-25T07:00:00Z,STOP\n";
        let session = session(&[("wednesday.csv", wednesday), ("monday.csv", MONDAY)]);
        assert_eq!(at(&session, "2026-03-23T07:59:59Z").0, "RUN");
        let (state, reason) = at(&session, "2026-03-24T12:00:00Z");
        let reason = reason.unwrap();
        assert_eq!(state, "NO_DATA");
        assert!(
            reason.contains("the end of monday.csv") && reason.contains("the beginning of wednesday.csv"),
            "{reason}"
        );
        assert!(reason.contains("at most 2.0 h"), "{reason}");
        let Ok(Answer::Inspect(report)) = session.ask(&Question::Inspect {}) else { panic!() };
        assert!(
            report.files[1].messages.iter().any(|m| m.reason.starts_with("M1 has no record from 2026-03-23T08:10:00Z"))
        );
    }

    #[test]
    fn files_that_follow_each_other_closer_than_states_do_inside_them_have_no_hole() {
        let later = "asset,start,state\nM1,2026-03-23T10:00:00Z,STOP\nM1,2026-03-23T10:05:00Z,RUN\n";
        let session = session(&[("a.csv", MONDAY), ("b.csv", later)]);
        assert_eq!(at(&session, "2026-03-23T09:59:59Z").0, "RUN");
    }

    fn log(lines: &[&str]) -> String {
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    #[test]
    fn a_log_that_opens_with_a_value_as_old_as_the_last_record_goes_on() {
        let first = log(&[
            "2026-03-23T05:00:00Z|execution|READY",
            "2026-03-23T05:00:00Z|Xabs|1.0",
            "2026-03-23T06:00:00Z|execution|ACTIVE",
            "2026-03-23T06:30:00Z|execution|READY",
            "2026-03-23T06:30:01Z|Xabs|2.0",
        ]);
        let opening = |since: &str| {
            log(&[
                &format!("{since}|execution|READY"),
                "2026-03-25T04:00:00Z|Xabs|2.0",
                "2026-03-25T05:00:00Z|Xabs|3.0",
                "2026-03-25T05:00:01Z|execution|ACTIVE",
                "2026-03-25T05:30:00Z|execution|READY",
            ])
        };
        let files = |since: &str| session(&[("1/M1.txt", &first), ("2/M1.txt", &opening(since))]);
        let same = files("2026-03-23T06:30:00Z");
        assert_eq!(at(&same, "2026-03-24T12:00:00Z").0, "READY", "nothing changed meanwhile");
        let changed = files("2026-03-24T18:00:00Z");
        assert_eq!(at(&changed, "2026-03-24T12:00:00Z").0, "NO_DATA");
        assert_eq!(at(&changed, "2026-03-24T18:00:00Z").0, "READY", "known since then");
    }

    #[test]
    fn a_file_that_only_repeats_the_last_value_makes_no_hole_before_the_file_that_proves_it() {
        let first = log(&[
            "2026-03-23T05:00:00Z|execution|READY",
            "2026-03-23T05:10:00Z|execution|ACTIVE",
            "2026-03-23T05:20:00Z|execution|READY",
        ]);
        // Goes on from 05:20 and ends in the instant that the third file opens with.
        let second = log(&["2026-03-23T05:20:00Z|execution|READY", "2026-03-23T09:00:00Z|execution|ACTIVE"]);
        let third = log(&["2026-03-23T09:00:00Z|execution|ACTIVE"]);
        for names in [["1/M1.txt", "2/M1.txt", "3/M1.txt"], ["3/M1.txt", "2/M1.txt", "1/M1.txt"]] {
            let session = session(&[(names[0], &first), (names[1], &second), (names[2], &third)]);
            assert_eq!(at(&session, "2026-03-23T08:00:00Z").0, "READY", "{names:?}");
        }
    }

    #[test]
    fn unavailable_stays_and_a_log_of_stops_has_no_holes() {
        let off = MONDAY.replace("08:10:00Z,RUN", "08:10:00Z,UNAVAILABLE");
        let later = "asset,start,state\nM1,2026-03-25T06:00:00Z,RUN\nM1,2026-03-25T07:00:00Z,STOP\n";
        let session_off = session(&[("a.csv", &off), ("b.csv", later)]);
        assert_eq!(at(&session_off, "2026-03-24T12:00:00Z").0, "UNAVAILABLE");
        let declared = session(&[("a.csv", MONDAY), ("b.csv", later), ("assets.csv", "asset,unlogged\nM1,running\n")]);
        assert_eq!(at(&declared, "2026-03-24T12:00:00Z").0, "RUN");
    }
}
