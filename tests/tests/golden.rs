//! Every golden case of `tests/golden`.

use floorlens_tests::golden::{Outcome, run};
use std::env;
use std::path::PathBuf;

#[test]
fn every_golden_case_gives_its_expected_answers() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    let corpus = env::var_os("FLOORLENS_CORPUS").map(PathBuf::from);
    let update = env::var_os("FLOORLENS_GOLDEN").is_some_and(|value| value == "update");
    let mut cases: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.is_dir());
    cases.sort();
    assert!(!cases.is_empty());
    let (mut failed, mut left_out) = (Vec::new(), Vec::new());
    for path in cases {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        match run(&path, corpus.as_deref(), update) {
            Outcome::Passed => println!("passed    {name}"),
            Outcome::LeftOut => left_out.push(name),
            Outcome::Failed(sentences) => failed.push(format!("{name}\n    {}", sentences.join("\n    "))),
        }
    }
    if !left_out.is_empty() {
        println!("left out because FLOORLENS_CORPUS is not set: {}", left_out.join(", "));
        assert!(env::var_os("CI").is_none(), "in CI no case may be left out");
    }
    assert!(failed.is_empty(), "{} cases are not as expected:\n{}", failed.len(), failed.join("\n"));
}
