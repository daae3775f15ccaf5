//! Long documents that exist nowhere: their bytes are made when they are read. For tests that count memory.

use floorlens_core::bytes::{ByteSource, ReadError};

/// A document with the same event over and over.
pub struct Repeated {
    /// What comes before the events.
    pub head: Vec<u8>,
    /// One event.
    pub event: Vec<u8>,
    /// What comes after them.
    pub tail: Vec<u8>,
    /// How many there are.
    pub count: u64,
}

impl ByteSource for Repeated {
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
pub fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb * 1024)
}
