//! Who may know whom.
//!
//! Inside `core/src`, the folders are the stations that data passes, in order, and each may only know those above it.
//! `core` as a whole knows no browser, no file system, no clock and no randomness.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::process::{Failure, Outcome, Run, root};

/// Core's stations from top to bottom. `model` comes before `import`, which appends facts to it.
const STATIONS: [&str; 6] = ["bytes", "model", "import", "index", "analysis", "view"];

/// What ties the stations together stands below them all, and may know everything.
const BELOW: [&str; 3] = ["session", "link", "bundle"];

/// Plain data without behaviour: everyone may speak it, it may know only the model's plain types.
const LANGUAGE: [&str; 2] = ["protocol", "recipe"];

/// Crates that reach outside: a browser, a clock, randomness.
const OUTSIDE: [&str; 9] =
    ["wasm-bindgen", "js-sys", "web-sys", "gloo-net", "leptos", "getrandom", "rand", "chrono", "tokio"];

/// Checks both rules.
pub(crate) fn check() -> Outcome<()> {
    let core = root().join("core/src");
    let mut files = Vec::new();
    rust_files(&core, &mut files)?;
    files.sort();
    let mut wrong = Vec::new();
    for path in &files {
        let text = fs::read_to_string(path).map_err(Failure::file(path))?;
        let name = path.strip_prefix(&core).unwrap_or(path);
        let Some(station) = station_of(name) else {
            continue;
        };
        for (line, other) in paths_named(&text) {
            if !may_know(&station, &other) {
                wrong.push(format!("  core/src/{}:{line}: `{station}` may not know `{other}`", name.display()));
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Failure::Found(format!(
            "Each folder of core may only know those above it ({}):\n{}",
            STATIONS.join(" → "),
            wrong.join("\n")
        )));
    }
    println!("{} files of core know only the stations above them.", files.len());
    check_dependencies()
}

fn check_dependencies() -> Outcome<()> {
    let tree = Run::cargo(&[
        "tree",
        "--package",
        "floorlens-core",
        "--edges",
        "normal",
        "--target",
        crate::tools::WASM_TARGET,
        "--prefix",
        "none",
        "--format",
        "{p}",
    ])
    .output()?;
    let known: BTreeSet<&str> = tree.lines().filter_map(|line| line.split_whitespace().next()).collect();
    if !known.contains("floorlens-core") {
        return Err(Failure::Found("cargo tree does not list floorlens-core.".to_owned()));
    }
    let outside: Vec<&str> = OUTSIDE.into_iter().filter(|name| known.contains(name)).collect();
    if !outside.is_empty() {
        return Err(Failure::Found(format!(
            "floorlens-core depends on {}, which reach outside: core takes bytes and returns answers, nothing else.",
            outside.join(", ")
        )));
    }
    println!("core depends on no browser crate ({} crates).", known.len());
    Ok(())
}

fn rust_files(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome<()> {
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        if path.is_dir() {
            rust_files(&path, files)?;
        } else if path.extension().is_some_and(|ending| ending == "rs") && !is_test(&path) {
            files.push(path);
        }
    }
    Ok(())
}

/// A file of tests: tests may look at data from any station.
fn is_test(file: &Path) -> bool {
    file.file_stem().is_some_and(|stem| stem == "tests" || stem.to_string_lossy().ends_with("_tests"))
}

/// The station a file belongs to; `lib.rs` is the map and belongs to none.
fn station_of(file: &Path) -> Option<String> {
    let first = file.components().next()?.as_os_str().to_string_lossy();
    let name = first.strip_suffix(".rs").unwrap_or(&first);
    (name != "lib").then(|| name.to_owned())
}

fn may_know(station: &str, other: &str) -> bool {
    let place = |name: &str| STATIONS.iter().position(|known| *known == name);
    if station == other || BELOW.contains(&station) {
        return true;
    }
    match (place(station), place(other)) {
        (Some(mine), Some(theirs)) => theirs < mine,
        (Some(_), None) => !BELOW.contains(&other),
        (None, Some(_)) => !LANGUAGE.contains(&station) || other == "model",
        (None, None) => !BELOW.contains(&other),
    }
}

/// Every `crate::name` outside comments, with its line: the way one station names another. `crate::{a::X, b}` counts as well.
fn paths_named(text: &str) -> Vec<(usize, String)> {
    let code = without_comments(text);
    let mut found = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + "crate::".len()..];
        match rest.strip_prefix('{') {
            Some(group) => {
                found.extend(group_heads(group).into_iter().map(|name| (line, name)));
            }
            None => found.push((line, identifier(rest))),
        }
    }
    // Re-exports at the crate's root (`crate::Micros`) begin with a capital letter; they name no station.
    found.retain(|(_, name)| name.starts_with(|first: char| first.is_ascii_lowercase()));
    found
}

/// The first names of a `{a::X, b::{Y, Z}, c}` group whose opening brace is already taken.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let mut depth = 0;
    let mut expected = true;
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => expected = true,
            letter if expected && depth == 0 && !letter.is_whitespace() => {
                heads.push(identifier(&group[at..]));
                expected = false;
            }
            _ => {}
        }
    }
    heads
}

fn identifier(text: &str) -> String {
    text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect()
}

/// Blanks `//` comments, where documentation may link to anything. Lines keep their numbers.
fn without_comments(text: &str) -> String {
    text.lines()
        .map(|line| match line.trim_start().starts_with("//") {
            true => "",
            false => line,
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_may_know_those_above_it_only() {
        assert!(may_know("import", "model"));
        assert!(may_know("view", "analysis"));
        assert!(may_know("session", "view"));
        assert!(may_know("analysis", "protocol"));
        assert!(may_know("protocol", "model"));
        assert!(!may_know("model", "import"));
        assert!(!may_know("index", "analysis"));
        assert!(!may_know("analysis", "session"));
        assert!(!may_know("protocol", "analysis"));
    }

    #[test]
    fn stations_are_seen_in_paths_groups_and_bodies_but_not_in_comments() {
        let text = "use crate::{model::{Id, Name}, index};\n/// [`crate::session`]\nfn f() { crate::view::draw() }\nuse crate::Micros;";
        let expected = [(1, "model"), (1, "index"), (3, "view")];
        let found = paths_named(text);
        let found: Vec<(usize, &str)> = found.iter().map(|(line, name)| (*line, name.as_str())).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn the_map_is_free_and_a_file_counts_as_its_folder() {
        assert_eq!(station_of(Path::new("lib.rs")), None);
        assert_eq!(station_of(Path::new("model/item.rs")).as_deref(), Some("model"));
        assert_eq!(station_of(Path::new("session.rs")).as_deref(), Some("session"));
    }
}
