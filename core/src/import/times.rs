//! Times of formats that may leave the zone out.

use super::Sink;
use crate::model::{Micros, Moment, Severity, parse_iso8601};

/// The instant that `text` names; without a zone, when the plant's clock showed it. `Err` is the end of a sentence that begins with the field.
pub(super) fn instant(sink: &mut Sink<'_>, text: &str) -> Result<Micros, String> {
    match parse_iso8601(text.trim()) {
        Ok(Moment::Zoned(at)) => Ok(at),
        Ok(Moment::Local(local)) => Ok(sink.local_time(local, "")),
        Err(fault) => Err(format!("`{}` {fault}", text.trim())),
    }
}

/// Says how times without a zone were read, if there were any.
pub(super) fn note_local_times(sink: &mut Sink<'_>, local: u64) {
    if local == 0 {
        return;
    }
    let known = !sink.facts.zones.is_empty();
    let (severity, by) = match known {
        true => (Severity::Info, "in the zone of the recipe."),
        false => (
            Severity::Warning,
            "as UTC. If the plant's clock shows another time, say so: `zone` in the recipe, such as Europe/Berlin.",
        ),
    };
    let times = if local == 1 {
        "1 time has no zone and was".to_owned()
    } else {
        format!("{local} times have no zone and were")
    };
    sink.note(severity, &format!("{times} read {by}"));
}
