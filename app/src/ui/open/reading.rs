//! Progress while files are read.

use crate::client::Client;
use crate::text;
use crate::ui::Workspace;
use crate::ui::live::visible;
use leptos::prelude::*;

/// Bytes, records, rate, which file; and a way to stop.
#[component]
pub(crate) fn Reading() -> impl IntoView {
    let workspace = Workspace::expect();
    let client = Client::expect();
    let progress = move || client.progress.get().unwrap_or_default();
    let file = move || {
        let read = progress().read;
        let number = (read.files_done + 1).min(read.files);
        format!("{} {} · {}", text::open::reading(), read.file, text::open::file_of(number, read.files))
    };
    let figures = move || {
        let progress = progress();
        let read = &progress.read;
        text::open::progress(read.bytes_done, read.bytes, read.records, progress.bytes_per_second())
    };
    let reading = Memo::new(move |_| workspace.reading());
    view! {
        {visible(move || reading.get(), move || view! {
            <section class="panel progress" aria-label=text::open::reading()>
                <div class="row">
                    <strong class="wrap-anywhere">{file}</strong>
                    <button type="button" class="button" on:click=move |_| client.cancel()>
                        {text::open::cancel()}
                    </button>
                </div>
                <progress max="1" aria-label=text::open::reading()
                    value=Signal::derive(move || {
                        let read = progress().read;
                        if read.bytes == 0 { 0.0 } else { read.bytes_done as f64 / read.bytes as f64 }
                    })
                ></progress>
                <p class="quiet">{figures}</p>
                <Show when=move || 0 < progress().read.seen>
                    <p class="quiet">{move || text::open::so_far(progress().read.seen)}</p>
                </Show>
            </section>
        })}
    }
}
