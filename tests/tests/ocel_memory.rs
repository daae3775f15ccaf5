//! A long OCEL log is never held as a tree. Alone in its file, because memory is counted for the whole process.

use floorlens_core::Session;
use floorlens_core::bytes::{ByteSource, ReadError, STEP_BYTES};
use std::rc::Rc;

/// A log with many events that exists nowhere: its bytes are made when they are read. Its objects stand behind its events.
struct Log {
    head: Vec<u8>,
    event: Vec<u8>,
    tail: Vec<u8>,
    count: u64,
}

impl Log {
    fn new(count: u64) -> Self {
        let note = "x".repeat(800);
        Self {
            head: b"{\"objectTypes\":[],\"eventTypes\":[],\"events\":[{\"id\":\"e0\"}".to_vec(),
            event: format!(
                ",\n{{\"id\":\"e\",\"type\":\"Mix\",\"time\":\"2026-01-02T03:04:05Z\",\"attributes\":[{{\"name\":\"note\",\"value\":\"{note}\"}}],\
                 \"relationships\":[{{\"objectId\":\"lot\",\"qualifier\":\"\"}}]}}"
            )
            .into_bytes(),
            tail: b"\n],\"objects\":[{\"id\":\"lot\",\"type\":\"Lot\"}]}".to_vec(),
            count,
        }
    }
}

impl ByteSource for Log {
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
                break;
            }
            buf[filled..filled + n].copy_from_slice(&rest[..n]);
            filled += n;
        }
        Ok(filled)
    }
}

/// The most memory this process ever held, in bytes; `None` where the system does not tell.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}

#[test]
fn a_hundred_thousand_events_before_their_objects_are_read_in_little_memory() {
    const EVENTS: u64 = 100_000;
    let source = Log::new(EVENTS);
    let bytes = source.len();
    let before = peak();
    let mut session = Session::new();
    session.add("long.json", Rc::new(source));
    let mut steps = 0;
    while !session.step().done {
        steps += 1;
        assert!(steps < 10 + 3 * bytes / STEP_BYTES, "the import does not end");
    }
    let counts = session.data().facts.sources.files()[0].counts();
    assert_eq!((u64::from(counts.records), counts.rejected), (EVENTS + 1, 1));
    assert_eq!(session.data().facts.items.len(), 1);
    if let (Some(before), Some(after)) = (before, peak()) {
        assert!(after - before < bytes / 3, "{} MB for {} MB of events", (after - before) >> 20, bytes >> 20);
    }
}
