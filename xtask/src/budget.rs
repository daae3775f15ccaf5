//! The download of a first useful view: all html, js, css and wasm in `dist/`, as a host sends it compressed.
//!
//! Not counted there: `samples/` (opened on request) and files with `lazy` in the name, which are fetched on first use
//! (`app/src/chunks.rs`); all of those together have a budget of their own.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::page;
use crate::process::{Failure, Outcome};

/// The budget: bytes after `gzip -9`, all files together. `docs/benchmarks.md` says where they are.
const LIMIT: usize = 500_000;

/// The budget of everything that is fetched later.
const LAZY_LIMIT: usize = 1_500_000;

const COUNTED: [&str; 4] = ["html", "js", "css", "wasm"];

/// Prints the size of every file that counts and fails over the budget, or over that of what is fetched later.
pub(crate) fn check() -> Outcome<()> {
    let dist = page::dist();
    if !dist.is_dir() {
        return Err(Failure::Found("There is no dist folder. Build the page first: cargo xtask build.".to_owned()));
    }
    let mut files = Vec::new();
    measure(&dist, &dist, &mut files)?;
    files.sort_by(|a, b| b.packed.cmp(&a.packed).then_with(|| a.name.cmp(&b.name)));
    let (lazy, first): (Vec<Measured>, Vec<Measured>) = files.into_iter().partition(|file| is_lazy(&file.name));
    if !first.iter().any(|file| file.name.ends_with(".wasm")) {
        return Err(Failure::Found(format!(
            "{} holds no wasm file. Build the page first: cargo xtask build.",
            dist.display()
        )));
    }
    let total = print("first useful view", &first, LIMIT);
    let later = print("fetched when needed", &lazy, LAZY_LIMIT);
    if later > LAZY_LIMIT {
        return Err(Failure::Found(format!(
            "What is fetched later is {later} bytes after gzip -9, over the budget of {LAZY_LIMIT}."
        )));
    }
    if total > LIMIT {
        return Err(Failure::Found(format!(
            "The first useful view is {total} bytes after gzip -9, over the budget of {LIMIT}."
        )));
    }
    Ok(())
}

/// Prints files with their sizes and returns the sum after gzip.
fn print(title: &str, files: &[Measured], limit: usize) -> usize {
    println!("{:>10}  {:>10}  {title}", "bytes", "gzip -9");
    for file in files {
        println!("{:>10}  {:>10}  {}", file.bytes, file.packed, file.name);
    }
    let total: usize = files.iter().map(|file| file.packed).sum();
    println!("{:>10}  {total:>10}  of at most {limit}\n", "");
    total
}

struct Measured {
    name: String,
    bytes: usize,
    packed: usize,
}

fn measure(folder: &Path, dist: &Path, files: &mut Vec<Measured>) -> Outcome<()> {
    let entries = fs::read_dir(folder).map_err(Failure::file(folder))?;
    for entry in entries {
        let path = entry.map_err(Failure::file(folder))?.path();
        let name = path.strip_prefix(dist).unwrap_or(&path).to_string_lossy().into_owned();
        if path.is_dir() {
            if name != "samples" {
                measure(&path, dist, files)?;
            }
        } else if counts(&path) {
            let content = fs::read(&path).map_err(Failure::file(&path))?;
            files.push(Measured {
                bytes: content.len(),
                packed: gzipped(&content).map_err(Failure::file(&path))?,
                name,
            });
        }
    }
    Ok(())
}

fn counts(path: &Path) -> bool {
    path.extension().is_some_and(|ending| COUNTED.iter().any(|counted| ending == *counted))
}

/// Whether the file's own name says that it is fetched later; the folder's does not matter.
fn is_lazy(name: &str) -> bool {
    Path::new(name).file_name().is_some_and(|name| name.to_string_lossy().contains("lazy"))
}

fn gzipped(content: &[u8]) -> std::io::Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_and_lazy_parts_do_not_count_but_all_code_does() {
        assert!(counts(Path::new("index.html")));
        assert!(counts(Path::new("app-1f_bg.wasm")));
        assert!(!counts(Path::new("icon.svg")));
        assert!(is_lazy("snippets/xml-lazy-1f.wasm"));
        assert!(!is_lazy("snippets/chunks-1f.js"));
        assert!(!is_lazy("lazy/app.wasm"));
    }

    #[test]
    fn a_file_is_measured_as_it_travels() {
        let packed = gzipped(&[b'a'; 100_000]).expect("memory takes any write");
        assert!(packed < 300, "100,000 equal bytes shrink to {packed}");
    }
}
