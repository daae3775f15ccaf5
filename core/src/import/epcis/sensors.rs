//! Sensor data of an event: `sensorElementList[].sensorReport[]` as readings.

use super::context::Context;
use super::event::Findings;
use super::vocabulary::gs1_word;
use crate::import::value::Value;
use crate::model::{Amount, Micros, parse_rfc3339};

/// One value of one channel.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    pub(super) time: Micros,
    /// Measurement type, with the component and the statistic where there are such: `Temperature`, `Speed x`, `Temperature (max)`.
    pub(super) channel: String,
    pub(super) value: Amount,
    /// The value where it is not a number.
    pub(super) text: String,
    /// UN/CEFACT unit.
    pub(super) unit: String,
}

/// All readings of an event. A report's own time counts before its element's, and that before the event's.
pub(super) fn read(context: &Context, body: &Value, event_time: Micros, found: &mut Findings) -> Vec<Reading> {
    let mut out = Vec::new();
    let Some(Value::Array(elements)) = context.get(body, "sensorElementList") else { return out };
    for element in elements {
        let metadata = context.get(element, "sensorMetadata").unwrap_or(&Value::Null);
        let at = |object: &Value, name: &str| context.get(object, name).and_then(Value::as_str).and_then(parse_rfc3339);
        let element_time = at(metadata, "time").or_else(|| at(metadata, "startTime")).unwrap_or(event_time);
        let Some(Value::Array(reports)) = context.get(element, "sensorReport") else {
            found.warn("A sensorElement has no sensorReport, which EPCIS requires.");
            continue;
        };
        for report in reports {
            let text = |name: &str| context.get(report, name).and_then(Value::as_str);
            // A report may name an alarm instead of a measurement.
            let Some(kind) = text("type").or_else(|| text("exception")) else {
                found.warn("A sensorReport has no type, which EPCIS requires. It was left out.");
                continue;
            };
            let mut channel = gs1_word(context, kind);
            if let Some(component) = text("component") {
                let component = context.expand(component);
                let component = component.rsplit("Comp-").next().unwrap_or(&component);
                channel = format!("{channel} {component}");
            }
            let reading = |channel: String, value: Amount, text: &str| Reading {
                time: at(report, "time").unwrap_or(element_time),
                channel,
                value,
                text: text.to_owned(),
                unit: context.get(report, "uom").and_then(Value::as_str).unwrap_or_default().trim().to_owned(),
            };
            for (field, label) in
                [("value", ""), ("minValue", " (min)"), ("meanValue", " (mean)"), ("maxValue", " (max)")]
            {
                match context.get(report, field) {
                    Some(Value::Number(n)) => out.push(reading(format!("{channel}{label}"), n.as_f64().into(), "")),
                    Some(Value::Null) | None => {}
                    Some(other) => {
                        found.warn(format!("{field} {other} of a sensorReport is not a number, which EPCIS requires."))
                    }
                }
            }
            for field in ["stringValue", "booleanValue", "hexBinaryValue", "uriValue"] {
                match context.get(report, field) {
                    Some(Value::String(s)) => out.push(reading(channel.clone(), Amount::NONE, s)),
                    Some(Value::Bool(b)) => {
                        out.push(reading(channel.clone(), Amount::NONE, if *b { "true" } else { "false" }))
                    }
                    _ => {}
                }
            }
            if let Some(exception) = text("exception").filter(|_| text("type").is_some()) {
                out.push(reading(channel.clone(), Amount::NONE, &gs1_word(context, exception)));
            }
        }
    }
    out
}
