//! Real exports by others, from the folder that `FLOORLENS_CORPUS` names. They are no part of the product.

use std::path::PathBuf;

/// The folder; `None` (and a line on stderr) where it is not set, so that the tests pass anywhere.
///
/// # Panics
/// In CI (`CI=true`) when the folder is not set or not there: a test that is silently left out is no test.
pub fn corpus() -> Option<PathBuf> {
    let folder = std::env::var_os("FLOORLENS_CORPUS").map(PathBuf::from).filter(|folder| folder.is_dir());
    if folder.is_none() {
        let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!ci, "FLOORLENS_CORPUS must name the folder of the corpus in CI");
        eprintln!("left out: FLOORLENS_CORPUS does not name the folder of the corpus");
    }
    folder
}

/// The file at `path` below the corpus, under its own name.
///
/// # Panics
/// When it cannot be read: the corpus is not what the test was written for.
pub fn read(path: &str) -> Option<(String, Vec<u8>)> {
    let file = corpus()?.join(path);
    let bytes = std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Some((name, bytes))
}
