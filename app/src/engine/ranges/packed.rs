//! Gzipped tables: the browser unpacks them, readers and the engine read pieces of the text.
//!
//! ```text
//! browser   unpacks │ unpacks │ unpacks │ …         its own code, which is faster than ours
//! readers             piece 1             piece 3
//! here                          piece 2             and puts chunks together in the order of the text
//! ```
//!
//! Whatever the browser does not like about the file (damage, an end that comes too early, a second member) is met again when the file is read
//! in one go, which says what it is and gives what there is before.

use super::pool::{Arrival, Pool};
use super::{AHEAD, Waiting, named, quick, reader, tell_lost};
use crate::engine::Engine;
use crate::engine::import::Telling;
use crate::web::{self, Gunzip, Turns};
use floorlens_core::bytes::{ByteSource, Fingerprint, STEP_BYTES};
use floorlens_core::import::Range;
use floorlens_core::session::ranges::{Merge, Merged};
use floorlens_quick::import::Divided;
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;
use web_sys::Blob;

/// So much text tells the table: what is looked at to recognise a file, and more.
const BEGINNING: usize = 128 << 10;
/// A row that is longer is none of a table that is read so; the same as in `session/pieces.rs`.
const MOST_ROW: usize = 4 * STEP_BYTES as usize;
/// Above this many unpacked bytes per packed one it is no log, as `bytes/gzip.rs` has it; reading it in one go says so.
const MOST_PER_BYTE: u64 = 300;

/// Text as the browser unpacks it.
struct Text {
    from: Gunzip,
    /// What came and is in no piece yet.
    rest: Vec<u8>,
    /// Bytes of text so far.
    length: u64,
    ended: bool,
}

impl Text {
    /// Whole rows of some megabytes, or the last ones; `None` where they cannot be had, or not so.
    async fn next(&mut self) -> Option<Vec<u8>> {
        while !self.ended {
            if self.rest.len() >= STEP_BYTES as usize
                && let Some(end) = self.rest.iter().rposition(|byte| *byte == b'\n')
            {
                let behind = self.rest.split_off(end + 1);
                return Some(std::mem::replace(&mut self.rest, behind));
            }
            if self.rest.len() > MOST_ROW {
                return None;
            }
            let Some(more) = self.from.next().await.ok()? else {
                self.ended = true;
                break;
            };
            self.length += u64::from(more.length());
            let filled = self.rest.len();
            self.rest.resize(filled + more.length() as usize, 0);
            more.copy_to(self.rest.get_mut(filled..)?);
        }
        Some(std::mem::take(&mut self.rest))
    }
}

/// A piece that was cut off and is not taken yet.
struct Piece {
    text: Vec<u8>,
    from: u64,
    last: bool,
}

/// Reads the table that the session has just opened; `false` when it must be read in one go.
pub(super) async fn read(
    engine: &Engine,
    blob: Blob,
    source: Rc<dyn ByteSource>,
    readers: u32,
    telling: &mut Telling,
) -> bool {
    let (Ok(turns), Ok(from)) = (Turns::new(), web::gunzip(&blob)) else { return false };
    let mut text = Text { from, rest: Vec::new(), length: 0, ended: false };
    let whole = length_of_text(source.as_ref());
    let Some(first) = text.next().await else { return false };
    let beginning = first.get(..BEGINNING).unwrap_or(&first).to_vec();
    let begun = Merge::of_packed(&mut engine.session.borrow_mut(), &beginning);
    let Some(mut merge) = begun else { return false };
    let (name, chosen) = named(engine);
    let Some(divided) = Divided::of_text(&name, beginning.clone(), reader::leave_out(&chosen)) else {
        merge.give_up(&mut engine.session.borrow_mut());
        return false;
    };
    // One piece is read before anybody could help.
    let mut pool = if text.ended {
        Pool::default()
    } else {
        Pool::start_for_text(readers, &name, &chosen, &beginning).unwrap_or_default()
    };
    let window = (pool.len() + 1) * (AHEAD + 1);
    // Pieces in the order of the text, from number `due` on; so many of them are with readers.
    let (mut pieces, mut due, mut given, mut cut) = (VecDeque::new(), 0u64, 0u64, 0u64);
    let mut waiting: BTreeMap<u64, Waiting> = BTreeMap::new();
    let mut next = Some(first);
    loop {
        turns.give_way().await;
        if !merge.goes_on(&engine.session.borrow()) {
            return true;
        }
        let text_comes = !text.ended || next.is_some();
        if text_comes && pieces.len() < window {
            let piece = match next.take() {
                Some(piece) => Some(piece),
                None => text.next().await,
            };
            // Meanwhile it may have been cancelled.
            if !merge.goes_on(&engine.session.borrow()) {
                return true;
            }
            let Some(piece) = piece.filter(|_| text.length < MOST_PER_BYTE * source.len()) else {
                merge.give_up(&mut engine.session.borrow_mut());
                return false;
            };
            let length = piece.len() as u64;
            pieces.push_back(Piece { text: piece, from: cut, last: text.ended });
            cut += length;
        }
        for arrival in pool.arrivals() {
            match arrival {
                Arrival::Chunk { range, bytes } => drop(waiting.insert(range, Waiting::Theirs(bytes))),
                Arrival::Stopped { why } => tell_lost(engine, &merge, &why),
            }
        }
        waiting = waiting.split_off(&due);
        given = given.max(due);
        while let Some(piece) = pieces.get((given - due) as usize)
            && pool.give_text(given, range_of(&mut merge, piece), piece.last, &piece.text)
        {
            given += 1;
        }
        let chunk = match waiting.remove(&due) {
            Some(Waiting::Theirs(bytes)) => bytes.to_vec(),
            Some(Waiting::Own(bytes)) => bytes,
            None => {
                // As with ranges: the next one that nobody has, else the last one that has not come.
                let missing = (due..given).rev().find(|piece| !waiting.contains_key(piece)).unwrap_or(due);
                let unclaimed = ((given - due) as usize) < pieces.len();
                if !unclaimed && (!text.ended || next.is_some()) && pieces.len() < window {
                    // More text first.
                    continue;
                }
                let mine = if unclaimed { given } else { missing };
                given = given.max(mine + 1);
                if let Some(piece) = pieces.get((mine - due) as usize) {
                    let range = range_of(&mut merge, piece);
                    let chunk = divided.read_text(&piece.text, quick(range), piece.last);
                    waiting.insert(mine, Waiting::Own(chunk));
                }
                continue;
            }
        };
        let Some(piece) = pieces.pop_front() else { return false };
        due += 1;
        let fingerprint = if piece.last { fingerprint(source.as_ref()) } else { 0 };
        let behind = piece.from + piece.text.len() as u64;
        let share = if piece.last { 1.0 } else { (behind as f64 / whole).min(1.0) };
        merge.set_read(&engine.session.borrow(), (source.len() as f64 * share) as u64, fingerprint);
        let mut merged = merge.take(&mut engine.session.borrow_mut(), &chunk);
        if let Merged::Again(range) = merged
            && range.to == behind
        {
            let chunk = divided.read_text(&piece.text, quick(range), piece.last);
            merged = merge.take(&mut engine.session.borrow_mut(), &chunk);
        }
        match merged {
            Merged::Taken => {}
            Merged::Done => {
                engine.after_step(telling);
                return true;
            }
            Merged::Again(_) => {
                merge.give_up(&mut engine.session.borrow_mut());
                return false;
            }
            Merged::InOneGo => return false,
        }
        engine.after_step(telling);
    }
}

fn range_of(merge: &mut Merge, piece: &Piece) -> Range {
    merge.piece_at(piece.from, piece.text.len() as u64, piece.last)
}

/// How long the text says it is: at its end, and only as far as four bytes tell. Good enough for how far reading is.
fn length_of_text(source: &dyn ByteSource) -> f64 {
    let mut told = [0; 4];
    let read = source.read_at(source.len().saturating_sub(4), &mut told);
    let told = if read == Ok(4) { u64::from(u32::from_le_bytes(told)) } else { 0 };
    // Text is seldom packed to less than a thirtieth.
    let turns = (source.len() * 30).saturating_sub(told) >> 32;
    (told + (turns << 32)).max(source.len()) as f64
}

/// The fingerprint of the file as it is packed.
fn fingerprint(source: &dyn ByteSource) -> u64 {
    let (mut all, mut room, mut at) = (Fingerprint::default(), vec![0; STEP_BYTES as usize], 0);
    while let Ok(read @ 1..) = source.read_at(at, &mut room) {
        all.add(room.get(..read).unwrap_or_default());
        at += read as u64;
    }
    all.get()
}
