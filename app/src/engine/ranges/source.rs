//! A dropped file as whoever reads ranges sees it.

use crate::engine::blob;
use crate::web;
use floorlens_quick::bytes::{ByteSource, ReadError};
use js_sys::{ArrayBuffer, Uint8Array};
use std::cell::RefCell;
use web_sys::Blob;

/// A file of which large parts are read, each once: they go where they are wanted without a window between.
pub(super) struct Plain {
    blob: Blob,
    ahead: RefCell<Ahead>,
}

/// What was fetched ahead. Its buffer stays, for what is fetched next.
struct Ahead {
    from: u64,
    bytes: Uint8Array,
}

impl Plain {
    pub(super) fn new(blob: Blob) -> Self {
        Self { blob, ahead: RefCell::new(Ahead { from: 0, bytes: Uint8Array::new_with_length(0) }) }
    }

    /// Fetches the bytes `from` … `to`, while this thread does other things. What cannot be had so is read when it is wanted.
    pub(super) async fn fetch(&self, (from, to): (u64, u64)) {
        let Ok(part) = self.blob.slice_with_f64_and_f64(from as f64, to as f64) else { return };
        let kept = self.ahead.replace(Ahead { from: 0, bytes: Uint8Array::new_with_length(0) }).bytes.buffer();
        let length = part.size() as u32;
        let room = if kept.byte_length() < length { ArrayBuffer::new(length) } else { kept };
        if let Ok(bytes) = web::fill(&part, &room).await {
            *self.ahead.borrow_mut() = Ahead { from, bytes };
        }
    }
}

impl ByteSource for Plain {
    fn len(&self) -> u64 {
        // A whole number well below 2^53.
        self.blob.size() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        if offset >= self.len() || buf.is_empty() {
            return Ok(0);
        }
        let ahead = self.ahead.borrow();
        let fetched = u64::from(ahead.bytes.length());
        let read = match offset.checked_sub(ahead.from).filter(|at| *at < fetched) {
            Some(at) => ahead.bytes.subarray(at as u32, fetched.min(at + buf.len() as u64) as u32),
            None => blob::slice(&self.blob, offset, buf.len() as u64).map_err(ReadError)?,
        };
        let count = (read.length() as usize).min(buf.len());
        read.copy_to(&mut buf[..count]);
        Ok(count)
    }
}
