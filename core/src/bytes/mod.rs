//! Where bytes come from: a source that can be read at any offset, and a reader over it that counts what it read.

mod source;

pub use source::{ByteSource, ReadError, STEP_BYTES, SourceReader};
