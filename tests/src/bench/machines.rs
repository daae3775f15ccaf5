//! States, counts, calendars and products of fifty machines.

use super::writer::{BEGIN, SECOND, Stamp, create, hash};
use floorlens_core::model::Micros;
use std::io::{self, Write};
use std::path::Path;

/// Machines.
pub const LANES: u64 = 50;

/// Mean length of an interval.
const MEAN: Micros = 20 * SECOND;

/// A state of a machine.
pub(super) struct Row {
    pub(super) lane: u64,
    pub(super) start: Micros,
    pub(super) end: Micros,
    pub(super) state: &'static str,
    pub(super) product: u64,
}

/// The states of all machines as they come in time: a round of one state per machine after the other.
pub(super) fn rows(count: u64) -> impl Iterator<Item = Row> {
    const STATES: [&str; 8] = ["RUN", "IDLE", "RUN", "STARVED", "RUN", "DOWN", "RUN", "SETUP"];
    let mut at = vec![BEGIN; LANES as usize];
    (0..count).map(move |n| {
        let (lane, turn) = (n % LANES, n / LANES);
        let start = at[lane as usize];
        let end = start + (hash(n) & 0x7FFF) as Micros * (2 * MEAN / 32_768) / 1000 * 1000 + 1000;
        at[lane as usize] = end;
        Row { lane, start, end, state: STATES[(turn + lane) as usize % 8], product: turn / 500 % 4 }
    })
}

/// About when the states of `count` rows end.
fn end(count: u64) -> Micros {
    BEGIN + (count / LANES) as Micros * MEAN
}

/// `asset,start,end,state,product`.
pub(super) fn states_csv(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    write_csv(&mut out, count)?;
    out.flush()
}

/// The same in memory.
pub(super) fn states_text(count: u64) -> io::Result<Vec<u8>> {
    let mut out = Vec::with_capacity(64 * count as usize + 64);
    write_csv(&mut out, count)?;
    Ok(out)
}

/// The same gzipped.
pub(super) fn states_gz(path: &Path, count: u64) -> io::Result<()> {
    let mut gz = flate2::GzBuilder::new().write(create(path)?, flate2::Compression::fast());
    write_csv(&mut gz, count)?;
    gz.finish()?.flush()
}

fn write_csv(out: &mut impl Write, count: u64) -> io::Result<()> {
    out.write_all(b"asset,start,end,state,product\n")?;
    for row in rows(count) {
        write!(out, "M{:02},", row.lane)?;
        Stamp(row.start).write(out)?;
        out.write_all(b",")?;
        Stamp(row.end).write(out)?;
        writeln!(out, ",{},P-{}", row.state, row.product)?;
    }
    Ok(())
}

/// The same as lines of JSON.
pub(super) fn states_ndjson(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    for row in rows(count) {
        write!(out, "{{\"asset\":\"M{:02}\",\"start\":\"", row.lane)?;
        Stamp(row.start).write(&mut out)?;
        out.write_all(b"\",\"end\":\"")?;
        Stamp(row.end).write(&mut out)?;
        writeln!(out, "\",\"state\":\"{}\",\"product\":\"P-{}\"}}", row.state, row.product)?;
    }
    out.flush()
}

/// `count` rows of counts over the time that `states` rows of states cover: `asset,time,total,good,product`.
pub(super) fn counts(path: &Path, count: u64, states: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "asset,time,total,good,product")?;
    let rounds = (count / LANES).max(1);
    let step = (end(states) - BEGIN) / rounds as Micros;
    for n in 0..rounds * LANES {
        let (lane, round) = (n % LANES, n / LANES);
        // Machines do not count in the same millisecond.
        let at = BEGIN + (round as Micros + 1) * step - lane as Micros * 1000;
        let total = 1 + hash(n) % 9;
        let good = total - u64::from((hash(n) >> 32) & 15 == 0);
        write!(out, "M{lane:02},")?;
        Stamp(at).write(&mut out)?;
        writeln!(out, ",{total},{good},P-{}", round % 4)?;
    }
    out.flush()
}

/// Seven of every eight hours are planned.
pub(super) fn calendars(path: &Path, states: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "asset,start,end,kind,shift")?;
    let shift = 8 * 3600 * SECOND;
    for lane in 0..LANES {
        for n in 0..(end(states) - BEGIN) / shift + 1 {
            let start = BEGIN + n * shift;
            write!(out, "M{lane:02},")?;
            Stamp(start).write(&mut out)?;
            out.write_all(b",")?;
            Stamp(start + 7 * 3600 * SECOND).write(&mut out)?;
            writeln!(out, ",planned,{}", ["night", "early", "late"][n as usize % 3])?;
        }
    }
    out.flush()
}

/// Four products.
pub(super) fn products(path: &Path) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "product,ideal_cycle_s\nP-0,5\nP-1,6\nP-2,7\nP-3,8")?;
    out.flush()
}
