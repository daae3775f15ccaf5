//! Every input that once made trouble, and a few hundred new ones of each target, through the whole import.

use floorlens_tests::fuzz::{check, mutate, targets};
use floorlens_tests::sim::Rng;
use std::path::PathBuf;

/// New inputs per target in a normal run; `cargo run --bin fuzz` takes as many as there is time for.
const INPUTS: u32 = 150;

#[test]
fn valid_files_and_old_findings_pass() {
    let findings = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    for target in targets() {
        assert!(!target.seeds.is_empty(), "{} has no seeds", target.name);
        for (name, bytes) in &target.seeds {
            assert_eq!(check(name, bytes), Ok(()), "{}: {name}", target.name);
        }
        for entry in std::fs::read_dir(findings.join(target.name)).into_iter().flatten().flatten() {
            let bytes = std::fs::read(entry.path()).expect("readable");
            let file = entry.file_name().to_string_lossy().into_owned();
            // The name that the input had stands after its numbers.
            let name = file.splitn(3, '-').last().unwrap_or(&file);
            assert_eq!(check(name, &bytes), Ok(()), "{}", entry.path().display());
        }
    }
}

#[test]
fn broken_files_of_every_format_end_with_a_ledger_that_adds_up() {
    for target in targets() {
        let mut rng = Rng::new(7, target.name);
        for input in 0..INPUTS {
            let (name, bytes) = rng.pick(&target.seeds);
            let (_, other) = rng.pick(&target.seeds);
            let broken = mutate(bytes, other, &mut rng);
            assert_eq!(check(name, &broken), Ok(()), "{}: input {input}", target.name);
        }
    }
}
