//! Files and addresses, made ready for the engine.
//!
//! An address of the page's own origin is left to the engine. One of another origin is fetched here by `fetch.js`, a
//! worker that knows the address and nothing else; the engine gets the bytes.

use crate::port::SourceHead;
use crate::web;
use futures_channel::oneshot;
use js_sys::Reflect;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, MessageEvent, Url};

/// Something to open.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// A dropped or chosen file, under the name (with its folder) that answers will use.
    Blob {
        /// Such as `line 1/press.csv`.
        name: String,
        /// The file; its bytes stay with the browser until they are read.
        blob: Blob,
    },
    /// An address, absolute or relative to the page.
    Address(String),
}

impl From<web_sys::File> for Source {
    /// Named by its path where a folder was chosen.
    fn from(file: web_sys::File) -> Source {
        let path = Reflect::get(&file, &"webkitRelativePath".into()).ok().and_then(|path| path.as_string());
        let name = path.filter(|path| !path.is_empty()).unwrap_or_else(|| file.name());
        Source::Blob { name, blob: file.into() }
    }
}

impl SourceHead {
    /// The name that answers use.
    pub(super) fn name(&self) -> &str {
        match self {
            SourceHead::Blob { name } | SourceHead::Address { name, .. } | SourceHead::Unreachable { name, .. } => name,
        }
    }
}

/// What the engine is sent: heads, and as many blobs (`null` where there is none).
pub(super) async fn prepare(sources: &[Source]) -> (Vec<SourceHead>, Vec<JsValue>) {
    let mut heads = Vec::with_capacity(sources.len());
    let mut blobs = Vec::with_capacity(sources.len());
    for source in sources {
        let (head, blob) = match source {
            Source::Blob { name, blob } => (SourceHead::Blob { name: name.clone() }, blob.clone().into()),
            Source::Address(address) => locate(address).await,
        };
        heads.push(head);
        blobs.push(blob);
    }
    (heads, blobs)
}

async fn locate(address: &str) -> (SourceHead, JsValue) {
    let unreachable =
        |name: &str, reason: String| (SourceHead::Unreachable { name: name.to_owned(), reason }, JsValue::NULL);
    let Some(url) = page().and_then(|page| Url::new_with_base(address.trim(), &page).ok()) else {
        return unreachable(
            address,
            format!("`{address}` is not an address. It should look like https://host/file.csv."),
        );
    };
    let name = file_name(&url);
    let own = page().and_then(|page| Url::new(&page).ok()).is_some_and(|page| page.origin() == url.origin());
    match url.protocol().as_str() {
        "http:" | "https:" if own => (SourceHead::Address { name, address: url.href() }, JsValue::NULL),
        "http:" | "https:" => match fetch_foreign(&url.href()).await {
            Ok(blob) => (SourceHead::Blob { name }, blob.into()),
            Err(reason) => unreachable(&name, reason),
        },
        other => {
            unreachable(&name, format!("Addresses that begin with `{other}` cannot be opened, only http and https."))
        }
    }
}

/// Where the page is; relative addresses start there.
fn page() -> Option<String> {
    web_sys::window()?.document()?.base_uri().ok().flatten()
}

/// The last part of the path, as a person would read it; the host where the path is empty.
fn file_name(url: &Url) -> String {
    let path = url.pathname();
    let last = path.rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let last = js_sys::decode_uri_component(last).map_or_else(|_| last.to_owned(), String::from);
    if last.is_empty() { url.host() } else { last }
}

/// Bytes from another origin; the error is a sentence for the ledger.
async fn fetch_foreign(address: &str) -> Result<Blob, String> {
    let worker = web::start_fetcher()?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = move |answer: Option<JsValue>| {
        if let Some(sender) = sender.borrow_mut().take() {
            let _ = sender.send(answer);
        }
    };
    let failed = tell.clone();
    let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| tell(Some(event.data())));
    let on_error = Closure::<dyn Fn()>::new(move || failed(None));
    worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
    let posted = worker.post_message(&JsValue::from_str(address));
    let answer = match posted {
        Ok(()) => receiver.await.ok().flatten(),
        Err(_) => None,
    };
    worker.terminate();
    let answer = answer.ok_or("fetch.js did not start; the copy of Floorlens on this host is incomplete.")?;
    let status = Reflect::get(&answer, &"status".into()).ok().and_then(|status| status.as_f64()).unwrap_or(0.0);
    match Reflect::get(&answer, &"body".into()).map(JsCast::dyn_into::<Blob>) {
        Ok(Ok(blob)) => Ok(blob),
        _ if status > 0.0 => Err(format!("{address} answered {status}.")),
        _ => Err(format!(
            "{address} does not answer, or its host does not let other sites read it. Download the file and drop it here."
        )),
    }
}
