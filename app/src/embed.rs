//! `window.floorlens`: what an embedding page and a person at the console can do. See `docs/embed.md`.

use crate::client::{Client, Source};
use crate::web;
use floorlens_core::protocol::AskError;
use js_sys::{Array, Error, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::{Blob, File};

/// Puts `floorlens` onto the window.
pub(crate) fn install(client: Client) -> Result<(), JsValue> {
    let door = Object::new();
    set(
        &door,
        "ready",
        &future_to_promise(async move {
            client.ready().await.map_err(|error| thrown(&error))?;
            Ok(JsValue::UNDEFINED)
        }),
    )?;
    let open = Closure::<dyn Fn(JsValue, JsValue) -> Promise>::new(move |what: JsValue, how: JsValue| {
        future_to_promise(async move {
            let sources = sources(&what)?;
            let number = |name: &str| Reflect::get(&how, &name.into()).ok().and_then(|number| number.as_f64());
            let (readers, memory) = (number("readers"), number("memory"));
            client
                .open_json(sources, readers.map(|readers| readers as u32), memory.map(|bytes| bytes as u64))
                .await
                .map_err(|error| thrown(&error))
                .and_then(|report| JSON::parse(&report))
        })
    });
    let ask = Closure::<dyn Fn(JsValue) -> Promise>::new(move |question: JsValue| {
        future_to_promise(async move {
            let question = match question.as_string() {
                Some(text) => text,
                None => String::from(JSON::stringify(&question)?),
            };
            client.ask_json(&question).await.map_err(|error| thrown(&error)).and_then(|answer| JSON::parse(&answer))
        })
    });
    let link = Closure::<dyn Fn() -> Result<String, JsValue>>::new(|| {
        web_sys::window().ok_or_else(|| Error::new("There is no window."))?.location().href()
    });
    set(&door, "open", &open.into_js_value())?;
    set(&door, "ask", &ask.into_js_value())?;
    set(&door, "link", &link.into_js_value())?;
    set(&js_sys::global(), "floorlens", &door)
}

fn set(object: &Object, name: &str, value: &JsValue) -> Result<(), JsValue> {
    Reflect::set(object, &name.into(), value).map(drop)
}

fn thrown(error: &AskError) -> JsValue {
    Error::new(&error.error).into()
}

/// One file, blob or address, or a list of them in any mixture.
fn sources(what: &JsValue) -> Result<Vec<Source>, JsValue> {
    let list = match js_sys::try_iter(what) {
        // A string can be iterated too, letter by letter.
        Ok(Some(_)) if !what.is_string() => Array::from(what),
        _ => Array::of1(what),
    };
    list.iter().zip(1..).map(|(entry, number)| source(&entry, number)).collect()
}

fn source(entry: &JsValue, number: usize) -> Result<Source, JsValue> {
    if let Some(address) = entry.as_string() {
        Ok(Source::Address(address))
    } else if let Some(file) = entry.dyn_ref::<File>() {
        Ok(file.clone().into())
    } else if let Some(blob) = entry.dyn_ref::<Blob>() {
        Ok(Source::Blob { name: format!("blob {number}"), blob: blob.clone() })
    } else {
        let what = web::describe(entry);
        Err(Error::new(&format!("open() takes files, blobs and addresses; entry {number} is {what}.")).into())
    }
}
