//! Values of data items → rows of facts; shared by the machine formats.

use super::Sink;
pub(super) use crate::model::Figure;
use crate::model::tables::{AlarmRow, CountKind, CountRow, MeasurementRow, StateRow};
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, SourceId, Until, parse_number, part_count};

/// Why the values of a time series stay together.
pub(super) const UNDATED_SERIES: &str = "The time series gives no sampleRate or has a value that is no number, so its values cannot be dated. It is kept as text.";

/// Whose value was observed, when, under which key, and by which record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Observed {
    pub(super) record: SourceId,
    pub(super) time: Micros,
    pub(super) asset: AssetId,
    pub(super) key: NameId,
}

impl Observed {
    /// A state of the machine.
    pub(super) fn state(self, sink: &mut Sink<'_>, value: &str) {
        sink.counts_after_all(self.record);
        let state = sink.name(value);
        let none = NameId::NONE;
        sink.facts.states.push(StateRow {
            asset: self.asset,
            start: self.time,
            state,
            source: self.record,
            end: Until::OPEN,
            reason: none,
            product: none,
            order: none,
            key: self.key,
        });
    }

    /// A number, a position, or text.
    pub(super) fn value(self, sink: &mut Sink<'_>, value: &str) {
        match parse_number(value) {
            Some(number) => self.measurement(sink, self.key, Amount::new(number), NameId::NONE),
            None => match vector(value) {
                Some(axes) => {
                    let name = sink.facts.names.text(self.key).to_owned();
                    for (axis, number) in ["x", "y", "z"].iter().zip(axes) {
                        let channel = sink.name(&format!("{name} {axis}"));
                        self.measurement(sink, channel, Amount::new(number), NameId::NONE);
                    }
                }
                None => self.text(sink, value),
            },
        }
    }

    /// A number.
    pub(super) fn number(self, sink: &mut Sink<'_>, number: f64) {
        self.measurement(sink, self.key, Amount::new(number), NameId::NONE);
    }

    /// Numbers `step` microseconds apart, the last one at the time.
    pub(super) fn series(self, sink: &mut Sink<'_>, values: &[f64], step: f64) {
        for (after, number) in values.iter().rev().enumerate().rev() {
            let time = self.time.saturating_sub((after as f64 * step).round() as Micros);
            if number.is_finite() {
                Observed { time, ..self }.number(sink, *number);
            }
        }
    }

    /// Text.
    pub(super) fn text(self, sink: &mut Sink<'_>, value: &str) {
        let value = sink.name(value);
        self.measurement(sink, self.key, Amount::NONE, value);
    }

    fn measurement(self, sink: &mut Sink<'_>, channel: NameId, value: Amount, text: NameId) {
        // Text may turn out to be a state or the level of a condition.
        if value != Amount::NONE && sink.leaves_values_out(self.record) {
            return;
        }
        sink.facts.measurements.push(MeasurementRow {
            time: self.time,
            channel,
            value,
            source: self.record,
            asset: self.asset,
            text,
            item: ItemId::NONE,
            unit: NameId::NONE,
            lower: Amount::NONE,
            upper: Amount::NONE,
            target: Amount::NONE,
        });
    }

    /// A running counter of pieces; a value that is no count stays text. UNAVAILABLE is a gap, after which it may begin anew.
    pub(super) fn counter(self, sink: &mut Sink<'_>, figure: Figure, value: &str) {
        let Some(amount) = part_count(value) else { return self.text(sink, value) };
        sink.counts_after_all(self.record);
        let only = |wanted: Figure| if figure == wanted { amount } else { Amount::NONE };
        sink.facts.counts.push(CountRow {
            asset: self.asset,
            time: self.time,
            total: only(Figure::Total),
            source: self.record,
            good: only(Figure::Good),
            scrap: only(Figure::Scrap),
            rework: Amount::NONE,
            kind: CountKind::Counter,
            product: NameId::NONE,
            order: NameId::NONE,
            key: self.key,
        });
    }

    /// A condition at a level; `code` is the key where none is given.
    pub(super) fn condition(self, sink: &mut Sink<'_>, level: &str, code: &str, text: &str) {
        sink.counts_after_all(self.record);
        let severity = sink.name(&level.trim().to_ascii_uppercase());
        let code = sink.name(code).some().unwrap_or(self.key);
        let text = sink.name(text);
        sink.facts.alarms.push(AlarmRow {
            asset: self.asset,
            start: self.time,
            code,
            source: self.record,
            end: Until::OPEN,
            severity,
            text,
            key: self.key,
        });
    }
}

/// A position in space: three numbers. As text every position would be a new string.
fn vector(value: &str) -> Option<[f64; 3]> {
    let mut numbers = value.split_ascii_whitespace().map(parse_number);
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Some(x)), Some(Some(y)), Some(Some(z)), None) => Some([x, y, z]),
        _ => None,
    }
}
