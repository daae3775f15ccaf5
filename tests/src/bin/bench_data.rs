//! `bench_data --events N --out DIR`: writes the files that `cargo xtask bench` and `cargo xtask compare` load (same arguments, same bytes), and in
//! `native.json` what can only be asked natively.

use floorlens_tests::{bench, load};
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (mut events, mut out) = (None, None);
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match (arg.as_str(), args.next()) {
            ("--events", Some(n)) => events = n.parse().ok(),
            ("--out", Some(folder)) => out = Some(PathBuf::from(folder)),
            _ => break,
        }
    }
    let (Some(events), Some(out)) = (events, out) else {
        let _ = writeln!(std::io::stderr(), "Use: bench_data --events N --out DIR.");
        return ExitCode::from(2);
    };
    let written = bench::write(&out, events).and_then(|()| {
        let lanes = lanes(events.min(500_000))?;
        let (small, large) = (tree(1_000), tree(2_600));
        let figures = format!(
            "{{\"lanes_bytes_per_interval\":{lanes:.3},\"tree_1000_ms\":{small:.3},\"tree_2600_ms\":{large:.3}}}\n"
        );
        std::fs::write(out.join("native.json"), figures)
    });
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{} cannot be written: {error}.", out.display());
            ExitCode::FAILURE
        }
    }
}

/// Bytes per interval of the lanes with their sums, by allocated capacity.
fn lanes(rows: u64) -> std::io::Result<f64> {
    let session = load::session([("states.csv".to_owned(), bench::states(rows)?)]);
    Ok(session.data().lanes.bytes() as f64 / rows as f64)
}

/// Milliseconds of the question about a tree of so many boxes, the middle of nine.
fn tree(boxes: u32) -> f64 {
    let session = load::session([("transformations.csv".to_owned(), bench::tree().into_bytes())]);
    let question = bench::wide_tree(boxes);
    let mut taken: Vec<f64> = (0..9)
        .map(|_| {
            let begun = std::time::Instant::now();
            let _ = std::hint::black_box(session.ask(&question));
            begun.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    taken.sort_by(f64::total_cmp);
    taken.get(4).copied().unwrap_or(f64::NAN)
}
