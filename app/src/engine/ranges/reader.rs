//! A reader: it is told a file, and then range after range of it.
//!
//! ```text
//! engine                      reader
//!                ◄─ "" ─────  ready
//!  ── [name, blob, choice] ►
//!  ── [from, to, …] ──────►   again and again
//!                ◄─ bytes ──  the chunk, transferred; a sentence when there is none
//! ```

use super::source::Plain;
use crate::web;
use floorlens_quick::import::{Divided, Range};
use floorlens_quick::model::{Choice, LeaveOut};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// What a person does not want of a file, from its choice as JSON; blank = all is wanted.
pub(super) fn leave_out(chosen: &str) -> Option<Box<LeaveOut>> {
    let chosen: Choice = serde_json::from_str(chosen).ok()?;
    LeaveOut::of(&chosen).map(Box::new)
}

/// Listens until the engine ends this worker.
pub(super) fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let answering = scope.clone();
    let file: RefCell<Option<Divided>> = RefCell::default();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let told = Array::from(&event.data());
        let number = |i: u32| told.get(i).as_f64().unwrap_or_default();
        let name = told.get(0).as_string();
        if let Some(name) = name {
            let source = Plain(told.get(1).unchecked_into::<Blob>());
            let chosen = told.get(2).as_string().unwrap_or_default();
            *file.borrow_mut() = Divided::open(&name, Rc::new(source), leave_out(&chosen));
            return;
        }
        let range = Range {
            from: number(0) as u64,
            to: number(1) as u64,
            rejected: number(2) as u32,
            unclosed: number(3) as u32,
        };
        let read = match &*file.borrow() {
            Some(file) => file.read(range).map_err(|error| error.to_string()),
            None => Err("it cannot read the header".to_owned()),
        };
        let posted = match read {
            Ok(chunk) => {
                let bytes = Uint8Array::from(chunk.as_slice());
                answering.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
            }
            Err(fault) => answering.post_message(&JsValue::from_str(&fault)),
        };
        if let Err(error) = posted {
            wasm_bindgen::throw_str(&web::describe(&error));
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    if let Err(error) = scope.post_message(&JsValue::from_str("")) {
        wasm_bindgen::throw_str(&web::describe(&error));
    }
}
