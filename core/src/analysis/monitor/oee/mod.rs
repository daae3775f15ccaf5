//! OEE: times and quantities first, then every figure from them.
//!
//! ```text
//! definition.rs  whose OEE: presets, and where they differ
//! scope.rs       which assets, which window
//! machine.rs     one asset in one window: planned time and what it did in it
//! quantities.rs  pieces from rows that each give only some of the figures
//! ideal.rs       ideal time per piece
//! buckets.rs     times and quantities that add up over assets
//! gather.rs      asset + window → buckets
//! figures.rs     buckets → A, P, Q, OEE, TEEP, coverage, each with inputs, formula and needs
//! evidence.rs    the records behind each input
//! warnings.rs    what to doubt
//! ```

mod buckets;
mod definition;
mod evidence;
mod figures;
mod gather;
mod ideal;
mod machine;
mod quantities;
mod scope;
#[cfg(test)]
mod tests;
mod warnings;

pub(super) use buckets::{Buckets, Needs};
pub(super) use definition::{Definition, USUAL_MINOR_STOP, stated_minor_stop};
pub(super) use figures::figures;
pub(super) use gather::{Made, buckets, counts, made};
pub(super) use ideal::{Ideals, NoIdeal};
pub(super) use machine::{Machine, Piece, Use, is_minor};
pub(super) use scope::{Window, assets};

use crate::index::{Dataset, Lane};
use crate::model::NameId;
use crate::order::Order;
use crate::protocol::{AskError, AssetOee, Instant, OeeAnswer};
use crate::recipe::Recipe;
use evidence::{Evidence, Input};
use std::collections::BTreeSet;

/// OEE per asset and over all of them.
pub fn oee(
    data: &Dataset,
    recipe: &Recipe,
    asked: &[String],
    from: Option<Instant>,
    to: Option<Instant>,
    definition: Option<&str>,
) -> Result<OeeAnswer, AskError> {
    let definition = Definition::choose(definition, recipe).map_err(AskError::new)?;
    let window = Window::choose(data, from, to)?;
    let ideals = Ideals::new(data, recipe);
    let mut doubts: BTreeSet<String> = ideals.conflicts.clone();
    let mut sum = Buckets::zero();
    let mut answers = Vec::new();
    for asset in assets(data, recipe, asked)? {
        let machine = Machine::new(data, recipe, definition, asset, window);
        let made = made(&machine, &ideals);
        let b = buckets(&machine, &made);
        let figures = figures(&b);
        warnings::warnings(&machine, &made, &b, &mut doubts);
        let (sources, sources_total) = evidence(&machine, &ideals).answer(&data.facts.sources);
        sum.add(&b);
        answers.push(AssetOee { asset: machine.name.to_owned(), figures, sources, sources_total });
    }
    if answers.is_empty() {
        let need = "Machines: nothing that was loaded has states, counts or planned time.";
        let nothing = || Err(Needs::from([need.to_owned()]));
        sum = Buckets { planned: nothing(), run: Err(Needs::from([need.to_owned()])), ..sum };
        sum.ideal_good = Err(Needs::from([need.to_owned()]));
    }
    if answers.len() > 1 {
        doubts.insert(
            "The total adds up machines; it is not the OEE of a line, which its constraint decides.".to_owned(),
        );
    }
    Ok(OeeAnswer {
        left_out: data.left_out,
        definition: definition.name.to_owned(),
        assets: answers,
        total: figures(&sum),
        warnings: doubts.into_iter().collect(),
    })
}

/// The inputs that a state record stands behind. Where unlogged time is run time, the stops are what it follows from.
fn inputs(used: Use, runs_unlogged: bool) -> &'static [Input] {
    match used {
        Use::Stop if runs_unlogged => &[Input::Apt],
        Use::Run | Use::MinorStop => &[Input::Apt],
        Use::Setup if runs_unlogged => &[Input::Aust, Input::Apt],
        Use::Setup => &[Input::Aust],
        Use::NotPlanned => &[Input::Pbt],
        Use::Stop | Use::Unknown => &[],
    }
}

/// Notes the records of states in planned time.
fn states_behind(machine: &Machine<'_>, evidence: &mut Evidence) {
    let Some(lane) = &machine.lane else { return };
    match machine.by_category().filter(|_| machine.data.lanes.row_is_record()) {
        Some(segments) => {
            for (segment, uses) in segments {
                for (category, row) in lane.rows_in(segment) {
                    for input in inputs(uses[category as usize], machine.runs_unlogged) {
                        evidence.note_row(*input, lane, row);
                    }
                }
            }
        }
        None => each_state_behind(machine, lane, evidence),
    }
}

/// The same, piece by piece.
fn each_state_behind(machine: &Machine<'_>, lane: &Lane<'_>, evidence: &mut Evidence) {
    machine.pieces(&mut |piece| {
        let Some(source) = lane.source(&piece.state) else { return };
        for input in inputs(piece.used, machine.runs_unlogged) {
            evidence.note(*input, source);
        }
    });
}

/// The records behind each input, by its name.
fn evidence(machine: &Machine<'_>, ideals: &Ideals<'_>) -> Evidence {
    let mut evidence = Evidence::default();
    if let Some(calendar) = machine.data.calendars.of(machine.asset) {
        for (span, source) in &calendar.records {
            if !span.intersect(machine.window.span).is_empty() {
                evidence.note(Input::Pbt, *source);
            }
        }
    }
    states_behind(machine, &mut evidence);
    let mut products: BTreeSet<NameId> = BTreeSet::new();
    for row in counts(machine) {
        if row.total.is_some() || row.good.is_some() {
            evidence.note(Input::Pq, row.source);
        }
        if row.good.is_some() || row.scrap.is_some() || row.rework.is_some() {
            evidence.note(Input::Gq, row.source);
        }
        products.insert(row.product);
    }
    let mut products: Vec<NameId> = products.into_iter().collect();
    products.order_by(|a, b| machine.data.facts.names.text(*a).cmp(machine.data.facts.names.text(*b)));
    for product in products {
        if let Some(source) = ideals.per_piece(machine.asset, product).ok().and_then(|i| i.source) {
            evidence.note(Input::Pri, source);
        }
    }
    evidence
}

#[cfg(test)]
mod oracle {
    //! The records behind states by their rows, against every piece looked at.

    use super::*;
    use crate::testing::monitor::{plant, rows};
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn rows_by_category_give_the_records_that_pieces_give(
            states in rows(), calendar in rows(), running in any::<bool>(), preset in 0..4_usize, repeated in any::<bool>(),
        ) {
            let session = plant(&states, &calendar, running, repeated);
            let (data, recipe) = (session.data(), Recipe::default());
            let name = ["vorne", "iso22400", "nakajima", "smrp"][preset];
            let definition = Definition::choose(Some(name), &recipe).unwrap();
            let window = Window::choose(data, None, None).unwrap();
            for asset in assets(data, &recipe, &[]).unwrap() {
                let machine = Machine::new(data, &recipe, definition, asset, window);
                let (mut fast, mut slow) = (Evidence::default(), Evidence::default());
                states_behind(&machine, &mut fast);
                if let Some(lane) = &machine.lane {
                    each_state_behind(&machine, lane, &mut slow);
                }
                prop_assert_eq!(fast.answer(&data.facts.sources), slow.answer(&data.facts.sources));
            }
        }
    }
}
