//! Drawing once per frame, however many events ask for it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;

/// A drawing that can be asked for. Copies ask for the same one; when the last is dropped it is not drawn any more.
#[derive(Clone)]
pub(crate) struct Frame(Rc<Inner>);

struct Inner {
    /// The browser's number of the frame that was asked for.
    asked: Rc<Cell<Option<i32>>>,
    callback: Closure<dyn FnMut(f64)>,
}

impl Frame {
    /// `draw` is called at most once per frame, with the frame's time in milliseconds.
    pub(crate) fn new(draw: impl FnMut(f64) + 'static) -> Frame {
        let asked = Rc::new(Cell::new(None));
        let asked_again = Rc::clone(&asked);
        let draw = RefCell::new(draw);
        let callback = Closure::<dyn FnMut(f64)>::new(move |now| {
            asked_again.set(None);
            // A drawing that asks for the next frame is not called inside itself.
            if let Ok(mut draw) = draw.try_borrow_mut() {
                draw(now);
            }
        });
        Frame(Rc::new(Inner { asked, callback }))
    }

    /// Draws with the next frame.
    pub(crate) fn request(&self) {
        if self.0.asked.get().is_none()
            && let Some(window) = web_sys::window()
        {
            let asked = window.request_animation_frame(self.0.callback.as_ref().unchecked_ref());
            self.0.asked.set(asked.ok());
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        if let (Some(asked), Some(window)) = (self.asked.get(), web_sys::window()) {
            let _ = window.cancel_animation_frame(asked);
        }
    }
}
