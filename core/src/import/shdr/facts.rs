//! Values → rows of facts.

use super::keys::{Key, Keys, Role};
use super::line::{excerpt, is_condition, is_level, time_series};
use crate::import::Sink;
use crate::import::observation::{Figure, Observed, UNDATED_SERIES};
use crate::model::{Micros, RepairKind, SourceId};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where and when a value was observed.
#[derive(Clone, Copy)]
struct At {
    record: SourceId,
    time: Micros,
}

impl At {
    fn of(self, key: Key) -> Observed {
        Observed { record: self.record, time: self.time, asset: key.asset, key: key.name }
    }
}

/// Writes the observations of one log.
pub(super) struct Writer {
    keys: Keys,
    /// Spelling → records that used it although another one came first.
    respelled: BTreeMap<String, u64>,
}

impl Writer {
    pub(super) fn new(keys: Keys) -> Self {
        Self { keys, respelled: BTreeMap::new() }
    }

    /// Sentences about the whole file.
    pub(super) fn notes(&self) -> Vec<String> {
        let note = |(key, records): (&String, &u64)| {
            format!(
                "The key `{key}` was written differently before: {records} records were repaired by taking both spellings as one."
            )
        };
        self.respelled.iter().map(note).collect()
    }

    /// An asset with its text on the lines that follow; only that it changed is kept.
    pub(super) fn asset_block(&mut self, sink: &mut Sink<'_>, record: SourceId, time: Micros, fields: &[Cow<'_, str>]) {
        let [key, id, ..] = fields else {
            sink.reject(record, "The asset record has no id: it should be `time|@ASSET@|id|type|…`.");
            return;
        };
        let at = At { record, time };
        let key = self.keys.get(sink, key);
        text(sink, at, key, id);
    }

    /// The fields after the time. `cut` says that the line may end too early.
    pub(super) fn observations(
        &mut self,
        sink: &mut Sink<'_>,
        record: SourceId,
        time: Micros,
        fields: &[Cow<'_, str>],
        cut: bool,
    ) {
        let at = At { record, time };
        if fields.first().is_some_and(|key| key.trim_start().starts_with('@')) {
            return self.asset_command(sink, at, fields);
        }
        // A state or a count with a bar too many, or a cut pair behind it, is still one.
        if let [spelling, code, message] = fields
            && !spelling.trim().is_empty()
            && let key = self.keys.get(sink, spelling)
            && key.role == Role::Channel
            && !key.condition
        {
            return self.message(sink, at, spelling, code, message);
        }
        if let Some((key, rate, values)) = time_series(fields) {
            return self.time_series(sink, at, key, rate, &values);
        }
        let mut rest = fields;
        let mut keyless = 0;
        while let [spelling, values @ ..] = rest {
            if spelling.trim().is_empty() {
                // A bar too many at the end of a line leaves nothing out.
                keyless += usize::from(!values.is_empty() || fields.len() == 1);
                rest = rest.get(2..).unwrap_or_default();
                continue;
            }
            let condition = is_condition(rest);
            let key = self.key(sink, record, spelling, condition);
            if condition || (key.condition && values.first().is_some_and(|level| is_level(level))) {
                let (values, next) = values.split_at(values.len().min(5));
                self::condition(sink, at, key, values);
                rest = next;
                continue;
            }
            match values {
                [] if cut => {
                    let reason = format!("The file ends after the key `{}`, before its value.", excerpt(spelling));
                    sink.reject(record, &reason);
                    return;
                }
                [] => sink.warn(record, &format!("The key `{}` has no value.", excerpt(spelling))),
                [value, ..] => observation(sink, at, key, value),
            }
            rest = values.get(1..).unwrap_or_default();
        }
        if keyless > 0 {
            let all = keyless * 2 >= fields.len();
            match all {
                true => sink.reject(record, "The line has a time but no key: an SHDR line is `time|key|value`."),
                false => sink.warn(record, "A value without a key was left out."),
            }
        } else if cut {
            sink.warn(record, "The file ends with this line and no line end: its last value may be cut off.");
        }
    }

    fn key(&mut self, sink: &mut Sink<'_>, record: SourceId, spelling: &str, condition: bool) -> Key {
        let key = self.keys.get(sink, spelling);
        if condition && !key.condition {
            self.keys.is_condition(spelling);
        }
        if key.respelled {
            let first = sink.facts.names.text(key.name).to_owned();
            let reason = format!("The key `{first}` is written `{spelling}` here; both are taken as one.");
            let count = self.respelled.entry(spelling.to_owned()).or_default();
            *count += 1;
            let repair = if *count == 1 { Sink::repair } else { Sink::repair_again };
            repair(sink, record, RepairKind::KeySpelling, [spelling, &first], &reason);
        }
        key
    }

    /// `@UPDATE_ASSET@|id|…`, `@REMOVE_ASSET@|id`, `@REMOVE_ALL_ASSETS@|type`, or an asset in one line: that it happened, and to what.
    fn asset_command(&mut self, sink: &mut Sink<'_>, at: At, fields: &[Cow<'_, str>]) {
        let [command, what, ..] = fields else {
            sink.reject(at.record, "The asset record has no id: it should be `time|@ASSET@|id|type|…`.");
            return;
        };
        let key = self.keys.get(sink, command);
        text(sink, at, key, what);
    }

    fn time_series(&mut self, sink: &mut Sink<'_>, at: At, key: &str, rate: Option<f64>, values: &[f64]) {
        let key = self.key(sink, at.record, key, false);
        match rate {
            Some(rate) => at.of(key).series(sink, values, 1e6 / rate),
            None => {
                sink.warn(at.record, UNDATED_SERIES);
                let all: Vec<String> = values.iter().map(f64::to_string).collect();
                text(sink, at, key, &all.join(" "));
            }
        }
    }

    fn message(&mut self, sink: &mut Sink<'_>, at: At, key: &str, code: &str, message: &str) {
        let key = self.key(sink, at.record, key, false);
        let (code, message) = (code.trim(), message.trim());
        if code.is_empty() {
            text(sink, at, key, message);
        } else {
            text(sink, at, key, &format!("{code}: {message}"));
        }
    }
}

/// One value of one key.
fn observation(sink: &mut Sink<'_>, at: At, key: Key, value: &str) {
    let value = value.trim();
    let observed = at.of(key);
    match key.role {
        Role::State if value.is_empty() => {
            sink.warn(at.record, "The state is empty: the state before is taken to go on.");
            observed.text(sink, value);
        }
        Role::State => observed.state(sink, value),
        Role::Count => observed.counter(sink, Figure::Total, value),
        Role::Channel => observed.value(sink, value),
    }
}

fn text(sink: &mut Sink<'_>, at: At, key: Key, value: &str) {
    at.of(key).text(sink, value);
}

/// `level|nativeCode|nativeSeverity|qualifier|text`, of which the end may be missing.
fn condition(sink: &mut Sink<'_>, at: At, key: Key, values: &[Cow<'_, str>]) {
    let field = |i: usize| values.get(i).map_or("", |v| v.trim());
    let said: Vec<&str> = [field(4), field(3), field(2)].into_iter().filter(|part| !part.is_empty()).collect();
    at.of(key).condition(sink, field(0), field(1), &said.join(", "));
}
