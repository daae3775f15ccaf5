//! A reader: it is told a file, and then range after range of it.
//!
//! ```text
//! engine                      reader
//!                ◄─ "" ─────  ready
//!  ── [name, blob, choice] ►
//!  ── [from, to, …] ──────►   again and again
//!                ◄─ bytes ──  the chunk, transferred; a sentence when there is none
//!
//!  ── [name, beginning, choice] ►     or the text itself comes, piece by piece
//!  ── [from, to, …, last, text] ►
//!                ◄─ bytes ──
//! ```

use super::source::Plain;
use crate::web;
use floorlens_quick::import::{Divided, Range};
use floorlens_quick::model::{Choice, LeaveOut};
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, DedicatedWorkerGlobalScope, MessageEvent};

/// What a person does not want of a file, from its choice as JSON; blank = all is wanted.
pub(super) fn leave_out(chosen: &str) -> Option<Box<LeaveOut>> {
    let chosen: Choice = serde_json::from_str(chosen).ok()?;
    LeaveOut::of(&chosen).map(Box::new)
}

/// A file whose ranges are asked for; one whose text comes with them has no source.
struct Asked {
    source: Option<Rc<Plain>>,
    divided: Divided,
}

/// What a reader was told and has not done yet. Fetching takes turns, and answers go in the order of the questions.
#[derive(Default)]
struct Desk {
    told: VecDeque<Array>,
    works: bool,
    file: Option<Rc<Asked>>,
}

/// Listens until the engine ends this worker.
pub(super) fn serve() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let desk: Rc<RefCell<Desk>> = Rc::default();
    let answering = scope.clone();
    let listener = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let mut at = desk.borrow_mut();
        at.told.push_back(Array::from(&event.data()));
        if !std::mem::replace(&mut at.works, true) {
            let (desk, answering) = (Rc::clone(&desk), answering.clone());
            wasm_bindgen_futures::spawn_local(async move { work(&desk, &answering).await });
        }
    });
    scope.set_onmessage(Some(listener.as_ref().unchecked_ref()));
    // The listener lives as long as the worker.
    listener.forget();
    if let Err(error) = scope.post_message(&JsValue::from_str("")) {
        wasm_bindgen::throw_str(&web::describe(&error));
    }
}

/// Does what it was told until there is nothing left.
async fn work(desk: &RefCell<Desk>, scope: &DedicatedWorkerGlobalScope) {
    loop {
        let next = desk.borrow_mut().told.pop_front();
        let Some(told) = next else {
            desk.borrow_mut().works = false;
            return;
        };
        if let Some(name) = told.get(0).as_string() {
            let leave_out = leave_out(&told.get(2).as_string().unwrap_or_default());
            let (source, divided) = match told.get(1).dyn_into::<Uint8Array>() {
                Ok(beginning) => (None, Divided::of_text(&name, beginning.to_vec(), leave_out)),
                Err(blob) => {
                    let source = Rc::new(Plain::new(blob.unchecked_into::<Blob>()));
                    (Some(Rc::clone(&source)), Divided::open(&name, source, leave_out))
                }
            };
            desk.borrow_mut().file = divided.map(|divided| Rc::new(Asked { source, divided }));
            continue;
        }
        let number = |i: u32| told.get(i).as_f64().unwrap_or_default();
        let range = Range {
            from: number(0) as u64,
            to: number(1) as u64,
            rejected: number(2) as u32,
            unclosed: number(3) as u32,
        };
        let file = desk.borrow().file.clone();
        let read = match file {
            Some(file) => match &file.source {
                Some(source) => {
                    source.fetch(file.divided.extent(range)).await;
                    file.divided.read(range).map_err(|error| error.to_string())
                }
                None => {
                    let text = told.get(5).unchecked_into::<Uint8Array>().to_vec();
                    Ok(file.divided.read_text(&text, range, told.get(4).is_truthy()))
                }
            },
            None => Err("it cannot read the header".to_owned()),
        };
        let posted = match read {
            Ok(chunk) => {
                let bytes = Uint8Array::from(chunk.as_slice());
                scope.post_message_with_transfer(&bytes, &Array::of1(&bytes.buffer()))
            }
            Err(fault) => scope.post_message(&JsValue::from_str(&fault)),
        };
        if let Err(error) = posted {
            wasm_bindgen::throw_str(&web::describe(&error));
        }
    }
}
