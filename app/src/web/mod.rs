//! The browser's raw interfaces, wrapped once. Nothing else outside `engine/` touches them.
//!
//! ```text
//! boot.rs     what boot.js hands over: starting engines and fetchers
//! drop.rs     dropped and chosen files and folders
//! fault.rs    what a person sees when the page itself hits a fault
//! page.rs     address, theme, focus, clipboard, files handed out
//! storage.rs  what this browser remembers
//! turn.rs     letting the browser do other work in between
//! value.rs    errors that come as JavaScript values, as text
//! ```

mod boot;
pub(crate) mod drop;
mod fault;
pub(crate) mod page;
pub(crate) mod storage;
mod turn;
mod value;

pub(crate) use boot::{
    Gunzip, dismiss_readers, fill, gunzip, prepare_reader, start_engine, start_fetcher, start_reader,
};
pub(crate) use fault::show_panics;
pub(crate) use turn::{Turns, pause};
pub(crate) use value::describe;

use wasm_bindgen::JsCast;

/// Whether this is the engine's copy of the program.
pub(crate) fn in_worker() -> bool {
    js_sys::global().is_instance_of::<web_sys::DedicatedWorkerGlobalScope>()
}
