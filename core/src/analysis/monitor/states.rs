//! Seconds per state, and the state at a time.

use super::scope;
use crate::analysis::data::hole_sentence;
use crate::index::{Cause, Dataset, Hole, Lane, StateSpan};
use crate::model::{AssetId, Span, seconds};
use crate::order::Gather;
use crate::protocol::{AskError, Instant, LaneSpan, StateLane};

/// Per asset with a lane, by name, the seconds of each state in the window; they add up to its length.
pub fn states(
    data: &Dataset,
    asset: Option<&str>,
    from: Option<Instant>,
    to: Option<Instant>,
) -> Result<Vec<StateLane>, AskError> {
    let only = asset.map(|name| scope::asset(data, name)).transpose()?;
    let Some(window) = scope::window(data, from, to)? else { return Ok(Vec::new()) };
    let lanes = data.lanes().filter(|lane| only.is_none_or(|asset| lane.asset() == asset));
    let answer = |lane: Lane<'_>| StateLane {
        asset: lane.name().to_owned(),
        from: Instant(window.start),
        to: Instant(window.end),
        states: lane.time_by_state(window).into_iter().map(|(s, t)| (s.to_owned(), seconds(t))).gather_map(),
        total: seconds(window.length()),
    };
    Ok(lanes.map(answer).collect())
}

/// Why nothing is known, where that is because the log has a hole.
fn hole(data: &Dataset, asset: AssetId, span: &StateSpan) -> Option<String> {
    let here = |hole: &&Hole| hole.asset == asset && !hole.span.intersect(span.span).is_empty();
    let hole = data.lanes.holes().iter().find(here).filter(|_| span.cause == Cause::NoData)?;
    Some(format!("There is {}", hole_sentence(data, hole)))
}

/// The state of an asset at a time, whole, with its neighbours and its record.
pub fn state_at(data: &Dataset, asset: &str, at: Instant) -> Result<LaneSpan, AskError> {
    let id = scope::asset(data, asset)?;
    let Some(lane) = data.lane(id) else {
        return Err(AskError::new(format!("Nothing was loaded that says what `{asset}` was doing.")));
    };
    let span = lane.at(at.0);
    let (previous, next) = lane.neighbours(at.0);
    // Before the first record and after the last there is no bound: what was loaded is the bound that can be shown.
    let extent = data.lanes.extent().unwrap_or(Span::new(at.0, at.0));
    let start = if previous.is_some() { span.span.start } else { extent.start.min(at.0) };
    let end = if next.is_some() { span.span.end } else { extent.end.max(at.0).max(start) };
    let owned = |text: Option<&str>| text.map(str::to_owned);
    Ok(LaneSpan {
        asset: lane.name().to_owned(),
        state: lane.state(&span).to_owned(),
        category: span.category.name().to_owned(),
        start: Instant(start),
        end: Instant(end),
        seconds: seconds(Span::new(start, end).length()),
        reason: owned(lane.reason(&span)).or_else(|| hole(data, id, &span)),
        order: owned(lane.order(&span)),
        product: owned(lane.product(&span)),
        source: lane.source(&span).and_then(|source| data.facts.sources.reference(source)),
        // The filler before the first record has no beginning: there is nothing to step back to.
        previous: previous.map(|p| p.span.start).filter(|start| *start != i64::MIN).map(Instant),
        next: next.map(|n| Instant(n.span.start)),
    })
}
