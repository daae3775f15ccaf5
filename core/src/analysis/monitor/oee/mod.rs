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

use crate::index::Dataset;
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
        definition: definition.name.to_owned(),
        assets: answers,
        total: figures(&sum),
        warnings: doubts.into_iter().collect(),
    })
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
    if let Some(lane) = &machine.lane {
        machine.pieces(|piece| {
            let Some(source) = lane.source(&piece.state) else { return };
            match piece.used {
                // Where unlogged time is run time, the stops are what it follows from.
                Use::Stop | Use::MinorStop if machine.runs_unlogged => evidence.note(Input::Apt, source),
                Use::Run | Use::MinorStop => evidence.note(Input::Apt, source),
                Use::Setup => {
                    evidence.note(Input::Aust, source);
                    if machine.runs_unlogged {
                        evidence.note(Input::Apt, source);
                    }
                }
                Use::NotPlanned => evidence.note(Input::Pbt, source),
                Use::Stop | Use::Unknown => {}
            }
        });
    }
    let mut products = BTreeSet::new();
    for row in counts(machine) {
        if row.total.is_some() || row.good.is_some() {
            evidence.note(Input::Pq, row.source);
        }
        if row.good.is_some() || row.scrap.is_some() || row.rework.is_some() {
            evidence.note(Input::Gq, row.source);
        }
        products.insert((machine.data.facts.names.text(row.product), row.product));
    }
    for (_, product) in products {
        if let Some(source) = ideals.per_piece(machine.asset, product).ok().and_then(|i| i.source) {
            evidence.note(Input::Pri, source);
        }
    }
    evidence
}
