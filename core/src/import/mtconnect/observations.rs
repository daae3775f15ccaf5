//! Observations of an agent → facts, whichever way the agent wrote them.
//!
//! Each observation is a record. The same observation in two documents (same sequence of the same agent) is the same row twice, which the
//! ledger merges when indexes are built.

use crate::import::Sink;
use crate::import::observation::{Figure, Observed, UNDATED_SERIES};
use crate::model::tables::DataItemRow;
use crate::model::{AssetId, Micros, Moment, NameId, SourceId, parse_iso8601};
use std::collections::BTreeSet;

/// What is around observations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    Samples,
    Events,
    Condition,
}

impl Group {
    pub(super) fn of(name: &str) -> Option<Group> {
        match name {
            "Samples" => Some(Group::Samples),
            "Events" => Some(Group::Events),
            "Condition" => Some(Group::Condition),
            _ => None,
        }
    }
}

/// An observation while it is read.
pub(super) struct Open {
    pub(super) record: SourceId,
    /// The type, or the level of a condition.
    pub(super) element: String,
    time: Result<Micros, String>,
    name: NameId,
    id: NameId,
    code: String,
    sub_type: String,
    /// Severity and qualifier of a condition.
    extra: Vec<String>,
    /// Values of a time series.
    pub(super) samples: bool,
    /// Values per second of a time series.
    rate: Option<f64>,
    /// Seconds from the first to the last value of a time series.
    duration: Option<f64>,
    pub(super) text: String,
}

impl Open {
    pub(super) fn new(record: SourceId, element: &str) -> Self {
        Self {
            record,
            samples: element.ends_with("TimeSeries"),
            element: element.to_owned(),
            time: Err("It has no timestamp.".to_owned()),
            name: NameId::NONE,
            id: NameId::NONE,
            code: String::new(),
            sub_type: String::new(),
            extra: Vec::new(),
            rate: None,
            duration: None,
            text: String::new(),
        }
    }

    /// A property.
    pub(super) fn set(&mut self, sink: &mut Sink<'_>, key: &str, value: &str) {
        match key {
            "timestamp" => {
                self.time = match parse_iso8601(value) {
                    Ok(Moment::Zoned(at) | Moment::Local(at)) => Ok(at),
                    Err(fault) => Err(format!("Its timestamp `{value}` {fault}.")),
                }
            }
            "name" => self.name = sink.name(value),
            "dataItemId" => self.id = sink.name(value),
            "nativeCode" => value.clone_into(&mut self.code),
            "subType" => value.clone_into(&mut self.sub_type),
            "qualifier" | "nativeSeverity" if !value.is_empty() => self.extra.push(value.to_owned()),
            "sampleCount" => self.samples = true,
            "sampleRate" => self.rate = value.parse().ok().filter(|rate: &f64| *rate > 0.0),
            "duration" => self.duration = value.parse().ok().filter(|seconds: &f64| *seconds > 0.0),
            _ => {}
        }
    }

    /// An entry of a data set, or a row or cell of a table, begins.
    pub(super) fn entry(&mut self, key: &str) {
        if !self.text.trim().is_empty() {
            self.text.push(' ');
        }
        if !key.is_empty() {
            self.text.push_str(key);
            self.text.push('=');
        }
    }

    /// The values of a time series and the microseconds between them; `None` if it is no such thing.
    fn series(&self) -> Option<(Vec<f64>, f64)> {
        if !self.samples {
            return None;
        }
        let values: Vec<f64> = self.text.split_ascii_whitespace().map(|v| v.parse().ok()).collect::<Option<_>>()?;
        let last = values.len().checked_sub(1)?;
        let step = match (self.rate, self.duration) {
            (Some(rate), _) => 1e6 / rate,
            (None, Some(seconds)) if last > 0 => seconds * 1e6 / last as f64,
            _ if last == 0 => 0.0,
            _ => return None,
        };
        Some((values, step))
    }
}

/// The device streams of a document.
pub(super) struct Streams {
    device: NameId,
    asset: AssetId,
    /// Execution items that are known already.
    executions: BTreeSet<(AssetId, NameId)>,
}

impl Default for Streams {
    fn default() -> Self {
        Self { device: NameId::NONE, asset: AssetId::NONE, executions: BTreeSet::new() }
    }
}

impl Streams {
    /// The observations of a device follow.
    pub(super) fn device(&mut self, sink: &mut Sink<'_>, name: NameId, uuid: NameId) {
        self.device = name.some().unwrap_or(uuid);
        self.asset = self.device.some().map_or(AssetId::NONE, |name| sink.facts.assets.intern(name));
    }

    /// An observation is complete.
    pub(super) fn finish(&mut self, sink: &mut Sink<'_>, open: Open, group: Group) {
        let time = match &open.time {
            Ok(time) => *time,
            Err(reason) => return sink.reject(open.record, reason),
        };
        let key = open.name.some().unwrap_or(open.id);
        if key == NameId::NONE || self.asset == AssetId::NONE {
            let missing =
                if key == NameId::NONE { "names no data item" } else { "stands in no device stream with a name" };
            return sink.reject(open.record, &format!("The observation {missing}, so nobody knows what was observed."));
        }
        if let Err(why) = sink.wants_time(time, time) {
            return sink.leave_out(open.record, why);
        }
        let observed = Observed { record: open.record, time, asset: self.asset, key };
        let value = open.text.trim();
        match (group, open.element.as_str()) {
            (Group::Condition, level) => {
                let said: Vec<&str> = [value]
                    .into_iter()
                    .chain(open.extra.iter().map(String::as_str))
                    .filter(|t| !t.is_empty())
                    .collect();
                observed.condition(sink, level, &open.code, &said.join(", "));
            }
            (Group::Events, "Execution") if !value.is_empty() => {
                self.execution(sink, &observed);
                observed.state(sink, value);
            }
            (Group::Events, "PartCount") => match Figure::of(&open.sub_type) {
                Some(figure) => observed.counter(sink, figure, value),
                None => observed.value(sink, value),
            },
            // As logs of adapters have it.
            (Group::Events, "Message") if !open.code.is_empty() && !crate::model::is_unavailable(value) => {
                let message = format!("{}: {value}", open.code);
                observed.text(sink, message.trim_end_matches(": "));
            }
            (Group::Samples, _) if open.samples => match open.series() {
                Some((values, step)) => observed.series(sink, &values, step),
                None => {
                    if !crate::model::is_unavailable(value) {
                        sink.warn(open.record, UNDATED_SERIES);
                    }
                    observed.text(sink, value);
                }
            },
            _ => observed.value(sink, value),
        }
    }

    /// The type says what a device file would say: this data item is the execution.
    fn execution(&mut self, sink: &mut Sink<'_>, observed: &Observed) {
        if self.executions.insert((observed.asset, observed.key)) {
            let (category, kind, none) = (sink.name("EVENT"), sink.name("EXECUTION"), NameId::NONE);
            sink.facts.data_items.push(DataItemRow {
                device: self.device,
                key: observed.key,
                category,
                kind,
                source: observed.record,
                id: none,
                sub_type: none,
                unit: none,
                uuid: none,
            });
        }
    }
}
