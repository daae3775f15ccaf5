//! What is under the pointer, beside it.

use crate::canvas::Point;
use crate::text::{self, format};
use crate::ui::live::live;
use crate::ui::monitor::categories;
use crate::ui::monitor::legend::Swatch;
use crate::ui::monitor::state::State;
use crate::ui::parts::repaired_tag;
use leptos::prelude::*;

/// The state under the pointer. For the eye only: keys have their words read out.
#[component]
pub(super) fn Tip(state: State, at: RwSignal<Option<Point>>) -> impl IntoView {
    view! {
        {live(move || {
            let at = at.get()?;
            let span = state.under.get()?;
            let zone = state.selection.zone.get();
            // Half of the timeline's width is enough to know on which side there is room.
            let side = if state.cursor.get().zip(state.window.get()).is_some_and(|(c, w)| c.at > w.start + w.length() / 2) {
                "tip tip-left"
            } else {
                "tip"
            };
            Some(view! {
                <div class=side aria-hidden="true" style:left=format!("{}px", at.x.0) style:top=format!("{}px", at.y.0)>
                    <p class="tip-head">
                        <Swatch state=state category=span.category.clone()/>
                        <b>{(span.category != categories::NO_DATA).then(|| span.state.clone())}</b>
                        <span class="quiet">{text::monitor::category(&span.category).to_owned()}" · "{categories::letter(&span.category)}</span>
                    </p>
                    <p>{span.asset.clone()}" · "{format::duration(span.seconds)}</p>
                    <p class="quiet">{format::instant(span.start.0, &zone)}" – "{format::instant(span.end.0, &zone)}</p>
                    {repaired_tag(span.source.as_ref().is_some_and(|source| source.repaired))}
                    {span.reason.clone().map(|reason| view! { <p>{reason}</p> })}
                </div>
            })
        })}
    }
}
