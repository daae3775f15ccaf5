//! What changes in place, in little code.
//!
//! The framework makes machinery of its own for the type of every closure in a view, two kilobytes each time. Here closures go behind one
//! pointer type first, so that the machinery is there once.

use leptos::prelude::*;

/// A view that is made again whenever something that it reads changes.
pub(super) fn live<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    made(Box::new(move || view().into_view().into_any()))
}

/// A view that is there while `when` holds.
pub(super) fn visible<V: IntoView + 'static>(
    when: impl Fn() -> bool + Send + Sync + 'static,
    view: impl Fn() -> V + Send + 'static,
) -> AnyView {
    while_true(Box::new(when), Box::new(move || view().into_view().into_any()))
}

fn made(view: Box<dyn FnMut() -> AnyView + Send>) -> AnyView {
    view.into_any()
}

fn while_true(when: Box<dyn Fn() -> bool + Send + Sync>, view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    // Only a change of the answer makes the view anew, not every change of what it is drawn from.
    let when = Memo::new(move |_| when());
    made(Box::new(move || if when.get() { view() } else { ().into_any() }))
}
