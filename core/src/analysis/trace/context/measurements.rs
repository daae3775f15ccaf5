//! Values → figures per channel.

use crate::analysis::items::{source, text};
use crate::index::Dataset;
use crate::model::tables::MeasurementRow;
use crate::model::{Micros, NameId, SourceId};
use crate::order::Order;
use crate::protocol::ContextMeasurement;
use std::collections::BTreeMap;

/// Count, least, mean and greatest value per channel and unit, ordered by channel; text values are left out.
pub(super) fn figures(data: &Dataset, rows: &[u32]) -> Vec<ContextMeasurement> {
    let facts = &data.facts;
    let mut channels: BTreeMap<(&str, &str), Channel> = BTreeMap::new();
    for row in rows {
        let row = facts.measurements.row(*row as usize);
        if let Some(value) = row.value.get() {
            let name = |id: NameId| facts.names.text(id);
            channels.entry((name(row.channel), name(row.unit))).or_default().take(data, value, &row);
        }
    }
    channels.into_values().filter_map(|channel| channel.figures(data)).collect()
}

#[derive(Default)]
struct Channel {
    values: Vec<f64>,
    outside: Option<u64>,
    first: Option<(Micros, SourceId)>,
    channel: NameId,
    unit: NameId,
}

impl Channel {
    fn take(&mut self, data: &Dataset, value: f64, row: &MeasurementRow) {
        self.values.push(value);
        (self.channel, self.unit) = (row.channel, row.unit);
        let (lower, upper) = (row.lower.get(), row.upper.get());
        if lower.is_some() || upper.is_some() {
            let beyond = lower.is_some_and(|l| value < l) || upper.is_some_and(|u| u < value);
            self.outside = Some(self.outside.unwrap_or(0) + u64::from(beyond));
        }
        let order = |(time, at): (Micros, SourceId)| (time, data.facts.sources.order_key(at));
        let new = (row.time, row.source);
        if self.first.is_none_or(|first| order(new) < order(first)) {
            self.first = Some(new);
        }
    }

    fn figures(mut self, data: &Dataset) -> Option<ContextMeasurement> {
        // Added in one order whatever the order of loading, so that the mean is the same to the last bit.
        self.values.order_by(f64::total_cmp);
        let (min, max) = (*self.values.first()?, *self.values.last()?);
        Some(ContextMeasurement {
            channel: data.facts.names.text(self.channel).to_owned(),
            unit: text(data, self.unit),
            count: self.values.len() as u64,
            min,
            mean: self.values.iter().sum::<f64>() / self.values.len() as f64,
            max,
            outside: self.outside,
            source: self.first.and_then(|(_, first)| source(data, first)),
        })
    }
}
