//! Reads a long table in ranges: readers in workers of their own make chunks of facts, the engine puts them together and reads ranges itself
//! meanwhile.
//!
//! ```text
//! mod.rs    the engine's side: gives out ranges, takes chunks in the order of the file
//! packed.rs the same for gzipped tables, which the browser unpacks
//! pieces.rs the same for tables of books, whose text comes in order
//! pool.rs   the readers as the engine sees them
//! reader.rs a reader: a worker of the same program that holds nothing but the range it reads
//! source.rs the file as whoever reads ranges sees it
//! ```
//!
//! Ranges are read by `floorlens_quick`, which is core once more, compiled for speed; chunks are bytes and the same for both.

mod packed;
mod pieces;
mod pool;
mod reader;
mod source;

use super::Engine;
use super::import::Telling;
use crate::web::{self, Turns};
use floorlens_core::session::grown::{Grower, grow};
use floorlens_core::session::ranges::{Merge, Merged};
use floorlens_quick::import::{Divided, Range};
use js_sys::Uint8Array;
use pool::Pool;
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use web_sys::Blob;

/// How many ranges a reader has before it: the next one must not wait for the engine.
const AHEAD: usize = 2;

/// A file being read; `false` in the end when it must be read in one go.
type Reading<'a> = Pin<Box<dyn Future<Output = bool> + 'a>>;

/// The functions of [`crate::chunks::ranges`].
pub(crate) struct Ranges {
    /// Reads the file that the session has just opened, a table of a book where there is no blob; the number is that of its readers. `true` when that
    /// was done, or the file was cancelled meanwhile.
    pub(super) read: for<'a> fn(&'a Engine, Option<Blob>, u32, &'a mut Telling) -> Reading<'a>,
    /// What a reader does.
    pub(super) serve: fn(),
    /// What reads on in files that grew.
    pub(super) grow: Grower,
}

/// [`Ranges`].
pub(crate) fn ranges() -> &'static Ranges {
    static RANGES: Ranges = Ranges {
        read: |engine, blob, readers, telling| match blob {
            Some(blob) => Box::pin(async move {
                let packed = engine.session.borrow().divisible().is_none();
                let source = engine.session.borrow().readable_by_others().filter(|_| packed);
                match source {
                    Some(source) => packed::read(engine, blob, source, readers, telling).await,
                    None => read(engine, blob, readers, telling).await,
                }
            }),
            None => Box::pin(pieces::read(engine, telling)),
        },
        serve: reader::serve,
        grow,
    };
    &RANGES
}

/// A chunk that waits for its turn.
enum Waiting {
    Theirs(Uint8Array),
    Own(Vec<u8>),
}

async fn read(engine: &Engine, blob: Blob, readers: u32, telling: &mut Telling) -> bool {
    let Ok(turns) = Turns::new() else { return false };
    let begun = Merge::begin(&mut engine.session.borrow_mut());
    let Some(mut merge) = begun else { return false };
    let (name, chosen) = named(engine);
    let source = Rc::new(source::Plain::new(blob.clone()));
    let Some(divided) = Divided::open(&name, Rc::clone(&source) as Rc<_>, reader::leave_out(&chosen)) else {
        merge.give_up(&mut engine.session.borrow_mut());
        return false;
    };
    let pool = Pool::start(readers, &name, &blob, &chosen);
    if let Err(fault) = &pool {
        tell_lost(engine, &merge, &web::describe(fault));
    }
    let mut pool = pool.unwrap_or_default();
    let window = (pool.len() as u64 + 1) * (AHEAD as u64 + 1);
    let mut waiting: BTreeMap<u64, Waiting> = BTreeMap::new();
    let mut given = 0;
    loop {
        turns.give_way().await;
        if !merge.goes_on(&engine.session.borrow()) {
            return true;
        }
        for arrival in pool.arrivals() {
            match arrival {
                pool::Arrival::Chunk { range, bytes } => drop(waiting.insert(range, Waiting::Theirs(bytes))),
                pool::Arrival::Stopped { why } => tell_lost(engine, &merge, &why),
            }
        }
        let due = merge.next();
        given = given.max(due);
        waiting = waiting.split_off(&due);
        let end = merge.ranges().min(due + window);
        while given < end && pool.give(given, merge.range(given)) {
            given += 1;
        }
        let mut chunk = match waiting.remove(&due) {
            Some(Waiting::Theirs(bytes)) => bytes.to_vec(),
            Some(Waiting::Own(bytes)) => bytes,
            None => {
                // The next one that nobody has; when all are given out, the last one that has not come. So a reader that is slow, or gone, holds
                // nothing up, and whoever of both is done first counts.
                let missing = || (due..given).rev().find(|range| !waiting.contains_key(range)).unwrap_or(due);
                let mine = if given < end { given } else { missing() };
                given = given.max(mine + 1);
                let range = quick(merge.range(mine));
                source.fetch(divided.extent(range)).await;
                match divided.read(range) {
                    Ok(bytes) => drop(waiting.insert(mine, Waiting::Own(bytes))),
                    // Reading it in one go meets the same error, and says so.
                    Err(_) => {
                        merge.give_up(&mut engine.session.borrow_mut());
                        return false;
                    }
                }
                continue;
            }
        };
        loop {
            let merged = merge.take(&mut engine.session.borrow_mut(), &chunk);
            match merged {
                Merged::Taken => break,
                Merged::Done => {
                    engine.after_step(telling);
                    return true;
                }
                Merged::InOneGo => return false,
                Merged::Again(range) => match divided.read(quick(range)) {
                    Ok(bytes) => chunk = bytes,
                    Err(_) => {
                        merge.give_up(&mut engine.session.borrow_mut());
                        return false;
                    }
                },
            }
        }
        engine.after_step(telling);
    }
}

/// The name of the file that the session reads, and what a person wants of it as JSON, blank = all.
fn named(engine: &Engine) -> (String, String) {
    let name = engine.session.borrow().progress().file;
    let chosen = engine.session.borrow().recipe().choice(&name).and_then(|choice| serde_json::to_string(choice).ok());
    (name, chosen.unwrap_or_default())
}

/// The same range in the terms of who reads it.
fn quick(range: floorlens_core::import::Range) -> Range {
    Range { from: range.from, to: range.to, rejected: range.rejected, unclosed: range.unclosed }
}

fn tell_lost(engine: &Engine, merge: &Merge, why: &str) {
    let why = why.trim_end_matches('.');
    let sentence = format!(
        "A helper that reads parts of this file stopped ({why}); its parts were read without it, and nothing is missing."
    );
    merge.remark(&mut engine.session.borrow_mut(), &sentence);
}
