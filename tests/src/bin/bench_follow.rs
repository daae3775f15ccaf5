//! Measures what following items costs: where they are, what is at places and in machines, what they are made of. Run it on a quiet machine:
//!
//! ```sh
//! cargo run --profile native -p floorlens-tests --bin bench_follow -- FOLDER…
//! ```
//!
//! A folder is one load, such as `target/bench/1000000/plant` that `cargo xtask bench` writes. It prints; it never judges.

use floorlens_core::Session;
use floorlens_core::bytes::ByteSource;
use floorlens_core::protocol::{Direction, Instant, Question};
use floorlens_tests::bench;
use std::io::Write;
use std::rc::Rc;
use std::time::Instant as Clock;

/// The n-th question of a kind.
type Make<'a> = &'a dyn Fn(u64) -> Question;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for folder in std::env::args().skip(1) {
        let mut session = Session::new();
        let mut files: Vec<_> = std::fs::read_dir(&folder)?.map(|e| e.map(|e| e.path())).collect::<Result<_, _>>()?;
        files.sort();
        for file in files {
            let name = file.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
            session.add(&name, Rc::new(std::fs::read(&file)?) as Rc<dyn ByteSource>);
        }
        session.run();
        let items = session.data().facts.items.len() as u64;
        writeln!(out, "{folder}: {items} items")?;
        // Assemblies are numbered; a quarter of the rows are of transformations, a tenth of sightings, four per assembly.
        let unit = |n: u64| format!("H{:07}", n * 7919 % (items / 20).max(1));
        let first = session.data().lanes.extent().map_or(0, |extent| extent.start);
        let at = |n: u64| Some(Instant(first + n as i64 * 3_600_000_000));
        let kinds: [(&str, u64, Make<'_>); 9] = [
            ("locate", 50, &|n| Question::Locate { item: unit(n), at: None }),
            ("journey", 50, &|n| Question::Journey { item: unit(n), after: 0, limit: None }),
            ("places at the end", 5, &|_| Question::Places { at: None, after: 0, limit: None }),
            ("places in between", 5, &|n| Question::Places { at: at(n * 9), after: 0, limit: None }),
            ("what is at a place", 5, &|_| Question::Place {
                place: "Dock".to_owned(),
                at: None,
                after: 0,
                limit: None,
            }),
            ("what was in a machine", 5, &|n| Question::InMachine {
                asset: format!("M{:02}", n % 50),
                from: Instant(first),
                to: Instant(first + 7_200_000_000),
                after: 0,
                limit: None,
            }),
            ("trace back", 50, &|n| Question::Trace { item: unit(n), direction: Direction::Back }),
            ("trace forward", 50, &|n| Question::Trace {
                item: format!("L{:06}", n * 7919 % (items / 1000).max(1) * 4),
                direction: Direction::Forward,
            }),
            ("find", 20, &|n| Question::Find { text: unit(n)[..6].to_owned(), limit: 20 }),
        ];
        for (name, times, question) in kinds {
            measure(&mut out, &session, name, times, question)?;
        }
    }
    let session = floorlens_tests::load::session([("transformations.csv".to_owned(), bench::tree().into_bytes())]);
    for boxes in [400, 1_000, 2_600] {
        measure(&mut out, &session, &format!("a tree of {boxes} boxes"), 9, &|_| bench::wide_tree(boxes))?;
    }
    Ok(())
}

fn measure(out: &mut impl Write, session: &Session, name: &str, times: u64, question: Make<'_>) -> std::io::Result<()> {
    let mut taken = Vec::new();
    let mut failed = None;
    for n in 0..times {
        let begun = Clock::now();
        if let Err(error) = std::hint::black_box(session.ask(&question(n))) {
            failed = Some(error.error);
        }
        taken.push(begun.elapsed());
    }
    taken.sort_unstable();
    let (median, worst) = (taken[taken.len() / 2], taken[taken.len() - 1]);
    writeln!(
        out,
        "  {name}: median {median:.2?}, worst {worst:.2?}{}",
        failed.map_or(String::new(), |e| format!(" ({e})"))
    )
}
