//! What must hold of any input whatever.

use crate::load::everything;
use floorlens_core::bytes::STEP_BYTES;
use floorlens_core::protocol::Question;
use std::rc::Rc;

/// Loads `bytes` as a file of that name and checks that the import ends, that the ledger adds up, that whatever was not used has a reason, and
/// that the answer can be given.
///
/// # Errors
/// A sentence that says what does not hold. A panic is for the caller to catch.
pub fn check(name: &str, bytes: &[u8]) -> Result<(), String> {
    let mut session = everything();
    session.add(name, Rc::new(bytes.to_vec()));
    // A step reads megabytes, and no file is read more than three times; what is packed may be a thousand times larger.
    let most = 1000 + 3 * 1032 * (bytes.len() as u64 / STEP_BYTES + 1);
    let mut steps = 0;
    loop {
        let progress = session.step();
        if let Some(part) = progress.lacks {
            return Err(format!("the importers of {part:?} are lacking"));
        }
        if progress.done {
            break;
        }
        steps += 1;
        if steps > most {
            return Err(format!("the import does not end: {steps} steps for {} bytes", bytes.len()));
        }
    }
    let facts = &session.data().facts;
    for file in facts.sources.files() {
        let c = file.counts();
        let sum = c.used + c.merged + c.superseded + c.retracted + c.repaired + c.rejected + c.left_out();
        if sum != c.records {
            return Err(format!("{}: the ledger does not add up: {c:?}", file.name));
        }
        let reasons =
            file.messages.iter().filter(|m| m.record > 0).map(|m| m.record).collect::<std::collections::BTreeSet<_>>();
        let silent = (1..=c.records).find(|record| {
            file.status_of(*record) == Some(floorlens_core::model::RecordStatus::Rejected) && !reasons.contains(record)
        });
        if let Some(record) = silent {
            return Err(format!("{}: record {record} was rejected without a reason", file.name));
        }
        if c.records == 0 && file.messages.is_empty() && file.format == "unknown" {
            return Err(format!("{}: nothing was read and nothing was said", file.name));
        }
    }
    session.ask(&Question::Inspect {}).map_err(|e| format!("inspect: {e}"))?;
    session.ask(&Question::Places { at: None, after: 0, limit: None }).map_err(|e| format!("places: {e}"))?;
    Ok(())
}
