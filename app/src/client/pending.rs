//! Requests that wait for their reply.

use crate::port::RequestId;
use floorlens_core::protocol::AskError;
use futures_channel::oneshot;
use js_sys::Array;
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

/// What a request comes to: the reply's payload, or a sentence.
pub(super) type Reply = Result<Array, AskError>;

/// Requests by number. A caller that lost interest drops its receiver; the reply then goes nowhere.
#[derive(Default)]
pub(super) struct Pending {
    last: Cell<RequestId>,
    waiting: RefCell<BTreeMap<RequestId, oneshot::Sender<Reply>>>,
}

impl Pending {
    /// A new request and where its reply will come.
    pub(super) fn enter(&self) -> (RequestId, oneshot::Receiver<Reply>) {
        let id = self.last.get().wrapping_add(1);
        self.last.set(id);
        let (sender, receiver) = oneshot::channel();
        self.waiting.borrow_mut().insert(id, sender);
        (id, receiver)
    }

    /// Hands a reply to whoever asked.
    pub(super) fn resolve(&self, id: RequestId, reply: Reply) {
        let sender = self.waiting.borrow_mut().remove(&id);
        if let Some(sender) = sender {
            let _ = sender.send(reply);
        }
    }

    /// Ends every request with the same sentence.
    pub(super) fn fail_all(&self, why: &str) {
        for sender in self.waiting.take().into_values() {
            let _ = sender.send(Err(AskError::new(why)));
        }
    }
}
