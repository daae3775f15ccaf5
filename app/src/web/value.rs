//! Errors that come as JavaScript values, as text.

use js_sys::Error;
use wasm_bindgen::{JsCast, JsValue};

/// What a thrown value says: an `Error`'s message, a string itself, else how it prints.
pub(crate) fn describe(value: &JsValue) -> String {
    match value.dyn_ref::<Error>() {
        Some(error) => String::from(error.message()),
        None => value.as_string().unwrap_or_else(|| format!("{value:?}")),
    }
}
