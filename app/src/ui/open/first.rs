//! The first screen.

use super::address::AddressField;
use super::picker::FilePicker;
use crate::client::Source;
use crate::text;
use crate::ui::Workspace;
use crate::ui::frame::icons;
use crate::ui::live::visible;
use leptos::prelude::*;

/// The folder with the sample plant, beside the page; its manifest names the files.
const SAMPLE: &str = "samples/plant/";

/// Drop zone, files, folder, sample plant, address, recent names.
#[component]
pub(crate) fn FirstScreen() -> impl IntoView {
    let workspace = Workspace::expect();
    let sample = move |_| workspace.open(vec![Source::Address(SAMPLE.to_owned())]);
    view! {
        {visible(move || !workspace.read_only.get(), move || view! {
            <div class="open">
                <section class="drop-zone" aria-labelledby="open-title">
                    {icons::files()}
                    <h1 id="open-title">{text::open::title()}</h1>
                    <p class="quiet">{text::open::formats()}</p>
                    <div class="row">
                        <FilePicker label=text::open::choose_files() primary=true/>
                        <FilePicker label=text::open::choose_folder() folder=true/>
                        <button type="button" class="button" on:click=sample>{text::open::sample()}</button>
                    </div>
                    <p class="ok">{text::open::nothing_leaves()}</p>
                </section>
                <section class="panel"><AddressField/></section>
                <Recent/>
            </div>
        })}
    }
}

#[component]
fn Recent() -> impl IntoView {
    let workspace = Workspace::expect();
    view! {
        {visible(move || !workspace.recent.with(Vec::is_empty), move || view! {
            <section class="panel" aria-labelledby="recent-title">
                <div class="panel-head">
                    <h2 id="recent-title">{text::open::recent()}</h2>
                    <small>{text::open::recent_note()}</small>
                    <button type="button" class="link-button panel-end" on:click=move |_| workspace.forget_recent()>
                        {text::open::recent_forget()}
                    </button>
                </div>
                <ul>
                    <For each=move || workspace.recent.get() key=Clone::clone let:name>
                        <li class="wrap-anywhere quiet">{name}</li>
                    </For>
                </ul>
            </section>
        })}
    }
}
