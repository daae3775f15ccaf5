//! What is shown once its code is fetched.

use super::live::{live, visible};
use crate::chunks::Missing;
use crate::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;
use std::rc::Rc;

/// Makes a view.
pub(super) type Make = Rc<dyn Fn() -> AnyView>;

/// The code of a view, or that it could not be had.
pub(super) type Fetched = Pin<Box<dyn Future<Output = Result<Make, Missing>>>>;

/// The view whose code `fetch` brings; until then that it is on its way, or that it could not be had, with a button to try again.
pub(super) fn later(fetch: impl Fn() -> Fetched + 'static) -> AnyView {
    fetched(None, Rc::new(fetch))
}

/// [`later`], but the fetching waits until `wanted` holds: what a person looks at first must not wait for it.
pub(super) fn later_when(
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    fetch: impl Fn() -> Fetched + 'static,
) -> AnyView {
    fetched(Some(Box::new(wanted)), Rc::new(fetch))
}

/// [`later`], but nothing is fetched or shown before `wanted` holds for the first time.
pub(super) fn once_wanted(
    wanted: impl Fn() -> bool + Send + Sync + 'static,
    fetch: impl Fn() -> Fetched + Copy + Send + 'static,
) -> AnyView {
    let ever = RwSignal::new(false);
    Effect::new(move |_| {
        if wanted() {
            ever.set(true);
        }
    });
    visible(move || ever.get(), move || later(fetch))
}

fn fetched(wanted: Option<Box<dyn Fn() -> bool + Send + Sync>>, fetch: Rc<dyn Fn() -> Fetched>) -> AnyView {
    let code = RwSignal::new_local(None::<Result<Make, Missing>>);
    let fetch = StoredValue::new_local(fetch);
    let begin = move || {
        code.set(None);
        let fetched = fetch.with_value(|fetch| fetch());
        spawn_local(async move {
            let fetched = fetched.await;
            // The person may have gone elsewhere meanwhile.
            let _ = code.try_set(Some(fetched));
        });
    };
    match wanted {
        None => begin(),
        Some(wanted) => {
            Effect::new(move |begun: Option<bool>| {
                let begun = begun.unwrap_or_default();
                if !begun && wanted() {
                    begin();
                    return true;
                }
                begun
            });
        }
    }
    live(move || match code.get() {
        None => view! { <p class="empty" role="status">{text::shell::loading()}</p> }.into_any(),
        Some(Ok(make)) => make(),
        Some(Err(missing)) => view! {
            <div class="problem" role="alert">
                <p>{missing.to_string()}</p>
                <button type="button" class="button" on:click=move |_| begin()>{text::shell::try_again()}</button>
            </div>
        }
        .into_any(),
    })
}
