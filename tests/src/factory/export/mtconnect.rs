//! Machines as MTConnect sees them: adapter logs (SHDR) and Streams documents.
//!
//! `RUN` is ACTIVE, `MICRO STOP` FEED_HOLD, `DOWN` and `MAINTENANCE` STOPPED, `BLOCKED` INTERRUPTED, `SETUP` and `STARVED` READY; while there is no
//! shift the machine is off: UNAVAILABLE.

use super::{File, lanes, time};
use crate::factory::Plant;
use crate::factory::machine::alarm_code;
use floorlens_core::model::{Micros, format_rfc3339};
use std::collections::BTreeMap;
use std::fmt::Write;

/// One observation of a machine.
struct Observation {
    at: Micros,
    key: &'static str,
    value: String,
}

/// The execution of a state.
pub fn execution(state: &str) -> &'static str {
    match state {
        "RUN" => "ACTIVE",
        "MICRO STOP" => "FEED_HOLD",
        "DOWN" | "MAINTENANCE" => "STOPPED",
        "BLOCKED" => "INTERRUPTED",
        "NO SHIFT" => "UNAVAILABLE",
        _ => "READY",
    }
}

/// What machines said, in time order per machine; of equal times the state first.
fn observations(plant: &Plant) -> Vec<Vec<Observation>> {
    let history = &plant.history;
    let changes = lanes::changes(plant);
    let mut all: Vec<Vec<Observation>> = changes
        .iter()
        .map(|changes| {
            let mut out = Vec::new();
            let mut last = ("", "");
            for interval in lanes::walled(plant, changes) {
                let now = (execution(interval.state), interval.reason);
                let at = interval.span.start;
                if now.0 != last.0 {
                    out.push(Observation { at, key: "execution", value: now.0.to_owned() });
                }
                let was_down = last.0 == "STOPPED" && !last.1.is_empty() && !alarm_code(last.1).is_empty();
                let is_down = now.0 == "STOPPED" && !alarm_code(now.1).is_empty();
                match (was_down, is_down) {
                    (_, true) if last != now => {
                        let value = format!("FAULT|{}|1||{}", alarm_code(now.1), now.1);
                        out.push(Observation { at, key: "system", value });
                    }
                    (true, false) => out.push(Observation { at, key: "system", value: "NORMAL||||".to_owned() }),
                    _ => {}
                }
                last = now;
            }
            out
        })
        .collect();
    let mut parts: BTreeMap<u32, u32> = BTreeMap::new();
    let mut programs: BTreeMap<u32, u32> = BTreeMap::new();
    for step in &history.steps {
        let count = parts.entry(step.machine).or_default();
        *count += 1;
        let out = &mut all[step.machine as usize];
        let order = &history.orders[step.order as usize];
        if programs.insert(step.machine, step.order) != Some(step.order) {
            let at = plant.clock.wall(step.start, false);
            out.push(Observation {
                at,
                key: "program",
                value: format!("O{}", plant.scenario.products[order.product].id),
            });
        }
        out.push(Observation { at: plant.clock.wall(step.end, true), key: "PartCount", value: count.to_string() });
    }
    for m in &history.measurements {
        let value = format!("{}.{:03}", m.value / 1000, m.value % 1000);
        all[m.machine as usize].push(Observation { at: plant.clock.wall(m.at, false), key: "temperature", value });
    }
    all.iter_mut().for_each(|machine| machine.sort_by_key(|o| o.at));
    all
}

/// `L01-SAW1.txt` and so on.
pub(super) fn shdr(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    for (machine, observations) in plant.history.machines.iter().zip(observations(plant)) {
        let mut text = String::new();
        for o in observations {
            // A String takes any text.
            let _ = writeln!(text, "{}|{}|{}", format_rfc3339(o.at), o.key, o.value);
        }
        hand_over(File::Text { name: format!("shdr/{}.txt", machine.asset), text });
    }
}

/// `L01-SAW1.xml` and so on: Streams 1.7, events, samples and conditions apart and each in time order.
pub(super) fn streams(plant: &Plant, hand_over: &mut dyn FnMut(File)) {
    let created = time(plant, plant.clock.working(), true);
    for (machine, observations) in plant.history.machines.iter().zip(observations(plant)) {
        let (mut events, mut samples, mut conditions) = (String::new(), String::new(), String::new());
        for (n, o) in observations.iter().enumerate() {
            let head = format!("timestamp=\"{}\" sequence=\"{}\"", format_rfc3339(o.at), n + 1);
            let _ = match o.key {
                "execution" => writeln!(
                    events,
                    "<Execution dataItemId=\"execution\" name=\"execution\" {head}>{}</Execution>",
                    o.value
                ),
                "program" => {
                    writeln!(events, "<Program dataItemId=\"program\" name=\"program\" {head}>{}</Program>", o.value)
                }
                "PartCount" => writeln!(
                    events,
                    "<PartCount dataItemId=\"parts\" name=\"PartCount\" {head}>{}</PartCount>",
                    o.value
                ),
                "temperature" => writeln!(
                    samples,
                    "<Temperature dataItemId=\"temp\" name=\"temperature\" {head}>{}</Temperature>",
                    o.value
                ),
                _ => {
                    let mut cells = o.value.split('|');
                    match (cells.next(), cells.next(), cells.nth(2)) {
                        (Some("FAULT"), Some(code), Some(text)) => writeln!(
                            conditions,
                            "<Fault dataItemId=\"system\" name=\"system\" type=\"SYSTEM\" nativeCode=\"{code}\" {head}>{text}</Fault>"
                        ),
                        _ => writeln!(
                            conditions,
                            "<Normal dataItemId=\"system\" name=\"system\" type=\"SYSTEM\" {head}/>"
                        ),
                    }
                }
            };
        }
        let count = observations.len();
        let section = |tag: &str, content: &str| {
            if content.is_empty() { String::new() } else { format!("<{tag}>\n{content}</{tag}>\n") }
        };
        let text = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MTConnectStreams xmlns=\"urn:mtconnect.org:MTConnectStreams:1.7\">\n\
             <Header creationTime=\"{created}\" sender=\"plant\" instanceId=\"1\" version=\"1.7.0\" bufferSize=\"131072\" nextSequence=\"{}\" \
             firstSequence=\"1\" lastSequence=\"{count}\"/>\n<Streams>\n<DeviceStream name=\"{asset}\" uuid=\"{asset}\">\n\
             <ComponentStream component=\"Controller\" name=\"controller\" componentId=\"cont\">\n{}{}{}</ComponentStream>\n\
             </DeviceStream>\n</Streams>\n</MTConnectStreams>\n",
            count + 1,
            section("Samples", &samples),
            section("Events", &events),
            section("Condition", &conditions),
            asset = machine.asset,
        );
        hand_over(File::Text { name: format!("streams/{}.xml", machine.asset), text });
    }
}
