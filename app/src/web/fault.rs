//! What a person sees when the page itself hits a fault. (The engine's faults are the client's matter.)

use wasm_bindgen::prelude::*;
use web_sys::console;

/// From now on a panic is told in the page and on the console. The link still holds the view, so reloading brings it
/// back; nothing of the broken page is relied on to say so.
pub(crate) fn show_panics() {
    std::panic::set_hook(Box::new(|info| {
        console::error_1(&JsValue::from_str(&info.to_string()));
        // Where there is no document either, the console must do.
        let _ = show(&format!("The page hit a fault and stopped. Reload it: the address holds the view. ({info})"));
    }));
}

fn show(text: &str) -> Option<()> {
    let document = web_sys::window()?.document()?;
    let notice = document.create_element("p").ok()?;
    notice.set_attribute("role", "alert").ok()?;
    notice.set_class_name("fault");
    notice.set_text_content(Some(text));
    document.body()?.append_child(&notice).ok().map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_bindgen_test::wasm_bindgen_test;

    #[wasm_bindgen_test]
    fn a_notice_stands_in_the_page_as_text_and_never_as_markup() {
        show("<b>index out of bounds</b>").expect("there is a document");
        let document = web_sys::window().and_then(|window| window.document()).expect("there is a document");
        let notice = document.query_selector("p.fault[role=alert]").ok().flatten().expect("the notice");
        assert_eq!(notice.text_content().as_deref(), Some("<b>index out of bounds</b>"));
        notice.remove();
    }
}
