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
        std::fs::write(out.join("native.json"), format!("{{\"lanes_bytes_per_interval\":{lanes:.3}}}\n"))
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
