//! The release page in `dist/`, built by Trunk without reaching the network.

use std::path::PathBuf;

use crate::process::{Outcome, Run, root};
use crate::tools::Tools;

/// Where Trunk puts the page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page.
pub(crate) fn build(tools: &Tools) -> Outcome<()> {
    println!("Building the release page (about five minutes the first time, after that only what changed).");
    Run::new(tools.trunk(), &["build", "--release"])
        .env("PATH", tools.path())
        // Trunk reads this as an option and refuses the common values `1` and empty.
        .env("NO_COLOR", "true")
        .done()
}

/// The fragment that opens the sample plant, if the built page carries one.
pub(crate) fn sample_fragment() -> Option<String> {
    let manifest = "samples/plant/manifest.json";
    dist().join(manifest).is_file().then(|| format!("#src={}", manifest.trim_end_matches("manifest.json")))
}
