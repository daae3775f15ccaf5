//! The messages between page and engine.
//!
//! On the wire a message is an array `[control, payload…]`: `control` is one of the enums below as JSON, the payload is
//! what JSON cannot carry (files) or what need not be read twice (questions and answers, which are JSON already).
//!
//! ```text
//! page                          engine
//!                 ◄── Ready ──  (what is sent earlier is lost)
//!  ── Open, blobs ──►
//!                 ◄─ Progress ─  again and again
//!                 ◄── Done ────  payload: the report of all that is loaded
//!  ── Ask, question ──►
//!                 ◄── Done ────  payload: the answer
//! ```

use floorlens_core::protocol::AskError;
use floorlens_core::recipe::Recipe;
use floorlens_core::session;
use floorlens_core::view::RasterSpec;
use js_sys::{Array, JsString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};

/// Ties a reply to its request; counts up within one page.
pub(crate) type RequestId = u32;

/// Page → engine.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Request {
    /// Open these; the payload holds their blobs in the same order (`null` for an address). `readers`: how many workers may read parts of long
    /// files from now on, where somebody has said so; `memory`: so many bytes may be taken, likewise.
    Open { id: RequestId, sources: Vec<SourceHead>, readers: Option<u32>, memory: Option<u64> },
    /// Stop reading; what was read stays.
    Cancel,
    /// Use this recipe from now on.
    SetRecipe { id: RequestId, recipe: Recipe },
    /// Answer the question in the payload.
    Ask { id: RequestId },
    /// Draw a timeline; the reply's payload is its size as JSON, its pixels and its planned time as buffers.
    Draw { id: RequestId, spec: RasterSpec },
    /// Fail as a fault in the program would, so that tests see what the page makes of it.
    #[cfg(test)]
    Panic,
    /// Take memory until there is no more, as data that does not fit would.
    #[cfg(test)]
    Exhaust,
}

/// Where one file comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SourceHead {
    /// Its blob is in the payload.
    Blob { name: String },
    /// The engine fetches it from the page's own origin.
    Address { name: String, address: String },
    /// It could not be had; the sentence goes into the ledger.
    Unreachable { name: String, reason: String },
}

/// The size of a drawn timeline; its bytes travel beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RasterSize {
    /// Device pixels.
    pub(crate) width: u32,
    /// Device pixels.
    pub(crate) height: u32,
}

/// Engine → page.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) enum Report {
    /// The engine listens.
    Ready,
    /// How far an import is.
    Progress(ImportProgress),
    /// A request came to its end; the payload of a good end is JSON, and buffers where something was drawn.
    Done { id: RequestId, error: Option<AskError> },
    /// The engine hit a fault and is gone.
    Panicked { message: String },
}

/// How far an import is and how fast it goes.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct ImportProgress {
    /// Files, bytes and records.
    pub(crate) read: session::Progress,
    /// Seconds since the import began.
    pub(crate) seconds: f64,
}

impl ImportProgress {
    /// Bytes per second since the import began; 0 before there is anything to go by.
    pub(crate) fn bytes_per_second(&self) -> f64 {
        if self.seconds > 0.0 { self.read.bytes_done as f64 / self.seconds } else { 0.0 }
    }
}

/// A message for `postMessage`.
pub(crate) fn pack(control: &impl Serialize, payload: impl IntoIterator<Item = JsValue>) -> Result<Array, String> {
    let control = serde_json::to_string(control).map_err(|error| format!("A message cannot be written: {error}."))?;
    Ok(std::iter::once(JsValue::from_str(&control)).chain(payload).collect())
}

/// The message and its payload.
pub(crate) fn unpack<T: DeserializeOwned>(data: &JsValue) -> Result<(T, Array), String> {
    let message = data.dyn_ref::<Array>().ok_or("A message is not an array.")?;
    let control = message.get(0).dyn_into::<JsString>().map_err(|_| "A message has no control text.")?;
    let control = serde_json::from_str(&String::from(control))
        .map_err(|error| format!("A message cannot be understood: {error}."))?;
    Ok((control, message.slice(1, message.length())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_message_survives_the_wire_with_its_payload() {
        let heads = vec![SourceHead::Blob { name: "línea 1.csv".to_owned() }];
        let wire = pack(
            &Request::Open { id: 7, sources: heads.clone(), readers: None, memory: Some(5 << 30) },
            [JsValue::from_f64(1.5)],
        )
        .expect("packs");
        let (request, payload) = unpack::<Request>(&wire).expect("unpacks");
        assert!(
            matches!(request, Request::Open { id: 7, sources, readers: None, memory: Some(0x1_4000_0000) } if sources == heads)
        );
        assert_eq!(payload.get(0).as_f64(), Some(1.5));
        assert_eq!(payload.length(), 1);
    }

    #[wasm_bindgen_test]
    fn what_is_no_message_is_refused_with_a_sentence() {
        for data in [JsValue::NULL, Array::new().into(), Array::of1(&JsValue::from_str("{\"Dance\":1}")).into()] {
            let error = unpack::<Request>(&data).expect_err("it is no message");
            assert!(error.starts_with("A message"), "{error}");
        }
    }

    #[wasm_bindgen_test]
    fn the_rate_needs_time_to_have_passed() {
        let mut progress = ImportProgress::default();
        progress.read.bytes_done = 3_000_000;
        assert_eq!(progress.bytes_per_second(), 0.0);
        progress.seconds = 1.5;
        assert_eq!(progress.bytes_per_second(), 2_000_000.0);
    }
}
