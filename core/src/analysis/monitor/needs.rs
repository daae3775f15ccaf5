//! What is missing for OEE, so that the data screen can ask for it.

use super::oee::{Definition, Ideals, Machine, NoIdeal, Window, assets, counts, made};
use crate::index::{Category, Dataset};
use crate::model::{NameId, seconds};
use crate::order::Gather;
use crate::protocol::{AskError, Need, NeedKind, NeedsAnswer};
use crate::recipe::Recipe;
use std::collections::{BTreeMap, BTreeSet};

/// What is missing per machine, over all data, ordered by machine and kind.
pub fn needs(data: &Dataset, recipe: &Recipe) -> Result<NeedsAnswer, AskError> {
    let definition = Definition::choose(None, recipe).map_err(AskError::new)?;
    let window = Window::choose(data, None, None)?;
    let ideals = Ideals::new(data, recipe);
    let mut found = Vec::new();
    for asset in assets(data, recipe, &[])? {
        let machine = Machine::new(data, recipe, definition, asset, window);
        let mut add = |kind, product: Option<String>, state: Option<(&str, f64)>, text: String| {
            found.push(Need {
                asset: machine.name.to_owned(),
                kind,
                product,
                state: state.map(|(name, _)| name.to_owned()),
                seconds: state.map(|(_, seconds)| seconds),
                text,
            });
        };
        if let Err(needs) = &machine.shifts {
            add(NeedKind::PlannedTime, None, None, sentence(needs));
        }
        if machine.lane.is_none()
            && let (_, Err(needs)) = machine.times()
            && machine.shifts.is_ok()
        {
            add(NeedKind::States, None, None, sentence(&needs));
        }
        for (state, time) in unclassified(&machine) {
            let text = format!(
                "What the state `{state}` of {} means: it counts as not running until somebody says.",
                machine.name
            );
            add(NeedKind::StateMeaning, None, Some((state, time)), text);
        }
        let made = made(&machine, &ideals);
        if made.is_empty() {
            let text = format!("The pieces of {}: load a counts table.", machine.name);
            add(NeedKind::Counts, None, None, text);
        }
        for m in &made {
            for needs in [&m.total, &m.good].into_iter().filter_map(|k| k.as_ref().err()) {
                let product = (!m.product.is_empty()).then(|| m.product.clone());
                add(NeedKind::Counts, product, None, sentence(needs));
            }
        }
        let products: BTreeSet<NameId> = counts(&machine).iter().map(|c| c.product).gather_set();
        // Without counts the ideal cycle of whatever the machine makes is asked for.
        let products = if products.is_empty() { [NameId::NONE].into() } else { products };
        let mut cycles = BTreeMap::new();
        for product in products {
            if let Err(missing) = ideals.per_piece(asset, product) {
                let text = missing.need(machine.name);
                cycles.insert(text, missing);
            }
        }
        for (text, missing) in cycles {
            match missing {
                NoIdeal::Cycle(product) => add(NeedKind::IdealCycle, product, None, text),
                NoIdeal::Product(_) => add(NeedKind::Product, None, None, text),
            }
        }
    }
    Ok(NeedsAnswer { needs: found })
}

fn sentence(needs: &super::oee::Needs) -> String {
    needs.iter().cloned().collect::<Vec<_>>().join(" ")
}

/// States without a meaning and their seconds, whether or not planned time is known.
fn unclassified<'a>(machine: &Machine<'a>) -> BTreeMap<&'a str, f64> {
    let mut time: BTreeMap<&str, i64> = BTreeMap::new();
    if let Some(lane) = machine.lane
        && lane.time_by_category(machine.window.span).get(Category::Unclassified) > 0
    {
        for state in lane.spans(machine.window.span).filter(|s| s.category == Category::Unclassified) {
            *time.entry(lane.state(&state)).or_default() += state.span.length();
        }
    }
    time.into_iter().map(|(state, time)| (state, seconds(time))).gather_map()
}
