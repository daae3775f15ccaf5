//! An address of the page's own origin as a blob. Any other origin is refused by the page's policy, which binds this
//! worker too.

use crate::web;
use gloo_net::http::Request;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Response};

/// The bytes behind an address, left with the browser; the error is a sentence for the ledger.
pub(super) async fn fetch(address: &str) -> Result<Blob, String> {
    let answer = Request::get(address)
        .send()
        .await
        .map_err(|_| format!("{address} does not answer. Check the address, or download the file and drop it here."))?;
    if !answer.ok() {
        return Err(format!("{address} answered {} {}.", answer.status(), answer.status_text()).replace(" .", "."));
    }
    let broken = |error| format!("{address} stopped answering halfway: {}.", web::describe(&error));
    let blob = Response::from(answer).blob().map_err(broken)?;
    JsFuture::from(blob).await.map_err(broken).map(JsCast::unchecked_into)
}
