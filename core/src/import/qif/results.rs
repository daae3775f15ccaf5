//! A result → facts: a measurement of the piece with its limits, and how the piece turned out.

use super::entities::Entity;
use super::plan::{Piece, Plan};
use crate::import::Sink;
use crate::import::times::instant;
use crate::model::tables::{ItemFactRow, MeasurementRow, QualityRow};
use crate::model::{Amount, AssetId, ItemId, Micros, NameId, Severity, SourceId};
use std::collections::BTreeSet;

/// The piece whose results are being read.
struct Current {
    item: ItemId,
    time: Result<Micros, String>,
    status: String,
    first: SourceId,
    /// The first result of each kind that is none of a good piece; none yet = [`SourceId::NONE`].
    failed: SourceId,
    rework: SourceId,
    /// The channels of these.
    defects: Vec<String>,
    /// A result says that it passed.
    passed: bool,
    /// A result leaves open whether it passed.
    open: bool,
}

/// Writes results.
#[derive(Default)]
pub(super) struct Results {
    current: Option<Current>,
    pub(super) local_times: u64,
    /// Channels whose target is the feature's size.
    by_feature: BTreeSet<String>,
}

impl Results {
    /// One measured characteristic.
    pub(super) fn take(&mut self, plan: &Plan, result: &Entity, record: SourceId, sink: &mut Sink<'_>) {
        if self.current.is_none() {
            self.current = Some(begin(plan, record, sink));
        }
        let Some(current) = &mut self.current else { return };
        let status = result.get("CharacteristicStatusEnum");
        // A failure outweighs what is left open, but it may stand in a result that is rejected below.
        match status {
            "PASS" => current.passed = true,
            _ => current.open |= !status.is_empty(),
        }
        let own = result.first(&["TimeStamp", "Time", "MeasurementTime"]);
        let time = if own.is_empty() {
            current.time.clone()
        } else {
            instant(sink, own).map_err(|e| format!("The time {e}."))
        };
        self.local_times += sink.take_local_times();
        let time = match time {
            Ok(time) => time,
            Err(fault) => return sink.reject(record, &fault),
        };
        if let Err(why) = sink.wants_time(time, time) {
            return sink.leave_out(record, why);
        }
        let item = result.get("CharacteristicItemId");
        let feature =
            result.first(&["FeatureActualIds", "FeatureMeasurementIds", "FeatureActualId", "FeatureMeasurementId"]);
        let Some(channel) = plan.channel(item, feature) else {
            let reason =
                format!("The result names the characteristic item `{item}`, which the document does not describe.");
            return sink.reject(record, &reason);
        };
        let value = match result.get("Value") {
            "" if status.is_empty() => return sink.reject(record, "The result has neither a value nor a status."),
            "" => Amount::NONE,
            text => match text.parse::<f64>() {
                Ok(value) if value.is_finite() => Amount::new(value),
                _ => return sink.reject(record, &format!("The value `{text}` is no number.")),
            },
        };
        let limits = plan.limits(&result.name, item, feature);
        if limits.by_feature {
            self.by_feature.insert(channel.clone());
        }
        let outside = |value: f64| {
            limits.lower.is_some_and(|limit| value < limit) || limits.upper.is_some_and(|limit| value > limit)
        };
        match status {
            "FAIL" | "REWORK" => {
                let worst = if status == "FAIL" { &mut current.failed } else { &mut current.rework };
                if *worst == SourceId::NONE {
                    *worst = record;
                }
                current.defects.push(channel.clone());
            }
            "" => current.open |= value.get().is_some_and(outside),
            _ => {}
        }
        sink.facts.measurements.push(MeasurementRow {
            time,
            channel: sink.facts.names.intern(&channel),
            value,
            source: record,
            asset: AssetId::NONE,
            // Beside a number the status is told by the limits.
            text: if value == Amount::NONE { sink.facts.names.optional(status) } else { NameId::NONE },
            item: current.item,
            unit: sink.facts.names.optional(plan.unit(&result.name)),
            lower: limits.lower.into(),
            upper: limits.upper.into(),
            target: limits.target.into(),
        });
    }

    /// A piece of which only the outcome is known.
    pub(super) fn take_verdict(&mut self, plan: &Plan, record: SourceId, sink: &mut Sink<'_>) {
        let status = plan.piece().status;
        if outcome(&status).is_none() {
            let reason = format!("`{status}` says that nothing was found out, and there are no results.");
            return sink.reject(record, &reason);
        }
        if let Err(fault) = taken_at(plan, sink) {
            return sink.reject(record, &fault);
        }
        sink.take_local_times();
        self.current = Some(begin(plan, record, sink));
        self.local_times += sink.take_local_times();
        self.end_of_piece(sink);
    }

    /// All results of a piece have been read; `false` when there were none.
    pub(super) fn end_of_piece(&mut self, sink: &mut Sink<'_>) -> bool {
        let Some(current) = self.current.take() else { return false };
        let Ok(time) = current.time else { return true };
        let Some(result) = verdict(&current) else { return true };
        let worst = if result == "rework" { current.rework } else { current.failed };
        let source = if worst == SourceId::NONE { current.first } else { worst };
        let defect = if result == "pass" { String::new() } else { current.defects.join(", ") };
        let row = QualityRow {
            item: current.item,
            time,
            result: sink.name(result),
            source,
            defect: sink.name(&defect),
            quantity: Amount::NONE,
        };
        sink.facts.qualities.push(row);
        true
    }

    /// The file breaks among the results of a piece. Those that are missing may have failed, so that only a failure and the document's own
    /// verdict stand.
    pub(super) fn break_off(&mut self, sink: &mut Sink<'_>) {
        let undone = |current: &mut Current| current.failed == SourceId::NONE && outcome(&current.status).is_none();
        if let Some(current) = self.current.take_if(undone) {
            let text = "The file breaks among the results of this piece, so that nobody knows how it turned out.";
            sink.warn(current.first, text);
        }
    }

    /// Sentences about the whole file.
    pub(super) fn notes(&self, sink: &mut Sink<'_>) {
        if self.by_feature.is_empty() {
            return;
        }
        let mut names: Vec<&str> = self.by_feature.iter().take(5).map(String::as_str).collect();
        let more = format!("and {} more", self.by_feature.len().saturating_sub(5));
        if self.by_feature.len() > 5 {
            names.push(&more);
        }
        sink.note(
            Severity::Info,
            &format!(
                "Some characteristics stand for features of several sizes; each feature's own nominal size is its target: {}.",
                names.join(", ")
            ),
        );
    }
}

/// How an inspection ended, in our words.
fn outcome(status: &str) -> Option<&'static str> {
    match status {
        "PASS" => Some("pass"),
        "FAIL" => Some("fail"),
        "REWORK" => Some("rework"),
        _ => None,
    }
}

/// When the results being read were taken.
fn taken_at(plan: &Plan, sink: &mut Sink<'_>) -> Result<Micros, String> {
    match plan.time() {
        "" => Err("The document says nowhere when it was measured (InspectionTraceability or Version › TimeCreated)."
            .to_owned()),
        text => instant(sink, text).map_err(|fault| format!("The time of the document {fault}.")),
    }
}

/// The document's own verdict, else that of its results: a piece has passed when one of them says so and none leaves it open.
fn verdict(current: &Current) -> Option<&'static str> {
    match current.status.as_str() {
        status if outcome(status).is_some() => outcome(status),
        "SYSTEM_ERROR" | "NOT_MEASURED" | "NOT_CALCULATED" | "UNKNOWN" => None,
        _ if current.failed != SourceId::NONE => Some("fail"),
        _ if current.rework != SourceId::NONE => Some("rework"),
        _ if current.passed && !current.open => Some("pass"),
        _ => None,
    }
}

fn begin(plan: &Plan, record: SourceId, sink: &mut Sink<'_>) -> Current {
    let Piece { serial, other, lot, status } = plan.piece();
    let name = if serial.is_empty() {
        let file = sink.file_name().rsplit(['/', '\\']).next().unwrap_or_default();
        let name = format!("{file} {other}");
        sink.warn(record, &format!("The piece has no serial number; it is called `{name}`."));
        name
    } else {
        serial
    };
    let item = sink.item(&name);
    if !lot.is_empty() {
        let (source, none) = (record, NameId::NONE);
        let lot = sink.name(&lot);
        sink.facts.item_facts.push(ItemFactRow { item, source, product: none, lot, supplier: none, kind: none });
    }
    let time = taken_at(plan, sink);
    let none = SourceId::NONE;
    Current {
        item,
        time,
        status,
        first: record,
        failed: none,
        rework: none,
        defects: Vec::new(),
        passed: false,
        open: false,
    }
}
