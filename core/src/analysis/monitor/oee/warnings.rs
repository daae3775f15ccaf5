//! What to doubt, in full sentences.

use super::buckets::Buckets;
use super::gather::Made;
use super::machine::{Machine, Use};
use crate::index::Category;
use crate::model::{Span, seconds};
use std::collections::{BTreeMap, BTreeSet};

/// Adds what should be doubted of one machine.
pub(super) fn warnings(machine: &Machine<'_>, made: &[Made], b: &Buckets, doubts: &mut BTreeSet<String>) {
    let name = machine.name;
    if machine.window_is_planned {
        doubts.insert(format!("{name} has no calendar: the whole window is taken as planned time, since it runs whenever nothing is logged."));
    }
    // Recipe entries that mean nothing, such as a misspelt category.
    doubts.extend(machine.data.lanes.notes().iter().filter(|note| note.file.is_none()).map(|note| note.text.clone()));
    speed(machine, made, b, doubts);
    unknown_time(machine, b, doubts);
    unclassified(machine, doubts);
    pieces(machine, made, doubts);
    counters(machine, doubts);
    overlaps(machine, doubts);
}

/// Faster than the ideal cycle: the ideal cycle is wrong.
fn speed(machine: &Machine<'_>, made: &[Made], b: &Buckets, doubts: &mut BTreeSet<String>) {
    let (Ok(ideal), Ok(run)) = (&b.ideal_made, &b.run) else { return };
    let run = seconds(*run);
    if *ideal <= run || run <= 0.0 {
        return;
    }
    let products: Vec<&str> = made.iter().map(|m| m.product.as_str()).filter(|p| !p.is_empty()).collect();
    let of = if products.is_empty() { String::new() } else { format!(" of {}", products.join(", ")) };
    doubts.insert(format!(
        "{}: performance is {:.1} %, which cannot be. The ideal cycle time{of} is wrong (too long), or pieces were made while no run \
         time was recorded.",
        machine.name,
        ideal / run * 100.0
    ));
}

fn unknown_time(machine: &Machine<'_>, b: &Buckets, doubts: &mut BTreeSet<String>) {
    let Ok(planned) = b.planned else { return };
    if b.run.is_ok() && b.unknown > 0 && planned > 0 {
        doubts.insert(format!(
            "{}: nothing is known of {} s ({:.1} %) of its planned time; that counts as not running.",
            machine.name,
            seconds(b.unknown),
            b.unknown as f64 / planned as f64 * 100.0
        ));
    }
}

/// States without a meaning count as not running; the sentence names them.
fn unclassified(machine: &Machine<'_>, doubts: &mut BTreeSet<String>) {
    let (Some(lane), Ok(shifts)) = (&machine.lane, &machine.shifts) else { return };
    if shifts.spans().iter().all(|s| lane.time_by_category(*s).get(Category::Unclassified) == 0) {
        return;
    }
    let mut by_state: BTreeMap<&str, i64> = BTreeMap::new();
    machine.pieces(&mut |p| {
        if p.state.category == Category::Unclassified && p.used != Use::NotPlanned {
            *by_state.entry(lane.state(&p.state)).or_default() += p.span.length();
        }
    });
    for (state, time) in by_state {
        doubts.insert(format!(
            "{}: the state `{state}` ({} s of planned time) has no meaning yet and counts as not running. Say what it means on the Data \
             screen (`states` in a recipe).",
            machine.name,
            seconds(time)
        ));
    }
}

fn pieces(machine: &Machine<'_>, made: &[Made], doubts: &mut BTreeSet<String>) {
    for m in made {
        let what =
            if m.product.is_empty() { machine.name.to_owned() } else { format!("{} on {}", m.product, machine.name) };
        if m.blank_is_none {
            doubts
                .insert(format!("{what}: some counts give neither good pieces nor scrap; they are taken as all good."));
        }
        if let (Ok(total), Ok(good)) = (&m.total, &m.good)
            && (good > total || *good < 0.0)
        {
            doubts.insert(format!(
                "{what}: {good} good pieces of {total} cannot be. Check the columns of the counts table."
            ));
        }
    }
}

fn counters(machine: &Machine<'_>, doubts: &mut BTreeSet<String>) {
    let Some(counts) = machine.data.counts.of(machine.asset) else { return };
    let name = machine.name;
    if !counts.spikes.is_empty() {
        doubts.insert(format!(
            "{name}: {} counter readings jump out of all proportion and are left out.",
            counts.spikes.len()
        ));
    }
    if counts.resets > 0 {
        doubts.insert(format!(
            "{name}: its counters were reset {} times; what was counted between the last reading before and the reset is missing.",
            counts.resets
        ));
    }
    if counts.corrections > 0 {
        doubts.insert(format!(
            "{name}: its counters went back by a few pieces {} times, as after a correction by hand; what was counted meanwhile is missing.",
            counts.corrections
        ));
    }
    if counts.rollovers > 0 {
        doubts.insert(format!(
            "{name}: its counters wrapped at their end {} times; the pieces are counted on.",
            counts.rollovers
        ));
    }
}

fn overlaps(machine: &Machine<'_>, doubts: &mut BTreeSet<String>) {
    let of = machine.data.lanes.overlaps().iter().filter(|o| o.asset == machine.asset);
    let cut: Vec<Span> = of.map(|o| o.span.intersect(machine.window.span)).filter(|s| !s.is_empty()).collect();
    if !cut.is_empty() {
        doubts.insert(format!(
            "{}: {} records claim time that another record claims too; each instant counts once, a stop before running.",
            machine.name,
            cut.len()
        ));
    }
}
