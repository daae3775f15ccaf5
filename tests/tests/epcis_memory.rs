//! A long EPCIS document is read in bounded memory. Alone in its file, because memory is counted for the whole process.

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, ReadError, STEP_BYTES};
use std::rc::Rc;

/// A document with many events that exists nowhere: its bytes are made when they are read.
struct Events {
    head: Vec<u8>,
    event: Vec<u8>,
    tail: Vec<u8>,
    count: u64,
}

impl Events {
    fn new(count: u64) -> Self {
        let context = "\"@context\":{\"ex\":\"https://example.com/\"},\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\",\"creationDate\":\"2026-01-01T00:00:00Z\"";
        let note = "x".repeat(1000);
        Self {
            head: format!("{{{context},\"epcisBody\":{{\"eventList\":[{{\"type\":\"ObjectEvent\"}}").into_bytes(),
            event: format!(
                ",\n{{\"type\":\"ObjectEvent\",\"eventID\":\"urn:x:1\",\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventTimeZoneOffset\":\"+00:00\",\"action\":\"OBSERVE\",\"epcList\":[\"ex:1\"],\"ex:note\":\"{note}\"}}"
            )
            .into_bytes(),
            tail: b"\n]}}".to_vec(),
            count,
        }
    }
}

impl ByteSource for Events {
    fn len(&self) -> u64 {
        (self.head.len() + self.tail.len()) as u64 + self.count * self.event.len() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        let (head, event) = (self.head.len() as u64, self.event.len() as u64);
        let mut filled = 0;
        while filled < buf.len() {
            let at = offset + filled as u64;
            let rest = if at < head {
                &self.head[at as usize..]
            } else if at - head < self.count * event {
                &self.event[((at - head) % event) as usize..]
            } else {
                self.tail.get((at - head - self.count * event) as usize..).unwrap_or(&[])
            };
            let n = rest.len().min(buf.len() - filled);
            if n == 0 {
                return Ok(filled);
            }
            buf[filled..filled + n].copy_from_slice(&rest[..n]);
            filled += n;
        }
        Ok(buf.len())
    }
}

/// The most memory this process ever held, in bytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

#[test]
fn a_hundred_thousand_events_are_read_in_short_steps_and_little_memory() {
    const EVENTS: u64 = 100_000;
    let source = Events::new(EVENTS);
    let bytes = source.len();
    let before = peak();
    let mut session = Session::new();
    session.add("long.json", Rc::new(source));
    let mut last = 0;
    loop {
        let progress = session.step();
        assert!(progress.bytes_done - last <= 2 * STEP_BYTES, "a step of {} bytes", progress.bytes_done - last);
        last = progress.bytes_done;
        if progress.done {
            break;
        }
    }
    let counts = session.data().facts.sources.files()[0].counts();
    assert_eq!(u64::from(counts.records), EVENTS + 1);
    assert_eq!(counts.rejected, 1, "the first, which says nothing");
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < bytes / 3, "{} MB for {} MB of events", (after - before) >> 20, bytes >> 20);
    }
}
