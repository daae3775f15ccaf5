//! The release page in `dist/`, built by Trunk without reaching the network.

use std::env::consts::EXE_SUFFIX;
use std::fs;
use std::hash::Hasher;
use std::path::PathBuf;

use crate::process::{Failure, Outcome, Run, root};
use crate::tools::{Tools, WASM_TARGET};

/// Where Trunk puts the page.
pub(crate) fn dist() -> PathBuf {
    root().join("dist")
}

/// Builds the release page.
pub(crate) fn build(tools: &Tools) -> Outcome<()> {
    println!("Building the release page (about five minutes the first time, after that only what changed).");
    let splitter = prepare_splitter()?;
    let books = build_books(tools)?;
    Run::new(tools.trunk(), &["build", "--release"])
        .env("FLOORLENS_BOOKS", &books.name)
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
    for file in [format!("{}.js", books.name), format!("{}_bg.wasm", books.name)] {
        fs::copy(books.folder.join(&file), dist().join(&file)).map_err(Failure::file(&books.folder))?;
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

/// The program that reads workbooks and Parquet, which the page fetches when it meets one.
struct Books {
    folder: PathBuf,
    /// Of its files, without their endings. It holds the fingerprint of the program, and the page knows it, so that those of two releases
    /// never meet.
    name: String,
}

fn build_books(tools: &Tools) -> Outcome<Books> {
    let arguments = ["--lib", "--release", "--target", WASM_TARGET, "--crate-type", "cdylib"];
    let target = std::env::current_exe().map_err(Failure::file(root()))?;
    let target = target.ancestors().nth(2).unwrap_or(root()).to_owned();
    Run::cargo(&[&["rustc", "--quiet", "--package", "floorlens-books"][..], &arguments].concat())
        .env("CARGO_TARGET_DIR", &target)
        .done()?;
    let program = target.join(WASM_TARGET).join("release/floorlens_books.wasm");
    let bytes = fs::read(&program).map_err(Failure::file(&program))?;
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(&bytes);
    let name = format!("books-lazy-{:016x}", hasher.finish());
    let folder = target.join("books");
    let (out, program) = (folder.to_string_lossy(), program.to_string_lossy());
    let bind = [
        "--target",
        "web",
        "--no-typescript",
        "--remove-name-section",
        "--out-name",
        &name,
        "--out-dir",
        &out,
        &program,
    ];
    Run::new(tools.wasm_bindgen(), &bind).done()?;
    Ok(Books { folder, name })
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
