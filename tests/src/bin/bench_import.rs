//! Measures how fast files are read, from bytes to every question answerable. Run it on a quiet machine:
//!
//! ```sh
//! cargo run --profile native -p floorlens-tests --bin bench_import -- FILE…
//! ```
//!
//! Each file is read alone, five times; the best time counts. It prints; it never judges: times depend on the machine.

use floorlens_core::Session;
use std::io::Write;
use std::rc::Rc;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let bytes = Rc::new(std::fs::read(&path)?);
        let mut best = f64::INFINITY;
        let (mut read, mut records) = (f64::INFINITY, 0);
        for _ in 0..5 {
            let mut session = Session::new();
            let begun = Instant::now();
            session.add(&path, Rc::clone(&bytes) as Rc<dyn floorlens_core::bytes::ByteSource>);
            let mut before_index = 0.0;
            while !session.step().done {
                before_index = begun.elapsed().as_secs_f64();
            }
            let whole = begun.elapsed().as_secs_f64();
            (best, read) = (best.min(whole), read.min(before_index));
            records = session.data().facts.sources.records();
        }
        let megabytes = bytes.len() as f64 / 1e6;
        writeln!(
            out,
            "{path}: {megabytes:.1} MB, {records} records; read {:.1} MB/s, with all indexes {:.1} MB/s",
            megabytes / read,
            megabytes / best
        )?;
    }
    Ok(())
}
