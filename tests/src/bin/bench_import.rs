//! Measures how fast files are read, from bytes to every question answerable. Run it on a quiet machine:
//!
//! ```sh
//! cargo run --profile native -p floorlens-tests --bin bench_import -- FILE…
//! ```
//!
//! Each file is read alone, five times; the best time counts. Of workbooks and Parquet it also says how long their rows take to become text.
//! It prints; it never judges: times depend on the machine.

use floorlens_books::Book;
use floorlens_core::bytes::ByteSource;
use floorlens_tests::load::everything;
use std::io::Write;
use std::rc::Rc;
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for path in std::env::args().skip(1) {
        let bytes = Rc::new(std::fs::read(&path)?);
        let source = Rc::clone(&bytes) as Rc<dyn ByteSource>;
        let mut best = f64::INFINITY;
        let (mut read, mut records) = (f64::INFINITY, 0);
        for _ in 0..5 {
            let mut session = everything();
            let begun = Instant::now();
            session.add(&path, Rc::clone(&source));
            let mut before_index = 0.0;
            while !session.step().done {
                before_index = begun.elapsed().as_secs_f64();
            }
            let whole = begun.elapsed().as_secs_f64();
            (best, read) = (best.min(whole), read.min(before_index));
            records = session.data().facts.sources.records();
        }
        let (megabytes, millions) = (bytes.len() as f64 / 1e6, f64::from(records) / 1e6);
        writeln!(
            out,
            "{path}: {megabytes:.1} MB, {records} records; read {:.1} MB/s, {:.2} M rows/s; with all indexes {:.1} MB/s, {:.2} M rows/s",
            megabytes / read,
            millions / read,
            megabytes / best,
            millions / best
        )?;
        let text = (0..5).filter_map(|_| seconds_to_text(&source)).fold(f64::INFINITY, f64::min);
        if text.is_finite() {
            writeln!(out, "    its rows as text alone: {:.2} M rows/s", millions / text)?;
        }
    }
    Ok(())
}

/// How long the first table of a book takes to become text; `None` for what is no book.
fn seconds_to_text(source: &Rc<dyn ByteSource>) -> Option<f64> {
    let begun = Instant::now();
    let book = Book::open(source).ok()?;
    let mut rows = book.rows(book.tables(source).ok()?.first()?.number).ok()?;
    let mut text = Vec::new();
    while rows.next(&mut text) == Ok(true) {
        if text.len() > 1 << 20 {
            text.clear();
        }
    }
    Some(begun.elapsed().as_secs_f64())
}
