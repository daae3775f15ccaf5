//! What `boot.js` hands over: only it knows the hashed names of this release's files.

use super::describe;
use wasm_bindgen::prelude::*;
use web_sys::Worker;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = startEngine)]
    fn boot_start_engine() -> Result<Worker, JsValue>;

    #[wasm_bindgen(catch, js_namespace = floorlensBoot, js_name = startReader)]
    fn boot_start_reader() -> Result<Worker, JsValue>;

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

/// A new worker that fetches one address outside the page's policy and never sees data.
pub(crate) fn start_fetcher() -> Result<Worker, String> {
    boot_start_fetcher().map_err(|error| describe(&error))
}
