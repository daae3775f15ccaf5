//! `bench_data --events N --out DIR`: writes the files that `cargo xtask bench` and `cargo xtask compare` load. Same arguments, same bytes.

use floorlens_tests::bench;
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
    match bench::write(&out, events) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(std::io::stderr(), "{} cannot be written: {error}.", out.display());
            ExitCode::FAILURE
        }
    }
}
