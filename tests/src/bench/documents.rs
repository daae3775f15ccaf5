//! What machines and their agents write: SHDR, MTConnect Streams XML.

use super::writer::{BEGIN, SECOND, Stamp, create, hash};
use floorlens_core::model::Micros;
use std::io::{self, Write};
use std::path::Path;

/// An adapter's log: one observation per line, every sixth the execution.
pub(super) fn shdr(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    for n in 0..count {
        Stamp(BEGIN + n as Micros * SECOND / 4).write(&mut out)?;
        match n % 6 {
            0 => writeln!(out, "|execution|{}", ["ACTIVE", "INTERRUPTED", "READY", "ACTIVE"][n as usize / 6 % 4])?,
            1 => writeln!(out, "|program|O{:04}", n / 600 % 9000)?,
            2 => writeln!(out, "|Srpm|{}", 2000 + hash(n) % 900)?,
            3 => writeln!(out, "|Xabs|{:.3}", (hash(n) % 400_000) as f64 / 1000.0)?,
            4 => writeln!(out, "|Zabs|{:.3}", (hash(n) % 300_000) as f64 / 1000.0)?,
            _ => writeln!(out, "|Sload|{}", hash(n) % 100)?,
        }
    }
    out.flush()
}

/// One document of one device.
pub(super) fn streams(path: &Path, count: u64) -> io::Result<()> {
    let mut out = create(path)?;
    writeln!(
        out,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MTConnectStreams xmlns=\"urn:mtconnect.org:MTConnectStreams:1.3\">\n\
         <Header creationTime=\"2026-04-01T00:00:00Z\" sender=\"bench\" instanceId=\"1\" version=\"1.3.0\" bufferSize=\"131072\" \
         nextSequence=\"{}\" firstSequence=\"1\" lastSequence=\"{count}\"/>\n<Streams><DeviceStream name=\"M00\" uuid=\"bench-m00\">\n\
         <ComponentStream component=\"Path\" name=\"path\" componentId=\"p\">\n<Events>",
        count + 1
    )?;
    let mut observation = |n: u64, tag: &str, id: &str, value: &dyn std::fmt::Display| -> io::Result<()> {
        writeln!(
            out,
            "<{tag} dataItemId=\"{id}\" timestamp=\"{}\" name=\"{id}\" sequence=\"{}\">{value}</{tag}>",
            Stamp(BEGIN + n as Micros * SECOND / 4).text(),
            n + 1
        )
    };
    let half = count / 2;
    for n in 0..half {
        observation(n, "Execution", "execution", &["ACTIVE", "INTERRUPTED", "READY"][n as usize % 3])?;
    }
    writeln!(out, "</Events>\n<Samples>")?;
    for n in half..count {
        writeln!(
            out,
            "<Position dataItemId=\"xabs\" timestamp=\"{}\" name=\"Xabs\" sequence=\"{}\" subType=\"ACTUAL\">{:.3}</Position>",
            Stamp(BEGIN + (n - half) as Micros * SECOND / 4).text(),
            n + 1,
            (hash(n) % 400_000) as f64 / 1000.0
        )?;
    }
    writeln!(out, "</Samples>\n</ComponentStream>\n</DeviceStream></Streams></MTConnectStreams>")?;
    out.flush()
}
