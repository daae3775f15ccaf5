//! Which assets and which window a question is about.

use crate::analysis::monitor::scope::asset as asset_of;
use crate::index::Dataset;
use crate::model::tables::Unlogged;
use crate::model::{AssetId, Span};
use crate::protocol::{AskError, Instant};
use crate::recipe::Recipe;
use std::collections::BTreeSet;

/// The window of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::analysis::monitor) struct Window {
    /// From and to; what was not given is the extent of calendars, states and counts.
    pub(in crate::analysis::monitor) span: Span,
    /// Which counts belong to it: without a bound, all there are on that side.
    pub(in crate::analysis::monitor) counts: Span,
    /// True when both bounds were given.
    pub(in crate::analysis::monitor) stated: bool,
}

impl Window {
    /// The window asked for. Without any data and any bound it is empty.
    pub(in crate::analysis::monitor) fn choose(
        data: &Dataset,
        from: Option<Instant>,
        to: Option<Instant>,
    ) -> Result<Self, AskError> {
        let extent = [data.calendars.extent(), data.lanes.extent(), data.counts.extent()]
            .into_iter()
            .flatten()
            .reduce(|a, b| Span::new(a.start.min(b.start), a.end.max(b.end)))
            .unwrap_or(Span::new(0, 0));
        let start = from.map_or(extent.start, |t| t.0);
        let end = to.map_or(extent.end, |t| t.0);
        if end < start || (from.is_some() && to.is_some() && end == start) {
            return Err(AskError::new("The window ends before it begins. Give an end that lies after the start."));
        }
        Ok(Self {
            span: Span::new(start, end),
            counts: Span::new(from.map_or(Span::ALL.start, |t| t.0), to.map_or(Span::ALL.end, |t| t.0)),
            stated: from.is_some() && to.is_some(),
        })
    }

    /// A part of it, such as one bucket of a trend. The first and the last part keep the counts beyond the data's extent.
    pub(in crate::analysis::monitor) fn part(&self, span: Span) -> Self {
        let start = if span.start <= self.span.start { self.counts.start } else { span.start };
        let end = if span.end >= self.span.end { self.counts.end } else { span.end };
        Self { span, counts: Span::new(start, end), stated: self.stated }
    }
}

/// The assets asked for, ordered by name. None asked for: all that have states, counts or planned time of their own and are not merely what
/// others are part of. An asset that others are part of stands for its parts.
pub(in crate::analysis::monitor) fn assets(
    data: &Dataset,
    recipe: &Recipe,
    asked: &[String],
) -> Result<Vec<AssetId>, AskError> {
    let facts = &data.facts;
    let sorted = facts.assets.sorted(&facts.names);
    let speaks = |a: AssetId| {
        data.lanes.get(facts, a).is_some_and(|l| !l.is_empty())
            || data.counts.of(a).is_some()
            || (!data.calendars.is_parent(a) && is_planned_itself(data, recipe, a))
    };
    if asked.is_empty() {
        return Ok(sorted.into_iter().filter(|a| speaks(*a)).collect());
    }
    let mut wanted = BTreeSet::new();
    for name in asked {
        let asset = asset_of(data, name)?;
        let parts: Vec<AssetId> = sorted
            .iter()
            .copied()
            .filter(|a| *a != asset && data.calendars.is_within(*a, asset) && speaks(*a))
            .collect();
        if parts.is_empty() || speaks(asset) {
            wanted.insert(asset);
        }
        if !speaks(asset) {
            wanted.extend(parts);
        }
    }
    Ok(sorted.into_iter().filter(|a| wanted.contains(a)).collect())
}

/// True when a calendar row names the asset, or somebody declared that it runs while nothing is logged.
fn is_planned_itself(data: &Dataset, recipe: &Recipe, asset: AssetId) -> bool {
    data.facts.calendars.asset.contains(asset) || runs_unlogged(data, recipe, asset)
}

/// True when the asset's log lists only stops, so that the rest was running. A record of an assets table wins over the recipe.
pub(in crate::analysis::monitor) fn runs_unlogged(data: &Dataset, recipe: &Recipe, asset: AssetId) -> bool {
    let facts = &data.facts;
    let recorded = facts.asset_facts.rows().any(|r| r.asset == asset && r.unlogged == Unlogged::Running);
    let stated = recipe.unlogged.get(facts.names.text(facts.assets.name(asset)));
    recorded || stated.is_some_and(|s| s.trim().eq_ignore_ascii_case("running"))
}
