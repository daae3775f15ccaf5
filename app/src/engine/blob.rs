//! A dropped file as a source of bytes.

use crate::web;
use floorlens_core::bytes::{ByteSource, ReadError, STEP_BYTES};
use js_sys::Uint8Array;
use std::any::Any;
use std::cell::RefCell;
use std::rc::Rc;
use web_sys::{Blob, FileReaderSync};

/// One buffer for all blobs of an engine: whoever reads next refills it. Each call to the browser costs the same
/// however little it reads, and a buffer per file would cost 4 MiB for each of a thousand files.
#[derive(Default)]
pub(super) struct Window(RefCell<Filled>);

#[derive(Default)]
struct Filled {
    /// Which blob the bytes are of.
    of: Option<Blob>,
    from: u64,
    bytes: Vec<u8>,
}

/// A file or a fetched address. The browser keeps the bytes, often on disk; nothing is read before it is asked for.
pub(super) struct BlobSource {
    blob: Blob,
    window: Rc<Window>,
}

impl BlobSource {
    pub(super) fn new(blob: Blob, window: &Rc<Window>) -> BlobSource {
        BlobSource { blob, window: Rc::clone(window) }
    }

    /// Reads up to `length` bytes at `from` into `bytes`.
    fn fetch(&self, from: u64, length: u64, bytes: &mut Vec<u8>) -> Result<(), ReadError> {
        let view = slice(&self.blob, from, length).map_err(ReadError)?;
        bytes.resize(view.length() as usize, 0);
        view.copy_to(bytes);
        Ok(())
    }
}

/// Up to `length` bytes of a blob, or why they cannot be had.
pub(super) fn slice(blob: &Blob, from: u64, length: u64) -> Result<Uint8Array, String> {
    let failed = |error| format!("the browser did not hand it over ({}). Open it again.", web::describe(&error));
    let to = from as f64 + length as f64;
    let part = blob.slice_with_f64_and_f64(from as f64, to.min(blob.size())).map_err(failed)?;
    let buffer = FileReaderSync::new().and_then(|reader| reader.read_as_array_buffer(&part)).map_err(failed)?;
    Ok(Uint8Array::new(&buffer))
}

impl ByteSource for BlobSource {
    fn native(&self) -> Option<&dyn Any> {
        Some(&self.blob)
    }

    fn len(&self) -> u64 {
        // A whole number well below 2^53.
        self.blob.size() as u64
    }

    fn read_at(&self, offset: u64, buf: &mut [u8]) -> Result<usize, ReadError> {
        if offset >= self.len() || buf.is_empty() {
            return Ok(0);
        }
        let mut filled = self.window.0.borrow_mut();
        let holds = filled.of.as_ref() == Some(&self.blob)
            && offset.checked_sub(filled.from).is_some_and(|at| at < filled.bytes.len() as u64);
        if !holds {
            filled.of = None;
            let length = STEP_BYTES.max(buf.len() as u64);
            self.fetch(offset, length, &mut filled.bytes)?;
            filled.of = Some(self.blob.clone());
            filled.from = offset;
        }
        let at = usize::try_from(offset - filled.from).unwrap_or(usize::MAX);
        let rest = filled.bytes.get(at..).unwrap_or(&[]);
        let count = rest.len().min(buf.len());
        buf[..count].copy_from_slice(&rest[..count]);
        Ok(count)
    }
}
