//! Floorlens in the browser: one program that is both the page and its engine.
//!
//! `boot.js` compiles it once. Run in a window it is the page ([`ui`]), run in a worker it is the engine ([`engine`]),
//! which holds the data and answers questions.

mod engine;
mod ui;

use wasm_bindgen::JsCast;

fn main() {
    let in_a_window = js_sys::global().is_instance_of::<web_sys::Window>();
    if in_a_window {
        ui::run();
    } else {
        engine::run();
    }
}
