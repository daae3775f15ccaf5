//! The page itself: its address, its theme, files that it hands out.

use super::describe;
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// The fragment of the address, with `#`; empty when there is none.
pub(crate) fn fragment() -> String {
    web_sys::window().and_then(|w| w.location().hash().ok()).unwrap_or_default()
}

/// The whole address.
pub(crate) fn address() -> String {
    web_sys::window().and_then(|w| w.location().href().ok()).unwrap_or_default()
}

/// Changes the fragment without loading anything: as a step that Back undoes, or in place.
pub(crate) fn set_fragment(fragment: &str, step: bool) {
    let Some(history) = web_sys::window().and_then(|w| w.history().ok()) else {
        return;
    };
    let address = format!("#{fragment}");
    // A browser refuses more than a hundred changes in half a minute; the next change brings the address up to date.
    let _ = if step {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    };
}

/// Loads the page again, with the address as it is.
pub(crate) fn reload() {
    if let Some(window) = web_sys::window() {
        let _ = window.location().reload();
    }
}

/// Whether an address is one of the page's own origin; an address that cannot be read is not.
pub(crate) fn is_own_origin(address: &str) -> bool {
    let own = || {
        let base = web_sys::window()?.document()?.base_uri().ok()??;
        let page = Url::new(&base).ok()?;
        let url = Url::new_with_base(address.trim(), &base).ok()?;
        // `null` is the origin of every `data:`, `blob:` and `file:` address.
        Some(url.origin() == page.origin() && url.origin() != "null")
    };
    own().unwrap_or(false)
}

/// Whether an address can be read at all, and is http or https.
pub(crate) fn is_address(address: &str) -> bool {
    let url = || {
        let base = web_sys::window()?.document()?.base_uri().ok()??;
        Url::new_with_base(address.trim(), &base).ok()
    };
    !address.trim().is_empty() && url().is_some_and(|url| matches!(url.protocol().as_str(), "http:" | "https:"))
}

/// Sets or takes away an attribute of the document's root.
pub(crate) fn set_root_attribute(name: &str, value: Option<&str>) {
    if let Some(root) = web_sys::window().and_then(|w| w.document()).and_then(|d| d.document_element()) {
        let _ = match value {
            Some(value) => root.set_attribute(name, value),
            None => root.remove_attribute(name),
        };
    }
}

/// Whether a media query holds now.
pub(crate) fn matches_media(query: &str) -> bool {
    web_sys::window().and_then(|w| w.match_media(query).ok().flatten()).is_some_and(|m| m.matches())
}

/// Calls `changed` whenever a media query begins or ceases to hold, as long as the page lives.
pub(crate) fn on_media(query: &str, changed: impl Fn(bool) + 'static) {
    let Some(media) = web_sys::window().and_then(|w| w.match_media(query).ok().flatten()) else { return };
    let of = media.clone();
    let listener = Closure::<dyn Fn()>::new(move || changed(of.matches()));
    // Without it the page looks right again after the next reload.
    let _ = media.add_event_listener_with_callback("change", listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Puts the focus on an element.
pub(crate) fn focus(id: &str) {
    if let Some(element) = element(id) {
        let _ = element.focus();
    }
}

/// Scrolls an element into view where it is hidden.
pub(crate) fn reveal(id: &str) {
    if let Some(element) = element(id) {
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Nearest);
        options.set_inline(web_sys::ScrollLogicalPosition::Nearest);
        element.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

fn element(id: &str) -> Option<web_sys::HtmlElement> {
    web_sys::window()?.document()?.get_element_by_id(id)?.dyn_into().ok()
}

/// Copies text to the clipboard.
pub(crate) async fn copy(text: &str) -> Result<(), String> {
    let window = web_sys::window().ok_or("There is no window.")?;
    let promise = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::JsFuture::from(promise).await.map(drop).map_err(|error| describe(&error))
}

/// Gives a person a file to keep.
pub(crate) fn download(name: &str, media_type: &str, text: &str) -> Result<(), String> {
    let save = || -> Result<(), JsValue> {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        let blob = Blob::new_with_str_sequence_and_options(&Array::of1(&text.into()), &options)?;
        let url = Url::create_object_url_with_blob(&blob)?;
        let document = web_sys::window().and_then(|w| w.document()).ok_or("There is no document.")?;
        let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
        anchor.set_href(&url);
        anchor.set_download(name);
        anchor.click();
        Url::revoke_object_url(&url)
    };
    save().map_err(|error| describe(&error))
}

/// The browser's language as a tag such as `de-AT`; empty when it does not say.
pub(crate) fn language() -> String {
    web_sys::window().and_then(|window| window.navigator().language()).unwrap_or_default()
}
