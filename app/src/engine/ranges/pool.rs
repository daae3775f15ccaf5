//! The readers as the engine sees them.

use super::AHEAD;
use crate::web;
use floorlens_core::import::Range;
use js_sys::{Array, Uint8Array};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, ErrorEvent, MessageEvent, Worker};

/// What came from a reader.
pub(super) enum Arrival {
    /// A range that was read.
    Chunk { range: u64, bytes: Uint8Array },
    /// It is gone.
    Stopped { why: String },
}

/// Readers of one file. They end with it.
#[derive(Default)]
pub(super) struct Pool {
    readers: Vec<Reader>,
    heard: Rc<Heard>,
}

/// What was heard and not looked at yet, with the number of the reader.
type Heard = RefCell<VecDeque<(usize, News)>>;

enum News {
    Ready,
    Chunk(Uint8Array),
    Fault(String),
}

struct Reader {
    worker: Worker,
    ready: bool,
    stopped: bool,
    /// The ranges before it, in the order in which it reads them.
    ranges: VecDeque<u64>,
    _on_message: Closure<dyn Fn(MessageEvent)>,
    _on_error: Closure<dyn Fn(ErrorEvent)>,
}

impl Drop for Reader {
    fn drop(&mut self) {
        self.worker.set_onmessage(None);
        self.worker.set_onerror(None);
        self.worker.terminate();
    }
}

impl Pool {
    /// Starts readers of a file; `chosen` is what a person wants of it as JSON, blank = all.
    pub(super) fn start(readers: u32, name: &str, blob: &Blob, chosen: &str) -> Result<Pool, JsValue> {
        Self::start_all(readers, &Array::of3(&JsValue::from_str(name), blob, &JsValue::from_str(chosen)))
    }

    /// Starts readers of a text that begins so, which they are given piece by piece.
    pub(super) fn start_for_text(readers: u32, name: &str, chosen: &str, beginning: &[u8]) -> Result<Pool, JsValue> {
        let beginning = Uint8Array::from(beginning);
        Self::start_all(readers, &Array::of3(&JsValue::from_str(name), &beginning, &JsValue::from_str(chosen)))
    }

    /// Starts readers that are told this of their file.
    fn start_all(readers: u32, file: &Array) -> Result<Pool, JsValue> {
        let heard: Rc<Heard> = Rc::default();
        let mut pool = Pool { readers: Vec::new(), heard: Rc::clone(&heard) };
        for number in 0..readers as usize {
            let worker = web::start_reader()?;
            let hears = Rc::clone(&heard);
            // A reader says that it is ready, and what file it will read is all that it is told before.
            let file = file.clone();
            let to = worker.clone();
            let on_message = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
                let news = match event.data().dyn_into::<Uint8Array>() {
                    Ok(bytes) => News::Chunk(bytes),
                    Err(data) => match data.as_string() {
                        Some(fault) if !fault.is_empty() => News::Fault(fault),
                        _ => match to.post_message(&file) {
                            Ok(()) => News::Ready,
                            Err(error) => News::Fault(web::describe(&error)),
                        },
                    },
                };
                hears.borrow_mut().push_back((number, news));
            });
            let hears = Rc::clone(&heard);
            let on_error = Closure::<dyn Fn(ErrorEvent)>::new(move |event: ErrorEvent| {
                // Else it would count as a fault of the engine.
                event.prevent_default();
                hears.borrow_mut().push_back((number, News::Fault(event.message())));
            });
            worker.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
            worker.set_onerror(Some(on_error.as_ref().unchecked_ref()));
            pool.readers.push(Reader {
                worker,
                ready: false,
                stopped: false,
                ranges: VecDeque::new(),
                _on_message: on_message,
                _on_error: on_error,
            });
        }
        Ok(pool)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.readers.len()
    }

    /// What arrived since this was last asked.
    pub(super) fn arrivals(&mut self) -> Vec<Arrival> {
        let news = self.heard.take();
        let mut arrivals = Vec::new();
        for (number, news) in news {
            let Some(reader) = self.readers.get_mut(number).filter(|reader| !reader.stopped) else { continue };
            match news {
                News::Ready => reader.ready = true,
                News::Chunk(bytes) => {
                    let range = reader.ranges.pop_front();
                    arrivals.extend(range.map(|range| Arrival::Chunk { range, bytes }));
                }
                News::Fault(why) => {
                    reader.stopped = true;
                    reader.worker.terminate();
                    arrivals.push(Arrival::Stopped { why });
                }
            }
        }
        arrivals
    }

    /// Gives a range to the reader that has the fewest; `false` when all have enough.
    pub(super) fn give(&mut self, number: u64, range: Range) -> bool {
        self.give_with(number, range, |_| ())
    }

    /// The same with the text that stands there, perhaps the last of all.
    pub(super) fn give_text(&mut self, number: u64, range: Range, last: bool, text: &[u8]) -> bool {
        self.give_with(number, range, |message| {
            message.push(&JsValue::from_bool(last));
            message.push(&Uint8Array::from(text));
        })
    }

    fn give_with(&mut self, number: u64, range: Range, more: impl Fn(&Array)) -> bool {
        let free = |reader: &&mut Reader| reader.ready && !reader.stopped && reader.ranges.len() < AHEAD;
        let Some(reader) = self.readers.iter_mut().filter(free).min_by_key(|reader| reader.ranges.len()) else {
            return false;
        };
        let numbers = [range.from as f64, range.to as f64, f64::from(range.rejected), f64::from(range.unclosed)];
        let message: Array = numbers.into_iter().map(JsValue::from_f64).collect();
        more(&message);
        // The text of a piece is handed over, not copied once more.
        let handed: Array =
            message.iter().filter_map(|part| part.dyn_into::<Uint8Array>().ok()).map(|text| text.buffer()).collect();
        if reader.worker.post_message_with_transfer(&message, &handed).is_err() {
            return false;
        }
        reader.ranges.push_back(number);
        true
    }
}
