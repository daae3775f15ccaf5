//! A genealogy in three tiers, operations and sightings of its units.
//!
//! A lot becomes two hundred parts, four parts become an assembly. Parts of an assembly come from four lots, so that a forward trace fans out and a
//! backward one does as well.

use super::writer::{BEGIN, SECOND, Stamp, create};
use floorlens_core::model::Micros;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Rows of one assembly with the cuts of its four parts: 4 × (input, output) + 4 inputs + 1 output.
pub const ASSEMBLY_ROWS: u64 = 13;

/// Parts that a lot becomes, and assemblies that hold one of them.
pub const UNITS_PER_LOT: u64 = 200;

/// Events follow each other at this distance.
const STEP: Micros = SECOND;

/// `event,time,item,role,quantity`, in time order.
pub(super) fn transformations(path: &Path, rows: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "event,time,item,role,quantity")?;
    let mut line = |at: Micros, event: &str, item: &str, role: &str, quantity: u64| -> io::Result<()> {
        write!(out, "{event},")?;
        Stamp(at).write(&mut out)?;
        writeln!(out, ",{item},{role},{quantity}")
    };
    for assembly in 0..rows / ASSEMBLY_ROWS {
        let at = BEGIN + assembly as Micros * 5 * STEP;
        // Four lots are open at a time; each gives one part per assembly.
        for k in 0..4 {
            let (part, lot) = (assembly * 4 + k, assembly / UNITS_PER_LOT * 4 + k);
            let (event, at) = (format!("C{part:07}"), at + k as Micros * STEP);
            line(at, &event, &format!("L{lot:06}"), "input", 2)?;
            line(at, &event, &format!("S{part:07}"), "output", 1)?;
        }
        let (event, at) = (format!("A{assembly:07}"), at + 4 * STEP);
        for k in 0..4 {
            line(at, &event, &format!("S{:07}", assembly * 4 + k), "input", 1)?;
        }
        line(at, &event, &format!("H{assembly:07}"), "output", 1)?;
    }
    out.flush()
}

/// A lot that became 52 parts, and 2,547 things that are each made of two of them: as wide a tree as a picture may hold.
pub(super) fn tree() -> String {
    let mut out = String::from("event,time,item,role\n");
    let mut line = |n: u64, item: &str, role: &str| {
        out.push_str(&format!("E{n:05},{},{item},{role}\n", Stamp(BEGIN + n as Micros * STEP).text()));
    };
    for part in 0..52 {
        line(part, "ROOT", "input");
        line(part, &format!("A{part:02}"), "output");
    }
    for n in 0..2547 {
        line(100 + n, &format!("A{:02}", n % 52), "input");
        line(100 + n, &format!("A{:02}", (n * 7 + 1) % 52), "input");
        line(100 + n, &format!("B{n:04}"), "output");
    }
    out
}

/// Two steps per assembly: `item,step,start,end,asset`.
pub(super) fn operations(path: &Path, rows: u64) -> io::Result<()> {
    let mut out: BufWriter<_> = create(path)?;
    writeln!(out, "item,step,start,end,asset")?;
    for n in 0..rows {
        let (assembly, step) = (n / 2, n % 2);
        let start = BEGIN + (assembly as Micros * 5 + 5 + step as Micros * 30) * STEP;
        write!(out, "H{assembly:07},{},", ["grind", "test"][step as usize])?;
        Stamp(start).write(&mut out)?;
        out.write_all(b",")?;
        Stamp(start + 20 * SECOND).write(&mut out)?;
        writeln!(out, ",M{:02}", assembly * 7 % 25 + step * 25)?;
    }
    out.flush()
}

/// Four reads per assembly: `item,place,time,reader`.
pub(super) fn sightings(path: &Path, rows: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(out, "item,place,time,reader")?;
    for n in 0..rows {
        let (assembly, k) = (n / 4, n % 4);
        let at = BEGIN + (assembly as Micros * 5 + 120 + k as Micros * 600) * STEP;
        write!(out, "H{assembly:07},{},", ["Packing", "Warehouse", "Gate", "Dock"][k as usize])?;
        Stamp(at).write(&mut out)?;
        writeln!(out, ",reader-{k}")?;
    }
    out.flush()
}
