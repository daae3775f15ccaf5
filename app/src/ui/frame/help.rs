//! The list of keys, in the side panel. It is opened by `?` or the words under the timeline.

use crate::text::keys as text;
use crate::ui::Workspace;
use crate::ui::parts::SidePanel;
use leptos::prelude::*;

/// How something is done.
enum How {
    /// By any of these keys.
    Keys(&'static [&'static str]),
    /// By what these words say.
    Words(fn() -> &'static str),
}

/// How, and what it does.
type Line = (How, fn() -> &'static str);

/// A heading and its lines.
type Group = (fn() -> &'static str, &'static [Line]);

const ARROWS: How = How::Keys(&["←", "→", "↑", "↓"]);

const GROUPS: [Group; 4] = {
    use How::{Keys, Words};
    [
        (text::anywhere, &[(Keys(&["/"]), text::find), (Keys(&["?"]), text::title), (Keys(&["Esc"]), text::close)]),
        (
            text::timeline,
            &[
                (Keys(&["W", "S"]), text::zoom),
                (Keys(&["A", "D"]), text::pan),
                (ARROWS, text::cursor),
                (Keys(&[",", "."]), text::steps),
                (Keys(&["Enter"]), text::open),
                (Keys(&["M"]), text::mark),
                (Keys(&["F"]), text::fit),
                (Words(text::drag), text::drag_what),
                (Words(text::double), text::double_what),
                (Words(text::wheel), text::wheel_what),
            ],
        ),
        (text::picture, &[(ARROWS, text::walk), (Words(text::space), text::fold), (Keys(&["A"]), text::anchor)]),
        (
            text::fingers,
            &[(Words(text::pinch), text::zoom), (Words(text::two), text::pan), (Words(text::rest), text::open_finger)],
        ),
    ]
};

#[component]
pub(super) fn Help() -> impl IntoView {
    let workspace = Workspace::expect();
    view! {
        <SidePanel id="keys" open=workspace.help title=Signal::derive(|| text::title().to_owned())
            close=move || workspace.help.set(false)>
            <div class="stack">{GROUPS.iter().map(group).collect_view()}</div>
        </SidePanel>
    }
}

fn group((title, lines): &Group) -> AnyView {
    let lines = lines.iter().map(|(how, what)| {
        let how = match how {
            How::Keys(keys) => keys.iter().map(|key| view! { <kbd>{*key}</kbd>" " }).collect_view().into_any(),
            How::Words(words) => words().into_any(),
        };
        view! { <tr><th scope="row">{how}</th><td>{what()}</td></tr> }
    });
    view! {
        <section>
            <h3>{title()}</h3>
            <table><tbody>{lines.collect_view()}</tbody></table>
        </section>
    }
    .into_any()
}
