//! The release page in `dist/`, built by Trunk without reaching the network.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::path::PathBuf;

use crate::process::{Failure, Outcome, Run, root};
use crate::tools::Tools;

/// Where Trunk puts the page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page.
pub(crate) fn build(tools: &Tools) -> Outcome<()> {
    println!("Building the release page (about five minutes the first time, after that only what changed).");
    let splitter = prepare_splitter()?;
    Run::new(tools.trunk(), &["build", "--release"])
        .env("PATH", tools.path_behind(&splitter))
        .env("FLOORLENS_WASM_BINDGEN", tools.wasm_bindgen())
        // Trunk reads this as an option and refuses the common values `1` and empty.
        .env("NO_COLOR", "true")
        .done()?;
    for script in COPIED {
        let path = dist().join(script);
        let text = fs::read_to_string(&path).map_err(Failure::file(&path))?;
        fs::write(&path, without_comments(&text)).map_err(Failure::file(&path))?;
    }
    Ok(())
}

/// Scripts that Trunk copies as they are.
const COPIED: [&str; 3] = ["boot.js", "unpack.js", "fetch.js"];

/// A script without lines that are comments alone, and without indentation.
fn without_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
    lines.flat_map(|line| [line, "\n"]).collect()
}

/// The folder in which `split/` stands under the name of wasm-bindgen, so that Trunk calls it instead.
fn prepare_splitter() -> Outcome<PathBuf> {
    Run::cargo(&["build", "--quiet", "--package", "floorlens-split"]).done()?;
    let here = std::env::current_exe().map_err(Failure::file(root()))?;
    let built = here.with_file_name(format!("floorlens-split{EXE_SUFFIX}"));
    let folder = here.with_file_name("instead-of-wasm-bindgen");
    fs::create_dir_all(&folder).map_err(Failure::file(&folder))?;
    let placed = folder.join(format!("wasm-bindgen{EXE_SUFFIX}"));
    fs::copy(&built, &placed).map_err(Failure::file(&built))?;
    Ok(folder)
}

/// The fragment that opens the sample plant, if the built page carries one.
pub(crate) fn sample_fragment() -> Option<String> {
    let manifest = "samples/plant/manifest.json";
    dist().join(manifest).is_file().then(|| format!("#src={}", manifest.trim_end_matches("manifest.json")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_of_their_own_lines_go_and_addresses_stay() {
        let script = "// Says it.\nfunction say() {\n  // once\n  log(`https://host//`); // now\n}\n";
        assert_eq!(without_comments(script), "function say() {\nlog(`https://host//`); // now\n}\n");
    }
}
