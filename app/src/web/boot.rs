//! What `boot.js` hands over: only it knows the hashed names of this release's files.

use super::describe;
use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Worker};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = startEngine)]
    fn boot_start_engine() -> Result<Worker, JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = startReader)]
    fn boot_start_reader() -> Result<Worker, JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = prepareReader)]
    fn boot_prepare_reader() -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = dismissReaders)]
    fn boot_dismiss_readers() -> Result<(), JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = fill)]
    fn boot_fill(blob: &Blob, buffer: &ArrayBuffer) -> Result<Promise, JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = gunzip)]
    fn boot_gunzip(blob: &Blob) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = startFetcher)]
    fn boot_start_fetcher() -> Result<Worker, JsValue>;
}

/// A new worker that runs this same program as an engine.
pub(crate) fn start_engine() -> Result<Worker, String> {
    boot_start_engine().map_err(|error| describe(&error))
}

/// In an engine: a new worker that runs this same program to read parts of files.
pub(crate) fn start_reader() -> Result<Worker, JsValue> {
    boot_start_reader()
}

/// In an engine: lets a worker start that [`start_reader`] is going to take. Without it that one starts a worker itself, later.
pub(crate) fn prepare_reader() {
    let _ = boot_prepare_reader();
}

/// In an engine: ends the workers that were prepared and not taken.
pub(crate) fn dismiss_readers() {
    let _ = boot_dismiss_readers();
}

/// All bytes of a part of a file, in `room`, which is gone then. Not every browser can; reading them the other way is always possible.
pub(crate) async fn fill(part: &Blob, room: &ArrayBuffer) -> Result<Uint8Array, JsValue> {
    // Not an `async` import: those cannot catch that the call itself fails, which it does where there is no such function.
    JsFuture::from(boot_fill(part, room)?).await?.dyn_into()
}

/// What a gzipped file unpacks to, as it comes, by the browser's own code.
pub(crate) struct Gunzip {
    reader: JsValue,
    read: Function,
}

/// Begins to unpack. Not every browser can.
pub(crate) fn gunzip(blob: &Blob) -> Result<Gunzip, JsValue> {
    let reader = boot_gunzip(blob)?;
    let read = Reflect::get(&reader, &JsValue::from_str("read"))?.dyn_into()?;
    Ok(Gunzip { reader, read })
}

impl Gunzip {
    /// What comes next; `None` at the end.
    pub(crate) async fn next(&self) -> Result<Option<Uint8Array>, JsValue> {
        let next = JsFuture::from(self.read.call0(&self.reader)?.dyn_into::<Promise>()?).await?;
        let value = Reflect::get(&next, &JsValue::from_str("value"))?;
        if value.is_undefined() { Ok(None) } else { Ok(Some(value.dyn_into()?)) }
    }
}

/// A new worker that fetches one address outside the page's policy and never sees data.
pub(crate) fn start_fetcher() -> Result<Worker, String> {
    boot_start_fetcher().map_err(|error| describe(&error))
}
