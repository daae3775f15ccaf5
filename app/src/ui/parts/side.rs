//! The side panel: beside the content, opened by a click, closed by Esc or its cross.

use crate::text;
use crate::ui::frame::icons;
use crate::web::page;
use leptos::prelude::*;

/// A panel over the right side of the screen. Opening it moves the focus there, because it stands outside the flow; closing it puts the focus back
/// into the content.
#[component]
pub(crate) fn SidePanel(
    /// The element's id.
    id: &'static str,
    /// Whether it is open; its content is made anew whenever it opens.
    #[prop(into)]
    open: Signal<bool>,
    /// Its title, which is also its name.
    #[prop(into)]
    title: Signal<String>,
    /// What closes it.
    close: impl Fn() + Clone + Send + Sync + 'static,
    /// What it shows.
    children: ChildrenFn,
) -> impl IntoView {
    let open = Memo::new(move |_| open.get());
    Effect::new(move |was: Option<bool>| {
        let is = open.get();
        if is {
            request_animation_frame(move || page::focus(id));
        } else if was == Some(true) {
            page::focus("content");
        }
        is
    });
    let children = StoredValue::new(children);
    view! {
        <Show when=move || open.get()>
            {
                let (on_key, on_click) = (close.clone(), close.clone());
                view! {
                    <aside class="side" id=id tabindex="-1" role="dialog" aria-label=move || title.get()
                        on:keydown=move |ev| if ev.key() == "Escape" { on_key() }>
                        <div class="side-head">
                            <h2 class="wrap-anywhere">{move || title.get()}</h2>
                            <button type="button" class="icon-button" aria-label=text::shell::close() on:click=move |_| on_click()>
                                {icons::cross()}
                            </button>
                        </div>
                        {children.with_value(|children| children())}
                    </aside>
                }
            }
        </Show>
    }
}
