//! A field for an address.

use crate::client::Source;
use crate::text;
use crate::ui::Workspace;
use crate::ui::live::live;
use crate::web::page;
use leptos::prelude::*;

/// Whatever a person types here is fetched, also from another host: typing it is asking for it.
#[component]
pub(super) fn AddressField() -> impl IntoView {
    let workspace = Workspace::expect();
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let submit = move |ev: leptos::ev::SubmitEvent| {
        ev.prevent_default();
        let address = typed.get_untracked().trim().to_owned();
        if page::is_address(&address) {
            wrong.set(false);
            workspace.open(vec![Source::Address(address)]);
        } else {
            wrong.set(true);
        }
    };
    view! {
        <form class="stack" on:submit=submit novalidate>
            <label class="label" for="address">{text::open::address()}</label>
            <div class="row">
                <input class="field address" id="address" type="url" inputmode="url" autocomplete="off"
                    placeholder=text::open::address_hint()
                    aria-invalid=Signal::derive(move || wrong.get().to_string())
                    aria-describedby="address-wrong"
                    prop:value=Signal::derive(move || typed.get())
                    on:input=move |ev| { typed.set(event_target_value(&ev)); wrong.set(false); } />
                <button type="submit" class="button">{text::open::address_open()}</button>
            </div>
            <p class="field-error" id="address-wrong" role="alert">
                {live(move || wrong.get().then(text::open::address_wrong))}
            </p>
        </form>
    }
}
