//! The sample plant, and folders of data in general: a manifest that names the files beside it.

use gloo_net::http::Request;
use serde::Deserialize;

/// Where the sample plant is, beside the page.
pub(crate) const SAMPLE: &str = "samples/plant/";

const MANIFEST: &str = "manifest.json";

#[derive(Deserialize)]
struct Manifest {
    files: Vec<Listed>,
}

#[derive(Deserialize)]
struct Listed {
    name: String,
}

/// Whether an address means a folder with a manifest rather than one file.
pub(crate) fn is_folder(address: &str) -> bool {
    address.ends_with('/') || address.ends_with(&format!("/{MANIFEST}"))
}

/// The addresses of the files in a folder of the page's own origin; the error is half a sentence.
pub(crate) async fn files_in(folder: &str) -> Result<Vec<String>, String> {
    let folder = folder.trim_end_matches(MANIFEST);
    let address = format!("{folder}{MANIFEST}");
    let answer =
        Request::get(&address).send().await.map_err(|error| format!("`{address}` does not answer ({error})"))?;
    if !answer.ok() {
        return Err(format!("`{address}` answered {}", answer.status()));
    }
    let manifest: Manifest =
        answer.json().await.map_err(|error| format!("`{address}` does not list files ({error})"))?;
    Ok(manifest.files.into_iter().map(|file| format!("{folder}{}", file.name)).collect())
}
