//! Floorlens in the browser: one program that is both the page and its engine.
//!
//! `boot.js` compiles it once. Run in a window it is the page, run in a worker it is the engine, which holds the data
//! and answers questions.
//!
//! ```text
//! chunks.rs  parts of the program that are fetched when they are first needed
//! port.rs    the messages between page and engine
//! engine/    worker side: files, fetch, import, answers
//! client/    page side of the port: spawn, ask, generations, cancel, restart after a fault
//! embed.rs   window.floorlens
//! route.rs   the view in the address bar
//! text/      every sentence and word, numbers, dates
//! canvas/    drawing, pointers and keys
//! web/       the only other place that touches the browser's raw interfaces
//! ui/        the page
//! ```

mod canvas;
mod chunks;
mod client;
mod embed;
mod engine;
mod port;
mod route;
mod text;
mod ui;
mod web;

/// Allocates, and knows how many bytes are allocated: linear memory never shrinks, so its length says nothing of what is in use.
#[global_allocator]
static HEAP: cap::Cap<std::alloc::System> = cap::Cap::new(std::alloc::System, usize::MAX);

/// Bytes allocated in this instance of the program, page or engine. `cargo xtask bench` asks.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn allocated() -> usize {
    HEAP.allocated()
}

fn main() {
    if web::in_worker() {
        engine::run();
    } else {
        web::show_panics();
        ui::run();
    }
}
