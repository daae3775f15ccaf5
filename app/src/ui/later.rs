//! What is shown once its code is fetched.

use crate::chunks::{Missing, Screen};
use crate::text;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::pin::Pin;

/// Fetches the code of a view.
pub(super) type Fetch = fn() -> Pin<Box<dyn Future<Output = Result<Screen, Missing>>>>;

/// The view that `fetch` brings; until then that it is on its way, or that it could not be had, with a button to try again.
pub(super) fn later(fetch: Fetch) -> AnyView {
    let (code, set_code) = signal(None::<Result<Screen, Missing>>);
    let begin = move || {
        set_code.set(None);
        spawn_local(async move {
            let fetched = fetch().await;
            // The person may have gone elsewhere meanwhile.
            let _ = set_code.try_set(Some(fetched));
        });
    };
    begin();
    (move || match code.get() {
        None => view! { <p class="empty" role="status">{text::shell::loading()}</p> }.into_any(),
        Some(Ok(screen)) => screen(),
        Some(Err(missing)) => view! {
            <div class="problem" role="alert">
                <p>{missing.to_string()}</p>
                <button type="button" class="button" on:click=move |_| begin()>{text::shell::try_again()}</button>
            </div>
        }
        .into_any(),
    })
    .into_any()
}
