//! An address of the page's own origin as a blob. Any other origin is refused by the page's policy, which binds this
//! worker too.

use crate::web;
use floorlens_core::model::{MANIFEST, Manifest};
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

/// The files behind an address, as `(name, bytes)`: one, or those of a folder when the address ends in `/`.
pub(super) async fn fetch_all(name: String, address: &str) -> Vec<(String, Result<Blob, String>)> {
    let (path, rest) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
    if !path.ends_with('/') {
        return vec![(name, fetch(address).await)];
    }
    let manifest = match manifest(&format!("{path}{MANIFEST}{rest}")).await {
        Ok(manifest) => manifest,
        Err(reason) => return vec![(name, Err(reason))],
    };
    let mut files = Vec::with_capacity(manifest.files.len());
    for file in manifest.files {
        let blob = fetch(&format!("{path}{}{rest}", file.name)).await;
        files.push((file.name, blob));
    }
    files
}

async fn manifest(address: &str) -> Result<Manifest, String> {
    let blob = fetch(address).await.map_err(|reason| {
        format!("{reason} A folder needs a {MANIFEST} that names its files, because a static host cannot list them.")
    })?;
    let text = JsFuture::from(blob.text()).await.map_err(|error| web::describe(&error))?;
    Manifest::from_json(&text.as_string().unwrap_or_default())
}
