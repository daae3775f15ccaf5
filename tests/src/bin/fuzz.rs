//! Looks for input that an importer cannot stand.
//!
//! ```sh
//! cargo run --profile native -p floorlens-tests --bin fuzz -- --seconds 120 --seed 1 [TARGET…]
//! ```
//!
//! Each target gets that many seconds of processor time. What makes it panic, loop or lose count is written to `tests/fuzz/<target>/`, where the tests
//! replay it for ever after.

use floorlens_tests::fuzz::{check, mutate, targets};
use floorlens_tests::sim::Rng;
use std::io::Write;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// Processor time of this process; the clock where the system does not tell.
fn cpu(begun: Instant) -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // User and system time stand 12 and 13 fields behind the name in brackets, in hundredths of a second.
    let fields: Vec<u64> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|f| f.parse().ok())
        .collect();
    match fields.as_slice() {
        [user, system] => Duration::from_millis(10 * (user + system)),
        _ => begun.elapsed(),
    }
}

fn main() -> std::io::Result<()> {
    let start = Instant::now();
    let (mut seconds, mut seed, mut wanted) = (120, 1, Vec::new());
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1);
        match argument.as_str() {
            "--seconds" => seconds = number(),
            "--seed" => seed = number(),
            _ => wanted.push(argument),
        }
    }
    let mut out = std::io::stdout().lock();
    let mut findings = 0;
    for target in targets() {
        if !wanted.is_empty() && !wanted.iter().any(|name| name == target.name) {
            continue;
        }
        let mut rng = Rng::new(seed, target.name);
        let (begun, mut inputs, mut slowest) = (cpu(start), 0u64, Duration::ZERO);
        while cpu(start) - begun < Duration::from_secs(seconds) {
            let (name, bytes) = rng.pick(&target.seeds);
            let (_, other) = rng.pick(&target.seeds);
            let input = mutate(bytes, other, &mut rng);
            let one = cpu(start);
            let result = catch_unwind(|| check(name, &input)).unwrap_or_else(|_| Err("it panics".to_owned()));
            let took = cpu(start) - one;
            slowest = slowest.max(took);
            inputs += 1;
            let result = match result {
                Ok(()) if took > Duration::from_secs(10) => Err(format!("it takes {took:?}")),
                other => other,
            };
            if let Err(why) = result {
                findings += 1;
                let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz").join(target.name);
                std::fs::create_dir_all(&folder)?;
                let path = folder.join(format!("{seed}-{inputs}-{name}"));
                std::fs::write(&path, &input)?;
                writeln!(out, "{}: {why}: {}", target.name, path.display())?;
            }
        }
        writeln!(
            out,
            "{}: {inputs} inputs in {:.0?} of processor time, the slowest took {slowest:.0?}",
            target.name,
            cpu(start) - begun
        )?;
    }
    writeln!(out, "{findings} findings")?;
    if findings > 0 { Err(std::io::Error::other("there are findings")) } else { Ok(()) }
}
