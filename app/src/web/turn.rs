//! Letting the browser do other work in between.

use futures_channel::oneshot;
use js_sys::Promise;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel};

/// Gives way to the event loop. A message to oneself comes back as soon as the events before it are done, while a
/// nested timer of zero is held back by 4 ms.
pub(crate) struct Turns {
    channel: MessageChannel,
    waiting: Rc<RefCell<Option<oneshot::Sender<()>>>>,
    _listener: Closure<dyn FnMut()>,
}

impl Turns {
    /// A way to give way; fails only where the browser refuses to make a channel.
    pub(crate) fn new() -> Result<Turns, JsValue> {
        let channel = MessageChannel::new()?;
        let waiting: Rc<RefCell<Option<oneshot::Sender<()>>>> = Rc::default();
        let woken = Rc::clone(&waiting);
        let listener = Closure::<dyn FnMut()>::new(move || {
            if let Some(sender) = woken.borrow_mut().take() {
                // A task that was dropped meanwhile needs no waking.
                let _ = sender.send(());
            }
        });
        channel.port1().set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Ok(Turns { channel, waiting, _listener: listener })
    }

    /// Waits until the events that are due now have been handled.
    pub(crate) async fn give_way(&self) {
        let (sender, receiver) = oneshot::channel();
        *self.waiting.borrow_mut() = Some(sender);
        if self.channel.port2().post_message(&JsValue::NULL).is_ok() {
            let _ = receiver.await;
        }
    }
}

/// Waits in a worker.
pub(crate) async fn pause(scope: &DedicatedWorkerGlobalScope, ms: i32) {
    let waited = Promise::new(&mut |resolve, _| {
        if scope.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms).is_err() {
            // Without a clock nothing is waited for.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(waited).await;
}
