//! The newest question of each panel, one at a time.
//!
//! A window that is being dragged makes more questions than the engine can answer. Per slot one question is with the
//! engine and one, the newest, waits; those in between are never sent.

use futures_channel::oneshot;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

/// All slots of a client, by name.
#[derive(Default)]
pub(super) struct Slots(RefCell<BTreeMap<&'static str, Slot>>);

#[derive(Default)]
struct Slot {
    newest: u64,
    busy: bool,
    waiting: Option<oneshot::Sender<()>>,
}

/// The right to ask; dropping it lets the next one in.
pub(super) struct Turn {
    slots: Rc<Slots>,
    slot: &'static str,
    number: u64,
}

impl Slots {
    /// Waits for a turn; `None` when a newer question took it.
    pub(super) async fn enter(self: &Rc<Self>, slot: &'static str) -> Option<Turn> {
        let (number, wait) = {
            let mut slots = self.0.borrow_mut();
            let state = slots.entry(slot).or_default();
            state.newest += 1;
            let wait = state.busy.then(|| {
                let (sender, receiver) = oneshot::channel();
                // Whoever waited until now is dropped with its sender, and learns so.
                state.waiting = Some(sender);
                receiver
            });
            state.busy = true;
            (state.newest, wait)
        };
        if let Some(wait) = wait {
            wait.await.ok()?;
        }
        Some(Turn { slots: Rc::clone(self), slot, number })
    }
}

impl Turn {
    /// Whether nobody has asked since.
    pub(super) fn is_newest(&self) -> bool {
        self.slots.0.borrow().get(self.slot).is_some_and(|slot| slot.newest == self.number)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut slots = self.slots.0.borrow_mut();
        if let Some(slot) = slots.get_mut(self.slot) {
            // The next one may have lost interest while it waited.
            slot.busy = slot.waiting.take().is_some_and(|next| next.send(()).is_ok());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};
    use wasm_bindgen_test::wasm_bindgen_test;

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    fn ready<F: Future>(future: F) -> F::Output {
        match poll(pin!(future)) {
            Poll::Ready(output) => output,
            Poll::Pending => panic!("it should not have had to wait"),
        }
    }

    #[wasm_bindgen_test]
    fn of_many_questions_the_first_and_the_newest_are_asked() {
        let slots = Rc::new(Slots::default());
        let first = ready(slots.enter("window")).expect("nobody is before it");
        let mut second = pin!(slots.enter("window"));
        assert!(poll(second.as_mut()).is_pending());
        let mut third = pin!(slots.enter("window"));
        assert!(poll(third.as_mut()).is_pending());
        assert!(ready(second).is_none(), "a newer one took its place");
        assert!(!first.is_newest());
        drop(first);
        assert!(ready(third).expect("its turn has come").is_newest());
    }

    #[wasm_bindgen_test]
    fn slots_do_not_wait_for_each_other() {
        let slots = Rc::new(Slots::default());
        let _one = ready(slots.enter("window")).expect("nobody is before it");
        assert!(ready(slots.enter("search")).is_some());
    }

    #[wasm_bindgen_test]
    fn one_who_gave_up_waiting_does_not_block_the_slot() {
        let slots = Rc::new(Slots::default());
        let first = ready(slots.enter("window")).expect("nobody is before it");
        {
            let mut second = pin!(slots.enter("window"));
            assert!(poll(second.as_mut()).is_pending());
        }
        drop(first);
        assert!(ready(slots.enter("window")).is_some());
    }
}
