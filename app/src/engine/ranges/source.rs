//! A dropped file as whoever reads ranges sees it.

use crate::engine::blob;
use floorlens_quick::bytes::{ByteSource, ReadError};
use web_sys::Blob;

/// A file of which large parts are read, each once: they go where they are wanted without a window between.
pub(super) struct Plain(pub(super) Blob);

impl ByteSource for Plain {
    fn len(&self) -> u64 {
        // A whole number well below 2^53.
        self.0.size() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        if offset >= self.len() || buf.is_empty() {
            return Ok(0);
        }
        let read = blob::slice(&self.0, offset, buf.len() as u64).map_err(ReadError)?;
        let count = (read.length() as usize).min(buf.len());
        read.copy_to(&mut buf[..count]);
        Ok(count)
    }
}
