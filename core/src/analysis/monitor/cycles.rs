//! Machine cycles: runs of a controller's program, and operations with a start and an end.

use super::scope;
use crate::index::Dataset;
use crate::model::{AssetId, Span, seconds};
use crate::order::Order;
use crate::protocol::{AskError, Cycle, Instant};

/// All cycles by asset name and start.
pub fn cycles(data: &Dataset, asset: Option<&str>) -> Result<Vec<Cycle>, AskError> {
    let only = asset.map(|name| scope::asset(data, name)).transpose()?;
    let facts = &data.facts;
    let assets = facts.assets.sorted(&facts.names).into_iter().filter(|asset| only.is_none_or(|only| only == *asset));
    let mut operations: Vec<(AssetId, Span)> = Vec::new();
    for row in facts.operations.rows() {
        if let (Some(asset), Some(end)) = (row.asset.some(), row.end.get())
            && row.start < end
            && only.is_none_or(|only| only == asset)
        {
            operations.push((asset, Span::new(row.start, end)));
        }
    }
    operations.order();
    let mut all = Vec::new();
    for asset in assets {
        let from = operations.partition_point(|(a, _)| *a < asset);
        let worked = operations[from..].iter().take_while(|(a, _)| *a == asset).map(|(_, span)| *span);
        let mut spans: Vec<Span> = data.lanes.cycles(asset).iter().map(|c| c.span).chain(worked).collect();
        spans.order();
        // A batch is told of each piece in it, and is one cycle; so is a run that both the controller and the bookings tell.
        spans.dedup();
        let name = facts.names.text(facts.assets.name(asset));
        all.extend(spans.into_iter().map(|span| Cycle {
            asset: name.to_owned(),
            start: Instant(span.start),
            end: Instant(span.end),
            seconds: seconds(span.length()),
        }));
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::cycles;
    use crate::testing::Plant;

    #[test]
    fn a_batch_told_piece_by_piece_is_one_cycle() {
        let plant = Plant::new().worked(10, 20, "a", "bake", "oven").worked(10, 20, "b", "bake", "oven");
        let data = plant.worked(10, 25, "c", "bake", "oven").worked(10, 20, "d", "bake", "kiln").data();
        let found = cycles(&data, None).unwrap();
        let found: Vec<_> = found.iter().map(|c| (c.asset.as_str(), c.start.0, c.end.0)).collect();
        assert_eq!(found, [("kiln", 10, 20), ("oven", 10, 20), ("oven", 10, 25)]);
    }
}
