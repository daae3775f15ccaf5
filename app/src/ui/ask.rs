//! A panel's answer: asked again whenever its question or the data changes, with the old one kept until the new one is here.

use super::live::live;
use crate::client::{Client, parse};
use floorlens_core::protocol::{AskError, Question};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::de::DeserializeOwned;
use std::rc::Rc;

/// How far an answer is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Load<T> {
    /// Nothing is asked.
    Nothing,
    /// The first answer is on its way.
    Loading,
    /// The answer.
    Ready(T),
    /// There is none, and why.
    Failed(AskError),
}

impl<T> Load<T> {
    /// The answer, if it is here.
    pub(crate) fn ready(self) -> Option<T> {
        match self {
            Load::Ready(answer) => Some(answer),
            _ => None,
        }
    }
}

/// Asks `question` now and whenever something that it reads, the data or the recipe changes. Of answers that overtake each
/// other the newest question's counts.
pub(crate) fn answer<T>(question: impl Fn() -> Option<Question> + 'static) -> ReadSignal<Load<T>>
where
    T: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let (load, set_load) = signal(Load::Nothing);
    let show = move |step: Step| {
        // The panel may be gone by now.
        let _ = set_load.try_set(match step {
            Step::Nothing => Load::Nothing,
            Step::Loading => Load::Loading,
            Step::Done(answer) => match answer.and_then(|json| parse(&json)) {
                Ok(answer) => Load::Ready(answer),
                Err(error) => Load::Failed(error),
            },
        });
    };
    ask_again(Box::new(question), Rc::new(show));
    load
}

/// [`Load`] without the type of the answer.
enum Step {
    Nothing,
    Loading,
    Done(Result<String, AskError>),
}

/// The part of [`answer`] that does not depend on the type of the answer, which would be made again for each of them.
fn ask_again(question: Box<dyn Fn() -> Option<Question>>, show: Rc<dyn Fn(Step)>) {
    let client = Client::expect();
    let newest = StoredValue::new(0_u64);
    let last = StoredValue::new(None::<Question>);
    // Whether the answer to the last question is on screen.
    let answered = StoredValue::new(false);
    Effect::new(move |_| {
        client.data_version.track();
        let asked = newest.with_value(|n| n + 1);
        newest.set_value(asked);
        let Some(question) = question() else {
            last.set_value(None);
            answered.set_value(false);
            show(Step::Nothing);
            return;
        };
        // Another question's answer is no stand-in; the same question's old answer is, while data comes in.
        let same = last.with_value(|last| last.as_ref() == Some(&question));
        if !same || !answered.get_value() {
            answered.set_value(false);
            show(Step::Loading);
        }
        let json = question.to_json();
        last.set_value(Some(question));
        let show = Rc::clone(&show);
        spawn_local(async move {
            let answer = client.ask_json(&json).await;
            if newest.try_get_value() == Some(asked) {
                let _ = answered.try_set_value(answer.is_ok());
                show(Step::Done(answer));
            }
        });
    });
}

/// Shows an answer, or that it is on its way, or why there is none.
pub(crate) fn loaded<T, V>(load: ReadSignal<Load<T>>, show: impl Fn(T) -> V + Send + 'static) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    live(move || match load.get() {
        Load::Nothing => ().into_any(),
        Load::Loading => view! { <p class="empty" role="status">{crate::text::shell::loading()}</p> }.into_any(),
        Load::Ready(answer) => show(answer).into_view().into_any(),
        Load::Failed(error) => view! { <p class="problem" role="alert">{error.error}</p> }.into_any(),
    })
}
